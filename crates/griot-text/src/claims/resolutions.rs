//! Which resolution a vote in a sentence is about.
//!
//! A sentence that names one means that one. Where it names several, a vote goes with the one that it governs
//! ("voted against A/RES/ES-11/6"), or else with the one before it since the last vote; what stays open is left
//! open, so that nobody is contradicted by a vote on another text.

use griot_model::{DateReading, ResolutionRef, Span};

use super::{super::dates::Boundary, context::Context, scene::Scene, voters::subjects_of};

/// What a sentence says about resolutions, and where.
pub(super) struct Resolutions<'s> {
    text: &'s str,
    /// Votes and tallies, in order.
    told: Vec<Span>,
    symbols: Vec<(Span, String)>,
    /// Days that may be the day of a vote.
    days: Vec<(Span, Vec<DateReading>)>,
    /// What holds for every vote of the sentence.
    whole: ResolutionRef,
}

impl<'s> Resolutions<'s> {
    pub(super) fn of(
        scene: &'s Scene<'_>,
        before: Option<&Scene<'_>>,
        context: &Context,
        mut told: Vec<Span>,
        subjects: &[Span],
    ) -> Self {
        told.sort();
        let text: &str = &scene.sentence.text;
        let days = scene
            .dates
            .iter()
            .filter(|when| !opens(scene, when.span) && !is_after(when.boundary))
            .filter(|when| !when.readings.is_empty())
            .map(|when| (when.span, when.readings.clone()))
            .collect();
        Self {
            text,
            told,
            symbols: symbols_in(text),
            days,
            whole: whole(scene, before, context, subjects),
        }
    }

    /// Each resolution that the vote told at `at` is about; one without symbol and day where the sentence leaves it
    /// open.
    pub(super) fn at(&self, at: Span) -> Vec<ResolutionRef> {
        let symbols = self.near(at, &self.symbols);
        match symbols {
            Near::One(symbol) => vec![self.named(symbol)],
            Near::Each(symbols) if !self.text.to_lowercase().contains("respectively") => {
                symbols.into_iter().map(|symbol| self.named(symbol)).collect()
            }
            Near::Each(_) | Near::Open => vec![ResolutionRef::default()],
            Near::None => match self.near(at, &self.days) {
                Near::One(days) => {
                    vec![ResolutionRef { dates: days.clone(), ..self.whole.clone() }]
                }
                Near::None => vec![self.whole.clone()],
                Near::Each(_) | Near::Open => vec![ResolutionRef::default()],
            },
        }
    }

    /// The one resolution of a number of votes.
    pub(super) fn only(&self, at: Span) -> Option<ResolutionRef> {
        let mut meant = self.at(at);
        match meant.len() {
            0 | 1 => meant.pop(),
            _ => Some(ResolutionRef::default()),
        }
    }

    fn named(&self, symbol: &str) -> ResolutionRef {
        ResolutionRef { symbol: Some(symbol.to_owned()), ..self.whole.clone() }
    }

    fn near<'a, T: PartialEq>(&self, at: Span, all: &'a [(Span, T)]) -> Near<'a, T> {
        let Some((_, first)) = all.first() else { return Near::None };
        if all.iter().all(|(_, it)| it == first) {
            return Near::One(first);
        }
        let piece = self.piece(at);
        let inside: Vec<&(Span, T)> =
            all.iter().filter(|(span, _)| piece.contains(*span)).collect();
        if let [(_, only)] = inside.as_slice() {
            return Near::One(only);
        }
        let next = self
            .told
            .iter()
            .map(|it| it.start)
            .find(|start| *start >= at.end)
            .unwrap_or(piece.end);
        let last = self
            .told
            .iter()
            .rev()
            .map(|it| it.end)
            .find(|end| *end <= at.start)
            .unwrap_or(piece.start);
        // "against A/RES/ES-11/4 and A/RES/ES-11/6": each follows the one before it at once.
        let mut governed: Vec<&T> = Vec::new();
        let mut reach = at.end;
        for (span, it) in inside.iter().filter(|(span, _)| span.start >= at.end) {
            let between = self.text.get(reach..span.start).unwrap_or_default();
            let joined = if governed.is_empty() {
                span.start < next && !breaks(between)
            } else {
                between.split_whitespace().all(|word| {
                    matches!(word.trim_matches(','), "" | "and" | "on" | "in" | "resolution")
                })
            };
            if !joined {
                break;
            }
            governed.push(it);
            reach = span.end;
        }
        if governed.is_empty() {
            let since = |span: Span| last <= span.start && span.end <= at.start;
            governed =
                inside.iter().filter(|(span, _)| since(*span)).map(|(_, it)| it).collect();
        }
        match governed.as_slice() {
            [] => Near::Open,
            [only] => Near::One(only),
            _ => Near::Each(governed),
        }
    }

    /// The part of the sentence between semicolons.
    fn piece(&self, at: Span) -> Span {
        let start =
            self.text.get(..at.start).and_then(|it| it.rfind(';')).map_or(0, |it| it + 1);
        let end = self.text.get(at.end..).and_then(|it| it.find(';')).map(|it| at.end + it);
        Span::new(start, end.unwrap_or(self.text.len()))
    }
}

