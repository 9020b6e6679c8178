//! A lab as a property of a component.

use labs::Entry;
use std::ops::Deref;

/// A lab of the list. Two are equal where they are the same entry.
#[derive(Clone, Copy)]
pub struct LabRef(pub &'static Entry);

impl PartialEq for LabRef {
    fn eq(&self, other: &LabRef) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Deref for LabRef {
    type Target = Entry;

    fn deref(&self) -> &Entry {
        self.0
    }
}
