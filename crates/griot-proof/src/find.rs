//! Is each particular of a sentence in the proofs that it cites, and where?

use griot_model::Span;

use crate::{
    alike::{Hit, dates_like, names_like, numbers_like, part_at, quotation},
    date::Date,
    lexicon::Lexicon,
    name::{Name, Part},
    number::{Number, Role},
    pack::{Hedge, Packs, Script},
    particulars::{Draft, Kind, Particular, Sentence, Value},
    passage::{self, Passage, Shared},
    proof::{Proof, Reader},
};

/// What came of looking for a particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It stands in a proof.
    Found,
    /// The passage about the same thing has another value.
    Differs,
    /// No proof of the sentence has it.
    Absent,
    /// The proof hedges, the sentence does not.
    Firmer,
    /// Its proof is not held, or it cannot be looked for: a translated quotation.
    NotAsked,
}

impl Status {
    /// The word for it in JSON and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Differs => "differs",
            Self::Absent => "absent",
            Self::Firmer => "firmer",
            Self::NotAsked => "not-asked",
        }
    }

    /// Whether a person should look.
    pub fn is_alert(self) -> bool {
        matches!(self, Self::Differs | Self::Absent | Self::Firmer)
    }
}

/// Where in a proof something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Where {
    /// In the passage that speaks of the same thing.
    Passage,
    /// Elsewhere in the proof.
    Elsewhere,
}

impl Where {
    /// The word for it in JSON and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passage => "passage",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// A particular and what came of looking for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What sort it is.
    pub kind: Kind,
    /// Where it stands in the sentence.
    pub span: Span,
    /// What came of it.
    pub status: Status,
    /// Where it was found.
    pub at: Option<Where>,
    /// Found, but so common that this proves nothing.
    pub weak: bool,
    /// Which of the proofs, by its index.
    pub proof: Option<usize>,
    /// Where in that proof's text: the particular itself, or what stands there instead.
    pub place: Option<Span>,
    /// The passage that speaks of the same thing.
    pub passage: Option<Span>,
    /// What stands there instead.
    pub value: Option<String>,
    /// Why it was not asked.
    pub why: Option<&'static str>,
}

impl Reader {
    /// Looks for every particular of a sentence in the proofs that it cites. Without proofs nothing
    /// is asked.
    pub fn look(&self, draft: &Draft, sentence: &Sentence, proofs: &[&Proof]) -> Vec<Finding> {
        let Some(lexicon) = self.known(draft.language) else { return Vec::new() };
        if proofs.is_empty() {
            return sentence.particulars.iter().map(not_asked).collect();
        }
        let views: Vec<View<'_>> = proofs
            .iter()
            .enumerate()
            .filter_map(|(index, proof)| {
                let theirs = self.known(proof.language)?;
                Some(View::new(draft, lexicon, sentence, index, proof, theirs))
            })
            .collect();
        let mut found = Vec::new();
        for (index, particular) in sentence.particulars.iter().enumerate() {
            found.extend(status(draft, lexicon, sentence, &views, index, particular));
        }
        found.extend(firmer(lexicon, sentence, &views, &found));
        found
    }
}

fn blank(particular: &Particular, status: Status) -> Finding {
    Finding {
        kind: particular.kind,
        span: particular.span,
        status,
        at: None,
        weak: false,
        proof: None,
        place: None,
        passage: None,
        value: None,
        why: None,
    }
}

fn not_asked(particular: &Particular) -> Finding {
    blank(particular, Status::NotAsked)
}

/// A proof as one sentence sees it.
struct View<'a> {
    index: usize,
    proof: &'a Proof,
    lexicon: &'a Lexicon,
    /// For each particular, where it stands.
    hits: Vec<Vec<Hit>>,
    /// For quotations: the bytes.
    quoted: Vec<Option<Span>>,
    passage: Option<Passage>,
    same_language: bool,
}

