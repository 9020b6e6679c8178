//! What a pasted text comes to, as plain data.

use crate::snowflake::decode::{self, Decoded, Hint, Pasted, ReadError, Reading};
use crate::snowflake::layout::{LAYOUTS, Layout};

/// What a text comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// There is no text.
    Nothing,
    /// It is no id: why, and what would be right.
    Wrong(String),
    /// It is a UUID.
    Uuid {
        /// Its bits.
        uuid: u128,
        /// Its version, where it has one.
        version: Option<u8>,
        /// When it was made, where it says so.
        unix_ms: Option<u64>,
    },
    /// It is an id, or several.
    Id(Box<Found>),
}

/// An id that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// All that are in the text.
    pub all: Vec<Reading>,
    /// Which of them is shown.
    pub nth: usize,
    /// What else it may have been.
    pub hints: Vec<Hint>,
    /// What it says under the layout that is shown.
    pub decoded: Decoded,
    /// And under each that there is.
    pub each: Vec<Decoded>,
    /// What the browser's clock says, in milliseconds since 1970.
    pub now_ms: u64,
}

impl Answer {
    /// Reads a text; of several ids the `nth` is shown, or else the last. Without a layout that was
    /// asked for, the text's own is taken, or else the one in force, or the first that is plausible.
    pub fn of(
        text: &str,
        nth: usize,
        asked: Option<Layout>,
        in_force: Layout,
        now_ms: u64,
    ) -> Answer {
        let (all, hints) = match decode::read(text) {
            Err(ReadError::Empty) => return Answer::Nothing,
            Err(why) => return Answer::Wrong(why.to_string()),
            Ok(Pasted::Uuid { uuid, version, unix_ms }) => {
                return Answer::Uuid { uuid, version, unix_ms };
            }
            Ok(Pasted::Ids { ids, hints }) => (ids, hints),
        };
        let nth = nth.min(all.len().saturating_sub(1));
        let Some(reading) = all.get(nth) else { return Answer::Nothing };
        let is_named = LAYOUTS.contains(&in_force);
        let layouts = LAYOUTS.iter().copied().chain((!is_named).then_some(in_force));
        let each: Vec<Decoded> =
            layouts.map(|layout| decode::under(layout, reading.id, now_ms)).collect();
        let likely = || {
            let plausible = |layout: Layout| {
                each.iter().find(|each| each.layout == layout && each.is_plausible())
            };
            let first = || each.iter().find(|each| each.is_plausible());
            plausible(in_force).or_else(first).map_or(in_force, |each| each.layout)
        };
        let layout = asked.or(reading.layout).unwrap_or_else(likely);
        let decoded = decode::under(layout, reading.id, now_ms);
        Answer::Id(Box::new(Found { all, nth, hints, decoded, each, now_ms }))
    }

    /// Why it is no id.
    pub fn why(&self) -> Option<String> {
        match self {
            Answer::Wrong(why) => Some(why.clone()),
            _ => None,
        }
    }

    /// Tells drawings of different make apart.
    pub fn kind(&self) -> &'static str {
        match self {
            Answer::Nothing | Answer::Wrong(_) => "none",
            Answer::Uuid { .. } => "uuid",
            Answer::Id(_) => "id",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snowflake::layout::{DISCORD, PROTOTYPE, TWITTER};

    /// 2026-01-01.
    const NOW_MS: u64 = 1_767_225_600_000;

    fn found(text: &str, asked: Option<Layout>, in_force: Layout) -> Found {
        match Answer::of(text, usize::MAX, asked, in_force, NOW_MS) {
            Answer::Id(found) => *found,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn the_layout_is_the_one_asked_for_or_the_texts_own_or_a_plausible_one() {
        let link = "https://discord.com/channels/81384788765712384/381887113391505410";
        assert_eq!(found(link, None, TWITTER).decoded.layout, DISCORD);
        assert_eq!(found(link, Some(PROTOTYPE), TWITTER).decoded.layout, PROTOTYPE);
        assert_eq!(found("175928847299117063", None, DISCORD).decoded.layout, DISCORD);
        let far = (1_700_000_000_000_u64 << 17).to_string();
        assert_eq!(found(&far, None, TWITTER).decoded.layout, TWITTER);
        let own = Layout::own((10, 1, 2), 0, 100).unwrap();
        let found = found("175928847299117063", None, own);
        assert_ne!(found.decoded.layout, own, "it has bits where this layout has none");
        assert_eq!(found.each.len(), LAYOUTS.len() + 1);
    }

    #[test]
    fn of_several_ids_the_last_is_shown_first() {
        let link = "https://discord.com/channels/81384788765712384/381887113391505410";
        let found = found(link, None, TWITTER);
        assert_eq!((found.all.len(), found.nth), (2, 1));
        assert_eq!(found.decoded.id, 381_887_113_391_505_410);
    }

    #[test]
    fn what_is_no_id_says_why() {
        let of = |text| Answer::of(text, 0, None, TWITTER, NOW_MS);
        assert_eq!(of("  "), Answer::Nothing);
        assert!(of("-5").why().is_some_and(|why| why.contains("never negative")));
        let uuid = of("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
        assert!(matches!(
            uuid,
            Answer::Uuid { version: Some(7), unix_ms: Some(1_645_557_742_000), .. }
        ));
    }
}
