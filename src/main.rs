//! The page of Faultline.
fn main() {}
