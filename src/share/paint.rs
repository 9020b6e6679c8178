//! A picture in pixels.

use super::Picture;
use super::file;
use crate::browser;
use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

/// Pixels for each CSS pixel.
const SCALE: f64 = 2.0;

/// The picture as a PNG, two pixels for each CSS pixel.
///
/// # Errors
/// What the browser says.
pub async fn png(picture: &Picture) -> Result<Blob, JsValue> {
    let document = browser::window().document().ok_or(JsValue::NULL)?;
    let address = Url::create_object_url_with_blob(&file::of_text(&picture.svg, "image/svg+xml")?)?;
    let image = HtmlImageElement::new()?;
    image.set_src(&address);
    let decoded = JsFuture::from(image.decode()).await;
    Url::revoke_object_url(&address)?;
    decoded?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    canvas.set_width((picture.width * SCALE) as u32);
    canvas.set_height((picture.height * SCALE) as u32);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let (width, height) = (picture.width * SCALE, picture.height * SCALE);
    context.draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
    // An executor that throws refuses the promise.
    let painted = Promise::new(&mut |resolve: Function, reject: Function| {
        if let Err(why) = canvas.to_blob(&resolve) {
            let _ = reject.call1(&JsValue::NULL, &why);
        }
    });
    JsFuture::from(painted).await?.dyn_into()
}
