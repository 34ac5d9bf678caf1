//! What stands in a sentence about a measure, in order: whom, when, how much, and what is done with it.

use griot_model::{
    Comparator, Span,
    measure::{Amount, Entity, Unit},
};

use super::{
    amounts::Amounts,
    pack::{Pack, Role},
    times::{Times, When},
    words::Words,
};
use crate::claims::Tag;

/// One thing in a sentence.
#[derive(Debug, Clone)]
pub(super) enum What {
    Entity(Entity),
    /// A name of two countries.
    Ambiguous,
    Group(usize),
    Time(When),
    Amount(Amount),
    Rate(f64),
    Per(f64),
    /// "exceeds", with its number further on.
    Bound(Comparator),
    Rose,
    /// Rose or fell: the numbers say which.
    Went,
    Fell,
    Highest,
    Lowest,
    Ordinal(u16),
    Higher,
    Lower,
    Than,
    Any,
    Ever,
    Running,
    Steadily,
    Always,
    Never,
    Negation,
    Modal,
    Attribution,
    Together,
    WorldsWhole,
    Narrower,
    Era,
    Topic(Vec<String>),
    Stop,
    Mark(char),
}

/// With its words.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) what: What,
    /// First word and how many.
    pub(super) at: usize,
    pub(super) length: usize,
    /// Whether it says that the sentence is in the present.
    pub(super) is_present: bool,
}

/// A name in the sentence, by its first and last byte.
pub(super) struct Named {
    pub(super) span: Span,
    pub(super) tags: Vec<Tag>,
}

/// Everything in a sentence, each word once.
pub(super) fn items(
    words: &Words,
    pack: &Pack,
    names: &[Named],
    now: Option<i16>,
) -> Vec<Item> {
    let times = Times { words, pack, now };
    let amounts = Amounts { words, pack };
    let mut found: Vec<Item> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (what, length) = named(words, names, at)
            .or_else(|| times.at(at).map(|(when, length)| (What::Time(when), length)))
            .or_else(|| amounts.at(at).map(|(amount, length)| (What::Amount(amount), length)))
            .or_else(|| amounts.per_many(at).map(|(many, length)| (What::Per(many), length)))
            .unwrap_or_else(|| worded(words, pack, at));
        let length = length.max(1);
        let is_present =
            (at..at + length).any(|at| pack.is(&words.text, at, Role::Present).is_some());
        let inner = matches!(&what, What::Amount(amount) if amount.unit == Unit::OnePer);
        found.push(Item { what, at, length, is_present });
        // "one police officer for every 242 citizens": who is counted stands inside the amount.
        if inner {
            for inside in at..at + length {
                if words.is_number(inside) {
                    continue;
                }
                if let (What::Topic(keys), length) = worded(words, pack, inside) {
                    let what = What::Topic(keys);
                    found.push(Item { what, at: inside, length, is_present: false });
                }
            }
        }
        at += length;
    }
    found
}

/// The country, region or group of a name that starts here.
fn named(words: &Words, names: &[Named], at: usize) -> Option<(What, usize)> {
    let start = words.spans.get(at)?.start;
    let name = names.iter().find(|it| it.span.start == start)?;
    let length =
        words.spans.iter().skip(at).take_while(|span| span.start < name.span.end).count();
    let mut entities: Vec<Entity> = name
        .tags
        .iter()
        .filter_map(|tag| match tag {
            Tag::Country(code) | Tag::Demonym(code) => Some(Entity::Country(code.clone())),
            Tag::Region(code) => Some(Entity::Region(code.clone())),
            _ => None,
        })
        .collect();
    entities.sort();
    entities.dedup();
    match entities.as_slice() {
        [] => None,
        [one] => Some((What::Entity(one.clone()), length)),
        _ => Some((What::Ambiguous, length)),
    }
}

/// What a word or phrase without a name, a time or a number does.
fn worded(words: &Words, pack: &Pack, at: usize) -> (What, usize) {
    let role = pack.pick(&words.text, at, does);
    let concept = pack.concepts_at(&words.stems, at);
    match (role, concept) {
        (Some((what, length)), concept) if concept.is_none_or(|(_, other)| length >= other) => {
            return (what, length);
        }
        (_, Some((names, length))) => {
            let light = pack.is(&words.text, at, Role::Stop).unwrap_or(0);
            if length >= light {
                return (What::Topic(names.to_vec()), length);
            }
        }
        _ => {}
    }
    for role in [Role::Light, Role::Stop] {
        if let Some(length) = pack.is(&words.text, at, role) {
            return (What::Stop, length);
        }
    }
    // Prepositions and conjunctions that opened no time and no comparison.
    if let Some(((), length)) = pack.pick(&words.text, at, |role| is_small(role).then_some(()))
    {
        return (What::Stop, length);
    }
    let word = words.get(at);
    match word.chars().next() {
        Some(mark) if !mark.is_alphanumeric() => (What::Mark(mark), 1),
        // A letter or two are no topic.
        _ if word.chars().count() < 2 => (What::Stop, 1),
        _ => {
            let stem = words.stems.get(at).cloned().unwrap_or_default();
            (What::Topic(vec![stem]), 1)
        }
    }
}

fn does(role: Role) -> Option<What> {
    Some(match role {
        Role::Negation => What::Negation,
        Role::Modal => What::Modal,
        Role::Attribution => What::Attribution,
        Role::Always => What::Always,
        Role::Never => What::Never,
        Role::Together => What::Together,
        Role::Steadily => What::Steadily,
        Role::Running => What::Running,
        Role::Rise => What::Rose,
        Role::Went => What::Went,
        Role::Fall => What::Fell,
        Role::Highest => What::Highest,
        Role::Lowest => What::Lowest,
        Role::Ordinal(place) => What::Ordinal(place),
        Role::Higher => What::Higher,
        Role::Lower => What::Lower,
        Role::Than => What::Than,
        Role::Any => What::Any,
        Role::Ever => What::Ever,
        Role::WorldsWhole => What::WorldsWhole,
        Role::World => What::Entity(Entity::World),
        Role::Group(at) => What::Group(at),
        Role::Rate(divided) => What::Rate(divided),
        Role::Narrower => What::Narrower,
        Role::Era => What::Era,
        Role::Bound(comparator) => What::Bound(comparator),
        _ => return None,
    })
}

/// Whether a role does nothing where no number and no time follows.
fn is_small(role: Role) -> bool {
    matches!(
        role,
        Role::At
            | Role::From
            | Role::To
            | Role::Over
            | Role::Since
            | Role::Before
            | Role::Until
            | Role::After
            | Role::Between
            | Role::Year
            | Role::Present
            | Role::OnePer
            | Role::OutOf
            | Role::Compare(_)
            | Role::Nearly
            | Role::Early
            | Role::Percent
            | Role::ShareWord
            | Role::CountWord
    )
}

/// The concepts and words of a title.
pub(super) fn titled(words: &Words, pack: &Pack) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let Some((names, length)) = pack.concepts_at(&words.stems, at) {
            found.push(names.to_vec());
            at += length;
            continue;
        }
        let empty =
            [Role::Light, Role::Stop].iter().find_map(|role| pack.is(&words.text, at, *role));
        if let Some(length) = empty {
            at += length;
            continue;
        }
        let word = words.get(at);
        if word.chars().count() >= 2 && word.chars().all(char::is_alphabetic) {
            found.push(vec![words.stems.get(at).cloned().unwrap_or_default()]);
        }
        at += 1;
    }
    found
}
