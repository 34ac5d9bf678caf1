//! What a Portuguese proof shows, and what a Portuguese draft asks.

use griot_proof::Status::{Absent, Differs};

use super::look::{kept, told};

const VOTE: &str = "Na quinta-feira, 11 de março de 2021, trezentos e cinquenta deputados votaram a favor \
                    da lei e vinte e dois votaram contra. O presidente Joaquim Tavares promulgou-a a 3 de \
                    maio em Lisboa. No terceiro trimestre de 2021 o Ministério das Finanças pagou 1,25 mil \
                    milhões de euros a 4.300 municípios. O Banco Mundial emprestou dois mil milhões de \
                    dólares. Pelo menos dois mil e trezentos trabalhadores perderam o emprego.";

#[test]
fn what_a_portuguese_proof_says_is_found() {
    for sentence in [
        "On 11 March 2021, 350 deputies voted for the law and 22 against it.",
        "President Joaquim Tavares signed it in Lisbon on 3 May 2021.",
        "In the third quarter of 2021 the ministry paid 1.25 billion euros to 4,300 municipalities.",
        "At least 2,300 workers lost their jobs.",
        "La Banque mondiale a prêté deux milliards de dollars.",
        "Präsident Joaquim Tavares unterzeichnete das Gesetz am 3. Mai 2021 in Lissabon.",
    ] {
        kept(sentence, VOTE);
    }
    kept("The budget was 2.3 billion reais.", "O orçamento foi de 2,3 bilhões de reais.");
    kept("The strike lasted from 3 to 5 May.", "A greve durou de 3 a 5 de maio e não parou.");
    kept("It fell on 3-5 May.", "A cidade caiu de 3 a 5 de maio, segundo o exército.");
}

#[test]
fn what_a_portuguese_proof_says_otherwise_is_told() {
    for (sentence, words, status) in [
        ("On 11 March 2021, 340 deputies voted for the law.", "340", Absent),
        ("On 12 March 2021, 350 deputies voted for the law.", "12 March 2021", Differs),
        ("On 11 March 2021, 350 deputies voted against the law.", "voted against", Differs),
        ("President Joaquim Moreira signed it.", "Joaquim Moreira", Differs),
        ("President Joaquim Tavares signed it in Madrid.", "Madrid", Absent),
        ("At least 2,400 workers lost their jobs.", "2,400", Absent),
        ("The IMF lent two billion dollars.", "IMF", Absent),
        ("The World Bank lent three billion dollars.", "three billion dollars", Differs),
    ] {
        told(sentence, VOTE, words, status);
    }
}

const GOLD: &str = "The Sahel Mining Company sold 412 kg of gold to Emirati traders in 2022. Its director, \
                    Amadou Traoré, was arrested in Bamako on 14 June 2023. The court fined the firm \
                    1.5 million dollars. Unemployment rose from 12 to 19 per cent.";

#[test]
fn a_portuguese_draft_is_asked() {
    for sentence in [
        "Em 2022 a empresa vendeu 412 quilos de ouro a comerciantes dos Emirados.",
        "O diretor, Amadou Traoré, foi detido em Bamako em 14 de junho de 2023.",
        "O tribunal aplicou à empresa uma multa de 1,5 milhão de dólares.",
        "O desemprego na região subiu de 12 para 19 por cento.",
    ] {
        kept(sentence, GOLD);
    }
    for (sentence, words, status) in [
        ("Em 2022 a empresa vendeu 422 quilos de ouro.", "422", Differs),
        ("O diretor, Amadou Diallo, foi detido em Bamako.", "Amadou Diallo", Differs),
        ("O diretor foi detido em 15 de junho de 2023.", "15 de junho de 2023", Absent),
        ("A empresa queniana Sahel Mining vendeu ouro em 2022.", "queniana", Absent),
        ("O desemprego na região caiu de 12 para 19 por cento.", "caiu", Differs),
    ] {
        told(sentence, GOLD, words, status);
    }
}

#[test]
fn a_bank_is_no_world_bank() {
    let proof = "O Banco Africano de Desenvolvimento suspendeu o financiamento.";
    told("The World Bank suspended its loan.", proof, "World Bank", Absent);
}

#[test]
fn a_weekday_of_two_words() {
    let proof = "O Conselho aprovou a lei na terça-feira, 2 de novembro de 2021.";
    kept("O Conselho aprovou a lei na terça-feira, 2 de novembro de 2021.", proof);
    let changed = "O Conselho aprovou a lei na quinta-feira, 2 de novembro de 2021.";
    told(changed, proof, "2 de novembro de 2021", Differs);
}

#[test]
fn marco_is_no_março() {
    kept("Marco Rubio spoke.", "Marco Rubio spoke in the town.");
    told(
        "Marco Antunes falou à Comissão.",
        "Falou à Comissão a Dra. Nhima Cabral.",
        "Marco Antunes",
        Absent,
    );
}
