//! One sentence after another, published on 11 August 2023, a Friday.

use griot_text::{
    dates::{self, Boundary, DateContext, DateKind},
    sentences::Sentence,
};
use jiff::civil::date;

/// Dates of the last of these sentences: the words, and each reading.
fn check(text: &str, expected: &[(&str, &[&str])]) {
    check_with(Some(date(2023, 8, 11)), text, expected);
}

fn check_with(dateline: Option<jiff::civil::Date>, text: &str, expected: &[(&str, &[&str])]) {
    let mut context = DateContext::new(dateline);
    let mut last = Vec::new();
    for sentence in text.split(" | ").map(Sentence::plain) {
        last = dates::find(&sentence, &mut context)
            .into_iter()
            .map(|mention| {
                let shown: Vec<String> =
                    mention.readings.iter().map(|reading| reading.shown.clone()).collect();
                (mention.span.of(&sentence.text).to_owned(), shown)
            })
            .collect();
    }
    let last: Vec<(&str, Vec<&str>)> = last
        .iter()
        .map(|(words, shown)| (words.as_str(), shown.iter().map(String::as_str).collect()))
        .collect();
    let expected: Vec<(&str, Vec<&str>)> =
        expected.iter().map(|(words, shown)| (*words, shown.to_vec())).collect();
    assert_eq!(last, expected, "{text}");
}

#[test]
fn full_dates() {
    check("It fell on 18 August 2020.", &[("18 August 2020", &["2020-08-18"])]);
    check("It fell on August 18, 2020, at dawn.", &[("August 18, 2020", &["2020-08-18"])]);
    check("on the 18th of August 2020", &[("18th of August 2020", &["2020-08-18"])]);
    check("Aug. 18, 2020", &[("Aug. 18, 2020", &["2020-08-18"])]);
    check("on Tuesday, August 18, 2020", &[("Tuesday, August 18, 2020", &["2020-08-18"])]);
    check("dated 2020-08-18 and", &[("2020-08-18", &["2020-08-18"])]);
    check("on 18/08/2020", &[("18/08/2020", &["2020-08-18"])]);
    check("on 8/9/2020", &[("8/9/2020", &["2020-09-08", "2020-08-09"])]);
    check("am 18.08.2020", &[("18.08.2020", &["2020-08-18"])]);
    check("18-Aug-2020", &[("18-Aug-2020", &["2020-08-18"])]);
    check("on 31 February 2020", &[("February 2020", &["2020-02"])]);
    check(
        "le 1er mars 2022 et en août 2020",
        &[("1er mars 2022", &["2022-03-01"]), ("août 2020", &["2020-08"])],
    );
}

#[test]
fn months_and_years() {
    check(
        "the first nine months of 2023",
        &[("first nine months of 2023", &["2023-01/2023-09"])],
    );
    check("In August 2020 it fell.", &[("August 2020", &["2020-08"])]);
    check("since 2012 and in May, 2021", &[("2012", &["2012"]), ("May, 2021", &["2021-05"])]);
    check("the 2020 coup and Mali’s 2015 accord", &[("2020", &["2020"]), ("2015", &["2015"])]);
    check("in the early 1980s", &[("early 1980s", &["1980/1983"])]);
    check(
        "by mid-2023 or late 2022",
        &[("mid-2023", &["2023-05/2023-08"]), ("late 2022", &["2022-09/2022-12"])],
    );
    check(
        "elections of 2012, 2018 and 2020",
        &[("2012", &["2012"]), ("2018", &["2018"]), ("2020", &["2020"])],
    );
    check("the first half of 2023", &[("first half of 2023", &["2023-01/2023-06"])]);
    check("in the 19th century", &[("19th century", &["1801/1900"])]);
}

#[test]
fn ranges() {
    check("from 2013 to 2015", &[("2013 to 2015", &["2013/2015"])]);
    check("during 2013–15", &[("2013–15", &["2013/2015"])]);
    check(
        "between March 2021 and May 2022",
        &[("March 2021 and May 2022", &["2021-03/2022-05"])],
    );
    check("between March and May 2022", &[("March and May 2022", &["2022-03/2022-05"])]);
    check("from 18 to 20 August 2020", &[("18 to 20 August 2020", &["2020-08-18/2020-08-20"])]);
    check(
        "November 2021 to March 2022",
        &[("November 2021 to March 2022", &["2021-11/2022-03"])],
    );
    check("in 2013 and 2015", &[("2013", &["2013"]), ("2015", &["2015"])]);
    check("the season of 2007-08", &[("2007-08", &["2007/2008", "2007-08"])]);
}

#[test]
fn years_that_are_missing() {
    check("They met in June.", &[("June", &["2023-06"])]);
    check("They will meet in October.", &[("October", &["2023-10", "2022-10"])]);
    check(
        "In October 1999 they came and fell on Oct. 12.",
        &[("October 1999", &["1999-10"]), ("Oct. 12", &["1999-10-12"])],
    );
    check(
        "In August 2022 they left. | And in June it closed.",
        &[("June", &["2023-06", "2022-06"])],
    );
    check(
        "In 2021 it began and in May it ended.",
        &[("2021", &["2021"]), ("May", &["2021-05"])],
    );
    check(
        "In July, he said it lasted since December 2022.",
        &[("July", &["2023-07", "2022-07"]), ("December 2022", &["2022-12"])],
    );
    check(
        "in March, April and May 2022",
        &[("March", &["2022-03"]), ("April", &["2022-04"]), ("May 2022", &["2022-05"])],
    );
    check_with(None, "They met in June.", &[("June", &[])]);
}

