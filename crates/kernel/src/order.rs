//! Lists put in order by one sort that all lists share.
//!
//! The sorts of the standard library are written out anew, in five kilobytes or more, for every
//! type that is sorted. A page pays for each, so what is sorted here are places: ranks of whole
//! numbers with an index, whatever stands there.

/// A rank of two numbers, the first before the second, and where the item stood. Equal ranks keep
/// their order.
pub type Place = (u64, u64, u32);

/// Puts places in ascending order.
pub fn places(places: &mut [Place]) {
    places.sort_unstable();
}

/// Puts plain numbers in ascending order.
pub fn numbers(numbers: &mut [u64]) {
    numbers.sort_unstable();
}

/// The rank of a number with a fraction: ranks are in the order of the numbers, as
/// [`f64::total_cmp`] has it.
pub fn rank(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

/// The items by ascending rank; those of equal rank keep their order. At most 2³² items.
pub fn sorted<T>(items: Vec<T>, rank: impl Fn(&T) -> (u64, u64)) -> Vec<T> {
    let place = |(at, item): (usize, &T)| {
        let (first, second) = rank(item);
        (first, second, at as u32)
    };
    let mut order: Vec<Place> = items.iter().enumerate().map(place).collect();
    places(&mut order);
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order.into_iter().filter_map(|(_, _, at)| items[at as usize].take()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_go_by_rank_and_equal_ones_keep_their_order() {
        let items = vec![("c", 2, 0), ("a", 1, 9), ("d", 2, 0), ("b", 1, 10), ("e", 3, 0)];
        let names = sorted(items, |item| (item.1, item.2)).into_iter().map(|item| item.0);
        assert_eq!(names.collect::<String>(), "abcde");
    }

    #[test]
    fn ranks_are_in_the_order_of_the_numbers() {
        let numbers = [f64::NEG_INFINITY, -2.5, -1e-9, -0.0, 0.0, 1e-9, 2.5, 3.0, f64::INFINITY];
        assert!(numbers.map(rank).is_sorted());
    }

    #[test]
    fn it_agrees_with_the_sort_of_the_library() {
        let mut items: Vec<u64> = (0..1_000).map(|n| n * 7_919 % 331).collect();
        let ours = sorted(items.clone(), |number| (*number, 0));
        numbers(&mut items);
        assert_eq!(ours, items);
        assert!(items.is_sorted());
    }
}
