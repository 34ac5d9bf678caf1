//! Which particulars are found in which proofs.

use griot_proof::{Draft, Reader, Status};

use super::look::{alerts, look};

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
fn groups_of_digits_parted_by_plain_spaces_are_one_number() {
    let kept = [
        ("The port took 3,418,650 tonnes.", "Le port a reçu 3 418 650 tonnes."),
        ("Le port a reçu 3 418 650 tonnes.", "The port took 3,418,650 tonnes."),
        ("The port took 3 418 650 tonnes.", "Порт принял 3 418 650 тонн."),
        ("Порт принял 2 700 000 тонн.", "The port took 2.7 million tonnes."),
        ("El puerto recibió 3 418 650 toneladas.", "The port took 3 418 650 tonnes."),
        ("استقبل الميناء 2 700 000 طن.", "The port took 2 700 000 tonnes."),
        ("The grant was 700 000 euros.", "La subvention était de 700 000 euros."),
    ];
    for (sentence, proof) in kept {
        check(sentence, proof, &[]);
    }
    let planted = [
        (
            "The port took 3,481,650 tonnes.",
            "Le port a reçu 3 418 650 tonnes.",
            "3,481,650",
            Status::Differs,
        ),
        (
            "Le port a reçu 3 418 750 tonnes.",
            "The port took 3,418,650 tonnes.",
            "3 418 750",
            Status::Differs,
        ),
        (
            "Порт принял 2 900 000 тонн.",
            "The port took 2.7 million tonnes.",
            "2 900 000",
            Status::Absent,
        ),
    ];
    for (sentence, proof, number, status) in planted {
        check(sentence, proof, &[(number, status)]);
    }
}

#[test]
fn up_to_is_a_hedge_and_to_is_none() {
    let goals = [
        ("The herd shrank to 820 head.", "Поголовье сократилось с 960 до 820 голов."),
        ("The herd grew to 820 head.", "Стадо выросло до 820 голов."),
        ("The herd reached 820 head.", "Стадо дошло до 820 голов."),
        ("The herd grew to 820 head.", "Le cheptel a augmenté jusqu'à 820 têtes."),
        ("The herd fell to 820 head.", "El rebaño bajó hasta 820 cabezas."),
        ("The herd grew to 820 head.", "ارتفع القطيع حتى 820 رأسا."),
        ("The herd grew to 820 head.", "The herd grew up to 820 head."),
    ];
    for (sentence, proof) in goals {
        check(sentence, proof, &[]);
    }
    let hedges = [
        ("The barn holds 820 cows.", "Хлев вмещает до 820 коров."),
        ("The barn holds 820 cows.", "L'étable abrite jusqu'à 820 vaches."),
        ("The barn holds 820 cows.", "El establo acoge hasta 820 vacas."),
        ("The barn holds 820 cows.", "The barn holds up to 820 cows."),
    ];
    for (sentence, proof) in hedges {
        check(sentence, proof, &[("820", Status::Firmer)]);
    }
}

#[test]
fn a_range_in_words_holds_its_middle() {
    let ranges = [
        "The boats landed between 410 and 470 tonnes.",
        "Les bateaux ont débarqué entre 410 et 470 tonnes.",
        "Les bateaux ont débarqué de 410 à 470 tonnes.",
        "Лодки выгрузили от 410 до 470 тонн.",
        "Los barcos descargaron entre 410 y 470 toneladas.",
        "أفرغت القوارب بين 410 و470 طن.",
        "The boats landed 410 to 470 tonnes.",
    ];
    for proof in ranges {
        check("The boats landed about 440 tonnes.", proof, &[]);
        check("The boats landed between 410 and 470 tonnes.", proof, &[]);
        let wrong = alerts("The boats landed about 530 tonnes.", proof);
        assert_eq!(wrong.len(), 1, "{proof}: {wrong:?}");
        let wrong = alerts("The boats landed between 440 and 530 tonnes.", proof);
        assert_eq!(wrong.len(), 1, "{proof}: {wrong:?}");
    }
    let grew = "The catch rose from 410 to 470 tonnes.";
    check("The catch rose to 470 tonnes.", grew, &[]);
    check("The catch rose to 430 tonnes.", grew, &[("430", Status::Differs)]);
}

