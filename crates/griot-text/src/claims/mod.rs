//! Which of its sentences can be checked, and what do they say?
//!
//! [`find`] reads a document sentence by sentence. Claims that the author bound say themselves what
//! they mean ([`bound`]). For all other words there is a grammar, one file per family of sentences:
//! votes, coups, elections, terms of office, deaths, sanctions lists, arithmetic, order. A family is
//! closed: it reads a sentence wholly or leaves it. What no family reads but what is checkable in
//! principle becomes a claim without a rule, so that the coverage of a check can be told.
//!
//! The grammar knows no tables: names of countries, leaders and actors come in as a gazetteer.

mod arithmetic;
pub mod bound;
mod context;
mod found;
mod general;
mod modality;
mod order;
mod resolutions;
mod scene;

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

use griot_model::{Binding, Claim, ClaimId, Proposition, Span};

use crate::{
    dates::{self, DateContext},
    document::{self, Bound, Document, Format},
    frames,
    names::Gazetteer,
    numbers, quotes,
    sentences::{self, Sentence},
    words,
};
use modality::Voice;
use scene::Named;

pub(crate) use context::Context;
pub(crate) use found::Found;
pub(crate) use scene::{Figure, Scene, When};

pub use bound::Unclear;
pub use context::Setting;
pub use resolutions::symbols_in;
pub use scene::Tag;

/// What was found in a document.
#[derive(Debug, Clone)]
pub struct Claims {
    /// Claims in the order of the text.
    pub found: Vec<Claim>,
    /// Bound claims whose attributes say nothing that can be checked.
    pub unclear: Vec<Unclear>,
    /// Sentences of the document, headings included; the parts of a long one are counted each.
    pub sentences: usize,
    /// Sentences longer than [`sentences::LONGEST`], which were read in parts.
    pub long: usize,
    /// Sentences of each language that was read, by its English name.
    pub languages: BTreeMap<&'static str, usize>,
    /// Sentences of six words and more in a language whose sentences griot does not read, by their script.
    pub unread: BTreeMap<&'static str, usize>,
}

/// Finds the claims of a document.
pub fn find(document: &Document, gazetteer: &Gazetteer<Tag>, setting: &Setting) -> Claims {
    let sentences = sentences::sentences(document);
    let dateline = document::dateline(document).map(|(day, _)| day);
    let mut dates = DateContext::new(dateline);
    let languages = languages(&sentences);
    let mut scenes: Vec<Scene<'_>> = sentences
        .iter()
        .map(|sentence| {
            let language = languages.get(&sentence.block).copied().flatten();
            read(sentence, language, gazetteer, &mut dates)
        })
        .collect();
    set_in(&mut scenes, setting, titled(document, gazetteer, setting));
    date_entries(&mut scenes);
    let context = Context::new(&scenes, dateline, setting);
    let known = frames::known(&scenes);
    let mut discourse = frames::Discourse::default();
    let mut unclear = Vec::new();
    let mut claims: Vec<(Claim, Option<Span>)> = Vec::new();
    let mut marked: Vec<&Bound> =
        document.bound.iter().filter(|bound| bound.is_claim()).collect();
    marked.sort_by_key(|bound| bound.span.start);
    let mut first = 0;
    for scene in &scenes {
        // Sentences come in order, so what has ended before this one is not looked at again.
        let sentence = scene.sentence.span;
        first += marked
            .iter()
            .skip(first)
            .take_while(|bound| bound.span.end <= sentence.start)
            .count();
        let bounds: Vec<&Bound> = marked
            .iter()
            .skip(first)
            .take_while(|bound| bound.span.start < sentence.end)
            .copied()
            .filter(|bound| sentence.overlaps(bound.span))
            .collect();
        let voice = OnceCell::new();
        let voice = || voice.get_or_init(|| Voice::of(scene));
        for bound in &bounds {
            // A span that crosses sentences belongs to the one in which it starts.
            if !(scene.sentence.span.start..scene.sentence.span.end).contains(&bound.span.start)
            {
                continue;
            }
            match bound::proposition(bound, bound.span.of(&document.text)) {
                Ok((kind, proposition)) => {
                    let local = scene.sentence.local(bound.span).unwrap_or(Span::new(0, 0));
                    let id = ClaimId(bound.id.clone().unwrap_or_default());
                    claims.push((
                        Claim {
                            id,
                            span: bound.span,
                            sentence: scene.sentence.span,
                            kind,
                            proposition,
                            attribution: voice().attribution.clone(),
                            modality: voice().modality(scene, local),
                            depends_on: Vec::new(),
                            binding: Binding::Explicit,
                            assumed: None,
                        },
                        None,
                    ));
                }
                Err(problem) => unclear.push(problem),
            }
        }
        for found in in_sentence(scene, &context, &known, &mut discourse) {
            let span = scene.source(found.span);
            if bounds.iter().any(|bound| bound.outer.overlaps(span)) {
                continue;
            }
            claims.push((
                Claim {
                    id: ClaimId(String::new()),
                    span,
                    sentence: scene.sentence.span,
                    kind: found.kind,
                    proposition: found.proposition,
                    attribution: voice().attribution.clone(),
                    modality: voice().modality(scene, found.span),
                    depends_on: Vec::new(),
                    binding: if found.loose { Binding::Loose } else { Binding::Proposed },
                    assumed: found.assumed,
                },
                found.anchor,
            ));
        }
    }
    let starts_long = |pair: &[Sentence]| pair[1].goes_on && !pair[0].goes_on;
    let long = sentences.windows(2).filter(|pair| starts_long(pair)).count()
        + usize::from(sentences.first().is_some_and(|first| first.goes_on));
    let (languages, unread) = counted(&scenes);
    Claims {
        found: numbered(claims),
        unclear,
        sentences: sentences.len(),
        long,
        languages,
        unread,
    }
}

