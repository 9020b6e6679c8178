//! The page.

fn main() {
    app::start();
}
