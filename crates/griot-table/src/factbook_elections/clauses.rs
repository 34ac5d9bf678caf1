//! What a clause of the results says: who was elected, or that shares of the vote follow.

use super::{
    days::is_month,
    names::{self, Name},
    shares::Share,
};

/// Whom the words call elected president.
#[derive(Debug, Clone, PartialEq)]
pub struct Winner {
    /// Who.
    pub name: Name,
    /// Party, where it stands beside the name.
    pub party: Option<String>,
    /// Round in which, where it is said.
    pub round: Option<i16>,
    /// Whether a parliament or a college elected.
    pub by_assembly: bool,
}

pub(super) enum Said<'t> {
    President { winner: Box<Winner>, behind: Behind<'t> },
    Another,
}

pub(super) enum Behind<'t> {
    Nothing,
    /// `with 87.5% of the vote`.
    Percent(Share),
    /// A list with its own introduction.
    List {
        round: Option<i16>,
        text: &'t str,
    },
    /// What stands behind a dash or a comma.
    Text(&'t str),
}

/// `Anna MUSTER reelected president in second round`; none for words that elect nobody.
pub(super) fn announced(piece: &str) -> Option<Said<'_>> {
    const VERBS: [&str; 8] = [
        " reelected",
        " re-elected",
        " elected",
        " wins the election",
        " appointed",
        " approved",
        " designated",
        " named",
    ];
    let (at, verb) =
        VERBS.iter().filter_map(|verb| piece.find(verb).map(|at| (at, *verb))).min()?;
    let before = piece.get(..at)?.trim();
    let behind = piece.get(at + verb.len()..)?.trim_start();
    if before.contains('%') {
        return None;
    }
    let elects = verb.ends_with("elected") || verb.contains("wins");
    let small = behind.to_lowercase();
    let small = small.strip_prefix("as ").unwrap_or(&small);
    let is_office = [
        "president",
        "in first round",
        "in second round",
        "in the first round",
        "in the second round",
        "in runoff",
    ]
    .iter()
    .any(|words| small.starts_with(words))
        || small.is_empty();
    let other_body = ["president of", "president-", "presidential council"]
        .iter()
        .any(|words| small.starts_with(words));
    let before = before
        .trim_end_matches(" is")
        .trim_end_matches(" was")
        .trim_end_matches(" has been")
        .trim_end_matches(" declared");
    let (words, party) = match before.split_once('(') {
        Some((words, inside)) => {
            let (inside, rest) = inside.split_once(')').unwrap_or((inside, ""));
            if !rest.trim().is_empty() {
                return Some(Said::Another);
            }
            (words, Some(inside.trim().to_owned()))
        }
        None => (before, None),
    };
    let Some(name) = names::name(words).filter(|_| elects && is_office && !other_body) else {
        return Some(Said::Another);
    };
    let popular = small.contains("by popular vote") || small.contains("direct popular vote");
    let bodies = [
        " by ",
        "assembly",
        "parliament",
        "congress",
        "joint session",
        "electoral college",
        "legislat",
        "knesset",
        "unopposed by",
        "council",
        "majlis",
    ];
    let words_end = behind.find('%').map_or(behind.len(), |at| at);
    let told = behind.get(..words_end).unwrap_or_default().to_lowercase();
    let winner = Winner {
        name,
        party,
        round: round_in(&told),
        by_assembly: !popular && bodies.iter().any(|body| told.contains(body)),
    };
    Some(Said::President {
        behind: with_share(behind).unwrap_or_else(|| text_behind(behind)),
        winner: Box::new(winner),
    })
}

/// `president with 87.5% percent of the vote, 56% of voter turnout`.
fn with_share(behind: &str) -> Option<Behind<'_>> {
    let (before, rest) = behind.split_once('%')?;
    let number = before.rsplit(' ').next()?;
    before.strip_suffix(number)?.trim_end().strip_suffix("with")?;
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("percent").unwrap_or(rest).trim_start();
    let of_votes = ["of the vote", "of vote", "of the popular vote", "of the total vote"];
    let percent = number.parse().ok().filter(|percent| (0.0..=100.0).contains(percent))?;
    let decimals =
        i16::try_from(number.split_once('.').map_or(0, |(_, digits)| digits.len())).ok()?;
    of_votes.iter().any(|words| rest.starts_with(words)).then_some(Behind::Percent(Share {
        candidate: None,
        party: None,
        percent,
        decimals,
    }))
}