/// Several whole years, and no decade: "2005–2018".
fn is_years(range: griot_model::DateRange) -> bool {
    let years = range.last.year() - range.first.year();
    range.first.day_of_year() == 1
        && (range.last.month(), range.last.day()) == (12, 31)
        && years > 0
        && (years != 9 || range.first.year() % 10 != 0)
}

/// How many sentences are in each language that is read, and in each script of those that are not.
fn counted(
    scenes: &[Scene<'_>],
) -> (BTreeMap<&'static str, usize>, BTreeMap<&'static str, usize>) {
    let mut languages: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut unread: BTreeMap<&'static str, usize> = BTreeMap::new();
    for scene in scenes {
        match scene.language {
            Some(pack) => *languages.entry(&pack.name).or_default() += 1,
            None if scene.tokens.len() >= 6 => {
                *unread.entry(script_of(&scene.sentence.text)).or_default() += 1;
            }
            None => {}
        }
    }
    (languages, unread)
}

/// The script of the first letters of a text, as far as griot tells scripts apart.
fn script_of(text: &str) -> &'static str {
    let letter = text.chars().find(|sign| sign.is_alphabetic());
    match letter.map(u32::from) {
        Some(0x0400..=0x052f) => "Cyrillic script",
        Some(0x0600..=0x06ff | 0x0750..=0x077f) => "Arabic script",
        Some(0x3040..=0x9fff | 0xac00..=0xd7af) => "an East Asian script",
        Some(0..=0x024f | 0x1e00..=0x1eff) => "Latin script, a language that is not known here",
        _ => "another script",
    }
}

/// The one country that the title in the front matter names; the title of a page names its site, too.
fn titled(
    document: &Document,
    gazetteer: &Gazetteer<Tag>,
    setting: &Setting,
) -> Option<String> {
    let title = document.title.as_deref().filter(|_| document.format != Format::Html)?;
    let tags = gazetteer.find_in(title).into_iter().flat_map(|mention| mention.tags);
    let mut named: Vec<String> = tags
        .filter_map(|tag| match tag {
            Tag::Country(iso) | Tag::Demonym(iso) => Some(iso),
            _ => None,
        })
        .filter(|country| !setting.senders.contains(country))
        .collect();
    named.sort();
    named.dedup();
    <[String; 1]>::try_from(named).ok().map(|[only]| only)
}

