//! Is each particular of a sentence in the proofs that it cites, and where?

use griot_model::Span;

use crate::{
    against::{contrary, paired_otherwise},
    alike::{Hit, part_at},
    date::Date,
    elsewhere::other_places,
    finding::{Finding, Status, Where, blank},
    firmer::firmer,
    heard::heard_otherwise,
    lexicon::Lexicon,
    name::{Name, Part},
    office::other_offices,
    pack::{Packs, Script},
    particulars::{Draft, Particular, Sentence, Value},
    points::percent_for_points,
    proof::{Proof, Reader},
    quantity::{Number, Role},
    reckoned::reckoned,
    rows::other_rows,
    speaker::other_speakers,
    swapped::{reversed, swapped},
    view::{View, best_view, is_common},
};

impl Reader {
    /// Looks for every particular of a sentence in the proofs that it cites. Without proofs nothing
    /// is asked.
    pub fn look(&self, draft: &Draft, sentence: &Sentence, proofs: &[&Proof]) -> Vec<Finding> {
        let Some(lexicon) = self.known(sentence.language) else { return Vec::new() };
        if proofs.is_empty() {
            return sentence.particulars.iter().map(not_asked).collect();
        }
        let views: Vec<View<'_>> = proofs
            .iter()
            .enumerate()
            .filter_map(|(index, proof)| {
                let theirs = self.known(proof.language)?;
                Some(View::new(lexicon, sentence, index, proof, theirs))
            })
            .collect();
        let mut found = Vec::new();
        for (index, particular) in sentence.particulars.iter().enumerate() {
            found.extend(status(draft, lexicon, sentence, &views, index, particular));
        }
        if views.iter().any(|view| view.proof.unread) {
            for finding in found.iter_mut().filter(|it| it.status.is_alert()) {
                finding.status = Status::NotAsked;
                finding.place = None;
                finding.value = None;
                finding.why = Some("its proof is in a language that griot does not read");
            }
            return found;
        }
        found.extend(firmer(lexicon, sentence, &views, &found));
        found.extend(contrary(lexicon, sentence, &views));
        other_offices(lexicon, sentence, &views, &mut found);
        paired_otherwise(lexicon, sentence, &views, &mut found);
        other_places(lexicon, sentence, &views, &mut found);
        other_speakers(lexicon, sentence, &views, &mut found);
        swapped(sentence, &views, &mut found);
        reversed(lexicon, sentence, &views, &mut found);
        percent_for_points(lexicon, sentence, &views, &mut found);
        other_rows(lexicon, sentence, &views, &mut found);
        heard_otherwise(lexicon, sentence, &views, &mut found);
        found
    }
}

fn not_asked(particular: &Particular) -> Finding {
    blank(particular, Status::NotAsked)
}

