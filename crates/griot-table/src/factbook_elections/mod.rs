//! Elections as editions of the CIA World Factbook tell them, in words.
//!
//! A country's executive branch has `election last held on 10 April 2022 with a runoff held on 24 April 2022` and
//! `election results: 2022: Anna MUSTER reelected president in second round; percent of vote in first round - Anna MUSTER
//! (AB) 27.8%, Karl BEISPIEL 23.2%, other ...; percent of vote in second round - MUSTER 58.5%, BEISPIEL 41.5%`. Editions
//! differ in layout. What cannot be read wholly is counted, and nothing is guessed.

mod clauses;
mod days;
mod names;
mod shares;

pub use clauses::Winner;
pub use days::{Held, american, days};
pub use names::Name;
pub use shares::Share;

use clauses::{Behind, Intro, Said, announced, introduced};
use days::is_month;
use shares::{bracketed, pieces};

/// Shares of the popular vote in one round.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// 1 or 2; none where the words do not say and nothing else tells.
    pub round: Option<i16>,
    /// Shares, as they stand.
    pub shares: Vec<Share>,
    /// Percent of all others together.
    pub other: f64,
    /// Whether every candidate of the round is named.
    pub is_complete: bool,
}

/// A presidential election as one edition tells it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contest {
    /// Year of its label; none where it has none, and the day of the last election is meant.
    pub year: Option<i16>,
    /// Whom it made president.
    pub winner: Option<Winner>,
    /// Its lists.
    pub lists: Vec<List>,
}

/// What an edition says of a country's presidential elections.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    /// Elections with a winner or a list.
    pub contests: Vec<Contest>,
    /// Days on which the president was last elected.
    pub held: Vec<Held>,
    /// Whether the words say that the people elect the president.
    pub by_people: bool,
    /// Parts of results that could not be read.
    pub unread: u32,
}

/// Reads the executive branch of a country in an edition.
pub fn executive(text: &str) -> Told {
    let mut told = Told::default();
    if let Some((held, by_people)) = last_held(text) {
        told.held = held;
        told.by_people = by_people;
    }
    for section in sections(text) {
        for (year, block) in blocks(section) {
            let (contest, unread) = contest(year, block);
            told.unread += unread;
            if contest.winner.is_some() || !contest.lists.is_empty() {
                told.contests.push(contest);
            }
        }
    }
    told
}

/// Labels at which the results of an election end.
const LABELS: &[&str] = &[
    " note:",
    " note :",
    " cabinet:",
    " cabinet :",
    " expected date of next election",
    " elections/appointments:",
    " election/appointment process:",
    " head of government:",
    " head of state:",
    " chief of state:",
    " elections:",
    " |",
];

/// What stands behind `election results:`.
fn sections(text: &str) -> impl Iterator<Item = &str> {
    text.split("election results").skip(1).map(|behind| {
        let behind = behind.trim_start().trim_start_matches(':');
        let end = LABELS.iter().filter_map(|label| behind.find(label)).min();
        behind.get(..end.unwrap_or(behind.len())).unwrap_or_default().trim()
    })
}

/// Days of the president's last election, and whether the people elect.
fn last_held(text: &str) -> Option<(Vec<Held>, bool)> {
    const MARKS: [&str; 3] = ["last held", "most recent election date:", "elections last held"];
    let labels = [" elections:", " elections/appointments:", " election/appointment process:"];
    let mut from = labels.iter().filter_map(|label| text.find(label)).min()?;
    loop {
        let rest = text.get(from..)?;
        let (at, mark) =
            MARKS.iter().filter_map(|mark| rest.find(mark).map(|at| (at, mark))).min()?;
        let before = rest.get(..at)?;
        if first_office(before) == Some("president") {
            let held = days(rest.get(at + mark.len()..)?.trim_start());
            let small = before.to_lowercase();
            let by_people = (small.contains("popular vote")
                || small.contains("directly elected"))
                && !small.contains("indirectly");
            return (!held.is_empty()).then_some((held, by_people));
        }
        from += at + mark.len();
    }
}

/// Days of elections of one chamber.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChamberHeld {
    /// As written: `Senate`; none where the words name no chamber.
    pub chamber: Option<String>,
    /// Days.
    pub held: Vec<Held>,
}

