//! Reads posts that a person loads: an object of JSON a line, or rows of CSV (RFC 4180).
//!
//! ```text
//! {"user": "ada", "text": "Good morning", "at": "2024-05-01T08:00:00Z"}
//! ```
//!
//! or the columns `user`, `text` and, where there is one, `at`. What else a line holds is passed
//! over, so that what was exported can be loaded. A line that is no post is left out and reported by
//! its number; the others are loaded. Everything is bounded.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use hifijson::SliceLexer;
use hifijson::token::Lex;
use hifijson::value::{Value, parse_bounded};
use thiserror::Error;

use super::content::{Content, Entry};
use super::state::{USERS_MAX, User};
use crate::hash_ring::rows::{Rows, without_mark};

/// The largest file: 1 MiB.
pub const FILE_BYTES_MAX: usize = 1 << 20;
/// The most posts of a file.
pub const POSTS_MAX: usize = 5_000;
/// The longest text, in characters.
pub const TEXT_CHARS_MAX: usize = 500;
/// The longest name, in characters.
pub const NAME_CHARS_MAX: usize = 24;
/// So many lines are reported one by one; of further ones, how many there are.
pub const REPORTED_MAX: usize = 12;

/// How deep an object of JSON may be nested, where it is passed over.
const DEPTH_MAX: usize = 16;

/// Why a file of posts was refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadFile {
    /// Too many bytes.
    #[error("the file has {bytes} bytes: {FILE_BYTES_MAX} at most; load a part of it")]
    TooLarge {
        /// How many it has.
        bytes: usize,
    },
    /// One array of JSON.
    #[error("the file is an array of JSON: put each post on a line of its own, without brackets")]
    Array,
    /// A column is not in the first row.
    #[error(
        "line {line} has no column \"{column}\": name the columns user, text and, if you like, at"
    )]
    NoColumn {
        /// The line of the header.
        line: u64,
        /// The missing column.
        column: &'static str,
    },
    /// Not one post.
    #[error("there is no post in the file{}", .0.as_ref().map_or_else(String::new, |bad| format!(": {bad}")))]
    NoPosts(Option<BadLine>),
}

/// A line that is no post.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line} {why}")]
pub struct BadLine {
    /// Its number, from 1; of a row of several lines, the first.
    pub line: u64,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Why {
    /// Bytes that are no text.
    #[error("is not UTF-8: save the file in that encoding")]
    NotUtf8,
    /// Not JSON, and where the reader stopped.
    #[error("is no JSON: {why}; write {{\"user\": \"…\", \"text\": \"…\"}}")]
    NotJson {
        /// What the reader says.
        why: String,
    },
    /// JSON, but no object.
    #[error("is JSON, but no object: write {{\"user\": \"…\", \"text\": \"…\"}}")]
    NotAnObject,
    /// A field is not there.
    #[error("has no {field}: give user and text")]
    Missing {
        /// Which.
        field: &'static str,
    },
    /// A field is no text.
    #[error("has a {field} that is no text: put it into quotation marks")]
    NotText {
        /// Which.
        field: &'static str,
    },
    /// A field is empty.
    #[error("has an empty {field}: give one")]
    Empty {
        /// Which.
        field: &'static str,
    },
    /// A field is too long.
    #[error("has a {field} of {chars} characters: {max} at most")]
    TooLong {
        /// Which.
        field: &'static str,
        /// How many characters it has.
        chars: usize,
        /// How many it may have.
        max: usize,
    },
    /// A character that cannot be shown.
    #[error("has a control character in its {field}: take it out")]
    Control {
        /// Which.
        field: &'static str,
    },
    /// A time that is none.
    #[error("has a time that is none: write it as 2024-05-01T08:00:00Z, or leave it out")]
    BadTime,
    /// More users than a run has.
    #[error(
        "brings one user more than the {USERS_MAX} that there can be: load posts of fewer users"
    )]
    TooManyUsers,
    /// More posts than a run has.
    #[error("brings one post more than the {POSTS_MAX} that there can be: load a part of the file")]
    TooManyPosts,
}

/// What a file brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// Users and posts.
    pub content: Content,
    /// The first lines that are no posts.
    pub bad: Vec<BadLine>,
    /// How many of these there are in all.
    pub bad_count: usize,
}

