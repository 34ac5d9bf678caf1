//! One spelling for an account and for an id, whatever a program put around it.
//!
//! A spreadsheet keeps digits with an apostrophe before them or as `="123"`, a web page leaves marks that
//! nobody sees, one tool writes `@name` and another `name`: none of this makes another account. What is
//! taken away is never a letter or a digit.

use std::borrow::Cow;

use griot_model::hidden::is_hidden;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// The id of a post or of an object, without the coat of a spreadsheet and without what nobody sees.
pub fn id(cell: &str) -> Cow<'_, str> {
    without_coat(without_hidden(cell))
}

/// The name or id of an account: as [`id`], in composed letters, without the sign of a mention.
///
/// ```
/// use griot_table::spelling::account;
/// for written in ["anna", "@anna", " anna\u{200b}", "\u{feff}anna\u{a0}", "=\"anna\""] {
///     assert_eq!(account(written), "anna");
/// }
/// ```
pub fn account(cell: &str) -> Cow<'_, str> {
    let mut name = id(cell);
    if !name.is_ascii() && is_nfc_quick(name.chars()) != IsNormalized::Yes {
        name = Cow::Owned(name.nfc().collect());
    }
    match name.strip_prefix(['@', '\u{ff20}']) {
        Some(rest) if !rest.is_empty() && !rest.starts_with('@') => Cow::Owned(rest.to_owned()),
        _ => name,
    }
}

/// The digits of a number between whose thousands a sign stands: `100,000,000,001` or with blanks. Such an
/// id went through a spreadsheet. Points are left, since addresses of machines have them.
pub fn ungrouped(cell: &str) -> Option<String> {
    let sign = cell.chars().find(|sign| !sign.is_ascii_digit())?;
    let divides = sign.is_whitespace() || matches!(sign, ',' | '\'' | '\u{2019}');
    let mut groups = cell.split(sign);
    let first = groups.next().unwrap_or_default();
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let is_first = (1..=3).contains(&first.len()) && digits(first);
    let rest: Vec<&str> = groups.collect();
    let is_whole = rest.iter().all(|group| group.len() == 3 && digits(group));
    (divides && is_first && is_whole && rest.len() > 1)
        .then(|| format!("{first}{}", rest.concat()))
}

/// Without marks that nobody sees, with plain and single blanks and none around.
fn without_hidden(cell: &str) -> Cow<'_, str> {
    let cell = cell.trim();
    if cell.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Cow::Borrowed(cell);
    }
    let mut text = String::with_capacity(cell.len());
    for sign in cell.chars() {
        if sign.is_whitespace() {
            if !text.is_empty() && !text.ends_with(' ') {
                text.push(' ');
            }
        } else if !is_hidden(sign) {
            text.push(sign);
        }
    }
    text.truncate(text.trim_end().len());
    if text == cell { Cow::Borrowed(cell) } else { Cow::Owned(text) }
}

/// Without the apostrophe with which a spreadsheet keeps digits as text, and without `="…"`.
fn without_coat(cell: Cow<'_, str>) -> Cow<'_, str> {
    let bare = |text: &str| -> Option<String> {
        let formula = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
        let begins =
            |sign: char| sign.is_ascii_digit() || matches!(sign, '=' | '+' | '-' | '@');
        let kept = text.strip_prefix('\'').filter(|rest| rest.starts_with(begins));
        formula.or(kept).map(|text| text.trim().replace("\"\"", "\""))
    };
    match bare(&cell) {
        // A program may put a coat over a coat.
        Some(inner) => Cow::Owned(bare(&inner).unwrap_or(inner)),
        None => cell,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_account_in_many_coats() {
        for (written, name) in [
            ("'906412345678901248", "906412345678901248"),
            ("=\"906412345678901248\"", "906412345678901248"),
            ("'=\"12\"", "12"),
            ("Jose\u{301}", "Jos\u{e9}"),
            ("@user.name", "user.name"),
            ("user\u{2060}", "user"),
            ("\u{200e}two  words\u{202f}", "two words"),
            ("\u{200b}", ""),
            ("'Abd", "'Abd"),
            ("@", "@"),
            ("a@b.c", "a@b.c"),
        ] {
            assert_eq!(account(written), name, "{written:?}");
        }
    }

    #[test]
    fn thousands() {
        for written in
            ["100,000,000,001", "100 000 000 001", "100\u{202f}000\u{202f}000\u{202f}001"]
        {
            assert_eq!(ungrouped(written).as_deref(), Some("100000000001"), "{written}");
        }
        for other in ["", "12", "1,000", "192.168.100.200", "12,34", "a,000,000", "1,000,00"] {
            assert_eq!(ungrouped(other), None, "{other}");
        }
    }

    proptest! {
        /// Whatever stands around a name, it is the name; and what is bare already stays.
        #[test]
        fn coats_come_off(name in "[a-z0-9_.]{1,12}", marks in "[\u{200b}\u{200e}\u{feff}\u{2060} \u{a0}\t]{0,4}", coat in 0..4_u8) {
            let coated = match coat {
                0 => format!("{marks}{name}"),
                1 => format!("{name}{marks}"),
                2 => format!("=\"{name}\"{marks}"),
                _ => format!("{marks}@{name}"),
            };
            prop_assert_eq!(account(&coated), name.as_str());
            prop_assert_eq!(account(&name), name.as_str());
        }
    }
}
