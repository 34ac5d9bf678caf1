//! Messages: who wrote to whom, what, and what hangs on it.

use griot_model::Place;
use griot_text::document::BlockKind;
use mail_parser::{Address, MessageParser, MimeHeaders as _, PartType};

use crate::{Document, Kind, Unreadable, join};

/// Whether bytes look like a message: its first lines are headers, and one of them is one that every message has.
pub(crate) fn is_message(bytes: &[u8], name: &str) -> bool {
    let is_named = name.to_ascii_lowercase().ends_with(".eml");
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let mut known = 0;
    for line in head.lines() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) || line.starts_with("From ") {
            continue;
        }
        let Some((key, _)) = line.split_once(':') else { return false };
        if !key.bytes().all(|it| it.is_ascii_graphic()) {
            return false;
        }
        let key = key.to_ascii_lowercase();
        known += usize::from(matches!(
            key.as_str(),
            "from" | "to" | "subject" | "date" | "message-id" | "received" | "mime-version"
        ));
    }
    known >= if is_named { 1 } else { 3 }
}

/// Reads a message with its attachments.
pub(crate) fn read(bytes: &[u8], name: &str, depth: usize) -> Result<Document, Unreadable> {
    let Some(message) = MessageParser::default().parse(bytes) else {
        return Err(Unreadable::damaged(name, "a message", "it has no headers"));
    };
    let mut document = join::empty(name, Kind::Mail, "mail");
    let line = Place::Line { line: 1, column: 1 };
    let subject = message.subject().unwrap_or_default();
    let from = message.from().map(people).unwrap_or_default();
    let to = message.to().map(people).unwrap_or_default();
    let date = message.date().map(mail_parser::DateTime::to_rfc3339);
    if !subject.is_empty() {
        document.say_block(subject, BlockKind::Heading, line.clone());
        document.metadata.title = Some(subject.to_owned());
        document.prose.title = document.metadata.title.clone();
    }
    for (word, said) in [("From", &from), ("To", &to)] {
        if !said.is_empty() {
            document.say_block(&format!("{word}: {said}"), BlockKind::Paragraph, line.clone());
        }
    }
    if let Some(date) = date {
        document.say_block(&format!("Date: {date}"), BlockKind::Paragraph, line);
        document.metadata.published = date.get(..10).map(str::to_owned);
    }
    if !from.is_empty() {
        document.metadata.authors.push(from);
    }
    let plain = message.text_bodies().filter_map(|part| match &part.body {
        PartType::Text(text) => Some(text.to_string()),
        _ => None,
    });
    let plain: Vec<String> = plain.collect();
    let pages = message.html_bodies().filter_map(|part| match &part.body {
        PartType::Html(text) => Some(text.to_string()),
        _ => None,
    });
    let pages: Vec<String> = pages.collect();
    // A page has the links; its plain twin is the same text without them.
    let bodies = if pages.is_empty() { &plain } else { &pages };
    let ending = if pages.is_empty() { "txt" } else { "html" };
    for body in bodies {
        document.take(body.as_bytes(), &format!("body.{ending}"), depth + 1);
    }
    for (index, part) in message.attachments().take(join::MOST).enumerate() {
        let named = part
            .attachment_name()
            .map_or_else(|| format!("attachment {}", index + 1), file_name);
        match &part.body {
            PartType::Message(inner) => document.take(inner.raw_message(), &named, depth + 1),
            PartType::Text(text) => document.take(text.as_bytes(), &named, depth + 1),
            PartType::Html(text) => document.take(text.as_bytes(), &named, depth + 1),
            PartType::Binary(bytes) => document.take(bytes, &named, depth + 1),
            PartType::InlineBinary(_) | PartType::Multipart(_) => {}
        }
    }
    Ok(document)
}

/// Names are somebody's and name no folder.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|it| !it.is_control()).collect()
}

fn people(address: &Address<'_>) -> String {
    let all = address.iter().map(|it| match (it.name(), it.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default().to_owned(),
    });
    all.collect::<Vec<_>>().join(", ")
}
