//! Numbers that nobody says were reckoned, and that a reader sees were.

use griot_proof::Status::{Absent, Differs, Firmer};

use super::look::{alerts_in, kept, told};

#[test]
fn the_sum_of_what_is_counted_one_by_one() {
    let proof = "Orla removed 214 accounts, 68 pages, 11 groups and 39 profiles in spring.";
    kept("In spring Orla removed 332 accounts, pages and profiles.", proof);
    told("In spring Orla removed 352 accounts, pages and profiles.", proof, "352", Differs);
}

#[test]
fn the_rest_of_two_numbers_of_the_sentence() {
    let proof = "Of the 1,150 workers of the port, Orla must keep 800 for two years.";
    kept("Orla must keep 800 of 1,150 workers: 350 are left with nothing.", proof);
    told(
        "Orla must keep 800 of 1,150 workers: 450 are left with nothing.",
        proof,
        "450",
        Absent,
    );
}

#[test]
fn a_share_of_a_sum_in_money() {
    let proof = "The voyage cost 1.2 million dollars, of which the Union paid two thirds.";
    kept("The voyage cost 1.2 million dollars; 800,000 came from the Union.", proof);
    told(
        "The voyage cost 1.2 million dollars; 700,000 came from the Union.",
        proof,
        "700,000",
        Absent,
    );
}

#[test]
fn the_mean_of_payments_that_the_sentence_counts() {
    let proof = "He got eleven payments, 46,200 euros in all.";
    kept("The eleven payments were of 4,200 euros each.", proof);
}

#[test]
fn a_share_of_the_number_that_stands_beside_it() {
    let proof = "Three hundred fighters left. The mission counts 20,000 fighters in Keral.";
    kept("Three hundred fighters left Keral, 1.5 per cent of all.", proof);
    told(
        "Three hundred fighters left Keral, 4.5 per cent of all.",
        proof,
        "4.5 per cent",
        Absent,
    );
}

#[test]
fn months_between_two_dates_of_the_proof() {
    let proof = "Keral, 14 December 2022. The deal was signed. Parliament, dissolved in October 2021, never saw it.";
    kept("Parliament, dissolved fourteen months before, never saw the deal.", proof);
    let found =
        alerts_in("Parliament, dissolved 19 months before, never saw it.", proof, false);
    assert_eq!(found, [("19".to_owned(), Absent)]);
}

#[test]
fn points_and_a_half_between_two_shares() {
    let proof = "La part du canal est de 11,3 %, contre 14,9 % un an plus tôt.";
    kept("La part du canal a reculé de plus de trois points et demi.", proof);
}

#[test]
fn what_is_told_in_two_sentences() {
    let proof = "The court of Keral heard how Anna Orla got 46,200 euros from a firm of Tessa for her films in two years. \
        It also heard her. It heard a firm. It heard others. She must serve eight months and pay 20,000 euros.";
    kept(
        "The court of Keral gave eight months and a fine of 20,000 euros to Anna Orla, who got money from Tessa for her films.",
        proof,
    );
}

#[test]
fn a_magnitude_in_a_line_above_the_table() {
    let proof = "Six loans\n\nAmounts in millions of dollars, at signature.\n\nKeral\t2020\t330\t47%\n\nTessa\t2021\t412\t91%\n";
    kept("Keral took a loan of 330 million dollars.", proof);
    let found = alerts_in("Keral took a loan of 350 million dollars.", proof, false);
    assert_eq!(found, [("350 million dollars".to_owned(), Absent)]);
}

#[test]
fn millions_and_thousands_in_arabic_words() {
    let cost = "بلغت كلفة المشروع مليارين وثلاثمئة مليون دولار.";
    kept("The project costs 2.3 billion dollars.", cost);
    let paid = "بلغت كلفة العملية مليونا ومئتي ألف دولار، دفع الاتحاد ثلثيها.";
    kept("The operation cost 1.2 million dollars.", paid);
}

