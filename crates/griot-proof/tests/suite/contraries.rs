//! What a proof says to the contrary: rose and fell, for and against, before and after, who did it to
//! whom. Each is asked both ways: the contrary is told, and what agrees is left alone.

use griot_proof::Kind;

use super::{
    look::differing,
    world::{Disk, inside},
};
use griot_model::world::World as _;

/// Words of the sentence whose contrary the proof says, and the proof's words.
fn contraries(sentence: &str, proof: &str) -> Vec<(String, String)> {
    differing(sentence, proof, |it| it.kind == Kind::Frame)
}

fn differs(sentence: &str, proof: &str, ours: &str, theirs: &str) {
    let found = contraries(sentence, proof);
    let found: Vec<(&str, &str)> =
        found.iter().map(|(one, two)| (one.as_str(), two.as_str())).collect();
    assert_eq!(found, [(ours, theirs)], "{sentence}\n{proof}");
}

fn agrees(sentence: &str, proof: &str) {
    assert_eq!(contraries(sentence, proof), [], "{sentence}\n{proof}");
}

#[test]
fn rose_and_fell_in_five_languages() {
    let up = "Exports of gold rose by 14 percent.";
    let down = "Exports of gold fell by 14 percent.";
    for (proof, word, rises) in [
        ("In 2021 gold exports climbed by 14 percent.", "climbed", true),
        ("Les exportations d'or ont diminué de 14 % en 2021.", "diminué", false),
        ("Экспорт золота сократился на 14 процентов.", "сократился", false),
        ("Las exportaciones de oro aumentaron un 14 por ciento.", "aumentaron", true),
        ("وارتفعت صادرات الذهب بنسبة 14 في المئة.", "وارتفعت", true),
    ] {
        let (wrong, right, said) = if rises { (down, up, "fell") } else { (up, down, "rose") };
        differs(wrong, proof, said, word);
        agrees(right, proof);
    }
    agrees(
        "Imports fell by 9 percent.",
        "Exports rose by 14 percent. Imports fell by 9 percent.",
    );
    agrees(
        "Imports fell by 9 percent.",
        "Exports rose by 14 percent and imports fell by 9 percent.",
    );
    agrees("Prices did not fall in 2020.", "Prices rose in 2020.");
}

#[test]
fn votes() {
    let record = "Norland voted against; Osteria abstained, and Westmark voted in favour.";
    agrees("Norland voted against.", record);
    agrees("Westmark voted for the text.", record);
    agrees("Osteria abstained.", record);
    differs("Westmark voted against the text.", record, "voted against", "voted in favour");
    differs("Osteria voted for it.", record, "voted for", "abstained");
    let russian = "Мали проголосовала против резолюции, Чад воздержался.";
    differs("Mali voted in favour.", russian, "voted in favour", "проголосовала против");
    agrees("Chad abstained.", russian);
    agrees("Mali did not support the text.", "Mali opposed the text.");
}

#[test]
fn before_and_after() {
    let proof = "The contract was signed two weeks after the ministers had met in Lomé.";
    differs(
        "The contract was signed two weeks before the ministers met in Lomé.",
        proof,
        "before",
        "after",
    );
    agrees("The contract was signed two weeks after the ministers met.", proof);
    agrees("The ministers had met in Lomé two weeks before the contract was signed.", proof);
    let proof = "Troops entered the town before the mayor fled.";
    differs("The mayor fled before troops entered the town.", proof, "before", "before");
    agrees("The mayor fled after troops had entered the town.", proof);
    agrees("Before the mayor fled, troops entered the town.", proof);
}

#[test]
fn who_did_it_to_whom() {
    let proof = "On Monday Norland accused Osteria of espionage.";
    differs("Osteria accused Norland of espionage.", proof, "accused", "accused");
    agrees("Norland accused Osteria of espionage.", proof);
    agrees("Osteria was accused by Norland of espionage.", proof);
    differs(
        "Norland bought twelve boats from Osteria.",
        "Norland sold twelve boats to Osteria.",
        "bought",
        "sold",
    );
    agrees(
        "Osteria bought twelve boats from Norland.",
        "Norland sold twelve boats to Osteria.",
    );
    let arabic = "اتهمت فرنسا مالي بخرق الاتفاق.";
    differs("Mali accused France of a breach.", arabic, "accused", "اتهمت");
    agrees("France accused Mali of a breach.", arabic);
    agrees("Gunmen attacked the mine of Keral.", "هاجم مسلحون منجم الذهب في بلدة كيرال.");
    agrees("Gunmen attacked Keral.", "In Keral gunmen attacked the mine.");
    let spanish = "El general Torem fue destituido por el presidente Verako.";
    differs("General Torem dismissed President Verako.", spanish, "dismissed", "destituido");
    agrees("President Verako dismissed General Torem.", spanish);
}

