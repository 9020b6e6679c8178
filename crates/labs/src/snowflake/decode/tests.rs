//! What people paste, read back.

use super::*;
use crate::snowflake::layout::{
    DISCORD, INSTAGRAM, LAYOUTS, PROTOTYPE, Parts, Role, SONYFLAKE, TWITTER,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;

/// 2026-01-01T00:00:00Z.
const NOW_MS: u64 = 1_767_225_600_000;

/// Discord's documentation decodes this very id.
const EXAMPLE: u64 = 175_928_847_299_117_063;

fn one(text: &str) -> (u64, Form) {
    match read(text) {
        Ok(Pasted::Ids { ids, .. }) if ids.len() == 1 => (ids[0].id, ids[0].form),
        other => panic!("“{text}” was read as {other:?}"),
    }
}

fn hints(text: &str) -> Vec<Hint> {
    match read(text) {
        Ok(Pasted::Ids { hints, .. }) => hints,
        other => panic!("“{text}” was read as {other:?}"),
    }
}

fn why(text: &str) -> ReadError {
    read(text).expect_err(text)
}

/// The ids of a link with what they name.
fn named(text: &str) -> Vec<(u64, Names)> {
    match read(text) {
        Ok(Pasted::Ids { ids, .. }) => {
            ids.iter().map(|id| (id.id, id.names.expect("a link says what it names"))).collect()
        }
        other => panic!("“{text}” was read as {other:?}"),
    }
}

#[test]
fn an_id_is_read_in_every_form() {
    assert_eq!(one("175928847299117063"), (EXAMPLE, Form::Decimal));
    assert_eq!(one("  \"175928847299117063\",\n"), (EXAMPLE, Form::Decimal));
    assert_eq!(one("175928847299117063n"), (EXAMPLE, Form::Decimal));
    assert_eq!(one("0x271065AC1020007"), (EXAMPLE, Form::Hexadecimal));
    assert_eq!(one("ffffffffffffffff"), (u64::MAX, Form::Hexadecimal));
    assert_eq!(one("18446744073709551615"), (u64::MAX, Form::Decimal));
    assert_eq!(one("AnEGWsECAAc"), (EXAMPLE, Form::Base64Url));
    assert_eq!(one("__________8="), (u64::MAX, Form::Base64Url));
}

#[test]
fn what_may_have_been_meant_otherwise_is_said() {
    assert_eq!(hints("175928847299117063"), []);
    assert_eq!(hints("1234567890123456"), [Hint::AlsoHexadecimal(0x1234_5678_9012_3456)]);
    assert!(matches!(hints("29700859248")[..], [Hint::AlsoBase64Url(_)]));
    assert!(matches!(hints("deadbeefca8")[..], [Hint::AlsoBase64Url(_)]));
    // What `JSON.parse` makes of a post's number that ends in 3.
    assert_eq!(hints("1541815603606036500"), [Hint::PerhapsRounded]);
    assert_eq!(hints("9007199254740900"), [Hint::AlsoHexadecimal(0x9007_1992_5474_0900)]);
}

#[test]
fn links_of_discord_name_what_they_hold() {
    let message = [(1, Names::Server), (22, Names::Channel), (333, Names::Message)];
    for host in ["discord.com", "canary.discord.com", "ptb.discord.com", "DISCORDAPP.com:443"] {
        assert_eq!(named(&format!("https://{host}/channels/1/22/333")), message);
    }
    assert_eq!(named("discord.com/channels/1/22/333?x=4#5"), message);
    assert_eq!(named("<https://discord.com/channels/1/22/333>"), message);
    assert_eq!(named("https://discord.com/channels/@me/22/333"), message[1..]);
    assert_eq!(
        named("https://cdn.discordapp.com/attachments/7/8/cat.png?ex=66&is=9"),
        [(7, Names::Channel), (8, Names::Attachment)]
    );
    assert_eq!(named("https://cdn.discordapp.com/emojis/9.webp"), [(9, Names::Emoji)]);
    assert_eq!(named("https://cdn.discordapp.com/avatars/6/a_12.png"), [(6, Names::User)]);
    let Ok(Pasted::Ids { ids, .. }) = read("https://discord.com/users/6") else {
        panic!("a link of Discord’s")
    };
    assert_eq!((ids[0].layout, ids[0].form), (Some(DISCORD), Form::Link));
}

/// The examples of Discord's documentation.
#[test]
fn mentions_name_what_they_hold() {
    assert_eq!(named("<@80351110224678912>"), [(80_351_110_224_678_912, Names::User)]);
    assert_eq!(named("<@!80351110224678912>"), [(80_351_110_224_678_912, Names::User)]);
    assert_eq!(named("<#103735883630395392>"), [(103_735_883_630_395_392, Names::Channel)]);
    assert_eq!(named("<@&165511591545143296>"), [(165_511_591_545_143_296, Names::Role)]);
    assert_eq!(named("<:mmLol:216154654256398347>"), [(216_154_654_256_398_347, Names::Emoji)]);
    assert_eq!(named("<a:b1nzy:392938283556143104>"), [(392_938_283_556_143_104, Names::Emoji)]);
    assert_eq!(named("</airhorn:816437322781949972>"), [(816_437_322_781_949_972, Names::Command)]);
}

#[test]
fn links_of_twitter_name_their_post() {
    for text in [
        "https://twitter.com/jack/status/1541815603606036480",
        "https://x.com/jack/status/1541815603606036480?s=20&t=ab",
        "http://mobile.twitter.com/jack/statuses/1541815603606036480/photo/1",
        "https://x.com/i/web/status/1541815603606036480#m",
        "https://twitter.com/#!/jack/status/1541815603606036480",
        "x.com/jack/status/1541815603606036480",
    ] {
        assert_eq!(named(text), [(1_541_815_603_606_036_480, Names::Post)], "{text}");
    }
}

#[test]
fn a_uuid_is_told_from_an_id() {
    // RFC 9562, appendices A.6 and A.3.
    let version_7 = Pasted::Uuid {
        uuid: 0x017f22e2_79b0_7cc3_98c4_dc0c0c07398f,
        version: Some(7),
        unix_ms: Some(0x017f_22e2_79b0),
    };
    for text in [
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
        "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
        "urn:uuid:017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
        "017f22e279b07cc398c4dc0c0c07398f",
    ] {
        assert_eq!(read(text).as_ref(), Ok(&version_7), "{text}");
    }
    let version_4 = read("919108f7-52d1-4320-9bac-f847db4148a8");
    assert!(matches!(version_4, Ok(Pasted::Uuid { version: Some(4), unix_ms: None, .. })));
    let nil = read("00000000-0000-0000-0000-000000000000");
    assert!(matches!(nil, Ok(Pasted::Uuid { version: None, unix_ms: None, .. })));
    assert_eq!(why("017f22e2-79b0-7cc3-98c4-dc0c0c07398g"), ReadError::Length { characters: 36 });
}

#[test]
fn what_is_no_id_says_why() {
    assert_eq!(why(" \n\"\" "), ReadError::Empty);
    assert_eq!(why(&"7".repeat(TEXT_MAX + 1)), ReadError::TooLong { bytes: TEXT_MAX + 1 });
    assert_eq!(why("-1"), ReadError::Negative { same_bits: Some(u64::MAX) });
    assert_eq!(why("-99999999999999999999"), ReadError::Negative { same_bits: None });
    assert_eq!(why("18446744073709551616"), ReadError::TooLarge);
    assert_eq!(why("10000000000000000f"), ReadError::TooLarge);
    assert_eq!(why("https://x.com/a/status/18446744073709551616"), ReadError::TooLarge);
    assert_eq!(why("1.75928847299117E+17"), ReadError::NotWhole);
    assert_eq!(why("1759288472.5"), ReadError::NotWhole);
    assert_eq!(why("175,928,847,299,117,063"), ReadError::Separated);
    assert_eq!(why("175928847299117063 41771983423143937"), ReadError::Separated);
    assert_eq!(why("AAAAAAAAAAJ"), ReadError::BitsToSpare);
    assert_eq!(why("hello"), ReadError::Length { characters: 5 });
    assert_eq!(why("0xzz"), ReadError::Strange { character: 'z' });
    assert_eq!(why("0x"), ReadError::Strange { character: 'x' });
    assert_eq!(why("AAAA+AAAAAE"), ReadError::Strange { character: '+' });
    assert_eq!(why("１２３"), ReadError::Strange { character: '１' });
    let elsewhere = ReadError::UnknownHost { host: "x.com.evil.example".into() };
    assert_eq!(why("https://x.com@x.com.evil.example/a/status/1"), elsewhere);
    assert_eq!(why("https://notx.com/1"), ReadError::UnknownHost { host: "notx.com".into() });
    assert!(matches!(why("https://x.com/jack"), ReadError::NoIdInLink { service: "Twitter", .. }));
    assert!(matches!(why("https://x.com/search?q=/status/12"), ReadError::NoIdInLink { .. }));
}

/// Every layout's reference: the documentation of each, or what its own code makes of these parts.
#[test]
fn reference_ids_are_decoded() {
    let parts = |layout: Layout, id| {
        let decoded = under(layout, id, NOW_MS);
        (decoded.unix_ms, decoded.parts.worker, decoded.parts.sequence)
    };
    // Discord, API reference: worker 1, process 0, increment 7.
    assert_eq!(parts(DISCORD, EXAMPLE), (1_462_015_105_796, 1 << 5, 7));
    // Wikipedia, Snowflake ID: 2022-06-28T16:07:40.105Z, machine 378.
    assert_eq!(parts(TWITTER, 1_541_815_603_606_036_480), (1_656_432_460_105, 378, 0));
    // Instagram's article: user 31341, so shard 1341, sequence 5001 mod 1024, 1387263000 s.
    let ticks = 1_387_263_000_000 - 1_314_220_021_721;
    assert_eq!(
        parts(INSTAGRAM, ticks << 23 | 1341 << 10 | (5001 % 1024)),
        (1_387_263_000_000, 1341, 905)
    );
    assert_eq!(parts(SONYFLAKE, 5 << 24 | 3 << 16 | 9), (1_409_529_600_050, 9, 3));
    assert_eq!(parts(PROTOTYPE, 5 << 17 | 3 << 12 | 9), (5, 3, 9));
}

#[test]
fn what_speaks_against_an_id_is_said() {
    let doubts = |layout: Layout, id| under(layout, id, NOW_MS).doubts;
    assert_eq!(doubts(DISCORD, EXAMPLE), []);
    assert_eq!(doubts(PROTOTYPE, 1 << 63)[0], Doubt::Stray { bits: 1, layout: "Prototype" });
    let far = doubts(DISCORD, u64::MAX);
    let [Doubt::Future { ahead_ms }] = far[..] else { panic!("{far:?}") };
    assert_eq!(u128::from(NOW_MS) + ahead_ms, DISCORD.spent_ms() - 1);
    assert!(far[0].to_string().starts_with("it would be made 128 years from now"), "{}", far[0]);
    // The first post of all has number 20.
    assert!(matches!(doubts(TWITTER, 20)[..], [Doubt::Early { .. }]));
    assert_eq!(doubts(SONYFLAKE, 20), []);
    let pack = |unix_ms: u64| {
        let ticks = DISCORD.tick_at(unix_ms).unwrap();
        DISCORD.pack(Parts { ticks, worker: 0, sequence: 0 }).unwrap()
    };
    assert_eq!(doubts(DISCORD, pack(NOW_MS + 300_000)), []);
    assert_eq!(doubts(DISCORD, pack(NOW_MS + 300_001)), [Doubt::Future { ahead_ms: 300_001 }]);
}

#[test]
fn an_id_is_laid_beside_every_layout() {
    let plausible = under_each(EXAMPLE, NOW_MS).filter(Decoded::is_plausible);
    let keys: Vec<_> = plausible.map(|decoded| decoded.layout.key).collect();
    assert_eq!(keys, ["prototype", "twitter", "discord", "instagram", "sonyflake"]);
}

proptest! {
    #[test]
    fn nothing_that_is_pasted_panics(text in ".{0,80}", bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        for text in [text, String::from_utf8_lossy(&bytes).into_owned()] {
            if let Ok(Pasted::Ids { ids, .. }) = read(&text) {
                prop_assert!(!ids.is_empty());
            }
        }
    }

    #[test]
    fn what_looks_like_a_link_or_a_number_panics_neither(
        text in "(https?://|<[@#:a/]|\\{|0x|-)?([a-z.]{0,9}/|x\\.com/|status/|channels/)?[0-9a-fA-F_\\-./:#?>}éß]{0,45}"
    ) {
        if let Err(why) = read(&text) {
            prop_assert!(!why.to_string().is_empty());
        }
    }

    #[test]
    fn what_is_packed_and_written_comes_back(bits in any::<u64>(), which in 0..LAYOUTS.len()) {
        let layout = LAYOUTS[which];
        let id = bits & !layout.stray(bits);
        let hexadecimal = format!("{id:#x}");
        let base64 = URL_SAFE_NO_PAD.encode(id.to_be_bytes());
        let link = format!("https://x.com/jack/status/{id}?s=20");
        prop_assert_eq!(one(&id.to_string()), (id, Form::Decimal));
        prop_assert_eq!(one(&hexadecimal), (id, Form::Hexadecimal));
        prop_assert_eq!(named(&link), [(id, Names::Post)]);
        // A text of base64url that is also a number is read as one, and the hint has the other.
        match one(&base64) {
            (read, Form::Base64Url) => prop_assert_eq!(read, id),
            _ => prop_assert!(hints(&base64).contains(&Hint::AlsoBase64Url(id))),
        }
        let decoded = under(layout, id, NOW_MS);
        prop_assert_eq!(layout.pack(decoded.parts), Ok(id));
        prop_assert!(decoded.parts.worker <= layout.most(Role::Worker));
        for doubt in decoded.doubts {
            prop_assert!(!doubt.to_string().is_empty());
        }
    }

    #[test]
    fn base64url_is_read_as_a_peer_reads_it(text in "[A-Za-z0-9_-]{11}") {
        let peer = URL_SAFE_NO_PAD.decode(&text).ok();
        let peer = peer.map(|bytes| u64::from_be_bytes(bytes.try_into().unwrap()));
        prop_assert_eq!(number::base64url(&text).ok(), peer);
    }
}