#[test]
fn a_lower_bound_is_kept_by_what_is_above_it() {
    let proof = "The depot stored 1,417 crates and 380 barrels. It pays 3,700 people out of 1.62 billion dollars.";
    let kept = [
        "The depot stored over 1,000 crates.",
        "The depot stored more than a thousand crates.",
        "The depot stored hundreds of barrels.",
        "The depot pays thousands of people.",
        "The depot has more than one billion dollars.",
        "Le dépôt contenait plus de 1 000 caisses et des centaines de barils.",
        "На складе хранилось более 1 000 ящиков и сотни бочек.",
        "El depósito guardaba más de 1.000 cajas y cientos de barriles.",
        "يدفع المستودع أجور آلاف الأشخاص.",
    ];
    for sentence in kept {
        check(sentence, proof, &[]);
    }
    check("The depot stored over 2,000 crates.", proof, &[("2,000", Status::Differs)]);
    check(
        "The depot stored hundreds of thousands of barrels.",
        proof,
        &[("hundreds of thousands", Status::Differs)],
    );
    check("Le dépôt contenait plus de 2 000 caisses.", proof, &[("2 000", Status::Absent)]);
}

#[test]
fn number_words_with_hyphens() {
    let proof =
        "It was the thirty-second voyage of the Orla. Two-thirds of the sailors came home.";
    check("It was the 32nd voyage of the Orla.", proof, &[]);
    check("It was the thirty-second voyage of the Orla.", proof, &[]);
    check(
        "It was the thirty-fourth voyage of the Orla.",
        proof,
        &[("thirty-fourth", Status::Absent)],
    );
    check("Some 66 percent of the sailors came home.", proof, &[]);
    check("Two-thirds of the sailors came home.", "67 percent of the sailors came home.", &[]);
    check(
        "It was the 41st voyage of the Orla.",
        "C'était le quarante et unième voyage de l'Orla.",
        &[],
    );
    check("It was the 25th voyage of the Orla.", "Это был двадцать пятый рейс «Орлы».", &[]);
    check(
        "The siren gave a twenty-second signal.",
        "The siren gave a signal of 20 seconds.",
        &[],
    );
    check("It is of the twenty-first century.", "It was built in 2009.", &[]);
}

#[test]
fn a_point_between_groups_before_a_magnitude() {
    let proof = "Según el informe de la empresa, la flota costó 2.375 millones de dólares.";
    check("The fleet cost 2.375 billion dollars.", proof, &[]);
    check("The fleet cost 2,375 million dollars.", proof, &[]);
    let wrong = alerts("The fleet cost 2.375 million dollars.", proof);
    assert_eq!(wrong.len(), 1, "{wrong:?}");
}

#[test]
fn codes_of_currencies_are_currencies() {
    let proof =
        "The ship was sold for 71 million Swiss francs and the quay for 26 million rupees.";
    check("The ship was sold for CHF 71 million.", proof, &[]);
    check("The quay was sold for INR 26 million.", proof, &[]);
    let other = "The ship was sold for 71 million zloty.";
    let wrong = alerts("The ship was sold for 71 million dollars.", other);
    assert_eq!(wrong.len(), 1, "{wrong:?}");
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

#[test]
fn a_third_of_something_is_a_part_of_it() {
    let proof = "Industry sources believe that up to a third of the output leaves the country undeclared.";
    let found = alerts("A third of the output leaves the country undeclared.", proof);
    assert_eq!(found, [("third".to_owned(), Status::Firmer)]);
    assert_eq!(alerts("Up to a third of the output leaves the country undeclared.", proof), []);
    assert_eq!(
        alerts(
            "It passed at a third reading of the bill.",
            "It passed at the third reading of the bill."
        ),
        []
    );
}

#[test]
fn another_place_of_the_same_thing() {
    let proof = "The Belgian television showed books of 2019 that were given to a school in Aouna. Nobody was paid. \
        The harbour was closed for a year. The minister lives in Ras Dorou.";
    let found =
        alerts("Belgian pictures of 2019 show books given to a school in Ras Dorou.", proof);
    assert_eq!(found, [("Ras Dorou".to_owned(), Status::Differs)]);
    assert_eq!(
        alerts("Belgian pictures of 2019 show books given to a school in Aouna.", proof),
        []
    );
}
