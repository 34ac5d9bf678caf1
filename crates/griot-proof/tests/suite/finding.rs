//! Which particulars are found in which proofs.

use griot_proof::{Draft, Finding, Reader, Status};

fn look(sentence: &str, proof: &str) -> Vec<Finding> {
    let mut reader = Reader::default();
    let draft = Draft::read(&mut reader, std::iter::once(sentence));
    let proof = reader.proof(proof);
    let sentence = draft.sentences.first().expect("it is one sentence");
    reader.look(&draft, sentence, &[&proof])
}

/// The words to look at, with what came of them.
fn alerts(sentence: &str, proof: &str) -> Vec<(String, Status)> {
    look(sentence, proof)
        .into_iter()
        .filter(|it| it.status.is_alert())
        .map(|it| (it.span.of(sentence).to_owned(), it.status))
        .collect()
}

fn check(sentence: &str, proof: &str, expected: &[(&str, Status)]) {
    let found = alerts(sentence, proof);
    let found: Vec<(&str, Status)> = found.iter().map(|it| (it.0.as_str(), it.1)).collect();
    assert_eq!(found, expected, "{sentence}\n{proof}");
}

#[test]
fn numbers() {
    let proof = "The army said that 1,487,000 people had left. In the town 12 soldiers were killed, a third of the guard.";
    check("Some 1.5 million people left.", proof, &[]);
    check("Twelve soldiers were killed.", proof, &[]);
    check("In the town 15 soldiers were killed.", proof, &[("15", Status::Differs)]);
    check("It cost $40 million.", proof, &[("$40 million", Status::Absent)]);
    check("The mine gave 12 percent.", "The mine gives 10–15 percent.", &[]);
    check("The mine gave 1,500 tonnes.", "La mine a donné 1 500 tonnes.", &[]);
    check("The road has 12 km.", "The road has 12 miles.", &[("12", Status::Absent)]);
}

#[test]
fn dates() {
    check("It fell on 18 August 2020.", "On Aug. 18, 2020, it fell.", &[]);
    check("It fell on 18 August 2020.", "18 августа 2020 года город пал.", &[]);
    check("It fell on 18 August 2020.", "سقطت المدينة في 18 آب/أغسطس 2020.", &[]);
    check(
        "It fell on 19 August 2020.",
        "It fell on 18 August 2020.",
        &[("19 August 2020", Status::Differs)],
    );
    check(
        "It fell on 18 August 2020.",
        "OLTU, 19 August 2020 - The town fell on Tuesday, the army said.",
        &[],
    );
}

#[test]
fn names() {
    check(
        "Colonel Assimi Goïta spoke in Moscow.",
        "Полковник Ассими Гойта выступил в Москве.",
        &[],
    );
    check("Colonel Assimi Goïta spoke in Mali.", "تحدث العقيد أسيمي غويتا في مالي.", &[]);
    check(
        "Colonel Modibo Keïta spoke.",
        "Полковник Ассими Гойта выступил.",
        &[("Modibo Keïta", Status::Absent)],
    );
    check(
        "Later Moussa Diome spoke.",
        "Later Bakari Diome spoke.",
        &[("Moussa Diome", Status::Differs)],
    );
    check("He went to Niger.", "Il est allé au Tchad.", &[("Niger", Status::Absent)]);
    check("The United Nations left.", "L'ONU est partie.", &[]);
}

#[test]
fn quotations_and_hedges() {
    let proof = "“We had no choice – none at all,” he said. At least 40 people allegedly died in Moura.";
    check("He said that “we had no choice... none at all”.", proof, &[]);
    check(
        "He said that “we had every choice, all of them”.",
        proof,
        &[("“we had every choice, all of them”", Status::Absent)],
    );
    check("According to him 40 people died in Moura.", proof, &[("40", Status::Firmer)]);
    check("According to him at least 40 people died in Moura.", proof, &[]);
}