impl<'a> View<'a> {
    fn new(
        draft: &Draft,
        own: &Lexicon,
        sentence: &Sentence,
        index: usize,
        proof: &'a Proof,
        lexicon: &'a Lexicon,
    ) -> Self {
        let same_language = draft.language == proof.language;
        let mut hits: Vec<Vec<Hit>> = Vec::new();
        let mut quoted = Vec::new();
        let mut shared: Vec<Shared> = Vec::new();
        for particular in &sentence.particulars {
            let mut quote = None;
            let (found, weight) = match &particular.value {
                Value::Number(number) => {
                    (numbers_like(number, proof), if number.is_common() { 0.7 } else { 1.6 })
                }
                Value::Date(date) => (dates_like(date, proof), 1.3),
                Value::Name(name) => (names_like(name, own, proof, lexicon), 1.3),
                Value::Quotation(inner) => {
                    quote = quotation(inner.of(&sentence.text), proof);
                    let at = quote.map(|span| token_at(proof, span.start));
                    (at.map(|at| (at, at + 1)).into_iter().collect(), 3.0)
                }
            };
            shared.push(Shared { at: found.iter().map(|hit| hit.0).collect(), weight });
            quoted.push(quote);
            hits.push(found);
        }
        for id in &sentence.content {
            let Some(word) = own.word(*id) else { continue };
            let mut at: Vec<usize> = Vec::new();
            let ids = if same_language {
                lexicon.with_stem(&word.stem)
            } else {
                lexicon.with_folded(&word.folded)
            };
            for id in ids {
                at.extend(proof.at(*id).take(400));
            }
            shared.push(Shared { at, weight: 1.0 });
        }
        let passage = passage::best(proof, &shared);
        Self { index, proof, lexicon, hits, quoted, passage, same_language }
    }

    fn passage_span(&self) -> Option<Span> {
        self.passage.map(|passage| passage.span(self.proof))
    }

    fn in_passage(&self, token: usize) -> bool {
        self.passage.is_some_and(|passage| passage.has(self.proof, token))
    }
}

