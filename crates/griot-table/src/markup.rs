//! Web pages and XML where a table should be: what they are, what they say of themselves, and what to do.

/// Letters of a title or a message that are shown.
const SHOWN: usize = 120;

/// As much of a text as tells a web page.
pub(crate) fn start(text: &str) -> &str {
    const LOOKED_AT: usize = 1 << 13;
    let end = (0..=text.len().min(LOOKED_AT)).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// What a text that begins with markup is, with the next step; none where it is no markup.
pub(crate) fn named(start: &str) -> Option<String> {
    let start = start.trim_start_matches(['\u{feff}', '\0']).trim_start();
    let begins = |word: &str| {
        start.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word))
    };
    if !start.starts_with('<') {
        return None;
    }
    let is_page = begins("<!doctype html") || begins("<html") || within(start, "<html");
    if within(start, "schemas-microsoft-com:office:spreadsheet")
        || within(start, "progid=\"Excel.Sheet\"")
    {
        return Some(
            "it is a spreadsheet of 2003 in XML; open it in a spreadsheet and save the sheet as CSV (UTF-8)"
                .to_owned(),
        );
    }
    if is_page && within(start, "<table") {
        let what =
            "it is a web page with a table in it, as programs write that call it a spreadsheet";
        return Some(format!(
            "{what}; open it in a spreadsheet and save the sheet as CSV (UTF-8)"
        ));
    }
    if is_page {
        let title = element(start, "title")
            .map_or(String::new(), |title| format!(" with the title {title:?}"));
        return Some(format!(
            "it is a web page{title} and not the file; fetch the file itself, signed in where that is needed"
        ));
    }
    let message = element(start, "message").or_else(|| element(start, "faultstring"));
    if let Some(message) = message {
        let code = element(start, "code").map_or(String::new(), |code| format!("{code}, "));
        return Some(format!(
            "it is XML in which a service says: {code}{message}; fetch the file again from its page"
        ));
    }
    Some("it is XML; fetch or save the same as CSV (UTF-8)".to_owned())
}

fn within(text: &str, word: &str) -> bool {
    place(text, word).is_some()
}

/// Where an ASCII word stands, in any case.
fn place(text: &str, word: &str) -> Option<usize> {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    text.windows(word.len()).position(|part| part.eq_ignore_ascii_case(word))
}

/// The words of the first element of a name.
fn element(text: &str, name: &str) -> Option<String> {
    let begin = place(text, &format!("<{name}"))?;
    let rest = text.get(begin..)?;
    let rest = rest.get(rest.find('>')? + 1..)?;
    let words = rest.get(..rest.find('<')?)?.trim();
    let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then(|| words.chars().take(SHOWN).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_table_is_named() {
        for (text, what) in [
            (
                "<!DOCTYPE html><html><head><title>Sign in</title>",
                "a web page with the title \"Sign in\"",
            ),
            ("\u{feff} <HTML><body>no", "a web page and not the file"),
            (
                "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><table>",
                "with a table in it",
            ),
            ("<?xml version=\"1.0\"?><html><title>\n A\n b</title>", "with the title \"A b\""),
            (
                "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>",
                "a spreadsheet of 2003",
            ),
            (
                "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message>",
                "says: AccessDenied, Request has expired",
            ),
            ("<?xml version=\"1.0\"?><collection>", "it is XML;"),
        ] {
            let said = named(text).unwrap_or_default();
            assert!(said.contains(what), "{text}: {said}");
        }
        assert_eq!(named("id,<b>\n"), None);
        assert_eq!(named(""), None);
    }
}
