//! Lengths, and paths of them.

use kernel::decimal::fixed;

/// A length, to the hundredth of a pixel at most: `8`, `12.5`, `0.25`.
#[must_use]
pub fn length(number: f64) -> String {
    let mut text = fixed(number, 2);
    while text.ends_with('0') {
        text.pop();
    }
    if text.ends_with('.') {
        text.pop();
    }
    text
}

/// Adds a command to a path: its letter, and its numbers as lengths.
pub fn command(path: &mut String, letter: char, numbers: &[f64]) {
    path.push(letter);
    for (at, &number) in numbers.iter().enumerate() {
        if at > 0 {
            path.push(' ');
        }
        path.push_str(&length(number));
    }
}

/// A path of a few commands, such as `&[('M', &[0.0, 2.0]), ('V', &[18.0])]`.
#[must_use]
pub fn path(commands: &[(char, &[f64])]) -> String {
    let mut path = String::new();
    for (letter, numbers) in commands {
        command(&mut path, *letter, numbers);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_as_short_as_they_can_be() {
        assert_eq!([0.0, 100.0, 12.5, -0.256].map(length), ["0", "100", "12.5", "-0.26"]);
    }

    #[test]
    fn a_path_is_its_commands() {
        assert_eq!(path(&[('M', &[0.5, 2.0]), ('V', &[-18.0]), ('Z', &[])]), "M0.5 2V-18Z");
    }
}
