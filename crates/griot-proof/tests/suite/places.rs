//! When is a word the name of a place, and in which of its forms?

use griot_proof::{Kind, Status};

use super::look::look;

/// Names of the sentence that are nowhere in the proof.
fn absent(sentence: &str, proof: &str) -> Vec<String> {
    look(sentence, proof)
        .into_iter()
        .filter(|it| it.kind == Kind::Name && it.status == Status::Absent)
        .map(|it| it.span.of(sentence).to_owned())
        .collect()
}

#[test]
fn a_common_word_is_no_place() {
    let none: [&str; 0] = [];
    let proof = "They live in a settlement. A pomegranate and a turkey were on the table.";
    assert_eq!(absent("Viven en una colonia y comen una granada.", proof), none);
    assert_eq!(absent("Viven en Granada.", proof), ["Granada"]);
    let proof = "The state gave money. The trunk has a width of two metres. There are islands.";
    assert_eq!(absent("قدمت الدولة عونا مالي للمزارعين.", proof), none);
    assert_eq!(absent("بلغ قطر الجذع مترين.", proof), none);
    assert_eq!(absent("زار الوزير مدرسة في مالي.", proof), ["مالي"]);
    assert_eq!(absent("سافر الوفد إلى المغرب.", proof), ["المغرب"]);
    assert_eq!(absent("زار الوزير مدرسة في مالي.", "The minister saw a school in Mali."), none);
}

#[test]
fn a_russian_place_in_every_case() {
    let none: [&str; 0] = [];
    let proof = "Суд в Париже отказал. Фирма с Кипра и банк на Мальте закрыты. Из Кабула в Хартум, \
                 между Тегераном и Веной. Посол Саудовской Аравии уехал, а с ним посол Кубы и посол Чада.";
    for place in [
        "Paris",
        "Cyprus",
        "Malta",
        "Kabul",
        "Khartoum",
        "Tehran",
        "Vienna",
        "Saudi Arabia",
        "Cuba",
        "Chad",
    ] {
        assert_eq!(absent(&format!("She went to {place}."), proof), none);
    }
    for place in ["Peru", "Prague", "Ghana", "Iceland"] {
        assert_eq!(absent(&format!("She went to {place}."), proof), [place]);
    }
    assert_eq!(absent("La banque de Chypre a fermé à Malte.", proof), none);
    // A small letter makes no country: a cube, a child.
    assert_eq!(absent("She went to Cuba.", "Площадь грани куба и радость чада."), ["Cuba"]);
}

#[test]
fn a_state_is_told_by_its_cities_and_its_government_by_its_seat() {
    let none: [&str; 0] = [];
    assert_eq!(absent("The Cypriot firm closed.", "A firm in Nicosia closed."), none);
    assert_eq!(absent("The Latvian firm closed.", "A firm in Vilnius closed."), ["Latvian"]);
    let proof = "Соединённые Штаты санкций против него не вводили.";
    assert_eq!(absent("He is free; Washington has not listed him.", proof), none);
    assert_eq!(absent("He was listed in Washington.", proof), ["Washington"]);
    assert_eq!(absent("He is free; Paris has not listed him.", proof), ["Paris"]);
    assert_eq!(absent("The Italian state pays.", "Платит итальянская казна."), none);
}