/// Tells each sentence which country the text around it is about: the one country that its heading names, and the subject of
/// the last sentence before it that has one, in its paragraph where there is such a heading. The countries whose influence is studied are named everywhere and set nothing.
fn set_in(scenes: &mut [Scene<'_>], setting: &Setting, title: Option<String>) {
    let mut heading = title;
    let mut last: Option<String> = None;
    let mut block = 0;
    for scene in scenes {
        if heading.is_some() && scene.sentence.block != block {
            last = None;
        }
        block = scene.sentence.block;
        let is_sender = |country: &str| setting.senders.iter().any(|sender| sender == country);
        if scene.sentence.is_heading {
            let mut named: Vec<String> = scene
                .countries()
                .map(|(_, country)| country.to_owned())
                .filter(|country| !is_sender(country))
                .collect();
            named.sort();
            named.dedup();
            last = None;
            if let [only] = named.as_slice() {
                heading = Some(only.clone());
            } else if !named.is_empty() {
                heading = None;
            }
        }
        scene.under.clone_from(&heading);
        scene.set_in.clone_from(&last);
        let subject = scene
            .countries()
            .filter(|(_, country)| !is_sender(country))
            .find(|(span, _)| opens(scene, *span) && !is_of_colony(scene, *span))
            .map(|(_, country)| country.to_owned());
        last = subject.or(last);
    }
}

/// Gives the sentences of an entry of a timeline the date that opens it: a heading or a line that is a date and no more, or a
/// date before a colon or a dash. The sentence right behind a date that stands alone is surely of that day; those that
/// follow go on from it, and may tell of another.
fn date_entries(scenes: &mut [Scene<'_>]) {
    let mut heading: Option<When> = None;
    let mut entry: Option<When> = None;
    let mut block = None;
    for scene in scenes {
        let opens = block != Some(scene.sentence.block);
        block = Some(scene.sentence.block);
        let (label, alone) = label(scene);
        if scene.sentence.is_heading {
            heading = label.filter(|_| alone);
            entry = None;
            continue;
        }
        if opens {
            entry.clone_from(&label);
        }
        let of_block = entry.as_mut().or(heading.as_mut());
        if label.is_none()
            && let Some(when) = of_block
        {
            scene.entry = Some(when.clone());
            when.of_entry = Some(false);
        } else if opens
            && !alone
            && let Some(when) = of_block
        {
            when.of_entry = Some(false);
        }
    }
}

/// The date that opens a sentence as a label, and whether nothing else stands in it.
fn label(scene: &Scene<'_>) -> (Option<When>, bool) {
    let first = scene.tokens.iter().find(|token| token.kind != words::TokenKind::Mark);
    let opens = |when: &&When| {
        first.is_some_and(|token| token.span.start == when.span.start)
            && !when.readings.is_empty()
            && when.boundary == dates::Boundary::At
    };
    let Some(when) = scene.dates.iter().find(opens) else { return (None, false) };
    let behind = scene.tokens.get(scene.token_at(when.span.end)..).unwrap_or_default();
    let alone = behind.iter().all(|token| token.kind == words::TokenKind::Mark);
    let marked = behind
        .first()
        .is_some_and(|token| token.text == ":" || token.is_dash() || token.is_capitalised());
    let when = When { of_entry: Some(true), ..when.clone() };
    ((alone || marked).then_some(when), alone)
}

/// Whether what stands here can be what a sentence is about: it opens the sentence or a part of it, or a word of the language
/// says so: "In Mali, ...", "while the Malian army". After any other word it is an object: "with the UK taking the north".
fn opens(scene: &Scene<'_>, span: Span) -> bool {
    let Some(pack) = scene.language else { return false };
    let mut before = scene.token_at(span.start);
    while let Some(token) = before.checked_sub(1).and_then(|at| scene.tokens.get(at)) {
        let word = crate::names::fold(token.text);
        if pack.has("article", &word) {
            before -= 1;
            continue;
        }
        return token.kind != words::TokenKind::Word || pack.has("before_subject", &word);
    }
    true
}

/// "The British colony": what is spoken of is no part of the country whose adjective it has.
fn is_of_colony(scene: &Scene<'_>, span: Span) -> bool {
    let behind = scene.tokens.get(scene.token_at(span.end));
    scene
        .language
        .zip(behind)
        .is_some_and(|(pack, token)| pack.has("colony", &crate::names::fold(token.text)))
}

/// Everything that stands in a sentence, on the sentence's own offsets.
fn read<'a>(
    sentence: &'a Sentence,
    language: Option<&'static frames::Pack>,
    gazetteer: &Gazetteer<Tag>,
    dates: &mut DateContext,
) -> Scene<'a> {
    let mentions = dates::find(sentence, dates);
    let local = |span: Span| sentence.local(span);
    let taken: Vec<Span> = mentions.iter().filter_map(|date| local(date.span)).collect();
    let figures = language.and_then(|pack| frames::figures(sentence, &taken, pack));
    let figures = figures.unwrap_or_else(|| english_figures(sentence, &mentions));
    Scene {
        sentence,
        tokens: words::tokens(&sentence.text),
        dates: mentions
            .into_iter()
            .filter_map(|mention| {
                Some(When {
                    span: local(mention.span)?,
                    phrase: local(mention.phrase)?,
                    is_range: mention.kind == dates::DateKind::Range
                        || mention.range().is_some_and(is_years),
                    readings: mention.readings,
                    anchor: mention.relative_to,
                    boundary: mention.boundary,
                    is_century: mention.precision == dates::Precision::Century,
                    of_entry: None,
                })
            })
            .collect(),
        figures,
        names: gazetteer
            .find_in(&sentence.text)
            .into_iter()
            .map(|mention| Named { span: mention.span, tags: mention.tags })
            .collect(),
        quotes: quotes::of_sentence(sentence)
            .into_iter()
            .filter_map(|it| local(it.span))
            .collect(),
        language,
        set_in: None,
        under: None,
        entry: None,
    }
}

