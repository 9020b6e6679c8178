//! The head that all pages share, with room for the tools of the page below it.

use crate::icons;
use crate::lab_ref::LabRef;
use crate::route::Route;
use crate::theme::ThemeSwitch;
use yew::prelude::*;

/// Properties of [`Masthead`].
#[derive(Properties, PartialEq)]
pub struct MastheadProps {
    /// The lab whose page it is.
    #[prop_or_default]
    pub lab: Option<LabRef>,
    /// The tools of the page.
    #[prop_or_default]
    pub children: Html,
}

/// The site's name, where one is, and tools.
#[component]
pub fn Masthead(props: &MastheadProps) -> Html {
    let crumbs = props.lab.map(|lab| {
        html! {
            <nav aria-label="Where you are">
                <ol>
                    <li><a href={Route::Gallery.write()}>{ "Labs" }</a></li>
                    <li>{ lab.card.chapter }</li>
                    <li aria-current="page">{ lab.card.title }</li>
                </ol>
            </nav>
        }
    });
    html! {
        <header class="masthead">
            <a class="skip" href="#main">{ "Skip to the content" }</a>
            <a class="brand" href={Route::Gallery.write()}>{ icons::mark() }{ "Faultline" }</a>
            <div class="crumbs">{ for crumbs }</div>
            <div class="tools"><ThemeSwitch />{ props.children.clone() }</div>
        </header>
    }
}
