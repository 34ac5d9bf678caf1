//! When: quarters, weekdays, years from one to another.

use griot_proof::Status::Differs;

use super::look::{kept, told};

#[test]
fn quarters_and_halves_of_a_year() {
    for (sentence, part, proof) in [
        (
            "In the first quarter of 2023 sales rose.",
            "first quarter of 2023",
            "In the third quarter of 2023 sales rose.",
        ),
        (
            "Au premier semestre 2022, les ventes ont baissé.",
            "premier semestre 2022",
            "Au second semestre 2022, les ventes ont baissé.",
        ),
        (
            "В первом квартале 2023 года продажи выросли.",
            "первом квартале 2023",
            "Во втором квартале 2023 года продажи выросли.",
        ),
        (
            "En el tercer trimestre de 2024 las ventas bajaron.",
            "tercer trimestre de 2024",
            "En el primer trimestre de 2024 las ventas bajaron.",
        ),
        (
            "ارتفعت المبيعات في الربع الثالث من عام 2023.",
            "الربع الثالث من عام 2023",
            "ارتفعت المبيعات في الربع الأول من عام 2023.",
        ),
    ] {
        told(sentence, proof, part, Differs);
        kept(proof, proof);
    }
    kept("In Q3 2023 sales rose.", "Au troisième trimestre 2023, les ventes ont augmenté.");
    kept("In the third quarter of 2023 sales rose.", "Sales rose in August 2023.");
    kept("In the third quarter of 2023 sales rose.", "In 2023 sales rose.");
}

#[test]
fn a_weekday_that_does_not_fit_its_date() {
    let proof = "The ship sank on 3 May 2023.";
    told("On Thursday, 3 May 2023 the ship sank.", proof, "3 May 2023", Differs);
    kept("On Wednesday, 3 May 2023 the ship sank.", proof);
    told("Lundi 3 mai 2023, le navire a coulé.", proof, "3 mai 2023", Differs);
    told("В понедельник, 3 мая 2023 года, судно затонуло.", proof, "3 мая 2023", Differs);
    // The proof has the same slip.
    kept("On Thursday, 3 May 2023 the ship sank.", "On Thursday, 3 May 2023, the ship sank.");
}

#[test]
fn a_weekday_of_the_passage_is_the_day_meant() {
    let proof = "Thursday 8 May 2025\n\n\
                 The court reopened the case of the ship, which was stopped on 2 September 2023. \
                 The order, dated Tuesday, cannot be appealed.";
    kept("On 6 May 2025 the court reopened the case of the ship.", proof);
    kept("It comes on Mondays by post.", "Приходит по почте, обычно по понедельникам.");
}

#[test]
fn years_from_one_to_another() {
    let proof = "We audited its spending over the years 2021 to 2023.";
    kept("Its spending in 2021–2023 was audited.", proof);
    kept("Its spending in 2021–2023 was audited.", "On a vérifié ses dépenses de 2021 à 2023.");
    kept("Its spending of 2021 and 2023 was audited.", proof);
}
