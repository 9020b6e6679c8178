//! Ids in links and mentions. Where a service puts its ids is a table; a link is taken apart at its
//! slashes, for which a full reader of addresses, with its tables of Unicode, would be too much in
//! the page.
//!
//! Sources: Discord, *API reference: Message formatting* and *Image formatting*.

use super::{Form, ReadError, Reading};
use crate::snowflake::layout::{DISCORD, Layout, TWITTER};
use std::fmt;

/// What an id in a link or a mention names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// A server of Discord's, a *guild*.
    Server,
    /// A channel or a thread.
    Channel,
    /// A message.
    Message,
    /// A file that was attached to a message.
    Attachment,
    /// A user.
    User,
    /// A role of users.
    Role,
    /// An emoji of a server's own.
    Emoji,
    /// A command of an application.
    Command,
    /// A tweet.
    Post,
}

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Names::Server => "server",
            Names::Channel => "channel",
            Names::Message => "message",
            Names::Attachment => "attachment",
            Names::User => "user",
            Names::Role => "role",
            Names::Emoji => "emoji",
            Names::Command => "command",
            Names::Post => "post",
        })
    }
}

/// Whose links there are.
struct Service {
    name: &'static str,
    layout: Layout,
    /// Its hosts, each with all below it.
    hosts: &'static [&'static str],
    /// A part of a path, and what the parts after it name.
    paths: &'static [(&'static str, &'static [Names])],
    example: &'static str,
}

const SERVICES: [Service; 2] = [
    Service {
        name: "Discord",
        layout: DISCORD,
        hosts: &["discord.com", "discordapp.com", "discordapp.net"],
        paths: &[
            ("channels", &[Names::Server, Names::Channel, Names::Message]),
            ("threads", &[Names::Channel, Names::Message]),
            ("attachments", &[Names::Channel, Names::Attachment]),
            ("ephemeral-attachments", &[Names::Channel, Names::Attachment]),
            ("avatars", &[Names::User]),
            ("users", &[Names::User]),
            ("icons", &[Names::Server]),
            ("emojis", &[Names::Emoji]),
        ],
        example: "https://discord.com/channels/SERVER/CHANNEL/MESSAGE",
    },
    Service {
        name: "Twitter",
        layout: TWITTER,
        hosts: &["twitter.com", "x.com"],
        paths: &[("status", &[Names::Post]), ("statuses", &[Names::Post])],
        example: "https://twitter.com/USER/status/ID",
    },
];

/// How a mention begins, and what it names.
const MENTIONS: [(&str, Names); 7] = [
    ("@&", Names::Role),
    ("@!", Names::User),
    ("@", Names::User),
    ("#", Names::Channel),
    (":", Names::Emoji),
    ("a:", Names::Emoji),
    ("/", Names::Command),
];

/// The id of a mention in a message of Discord's; `None` where the text is none.
pub fn mention(text: &str) -> Option<Result<Vec<Reading>, ReadError>> {
    let text = text.strip_prefix('<')?.strip_suffix('>')?;
    let (rest, names) =
        MENTIONS.into_iter().find_map(|(begin, names)| Some((text.strip_prefix(begin)?, names)))?;
    // Emojis and commands have a name before their id.
    let digits = rest.rsplit(':').next().unwrap_or(rest);
    let id = id(digits)?;
    Some(id.map(|id| {
        vec![Reading { id, form: Form::Mention, names: Some(names), layout: Some(DISCORD) }]
    }))
}

/// The ids of a link, in its order; `None` where the text is no link.
pub fn ids(text: &str) -> Option<Result<Vec<Reading>, ReadError>> {
    let (host, path) = parts(text)?;
    let is_of = |domain: &&str| {
        host.strip_suffix(*domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let service = SERVICES.iter().find(|service| service.hosts.iter().any(is_of));
    let Some(service) = service else {
        return Some(Err(ReadError::UnknownHost { host }));
    };
    Some(service.ids(path))
}

/// The host of a link, in small letters, and its path; `None` where the text is no link.
fn parts(text: &str) -> Option<(String, &str)> {
    // What stands between angle brackets in a message is a link without a preview.
    let text = text.trim_start_matches('<').trim_end_matches('>');
    let (has_scheme, rest) = match text.split_once("://") {
        Some((_, rest)) => (true, rest),
        None => (false, text),
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    // Without a scheme it takes a point in the host and a path to tell a link from other text.
    if !has_scheme && (path.is_empty() || !authority.contains('.')) {
        return None;
    }
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.split(':').next().unwrap_or(host);
    // Twitter once had its paths behind `#!`.
    let path = path.strip_prefix("#!/").unwrap_or(path);
    Some((host.to_ascii_lowercase(), path.split(['?', '#']).next().unwrap_or(path)))
}

impl Service {
    fn ids(&self, path: &str) -> Result<Vec<Reading>, ReadError> {
        let mut ids = Vec::new();
        // What the next parts of the path name.
        let mut expected: &[Names] = &[];
        for part in path.split('/') {
            if let Some((_, names)) = self.paths.iter().find(|(begin, _)| *begin == part) {
                expected = names;
                continue;
            }
            let Some((&names, later)) = expected.split_first() else {
                continue;
            };
            expected = later;
            // A picture's id is followed by its format.
            let digits = part.split('.').next().unwrap_or(part);
            if let Some(id) = id(digits) {
                let layout = Some(self.layout);
                ids.push(Reading { id: id?, form: Form::Link, names: Some(names), layout });
            }
        }
        if ids.is_empty() {
            return Err(ReadError::NoIdInLink { service: self.name, example: self.example });
        }
        Ok(ids)
    }
}

/// A number of decimal digits; `None` where there are others.
fn id(digits: &str) -> Option<Result<u64, ReadError>> {
    let is_decimal = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_decimal.then(|| digits.parse().map_err(|_| ReadError::TooLarge))
}