#[test]
fn dates_told_by_others() {
    check(
        "He fell on 30 September 2022, long after they came on Jan. 24. | The next day it rained.",
        &[("The next day", &["2022-10-01"])],
    );
    check(
        "On 20 August 2020 it fell. | The following day he came.",
        &[("The following day", &["2020-08-21"])],
    );
    check(
        "In February 2021 he came. | That same month they voted.",
        &[("That same month", &["2021-02"])],
    );
    check(
        "In March 2021 he came. | Two months later he left.",
        &[("Two months later", &["2021-05"])],
    );
    check("It fell in 2012. | The next year France came.", &[("The next year", &["2013"])]);
    check("He left yesterday.", &[("yesterday", &["2023-08-10"])]);
    check("He left on Monday.", &[("Monday", &["2023-08-07"])]);
    check("He left last month.", &[("last month", &["2023-07"])]);
    check("over the past two years", &[("the past two years", &["2021-08-11/2023-08-11"])]);
    check("a week before the strike", &[("a week before", &[])]);
    check(
        "two days after 18 August 2020",
        &[("two days after 18 August 2020", &["2020-08-20"])],
    );
    check(
        "40 since June 2015 against 30 in the previous ten months",
        &[("June 2015", &["2015-06"]), ("the previous ten months", &["2014-08/2015-05"])],
    );
    check("That same month they voted.", &[("That same month", &[])]);
}

#[test]
fn dates_told_by_others_in_packs() {
    check(
        "Il prit ses fonctions le 25 septembre 2020. | Huit mois plus tard, il fut renversé.",
        &[("Huit mois plus tard", &["2021-05"])],
    );
    check(
        "Il fut élu le 12 août 2018. | L'année suivante il démissionna.",
        &[("L'année suivante", &["2019"])],
    );
    check(
        "Le 8 juin 2019 il partit. | Dès le lendemain elle vint.",
        &[("lendemain", &["2019-06-09"])],
    );
    check("Il est parti en mai dernier.", &[("mai dernier", &["2023-05"])]);
    check("Il est parti l'an dernier.", &[("l'an dernier", &["2022"])]);
    check(
        "Le 2 mars 2022 il vota. | Le Gabon s'abstint le 30 septembre suivant.",
        &[("30 septembre suivant", &["2022-09-30"])],
    );
    check(
        "It fell in 1821. | It dates from 28 July of that year.",
        &[("28 July of that year", &["1821-07-28"])],
    );
    check(
        "UNTAET left in May 2002. | It came on the 20th of that month.",
        &[("20th of that month", &["2002-05-20"])],
    );
    check(
        "They voted in October 2024. | He came on the twelfth of the following month.",
        &[("twelfth of the following month", &["2024-11-12"])],
    );
    check(
        "It was cast on the fourth of June 2025.",
        &[("fourth of June 2025", &["2025-06-04"])],
    );
    check("It came on Christmas Eve 2022.", &[("Christmas Eve 2022", &["2022-12-24"])]);
    check(
        "It was 311,000 at the end of 2023. | It was more a year later.",
        &[("a year later", &["2024"])],
    );
    // No exact stretch, another day than one of the text, a person.
    check("Il vint le 7 juillet 2021. | Près de deux ans plus tard il partit.", &[]);
    check("Il vint au lendemain de sa victoire.", &[]);
    check("He praised Toussaint Louverture.", &[]);
}

#[test]
fn what_is_not_a_date() {
    for text in [
        "It may be hard to say.",
        "They march on the capital.",
        "May said so, and Theresa May left.",
        "It cost $10 and 80% of 2,000.",
        "one of nine villages, a second time, a month",
        "killed 2015 people",
        "more than 2000 troops",
        "Resolution 2690 and page 1984",
        "a call at 10:30 to 2020 members",
        "https://example.org/2020/08/18/coup",
        "he can second that; sun and sat",
        "ratio 3/4 and version 2.10.3",
        "$2015 and #2020",
        "It was fall; an august body; June said no",
        "ISO 2022 or 2021st",
    ] {
        check(text, &[]);
    }
}

#[test]
fn prepositions_set_the_side() {
    let side = |text: &str| {
        let sentence = Sentence::plain(text);
        let mentions = dates::find(&sentence, &mut DateContext::default());
        let first = mentions.first().expect("each of these sentences has a date");
        (first.boundary, first.phrase.of(text).to_owned())
    };
    assert_eq!(side("since 2012"), (Boundary::Since, "since 2012".to_owned()));
    assert_eq!(side("By May 2021, it"), (Boundary::By, "By May 2021".to_owned()));
    assert_eq!(
        side("Starting in March 2011, a"),
        (Boundary::Since, "Starting in March 2011".to_owned())
    );
    assert_eq!(side("until the 2020 coup").0, Boundary::Until);
    assert_eq!(side("ahead of May 2021").0, Boundary::Before);
    assert_eq!(side("after 18 August 2020").0, Boundary::After);
    assert_eq!(side("on 18 August 2020").0, Boundary::At);
}

#[test]
fn a_relative_date_says_what_it_rests_on() {
    let mut context = DateContext::new(None);
    let first = Sentence::plain("It fell on 20 August 2020.");
    let anchor = dates::find(&first, &mut context);
    let next = dates::find(&Sentence::plain("The next day he came."), &mut context);
    let (anchor, next) = (anchor.first().expect("a date"), next.first().expect("a date"));
    assert_eq!(next.relative_to, Some(anchor.span));
    assert_eq!(next.kind, DateKind::ByMention);

    let text = "Three weeks before the coup it rained.";
    let event = dates::find(&Sentence::plain(text), &mut context);
    let from = event.first().and_then(|date| date.from_event).expect("an event");
    assert_eq!(
        (from.amount, from.before, from.event.of(text)),
        (3.0, true, "the coup it rained")
    );
}