/// Reads the legislative branch of a country in an edition: when its chambers were last elected.
pub fn legislative(text: &str) -> Vec<ChamberHeld> {
    let mut found = Vec::new();
    for (at, mark) in text.match_indices("last held") {
        let behind = text.get(at + mark.len()..).unwrap_or_default().trim_start();
        let before = text.get(..at).unwrap_or_default();
        let from = before.rfind([';', ':', ')', '|']).map_or(0, |at| at + 1);
        let held = days(behind);
        if !held.is_empty() {
            found.push(ChamberHeld {
                chamber: chamber(before.get(from..).unwrap_or_default()),
                held,
            });
        }
    }
    for (at, mark) in text.match_indices("most recent election date:") {
        let behind = text.get(at + mark.len()..).unwrap_or_default().trim_start();
        let word = behind.split(' ').next().unwrap_or_default();
        if let Some(date) = american(word) {
            found.push(ChamberHeld { chamber: None, held: vec![Held { date, round: None }] });
        }
    }
    found
}

/// The name of a chamber before "last held"; none for other words.
fn chamber(words: &str) -> Option<String> {
    let words = words.trim().trim_end_matches(['-', '–', ',', ' ']);
    let words = words
        .trim_end_matches(" elections")
        .trim_end_matches(" was")
        .trim_end_matches(['-', ' ']);
    let fine = words.starts_with(char::is_uppercase)
        && words.len() <= 60
        && words.chars().all(|sign| sign.is_alphabetic() || matches!(sign, ' ' | '\'' | '-'));
    fine.then(|| words.to_owned())
}

/// The office that words name first, a deputy's left out.
fn first_office(words: &str) -> Option<&'static str> {
    let offices = [
        "president",
        "prime minister",
        "chancellor",
        "premier",
        "governor",
        "monarch",
        "chief minister",
    ];
    let small = words.to_lowercase();
    offices
        .into_iter()
        .filter_map(|office| {
            let whole = small.match_indices(office).find(|(at, _)| {
                let before = small.get(..*at).unwrap_or_default().trim_end();
                !before.ends_with("vice")
                    && !before.ends_with("vice-")
                    && !before.ends_with("deputy")
            })?;
            Some((whole.0, office))
        })
        .min()
        .map(|(_, office)| office)
}

/// The elections of a section by the year that labels them: `2025: ...`, `2020/2021 : ...`, `2025- ...`.
fn blocks(section: &str) -> Vec<(Option<i16>, &str)> {
    let inside = bracketed(section);
    let mut cuts: Vec<(usize, usize, i16)> = Vec::new();
    let mut before = "";
    let mut at = 0;
    for word in section.split(' ') {
        let start = at;
        at += word.len() + 1;
        let bare = word.trim_end_matches([':', '-']);
        let marked = bare.len() < word.len()
            || section.get(at..).is_some_and(|rest| rest.starts_with([':', '-']));
        let divided = before.is_empty() || before.ends_with(['%', ')', ';', '.', '"']);
        let unmarked = divided || before.ends_with(|sign: char| sign.is_ascii_digit());
        let opens = section.get(at..).is_some_and(|rest| {
            rest.trim_start_matches([':', '-', ' ']).starts_with(char::is_uppercase)
        });
        if let Some(year) = year(bare)
            && !inside.get(start).copied().unwrap_or_default()
            && (marked || unmarked && opens)
            && !is_month(before)
        {
            cuts.push((start, at.min(section.len()), year));
        }
        if !word.is_empty() {
            before = word;
        }
    }
    let mut found = Vec::new();
    let first = cuts.first().map_or(section.len(), |(start, ..)| *start);
    found.extend(
        section.get(..first).filter(|text| !text.trim().is_empty()).map(|text| (None, text)),
    );
    for (place, (_, from, year)) in cuts.iter().enumerate() {
        let to = cuts.get(place + 1).map_or(section.len(), |(start, ..)| *start);
        let text = section.get(*from..to).unwrap_or_default();
        found.push((Some(*year), text.trim_start_matches([':', '-', ' '])));
    }
    found
}

/// The year of `2025` or the later one of `2020/2021`, whose second round it was.
fn year(word: &str) -> Option<i16> {
    let one = |word: &str| -> Option<i16> {
        let year = word.parse().ok()?;
        (word.len() == 4 && (1900..2100).contains(&year)).then_some(year)
    };
    match word.split_once('/') {
        Some((first, last)) => one(first).and(one(last)),
        None => one(word),
    }
}

/// Who a list that follows belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    /// Nobody was named yet.
    Nobody,
    President,
    /// Another office, a parliament's vote, a remark.
    Another,
}

