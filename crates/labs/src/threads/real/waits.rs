//! How a part waits: for the companion's slow answer, or by a timer where there is no companion.

use gloo::timers::callback::Timeout;
use gloo::utils::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;
use yew::Callback;

use crate::threads::job::Job;

/// The slow answer of a part. Every part has an address of its own, because a browser asks for the
/// same address once at a time.
pub fn address(job: Job, part: u32) -> String {
    ["slow?ms=", &job.wait_ms().unwrap_or_default().to_string(), "&part=", &part.to_string()]
        .concat()
}

/// What a status says: an answer came, or none, or one that is no wait.
///
/// # Errors
/// A sentence, where nobody waited.
pub fn answered(status: u16) -> Result<(), String> {
    match status {
        200 => Ok(()),
        0 => Err("the companion does not answer any more".to_owned()),
        503 => Err("too many wait at the companion already (503): try again".to_owned()),
        _ => Err(["the companion answers with status ", &status.to_string()].concat()),
    }
}

/// Does something after so many milliseconds; the thread is free meanwhile.
pub fn after(ms: u32, then: impl FnOnce() + 'static) {
    Timeout::new(ms, then).forget();
}

/// Waits on the page's thread, which goes on with everything else meanwhile.
pub fn wait(job: Job, part: u32, has_companion: bool, on: Callback<Result<u32, String>>) {
    if !has_companion {
        return after(job.wait_ms().unwrap_or_default(), move || on.emit(Ok(part)));
    }
    spawn_local(async move {
        let response = JsFuture::from(window().fetch_with_str(&address(job, part))).await;
        let response = response.ok().and_then(|response| response.dyn_into::<Response>().ok());
        let status = response.map_or(0, |response| response.status());
        on.emit(answered(status).map(|()| part));
    });
}
