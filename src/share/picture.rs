//! The picture on the stage as one SVG that stands alone: what style sheets say of its parts is
//! written into them, and the words beside its drawings stand where they stood.

use crate::browser;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleDeclaration, Document, DomRect, Element, Node, XmlSerializer};
use widgets::path::length;

const SVG: &str = "http://www.w3.org/2000/svg";
/// What style sheets say of a part of a drawing, where its parent has another value.
const INHERITED: [&str; 16] = [
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "font-family",
    "font-size",
    "font-weight",
    "letter-spacing",
    "text-anchor",
    "visibility",
    "font-variant-numeric",
];
/// The same, with the values that need not be said.
const OWN: [(&str, &str); 5] = [
    ("opacity", "1"),
    ("dominant-baseline", "auto"),
    ("vector-effect", "none"),
    ("paint-order", "normal"),
    ("transform", "none"),
];
/// What of a page has no place in a picture of it.
const LEFT_OUT: &str = "button, input, select, textarea, label, .unseen, [hidden]";

/// A picture that stands alone.
pub struct Picture {
    /// The SVG document.
    pub svg: String,
    /// Its width in CSS pixels.
    pub width: f64,
    /// Its height in CSS pixels.
    pub height: f64,
}

impl Picture {
    /// The picture of an element and all that is drawn in it.
    ///
    /// # Errors
    /// What the browser says.
    pub fn of(stage: &Element) -> Result<Picture, JsValue> {
        let document = browser::window().document().ok_or(JsValue::NULL)?;
        let frame = stage.get_bounding_client_rect();
        let (width, height) = (frame.width().ceil(), frame.height().ceil());
        let root = document.create_element_ns(Some(SVG), "svg")?;
        put(&root, &[("width", width), ("height", height)])?;
        root.set_attribute("viewBox", &format!("0 0 {} {}", length(width), length(height)))?;
        let sheet = document.create_element_ns(Some(SVG), "rect")?;
        put(&sheet, &[("width", width), ("height", height)])?;
        // The picture itself is drawn on nothing: the sheet is that of the stage around it.
        let ground = stage.closest(".stage, figure")?;
        let ground = style(ground.as_ref().unwrap_or(stage))?;
        sheet.set_attribute("fill", &ground.get_property_value("background-color")?)?;
        root.append_child(&sheet)?;
        draw(&document, stage, &root, &frame)?;
        let svg = XmlSerializer::new()?.serialize_to_string(&root)?;
        Ok(Picture { svg, width, height })
    }
}

/// Draws what stands in an element.
fn draw(
    document: &Document,
    element: &Element,
    out: &Element,
    frame: &DomRect,
) -> Result<(), JsValue> {
    let children = element.child_nodes();
    for nth in 0..children.length() {
        let Some(child) = children.item(nth) else { continue };
        match child.dyn_ref::<Element>() {
            None if child.node_type() == Node::TEXT_NODE => {
                write(document, element, &child, out, frame)?;
            }
            None => {}
            Some(child) if child.tag_name() == "svg" => copy(child, out, frame)?,
            Some(child) if child.matches(LEFT_OUT)? => {}
            Some(child) => draw(document, child, out, frame)?,
        }
    }
    Ok(())
}

/// Copies a drawing to where it stands.
fn copy(drawing: &Element, out: &Element, frame: &DomRect) -> Result<(), JsValue> {
    let place = drawing.get_bounding_client_rect();
    if place.width() == 0.0 {
        return Ok(());
    }
    let copy: Element = drawing.clone_node_with_deep(true)?.unchecked_into();
    let (parts, copies) = (drawing.query_selector_all("*")?, copy.query_selector_all("*")?);
    dress(drawing, &copy, None)?;
    for nth in 0..parts.length() {
        if let Some((part, copied)) = parts.item(nth).zip(copies.item(nth)) {
            let part: Element = part.unchecked_into();
            dress(&part, copied.unchecked_ref(), part.parent_element().as_ref())?;
        }
    }
    put(
        &copy,
        &[
            ("x", place.left() - frame.left()),
            ("y", place.top() - frame.top()),
            ("width", place.width()),
            ("height", place.height()),
        ],
    )?;
    out.append_child(&copy).map(|_| ())
}

/// Writes into a copy what style sheets say of the part.
fn dress(part: &Element, copy: &Element, parent: Option<&Element>) -> Result<(), JsValue> {
    let own = style(part)?;
    let parent = parent.map(style).transpose()?;
    if own.get_property_value("display")? == "none" {
        copy.set_attribute("display", "none")?;
    }
    for name in INHERITED {
        let value = own.get_property_value(name)?;
        let above = parent.as_ref().map(|style| style.get_property_value(name)).transpose()?;
        if above.as_ref() != Some(&value) {
            copy.set_attribute(name, &value)?;
        }
    }
    for (name, usual) in OWN {
        let value = own.get_property_value(name)?;
        let is_told = name == "transform" && copy.has_attribute(name);
        if value != usual && !is_told {
            copy.set_attribute(name, &value)?;
        }
    }
    copy.remove_attribute("class")?;
    copy.remove_attribute("style")
}

/// Writes the words of a text, each where it stands: lines break where they did.
fn write(
    document: &Document,
    element: &Element,
    text: &Node,
    out: &Element,
    frame: &DomRect,
) -> Result<(), JsValue> {
    let style = style(element)?;
    let content = text.text_content().unwrap_or_default();
    let range = document.create_range()?;
    let mut offset = 0;
    for part in content.split_inclusive(char::is_whitespace) {
        let (start, word) = (offset, part.trim_end());
        // Ranges count as JavaScript does, in UTF-16.
        offset += part.encode_utf16().count() as u32;
        range.set_start(text, start)?;
        range.set_end(text, start + word.encode_utf16().count() as u32)?;
        let place = range.get_bounding_client_rect();
        if word.is_empty() || place.width() == 0.0 {
            continue;
        }
        let written = document.create_element_ns(Some(SVG), "text")?;
        put(
            &written,
            &[
                ("x", place.left() - frame.left()),
                ("y", place.top() - frame.top() + place.height() / 2.0),
                ("textLength", place.width()),
            ],
        )?;
        written.set_attribute("dominant-baseline", "central")?;
        written.set_attribute("fill", &style.get_property_value("color")?)?;
        for name in ["font-family", "font-size", "font-weight"] {
            written.set_attribute(name, &style.get_property_value(name)?)?;
        }
        written.set_text_content(Some(word));
        out.append_child(&written)?;
    }
    Ok(())
}

fn put(element: &Element, numbers: &[(&str, f64)]) -> Result<(), JsValue> {
    numbers.iter().try_for_each(|(name, number)| element.set_attribute(name, &length(*number)))
}

fn style(element: &Element) -> Result<CssStyleDeclaration, JsValue> {
    browser::window().get_computed_style(element)?.ok_or(JsValue::NULL)
}
