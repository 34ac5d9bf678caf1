//! Words that stand where there is nothing: one list for every field of every format.
//!
//! A hundred accounts that "share" the word for nothing would look coordinated, and a missing number
//! that is read as a word is a row lost. What is listed is what programs write (pandas, R, SQL,
//! spreadsheets, JSON), what platforms write for what is gone, and what people write in tables in several
//! languages. Only a whole cell is such a word: *unknown soldier* is not, and neither is *#unknown*.

use std::{borrow::Cow, collections::HashSet, sync::LazyLock};

/// Words for a missing value, in small letters; capitals do not count.
const WORDS: &[&str] = &[
    // Programs.
    "nan",
    "-nan",
    "+nan",
    "nat",
    "none",
    "null",
    "null::text",
    "nil",
    "undefined",
    "n/a",
    "na",
    "<na>",
    "<nil>",
    "n.a.",
    "n. a.",
    "n.d.",
    "n/d",
    "#n/a n/a",
    "-1.#ind",
    "1.#ind",
    "-1.#qnan",
    "1.#qnan",
    "\\n",
    "(null)",
    "[object object]",
    "[object undefined]",
    "[object null]",
    "object object",
    "system.object[]",
    "system.string[]",
    // English.
    "unknown",
    "missing",
    "not available",
    "not applicable",
    "not set",
    "(blank)",
    "(empty)",
    "none given",
    "not given",
    "not specified",
    "unspecified",
    "not provided",
    "not found",
    "no data",
    "no value",
    "no link",
    "no url",
    "no links",
    "no image",
    "no hashtags",
    "no text",
    "(no message)",
    "no message",
    "no content",
    // What is gone, as platforms write it.
    "deleted",
    "[removed]",
    "(removed)",
    "[unavailable]",
    "unavailable",
    "content not available",
    "content unavailable",
    "link unavailable",
    "deleted account",
    "deleted user",
    "account deleted",
    "user not found",
    "gelöschtes konto",
    "compte supprimé",
    "cuenta eliminada",
    "удалённый аккаунт",
    "удаленный аккаунт",
    "this message was deleted",
    "you deleted this message",
    "ce message a été supprimé",
    "diese nachricht wurde gelöscht",
    "se eliminó este mensaje",
    "mensagem apagada",
    "данное сообщение удалено",
    "сообщение удалено",
    // Pictures that an export of WhatsApp leaves out.
    "media omitted",
    "image omitted",
    "video omitted",
    "audio omitted",
    "sticker omitted",
    "gif omitted",
    "document omitted",
    "medien ausgeschlossen",
    "medien weggelassen",
    "bild weggelassen",
    "video weggelassen",
    "audio weggelassen",
    "sticker weggelassen",
    "médias omis",
    "média omis",
    "image absente",
    "vidéo absente",
    "audio omis",
    "multimedia omitido",
    "archivo omitido",
    "imagen omitida",
    "video omitido",
    "mídia oculta",
    "arquivo de mídia oculto",
    "media omessi",
    "immagine omessa",
    "без медиафайлов",
    "файл пропущен",
    "изображение отсутствует",
    "медиафайл отсутствует",
    // German.
    "unbekannt",
    "keine angabe",
    "keine angaben",
    "ohne angabe",
    "k. a.",
    "k.a.",
    "k.a",
    "nicht verfügbar",
    "nicht angegeben",
    "nicht vorhanden",
    "entfällt",
    "fehlt",
    "leer",
    "keine daten",
    "kein link",
    "keiner",
    "gelöscht",
    // Russian and Ukrainian.
    "нет",
    "нет данных",
    "н/д",
    "н.д.",
    "неизвестно",
    "неизвестен",
    "не указано",
    "не указан",
    "отсутствует",
    "пусто",
    "удалено",
    "недоступно",
    "нет ссылки",
    "немає",
    "немає даних",
    "невідомо",
    "не вказано",
    "відсутнє",
    // French.
    "s.o.",
    "n.c.",
    "aucun",
    "aucune",
    "inconnu",
    "inconnue",
    "non disponible",
    "non renseigné",
    "non communiqué",
    "sans objet",
    "néant",
    "supprimé",
    // Spanish, Portuguese, Italian.
    "ninguno",
    "ninguna",
    "sin datos",
    "sin información",
    "desconocido",
    "desconocida",
    "no disponible",
    "no aplica",
    "eliminado",
    "nenhum",
    "nenhuma",
    "sem dados",
    "desconhecido",
    "não disponível",
    "não informado",
    "nessuno",
    "nessuna",
    "sconosciuto",
    "non disponibile",
    "nessun dato",
    // Polish, Hungarian, Turkish.
    "brak",
    "brak danych",
    "nieznany",
    "nie dotyczy",
    "nincs",
    "nincs adat",
    "ismeretlen",
    "bilinmiyor",
    "yok",
    "belirtilmemiş",
    // Arabic and Chinese.
    "غير معروف",
    "غير متوفر",
    "غير متاح",
    "لا يوجد",
    "无",
    "未知",
    "不详",
];

