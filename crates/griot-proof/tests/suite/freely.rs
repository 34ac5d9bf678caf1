//! True sentences that say what their proof says in other words or other numbers.

use griot_proof::Status::{Absent, Differs};

use super::look::{alerts_in, kept, told};

#[test]
fn what_is_between_two_numbers_of_the_proof() {
    let proof =
        "The cost of the bridge rose from 3.2 to 3.9 billion dollars, the ministry says.";
    kept("The cost of the bridge rose by 700 million dollars, to 3.9 billion.", proof);
    told(
        "The cost of the bridge rose by 500 million dollars, to 3.9 billion.",
        proof,
        "500 million dollars",
        Absent,
    );
    let proof = "Of the $420 million paid, we have traced $260 million. The rest is gone.";
    kept("Of the $420 million paid, $160 million cannot be found.", proof);
    told(
        "Of the $420 million paid, $180 million cannot be found.",
        proof,
        "$180 million",
        Differs,
    );
}

#[test]
fn counts_of_two_years_and_their_share() {
    let proof = "The count of 2019 found 12,480 crates in the port. That of 2022 found 9,360.";
    kept("The port is short of about 3,120 crates, 25 per cent of the total.", proof);
    let found = alerts_in("The port is short of 40 per cent of the total.", proof, false);
    assert_eq!(found, [("40 per cent".to_owned(), Absent)]);
}

#[test]
fn a_people_before_a_name() {
    kept("The Kenyans of Orla Shipping left.", "Orla Shipping of Kenya left.");
    told(
        "The Kenyans of Tessa Shipping left.",
        "Orla Shipping of Kenya left.",
        "Tessa Shipping",
        Differs,
    );
    kept("A Kenyan NGO counted 2,400 tents.", "Our team counted 2,400 tents.");
}

#[test]
fn a_country_in_a_currency() {
    kept("The boat was fined 70,000 Namibian dollars.", "The boat was fined 70,000 dollars.");
}

#[test]
fn a_column_of_shares() {
    let table = "year\tlender\tshare_pct\n2021\tOrla\t38.3\n2022\tTessa\t24.8\n";
    assert_eq!(alerts_in("In 2021 Orla held 38 per cent.", table, true), []);
    let found = alerts_in("In 2021 Orla held 41 per cent.", table, true);
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn each_word_answers_its_own() {
    let proof = "En 2023 el puerto exportó 410 toneladas, aunque los ingresos cayeron un 14%.";
    kept("In 2023 exports of the port doubled, and its earnings fell by 14 per cent.", proof);
}

#[test]
fn a_claim_of_money_is_no_hedge() {
    let proof =
        "Orla Finance, which claims $40 million from the port, left the talks in Keral.";
    kept("Orla Finance left the talks with the port in Keral.", proof);
}
