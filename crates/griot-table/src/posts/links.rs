//! Links that a text holds, for exports that do not list them.

use super::platforms::is_start_page;

/// Signs that end a link wherever it stands.
const ENDS: [char; 9] =
    ['"', '<', '>', '`', '\u{201c}', '\u{201d}', '\u{ab}', '\u{bb}', '\u{fffc}'];

/// Links of a text: also in HTML, Markdown, a spreadsheet's `HYPERLINK`, brackets, and with commas, semicolons or
/// bars between them. What leads nowhere is left out.
pub fn links(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    let all = std::iter::from_fn(move || {
        loop {
            let found = at + text.get(at..)?.find("://")?;
            let before = text.get(at..found).unwrap_or_default();
            let scheme = ["https", "http"].into_iter().find(|scheme| {
                let start = before.len().checked_sub(scheme.len());
                start
                    .and_then(|start| before.get(start..))
                    .is_some_and(|own| own.eq_ignore_ascii_case(scheme))
            });
            let Some(scheme) = scheme else {
                at = found + 3;
                continue;
            };
            let start = found - scheme.len();
            let opened = text.get(..start).and_then(|before| before.chars().next_back());
            let rest = text.get(start..).unwrap_or_default();
            let length = length(rest, scheme.len() + 3, opened);
            at = start + length.max(scheme.len() + 3);
            return rest.get(..length);
        }
    });
    all.map(trimmed).filter(|link| !is_start_page(link))
}

/// Bytes of the link with which a text begins; `opened` is the sign before it, `from` the length of its scheme.
fn length(text: &str, from: usize, opened: Option<char>) -> usize {
    let mut open = 0_usize;
    for (at, sign) in text.char_indices().skip_while(|(at, _)| *at < from) {
        let ends = match sign {
            ')' if open == 0 => opened == Some('('),
            ']' => opened == Some('['),
            '\'' => opened == Some('\''),
            ',' | ';' | '|' => is_before_a_link(text.get(at + 1..).unwrap_or_default()),
            sign => sign.is_whitespace() || sign.is_control() || ENDS.contains(&sign),
        };
        if ends {
            return at;
        }
        match sign {
            '(' => open += 1,
            ')' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    text.len()
}

fn is_before_a_link(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['\'', '"', ' ']);
    rest.starts_with("http://") || rest.starts_with("https://")
}

/// Without the signs with which a sentence goes on after a link.
fn trimmed(link: &str) -> &str {
    let mut link = link;
    loop {
        let signs = ['.', ',', ';', ':', '!', '?', '\'', '\u{2026}', '*', '|'];
        let cut = link.trim_end_matches(signs);
        let cut = match cut.strip_suffix([')', ']']) {
            Some(rest) if !rest.contains(['(', '[']) => rest,
            _ => cut,
        };
        if cut == link {
            return link;
        }
        link = cut;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::links;

    #[test]
    fn links_wherever_they_stand() {
        for (text, expected) in [
            ("see https://a.b/c. and (http://x.y)", &["https://a.b/c", "http://x.y"][..]),
            ("<p>x <a href='https://a.b/c'>l</a></p>", &["https://a.b/c"]),
            ("<a href=\"https://a.b/c\">x</a>", &["https://a.b/c"]),
            ("[x](https://a.b/c_(d)) and [https://e.f]", &["https://a.b/c_(d)", "https://e.f"]),
            ("=HYPERLINK(\"https://a.b/c\";\"x\")", &["https://a.b/c"]),
            (
                "https://a.b|https://c.d;https://e.f,https://g.h",
                &["https://a.b", "https://c.d", "https://e.f", "https://g.h"],
            ),
            (
                "https://l.facebook.com/l.php?u=https://a.b/c",
                &["https://l.facebook.com/l.php?u=https://a.b/c"],
            ),
            ("看https://a.b/c…", &["https://a.b/c"]),
            ("https:// and https://t.co and mailto://x", &[]),
        ] {
            assert_eq!(links(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    proptest! {
        /// A link is found in whatever it is wrapped, and nothing else is.
        #[test]
        fn a_link_in_a_coat(path in "[a-z0-9]{1,8}(/[a-z0-9_-]{1,8}){0,3}", coat in 0..8_usize) {
            let link = format!("https://example.org/{path}");
            let text = [
                format!("so {link}."),
                format!("({link})"),
                format!("<a href=\"{link}\" rel='x'>y</a>"),
                format!("[y]({link}), z"),
                format!("=HYPERLINK(\"{link}\",\"y\")"),
                format!("{link}|"),
                format!("«{link}»"),
                format!("**{link}**"),
            ][coat].clone();
            prop_assert_eq!(links(&text).collect::<Vec<_>>(), vec![link.as_str()], "{}", text);
        }
    }
}