#[test]
fn a_row_of_the_table_is_no_six() {
    let table = "text\tday\nES-11/3\t7 April 2022\nES-11/6\t23 February 2023\n";
    assert_eq!(alerts_in("In April 2022 none of the six said yes.", table, true), []);
}

#[test]
fn the_kremlin_is_the_government_of_russia() {
    kept("Orla is paid by the Kremlin.", "El Gobierno ruso paga a Orla.");
}

#[test]
fn a_rate_and_a_mean_that_the_sentence_says_it_reckoned() {
    let proof = "The bots of Orla posted 48,600 comments in two months.";
    kept(
        "The bots of Orla posted 48,600 comments in two months, some 800 a day on average.",
        proof,
    );
    told(
        "The bots of Orla posted 48,600 comments in two months, some 500 per day.",
        proof,
        "500",
        Absent,
    );
    let proof = "Orla shipped eleven million barrels, for which it got 640 million dollars.";
    kept("On average Orla got about 58 dollars for a barrel.", proof);
}

#[test]
fn a_margin_of_votes() {
    let proof = "The motion of Anna Orla failed, with 21 votes for it and 27 against.";
    kept("The motion of Anna Orla failed by six votes.", proof);
}

#[test]
fn about_so_many() {
    let proof = "La police de Keral a mené 94 perquisitions.";
    kept("La police de Keral a mené une centaine de perquisitions.", proof);
    told(
        "La police de Keral a mené une trentaine de perquisitions.",
        proof,
        "trentaine",
        Differs,
    );
}

#[test]
fn numbers_given_to_each_other() {
    let proof = "In Keral the third was Türkiye, which gave 167 students a grant, and then Germany, which gave 71.";
    kept("Türkiye had 167 students in Keral and Germany 71.", proof);
    let found = alerts_in("Germany had 167 students in Keral and Türkiye 71.", proof, false);
    assert_eq!(found, [("167".to_owned(), Differs), ("71".to_owned(), Differs)]);
}

#[test]
fn a_proof_in_a_language_without_a_pack() {
    let proof = "Vlada je na sjednici održanoj 12. maja odobrila ugovor o izgradnji elektrane u luci, sa jedanaest glasova za i četiri protiv. \
        Ugovor je potpisan u prisustvu ministra, a vrijednost projekta iznosi 312 miliona eura. Opozicija je tražila da se ugovor objavi.";
    kept(
        "On 12 May the cabinet approved the contract, which is worth 312 million euros.",
        proof,
    );
    kept(
        "On 14 May the cabinet approved the contract, which is worth 412 million euros.",
        proof,
    );
}

#[test]
fn a_part_that_is_told_as_a_share_or_as_what_is_left() {
    let proof = "Das Werk in Keral beschäftigt 5 200 Menschen, davon 2 100 aus China.";
    kept("Two in five of the 5,200 people who work in Keral come from China.", proof);
    let proof = "In Keral fand man 17 falsche Seiten. 14 davon waren bis Ende März 2024 abgeschaltet; drei sind es nicht.";
    kept(
        "All but three of the seventeen sites of Keral were gone by the end of March 2024.",
        proof,
    );
}

#[test]
fn from_one_number_to_another_and_back() {
    let proof =
        "L'avenant a ramené la redevance d'Orla de 10,5 % à 6,8 % du chiffre d'affaires.";
    kept("The rate for Orla went from 10.5 to 6.8 percent.", proof);
    let found = alerts_in("The rate for Orla went from 6.8 to 10.5 percent.", proof, false);
    assert_eq!(found, [("6.8".to_owned(), Differs), ("10.5 percent".to_owned(), Differs)]);
}

#[test]
fn a_ruling_that_stands_and_one_that_fell() {
    let proof = "La chambre a annulé la mise en examen d'Orla Systèmes le 9 juin 2022.";
    let found = alerts_in(
        "Le 9 juin 2022, la chambre a confirmé la mise en examen d'Orla Systèmes.",
        proof,
        false,
    );
    assert_eq!(found, [("confirmé".to_owned(), Differs)]);
}

