//! Does the SQL beside a verdict choose the rows that the verdict was reached by?

use std::collections::BTreeMap;

use griot_analysis::opened;
use griot_case::Case;
use griot_library::Library;
use griot_model::rows::digest;

use griot_testing::{InMemory, Repository};

/// How many evidences each table has; every one of them was chosen again and compared.
fn chosen_again(case: &Case) -> BTreeMap<String, usize> {
    let report = &case.settings.report;
    let checked = griot_check::check(&case.report, report, Library::embedded(), Some(case));
    let checked = checked.expect("the report is a text").checked;
    let mut counts = BTreeMap::new();
    let database = opened(Library::embedded(), case, &[]).expect("the tables are readable");
    for checked in &checked {
        for evidence in &checked.evidence {
            let at = format!("{}: {}", checked.claim.id, evidence.query);
            let rows = database.finding_rows(&evidence.query).expect(&at);
            assert_eq!(rows.rows.len() as u64, evidence.rows, "{at}");
            assert_eq!(digest(&rows), evidence.digest, "{at}: {:?}", rows.rows);
            *counts.entry(evidence.table.clone()).or_default() += 1;
        }
    }
    counts
}

#[test]
fn of_the_mali_case() {
    let case = Case::open(&Repository, "cases/mali").expect("the case of the repository opens");
    let counts = chosen_again(&case);
    for table in ["un_votes", "deaths_country_year", "coups", "timeline"] {
        assert!(counts.contains_key(table), "{table} decides something: {counts:?}");
    }
}

#[test]
fn of_each_table_of_the_library_that_a_sentence_asks() {
    let report = "Boston, 11 August 2023\n\nMali held presidential elections on 29 July 2018. \
        Ibrahim Boubacar Keïta took office on 4 September 2013. \
        Soldiers overthrew the government of Mali in a coup on 18 August 2020. \
        The Wagner Group was on the United States sanctions list in August 2023. \
        In 2022, 4,850 people were killed in Mali.\n";
    let world = InMemory::default()
        .with("c/case.toml", "title = \"x\"\nhosts = [\"MLI\"]\n")
        .with("c/report.md", report);
    let case = Case::open(&world, "c").expect("a case");
    let counts = chosen_again(&case);
    assert!(counts.len() >= 3, "{counts:?}");
}