/// What was read, in one sentence, with every line that was left out.
impl fmt::Display for Loaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let things = |count: usize, what: &str| match count {
            1 => format!("1 {what}"),
            count => format!("{count} {what}s"),
        };
        let (posts, users) = (self.content.posts.len(), self.content.users.len());
        write!(f, "{} of {}", things(posts, "post"), things(users, "user"))?;
        if self.bad_count == 0 {
            return Ok(());
        }
        write!(f, "; {} left out: ", things(self.bad_count, "line"))?;
        for (nth, bad) in self.bad.iter().enumerate() {
            write!(f, "{}{bad}", if nth == 0 { "" } else { "; " })?;
        }
        match self.bad_count - self.bad.len() {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

/// Reads a file: lines of JSON where it begins with a brace, else CSV.
///
/// # Errors
/// A [`BadFile`] where nothing of it can be loaded.
pub fn read(bytes: &[u8]) -> Result<Loaded, BadFile> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(BadFile::TooLarge { bytes: bytes.len() });
    }
    let bytes = without_mark(bytes);
    let mut reader = Reader::default();
    match bytes.trim_ascii_start().first() {
        Some(b'{') => read_json(bytes, &mut reader),
        Some(b'[') => return Err(BadFile::Array),
        _ => read_csv(bytes, &mut reader)?,
    }
    let Reader { loaded, .. } = reader;
    match loaded.content.posts.is_empty() {
        true => Err(BadFile::NoPosts(loaded.bad.into_iter().next())),
        false => Ok(loaded),
    }
}

fn read_json(bytes: &[u8], reader: &mut Reader) {
    for (line, text) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        let text = text.trim_ascii();
        if !text.is_empty() {
            reader.take(line, object(text));
        }
    }
}

/// The fields of an object of JSON.
fn object(text: &[u8]) -> Result<Raw, Why> {
    str::from_utf8(text).map_err(|_| Why::NotUtf8)?;
    let mut lexer = SliceLexer::new(text);
    let value =
        lexer.exactly_one(SliceLexer::ws_peek, |next, lexer| parse_bounded(DEPTH_MAX, next, lexer));
    let value = value.map_err(|why: hifijson::Error| Why::NotJson { why: why.to_string() })?;
    let Value::Object(fields) = value else { return Err(Why::NotAnObject) };
    let mut raw = Raw::default();
    for (name, value) in fields {
        let (field, place) = match &*name {
            "user" => ("user", &mut raw.user),
            "text" => ("text", &mut raw.text),
            "at" => ("at", &mut raw.at),
            _ => continue,
        };
        *place = match value {
            Value::String(text) => Some(text.into()),
            Value::Null => None,
            _ => return Err(Why::NotText { field }),
        };
    }
    Ok(raw)
}

fn read_csv(bytes: &[u8], reader: &mut Reader) -> Result<(), BadFile> {
    let mut rows = Rows::new(bytes);
    let Some(header) = rows.next() else { return Ok(()) };
    let columns = ["user", "text", "at"]
        .map(|column| rows.record().iter().position(|cell| cell.trim_ascii() == column.as_bytes()));
    for (place, column) in columns.into_iter().zip(["user", "text"]) {
        if place.is_none() {
            return Err(BadFile::NoColumn { line: header, column });
        }
    }
    while let Some(line) = rows.next() {
        let cell = |place: Option<usize>| {
            let cell = place.and_then(|place| rows.record().get(place));
            let text = cell.map(|cell| str::from_utf8(cell).map_err(|_| Why::NotUtf8));
            text.transpose().map(|text| text.map(Rc::from))
        };
        let [user, text, at] = columns.map(cell);
        let raw = (|| Ok(Raw { user: user?, text: text?, at: at? }))();
        // An empty cell is no time.
        let raw = raw.map(|raw: Raw| Raw { at: raw.at.filter(|at| !at.trim().is_empty()), ..raw });
        reader.take(line, raw);
    }
    Ok(())
}

/// The fields of a line.
#[derive(Default)]
struct Raw {
    user: Option<Rc<str>>,
    text: Option<Rc<str>>,
    at: Option<Rc<str>>,
}

/// Collects posts, and what was wrong.
struct Reader {
    loaded: Loaded,
    users: BTreeMap<Rc<str>, User>,
}

