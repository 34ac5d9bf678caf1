//! A page for each claim, and the list of them.

use crate::answers::{Resting, Rows};
use askama::Template;
use griot_model::{Binding, Checked, ClaimId, ClaimKind, Note, Span, Verdict};
use serde::Serialize;

use super::{
    book::{Book, ClaimLine, Link},
    evidence::EvidenceView,
    frame::{self, Frame, View, add_csv},
    report,
};
use crate::{site::Site, words};

#[derive(Template, Serialize)]
#[template(path = "claims.html")]
struct Claims {
    #[serde(skip)]
    frame: Frame,
    groups: Vec<Group>,
    total: usize,
}

#[derive(Serialize)]
struct Group {
    verdict: &'static str,
    meaning: &'static str,
    claims: Vec<ClaimLine>,
    #[serde(skip)]
    word: &'static str,
    #[serde(skip)]
    sign: &'static str,
    #[serde(skip)]
    class: &'static str,
}

#[derive(Template, Serialize)]
#[template(path = "claim.html")]
struct ClaimPage {
    #[serde(skip)]
    frame: Frame,
    claim: ClaimLine,
    kind: ClaimKind,
    span: Span,
    sentence: String,
    says: String,
    evidence_says: String,
    notes: Vec<NoteView>,
    attributed_to: String,
    modality: &'static str,
    binding: Binding,
    depends_on: Vec<Link>,
    /// Those of them that are contradicted.
    leans_on_contradicted: Vec<String>,
    rule: Option<Link>,
    evidence: Vec<EvidenceView>,
    /// The passages that the author cites for the sentence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rests_on: Vec<RestsOn>,
    #[serde(skip)]
    without_rows: &'static str,
    #[serde(skip)]
    around: (String, String, String),
    #[serde(skip)]
    anchor: String,
    #[serde(skip)]
    previous: Option<Link>,
    #[serde(skip)]
    next: Option<Link>,
    #[serde(skip)]
    is_bound: bool,
}

/// A passage of a source, with the way to it.
#[derive(Serialize)]
struct RestsOn {
    #[serde(flatten)]
    resting: Resting,
    #[serde(skip)]
    href: String,
}

#[derive(Serialize)]
struct NoteView {
    kind: &'static str,
    text: String,
}

impl View for Claims {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

impl View for ClaimPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

/// Adds the list and a page for each claim.
pub(super) fn add(book: &Book<'_>, site: &mut Site) {
    let all = &book.answers.check.checked;
    let groups = Verdict::ALL.into_iter().map(|verdict| Group {
        verdict: verdict.word(),
        meaning: words::meaning(verdict),
        word: words::verdict(verdict),
        sign: words::sign(verdict),
        class: words::class(verdict),
        claims: all
            .iter()
            .filter(|c| c.verdict == verdict)
            .map(|c| book.claim(c, ""))
            .collect(),
    });
    let mut frame = book.frame("claims", "claims", "claims", "Every claim of the report");
    frame.csv = true;
    let view = Claims {
        frame,
        groups: groups.filter(|g| !g.claims.is_empty()).collect(),
        total: all.len(),
    };
    frame::add(site, &view);
    add_csv(site, "claims", &rows(book));
    let contradicted: Vec<ClaimId> = all
        .iter()
        .filter(|c| c.verdict == Verdict::Contradicted)
        .map(|c| c.claim.id.clone())
        .collect();
    for (index, checked) in all.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|i| all.get(i));
        let mut view = page(book, site, checked, &contradicted);
        view.previous = before.map(|c| neighbour(book, c));
        view.next = all.get(index + 1).map(|c| neighbour(book, c));
        frame::add(site, &view);
    }
}

