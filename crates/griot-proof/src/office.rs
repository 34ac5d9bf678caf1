//! What is somebody? The post, rank or portfolio that the sentence gives a person, against those that the
//! proof gives the same person.
//!
//! Only what stands right beside a name is somebody's: *Finance Minister Ana Petrov*, *le ministre des
//! Finances, Ana Petrov,*, *Ana Petrov, the minister of finance,*. It differs where the proof gives the person
//! another one of the same list, and has the sentence's own in no sentence that names the person.

use griot_model::Span;

use crate::{
    alike::Hit,
    contrary::{Seen, Side, seen},
    finding::{Finding, Status, blank},
    lexicon::{Kind as TokenKind, Lexicon, Token},
    pack::Script,
    particulars::{Kind, Sentence, Value},
    signs::{FIELD, MINISTER, POST, PRESIDENT, PRIME_MINISTER, RANK, Sign, UNDER},
    view::{View, best_view},
};

/// Words of a title, at most: *the deputy minister of agriculture and of water of the Republic*.
const LONGEST: usize = 10;

/// Words of a name beside the one that was found.
const NAMES: usize = 3;

/// What stands beside a name.
#[derive(Debug, Default)]
struct Title {
    offices: Vec<(u8, u8)>,
    first: usize,
    end: usize,
}

impl Title {
    fn of(signs: &[Seen]) -> Option<Self> {
        let offices: Vec<(u8, u8)> = signs.iter().filter_map(office).collect();
        let first = signs.iter().map(|sign| sign.first).min()?;
        let end = signs.iter().map(|sign| sign.end).max()?;
        (!offices.is_empty()).then_some(Self { offices, first, end })
    }

    fn all(&self, list: u8) -> impl Iterator<Item = u8> + '_ {
        self.offices.iter().filter(move |(of, _)| *of == list).map(|(_, office)| *office)
    }

    fn has(&self, list: u8, office: u8) -> bool {
        self.offices.contains(&(list, office))
    }
}

fn office(sign: &Seen) -> Option<(u8, u8)> {
    match sign.sign {
        Sign::Office(list, office) => Some((list, office)),
        _ => None,
    }
}

