//! A person's own data: chosen, dropped or pasted. They are read here and stay in this tab.

use crate::hear::{self, on_click};
use crate::lab_ref::LabRef;
use crate::session::Msg;
use gloo::file::File;
use gloo::file::callbacks::{FileReader, read_as_bytes};
use labs::lab::ReadData;
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;
use widgets::tag;
use yew::prelude::*;

/// A larger file is refused before it is read.
const BYTES_MAX: u64 = 64 * 1024 * 1024;
/// What pasted text is called.
const PASTED: &str = "pasted text";

/// Properties of [`OwnData`].
#[derive(Properties, PartialEq)]
pub struct OwnDataProps {
    /// The lab.
    pub lab: LabRef,
    /// Name and summary of the data on the stage, where they are the person's own.
    pub data: Option<(String, String)>,
    /// Hears what is asked.
    pub on: Callback<Msg>,
}

/// Loads data; on an error the former stay.
pub struct OwnData {
    error: Option<String>,
    is_hovered: bool,
    /// Present while a file is being read.
    reader: Option<FileReader>,
    paste: NodeRef,
}

/// What happens to the control.
pub enum DataMsg {
    /// Files were chosen or dropped.
    Files(Option<web_sys::FileList>),
    /// A file was read, or could not be.
    Read(String, Result<Vec<u8>, String>),
    /// The pasted text is to be used.
    Paste,
    /// Something is held over the control, or no longer.
    Hover(bool),
}

impl Component for OwnData {
    type Message = DataMsg;
    type Properties = OwnDataProps;

    fn create(_ctx: &Context<Self>) -> OwnData {
        OwnData { error: None, is_hovered: false, reader: None, paste: NodeRef::default() }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: DataMsg) -> bool {
        match msg {
            DataMsg::Hover(is_hovered) => self.is_hovered = is_hovered,
            DataMsg::Files(files) => {
                self.is_hovered = false;
                self.error = self.open(ctx, files).err();
            }
            DataMsg::Read(name, bytes) => {
                self.reader = None;
                self.error = bytes.and_then(|bytes| use_data(ctx, &name, &bytes)).err();
            }
            DataMsg::Paste => {
                let area = self.paste.cast::<HtmlTextAreaElement>();
                let text = area.map(|area| area.value()).unwrap_or_default();
                self.error = use_data(ctx, PASTED, text.as_bytes()).err();
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let props = ctx.props();
        let onchange = link.callback(|event: Event| DataMsg::Files(hear::input(&event).files()));
        let hover = |is_hovered: bool| {
            link.callback(move |event: DragEvent| {
                event.prevent_default();
                DataMsg::Hover(is_hovered)
            })
        };
        let ondrop = link.callback(|event: DragEvent| {
            event.prevent_default();
            DataMsg::Files(event.data_transfer().and_then(|transfer| transfer.files()))
        });
        let (name, summary) = props.data.clone().unwrap_or_default();
        let held = tag!(p, class: "held", hidden: props.data.is_none())
            .child(tag!(b).text(name))
            .text([" ", &summary, " "].concat())
            .child(
                tag!(button, class: "plain")
                    .clicked(on_click(&props.on, Msg::Unload))
                    .text("Use the lab’s own again"),
            );
        let file = tag!(label, class: "button")
            .child(tag!(input, "type": "file", class: "unseen").changed(onchange))
            .text(if self.reader.is_some() { "Reading…" } else { "Choose a file" });
        let text = tag!(textarea, rows: "5", "aria-label": "Pasted data", spellcheck: "false")
            .node_ref(self.paste.clone());
        let paste = tag!(details, class: "more")
            .child(tag!(summary).text("Paste text"))
            .child(text)
            .child(tag!(button).clicked(link.callback(|_| DataMsg::Paste)).text("Use this text"));
        let class = if self.is_hovered { "drop-zone hovered" } else { "drop-zone" };
        let zone = tag!(div, class: class)
            .on(Rc::new(html::ondrop::Wrapper::new(ondrop)))
            .on(Rc::new(html::ondragover::Wrapper::new(hover(true))))
            .on(Rc::new(html::ondragleave::Wrapper::new(hover(false))))
            .child(held)
            .child(file)
            .child(
                tag!(p).text("or drop one here. It stays in this tab; nothing is sent anywhere."),
            )
            .child(paste);
        let error = tag!(p, class: "error", role: "alert", hidden: self.error.is_none())
            .text(self.error.clone());
        tag!(section, class: "panel own-data", "aria-labelledby": "data-title")
            .child(tag!(h2, id: "data-title").text("Your data"))
            .child(zone)
            .child(error)
            .into()
    }
}

impl OwnData {
    /// Begins to read the first file.
    fn open(
        &mut self,
        ctx: &Context<Self>,
        files: Option<web_sys::FileList>,
    ) -> Result<(), String> {
        let Some(file) = files.and_then(|files| files.get(0)).map(File::from) else {
            return Err("That was no file. Choose one, or paste its text.".to_owned());
        };
        if file.size() > BYTES_MAX {
            let mebibytes = file.size().div_ceil(1024 * 1024);
            return Err(format!(
                "{} has {mebibytes} MiB; at most 64 MiB can be read.",
                file.name()
            ));
        }
        let (link, name) = (ctx.link().clone(), file.name());
        self.reader = Some(read_as_bytes(&file, move |bytes| {
            let bytes = bytes.map_err(|why| format!("{name} could not be read: {why}"));
            link.send_message(DataMsg::Read(name, bytes));
        }));
        Ok(())
    }
}

/// Parses data and puts them on the stage.
fn use_data(ctx: &Context<OwnData>, name: &str, bytes: &[u8]) -> Result<(), String> {
    let read: Option<ReadData> = ctx.props().lab.read_data;
    let Some(read) = read else { return Err("This lab takes no data.".to_owned()) };
    ctx.props().on.emit(Msg::Load(read(name, bytes)?));
    Ok(())
}
