//! Of those with a like name, who is meant?

use griot_proof::Status::Differs;

use super::look::{kept, told};

#[test]
fn one_part_of_three_is_another() {
    let proof = "The deed was signed by Ingrid Synnøve Haugen.";
    told("Ingrid Solveig Haugen signed.", proof, "Ingrid Solveig Haugen", Differs);
    kept("Ingrid Synnøve Haugen signed.", proof);
    kept("Ingrid Haugen signed.", proof);
    kept("Mrs Haugen signed.", proof);
    told(
        "Ana Maria Lopez Ruiz left.",
        "Ana Lucia Lopez Ruiz left.",
        "Ana Maria Lopez Ruiz",
        Differs,
    );
    told(
        "The minister, Ivan Petrov Sidorov, left.",
        "Министр Иван Павлович Сидоров уехал.",
        "Ivan Petrov Sidorov",
        Differs,
    );
    kept("Ivan Pavlovich Sidorov left.", "Министр Иван Павлович Сидоров уехал.");
    told(
        "Mohamed Salem Ould Dah heads the union.",
        "يرأس النقابة محمد محمود ولد الداه.",
        "Mohamed Salem Ould Dah",
        Differs,
    );
    kept("Mohamed Mahmoud Ould Dah heads the union.", "يرأس النقابة محمد محمود ولد الداه.");
}

#[test]
fn one_part_of_a_name_with_a_hyphen_is_another() {
    let proof = "The deed was signed by Jean-Paul Ngandou and Vera Lindqvist-Marchand.";
    told("Jean-Pierre Ngandou signed.", proof, "Jean-Pierre Ngandou", Differs);
    told("Vera Lindqvist-Moreau signed.", proof, "Vera Lindqvist-Moreau", Differs);
    kept("Jean-Paul Ngandou and Vera Lindqvist-Marchand signed.", proof);
    kept("Vera Lindqvist signed.", proof);
}

#[test]
fn a_first_vowel_tells_names_apart_and_later_ones_do_not() {
    told("Hassan Karim spoke.", "The town heard Hussein Karim.", "Hassan Karim", Differs);
    told("Omar Diallo spoke.", "The town heard Amar Diallo.", "Omar Diallo", Differs);
    kept("Muhammad Karim spoke.", "The town heard Mohamed Karim.");
    kept("Yusuf Hassan spoke.", "The town heard Youssef Hasan.");
    kept("Aleksandr Petrov spoke.", "The town heard Alexander Petrov.");
}

#[test]
fn a_namesake_elsewhere_in_the_proof_is_not_the_one_meant() {
    let proof = "The chairman of the committee, Bakary Aliou Sow, resigned on 8 January 2021.\n\n\
                 Nobody answered questions. The port was silent. It rained.\n\n\
                 The harbour master, Bakary Saliou Sow, who is no relation, welcomed the ships.";
    told(
        "The chairman of the committee, Bakary Saliou Sow, resigned in January 2021.",
        proof,
        "Bakary Saliou Sow",
        Differs,
    );
    kept("The chairman of the committee, Bakary Aliou Sow, resigned in January 2021.", proof);
    kept("The harbour master, Bakary Saliou Sow, welcomed the ships.", proof);
    let proof = "The largest transfer, 2.4 million euros, came from Orla Metals Trading.\n\n\
                 It was a quiet year. The bank closed. Nobody was hired.\n\n\
                 Orla Minerals owns a mine.";
    told(
        "The largest transfer, 2.4 million euros, came from Orla Minerals.",
        proof,
        "Orla Minerals",
        Differs,
    );
    kept("The largest transfer, 2.4 million euros, came from Orla Metals Trading.", proof);
}

#[test]
fn both_of_two_relatives_are_found() {
    let proof = "It belongs to Sergey Petrov and Aleksandr Petrov.";
    kept("Alexander Petrov and his brother Sergei Petrov own it.", proof);
}