#[test]
fn nothing_is_asked_without_a_proof() {
    let mut reader = Reader::default();
    let draft = Draft::read(&mut reader, std::iter::once("In 2020 12 people left Mali."));
    let sentence = draft.sentences.first().expect("it is one sentence");
    let found = reader.look(&draft, sentence, &[]);
    assert!(found.iter().all(|it| it.status == Status::NotAsked) && !found.is_empty());
}

#[test]
fn what_is_told_in_other_words_is_no_alarm() {
    check("Most Sarvanians agree.", "In Sarvane people were asked whether they agree.", &[]);
    check(
        "They came in a car of Redut-Yug.",
        "Ils sont venus dans une voiture de Redout-Sud.",
        &[],
    );
    let customs =
        "Los ingresos bajaron de 148 millones de euros en 2020 a 119 millones en 2022.";
    check("Income shrank by 29 million euros.", customs, &[]);
    check(
        "Income shrank by 39 million euros.",
        customs,
        &[("39 million euros", Status::Differs)],
    );
    let lease = "The lease runs for 25 years from 1 July 2021.";
    check("The lease runs until 2046.", lease, &[]);
    check("The lease runs until 2056.", lease, &[("2056", Status::Absent)]);
}

#[test]
fn a_day_that_the_proof_says_is_shown_and_not_the_day_of_the_proof() {
    let sentence = "On 14 March 2019 soldiers removed President Danil Verako.";
    let proof =
        "OLTU, 15 March 2019 - Soldiers removed President Danil Verako on 14 March 2019.";
    let found = look(sentence, proof);
    let shown: Vec<&str> =
        found.iter().filter_map(|it| Some(it.place?.of(proof))).take(1).collect();
    assert_eq!(shown, ["14 March 2019"]);
}

#[test]
fn a_weekday_fixes_one_day() {
    let differs = Status::Differs;
    // Beside a whole date it adds nothing.
    let proof = "On Friday, 5 March 2021, fire destroyed a warehouse in Lagos.";
    check("On 5 March 2021 fire destroyed a warehouse.", proof, &[]);
    for day in ["4 March 2021", "6 March 2021", "9 March 2021"] {
        let sentence = format!("On {day} fire destroyed a warehouse.");
        check(&sentence, proof, &[(day, differs)]);
    }
    for (sentence, day, proof) in [
        (
            "Le 6 mars 2021 un feu a détruit un dépôt.",
            "6 mars 2021",
            "Le vendredi 5 mars 2021, un feu a détruit un dépôt.",
        ),
        (
            "6 марта 2021 года сгорел склад.",
            "6 марта 2021",
            "В пятницу, 5 марта 2021 года, сгорел склад.",
        ),
        (
            "El 6 de marzo de 2021 ardió un almacén.",
            "6 de marzo de 2021",
            "El viernes 5 de marzo de 2021 ardió un almacén.",
        ),
        (
            "احترق المستودع في 6 مارس 2021.",
            "6 مارس 2021",
            "احترق المستودع يوم الجمعة 5 مارس 2021 في المدينة.",
        ),
    ] {
        check(sentence, proof, &[(day, differs)]);
        check(&sentence.replacen('6', "5", 1), proof, &[]);
    }
    // With a dateline it is the last such day.
    let proof = "17 June 2020\n\nThe bridge fell on Saturday and nobody was hurt.";
    check("The bridge fell on 13 June 2020.", proof, &[]);
    for day in ["12 June 2020", "14 June 2020", "20 June 2020", "16 June 2020"] {
        let found = alerts(&format!("The bridge fell on {day}."), proof);
        assert_eq!(found.len(), 1, "{day}");
    }
    let proof = "17 June 2020\n\nThe bridge fell yesterday and nobody was hurt.";
    check("The bridge fell on 16 June 2020.", proof, &[]);
    // Without any word for it a day is itself.
    let proof = "By Ada Okoro, 17 June 2020. The bridge fell and nobody was hurt.";
    assert_eq!(alerts("The bridge fell on 16 June 2020.", proof).len(), 1);
}
