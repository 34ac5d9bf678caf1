//! What somebody is and who said it: another post, rank or portfolio beside the same name, another speaker
//! of the same words. Each is asked both ways.

use super::look;

/// What differs in a sentence, and what the proof has instead.
fn differing(sentence: &str, proof: &str) -> Vec<(String, String)> {
    look::differing(sentence, proof, |_| true)
}

fn differs(sentence: &str, proof: &str, ours: &str, theirs: &str) {
    let found = differing(sentence, proof);
    assert_eq!(found, [(ours.to_owned(), theirs.to_owned())], "{sentence}\n{proof}");
}

fn agrees(sentence: &str, proof: &str) {
    assert_eq!(differing(sentence, proof), [], "{sentence}\n{proof}");
}

#[test]
fn a_portfolio_is_another_in_every_language() {
    let wrong = "Finance Minister Ana Petrova opened the port in Lagune on Monday.";
    let right = "Foreign Minister Ana Petrova opened the port in Lagune on Monday.";
    for (proof, theirs) in [
        ("Ana Petrova, the foreign minister, opened the port in Lagune.", "foreign minister"),
        (
            "La ministre des Affaires étrangères, Ana Petrova, a inauguré le port de Lagune.",
            "ministre des Affaires étrangères",
        ),
        (
            "Министр иностранных дел Ана Петрова открыла порт в Лагуне.",
            "Министр иностранных дел",
        ),
        ("افتتحت وزيرة الخارجية آنا بتروفا الميناء في لاغون.", "وزيرة الخارجية"),
        (
            "La ministra de Exteriores, Ana Petrova, inauguró el puerto.",
            "ministra de Exteriores",
        ),
        ("Außenministerin Ana Petrova eröffnete den Hafen.", "Außenministerin"),
        (
            "A ministra dos Negócios Estrangeiros, Ana Petrova, inaugurou o porto.",
            "ministra dos Negócios Estrangeiros",
        ),
    ] {
        let told = differing(wrong, proof);
        let told = told.iter().find(|(ours, _)| ours == "Finance Minister");
        assert_eq!(told.map(|(_, theirs)| theirs.as_str()), Some(theirs), "{proof}");
        let right = differing(right, proof);
        assert!(!right.iter().any(|(ours, _)| ours.contains("Minister")), "{proof}\n{right:?}");
    }
}

#[test]
fn posts_ranks_and_deputies() {
    differs(
        "Governor Lena Marsh signed the lease.",
        "The lease was signed by the mayor of Dorset, Lena Marsh, in May.",
        "Governor",
        "mayor",
    );
    differs(
        "Colonel Idris Bako led the raid.",
        "General Idris Bako led the raid.",
        "Colonel",
        "General",
    );
    differs(
        "Deputy Minister Omar Keller met the delegation.",
        "Minister Omar Keller met the delegation.",
        "Deputy Minister",
        "Minister",
    );
    differs(
        "Vice-President Omar Keller met the delegation.",
        "President Omar Keller met the delegation.",
        "Vice-President",
        "President",
    );
}

#[test]
fn one_person_may_be_several_things() {
    // The proof says both, now or formerly.
    agrees(
        "Finance Minister Ana Petrova signed it.",
        "Ana Petrova, the foreign minister, signed it. She had been finance minister until May.",
    );
    // The president of a club or a court.
    agrees(
        "Minister Omar Keller spoke first.",
        "The president of the football association, Omar Keller, spoke first.",
    );
    agrees(
        "Minister Omar Keller met the delegation.",
        "Prime Minister Omar Keller met the delegation.",
    );
    agrees("Lieutenant Colonel Idris Bako led the raid.", "Colonel Idris Bako led the raid.");
    // Beside another's name, or with a verb behind.
    agrees(
        "Governor Lena Marsh met Minister Omar Keller.",
        "Governor Lena Marsh and Minister Omar Keller met in May.",
    );
    agrees("Governor Lena Marsh spoke.", "According to Lena Marsh, the minister said nothing.");
    agrees("The minister's aide Lena Marsh spoke.", "The minister's aide Lena Marsh spoke.");
}

#[test]
fn whose_words_they_are() {
    let proof = "The hearing was long. \"We never saw the second contract,\" said Omar Keller. The judge adjourned it. \
        The next witness came late. Nobody had seen the file. Lena Marsh told the court that she had left by then.";
    differs(
        "\"We never saw the second contract,\" said Lena Marsh.",
        proof,
        "Lena Marsh",
        "Omar Keller",
    );
    agrees("\"We never saw the second contract,\" Omar Keller said.", proof);
    agrees(
        "\"We never saw the second contract,\" said Lena Marsh.",
        &proof.replace("said Omar Keller", "she said"),
    );
    agrees(
        "\"We never saw the second contract,\" said Lena Marsh.",
        "Lena Marsh was asked first. \"We never saw the second contract,\" she said, as Omar Keller told Reuters later.",
    );
}