fn contest(year: Option<i16>, block: &str) -> (Contest, u32) {
    let mut contest = Contest { year, ..Contest::default() };
    let mut unread = 0;
    let mut of = Of::Nobody;
    // A list may go on behind a semicolon.
    let mut open = false;
    for piece in pieces(block, |sign| sign == ';') {
        let piece = piece.trim();
        if piece.is_empty() {
            continue;
        }
        let small = piece.to_lowercase();
        if small.starts_with("note") || piece.contains(" seat") {
            of = if piece.contains(" seat") { Of::Another } else { of };
            open = false;
            continue;
        }
        if let Some(said) = announced(piece) {
            open = false;
            match said {
                Said::President { winner, behind } => {
                    of = Of::President;
                    let round = winner.round;
                    let by_assembly = winner.by_assembly;
                    if contest.winner.is_none() {
                        contest.winner = Some(*winner);
                    }
                    match behind {
                        Behind::Nothing => {}
                        Behind::Percent(share) => {
                            contest.lists.push(list(round, vec![share], 0.0));
                        }
                        Behind::List { round, text } => {
                            let read = shares::read(text);
                            open = fits(&read) && !by_assembly;
                            if open {
                                contest.lists.push(list(round, read.shares, read.other));
                            } else {
                                unread += 1;
                            }
                        }
                        Behind::Text(text) => {
                            let read = shares::read(text);
                            if by_assembly || text.to_lowercase().contains("vote") {
                                unread += 1;
                            } else if fits(&read) {
                                contest.lists.push(list(round, read.shares, read.other));
                                open = true;
                            } else {
                                unread += 1;
                            }
                        }
                    }
                }
                Said::Another => of = Of::Another,
            }
            continue;
        }
        if !piece.contains('%') {
            open = false;
            continue;
        }
        match introduced(piece) {
            Some(Intro::Popular { round, text }) if of != Of::Another => {
                let read = shares::read(text);
                open = fits(&read);
                if open {
                    contest.lists.push(list(round, read.shares, read.other));
                } else {
                    unread += 1;
                }
            }
            Some(_) => open = false,
            None if of == Of::Another => {}
            None => {
                let read = shares::read(piece);
                let bare = read.unread == 0 && (!read.shares.is_empty() || read.other > 0.0);
                let is_first = of == Of::President && contest.lists.is_empty();
                if let Some(last) = contest.lists.last_mut().filter(|_| open && bare) {
                    last.shares.extend(read.shares);
                    last.other += read.other;
                } else if bare && is_first {
                    contest.lists.push(list(None, read.shares, read.other));
                    open = true;
                } else {
                    // A list without this part is not whole.
                    if open {
                        contest.lists.pop();
                        open = false;
                    }
                    unread += 1;
                }
            }
        }
    }
    let of_people = contest.winner.as_ref().is_none_or(|winner| !winner.by_assembly);
    if contest.winner.is_none() || !of_people {
        // Nobody says whose election the shares are of, or the people did not vote.
        unread += u32::try_from(contest.lists.len()).unwrap_or(u32::MAX);
        contest.lists.clear();
    }
    finished(&mut contest, &mut unread);
    (contest, unread)
}

fn list(round: Option<i16>, shares: Vec<Share>, other: f64) -> List {
    List { round, shares, other, is_complete: false }
}

/// Whether a list was read to its end.
fn fits(read: &shares::Read) -> bool {
    read.unread == 0 && !read.shares.is_empty()
}

/// Names of candidates who are named by their family name alone, rounds that follow from the rest, and whether a list is
/// complete. A list that adds up to more than everything is left out.
fn finished(contest: &mut Contest, unread: &mut u32) {
    let winner = contest.winner.clone();
    let mut known: Vec<Name> = winner.iter().map(|winner| winner.name.clone()).collect();
    for list in &contest.lists {
        known.extend(list.shares.iter().filter_map(|share| share.candidate.clone()));
    }
    let whole = |name: &Name| -> Name {
        let mut longer = known.iter().filter(|it| {
            !it.family.is_empty()
                && it.full.len() > name.full.len()
                && (it.family == name.full || it.full.ends_with(&format!(" {}", name.full)))
        });
        let first = longer.next();
        first.filter(|first| longer.all(|it| it.full == first.full)).unwrap_or(name).clone()
    };
    for list in &mut contest.lists {
        for share in &mut list.shares {
            share.candidate = match (&share.candidate, &winner) {
                (Some(name), _) => Some(whole(name)),
                (None, winner) => winner.as_ref().map(|winner| winner.name.clone()),
            };
        }
    }
    let decided = winner.and_then(|winner| winner.round);
    let told: Vec<Option<i16>> = contest.lists.iter().map(|list| list.round).collect();
    for list in &mut contest.lists {
        let named: f64 = list.shares.iter().map(|share| share.percent).sum();
        let two = list.shares.len() == 2 && list.other < 3.0 && named > 96.0;
        if list.round.is_none() {
            list.round = match decided {
                Some(1) => Some(1),
                Some(2) if told.contains(&Some(2)) => Some(1),
                Some(2) if two || list.shares.len() == 1 && told.contains(&Some(1)) => Some(2),
                _ if told.contains(&Some(2)) && !two => Some(1),
                _ => None,
            };
        }
        list.is_complete = list.shares.len() > 1
            && (named + list.other <= 101.5)
            && (named >= 99.5 || list.round == Some(2) && two);
    }
    let before = contest.lists.len();
    contest.lists.retain(|list| {
        let sum: f64 = list.shares.iter().map(|share| share.percent).sum::<f64>() + list.other;
        sum <= 101.5
    });
    *unread += u32::try_from(before - contest.lists.len()).unwrap_or(u32::MAX);
}

