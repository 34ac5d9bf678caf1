//! The draft: its sentences with their states, and beside the chosen one its proof.

use std::sync::Arc;

use askama::Template;

use super::frame::{Frame, drawn};
use crate::{
    draft::{
        Claim, Draft, Noted, Particular, Passage, Proof, Sentence, Shown, State, Text, alone,
    },
    judgements::{Decision, Judgement, Judgements},
};

/// What is looked at: a filter, and a sentence.
#[derive(Debug, Clone, Default)]
pub(crate) struct View {
    /// Name of the filter; empty for none.
    pub(crate) filter: String,
    /// Id of the sentence; empty for none.
    pub(crate) chosen: String,
}

/// A filter with how many sentences it leaves.
struct Filter {
    name: &'static str,
    word: &'static str,
    sign: &'static str,
    count: usize,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "draft.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a part of the page that is there or not"
)]
struct Page<'a> {
    f: &'a Frame,
    case: &'a str,
    file: &'a str,
    summary: String,
    is_working: bool,
    progress: String,
    body: String,
    notes: &'a [Noted],
    panel: String,
    has_chosen: bool,
    has_before: bool,
    has_comments: bool,
    fresh: usize,
    gone: &'a [(String, String)],
    remarks: &'a [String],
}

#[derive(Template)]
#[template(path = "progress.html")]
struct Progress<'a> {
    f: &'a Frame,
    case: &'a str,
    decided: usize,
    asking: usize,
    filters: Vec<Filter>,
}

#[derive(Template)]
#[template(path = "sentence.html")]
struct Line<'a> {
    f: &'a Frame,
    case: &'a str,
    filter: &'a str,
    s: &'a Sentence,
    decision: Option<Decision>,
    is_disputed: bool,
    is_shown: bool,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "panel.html")]
struct Panel<'a> {
    f: &'a Frame,
    case: &'a str,
    filter: &'a str,
    chosen: Option<Chosen<'a>>,
    previous: &'a str,
    next: &'a str,
    decisions: Vec<(usize, Decision, bool)>,
}

struct Chosen<'a> {
    s: &'a Sentence,
    own: Option<Decision>,
    note: String,
    assigned: String,
    judged: Vec<Judgement>,
    is_disputed: bool,
    proofs: Vec<Cited>,
}

/// A proof beside a sentence.
pub(crate) struct Cited {
    note: String,
    id: String,
    title: String,
    status: String,
    word: &'static str,
    why: String,
    url: Option<String>,
    address: String,
    page: String,
    is_missing: bool,
    paragraphs: Vec<Shown>,
}

/// Gives the text of a file of the case.
pub(crate) type TextOf<'a> = dyn Fn(&str) -> Result<Arc<Text>, String> + 'a;

/// Everything that the view of a draft needs.
pub(crate) struct Seen<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) case: &'a str,
    pub(crate) draft: &'a Draft,
    pub(crate) judgements: &'a Judgements,
    pub(crate) view: &'a View,
    pub(crate) text: &'a TextOf<'a>,
}

