//! Numbered items, and whether all of them arrived: once, in order, and whole.

use super::words::{ITEM, THREADS_MAX};
use crate::hash_ring::hash::mix;

/// Writes item `number` of a producer: who made it, which one it is, and words that only this item
/// has, by which a mixture of two items is found.
pub fn write(item: &mut [i32], producer: u32, number: u32) {
    let print = print(producer, number);
    item[0] = producer as i32;
    item[1] = number as i32;
    for (place, word) in item.iter_mut().enumerate().skip(2) {
        *word = (print >> place) as i32;
    }
}

/// What tells an item from every other.
fn print(producer: u32, number: u32) -> u64 {
    mix(u64::from(producer) << 32 | u64::from(number))
}

/// What one thread has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Items.
    pub count: u32,
    /// The sum of what tells each from the others: an item that is lost and one that comes twice
    /// do not make up for each other.
    pub sum: u64,
    /// Items that came after a later one of the same producer.
    pub disorder: u32,
    /// Items that are not as they were made.
    pub torn: u32,
    /// The number that each producer's next item has at least.
    next: [u32; THREADS_MAX as usize],
}

impl Tally {
    /// Counts an item in that this thread has made.
    pub fn made(&mut self, producer: u32, number: u32) {
        self.count = self.count.wrapping_add(1);
        self.sum = self.sum.wrapping_add(print(producer, number));
    }

    /// Counts items in that have arrived.
    pub fn arrived(&mut self, items: &[i32]) {
        for item in items.chunks_exact(ITEM as usize) {
            let (producer, number) = (item[0] as u32, item[1] as u32);
            let mut whole = [0; ITEM as usize];
            write(&mut whole, producer, number);
            let Some(next) = self.next.get_mut(producer as usize).filter(|_| item == whole) else {
                self.torn += 1;
                continue;
            };
            if number < *next {
                self.disorder += 1;
            }
            *next = (*next).max(number.wrapping_add(1));
            self.made(producer, number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(numbers: &[(u32, u32)]) -> Vec<i32> {
        let mut words = vec![0; numbers.len() * ITEM as usize];
        for (item, (producer, number)) in words.chunks_exact_mut(ITEM as usize).zip(numbers) {
            write(item, *producer, *number);
        }
        words
    }

    fn tally(numbers: &[(u32, u32)]) -> Tally {
        let mut tally = Tally::default();
        tally.arrived(&items(numbers));
        tally
    }

    #[test]
    fn what_arrives_in_order_is_what_was_made() {
        let mut made = Tally::default();
        (0..3).for_each(|number| made.made(1, number));
        let arrived = tally(&[(1, 0), (1, 1), (1, 2)]);
        assert_eq!((arrived.count, arrived.sum), (made.count, made.sum));
        assert_eq!((arrived.disorder, arrived.torn), (0, 0));
    }

    #[test]
    fn order_is_asked_of_each_producer_alone() {
        assert_eq!(tally(&[(0, 5), (1, 0), (0, 6)]).disorder, 0);
        assert_eq!(tally(&[(0, 1), (0, 0), (0, 2)]).disorder, 1);
        assert_eq!(tally(&[(0, 1), (0, 1)]).disorder, 1);
    }

    #[test]
    fn a_lost_and_a_doubled_item_do_not_make_up_for_each_other() {
        let (right, wrong) = (tally(&[(0, 0), (0, 1), (0, 2)]), tally(&[(0, 0), (0, 2), (0, 2)]));
        assert_eq!(right.count, wrong.count);
        assert_ne!(right.sum, wrong.sum);
    }

    #[test]
    fn a_mixture_of_two_items_is_torn() {
        let mut words = items(&[(0, 0)]);
        let other = items(&[(0, 1)]);
        words[9] = other[9];
        let mut tally = Tally::default();
        tally.arrived(&words);
        assert_eq!((tally.torn, tally.count), (1, 0));
    }
}