impl Default for Reader {
    fn default() -> Reader {
        let content = Content { users: Vec::new(), posts: Vec::new() };
        Reader { loaded: Loaded { content, bad: Vec::new(), bad_count: 0 }, users: BTreeMap::new() }
    }
}

impl Reader {
    /// Takes a line over, or notes what is wrong with it.
    fn take(&mut self, line: u64, raw: Result<Raw, Why>) {
        if let Err(why) = raw.and_then(|raw| self.post(raw)) {
            self.loaded.bad_count += 1;
            if self.loaded.bad.len() < REPORTED_MAX {
                self.loaded.bad.push(BadLine { line, why });
            }
        }
    }

    fn post(&mut self, raw: Raw) -> Result<(), Why> {
        let name = checked("user", raw.user, NAME_CHARS_MAX)?;
        let text = checked("text", raw.text, TEXT_CHARS_MAX)?;
        let is_time = |at: &str| humantime::parse_rfc3339(at).is_ok();
        if raw.at.as_ref().is_some_and(|at| !is_time(at.trim())) {
            return Err(Why::BadTime);
        }
        let at = raw.at.map(|at| at.trim().into());
        let content = &mut self.loaded.content;
        if content.posts.len() >= POSTS_MAX {
            return Err(Why::TooManyPosts);
        }
        let author = match self.users.get(&name) {
            Some(author) => *author,
            None if content.users.len() >= usize::from(USERS_MAX) => {
                return Err(Why::TooManyUsers);
            }
            None => {
                let author = content.users.len() as User;
                content.users.push(name.clone());
                self.users.insert(name, author);
                author
            }
        };
        content.posts.push(Entry { author, text, at });
        Ok(())
    }
}