#[cfg(test)]
mod tests {
    use super::{Told, executive};

    fn shown(told: &Told) -> Vec<String> {
        let mut lines = Vec::new();
        for contest in &told.contests {
            let year = contest.year.map_or("-".to_owned(), |year| year.to_string());
            let winner = contest.winner.as_ref().map_or("nobody".to_owned(), |winner| {
                let round = winner.round.map_or(String::new(), |round| format!(" in {round}"));
                let by = if winner.by_assembly { " by an assembly" } else { "" };
                format!("{}{round}{by}", winner.name.full)
            });
            lines.push(format!("{year}: {winner}"));
            for list in &contest.lists {
                let round = list.round.map_or("-".to_owned(), |round| round.to_string());
                let shares: Vec<String> = list
                    .shares
                    .iter()
                    .map(|share| {
                        let name =
                            share.candidate.as_ref().map_or("?", |name| name.full.as_str());
                        format!("{name} {}", share.percent)
                    })
                    .collect();
                let whole = if list.is_complete { ", complete" } else { "" };
                lines.push(format!(
                    "  {round}: {}; other {}{whole}",
                    shares.join(", "),
                    list.other
                ));
            }
        }
        lines.push(format!("unread {}", told.unread));
        lines
    }

    fn results(words: &str) -> Vec<String> {
        shown(&executive(&format!("cabinet: none elections: none election results: {words}")))
    }

    #[test]
    fn two_rounds_and_two_elections() {
        let text = "chief of state: President Anna MUSTER (since 2022) elections/appointments: president directly elected by absolute majority popular vote in 2 rounds; election last held on 10 April 2022 with a runoff held on 24 April 2022 (next to be held in April 2027); prime minister appointed by the president election results: 2022: Anna MUSTER reelected in second round; percent of vote in first round - Anna MUSTER (AB) 27.8%, Karl BEISPIEL (C/D) 23.2%, other 49%; percent of vote in second round - MUSTER 58.5%, BEISPIEL 41.5% 2017 : Anna MUSTER elected president in the first round; percent of vote - Anna MUSTER 66.1%, Karl BEISPIEL 20%; Eva NORM 10%; other 3.9%; note - some remark, 5%";
        let told = executive(text);
        assert_eq!(
            shown(&told),
            [
                "2022: Anna Muster in 2",
                "  1: Anna Muster 27.8, Karl Beispiel 23.2; other 49",
                "  2: Anna Muster 58.5, Karl Beispiel 41.5; other 0, complete",
                "2017: Anna Muster in 1",
                "  1: Anna Muster 66.1, Karl Beispiel 20, Eva Norm 10; other 3.9",
                "unread 0",
            ]
        );
        assert!(told.by_people);
        let days: Vec<String> = told.held.iter().map(|held| held.date.to_string()).collect();
        assert_eq!(days, ["2022-04-10", "2022-04-24"]);
    }