/// The status of one particular over all proofs.
fn status(
    draft: &Draft,
    lexicon: &Lexicon,
    sentence: &Sentence,
    views: &[View<'_>],
    index: usize,
    particular: &Particular,
) -> Option<Finding> {
    let best_view = best_view(views)?;
    // The day of a proof stands for the day before it and for "on Monday", as long as the proof does not say that day itself.
    let by_own_day = |view: &View<'_>, hit: Hit| match (&particular.value, view.proof.own) {
        (Value::Date(date), Some(own)) => {
            // So does a weekday that stands elsewhere.
            let weekday = view.proof.weekdays.iter().any(|(_, at)| *at == hit.0);
            own.first == hit.0 && !date.is_said_by(&own) || weekday && !view.in_passage(hit.0)
        }
        _ => false,
    };
    // In a passage before elsewhere, the best proof before the others.
    let mut best: Option<((Where, bool, bool), &View<'_>, Hit)> = None;
    for view in views {
        for hit in view.hits.get(index).into_iter().flatten() {
            let place = if view.in_passage(hit.0) { Where::Passage } else { Where::Elsewhere };
            let key = (place, view.index != best_view.index, by_own_day(view, *hit));
            if best.as_ref().is_none_or(|(other, ..)| key < *other) {
                best = Some((key, view, *hit));
            }
        }
    }
    if let Some(((place, _, by_own_day), view, hit)) = best {
        let weak = place == Where::Elsewhere && is_common(particular, lexicon);
        // The name stands elsewhere, and in the passage a like name that is another's.
        if place == Where::Elsewhere
            && let Some((run, true)) = best_view.rival(index)
        {
            return Some(instead(best_view, particular, run));
        }
        let span = view
            .quoted
            .get(index)
            .copied()
            .flatten()
            .unwrap_or_else(|| view.proof.span(hit.0, hit.1));
        let far = place == Where::Elsewhere
            && !best_view.beside_passage(view, hit.0)
            && !stands_with_another(lexicon, sentence, view, index, hit);
        if (far || by_own_day)
            && let Some((value, span)) =
                other_value(lexicon, best_view, particular, !by_own_day)
        {
            return Some(Finding {
                proof: Some(best_view.index),
                place: Some(span),
                passage: best_view.passage_span(),
                value: Some(value),
                ..blank(particular, Status::Differs)
            });
        }
        if wrong_weekday(particular, view, hit) {
            return Some(instead(view, particular, hit));
        }
        return Some(Finding {
            at: Some(place),
            weak,
            proof: Some(view.index),
            place: Some(span),
            passage: view.passage_span(),
            ..blank(particular, Status::Found)
        });
    }
    not_found(draft, lexicon, sentence, views, index)
}

/// The status of a particular that stands in none of the proofs.
fn not_found(
    draft: &Draft,
    lexicon: &Lexicon,
    sentence: &Sentence,
    views: &[View<'_>],
    index: usize,
) -> Option<Finding> {
    let particular = sentence.particulars.get(index)?;
    let best_view = best_view(views)?;
    let missing = Finding {
        proof: best_view.passage.map(|_| best_view.index),
        passage: best_view.passage_span(),
        ..blank(particular, Status::Absent)
    };
    if multiplies(lexicon, sentence, particular) {
        return Some(Finding {
            why: Some("how many times as much can be reckoned from the proof"),
            ..blank(particular, Status::NotAsked)
        });
    }
    if reckoned(lexicon, sentence, best_view, particular) {
        return Some(Finding {
            why: Some("it can be reckoned from two numbers of the proof"),
            ..blank(particular, Status::NotAsked)
        });
    }
    let of_year = matches!(&particular.value, Value::Date(date) if date.part.is_some());
    if (of_year || matches!(particular.value, Value::Number(_)))
        && let Some((value, span)) = other_value(lexicon, best_view, particular, false)
    {
        return Some(Finding {
            status: Status::Differs,
            value: Some(value),
            place: Some(span),
            ..missing
        });
    }
    let rivals = views.iter().filter_map(|view| Some((view, view.rival(index)?)));
    if let Some((view, (run, _))) = rivals.min_by_key(|(_, (_, here))| !here) {
        return Some(instead(view, particular, run));
    }
    if let Some(why) = unaskable(draft, lexicon, sentence, views, particular) {
        return (!why.is_empty())
            .then(|| Finding { why: Some(why), ..blank(particular, Status::NotAsked) });
    }
    let bare_month = matches!(&particular.value, Value::Date(date) if date.is_bare_month());
    if bare_month && other_value(lexicon, best_view, particular, false).is_none() {
        // A month alone is told in too many ways.
        return None;
    }
    if let Some((value, span)) = other_value(lexicon, best_view, particular, false)
        .or_else(|| other_name(lexicon, best_view, particular))
    {
        return Some(Finding {
            status: Status::Differs,
            value: Some(value),
            place: Some(span),
            ..missing
        });
    }
    Some(missing)
}

/// Whether the sentence of the proof in which a number stands has another number or date of the draft's sentence, or in one language
/// several of its words: it is told there of the same thing, though most of what the draft tells stands elsewhere.
fn stands_with_another(
    lexicon: &Lexicon,
    sentence: &Sentence,
    view: &View<'_>,
    index: usize,
    hit: Hit,
) -> bool {
    let here = view.proof.sentence(hit.0);
    let others = sentence.particulars.iter().zip(&view.hits).enumerate();
    let particular = others.filter(|(other, _)| *other != index).any(|(_, (it, hits))| {
        matches!(it.value, Value::Number(_) | Value::Date(_))
            && hits.iter().any(|other| {
                other.0 != hit.0
                    && view.proof.sentence(other.0) == here
                    && !view.in_passage(other.0)
            })
    });
    let words = || {
        let content = sentence.content.iter().filter_map(|id| lexicon.word(*id));
        content.filter(|word| {
            let ids = view.lexicon.with_stem(&word.stem);
            ids.iter().any(|id| view.proof.at(*id).any(|at| view.proof.sentence(at) == here))
        })
    };
    particular || view.same_language && words().count() >= SEVERAL_WORDS
}

/// Words that two sentences share where they tell of one thing.
const SEVERAL_WORDS: usize = 3;

/// Whether a number says how many times as much: "une douzaine de fois la solde".
fn multiplies(lexicon: &Lexicon, sentence: &Sentence, particular: &Particular) -> bool {
    let Value::Number(number) = &particular.value else { return false };
    let behind = sentence.tokens.iter().skip(number.end);
    behind.take(2).any(|token| lexicon.sense(token).times)
}

/// Whether the sentence calls a day by a weekday on which it does not fall, and the proof does not.
fn wrong_weekday(particular: &Particular, view: &View<'_>, hit: Hit) -> bool {
    let Value::Date(date) = &particular.value else { return false };
    let Some(said) = date.weekday else { return false };
    let theirs = view.proof.dates.iter().find(|it| it.first == hit.0);
    match theirs.and_then(|it| it.weekday) {
        Some(weekday) => weekday != said,
        None => date.own_weekday().is_some_and(|weekday| weekday != said),
    }
}

/// A particular instead of which a run of tokens stands.
fn instead(view: &View<'_>, particular: &Particular, run: Hit) -> Finding {
    let span = view.proof.span(run.0, run.1);
    Finding {
        proof: Some(view.index),
        place: Some(span),
        passage: view.passage_span(),
        value: Some(span.of(&view.proof.text).to_owned()),
        ..blank(particular, Status::Differs)
    }
}

/// Why a particular that was not found is not said to be absent. An empty reason: it is none.
fn unaskable(
    draft: &Draft,
    lexicon: &Lexicon,
    sentence: &Sentence,
    views: &[View<'_>],
    particular: &Particular,
) -> Option<&'static str> {
    let any_same = views.iter().any(|view| view.same_language);
    match &particular.value {
        Value::Number(number) => {
            let small_word = number.in_words && number.is_common();
            if small_word {
                return Some("a small number in words can be told without a number");
            }
            if number.role == Role::Fraction {
                return Some("a part of a whole can be told in other words");
            }
            None
        }
        Value::Date(date) if date.part.is_some() => {
            Some("a part of a year can be told in its months")
        }
        Value::Date(date) => {
            // "the 2017 film" tells which film is meant, and a text about it need not.
            let which = date.month.is_none()
                && date.year_to.is_none()
                && date
                    .first
                    .checked_sub(1)
                    .and_then(|at| sentence.tokens.get(at))
                    .is_some_and(|before| {
                        lexicon
                            .of(before)
                            .is_some_and(|it| it.sense.stop && !it.sense.date_preposition)
                    })
                && sentence.tokens.get(date.end).is_some_and(|after| {
                    lexicon.of(after).is_some_and(|it| !it.capital && !it.sense.stop)
                });
            which.then_some("a year that tells which one is meant")
        }
        Value::Quotation(inner) => {
            if !any_same {
                return Some("a quotation translated from its proof");
            }
            let words = crate::letters::cut(inner.of(&sentence.text));
            if words.len() < 3 {
                return Some("a word or two between quotation marks");
            }
            title(lexicon, &words).then_some("the title of a work")
        }
        Value::Name(name) => {
            unaskable_name(draft, lexicon, views, name, any_same).or_else(|| {
                // Solomon dollars: the country tells which dollars are meant.
                let money = sentence.tokens.get(name.end).is_some_and(|it| {
                    lexicon
                        .of(it)
                        .is_some_and(|word| !word.capital && word.sense.currency.is_some())
                });
                let before = name.first.checked_sub(1).and_then(|at| sentence.tokens.get(at));
                let counted = before.is_some_and(|it| {
                    let sense = lexicon.sense(it);
                    it.kind == crate::lexicon::Kind::Digits
                        || sense.cardinal.is_some()
                        || sense.magnitude.is_some()
                });
                (money && counted && !name.composed)
                    .then_some("a part of the name of a currency")
            })
        }
    }
}

/// Whether words between quotation marks are a title: most of them have a capital, or they are few
/// and the first one has.
fn title(lexicon: &Lexicon, words: &[&str]) -> bool {
    let capital = |word: &&&str| word.chars().next().is_some_and(char::is_uppercase);
    let heavy: Vec<&&str> = words
        .iter()
        .filter(|word| !lexicon.pack.sense(&crate::letters::folded(word)).stop)
        .collect();
    let capitals = heavy.iter().filter(|word| capital(word)).count();
    let most = if lexicon.pack.nouns_are_capitalised {
        heavy.len()
    } else {
        (heavy.len() * 2).div_ceil(3)
    };
    capitals > 1 && capitals >= most
        || words.len() < 4 && words.first().is_some_and(|word| capital(&word))
}

fn unaskable_name(
    draft: &Draft,
    lexicon: &Lexicon,
    views: &[View<'_>],
    name: &Name,
    any_same: bool,
) -> Option<&'static str> {
    let told = |part: &Part| {
        let word = lexicon.word(part.word).map_or("", |word| word.folded.as_str());
        views.iter().any(|view| view.proof.described.contains(&format!(" {word} ")))
    };
    if name.place.is_some() && name.parts.iter().all(told) {
        return Some("the source itself is called so");
    }
    if let Some(place) = name.place {
        let packs = Packs::embedded();
        let home = packs.state_of(place).unwrap_or(place);
        if views.iter().any(|view| view.proof.home == Some(home)) {
            return Some("the source is published there");
        }
        let key = packs.place(place);
        return key
            .starts_with('X')
            .then_some("a part of the world can be told in other words");
    }
    let distinctive: Vec<&Part> = name.distinctive().collect();
    if distinctive.is_empty() {
        return Some("");
    }
    let described = distinctive.last().and_then(|part| lexicon.word(part.word));
    if described.is_some_and(|word| {
        views.iter().any(|view| view.proof.described.contains(&format!(" {} ", word.folded)))
    }) {
        return Some("the source itself is called so");
    }
    let people = |part: &Part| {
        lexicon.word(part.word).is_some_and(|it| lexicon.pack.is_people(&it.folded))
    };
    if name.composed && distinctive.iter().all(|part| part.place.is_some() || people(part)) {
        return Some("a name of common words can be told in other words");
    }
    if name.composed && !any_same {
        return Some("a name of common words may be translated in the proof");
    }
    let letters = distinctive
        .iter()
        .filter_map(|part| lexicon.word(part.word))
        .map(|word| word.letters)
        .max();
    if letters.unwrap_or(0) < 3 {
        return Some("a name of two letters");
    }
    if !any_same && distinctive.len() == 1 {
        let word = distinctive.first().and_then(|part| lexicon.word(part.word))?;
        let short = views.iter().any(|view| {
            let crosses = Packs::embedded().get(view.proof.language).map(|pack| pack.script)
                != Some(lexicon.pack.script);
            crosses && word.skeletons.iter().all(|skeleton| skeleton.len() < 2)
        });
        if short {
            return Some("too short a name to be known in another script");
        }
        let known = name.title.is_some() || draft.habits.surnames.contains(&word.folded);
        if !known && (name.attributive || name.of_office) {
            return Some("a word with a capital that may be translated in the proof");
        }
    }
    None
}

/// What the passage says instead: the one value of the same kind and unit that no particular of the
/// sentence accounts for.
fn other_value(
    lexicon: &Lexicon,
    view: &View<'_>,
    particular: &Particular,
    found_elsewhere: bool,
) -> Option<(String, Span)> {
    let passage = view.passage?;
    let (first, end) = passage.tokens(view.proof);
    let accounted = |at: usize| {
        view.hits.iter().flatten().any(|hit| hit.0 <= at && at < hit.1.max(hit.0 + 1))
    };
    match &particular.value {
        Value::Number(number) => {
            let same = |other: &&Number| {
                (first..end).contains(&other.first)
                    && !other.code
                    // What it was before is not what it is.
                    && !other.opens
                    // "Amounts in millions of dollars."
                    && (!other.vague || number.vague)
                    // Four is no slip for 190,000.
                    && !(number.in_words && number.is_common() && other.low >= 100.0)
                    && other.role == number.role
                    && other.role != Role::Ordinal
                    && !accounted(other.first)
                    && same_thing(lexicon, number, other, view)
            };
            let mut others = view.proof.numbers.iter().filter(same);
            let other = others.next()?;
            if others.next().is_some()
                || found_elsewhere && number.unit.is_none() && number.currency.is_none()
            {
                return None;
            }
            // A length of time is told once: five years here, three there.
            let length = number.unit.is_some_and(|unit| Packs::embedded().is_time(unit));
            if found_elsewhere && number.is_common() && number.in_words && !length {
                return None;
            }
            let span = view.proof.span(other.first, other.end);
            Some((span.of(&view.proof.text).to_owned(), span))
        }
        Value::Date(date) if !found_elsewhere => {
            let same = |other: &&Date| {
                (first..end).contains(&other.first)
                    && !accounted(other.first)
                    && other.month.is_some() == date.month.is_some()
                    && other.part.is_some() == date.part.is_some()
                    && other.day.is_some() == date.day.is_some()
                    && date.differs_from(other) > 0
            };
            let mut others = view.proof.dates.iter().filter(same);
            let other = others.next()?;
            if others.next().is_some() {
                return None;
            }
            let span = view.proof.span(other.first, other.end);
            Some((span.of(&view.proof.text).to_owned(), span))
        }
        _ => None,
    }
}

/// Whether two numbers count the same thing, as far as their words say.
fn same_thing(lexicon: &Lexicon, one: &Number, two: &Number, view: &View<'_>) -> bool {
    if one.currency.is_some() || two.currency.is_some() {
        return one.currency == two.currency;
    }
    if one.role == Role::Percent {
        return true;
    }
    if one.unit.is_some() || two.unit.is_some() {
        return one.unit == two.unit;
    }
    let stem = |lexicon: &Lexicon, number: &Number| {
        number.noun.and_then(|id| lexicon.word(id)).map(|word| word.stem.clone())
    };
    let (one, two) = (stem(lexicon, one), stem(view.lexicon, two));
    view.same_language && one.is_some() && one == two
}

/// Another surname behind the same first name, or behind the same title.
fn other_name(
    lexicon: &Lexicon,
    view: &View<'_>,
    particular: &Particular,
) -> Option<(String, Span)> {
    let Value::Name(name) = &particular.value else { return None };
    let passage = view.passage?;
    let (from, to) = passage.tokens(view.proof);
    let distinctive: Vec<&Part> = name.distinctive().collect();
    let capital = |at: usize| {
        view.proof.tokens.get(at).and_then(|it| view.lexicon.of(it)).is_some_and(|word| {
            word.capital && !word.sense.stop && !word.sense.title
                || view.lexicon.pack.script == Script::Arabic
        })
    };
    if let [first, .., _] = distinctive.as_slice() {
        let hits = part_at(first, lexicon, view.proof, view.lexicon);
        for at in hits.into_iter().filter(|at| (from..to).contains(at)) {
            if capital(at + 1) {
                let mut end = at + 2;
                while end < at + 4 && capital(end) && view.lexicon.pack.script != Script::Arabic
                {
                    end += 1;
                }
                let span = view.proof.span(at, end);
                return Some((span.of(&view.proof.text).to_owned(), span));
            }
        }
    }
    let title = name.title.and_then(|id| lexicon.word(id))?;
    if !view.same_language {
        return None;
    }
    for id in view.lexicon.with_stem(&title.stem) {
        for at in view.proof.at(*id).filter(|at| (from..to).contains(at)) {
            if capital(at + 1) {
                let mut end = at + 2;
                while end < at + 4 && capital(end) {
                    end += 1;
                }
                let span = view.proof.span(at + 1, end);
                return Some((span.of(&view.proof.text).to_owned(), span));
            }
        }
    }
    None
}
