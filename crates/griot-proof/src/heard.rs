//! A name that is heard otherwise than it is written in another script.

use crate::{
    finding::{Finding, Status},
    lexicon::Lexicon,
    pack::Packs,
    particulars::{Sentence, Value},
    view::{View, best_view},
    word::loosened,
};

/// Where a name of one word is all that a passage in another script lacks, and a word stands there whose
/// consonants are those that dialects exchange (Zarzis, جرجيس), it is not said to be absent.
pub(crate) fn heard_otherwise(
    lexicon: &Lexicon,
    sentence: &Sentence,
    views: &[View<'_>],
    found: &mut [Finding],
) {
    let Some(view) = best_view(views) else { return };
    let script = Packs::embedded().get(view.proof.language).map(|pack| pack.script);
    let passage = view.passage.map(|it| it.tokens(view.proof));
    let (Some((first, end)), true) = (passage, script != Some(lexicon.pack.script)) else {
        return;
    };
    let certain = found.iter().filter(|it| it.status == Status::Found && !it.weak).count();
    let mut alerts = found.iter_mut().filter(|it| it.status.is_alert());
    let (Some(finding), None) = (alerts.next(), alerts.next()) else { return };
    let asked = sentence.particulars.iter().find(|it| it.span == finding.span);
    let Some(Value::Name(name)) = asked.map(|it| &it.value) else { return };
    let mut parts = name.distinctive();
    let (Some(part), None) = (parts.next(), parts.next()) else { return };
    if finding.status != Status::Absent || certain < 2 {
        return;
    }
    let skeletons = lexicon.word(part.word).map_or(&[][..], |word| &word.skeletons);
    let ours: Vec<String> =
        skeletons.iter().filter(|it| it.len() > 2).map(|it| loosened(it)).collect();
    let heard = view.proof.tokens.get(first..end).unwrap_or_default().iter().any(|token| {
        let theirs = view.lexicon.of(token);
        theirs.is_some_and(|word| word.skeletons.iter().any(|it| ours.contains(&loosened(it))))
    });
    if heard {
        finding.status = Status::NotAsked;
        finding.why = Some("a name that may be written otherwise in the other script");
    }
}
