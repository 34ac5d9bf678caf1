//! Words that tools write where there is nothing: one list for every field of every format.
//!
//! A hundred accounts that "share" the word for nothing would look coordinated, and a missing number
//! that is read as a word is a row lost. What is listed is what programs write (pandas, R, SQL,
//! spreadsheets, JSON), never a word of a language: somebody may be called *unknown*.

/// Words of programs for a missing value, in small letters; capitals do not count.
const WORDS: [&str; 20] = [
    "nan",
    "-nan",
    "+nan",
    "none",
    "null",
    "nil",
    "undefined",
    "n/a",
    "na",
    "<na>",
    "<nil>",
    "n.a.",
    "n.d.",
    "#n/a n/a",
    "-1.#ind",
    "1.#ind",
    "-1.#qnan",
    "1.#qnan",
    "\\n",
    "(null)",
];

/// Dashes that stand for nothing.
const DASHES: [&str; 4] = ["-", "--", "\u{2013}", "\u{2014}"];

/// What stands alone in a cell that says that there is nothing, in small letters, the empty text first: what another
/// engine can ask by. [`is_missing`] knows spreadsheets' errors and lists of nothing besides.
pub fn words() -> impl Iterator<Item = &'static str> {
    std::iter::once("").chain(WORDS).chain(DASHES)
}

/// Whether a cell says that there is nothing: empty, a dash, a program's word for it, a spreadsheet's
/// error, or a list that holds nothing else (`[]`, `['']`, `[None]`, `{}`).
pub fn is_missing(cell: &str) -> bool {
    let bare = cell.trim_matches(|sign: char| {
        sign.is_whitespace()
            || matches!(sign, '[' | ']' | '{' | '}' | '(' | ')' | '"' | '\'' | ',')
    });
    match bare.len() {
        0 => true,
        // The longest of the list and of the errors that spreadsheets write.
        1..=24 => is_word(bare) || is_list_of_nothing(bare),
        _ => bare.len() < 400 && bare.contains(',') && is_list_of_nothing(bare),
    }
}

/// The same for a field that names another post, an effect or a sound: platforms write 0 or -1 where
/// there is none.
pub fn is_no_id(cell: &str) -> bool {
    is_missing(cell) || matches!(cell.trim(), "0" | "-1" | "0.0" | "-1.0")
}

fn is_word(text: &str) -> bool {
    let word = |known: &&str| text.eq_ignore_ascii_case(known);
    DASHES.contains(&text) || WORDS.iter().any(word) || is_spreadsheet_error(text)
}

fn is_list_of_nothing(text: &str) -> bool {
    text.contains(',')
        && text.split(',').all(|part| {
            let part = part.trim_matches(|sign: char| {
                sign.is_whitespace() || matches!(sign, '"' | '\'' | '[' | ']')
            });
            part.is_empty() || is_word(part)
        })
}

/// `#REF!`, `#NAME?`, `#DIV/0!`, `#N/A` as spreadsheets write them, in any of their languages
/// (`#BEZUG!`, `#NOM?`, `#ССЫЛКА!`, `#Н/Д`): a number sign and capitals, and at the end a mark, or a
/// stroke between.
fn is_spreadsheet_error(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('#') else { return false };
    let (name, has_mark) = match rest.strip_suffix(['!', '?']) {
        Some(name) => (name.trim_end(), true),
        None => (rest, false),
    };
    let name = name.trim_start_matches(['\u{a1}', '\u{bf}']);
    let has_stroke = name.contains('/');
    let letters = name.chars().filter(|sign| sign.is_alphabetic()).count();
    let plain = name
        .chars()
        .all(|sign| sign.is_uppercase() || matches!(sign, '/' | '0' | '_' | ' ' | '.'));
    plain
        && letters > 0
        && (has_mark || has_stroke && letters <= 3 || matches!(name, "NV" | "NA"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_nothing() {
        for cell in [
            "",
            " ",
            "nan",
            "NaN",
            "None",
            "null",
            "NULL",
            "N/A",
            "#N/A",
            "#NAME?",
            "#REF!",
            "#DIV/0!",
            "#VALUE!",
            "#BEZUG!",
            "#NV",
            "#NOM?",
            "#N/D",
            "#¿NOMBRE?",
            "#¡REF!",
            "#ССЫЛКА!",
            "#Н/Д",
            "#GETTING_DATA!",
            "[]",
            "{}",
            "['']",
            "[\"\"]",
            "[None]",
            "['nan', None]",
            "<NA>",
            "-",
            "—",
            "()",
            "[ ]",
            "\"\"",
            "\\N",
        ] {
            assert!(is_missing(cell), "{cell:?}");
        }
    }

    #[test]
    fn words_for_something() {
        for cell in [
            "nana",
            "nothing",
            "none of them",
            "#mali",
            "#Mali!",
            "#MALI",
            "#NATO",
            "unknown",
            "0",
            "NaNoWriMo",
            "[1]",
            "['a', None]",
            "https://n.a/",
            "#METOO",
            "Nil Desperandum",
            "#1!",
        ] {
            assert!(!is_missing(cell), "{cell:?}");
        }
        assert!(is_no_id("0") && is_no_id("-1") && !is_no_id("10") && !is_no_id("-10"));
    }
}
