//! The draft as it is read: blocks, sentences, and the words that marks lie on.

use griot_model::Span;
use griot_read::Document;
use griot_text::{
    document::BlockKind,
    sentences::{Sentence, sentences},
};

/// A part of a page.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// `h2`, `p`, `li`, `blockquote`, `cell`.
    pub(crate) kind: &'static str,
    /// Its sentences, by number.
    pub(crate) sentences: std::ops::Range<usize>,
}

/// A note of a draft, as it stands at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Noted {
    /// Its number or mark.
    pub(crate) label: String,
    /// What it says.
    pub(crate) text: String,
}

/// Words of a sentence and what lies on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The words.
    pub(crate) text: String,
    /// Classes of what lies on them; empty for none.
    pub(crate) classes: String,
}

/// The blocks of a document, over its sentences.
pub(crate) fn blocks(document: &Document, sentences: &[Sentence]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut last = None;
    for (number, sentence) in sentences.iter().enumerate() {
        match blocks.last_mut() {
            Some(block) if last == Some(sentence.block) => block.sentences.end = number + 1,
            _ => {
                let kind = document.prose.blocks.get(sentence.block).map(|block| block.kind);
                let kind = match kind {
                    Some(BlockKind::Heading) => "h",
                    Some(BlockKind::ListItem) => "li",
                    Some(BlockKind::TableCell) => "cell",
                    Some(BlockKind::Quote) => "quote",
                    Some(BlockKind::Paragraph) | None => "p",
                };
                blocks.push(Block { kind, sentences: number..number + 1 });
                last = Some(sentence.block);
            }
        }
    }
    blocks
}

/// The sentences of a document's body, as `griot check` counts them: notes are no part of it.
pub(crate) fn of(document: &Document) -> Vec<Sentence> {
    let in_note = |block: usize| document.abouts.get(block).is_some_and(|it| it.note.is_some());
    sentences(&document.prose).into_iter().filter(|it| !in_note(it.block)).collect()
}

/// The labels of the notes whose marks stand in each sentence or behind it.
pub(crate) fn labels(document: &Document, sentences: &[Sentence]) -> Vec<Vec<String>> {
    let mut found = vec![Vec::new(); sentences.len()];
    for reference in &document.references {
        let mark = reference.span;
        let after = sentences.partition_point(|it| {
            it.span.start < mark.start || it.span.start == mark.start && !mark.is_empty()
        });
        let label = document.notes.get(reference.note).map(|note| note.label.clone());
        if let (Some(label), Some(one)) = (label, found.get_mut(after.saturating_sub(1))) {
            one.push(label);
        }
    }
    found
}

/// The notes of a document.
pub(crate) fn notes(document: &Document) -> Vec<Noted> {
    let noted = document.notes.iter().map(|note| Noted {
        label: note.label.clone(),
        text: document.note_text(note).split_whitespace().collect::<Vec<_>>().join(" "),
    });
    noted.filter(|it| !it.text.is_empty()).collect()
}

/// A text cut where marks begin and end. Marks are byte ranges of the text; of two on the same words both are named.
pub(crate) fn cut(text: &str, marks: &[(Span, &str)]) -> Vec<Piece> {
    let mut cuts = vec![0, text.len()];
    for (span, _) in marks {
        cuts.extend([span.start, span.end]);
    }
    cuts.retain(|cut| *cut <= text.len() && text.is_char_boundary(*cut));
    cuts.sort_unstable();
    cuts.dedup();
    let mut pieces: Vec<Piece> = Vec::new();
    for pair in cuts.windows(2) {
        let [start, end] = *pair else { continue };
        let here = Span::new(start, end);
        let mut classes: Vec<&str> = marks
            .iter()
            .filter(|(span, _)| span.overlaps(here))
            .map(|(_, class)| *class)
            .collect();
        classes.dedup();
        let (text, classes) = (here.of(text).to_owned(), classes.join(" "));
        match pieces.last_mut() {
            Some(last) if last.classes == classes => last.text.push_str(&text),
            _ => pieces.push(Piece { text, classes }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_cut_a_text_between_letters_only() {
        let text = "à Mali";
        let marks = [(Span::new(3, 5), "a"), (Span::new(4, 7), "b"), (Span::new(1, 2), "c")];
        let pieces = cut(text, &marks);
        let said: Vec<(&str, &str)> =
            pieces.iter().map(|it| (it.text.as_str(), it.classes.as_str())).collect();
        assert_eq!(said, [("à", "c"), (" ", ""), ("M", "a"), ("a", "a b"), ("li", "b")]);
    }
}