    #[test]
    fn old_layouts() {
        assert_eq!(
            results(
                "Anna MUSTER elected president; percent of vote, second ballot-Anna MUSTER 52.64%, Karl BEISPIEL 47.36%"
            ),
            [
                "-: Anna Muster",
                "  2: Anna Muster 52.64, Karl Beispiel 47.36; other 0, complete",
                "unread 0"
            ]
        );
        assert_eq!(
            results(
                "Anna MUSTER reelected president with 87.5% percent of the vote, 56% of voter turnout note: a remark"
            ),
            ["-: Anna Muster", "  -: Anna Muster 87.5; other 0", "unread 0"]
        );
        assert_eq!(
            results(
                "President Anna MUSTER reelected; percent of vote-Anna MUSTER (AB) 40.12%, Karl BEISPIEL 31.09%"
            ),
            [
                "-: Anna Muster",
                "  -: Anna Muster 40.12, Karl Beispiel 31.09; other 0",
                "unread 0"
            ]
        );
        assert_eq!(
            results(
                "Anna MUSTER elected president in runoff; percent of vote - Anna MUSTER 56.4%, BEISPIEL 43.6%"
            ),
            [
                "-: Anna Muster in 2",
                "  2: Anna Muster 56.4, Beispiel 43.6; other 0, complete",
                "unread 0"
            ]
        );
        assert_eq!(
            results(
                "Anna MUSTER elected president; percent of vote: first-round results - Karl BEISPIEL (A) 37.1%, Anna MUSTER 34.2%, other 28.7%; second-round results - Anna MUSTER 51.4%, Karl BEISPIEL 48.6%"
            ),
            [
                "-: Anna Muster",
                "  1: Karl Beispiel 37.1, Anna Muster 34.2; other 28.7",
                "  2: Anna Muster 51.4, Karl Beispiel 48.6; other 0, complete",
                "unread 0",
            ]
        );
        assert_eq!(
            results(
                "Anna MUSTER elected president in second round: percent of vote in first round - Karl BEISPIEL 34%, Anna MUSTER 26.9%; percent of vote in second round - Anna MUSTER 53.9%, Karl BEISPIEL 46.1%"
            ),
            [
                "-: Anna Muster in 2",
                "  1: Karl Beispiel 34, Anna Muster 26.9; other 0",
                "  2: Anna Muster 53.9, Karl Beispiel 46.1; other 0, complete",
                "unread 0",
            ]
        );
        assert_eq!(
            results("Anna MUSTER elected president; percent of vote - 48.5%"),
            ["-: Anna Muster", "  -: Anna Muster 48.5; other 0", "unread 0"]
        );
    }

    #[test]
    fn chambers() {
        let check = |text: &str, expected: &[&str]| {
            let shown: Vec<String> = super::legislative(text)
                .iter()
                .map(|it| {
                    let days: Vec<String> =
                        it.held.iter().map(|held| held.date.to_string()).collect();
                    format!("{} {}", it.chamber.as_deref().unwrap_or("-"), days.join(" "))
                })
                .collect();
            assert_eq!(shown, expected, "{text}");
        };
        check(
            "unicameral Diet (10 seats) elections: last held on 14 May 2023 (next to be held in 2028)",
            &["- 2023-05-14"],
        );
        check(
            "elections: Senate - last held 26 April 2004 (next to be held NA); House of States - last held NA May 2003",
            &["Senate 2004-04-26", "House of States 2003-05"],
        );
        check(
            "number of seats: 150 most recent election date: 10/26/2024 percentage: 3%",
            &["- 2024-10-26"],
        );
        check("elections: none", &[]);
    }

    #[test]
    fn nobody_guesses() {
        // A parliament's vote, a deputy's election, a prime minister: no shares of the people's vote.
        assert_eq!(
            results(
                "2018: Anna MUSTER elected president by the National Assembly; percent of vote - Anna MUSTER 62%, Karl BEISPIEL 38%"
            ),
            ["2018: Anna Muster by an assembly", "unread 1"]
        );
        assert_eq!(
            results(
                "Anna MUSTER elected president; percent of Parliament vote - Anna MUSTER 62%; Karl BEISPIEL elected vice president; percent of vote - Karl BEISPIEL 80%, Eva NORM 20%"
            ),
            ["-: Anna Muster", "unread 0"]
        );
        assert_eq!(
            results("Anna MUSTER elected prime minister; percent of vote - Anna MUSTER 62%"),
            ["unread 0"]
        );
        // Shares that nobody can have, and words that are no name.
        assert_eq!(
            results(
                "Anna MUSTER elected president; percent of vote - Anna MUSTER 62%, Karl BEISPIEL 58%"
            ),
            ["-: Anna Muster", "unread 1"]
        );
        assert_eq!(
            results(
                "Anna MUSTER elected president; percent of vote - Anna MUSTER 62%, the party of Karl 30%"
            ),
            ["-: Anna Muster", "unread 1"]
        );
        assert_eq!(executive("(((").contests.len(), 0);
        assert_eq!(executive("election results: ((%; percent of vote - (%").contests.len(), 0);
    }
}