fn english_figures(sentence: &Sentence, dates: &[dates::DateMention]) -> Vec<Figure> {
    let local = |span: Span| sentence.local(span);
    numbers::find(sentence, dates)
        .into_iter()
        .filter_map(|mention| {
            Some(Figure {
                span: local(mention.span)?,
                quantity: mention.quantity,
                role: mention.role,
                population: mention.of.map(|of| of.value),
                last_digit: mention.last_digit,
            })
        })
        .collect()
}

/// The language of each block that has sentences; of a short one, that of the document.
fn languages(sentences: &[Sentence]) -> BTreeMap<usize, Option<&'static frames::Pack>> {
    let mut texts: BTreeMap<usize, String> = BTreeMap::new();
    let mut whole = String::new();
    for sentence in sentences {
        let text = texts.entry(sentence.block).or_default();
        text.push(' ');
        text.push_str(&sentence.text);
        if whole.len() < ENOUGH {
            whole.push(' ');
            whole.push_str(&sentence.text);
        }
    }
    let document = frames::language_of(&whole, None);
    texts
        .into_iter()
        .map(|(block, text)| (block, frames::language_of(&text, document)))
        .collect()
}

/// Bytes of a document by which its language is told.
const ENOUGH: usize = 20_000;

/// Claims of one sentence: by frames, then what the sentence says of itself.
fn in_sentence(
    scene: &Scene<'_>,
    context: &Context,
    known: &frames::Known,
    discourse: &mut frames::Discourse,
) -> Vec<Found> {
    let mut all = frames::find(scene, context, known, discourse);
    let families = [arithmetic::find(scene), order::find(scene)];
    for family in families {
        let known: Vec<Span> = all.iter().map(|it| it.span).collect();
        all.extend(family.into_iter().filter(|found| {
            may_overlap(&found.proposition)
                || !known.iter().any(|span| span.overlaps(found.span))
        }));
    }
    if context.has_case && !scene.sentence.is_heading {
        let taken: Vec<Span> = all.iter().map(|it| it.span).collect();
        all.extend(general::find(scene, &taken));
    }
    all
}

/// An order of events and a term say something of their own, also inside the words of another claim.
fn may_overlap(proposition: &Proposition) -> bool {
    matches!(
        proposition,
        Proposition::Order { .. } | Proposition::Term { .. } | Proposition::Elected { .. }
    )
}

/// Numbers the claims in the order of the text and ties those that rest on another's date.
fn numbered(mut claims: Vec<(Claim, Option<Span>)>) -> Vec<Claim> {
    claims.sort_by_key(|(claim, _)| (claim.span, claim.kind));
    let mut taken: BTreeSet<String> =
        claims.iter().map(|(claim, _)| claim.id.0.clone()).collect();
    let mut next = 1_usize;
    // Loose readings come last: most are dropped, and would leave holes.
    let is_loose = |claim: &Claim| claim.binding == Binding::Loose;
    let (sure, loose): (Vec<_>, Vec<_>) =
        claims.iter_mut().partition(|(claim, _)| !is_loose(claim));
    for (claim, _) in sure.into_iter().chain(loose) {
        if claim.id.0.is_empty() {
            while !taken.insert(format!("c{next}")) {
                next += 1;
            }
            claim.id = ClaimId(format!("c{next}"));
        }
    }
    let places: Vec<(ClaimId, Span)> =
        claims.iter().map(|(claim, _)| (claim.id.clone(), claim.span)).collect();
    claims
        .into_iter()
        .map(|(mut claim, anchor)| {
            if let Some(anchor) = anchor {
                // Claims are sorted by where they start; none is longer than its block.
                let from =
                    places.partition_point(|(_, span)| span.start + REACH < anchor.start);
                claim.depends_on = places
                    .get(from..)
                    .unwrap_or_default()
                    .iter()
                    .take_while(|(_, span)| span.start < anchor.end)
                    .filter(|(id, span)| *id != claim.id && span.overlaps(anchor))
                    .map(|(id, _)| id.clone())
                    .collect();
            }
            claim
        })
        .collect()
}

/// Bytes beyond which no claim reaches from its start.
const REACH: usize = 20_000;
