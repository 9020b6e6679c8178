//! The page, and the workers that it starts: one program, loaded once.

fn main() {
    if app::is_worker() {
        app::serve();
    } else {
        app::start();
    }
}
