//! How many dates of the worked document are found where its key has them.

use griot_model::Span;
use griot_text::{
    dates::{self, DateContext},
    document, sentences,
};

#[test]
#[expect(clippy::print_stdout, reason = "the score is read by a person")]
fn dates_of_the_worked_document() {
    let Some(bytes) = super::shared("mali/000_4778c8cab7f80b60.txt") else { return };
    let Some(key) = super::shared("mali/claims.jsonl") else { return };
    let document = document::read(&bytes, "report.txt").expect("text");
    assert_eq!(document.text.as_bytes(), bytes);
    let (day, _) = document::dateline(&document).expect("it has a dateline");
    assert_eq!(day.to_string(), "2023-08-11");

    let mut context = DateContext::new(Some(day));
    let mut found: Vec<(Span, Vec<String>)> = Vec::new();
    for sentence in sentences::sentences(&document) {
        found.extend(dates::find(&sentence, &mut context).into_iter().map(|date| {
            let shown = date.readings.iter().map(|reading| reading.shown.clone()).collect();
            (date.phrase, shown)
        }));
    }
    let key = String::from_utf8(key).expect("UTF-8");
    let (mut all, mut spanned, mut first, mut any) = (0, 0, 0, 0);
    for line in key.lines() {
        let claim: serde_json::Value = serde_json::from_str(line).expect("JSON lines");
        let when = claim.pointer("/normalised/when").and_then(|when| when.as_str());
        let Some(when) = when.filter(|_| claim.get("kind").is_some_and(|kind| kind == "date"))
        else {
            continue;
        };
        let when = when.trim_start_matches(['<', '=', '~']);
        let offset = |key: &str| claim.get(key).and_then(serde_json::Value::as_u64);
        let (Some(start), Some(end)) = (offset("byte_start"), offset("byte_end")) else {
            continue;
        };
        let place = Span::new(
            usize::try_from(start).expect("small"),
            usize::try_from(end).expect("small"),
        );
        all += 1;
        let here: Vec<_> = found.iter().filter(|(span, _)| span.overlaps(place)).collect();
        spanned += usize::from(!here.is_empty());
        let best =
            here.iter().any(|(_, shown)| shown.first().is_some_and(|shown| shown == when));
        first += usize::from(best);
        any +=
            usize::from(here.iter().any(|(_, shown)| shown.iter().any(|shown| shown == when)));
        if !best {
            println!("not first: {when} in {:?}: {here:?}", place.of(&document.text));
        }
    }
    println!("date claims {all}: place found {spanned}, best reading right {first}, any {any}");
    // A floor under the dates of one text that nobody here wrote, not a goal.
    assert!(all >= 20 && first * 10 >= all * 9, "see the lines above");
}
