//! Names in capitals, with and without titles.

use griot_text::{names::proper_names, sentences::Sentence};

fn check(text: &str, expected: &[(Option<&str>, &str)]) {
    let found = proper_names(&Sentence::plain(text));
    let found: Vec<(Option<&str>, &str)> =
        found.iter().map(|name| (name.title.map(|t| t.of(text)), name.span.of(text))).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn runs_of_capitals() {
    check(
        "a group called Groupe des Patriotes du Mali met",
        &[(None, "Groupe des Patriotes du Mali")],
    );
    check("he met Col. Assimi Goïta’s men", &[(Some("Col."), "Assimi Goïta")]);
    check(
        "then Malian Foreign Minister Tiébilé Dramé spoke",
        &[(None, "Malian"), (Some("Foreign Minister"), "Tiébilé Dramé")],
    );
    check(
        "US Secretary of State Antony Blinken came",
        &[(None, "US"), (Some("Secretary of State"), "Antony Blinken")],
    );
    check("the UN General Assembly met", &[(None, "UN General Assembly")]);
    check(
        "Mohamed Keita wrote to J. K. Smith",
        &[(None, "Mohamed Keita"), (None, "J. K. Smith")],
    );
    check("The army of al-Bashir fell in May 2021", &[(None, "al-Bashir")]);
    check("Following that, France 24 closed", &[(None, "France 24")]);
    check("In the Central African Republic, it", &[(None, "Central African Republic")]);
}