fn token_at(proof: &Proof, byte: usize) -> usize {
    proof.tokens.partition_point(|token| (token.end as usize) <= byte)
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
    let best_view = views.iter().max_by(|one, two| {
        let score = |view: &View<'_>| view.passage.map_or(0.0, |passage| passage.score);
        score(one).total_cmp(&score(two)).then(two.index.cmp(&one.index))
    })?;
    // In a passage before elsewhere, the best proof before the others.
    let mut best: Option<(Where, bool, &View<'_>, Hit)> = None;
    for view in views {
        for hit in view.hits.get(index).into_iter().flatten() {
            let place = if view.in_passage(hit.0) { Where::Passage } else { Where::Elsewhere };
            let key = (place, view.index != best_view.index);
            if best.as_ref().is_none_or(|(place, other, ..)| key < (*place, *other)) {
                best = Some((key.0, key.1, view, *hit));
            }
        }
    }
    if let Some((place, _, view, hit)) = best {
        let weak = place == Where::Elsewhere && is_common(particular, lexicon);
        if let Some((value, span)) = other_first_name(lexicon, views, index, particular) {
            return Some(Finding {
                proof: Some(view.index),
                place: Some(span),
                passage: view.passage_span(),
                value: Some(value),
                ..blank(particular, Status::Differs)
            });
        }
        let span = view
            .quoted
            .get(index)
            .copied()
            .flatten()
            .unwrap_or_else(|| view.proof.span(hit.0, hit.1));
        let by_own_day = matches!(particular.value, Value::Date(_))
            && view.proof.own.is_some_and(|own| own.first == hit.0)
            && !matches!(&particular.value, Value::Date(date) if view.proof.own.is_some_and(|own| date.is_said_by(&own)));
        if (place == Where::Elsewhere || by_own_day)
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
        return Some(Finding {
            at: Some(place),
            weak,
            proof: Some(view.index),
            place: Some(span),
            passage: view.passage_span(),
            ..blank(particular, Status::Found)
        });
    }
    let missing = Finding {
        proof: best_view.passage.map(|_| best_view.index),
        passage: best_view.passage_span(),
        ..blank(particular, Status::Absent)
    };
    if matches!(particular.value, Value::Number(_))
        && let Some((value, span)) = other_value(lexicon, best_view, particular, false)
    {
        return Some(Finding {
            status: Status::Differs,
            value: Some(value),
            place: Some(span),
            ..missing
        });
    }
    if let Some(why) = unaskable(draft, lexicon, sentence, views, particular) {
        return (!why.is_empty())
            .then(|| Finding { why: Some(why), ..blank(particular, Status::NotAsked) });
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

fn is_common(particular: &Particular, lexicon: &Lexicon) -> bool {
    match &particular.value {
        Value::Number(number) => number.is_common(),
        Value::Date(date) => date.day.is_none() && date.month.is_none(),
        Value::Name(name) => name.distinctive().all(|part| {
            part.place.is_some() || lexicon.word(part.word).is_none_or(|word| word.letters < 4)
        }),
        Value::Quotation(_) => false,
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
        Value::Name(name) => unaskable_name(draft, lexicon, views, name, any_same),
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
    capitals > 1 && capitals * 3 >= heavy.len() * 2
        || words.len() < 4 && words.first().is_some_and(|word| capital(&word))
}

fn unaskable_name(
    draft: &Draft,
    lexicon: &Lexicon,
    views: &[View<'_>],
    name: &Name,
    any_same: bool,
) -> Option<&'static str> {
    if let Some(place) = name.place {
        let key = Packs::embedded().place(place);
        return key
            .starts_with('X')
            .then_some("a part of the world can be told in other words");
    }
    let distinctive: Vec<&Part> = name.distinctive().collect();
    if distinctive.is_empty() {
        return Some("");
    }
    if name.composed && distinctive.iter().all(|part| part.place.is_some()) {
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
        if !known && name.attributive {
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
            if found_elsewhere && number.is_common() && number.in_words {
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

/// The surname of a person stands in the proofs, always behind another first name.
fn other_first_name(
    lexicon: &Lexicon,
    views: &[View<'_>],
    index: usize,
    particular: &Particular,
) -> Option<(String, Span)> {
    let Value::Name(name) = &particular.value else { return None };
    let person = !name.composed
        && name.place.is_none()
        && name.parts.iter().all(|part| !part.generic && part.place.is_none());
    let (Some(first), Some(last)) = (name.parts.first(), name.parts.last()) else {
        return None;
    };
    let known = |part: &Part| {
        lexicon.word(part.word).is_some_and(|word| word.letters > 2 && !word.capitals)
    };
    if !person
        || !(2..=3).contains(&name.parts.len())
        || first.initial
        || !known(first)
        || !known(last)
    {
        return None;
    }
    let mut other = None;
    for view in views {
        if view.hits.get(index).is_none_or(Vec::is_empty) {
            continue;
        }
        if view.lexicon.pack.script == Script::Arabic
            || !part_at(first, lexicon, view.proof, view.lexicon).is_empty()
        {
            return None;
        }
        for at in part_at(last, lexicon, view.proof, view.lexicon) {
            let before = at.checked_sub(1)?;
            let token = view.proof.tokens.get(before)?;
            let Some(word) = view.lexicon.of(token) else { continue };
            let given = word.capital
                && !word.capitals
                && word.letters > 2
                && !word.sense.title
                && !word.sense.stop
                && !word.sense.generic
                && !word.sense.particle
                && word.places.is_empty()
                && word.sense.month.is_none();
            // Lee Smith-Jones: the middle name may be what the draft has not.
            if given {
                let span = view.proof.span(before, at + 1);
                other = other.or_else(|| Some((span.of(&view.proof.text).to_owned(), span)));
            }
        }
    }
    other
}

/// Where the proof is less sure than the sentence.
fn firmer(
    lexicon: &Lexicon,
    sentence: &Sentence,
    views: &[View<'_>],
    found: &[Finding],
) -> Vec<Finding> {
    let mut out = Vec::new();
    for (index, particular) in sentence.particulars.iter().enumerate() {
        let Value::Number(number) = &particular.value else { continue };
        if number.hedge.is_some() || number.role == Role::Ordinal {
            continue;
        }
        let status = found.iter().find(|finding| finding.span == particular.span);
        if !status.is_some_and(|it| it.status == Status::Found && it.at == Some(Where::Passage))
        {
            continue;
        }
        let mut hedged: Option<(usize, &Number)> = None;
        let mut plain = false;
        for view in views {
            for hit in view.hits.get(index).into_iter().flatten() {
                let Some(other) = view.proof.numbers.iter().find(|it| it.first == hit.0) else {
                    continue;
                };
                if !view.in_passage(hit.0) && number.is_common() {
                    continue;
                }
                match other.hedge {
                    Some(Hedge::AtLeast | Hedge::AtMost | Hedge::About)
                        if view.in_passage(hit.0) =>
                    {
                        hedged = hedged.or(Some((view.index, other)));
                    }
                    Some(_) => {}
                    None => plain = true,
                }
            }
        }
        if let Some((proof, other)) = hedged.filter(|_| !plain) {
            let Some(view) = views.iter().find(|view| view.index == proof) else { continue };
            let from = other.first.saturating_sub(4);
            let span = view
                .proof
                .hedges
                .iter()
                .filter(|(start, _, means)| {
                    *start >= from && *start < other.end + 3 && Some(*means) == other.hedge
                })
                .map(|(start, end, _)| view.proof.span(*start, *end))
                .next_back()
                .unwrap_or_else(|| view.proof.span(other.first, other.end));
            out.push(Finding {
                kind: Kind::Hedge,
                proof: Some(proof),
                place: Some(span),
                passage: view.passage_span(),
                value: Some(span.of(&view.proof.text).to_owned()),
                ..blank(particular, Status::Firmer)
            });
        }
    }
    if out.is_empty() && !sentence.at_a_distance && !sentence.hedged {
        out.extend(alleged(lexicon, sentence, views));
    }
    out
}

/// Whether at least half of the sentence's content words stand in a run of a proof's tokens.
fn mostly_shared(
    sentence: &Sentence,
    view: &View<'_>,
    lexicon: &Lexicon,
    first: usize,
    end: usize,
) -> bool {
    let shared = sentence
        .content
        .iter()
        .filter_map(|id| lexicon.word(*id))
        .filter(|word| {
            view.lexicon
                .with_stem(&word.stem)
                .iter()
                .any(|id| view.proof.at(*id).any(|at| first <= at && at < end))
        })
        .count();
    shared * 2 >= sentence.content.len()
}

/// The sentence of the proof that shares most says "alleged", and the draft does not.
fn alleged(lexicon: &Lexicon, sentence: &Sentence, views: &[View<'_>]) -> Option<Finding> {
    let view = views.iter().max_by(|one, two| {
        let score = |view: &View<'_>| view.passage.map_or(0.0, |passage| passage.score);
        score(one).total_cmp(&score(two)).then(two.index.cmp(&one.index))
    })?;
    let passage = view.passage?;
    // The one sentence of the passage with most of the particulars.
    let shared = |at: usize| {
        view.hits
            .iter()
            .filter(|hits| hits.iter().any(|hit| view.proof.sentence(hit.0) == at))
            .count()
    };
    let main =
        (passage.first..passage.end).max_by_key(|at| (shared(*at), std::cmp::Reverse(*at)))?;
    if shared(main) < if view.same_language { 1 } else { 2 } {
        return None;
    }
    let part = view.proof.sentences.get(main)?;
    if view.same_language && !mostly_shared(sentence, view, lexicon, part.first, part.end) {
        return None;
    }
    let (start, end, _) = view.proof.hedges.iter().find(|(start, _, means)| {
        *means == Hedge::Alleged && part.first <= *start && *start < part.end
    })?;
    let span = view.proof.span(*start, *end);
    let first = sentence.particulars.first()?;
    Some(Finding {
        kind: Kind::Hedge,
        span: first.span,
        proof: Some(view.index),
        place: Some(span),
        passage: view.passage_span(),
        value: Some(span.of(&view.proof.text).to_owned()),
        ..blank(first, Status::Firmer)
    })
}
