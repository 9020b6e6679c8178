//! How much sooner work is done when it is divided: what is known in closed form.

/// Amdahl's law: how many times as fast the same work is done by `processors` as by one, when the
/// share `serial` of it, from 0 to 1, has to be done by one alone.
///
/// Source: G. M. Amdahl, “Validity of the single processor approach to achieving large scale
/// computing capabilities”, AFIPS 1967.
#[must_use]
pub fn amdahl(serial: f64, processors: f64) -> f64 {
    1.0 / (serial + (1.0 - serial) / processors)
}

/// What Amdahl's law comes to with processors without number.
#[must_use]
pub fn amdahl_limit(serial: f64) -> f64 {
    1.0 / serial
}

/// Gustafson's law: how many times as much work `processors` do in the same time as one, when each
/// brings parallel work of its own and the share `serial` of the *time*, from 0 to 1, is one's
/// alone.
///
/// Source: J. L. Gustafson, “Reevaluating Amdahl's law”, CACM 31(5), 1988.
#[must_use]
pub fn gustafson(serial: f64, processors: f64) -> f64 {
    serial + (1.0 - serial) * processors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: f64, right: f64) {
        assert!((left - right).abs() < 1e-9, "{left} is not {right}");
    }

    #[test]
    fn amdahl_is_as_published() {
        // Hill and Marty's reading: with a tenth serial, 256 processors come to 9.66 at most.
        assert!((amdahl(0.1, 256.0) - 9.66).abs() < 0.005);
        close(amdahl(0.0, 8.0), 8.0);
        close(amdahl(1.0, 8.0), 1.0);
        close(amdahl(0.5, 2.0), 4.0 / 3.0);
        close(amdahl_limit(0.05), 20.0);
        assert!(amdahl(0.05, 1e9) < amdahl_limit(0.05));
    }

    /// Gustafson's own figures: on 1,024 processors serial parts of 0.4, 0.6 and 0.8 per cent gave
    /// speed-ups of about 1,020, 1,018 and 1,016.
    #[test]
    fn gustafson_is_as_published() {
        for (serial, speed_up) in [(0.004, 1_020.0), (0.006, 1_018.0), (0.008, 1_016.0)] {
            assert!((gustafson(serial, 1_024.0) - speed_up).abs() < 0.5);
        }
        close(gustafson(0.3, 1.0), 1.0);
    }

    /// The two laws are one: Amdahl's share of the work is Gustafson's share of the time, grown by
    /// what the processors save.
    #[test]
    fn both_laws_are_one() {
        for (of_time, processors) in [(0.1, 4.0), (0.5, 16.0), (0.9, 3.0)] {
            let of_work = of_time / (of_time + (1.0 - of_time) * processors);
            close(amdahl(of_work, processors), gustafson(of_time, processors));
        }
    }
}