/// Errors of spreadsheets that end with no mark, in their own capitals: others are told by their marks.
const ERRORS: [&str; 8] =
    ["NV", "NA", "ÚJ", "HIÁNYZIK", "YOK", "N/DISP", "NENÍ_K_DISPOZICI", "GETTING_DATA"];

/// What is besides no thing that can be shared: a yes-or-no column's no, and an error.
const NO_OBJECTS: [&str; 16] = [
    "0",
    "0.0",
    "0,0",
    "-1",
    "-1.0",
    "-1,0",
    "false",
    "falsch",
    "faux",
    "falso",
    "ложь",
    "fałsz",
    "error",
    "fehler",
    "erreur",
    "ошибка",
];

/// Names under which people post who give none.
const NOBODY: [&str; 8] =
    ["anonymous", "anonym", "anonyme", "anónimo", "anônimo", "anonimo", "аноним", "анонимно"];

/// Digests of a file of no bytes: MD5, SHA-1, SHA-224, SHA-256, and how SHA-512 begins.
const OF_NO_BYTES: [&str; 5] = [
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce",
];

/// The longest word of the list, in bytes.
const LONGEST: usize = 64;

static KNOWN: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| WORDS.iter().copied().collect());

/// Dashes that stand for nothing.
const DASHES: [&str; 4] = ["-", "--", "\u{2013}", "\u{2014}"];

/// What stands alone in a cell that says that there is nothing, in small letters, the empty text first: what another
/// engine can ask by. [`is_missing`] knows spreadsheets' errors, signs alone and lists of nothing besides.
pub fn words() -> impl Iterator<Item = &'static str> {
    let signs = [
        "[deleted]",
        "(not set)",
        "<media omitted>",
        ".",
        "...",
        "\u{2026}",
        "?",
        "/",
        "*",
        "#",
    ];
    std::iter::once("").chain(WORDS.iter().copied()).chain(DASHES).chain(signs)
}

/// Whether a cell says that there is nothing: empty, signs alone, a word for it, a spreadsheet's
/// error, or a list that holds nothing else (`[]`, `['']`, `[None]`, `{}`).
pub fn is_missing(cell: &str) -> bool {
    let cell = cell.trim();
    let bare = cell.trim_matches(|sign: char| {
        sign.is_whitespace()
            || matches!(sign, '[' | ']' | '{' | '}' | '(' | ')' | '<' | '>' | '"' | '\'' | ',')
    });
    match bare.len() {
        0 => true,
        1..=LONGEST => is_word(bare) || is_listed(cell) || is_list_of_nothing(bare),
        _ => {
            bare.len() < 400
                && (bare.contains(',') && is_list_of_nothing(bare) || is_signs_alone(bare))
        }
    }
}

/// The same for a field that names another post, an effect or a sound: platforms write 0 or -1 where
/// there is none.
pub fn is_no_id(cell: &str) -> bool {
    is_missing(cell) || matches!(cell.trim(), "0" | "-1" | "0.0" | "-1.0")
}