enum Near<'a, T> {
    None,
    One(&'a T),
    Each(Vec<&'a T>),
    /// Several, and no saying which.
    Open,
}

/// Whether another thought begins in these words.
fn breaks(between: &str) -> bool {
    between.contains([',', ':', '(', ')', '—'])
        || between.split_whitespace().any(|word| {
            ["and", "but", "while", "whereas", "after", "before", "as", "than"].contains(&word)
        })
}

fn is_after(boundary: Boundary) -> bool {
    matches!(boundary, Boundary::After | Boundary::Since)
}

/// "After the flood of 3 May 2015, Peru voted": the day is not that of the vote.
fn opens(scene: &Scene<'_>, when: Span) -> bool {
    let after = scene
        .tokens
        .first()
        .is_some_and(|token| token.is_any(&["after", "since", "following"]));
    after && when.end <= scene.sentence.text.find(',').unwrap_or(0)
}

/// How the sentence as a whole points to the resolution.
fn whole(
    scene: &Scene<'_>,
    before: Option<&Scene<'_>>,
    context: &Context,
    subjects: &[Span],
) -> ResolutionRef {
    let first = |scene: &Scene<'_>| {
        symbols_in(&scene.sentence.text).into_iter().next().map(|(_, symbol)| symbol)
    };
    // Of several in the sentence before, none can be chosen for this one.
    let alone = |scene: &Scene<'_>| {
        let mut all: Vec<String> =
            symbols_in(&scene.sentence.text).into_iter().map(|(_, symbol)| symbol).collect();
        all.dedup();
        if all.len() == 1 { all.pop() } else { None }
    };
    let symbol = first(scene).or_else(|| before.and_then(alone));
    let mut dates = Vec::new();
    for when in &scene.dates {
        if is_after(when.boundary) || opens(scene, when.span) {
            if dates.is_empty() {
                dates = context.after(&when.readings);
            }
        } else if !when.readings.is_empty() {
            dates.clone_from(&when.readings);
            break;
        }
    }
    let mut topic = content_words(scene, subjects);
    // "Sudan voted against it": what the sentence does not say, the one before it does.
    if let Some(before) = before
        && symbol.is_none()
        && dates.is_empty()
        && is_about_assembly(before, None)
    {
        let earlier = whole(before, None, context, &subjects_of(before));
        dates = earlier.dates;
        topic.extend(earlier.topic);
    }
    ResolutionRef { symbol, dates, topic }
}

fn content_words(scene: &Scene<'_>, subjects: &[Span]) -> Vec<String> {
    scene
        .tokens
        .iter()
        .filter(|token| token.text.chars().count() >= 3)
        .filter(|token| !subjects.iter().any(|subject| subject.overlaps(token.span)))
        .map(|token| token.stem().to_lowercase())
        .collect()
}

/// Every `A/RES/77/229`, `ES-11/6`, or `resolution 77/229`, in order: its place in bytes, and the whole symbol.
pub fn symbols_in(text: &str) -> Vec<(Span, String)> {
    let mut found: Vec<(Span, String)> = Vec::new();
    for (opener, prefix) in [("A/RES/", ""), ("ES-", "A/RES/")] {
        for (at, _) in text.match_indices(opener) {
            let run: String = text
                .get(at..)
                .unwrap_or_default()
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "/-[]".contains(*c))
                .collect();
            let run = run.trim_end_matches(['/', '-']);
            let span = Span::new(at, at + run.len());
            let number = run.get(opener.len()..).unwrap_or_default();
            // The special sessions have numbers of two parts; "A/RES/3314" has one.
            if (number.contains('/') || prefix.is_empty() && !number.is_empty())
                && !found.iter().any(|(known, _)| known.overlaps(span))
            {
                found.push((span, format!("{prefix}{run}")));
            }
        }
    }
    let lower = text.to_ascii_lowercase();
    for (at, opener) in
        lower.match_indices("resolution ").chain(lower.match_indices("resolutions "))
    {
        let at = at + opener.len();
        let run: String = lower
            .get(at..)
            .unwrap_or_default()
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == '/')
            .collect();
        let fine = run.split_once('/').is_some_and(|(session, number)| {
            !session.is_empty() && session.len() <= 2 && !number.is_empty() && number.len() <= 3
        });
        if fine {
            found.push((Span::new(at, at + run.len()), format!("A/RES/{run}")));
        }
    }
    found.sort_by_key(|(span, _)| *span);
    found
}

/// The Assembly, or a resolution of the United Nations, here or in the sentence before; and not the
/// Security Council alone.
pub(super) fn is_about_assembly(scene: &Scene<'_>, before: Option<&Scene<'_>>) -> bool {
    let assembly = |scene: &Scene<'_>| {
        scene.says("general assembly")
            || scene.says_any(&["unga"])
            || scene.sentence.text.contains("A/RES/")
            || scene.sentence.text.contains("ES-11")
    };
    let nations = |scene: &Scene<'_>| {
        scene.tokens.iter().any(|token| matches!(token.text, "UN" | "U.N" | "UN’s" | "UN's"))
            || scene.says("united nations")
            || scene.sentence.text.contains("U.N.")
    };
    let council = |scene: &Scene<'_>| {
        scene.says("security council") || scene.says("human rights council")
    };
    let rights_council_here = council(scene) && !assembly(scene);
    if rights_council_here {
        return false;
    }
    let matter = scene.says_any(&["resolution", "resolutions", "vote", "voted", "votes"]);
    assembly(scene)
        || (nations(scene) && matter)
        || before.is_some_and(|it| {
            assembly(it)
                || (nations(it) && it.says_any(&["resolution", "vote"]) && !council(it))
        })
}
