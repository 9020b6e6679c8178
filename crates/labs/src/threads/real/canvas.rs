//! The picture as it is done, part by part.

use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};
use yew::NodeRef;

use crate::threads::job::{Job, SIDE};

/// Bytes of a pixel: red, green, blue, and how opaque it is.
const RGBA: usize = 4;

/// Draws one part where it belongs. How dark a pixel is becomes how opaque it is, so that the sheet
/// shows through and both themes can take the same pixels.
pub fn paint(canvas: &NodeRef, job: Job, part: u32, pixels: &[u8]) {
    let Some(context) = context(canvas) else { return };
    let mut bytes = vec![0; pixels.len() * RGBA];
    for (pixel, darkness) in bytes.chunks_exact_mut(RGBA).zip(pixels) {
        pixel[RGBA - 1] = *darkness;
    }
    let (columns, _) = job.grid();
    let (x, y) = (part % columns * SIDE, part / columns * SIDE);
    if let Ok(image) = ImageData::new_with_u8_clamped_array(Clamped(&bytes), SIDE) {
        // A canvas that is not there any more shows nothing.
        let _ = context.put_image_data(&image, f64::from(x), f64::from(y));
    }
}

/// An empty sheet.
pub fn clear(canvas: &NodeRef, job: Job) {
    if let Some(context) = context(canvas) {
        let (width, height) = job.pixels();
        context.clear_rect(0.0, 0.0, width.into(), height.into());
    }
}

fn context(canvas: &NodeRef) -> Option<CanvasRenderingContext2d> {
    let canvas = canvas.cast::<HtmlCanvasElement>()?;
    canvas.get_context("2d").ok()??.dyn_into().ok()
}