/// The offices of a sentence that its proofs give the same person otherwise.
pub(crate) fn other_offices(
    lexicon: &Lexicon,
    sentence: &Sentence,
    views: &[View<'_>],
    found: &mut Vec<Finding>,
) {
    let Some(best) = best_view(views) else { return };
    let draft = Side { lexicon, tokens: &sentence.tokens };
    for (index, particular) in sentence.particulars.iter().enumerate() {
        let Value::Name(name) = &particular.value else { continue };
        let first = past_title(&draft, (name.first, name.end));
        let composed = name.composed && first == name.first;
        if name.place.is_some() || composed || sentence.quotes(particular.span.start) {
            continue;
        }
        let Some(ours) = beside(&draft, (first, name.end)) else { continue };
        let theirs: Vec<(&View<'_>, Title)> = views
            .iter()
            .filter(|view| !view.proof.table)
            .flat_map(|view| {
                let hits = view.hits_of(index);
                let side = Side { lexicon: view.lexicon, tokens: &view.proof.tokens };
                hits.iter()
                    .filter_map(|hit| Some((view, beside(&side, *hit)?)))
                    .collect::<Vec<_>>()
            })
            .collect();
        let said = |list: u8, office: u8| {
            views.iter().any(|view| names_both(view, index, list, office))
        };
        let Some((view, other)) = contradicts(&ours, &theirs, &said) else { continue };
        let place = view.proof.span(other.first, other.end);
        let bytes = |at: usize| sentence.tokens.get(at);
        let (Some(first), Some(last)) =
            (bytes(ours.first), ours.end.checked_sub(1).and_then(bytes))
        else {
            continue;
        };
        found.push(Finding {
            kind: Kind::Frame,
            span: Span::new(first.start as usize, last.end as usize),
            proof: Some(view.index),
            place: Some(place),
            passage: best.passage_span().filter(|_| best.index == view.index),
            value: Some(place.of(&view.proof.text).to_owned()),
            ..blank(particular, Status::Differs)
        });
    }
}

/// The first word of a name behind a title that was read as its beginning: *Vice-President Omar Keller*.
fn past_title(side: &Side<'_>, name: Hit) -> usize {
    let signs = offices(side, name.0, name.1);
    let mut first = name.0;
    while signs.iter().any(|sign| sign.first <= first && first < sign.end)
        || side.tokens.get(first).is_some_and(Token::is_dash)
    {
        first += 1;
    }
    if first < name.1 { first } else { name.0 }
}

/// What the proofs call the person otherwise.
fn contradicts<'a, 'b>(
    ours: &Title,
    theirs: &'a [(&'a View<'b>, Title)],
    said: &dyn Fn(u8, u8) -> bool,
) -> Option<(&'a View<'b>, &'a Title)> {
    for list in [POST, RANK, FIELD] {
        if ours.all(list).next().is_none() || ours.all(list).any(|office| said(list, office)) {
            continue;
        }
        let mut of_list = theirs.iter().filter(|(_, title)| title.all(list).next().is_some());
        let other = of_list.find(|(_, title)| {
            let minister = |title: &Title| title.has(POST, MINISTER);
            match list {
                FIELD => minister(ours) && minister(title),
                POST => {
                    !(ours.has(POST, PRIME_MINISTER) && minister(title)
                        || minister(ours) && title.has(POST, PRIME_MINISTER))
                }
                _ => true,
            }
        });
        if let Some((view, title)) = other {
            return Some((*view, title));
        }
    }
    // A minister is no deputy minister; where the proof says both of the person, nothing is said.
    let deputy = |title: &Title| title.has(UNDER, 0);
    let same_post = |title: &Title| {
        ours.all(POST).any(|office| title.has(POST, office))
            && (ours.all(FIELD).next().is_none()
                || title.all(FIELD).next().is_none()
                || ours.all(FIELD).any(|field| title.has(FIELD, field)))
    };
    let mut same = theirs.iter().filter(|(_, title)| same_post(title)).peekable();
    let (view, title) = same.peek()?;
    let all_otherwise = same.clone().all(|(_, title)| deputy(title) != deputy(ours));
    let denied = if deputy(ours) { !said(UNDER, 0) } else { true };
    (all_otherwise && denied).then_some((*view, title))
}

/// Whether a sentence of the proof that names a person, or one beside it, has an office.
fn names_both(view: &View<'_>, index: usize, list: u8, office: u8) -> bool {
    let hits = view.hits_of(index);
    let side = Side { lexicon: view.lexicon, tokens: &view.proof.tokens };
    let mut sentences: Vec<usize> = hits.iter().map(|hit| view.proof.sentence(hit.0)).collect();
    sentences.dedup();
    sentences.iter().any(|at| {
        let from = at.checked_sub(1).and_then(|at| view.proof.sentences.get(at));
        let here = view.proof.sentences.get(*at);
        let to = view.proof.sentences.get(at + 1).or(here);
        let (Some(from), Some(to)) = (from.or(here), to) else { return false };
        seen(&side, from.first, to.end)
            .iter()
            .any(|sign| sign.sign == Sign::Office(list, office))
    })
}

/// The title before a name or behind it.
fn beside(side: &Side<'_>, name: Hit) -> Option<Title> {
    let before = before(side, name.0);
    let after = after(side, name.1);
    match (before, after) {
        (Some(mut one), Some(two)) => {
            one.offices.extend(two.offices);
            Some(one)
        }
        (one, two) => one.or(two),
    }
}

fn word_of_title(side: &Side<'_>, at: usize, covered: &dyn Fn(usize) -> bool) -> bool {
    let Some(token) = side.tokens.get(at) else { return false };
    if token.is_dash() && token.glued {
        return true;
    }
    let Some(word) = side.lexicon.of(token) else { return false };
    let sense = &word.sense;
    // The mayor of Dorset.
    let of = |at: usize| side.tokens.get(at).is_some_and(|it| side.lexicon.sense(it).particle);
    let of_place = word.capital && at.checked_sub(1).is_some_and(of);
    covered(at)
        || sense.stop
        || sense.particle
        || sense.generic
        || !word.places.is_empty()
        || of_place
}

/// Whether a word is one of a name beside the word of it that was found.
fn word_of_name(side: &Side<'_>, at: usize, covered: &dyn Fn(usize) -> bool) -> bool {
    let Some(token) = side.tokens.get(at) else { return false };
    if token.is_mark('.') && token.glued {
        return true;
    }
    let Some(word) = side.lexicon.of(token) else { return false };
    let sense = &word.sense;
    let cased = word.capital || side.lexicon.pack.script == Script::Arabic;
    cased
        && !covered(at)
        && word.places.is_empty()
        && !sense.stop
        && !sense.title
        && !sense.generic
        || word.capital && sense.particle
}

fn before(side: &Side<'_>, first: usize) -> Option<Title> {
    let from = first.saturating_sub(LONGEST + NAMES + 1);
    let signs = offices(side, from, first);
    let covered = |at: usize| signs.iter().any(|sign| sign.first <= at && at < sign.end);
    let names = if side.lexicon.pack.script == Script::Arabic { 1 } else { NAMES };
    let mut at = first;
    for _ in 0..names {
        match at.checked_sub(1).filter(|before| word_of_name(side, *before, &covered)) {
            Some(before) => at = before,
            None => break,
        }
    }
    let name = at;
    let comma = at.checked_sub(1).and_then(|at| side.tokens.get(at));
    if comma.is_some_and(|it| it.is_mark(',')) {
        // Le ministre des Finances, Ana Petrov, a déclaré.
        let closes = (first..first + NAMES + 2).find_map(|at| match side.tokens.get(at) {
            Some(token) if matches!(token.kind, TokenKind::Mark(',' | '.' | ')')) => Some(true),
            Some(token) if side.lexicon.of(token).is_some_and(|it| it.capital) => None,
            _ => Some(false),
        });
        if closes != Some(true) {
            return None;
        }
        at -= 1;
    }
    let end = at;
    while let Some(before) = at.checked_sub(1).filter(|it| word_of_title(side, *it, &covered)) {
        if end - before > LONGEST {
            break;
        }
        at = before;
    }
    let mut inside: Vec<Seen> =
        signs.into_iter().filter(|sign| at <= sign.first && sign.end <= end).collect();
    // General Diallo; not the general secretary Diallo.
    inside.retain(|sign| !matches!(sign.sign, Sign::Office(RANK, _)) || sign.end == name);
    Title::of(&inside)
}

fn after(side: &Side<'_>, end: usize) -> Option<Title> {
    let signs = offices(side, end, (end + NAMES + LONGEST + 2).min(side.tokens.len()));
    let covered = |at: usize| signs.iter().any(|sign| sign.first <= at && at < sign.end);
    let mut at = end;
    for _ in 0..NAMES {
        if word_of_name(side, at, &covered) {
            at += 1;
        }
    }
    let opens = side.tokens.get(at)?;
    // Ana Petrov was then the minister of finance.
    let is = seen(side, at, at + 1).iter().any(|sign| sign.sign == Sign::Passive);
    if !is && !matches!(opens.kind, TokenKind::Mark(',' | '(' | '،')) {
        return None;
    }
    let first = at + 1;
    at = first;
    while at < first + LONGEST && word_of_title(side, at, &covered) {
        at += 1;
    }
    let inside: Vec<Seen> =
        signs.into_iter().filter(|sign| first <= sign.first && sign.end <= at).collect();
    let last = inside.iter().map(|sign| sign.end).max()?;
    // Ana Petrov, the minister said: it goes on with another's words.
    let goes_on =
        side.tokens.get(last).and_then(|it| side.lexicon.of(it)).is_some_and(|word| {
            let sense = &word.sense;
            let joins = sense.particle
                || sense.date_preposition
                || sense.before_place
                || sense.conjunction;
            !joins && word.places.is_empty()
        });
    // Ana Petrov, the minister of finance, Ivan Sato.
    let next =
        side.tokens.get(at).filter(|it| it.is_mark(',')).and_then(|_| side.tokens.get(at + 1));
    let of_next =
        next.and_then(|it| side.lexicon.of(it)).is_some_and(|it| it.capital && !it.sense.stop);
    let opening = inside.iter().map(|sign| sign.first).min()? <= first + 3;
    let mut inside = inside;
    inside
        .retain(|sign| !matches!(sign.sign, Sign::Office(RANK, _)) || sign.first <= first + 1);
    (!goes_on && !of_next && opening).then(|| Title::of(&inside)).flatten()
}

/// The offices in a run of tokens. The president of a court or a club is none of a state.
fn offices(side: &Side<'_>, from: usize, to: usize) -> Vec<Seen> {
    let mut signs = seen(side, from, to);
    signs.retain(|sign| match sign.sign {
        Sign::Office(POST, PRESIDENT) => {
            let joins =
                side.tokens.get(sign.end).is_some_and(|it| side.lexicon.sense(it).particle);
            let of = (sign.end..sign.end + 4)
                .filter_map(|at| side.tokens.get(at).and_then(|it| side.lexicon.of(it)))
                .find(|word| !word.sense.stop && !word.sense.particle);
            !joins || of.is_some_and(|word| !word.places.is_empty())
        }
        Sign::Office(..) => true,
        _ => false,
    });
    signs
}
