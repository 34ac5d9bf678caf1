//! How much of what: money, halves, shares, units, sums.

use griot_proof::Status::{Absent, Differs};

use super::look::{kept, told};

#[test]
fn short_magnitudes_beside_a_currency() {
    kept("Some 612 million euros were spent.", "Le ministère a dépensé 612 M€ en 2021.");
    kept("The fund spent 612 million dollars.", "Le fonds a dépensé 612 M$ pour les routes.");
    kept("The port earned $1.35 billion.", "The port earned $1.35B last year.");
    kept("The port earned 4.5 billion dollars.", "Le port a gagné 4,5 Md$ en 2021.");
    told("The port earned $1.35 million.", "It earned $1.35B.", "$1.35 million", Differs);
    // A metre and a monsieur are no million.
    kept("The wall is 5 m high.", "Le mur a 5 m de haut.");
    kept("M. Diop est né en 2020.", "M. Diop, né en 2020 M. Diop.");
}

#[test]
fn percent_in_other_words() {
    kept("The rate is 12.5 per cent.", "Le taux est de 12,5 p. 100 de la valeur.");
    kept("La tasa es del 12 por 100.", "The rate is 12 percent.");
    told("The rate is 13.5 per cent.", "Le taux est de 12,5 p. 100.", "13.5 per cent", Absent);
}

#[test]
fn a_half_behind_a_number() {
    kept("Two and a half million people fled.", "Deux millions et demi de personnes ont fui.");
    kept("It took three and a half years.", "Это заняло три с половиной года.");
    kept(
        "It cost fifteen and a half million euros.",
        "El barco costó 15,5 millones de euros y la firma lo pagó.",
    );
    kept("Costó dos millones y medio de euros.", "It cost 2.5 million euros.");
    kept("Some 2.5 million people fled.", "نزح مليونان ونصف من السكان.");
    kept("He owned nineteen hundred sheep.", "He owned 1,900 sheep.");
}

#[test]
fn arabic_numbers_in_two_words() {
    kept("Three hundred ships called.", "زارت ثلاث مئة سفينة الميناء.");
    kept("It has eleven hours of programmes.", "بلغ عدد الساعات إحدى عشرة ساعة.");
    kept("Twenty thousand people left.", "غادر عشرون ألفا من السكان.");
    told("Five hundred ships called.", "زارت ثلاث مئة سفينة الميناء.", "Five hundred", Absent);
}

#[test]
fn a_part_and_its_whole_are_a_share() {
    kept("Nearly two voters in three agreed.", "65 per cent of the voters agreed.");
    kept("Four in ten ships were empty.", "Of 6,300 ships we could trace 3,780.");
    kept("Deux sur trois ont refusé.", "66 percent refused.");
    kept("Three soldiers died in ten days.", "In ten days three soldiers died.");
}

#[test]
fn a_measure_is_no_count() {
    told("A convoy of 17 vehicles left.", "The convoy was stopped 17 km away.", "17", Absent);
    told("The share rose by 12 per cent.", "It lies 12 km away.", "12 per cent", Absent);
    told("It paid 17 dollars.", "It paid for 17 vehicles.", "17 dollars", Absent);
    kept("A convoy of 17 vehicles left.", "Seventeen trucks left.");
    kept("Twenty-one others were injured.", "وأصيب واحد وعشرون آخرون يوم الأحد.");
}

#[test]
fn over_a_length_of_time_may_mean_during_it() {
    kept("The fund was audited for three years.", "We audited the fund over three years.");
}

#[test]
fn what_was_reckoned_is_said_to_be() {
    let proof = "Ada offered $61 million.\n\nIt rained. Nobody spoke. The day ended.\n\nOrla will pay $46.5 million.";
    kept("Ada offered $61 million, $14.5 million more than Orla.", proof);
    let proof = "The port paid 200 million dollars in duties and 250 million dollars in wages.";
    kept("Duties and wages together were 450 million dollars.", proof);
    told("The port paid 450 million dollars in duties.", proof, "450 million dollars", Absent);
}

#[test]
fn a_heading_may_hold_the_magnitude() {
    let proof = "Payer\n\nEUR million\n\nSable Freight\n\n3.1\n\nOrla Minerals\n\n2.2";
    kept("Sable Freight paid 3.1 million euros.", proof);
    told("Sable Freight paid 3.4 million euros.", proof, "3.4 million euros", Absent);
    let proof = "Redevances 2023 (milliards de francs)\n\nKarel vrac 39 22\n\nTessa 31 28";
    kept("At Tessa fees were 28 billion francs.", proof);
    told("At Tessa fees were 22 billion francs.", proof, "22 billion francs", Differs);
}

#[test]
fn a_number_of_the_neighbouring_row() {
    let table = "year\tdestination\tkg\n2021\tCameroon\t96\n2022\tEmirates\t412\n2022\tCameroon\t143\n2023\tCameroon\t118\n";
    let found = |sentence: &str| super::look::alerts_in(sentence, table, true);
    assert_eq!(found("In 2022 Cameroon received 96 kg."), [("96".to_owned(), Differs)]);
    assert_eq!(found("In 2022 Cameroon received 143 kg."), []);
    assert_eq!(found("Cameroon received 143 kg in 2022, up from 96 the year before."), []);
}

#[test]
fn a_number_said_of_another_country_in_another_language() {
    let proof = "Траоре был на Кипре 28 раз, в Казахстане — шесть.";
    told("Moussa Traoré visited Cyprus six times.", proof, "six", Differs);
    kept("Moussa Traoré visited Cyprus 28 times.", proof);
}

#[test]
fn a_sentence_of_another_language_keeps_its_own_decimal_sign() {
    use griot_proof::{Draft, Reader};
    let texts = [
        "The port took the wheat and sold it to the firm on the quay.",
        "Le port a pris 3,500 tonnes de blé pour la ville.",
        "The firm took it from the quay to the town.",
    ];
    let mut reader = Reader::default();
    let draft = Draft::read(&mut reader, texts.iter().copied());
    let languages: Vec<&str> = draft.sentences.iter().map(|it| it.language).collect();
    assert_eq!(languages, ["en", "fr", "en"]);
    let proof = reader.proof("The port took 3.5 tonnes of wheat for the town.");
    let found = reader.look(&draft, &draft.sentences[1], &[&proof]);
    assert!(found.iter().all(|it| !it.status.is_alert()), "{found:?}");
}

#[test]
fn an_elision_is_no_part_of_a_name() {
    let proof = "Le ministère et la Société de l'Eau ont signé.";
    kept("The Société de l'Eau signed.", proof);
    told("The Société de l'Orla signed.", proof, "The Société de l'Orla", Absent);
}
