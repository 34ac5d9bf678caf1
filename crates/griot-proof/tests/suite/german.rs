//! What a German proof shows, and what a German draft asks.

use griot_proof::Status::{Absent, Differs};

use super::look::{alerts, kept, told};

const VOTE: &str = "Am Donnerstag, dem 11. März 2021, stimmten dreihundertfünfzig Abgeordnete für das \
                    Gesetz, zweiundzwanzig stimmten dagegen. Der Präsident, Karl-Heinz Bergfeld, \
                    unterzeichnete es am 3. Mai in Wien. Im dritten Quartal 2021 zahlte das \
                    Finanzministerium 1,25 Mrd. Euro an 4.300 Gemeinden. Die Weltbank lieh dem Staat \
                    zwei Milliarden Dollar.";

#[test]
fn what_a_german_proof_says_is_found() {
    for sentence in [
        "On 11 March 2021, 350 deputies voted for the law and 22 against it.",
        "Karl-Heinz Bergfeld signed it in Vienna on 3 May 2021.",
        "In the third quarter of 2021 the ministry paid 1.25 billion euros to 4,300 municipalities.",
        "La Banque mondiale a prêté deux milliards de dollars.",
        "Jeudi 11 mars 2021, 350 députés ont voté pour la loi.",
    ] {
        kept(sentence, VOTE);
    }
}

#[test]
fn what_a_german_proof_says_otherwise_is_told() {
    for (sentence, words, status) in [
        ("On 11 March 2021, 340 deputies voted for the law.", "340", Absent),
        ("On 12 March 2021, 350 deputies voted for the law.", "12 March 2021", Differs),
        ("On 11 March 2021, 350 deputies voted against the law.", "voted against", Differs),
        ("Karl-Heinz Bergmann signed it on 3 May 2021.", "Karl-Heinz Bergmann", Differs),
        ("Karl-Heinz Bergfeld signed it in Lisbon.", "Lisbon", Absent),
        ("In the third quarter it paid 1.35 billion euros.", "1.35 billion euros", Differs),
        ("The IMF lent two billion dollars.", "IMF", Absent),
    ] {
        told(sentence, VOTE, words, status);
    }
}

const GOLD: &str = "The Sahel Mining Company sold 412 kg of gold to Emirati traders in 2022. Its director, \
                    Amadou Traoré, was arrested in Bamako on 14 June 2023. The court fined the firm \
                    1.5 million dollars. Unemployment rose from 12 to 19 per cent.";

#[test]
fn a_german_draft_is_asked_for_numbers_dates_places_and_persons() {
    for sentence in [
        "Das Unternehmen verkaufte 2022 insgesamt 412 Kilogramm Gold an Händler aus den Emiraten.",
        "Direktor Amadou Traoré wurde am 14. Juni 2023 in der malischen Hauptstadt verhaftet.",
        "Das Gericht verhängte gegen die Firma eine Strafe von 1,5 Mio. US-Dollar.",
        "Die Arbeitslosigkeit stieg von zwölf auf neunzehn Prozent.",
    ] {
        kept(sentence, GOLD);
    }
    for (sentence, words, status) in [
        ("Das Unternehmen verkaufte 2022 insgesamt 422 Kilogramm Gold.", "422", Differs),
        ("Amadou Diallo wurde am 14. Juni 2023 verhaftet.", "Amadou Diallo", Differs),
        ("Amadou Traoré wurde am 15. Juni 2023 verhaftet.", "15. Juni 2023", Differs),
        ("Der kenianische Direktor wurde in Bamako verhaftet.", "kenianische", Absent),
        ("Die Arbeitslosigkeit sank von 12 auf 19 Prozent.", "sank", Differs),
    ] {
        told(sentence, GOLD, words, status);
    }
}

#[test]
fn a_capital_makes_no_german_noun_a_name() {
    let proof = "The mine was closed. Nobody was paid.";
    for sentence in [
        "Die Bürgermeisterin verteidigte den Verkauf der Anteile als Gewinn für das Land.",
        "Nach Angaben der Belegschaft blieb der Lohn aus, und weitere Arbeiter verließen die Stadt.",
        "Das Auswärtige Amt und der Rechnungshof schwiegen zum Streit der Parteien.",
    ] {
        kept(sentence, proof);
    }
    let named =
        |sentence| alerts(sentence, proof).into_iter().map(|it| it.0).collect::<Vec<_>>();
    assert_eq!(
        named("Der Anwalt Milan Petković klagte in Serbien."),
        ["Milan Petković", "Serbien"]
    );
    assert_eq!(named("Laut Ministerin Radić schwieg die MINUSMA."), ["Radić", "MINUSMA"]);
}

#[test]
fn a_noun_before_a_german_name_is_no_other_given_name() {
    let proof = "Gestern sprach der serbische Winzer Petković mit dem Vorstand.";
    kept("Yesterday Zoran Petković spoke.", proof);
    let proof = "Gestern sprach Dragan Petković mit dem Vorstand.";
    told("Yesterday Zoran Petković spoke.", proof, "Zoran Petković", Differs);
}

#[test]
fn a_verb_at_the_end_tells_not_who_did_it() {
    let proof = "Es hieß, dass Mali der Firma aus Kenia Geld gezahlt hatte.";
    kept("Mali paid Kenya money.", proof);
}

#[test]
fn könnte_is_no_konnte() {
    let hedged = "Die Grube könnte am 3. Mai 2022 geschlossen worden sein, so Ada Okoro.";
    let plain = "Die Grube konnte am 3. Mai 2022 geschlossen werden, so Ada Okoro.";
    let sentence = "Die Grube wurde am 3. Mai 2022 geschlossen, so Ada Okoro.";
    kept(sentence, plain);
    assert_eq!(alerts(sentence, hedged).len(), 1);
}