/// The same for a thing that accounts may share: besides these a yes-or-no column's *no*, and the digest of a
/// file of no bytes or of zeros alone.
pub fn is_no_object(cell: &str) -> bool {
    let text = cell.trim();
    is_missing(text)
        || text.len() <= LONGEST && NO_OBJECTS.contains(&&*lowered(text))
        || is_digest_of_nothing(text)
        || is_pattern(text)
}

/// The same for the name or id of an account, which may be a word for somebody who gives none.
pub fn is_nobody(cell: &str) -> bool {
    let text = cell.trim();
    is_no_id(text) || text.len() <= LONGEST && NOBODY.contains(&&*lowered(text))
}

fn is_word(text: &str) -> bool {
    is_listed(text) || is_signs_alone(text) || is_spreadsheet_error(text)
}

fn is_listed(text: &str) -> bool {
    // Most cells are ids and links. Of the words those alone have digits that programs write for numbers.
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let may_be = text.len() <= LONGEST && (!has_digit || text.contains('#'));
    may_be && KNOWN.contains(&*lowered(text))
}

/// In small letters, every blank a plain one.
fn lowered(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| {
        byte.is_ascii() && !byte.is_ascii_uppercase() && !matches!(byte, b'\t' | b'\n')
    };
    if text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let blank = |sign: char| if sign.is_whitespace() { ' ' } else { sign };
    Cow::Owned(text.chars().map(blank).flat_map(char::to_lowercase).collect())
}

/// Signs and blanks and neither letter, digit nor picture: `...`, `?`, `/`, `#########`, `???? ????`.
fn is_signs_alone(text: &str) -> bool {
    text.chars().all(|sign| {
        sign.is_ascii_punctuation()
            || sign.is_whitespace()
            || matches!(
                sign,
                '\u{2010}'..='\u{2027}' | '\u{b7}' | '\u{bf}' | '\u{a1}' | '\u{ab}' | '\u{bb}'
            )
    })
}

/// A digest of zeros alone, of one digit's sixteen bits set throughout, or of a file of no bytes.
fn is_digest_of_nothing(text: &str) -> bool {
    let all = |digit: u8| text.bytes().all(|byte| byte.eq_ignore_ascii_case(&digit));
    let is_known = |known: &&str| {
        text.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known))
    };
    text.len() >= 8 && (all(b'0') || text.len() >= 16 && all(b'f'))
        || text.bytes().all(|byte| byte.is_ascii_hexdigit()) && OF_NO_BYTES.iter().any(is_known)
}

/// A form that nobody filled in: `UA-XXXXX-Y`, `xxxx@xxxx`.
fn is_pattern(text: &str) -> bool {
    let is_x = |byte: &u8| byte.eq_ignore_ascii_case(&b'x');
    text.len() <= LONGEST
        && !text.bytes().any(|byte| byte.is_ascii_digit())
        && text.as_bytes().windows(4).any(|four| four.iter().all(is_x))
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
    plain && letters > 0 && (has_mark || has_stroke && letters <= 3 || ERRORS.contains(&name))
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
            "#ÚJ",
            "#HIÁNYZIK",
            "########",
            "unknown",
            "(not set)",
            "k.\u{a0}A.",
            "Нет данных",
            "[deleted]",
            "[object Object]",
            "System.Object[]",
            "<Médias omis>",
            "...",
            "…",
            "?",
            "#",
            "*",
            "\"\" \"\"",
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
            "#unknown",
            "the unknown soldier",
            "не неизвестно",
            "removed",
            "0",
            "🔥🔥",
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
        for none in [
            "0",
            "0.0",
            "FALSCH",
            "0000000000000000",
            "d41d8cd98f00b204e9800998ecf8427e",
            "UA-XXXXX-Y",
        ] {
            assert!(is_no_object(none), "{none}");
        }
        assert!(!is_no_object("10") && !is_no_object("anonymous") && !is_no_object("00010000"));
        assert!(is_nobody("Anonymous") && is_nobody("[deleted]") && is_nobody("-1"));
        assert!(WORDS.iter().all(|word| word.len() <= LONGEST && *word == lowered(word)));
        assert!(is_no_id("0") && is_no_id("-1") && !is_no_id("10") && !is_no_id("-10"));
    }
}
