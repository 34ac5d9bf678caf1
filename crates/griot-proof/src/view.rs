//! A proof as one sentence sees it: what of the sentence stands in it, and where.

use griot_model::Span;

use crate::{
    alike::{Hit, dates_like, names_like, near as same_value, numbers_like, quotation},
    contrary::Tie,
    finding::{Finding, Status},
    lexicon::Lexicon,
    namesake::bearers,
    pack::Packs,
    particulars::{Kind, Particular, Sentence, Value},
    passage::{self, Passage, Shared},
    proof::Proof,
    quantity::Number,
};

/// A proof as one sentence sees it.
pub(crate) struct View<'a> {
    pub(crate) index: usize,
    pub(crate) proof: &'a Proof,
    pub(crate) lexicon: &'a Lexicon,
    /// For each particular, where it stands.
    pub(crate) hits: Vec<Vec<Hit>>,
    /// For each particular that is a name, where a like name stands that is another's.
    pub(crate) rivals: Vec<Vec<Hit>>,
    /// For quotations: the bytes.
    pub(crate) quoted: Vec<Option<Span>>,
    pub(crate) passage: Option<Passage>,
    pub(crate) same_language: bool,
}

impl<'a> View<'a> {
    pub(crate) fn new(
        own: &Lexicon,
        sentence: &Sentence,
        index: usize,
        proof: &'a Proof,
        lexicon: &'a Lexicon,
    ) -> Self {
        let same_language = sentence.language == proof.language;
        let mut hits: Vec<Vec<Hit>> = Vec::new();
        let mut quoted = Vec::new();
        let mut shared: Vec<Shared> = Vec::new();
        let mut rivals: Vec<Vec<Hit>> = Vec::new();
        for particular in &sentence.particulars {
            let mut quote = None;
            let mut others = Vec::new();
            let (found, weight) = match &particular.value {
                Value::Number(number) => {
                    (numbers_like(number, proof), if number.is_common() { 0.7 } else { 1.6 })
                }
                Value::Date(date) => (dates_like(date, proof), 1.3),
                Value::Name(name) => {
                    let found = names_like(name, own, proof, lexicon);
                    let found = bearers(name, own, proof, lexicon, found);
                    others = found.rivals;
                    others.extend(found.cousins);
                    (found.hits, 1.3)
                }
                Value::Quotation(inner) => {
                    quote = quotation(inner.of(&sentence.text), proof);
                    let at = quote.map(|span| token_at(proof, span.start));
                    (at.map(|at| (at, at + 1)).into_iter().collect(), 3.0)
                }
            };
            // A like name leads to the passage as well.
            let at = found.iter().chain(&others).map(|hit| hit.0).collect();
            shared.push(Shared { at, weight });
            quoted.push(quote);
            hits.push(found);
            rivals.push(others);
        }
        // What another name of the sentence means is no rival.
        let named: Vec<Hit> = sentence
            .particulars
            .iter()
            .zip(&hits)
            .filter(|(it, _)| matches!(&it.value, Value::Name(name) if name.place.is_none()))
            .flat_map(|(_, hits)| hits.iter().copied())
            .collect();
        for others in &mut rivals {
            others.retain(|run| !named.iter().any(|hit| run.0 <= hit.0 && hit.0 < run.1));
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
        Self { index, proof, lexicon, hits, rivals, quoted, passage, same_language }
    }

    /// Where a particular stands, by its place among those of the sentence.
    pub(crate) fn hits_of(&self, index: usize) -> &[Hit] {
        self.hits.get(index).map_or(&[], Vec::as_slice)
    }

    /// Makes of a finding that something else stands at a place of the proof.
    pub(crate) fn differs(&self, finding: &mut Finding, place: Span) {
        *finding = Finding {
            kind: finding.kind,
            span: finding.span,
            status: Status::Differs,
            at: None,
            weak: false,
            proof: Some(self.index),
            place: Some(place),
            passage: self.passage_span(),
            value: Some(place.of(&self.proof.text).to_owned()),
            why: None,
        };
    }

    pub(crate) fn passage_span(&self) -> Option<Span> {
        self.passage.map(|passage| passage.span(self.proof))
    }

    /// Whether a token of the proof has a capital and is not the first of its sentence.
    fn is_capital_inside(&self, at: usize) -> bool {
        let first = self.proof.sentences.get(self.proof.sentence(at)).map(|part| part.first);
        let word = self.proof.tokens.get(at).and_then(|token| self.lexicon.of(token));
        first != Some(at)
            && !self.lexicon.pack.nouns_are_capitalised
            && word.is_some_and(|word| word.capital)
    }

    /// Whether a token of another view stands at most two sentences from the passage.
    pub(crate) fn beside_passage(&self, other: &View<'_>, token: usize) -> bool {
        let at = self.proof.sentence(token);
        self.index == other.index
            && self
                .passage
                .is_some_and(|passage| passage.first <= at + 2 && at <= passage.end + 1)
    }

    /// The numbers of the passage and of the sentences beside it.
    pub(crate) fn numbers_around(&self) -> Vec<&Number> {
        let Some(passage) = self.passage else { return Vec::new() };
        let all = passage.first.saturating_sub(1)..passage.end + 1;
        let here = |it: &&Number| {
            all.contains(&self.proof.sentence(it.first))
                && !it.code
                && it.low > 0.0
                && same_value(it.low, it.high)
        };
        self.proof.numbers.iter().filter(here).collect()
    }

    /// Another bearer of a like name, in the passage where one is there.
    pub(crate) fn rival(&self, index: usize) -> Option<(Hit, bool)> {
        let rivals = self.rivals.get(index)?;
        let here = rivals.iter().find(|run| self.in_passage(run.0));
        here.map(|run| (*run, true)).or_else(|| rivals.first().map(|run| (*run, false)))
    }

    pub(crate) fn in_passage(&self, token: usize) -> bool {
        self.passage.is_some_and(|passage| passage.has(self.proof, token))
    }
}

fn token_at(proof: &Proof, byte: usize) -> usize {
    proof.tokens.partition_point(|token| (token.end as usize) <= byte)
}

/// What stands in the sentence and in some sentences of a proof.
pub(crate) fn ties(
    lexicon: &Lexicon,
    sentence: &Sentence,
    view: &View<'_>,
    sentences: (usize, usize),
) -> Vec<Tie> {
    let first = view.proof.sentences.get(sentences.0).map_or(0, |part| part.first);
    let last = sentences.1.checked_sub(1).and_then(|at| view.proof.sentences.get(at));
    let inside = first..last.map_or(first, |part| part.end);
    let mut found = Vec::new();
    let mut taken = vec![false; sentence.tokens.len()];
    let mut opens = true;
    for (particular, hits) in sentence.particulars.iter().zip(&view.hits) {
        if particular.kind == Kind::Quotation {
            continue;
        }
        let draft = sentence
            .tokens
            .partition_point(|token| (token.end as usize) <= particular.span.start);
        for at in draft..sentence.tokens.len() {
            let within = sentence
                .tokens
                .get(at)
                .is_some_and(|token| (token.start as usize) < particular.span.end);
            // Words of a name that was not found may stand there alone.
            let whole = !hits.is_empty() || particular.kind != Kind::Name;
            match taken.get_mut(at).filter(|_| within) {
                Some(flag) => *flag = whole,
                None => break,
            }
        }
        let length = matches!(&particular.value, Value::Number(number)
            if number.unit.is_some_and(|unit| Packs::embedded().is_time(unit)));
        let tie = Tie {
            draft,
            proof: 0,
            strong: !is_common(particular, lexicon) || particular.kind == Kind::Name,
            name: particular.kind == Kind::Name,
            number: particular.kind == Kind::Number,
            length,
        };
        found.extend(
            hits.iter()
                .filter(|hit| inside.contains(&hit.0))
                .map(|hit| Tie { proof: hit.0, ..tie }),
        );
    }
    for (draft, token) in sentence.tokens.iter().enumerate() {
        let Some(word) = lexicon.of(token) else { continue };
        let first = std::mem::take(&mut opens);
        if word.sense.stop || word.letters < 2 || taken.get(draft).copied().unwrap_or(true) {
            continue;
        }
        let ids = if view.same_language {
            view.lexicon.with_stem(&word.stem)
        } else {
            view.lexicon.with_folded(&word.folded)
        };
        for id in ids {
            found.extend(view.proof.at(*id).filter(|at| inside.contains(at)).map(|proof| {
                // A capital inside a sentence, of the draft or of the proof.
                let inside = !first && !lexicon.pack.nouns_are_capitalised;
                let strong = word.capital && (inside || view.is_capital_inside(proof));
                Tie { draft, proof, strong, name: false, number: false, length: false }
            }));
        }
    }
    found
}

/// The view whose passage shares most.
pub(crate) fn best_view<'a, 'b>(views: &'a [View<'b>]) -> Option<&'a View<'b>> {
    views.iter().max_by(|one, two| {
        let score = |view: &View<'_>| view.passage.map_or(0.0, |passage| passage.score);
        score(one).total_cmp(&score(two)).then(two.index.cmp(&one.index))
    })
}

/// Whether a particular is so common that finding it proves nothing.
pub(crate) fn is_common(particular: &Particular, lexicon: &Lexicon) -> bool {
    match &particular.value {
        Value::Number(number) => number.is_common(),
        Value::Date(date) => date.day.is_none() && date.month.is_none(),
        Value::Name(name) => name.distinctive().all(|part| {
            part.place.is_some() || lexicon.word(part.word).is_none_or(|word| word.letters < 4)
        }),
        Value::Quotation(_) => false,
    }
}

/// The finding of a particular that was found.
pub(crate) fn found_of<'a>(
    found: &'a mut [Finding],
    particular: &Particular,
) -> Option<&'a mut Finding> {
    found.iter_mut().find(|it| {
        it.span == particular.span && it.kind == particular.kind && it.status == Status::Found
    })
}
