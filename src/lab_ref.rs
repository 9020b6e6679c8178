//! A lab as a property of a component.

use labs::Entry;
use std::ops::Deref;

/// A lab of the list, or its listing. Two are equal where they are the same one.
pub struct LabRef<T: 'static = Entry>(pub &'static T);

impl<T> Clone for LabRef<T> {
    fn clone(&self) -> LabRef<T> {
        *self
    }
}

impl<T> Copy for LabRef<T> {}

impl<T> PartialEq for LabRef<T> {
    fn eq(&self, other: &LabRef<T>) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl<T> Deref for LabRef<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0
    }
}
