//! The forms in which an id is written, each to be copied.

use wasm_bindgen_futures::spawn_local;
use widgets::tag;
use widgets::tag::Tag;
use yew::UseStateHandle;

use crate::clipboard::copy;

/// What was copied last, and whether it could be.
#[derive(Clone, Debug, PartialEq)]
pub struct Copied {
    text: String,
    is_done: bool,
}

/// An id in each form, with a button that copies it.
pub fn forms(id: u64, copied: &UseStateHandle<Option<Copied>>) -> Tag {
    let forms = [
        ("decimal", id.to_string()),
        ("hexadecimal", hexadecimal(id)),
        ("base64url", base64url(id)),
    ];
    let last = copied.as_ref();
    let said = match last {
        Some(Copied { is_done: true, text }) => [text, " copied"].concat(),
        Some(Copied { is_done: false, .. }) => {
            "This page may not use the clipboard; select the text instead.".to_owned()
        }
        None => String::new(),
    };
    let form = |(name, text): (&'static str, String)| {
        let (setter, own) = (copied.setter(), text.clone());
        let press = move |_| {
            let (setter, text) = (setter.clone(), own.clone());
            spawn_local(async move {
                let is_done = copy(&text).await;
                setter.set(Some(Copied { text, is_done }));
            });
        };
        let label = ["Copy the ", name, " form"].concat();
        tag!(div).key(name).child(tag!(dt).text(name)).child(
            tag!(dd).child(tag!(code).text(text)).child(
                tag!(button, type: "button", class: "small", "aria-label": label)
                    .on_click(press)
                    .text("Copy"),
            ),
        )
    };
    tag!(div, class: "forms")
        .child(tag!(dl).children(forms.map(form)))
        .child(tag!(p, role: "status").text(said))
}

fn hexadecimal(id: u64) -> String {
    format!("{id:#018x}")
}

/// Eight bytes, the most significant first, in the letters of RFC 4648, section 5: ten characters of
/// six bits, and one of the last four with two zeros.
fn base64url(id: u64) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits = u128::from(id) << 2;
    let letter = |nth: u32| LETTERS[(bits >> (6 * nth) & 63) as usize];
    (0..11).rev().map(|nth| char::from(letter(nth))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snowflake::decode::{Pasted, read};

    /// Every form is read back as the id.
    #[test]
    fn forms_are_read_back() {
        for id in [0xfb_u64 << 56, 0x0123_4567_89ab_cdef, 175_928_847_299_117_063] {
            for text in [id.to_string(), hexadecimal(id), base64url(id)] {
                let Ok(Pasted::Ids { ids, .. }) = read(&text) else { panic!("{text}") };
                assert_eq!(ids[0].id, id, "{text}");
            }
        }
    }
}