#[test]
fn what_one_side_denies() {
    let denied = "The council did not approve the budget in May.";
    differs("The council approved the budget in May.", denied, "approved", "approve");
    differs(denied, "In May the council approved the budget.", "approve", "approved");
    agrees("The council rejected the budget in May.", denied);
    agrees(denied, "The council rejected the budget in May.");
    agrees("The council approved the budget in May, which it had not done in April.", denied);
    for (sentence, proof, ours, theirs) in [
        (
            "The council fined the station and suspended its licence.",
            "It did not suspend the licence of the station.",
            "suspended",
            "suspend",
        ),
        (
            "Le conseil a publié le rapport en mai.",
            "Le conseil n'a pas publié le rapport en mai.",
            "publié",
            "publié",
        ),
        (
            "Компания опубликовала отчёт в мае.",
            "Компания не опубликовала отчёт в мае.",
            "опубликовала",
            "опубликовала",
        ),
        (
            "La empresa publicó el informe en mayo.",
            "La empresa no publicó el informe en mayo.",
            "publicó",
            "publicó",
        ),
    ] {
        differs(sentence, proof, ours, theirs);
        differs(proof, sentence, theirs, ours);
        agrees(sentence, sentence);
        agrees(proof, proof);
    }
    // What takes the denial back, what others say, and what is affirmed elsewhere.
    agrees(
        "The paper published the names in June.",
        "It did not publish the names until June.",
    );
    agrees(
        "The firm sold the ship to the bank.",
        "The firm not only sold the ship to the bank.",
    );
    agrees(
        "The firm did not sell the ship to the bank.",
        "The mayor said that the firm sells the ship to the bank.",
    );
    agrees(
        "The firm published the report of the bank.",
        "In May it did not publish the report of the bank. In June it published the report.",
    );
    agrees(
        "Nobody signed the lease of the port.",
        "The ministry did not sign the lease of the port.",
    );
}

#[test]
fn verdicts_and_permissions() {
    let proof = "Maria Lopez was acquitted of fraud by the judge.";
    differs(
        "The accountant, Maria Lopez, was found guilty.",
        proof,
        "found guilty",
        "acquitted",
    );
    agrees("The accountant, Maria Lopez, was cleared of fraud.", proof);
    differs(
        "Maria Lopez was found guilty.",
        "María López fue absuelta.",
        "found guilty",
        "absuelta",
    );
    differs(
        "Суд оправдал Ивана Сидорова.",
        "Иван Сидоров был признан виновным судом.",
        "оправдал",
        "виновным",
    );
    let request = "The court rejected the request of the bank.";
    differs("The court granted the request of the bank.", request, "granted", "rejected");
    agrees("The court refused the request of the bank.", request);
    let sanctions = "Sanctions against the bank were imposed in May 2022.";
    differs(
        "Sanctions against the bank were lifted in May 2022.",
        sanctions,
        "lifted",
        "imposed",
    );
    // A verdict is told once, wherever that is.
    let proof = "Four people stood before the court: Ada Lind, Maria Lopez, an accountant, and two more.\n\n\
                 The hall was full. It rained. Nobody spoke.\n\n\
                 Ada Lind was convicted. Maria Lopez was acquitted.";
    differs(
        "The accountant, Maria Lopez, was found guilty.",
        proof,
        "found guilty",
        "acquitted",
    );
    agrees("Ada Lind was found guilty by the court.", proof);
}

#[test]
fn a_sentence_does_not_contradict_itself() {
    for draft in ["draft.md", "second.md", "harbour/draft.md", "channel/draft.md"] {
        let bytes =
            Disk.read(&inside(&format!("cases/exercise/{draft}"))).expect("it is there");
        let document = griot_read::read(&bytes, draft).expect("it is read");
        let sentences = griot_text::sentences::sentences(&document.prose);
        for sentence in sentences.iter().filter(|it| it.text.len() > 20) {
            agrees(&sentence.text, &sentence.text);
        }
    }
}

#[test]
fn what_was_not_the_first() {
    differs(
        "Relief-Resurs was the first foreign company to dig at Wadi Tamar.",
        "Contrary to a widespread belief, Relief-Resurs was not the first foreign company to dig at Wadi Tamar.",
        "first",
        "first",
    );
}

#[test]
fn what_stands_behind_before_and_after() {
    let proof = "The busiest month, with 11 landings, was January 2025, the month before the presidential election.";
    differs(
        "The busiest month, with 11 landings, was January 2025, the month after the presidential election.",
        proof,
        "after",
        "before",
    );
    agrees("January 2025, the month before the presidential election, had 11 landings.", proof);
    agrees(
        "A frigate lay without a flag east of Orla.",
        "The frigate, without flag, lay 61 miles east of Orla.",
    );
}