impl Seen<'_> {
    /// The whole page.
    pub(crate) fn page(&self, is_working: bool, has_comments: bool) -> String {
        let draft = self.draft;
        drawn(&Page {
            f: self.f,
            case: self.case,
            file: &draft.file,
            summary: self.summary(),
            is_working,
            progress: self.progress(),
            body: self.body(),
            notes: &draft.notes,
            panel: self.panel(),
            has_chosen: draft.find(&self.view.chosen).is_some(),
            has_before: draft.has_before,
            has_comments,
            fresh: draft.sentences.iter().filter(|it| it.is_new && it.state.asks()).count(),
            gone: &draft.gone,
            remarks: &draft.remarks,
        })
    }

    /// The parts that change when a sentence is chosen or decided.
    pub(crate) fn parts(&self, changed: Option<&Sentence>) -> String {
        let mut parts = self.panel();
        if let Some(sentence) = changed {
            parts.push_str(&self.progress());
            parts.push_str(&self.line(sentence));
        }
        parts
    }

    /// As an editor reads it.
    pub(crate) fn summary(&self) -> String {
        let count =
            |state: State| self.draft.sentences.iter().filter(|it| it.state == state).count();
        let asking: usize =
            State::ALL.iter().filter(|it| it.asks()).map(|state| count(*state)).sum();
        let f = self.f;
        let mut said = vec![f.fill1("{0} sentences with something to prove", asking)];
        let parts = [
            (State::Contradicted, "{0} contradicted by the evidence"),
            (State::LookHere, "{0} to look at"),
            (State::Opened, "{0} opened and found"),
            (State::NotHeld, "{0} whose proof is not held"),
            (State::NoProof, "{0} without a proof"),
        ];
        for (state, words) in parts {
            let count = count(state);
            if count > 0 {
                said.push(f.fill1(words, count));
            }
        }
        said.join(" · ")
    }

    fn progress(&self) -> String {
        let asking = || self.draft.sentences.iter().filter(|it| it.state.asks());
        let decided =
            asking().filter(|it| self.judgements.decision(&it.digest).is_some()).count();
        let all = [
            ("", "all", ""),
            ("contradicted", "contradicted", "≠"),
            ("look-here", "look here", "!"),
            ("not-held", "not held", "○"),
            ("no-proof", "no proof", "?"),
            ("open", "open", "□"),
            ("mine", "mine", "→"),
            ("disputed", "disputed", "⇄"),
            ("new", "changed", "∆"),
        ];
        let filters = all
            .into_iter()
            .map(|(name, word, sign)| Filter {
                name,
                word,
                sign,
                count: asking().filter(|it| self.passes(it, name)).count(),
                is_chosen: name == self.view.filter,
            })
            .filter(|it| it.count > 0 || it.is_chosen || it.name.is_empty())
            .collect();
        drawn(&Progress {
            f: self.f,
            case: self.case,
            decided,
            asking: asking().count(),
            filters,
        })
    }

    fn passes(&self, sentence: &Sentence, filter: &str) -> bool {
        let digest = &sentence.digest;
        match filter {
            "" => true,
            "open" => sentence.state.asks() && self.judgements.decision(digest).is_none(),
            "mine" => self.judgements.assigned(digest) == Some(self.f.who.as_str()),
            "disputed" => self.judgements.is_disputed(digest),
            "new" => sentence.is_new && sentence.state.asks(),
            state => sentence.state.class() == state,
        }
    }

    fn line(&self, sentence: &Sentence) -> String {
        drawn(&Line {
            f: self.f,
            case: self.case,
            filter: &self.view.filter,
            s: sentence,
            decision: self.judgements.decision(&sentence.digest),
            is_disputed: self.judgements.is_disputed(&sentence.digest),
            is_shown: self.passes(sentence, &self.view.filter),
            is_chosen: sentence.id == self.view.chosen,
        })
    }

    fn body(&self) -> String {
        let mut out = String::new();
        let mut first = true;
        let mut open = "";
        for block in &self.draft.blocks {
            let wanted = if block.kind == "li" { "ul" } else { "" };
            if open != wanted {
                if open == "ul" {
                    out.push_str("</ul>\n");
                }
                if wanted == "ul" {
                    out.push_str("<ul>\n");
                }
                open = wanted;
            }
            let lines: Vec<String> = self
                .draft
                .sentences
                .get(block.sentences.clone())
                .unwrap_or_default()
                .iter()
                .map(|sentence| self.line(sentence).trim().to_owned())
                .collect();
            let (tag, class) = match block.kind {
                "h" if first => ("h2", " class=\"title\""),
                "h" => ("h2", ""),
                "li" => ("li", ""),
                "quote" => ("blockquote", ""),
                "cell" => ("p", " class=\"cell\""),
                _ => ("p", ""),
            };
            first = false;
            out.push_str(&format!("<{tag} dir=\"auto\"{class}>{}</{tag}>\n", lines.join("\n")));
        }
        if open == "ul" {
            out.push_str("</ul>\n");
        }
        out
    }

    fn panel(&self) -> String {
        let found = self.draft.find(&self.view.chosen);
        let ask = |it: &&Sentence| it.state.asks() && self.passes(it, &self.view.filter);
        let (previous, next) = match found {
            None => (None, None),
            Some((number, _)) => (
                self.draft.sentences.get(..number).unwrap_or_default().iter().rev().find(ask),
                self.draft.sentences.iter().skip(number + 1).find(ask),
            ),
        };
        let id = |it: Option<&'_ Sentence>| it.map_or(String::new(), |it| it.id.clone());
        let (previous, next) = (id(previous), id(next));
        let chosen = found.map(|(_, s)| {
            let own = self.judgements.by(&s.digest, &self.f.who);
            Chosen {
                s,
                own: own.as_ref().and_then(|it| it.decision),
                note: own.map_or(String::new(), |it| it.note),
                assigned: self.judgements.assigned(&s.digest).unwrap_or_default().to_owned(),
                judged: self.judgements.of(&s.digest),
                is_disputed: self.judgements.is_disputed(&s.digest),
                proofs: self.cited(s),
            }
        });
        let own = chosen.as_ref().and_then(|it| it.own);
        let all = Decision::ALL.into_iter().enumerate();
        let decisions = all.map(|(at, it)| (at + 1, it, own == Some(it))).collect();
        drawn(&Panel {
            f: self.f,
            case: self.case,
            filter: &self.view.filter,
            chosen,
            previous: &previous,
            next: &next,
            decisions,
        })
    }

    fn cited(&self, sentence: &Sentence) -> Vec<Cited> {
        sentence.proofs.iter().map(|proof| self.one(sentence, proof)).collect()
    }

    fn one(&self, sentence: &Sentence, proof: &Proof) -> Cited {
        let held = self.draft.source(&proof.source);
        let mine = sentence.particulars.iter().filter(|it| it.proof == proof.source);
        let mut passages: Vec<Passage<'_>> = mine
            .map(|it| Passage {
                words: &it.passage,
                place: &it.place,
                inside: it.in_passage,
                class: match it.status.as_str() {
                    "differs" => "p differs",
                    "firmer" => "p firmer",
                    "absent" => "",
                    _ => "p found",
                },
            })
            .collect();
        // What is worth a look comes first.
        passages.sort_by_key(|it| it.class == "p found");
        let file = held.and_then(|held| held.file.as_deref());
        let text = file.filter(|_| proof.status == "held").map(|file| (self.text)(file));
        let paragraphs = match text {
            Some(Ok(text)) => text.around(&passages),
            Some(Err(_)) | None => alone(&passages),
        };
        let url = held.and_then(|held| held.source.url.clone());
        let address = url.clone().unwrap_or_else(|| proof.source.clone());
        let title = match held {
            Some(held) => held.source.title.clone(),
            None if proof.source.is_empty() => proof.note.clone(),
            None => proof.source.clone(),
        };
        Cited {
            note: proof.note.clone(),
            id: held.map_or(String::new(), |held| held.source.id.clone()),
            title,
            status: proof.status.clone(),
            word: match proof.status.as_str() {
                "held" => "held",
                "unreadable" => "not readable",
                _ => "not held",
            },
            why: proof.why.clone(),
            url: url.filter(|url| is_web(url)),
            address: if is_web(&address) { address } else { String::new() },
            page: proof.page.clone(),
            is_missing: proof.status == "not-held",
            paragraphs,
        }
    }
}

/// Whether an address is one of the web: no other is made a link.
pub(crate) fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

impl Particular {
    fn word(&self) -> &'static str {
        match (self.status.as_str(), self.place_kind.as_str()) {
            ("found", _) if self.weak => "found, but it is a common thing",
            ("found", "elsewhere") => "found elsewhere in it",
            ("found", _) => "found",
            ("differs", _) => "differs",
            ("absent", _) => "not found",
            ("firmer", _) => "firmer than the proof",
            _ => "not asked",
        }
    }
}

impl Claim {
    fn word(&self) -> &'static str {
        match self.verdict.as_str() {
            "supported" => "supported",
            "contradicted" => "contradicted",
            "conflicting" => "conflicting",
            "not-checkable" => "not checkable",
            _ => "unverified",
        }
    }
}
