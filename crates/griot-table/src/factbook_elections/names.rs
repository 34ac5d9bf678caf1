//! Names as the Factbook prints them: the family name in capitals, `Roch Marc Christian KABORE`.

/// A candidate's name in natural case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// `Roch Marc Christian Kabore`.
    pub full: String,
    /// The words that stand in capitals: `Kabore`, `Lopez Obrador`; empty where none does.
    pub family: String,
    /// As printed, titles and nicknames left out: `Roch Marc Christian KABORE`.
    pub printed: String,
}

/// Words of a name that are written small.
const PARTICLES: &[&str] = &[
    "al", "el", "bin", "bint", "ibn", "ould", "ag", "de", "da", "do", "dos", "das", "du",
    "del", "della", "di", "des", "la", "le", "los", "las", "van", "von", "der", "den", "ter",
    "wa", "y", "e", "d'", "af", "zu",
];

/// Words before a name that are none of it.
const TITLES: &[&str] = &[
    "President",
    "Incumbent",
    "Gen.",
    "General",
    "Lt.",
    "Col.",
    "Maj.",
    "Capt.",
    "Dr.",
    "Brig.",
    "Prime",
    "Minister",
    "(Ret.)",
    "Sir",
    "Vice",
    "Gen",
    "Adm.",
    "Field",
    "Mar.",
    "Sheikh",
    "Ambassador",
    "Cdr.",
    "Maj",
    "Prof.",
];

const NUMERALS: &[&str] = &["II", "III", "IV", "VI", "VII", "VIII", "XIV", "XVI"];

/// The name of a candidate; none where some word of it is no name's.
pub(super) fn name(written: &str) -> Option<Name> {
    let written = written.trim().trim_matches([',', '-', '–', ':', '.']).trim();
    let mut words: Vec<&str> = written.split_whitespace().collect();
    while words.first().is_some_and(|word| TITLES.contains(word)) {
        words.remove(0);
    }
    words.retain(|word| !is_nickname(word));
    if words.is_empty() || words.len() > 8 || !words.iter().all(|word| is_of_a_name(word)) {
        return None;
    }
    let capitals: Vec<usize> = (0..words.len())
        .filter(|at| words.get(*at).is_some_and(|word| is_in_capitals(word)))
        .collect();
    let capitalised = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    let family = match (capitals.first(), capitals.last()) {
        (Some(first), Some(last)) => words.get(*first..=*last)?.to_vec(),
        _ if capitalised < 2 => return None,
        _ => Vec::new(),
    };
    let natural =
        |words: &[&str]| words.iter().map(|word| natural(word)).collect::<Vec<_>>().join(" ");
    Some(Name { full: natural(&words), family: natural(&family), printed: words.join(" ") })
}

fn is_nickname(word: &str) -> bool {
    let quoted = |sign: char| matches!(sign, '"' | '“' | '”');
    word.starts_with(quoted) || word.ends_with(quoted)
}

fn is_of_a_name(word: &str) -> bool {
    let plain = word.trim_end_matches([',', '.']);
    let fine = plain.chars().all(|sign| {
        sign.is_alphabetic() || matches!(sign, '-' | '\'' | '’' | '.' | '`' | '´' | '‘')
    });
    let small = plain.to_lowercase();
    let prefixed = ["al-", "el-", "as-", "an-", "ar-", "at-", "d'", "d’", "ad-"];
    fine && (plain.starts_with(char::is_uppercase)
        || plain.starts_with(['\'', '‘'])
        || PARTICLES.contains(&plain)
        || prefixed.iter().any(|prefix| small.starts_with(prefix)) && plain.len() > 3)
        && !NO_NAMES.contains(&small.as_str())
}

/// Words with a capital that are of no person's name.
const NO_NAMES: &[&str] = &[
    "vote",
    "votes",
    "party",
    "assembly",
    "parliament",
    "national",
    "electoral",
    "round",
    "note",
    "seat",
    "congress",
    "council",
    "coalition",
    "the",
    "in",
    "house",
    "alliance",
    "front",
    "union",
    "movement",
];

/// Whether two capitals stand side by side in a word, and it is no number of a monarch.
fn is_in_capitals(word: &str) -> bool {
    let plain = word.trim_end_matches([',', '.']);
    if NUMERALS.contains(&plain) {
        return false;
    }
    let signs: Vec<char> = plain.chars().collect();
    signs.windows(2).any(|pair| pair.iter().all(|sign| sign.is_uppercase()))
        || matches!(signs.as_slice(), [only] if only.is_uppercase())
}

/// `N'DIAYE` as `N'Diaye`, `McCAIN` as `McCain`: of capitals side by side all but the first are made small.
fn natural(word: &str) -> String {
    if NUMERALS.contains(&word) {
        return word.to_owned();
    }
    let mut before_is_capital = false;
    let mut made = String::with_capacity(word.len());
    for sign in word.chars() {
        if before_is_capital && sign.is_uppercase() {
            made.extend(sign.to_lowercase());
        } else {
            made.push(sign);
        }
        before_is_capital = sign.is_uppercase();
    }
    made
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn names_in_natural_case() {
        let check = |printed: &str, expected: Option<(&str, &str)>| {
            let read = name(printed);
            let read = read.as_ref().map(|it| (it.full.as_str(), it.family.as_str()));
            assert_eq!(read, expected, "{printed}");
        };
        check("Anna Berta MUSTER", Some(("Anna Berta Muster", "Muster")));
        check("President Anna DE LA MUSTER", Some(("Anna De La Muster", "De La Muster")));
        check(
            "Luis Ot\u{e1}vio N'DIAYE-McCAIN",
            Some(("Luis Ot\u{e1}vio N'Diaye-McCain", "N'Diaye-McCain")),
        );
        check("MUSTER Anna III", Some(("Muster Anna III", "Muster")));
        check("Karim el-MUSTER", Some(("Karim el-Muster", "el-Muster")));
        check("Anna \"Nan\" MUSTER", Some(("Anna Muster", "Muster")));
        check("Anna Muster", Some(("Anna Muster", "")));
        check("Anna", None);
        check("percent of vote", None);
        check("Mus t MUSTER", None);
        check("National Assembly vote", None);
    }
}