fn text_behind(behind: &str) -> Behind<'_> {
    if !behind.contains('%') {
        return Behind::Nothing;
    }
    // "in second round: percent of vote in first round - ...".
    if let Some((_, text)) =
        behind.split_once(": ").filter(|(_, text)| text.starts_with("percent"))
    {
        return match introduced(text) {
            Some(Intro::Popular { round, text }) => Behind::List { round, text },
            _ => Behind::Nothing,
        };
    }
    match behind.split_once(" - ").or_else(|| behind.split_once(": ")) {
        Some((_, text)) => Behind::Text(text),
        None => Behind::Text(behind),
    }
}

/// The round that words name.
fn round_in(words: &str) -> Option<i16> {
    let has = |any: &[&str]| any.iter().any(|it| words.contains(it));
    if has(&["third", "fourth", "fifth", "sixth"]) {
        None
    } else if has(&[
        "second round",
        "second-round",
        "second ballot",
        "runoff",
        "run-off",
        "second-ballot",
    ]) {
        Some(2)
    } else if has(&["first round", "first-round", "first ballot"]) {
        Some(1)
    } else {
        None
    }
}

pub(super) enum Intro<'t> {
    /// Shares of the people's vote.
    Popular { round: Option<i16>, text: &'t str },
    /// Shares of another vote.
    Another,
}

/// Words of an introduction to shares of the people's vote.
const INTRODUCING: &[&str] = &[
    "percent",
    "percentage",
    "of",
    "the",
    "vote",
    "votes",
    "popular",
    "direct",
    "total",
    "valid",
    "cast",
    "in",
    "a",
    "first",
    "second",
    "round",
    "first-round",
    "second-round",
    "ballot",
    "runoff",
    "run-off",
    "balloting",
    "results",
    "election",
    "voting",
    "for",
    "president",
];

/// `percent of vote in second round - ...`, `first round: percent of vote - ...`; none for a piece that begins otherwise.
pub(super) fn introduced(piece: &str) -> Option<Intro<'_>> {
    let small = piece.to_lowercase();
    let opens = [
        "percent",
        "first round",
        "second round",
        "first-round",
        "second-round",
        "in the first round",
        "in the second round",
    ];
    if !opens.iter().any(|words| small.starts_with(words)) {
        let later = small.find("percent").is_some() || small.contains(" vote ");
        return later.then_some(Intro::Another);
    }
    let mut rest = piece;
    let mut words = String::new();
    let text = loop {
        rest = rest.trim_start_matches([' ', ',']);
        if let Some(behind) = rest.strip_prefix('(') {
            let (inside, after) = behind.split_once(')')?;
            let fine = inside.split([' ', ',']).all(|word| {
                INTRODUCING.contains(&word.to_lowercase().as_str())
                    || is_month(word)
                    || word.parse::<u16>().is_ok()
                    || word.is_empty()
            });
            if !fine {
                return Some(Intro::Another);
            }
            words.push(' ');
            words.push_str(&inside.to_lowercase());
            rest = after;
            continue;
        }
        if rest.starts_with(['-', '–', ':']) {
            rest = rest.trim_start_matches(['-', '–', ':', ' ']);
            let small = rest.to_lowercase();
            if ["percent", "first-round", "second-round", "first round", "second round"]
                .iter()
                .any(|words| small.starts_with(words))
            {
                continue;
            }
            break rest;
        }
        let end = rest.find([' ', ',', ':', '(', '–']).unwrap_or(rest.len());
        let word = rest.get(..end)?;
        let (word, dashed) = match word.split_once('-') {
            Some((before, _)) if !INTRODUCING.contains(&word.to_lowercase().as_str()) => {
                (before, true)
            }
            _ => (word, false),
        };
        let small = word.to_lowercase();
        let number = word.parse::<u16>().is_ok();
        if INTRODUCING.contains(&small.as_str())
            || number && words.contains("vote") && !piece_is_share(rest)
        {
            words.push(' ');
            words.push_str(if small == "1" { "first" } else { &small });
            rest = rest.get(word.len()..)?;
            if dashed {
                continue;
            }
        } else if words.contains("vote")
            && (word.starts_with(char::is_uppercase) || piece_is_share(rest))
        {
            break rest;
        } else {
            return Some(Intro::Another);
        }
        if rest.is_empty() {
            return Some(Intro::Another);
        }
    };
    Some(Intro::Popular { round: round_in(&words), text })
}

/// `48.5%` and no more before a blank.
fn piece_is_share(text: &str) -> bool {
    text.split(' ').next().is_some_and(|word| word.contains('%'))
}