#[test]
fn an_arabic_hedge_behind_its_preposition() {
    let proof = "وقدر مصدر في الوزارة قيمة الشحنة بنحو ثمانية ملايين دولار.";
    let found = alerts_in("The cargo was worth eight million dollars.", proof, false);
    assert_eq!(found, [("eight million dollars".to_owned(), Firmer)]);
    kept("The cargo was worth about eight million dollars.", proof);
}

#[test]
fn what_lies_between_the_two_ends_of_a_change() {
    let proof = "In March the runway was lengthened from 1,900 to 2,700 metres.";
    kept("In March the runway gained 800 metres.", proof);
    told("In March the runway gained 900 metres.", proof, "900", Differs);
    let proof = "За неделю до голосования цену литра бензина снизили с 260 до 215 франков.";
    kept("A week before the vote a litre of petrol became 45 francs cheaper.", proof);
    let proof = "Royalties came to $740,000 in 2025, against $510,000 a year earlier.";
    kept("Royalties went up by $230,000 in a year, to $740,000.", proof);
}

#[test]
fn a_range_stands_where_both_of_its_ends_do() {
    let proof = "The first phase will lengthen the quay from 420 to 880 metres.";
    kept("The first phase lengthens the quay from 420 to 880 metres.", proof);
    told(
        "The first phase lengthens the quay from 420 to 808 metres.",
        proof,
        "420 to 808",
        Differs,
    );
}

#[test]
fn points_are_no_percent() {
    let proof = "The share fell from 66 per cent in March to 54 per cent in May, a drop of 12 percentage points.";
    let told_of = |sentence| alerts_in(sentence, proof, false);
    assert_eq!(
        told_of("The share fell by 12 per cent, from 66 to 54 per cent."),
        [("12 per cent".to_owned(), Differs)]
    );
    kept("The share fell by 12 percentage points, from 66 to 54 per cent.", proof);
    kept("The share fell by 18 per cent, from 66 to 54 per cent.", proof);
}

#[test]
fn a_table_below_its_title() {
    let table = "Customs Directorate, declared exports of unwrought gold, in kilograms, by exporter\n\
        Exporters\tkg\tLicence\nLagune Mining (LMC)\t486\tindustrial\nOrvane Trading\t214\thouse\nTotal\t700\t\n";
    let found = |sentence: &str| alerts_in(sentence, table, true);
    assert_eq!(found("LMC exported 486 kilograms."), []);
    assert_eq!(found("Orvane Trading exported 214 kilograms."), []);
    assert_eq!(found("Orvane Trading exported 486 kilograms."), [("486".to_owned(), Differs)]);
}

#[test]
fn the_sum_of_the_rows_of_a_name() {
    let table = "month\tpage\tspend\n2024-10\tLagune Debout\t310\n2024-10\tOrla Press\t120\n\
        2024-11\tLagune Debout\t2150\n2024-11\tOrla Press\t95\n2024-12\tLagune Debout\t1180\n";
    let found = |sentence: &str| alerts_in(sentence, table, true);
    assert_eq!(found("From October 2024 on Lagune Debout spent 3,640 dollars."), []);
    assert_eq!(
        found("From October 2024 on Lagune Debout spent 3,840 dollars."),
        [("3,840 dollars".to_owned(), Absent)]
    );
}

#[test]
fn a_narrow_column_is_one_text() {
    let proof = "The share of those who think it a good\npartner fell from 66 per cent in spring\nto 54 per cent in autumn, a drop of 12\npercentage points. The Emirates went up\nfrom 41 to 49 per cent.";
    kept("The share fell by 12 percentage points.", proof);
    kept("The Emirates went up by eight points, to 49 per cent.", proof);
}

#[test]
fn a_month_that_is_reckoned_from_a_day() {
    let proof = "The agreement runs until 14 March 2028 and is prolonged unless it is ended six months before.";
    kept("To end the agreement the other side must be told by September 2027.", proof);
    told(
        "To end the agreement the other side must be told by July 2027.",
        proof,
        "July 2027",
        Absent,
    );
}