/// A field without the space around it, if it is one.
fn checked(field: &'static str, text: Option<Rc<str>>, max: usize) -> Result<Rc<str>, Why> {
    let text = text.ok_or(Why::Missing { field })?;
    let text = text.trim();
    let chars = text.chars().count();
    if chars == 0 {
        return Err(Why::Empty { field });
    }
    if chars > max {
        return Err(Why::TooLong { field, chars, max });
    }
    // A text may have several lines, a name may not.
    let is_break = |c: char| field == "text" && matches!(c, '\n' | '\r' | '\t');
    if text.chars().any(|c| c.is_control() && !is_break(c)) {
        return Err(Why::Control { field });
    }
    Ok(text.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert_eq, proptest};

    fn why(line: &str) -> String {
        let loaded = read(format!("{{\"user\":\"a\",\"text\":\"b\"}}\n{line}\n").as_bytes());
        let loaded = loaded.expect("the first line is a post");
        assert_eq!((loaded.content.posts.len(), loaded.bad.len()), (1, 1), "{line}");
        loaded.bad[0].to_string()
    }

    #[test]
    fn lines_of_json_are_posts() {
        let file = "\u{feff}{\"user\": \"Ada\", \"text\": \"Grüße \\ud83d\\ude00\", \
                    \"at\": \"2024-05-01T12:00:00Z\", \"tags\": [1, {}]}\r\n\n\
                    {\"text\":\"zwei\",\"user\":\" Bob \",\"at\":null}";
        let loaded = read(file.as_bytes()).unwrap();
        assert_eq!(loaded.to_string(), "2 posts of 2 users");
        let Content { users, posts } = loaded.content;
        assert_eq!(users, ["Ada".into(), "Bob".into()]);
        let at = Some("2024-05-01T12:00:00Z".into());
        assert_eq!(posts[0], Entry { author: 0, text: "Grüße 😀".into(), at });
        assert_eq!(posts[1], Entry { author: 1, text: "zwei".into(), at: None });
    }

    #[test]
    fn rows_of_csv_are_posts() {
        let file = "text,user,likes,at\r\n\"a, \"\"b\"\"\nc\",Ada,7,\r\n\r\nx,Ada,,2024-05-01T12:00:00Z\r\n";
        let loaded = read(file.as_bytes()).unwrap();
        assert_eq!(loaded.to_string(), "2 posts of 1 user");
        let texts: Vec<_> = loaded.content.posts.iter().map(|post| &*post.text).collect();
        assert_eq!(texts, ["a, \"b\"\nc", "x"]);
        assert_eq!(loaded.content.posts[1].at.as_deref(), Some("2024-05-01T12:00:00Z"));
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said_with_its_number() {
        let begins = |line: &str, words: &str| {
            let why = why(line);
            assert!(why.starts_with(&format!("line 2 {words}")), "{line}: {why}");
        };
        begins("{\"user\":\"a\"", "is no JSON: comma or end of sequence expected; write {\"user\"");
        begins("7", "is JSON, but no object");
        begins("{\"user\":\"a\"}", "has no text: give user and text");
        begins(
            "{\"user\":7,\"text\":\"b\"}",
            "has a user that is no text: put it into quotation marks",
        );
        begins("{\"user\":\" \",\"text\":\"b\"}", "has an empty user");
        let long = "x".repeat(NAME_CHARS_MAX + 1);
        begins(
            &format!("{{\"user\":\"{long}\",\"text\":\"b\"}}"),
            "has a user of 25 characters: 24 at most",
        );
        begins("{\"user\":\"a\\nb\",\"text\":\"b\"}", "has a control character in its user");
        begins(
            "{\"user\":\"a\",\"text\":\"b\",\"at\":\"today\"}",
            "has a time that is none: write it as",
        );
        begins(&"[".repeat(1_000), "is no JSON: maximal depth exceeded");
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said() {
        let wrong = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        assert!(
            wrong(b"[{}]").starts_with("the file is an array of JSON: put each post on a line")
        );
        assert!(
            wrong(b"\nuser,at\n").starts_with("line 2 has no column \"text\": name the columns")
        );
        assert_eq!(wrong(b""), "there is no post in the file");
        let none = "there is no post in the file: line 1 has no user: give user and text";
        assert_eq!(wrong(b"{}\n{}\n"), none);
        assert_eq!(
            wrong(b"user,text\n\xff,a\n"),
            "there is no post in the file: line 2 is not UTF-8: save the file in that encoding"
        );
        let large = vec![b' '; FILE_BYTES_MAX + 1];
        assert!(wrong(&large).starts_with("the file has 1048577 bytes: 1048576 at most"));
    }

    #[test]
    fn what_is_too_much_is_left_out_and_counted() {
        let line = |user: usize| format!("{{\"user\":\"u{user}\",\"text\":\"b\"}}\n");
        let many: String = (0..100).map(line).collect();
        let loaded = read(many.as_bytes()).unwrap();
        let (users, posts) = (loaded.content.users.len(), loaded.content.posts.len());
        assert_eq!((users, posts, loaded.bad.len(), loaded.bad_count), (16, 16, REPORTED_MAX, 84));
        let said = loaded.to_string();
        assert!(
            said.starts_with(
                "16 posts of 16 users; 84 lines left out: line 17 brings one user more"
            )
        );
        assert!(said.ends_with("; and 72 more"), "{said}");
        let long = line(1).repeat(POSTS_MAX + 1);
        let loaded = read(long.as_bytes()).unwrap();
        assert_eq!(
            (loaded.content.posts.len(), loaded.bad[0].line),
            (POSTS_MAX, POSTS_MAX as u64 + 1)
        );
    }

    proptest! {
        /// Whatever the bytes, the reader ends, and every line that is not empty is a post or reported.
        #[test]
        fn any_lines_are_read_or_reported(lines: Vec<String>) {
            let lines: Vec<String> = lines.iter().map(|line| line.replace('\n', " ")).collect();
            let first = "{\"user\":\"a\",\"text\":\"b\"}";
            let file = format!("{first}\n{}", lines.join("\n"));
            let loaded = read(file.as_bytes()).expect("the first line is a post");
            let filled = lines.iter().filter(|line| !line.as_bytes().trim_ascii().is_empty()).count();
            prop_assert_eq!(loaded.content.posts.len() + loaded.bad_count, filled + 1);
        }

        /// A name, a text and a time of any characters are taken over or reported.
        #[test]
        fn any_fields_are_read_or_reported(user: String, text: String, at in "[0-9TZ:+.\\-é]{0,24}") {
            let line = serde_json::json!({ "user": user, "text": text, "at": at }).to_string();
            let file = format!("{{\"user\":\"a\",\"text\":\"b\"}}\n{line}\n");
            let loaded = read(file.as_bytes()).expect("the first line is a post");
            prop_assert_eq!(loaded.content.posts.len() + loaded.bad_count, 2);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = read(&bytes);
            let _ = read(&[b"user,text\n", &*bytes].concat());
        }
    }
}