fn page(
    book: &Book<'_>,
    site: &mut Site,
    checked: &Checked,
    contradicted: &[ClaimId],
) -> ClaimPage {
    let (answers, claim) = (book.answers, &checked.claim);
    let line = book.claim(checked, "../");
    let file = book.claims.get(&claim.id.0).unwrap_or_default();
    let title = format!("“{}”", line.words);
    let notes = checked.notes.iter().map(|note| {
        let (kind, text) = match note {
            Note::Note(text) => ("note", text),
            Note::Help(text) => ("help", text),
        };
        NoteView { kind, text: text.clone() }
    });
    let link = |id: &ClaimId| Link {
        id: id.0.clone(),
        text: answers
            .check
            .checked
            .iter()
            .find(|other| other.claim.id == *id)
            .map_or_else(|| id.0.clone(), |other| book.words(other.claim.span)),
        href: book.claim_href(&id.0, "../"),
    };
    let rule = checked.rule.map(|code| {
        let doc = answers.rules.iter().find(|rule| rule.code == code);
        let href = book.rules.get(code).map(|name| format!("../rules/{name}.html"));
        Link {
            id: code.to_owned(),
            text: doc.map(|rule| rule.name.clone()).unwrap_or_default(),
            href: href.unwrap_or_default(),
        }
    });
    let sentence = book.words(claim.sentence);
    let rests_on = answers.resting.iter().filter(|one| one.is_about(&sentence)).map(|one| {
        let anchor = book.sources.get(&one.source).unwrap_or_default();
        RestsOn { resting: one.clone(), href: format!("../sources.html#{anchor}") }
    });
    let evidence = (0..checked.evidence.len())
        .map(|at| EvidenceView::new(book, site, &format!("claim/{}/{at}", claim.id.0), "../"))
        .collect();
    ClaimPage {
        frame: book.frame("claim", "claims", &format!("claims/{file}"), &title),
        kind: claim.kind,
        span: claim.span,
        rests_on: rests_on.collect(),
        sentence: sentence.clone(),
        says: checked.says.clone(),
        evidence_says: checked.evidence_says.clone(),
        notes: notes.collect(),
        attributed_to: claim
            .attribution
            .as_ref()
            .map_or(String::new(), |a| format!("{} {}", a.speaker, a.verb)),
        modality: words::modality(claim.modality),
        binding: claim.binding,
        depends_on: claim.depends_on.iter().map(link).collect(),
        leans_on_contradicted: checked.leans_on(contradicted).map(|id| id.0.clone()).collect(),
        rule,
        evidence,
        without_rows: without_rows(checked.verdict),
        around: around(book, claim.sentence, claim.span),
        anchor: report::anchor(book, &claim.id.0),
        previous: None,
        next: None,
        is_bound: claim.binding == Binding::Explicit,
        claim: line,
    }
}

/// The sentence before, on and after the words of the claim.
fn around(book: &Book<'_>, sentence: Span, words: Span) -> (String, String, String) {
    let own = book.words(words);
    if !sentence.contains(words) {
        return (String::new(), own, String::new());
    }
    let part = |start: usize, end: usize| {
        Span::new(start, end).of(&book.answers.check.text).to_owned()
    };
    (part(sentence.start, words.start), own, part(words.end, sentence.end))
}

/// What to say where no rows stand behind a verdict.
fn without_rows(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Unverified => {
            "No rows of this case or of the library decide this claim. That is not a doubt about it."
        }
        Verdict::NotCheckable => "An opinion, a cause or a motive, which no rows could decide.",
        _ => "The verdict follows from the report's own words and numbers; no row was needed.",
    }
}

fn neighbour(book: &Book<'_>, checked: &Checked) -> Link {
    let line = book.claim(checked, "../");
    Link { id: line.id, text: line.words, href: line.href }
}

fn rows(book: &Book<'_>) -> Rows {
    let columns =
        ["id", "verdict", "kind", "words", "says", "evidence_says", "message", "start", "end"];
    let row = |checked: &Checked| {
        let line = book.claim(checked, "");
        let claim = &checked.claim;
        let kind = serde_json::to_value(claim.kind).ok();
        vec![
            line.id,
            line.verdict.to_owned(),
            kind.and_then(|k| k.as_str().map(str::to_owned)).unwrap_or_default(),
            line.words,
            checked.says.clone(),
            checked.evidence_says.clone(),
            line.message,
            claim.span.start.to_string(),
            claim.span.end.to_string(),
        ]
    };
    Rows {
        columns: columns.map(str::to_owned).into(),
        rows: book.answers.check.checked.iter().map(row).collect(),
    }
}
