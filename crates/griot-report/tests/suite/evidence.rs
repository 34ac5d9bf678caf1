//! Does the SQL beside a verdict choose the rows that the verdict was reached by?

use std::{collections::BTreeMap, ops::ControlFlow};

use griot_analysis::{network::shared_posts, opened, tables};
use griot_case::Case;
use griot_library::Library;
use griot_model::{
    Verdict,
    rows::digest,
    table::{Cell, Column, Keys, Table, Unreadable},
    world::World as _,
};
use griot_report::gather::gather;
use griot_sql::{Bounds, Database};
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

/// No verdict of a case of the repository, and no page of its site, says that something is decided by no
/// rows; and as many rows stand on a page as it says, or it says which are left out.
#[test]
fn what_is_decided_has_rows_in_every_case() {
    let cases = Repository.list("cases").expect("the folder of cases");
    let mut decided = 0;
    for name in cases {
        let case = format!("cases/{name}");
        if Repository.read(&format!("{case}/case.toml")).is_err() {
            continue;
        }
        let case = Case::open(&Repository, &case).expect("a case of the repository");
        let library = Library::embedded();
        let report = &case.settings.report;
        let check = griot_check::check(&case.report, report, library, Some(&case));
        let check = check.expect("the report is a text");
        let shown = check.checked.iter().filter(|it| {
            matches!(
                it.verdict,
                Verdict::Supported | Verdict::Contradicted | Verdict::Conflicting
            )
        });
        for it in shown {
            decided += 1;
            let at = format!("{name} {}: {}", it.claim.id, it.message);
            assert!(it.evidence.iter().all(|rows| rows.rows > 0), "{at}");
            let by_itself = matches!(it.rule, Some("C0108" | "C0109"));
            assert!(by_itself || !it.evidence.is_empty(), "{at}");
        }
    }
    assert!(decided > 20, "{decided}");
}

/// The rows of a table in another order: those that come last of so many, then those before them.
struct Dealt<'a> {
    table: Box<dyn Table + 'a>,
    hands: usize,
}

impl Table for Dealt<'_> {
    fn name(&self) -> &str {
        self.table.name()
    }

    fn columns(&self) -> Vec<Column> {
        self.table.columns()
    }

    fn keys(&self) -> Keys {
        self.table.keys()
    }

    fn rows(
        &self,
        each: &mut dyn FnMut(&[Cell<'_>]) -> ControlFlow<()>,
    ) -> Result<(), Unreadable> {
        for hand in (0..self.hands).rev() {
            let mut place = 0;
            self.table.rows(&mut |cells| {
                place += 1;
                if place % self.hands == hand { each(cells) } else { ControlFlow::Continue(()) }
            })?;
        }
        Ok(())
    }
}

/// Nothing on the site depends on the order in which rows lie in the tables: neither in files of a
/// case that somebody sorts, nor in a library that is built again.
#[test]
fn every_query_of_a_site_answers_the_same_over_rows_in_any_order() {
    for (case, orders) in
        [("cases/mali", &[2, 3][..]), ("cases/car", &[3]), ("cases/coordinated", &[2])]
    {
        let case = Case::open(&Repository, case).expect("a case of the repository");
        let library = Library::embedded();
        let report = &case.settings.report;
        let check = griot_check::check(&case.report, report, library, Some(&case));
        let check = check.expect("the report is a text");
        let shared = shared_posts(&case).expect("columns are equally long");
        let database = opened(library, &case, &shared).expect("the tables are readable");
        let gathered =
            gather(&case, &check, library, &database, &shared).expect("good queries");
        let sheets = gathered.roll_calls.iter().map(|sheet| &sheet.evidence);
        let pages = gathered.tables.iter().map(|page| &page.evidence);
        let mut digests: BTreeMap<&str, String> =
            sheets.chain(pages).map(|it| (it.query.as_str(), it.digest.clone())).collect();
        digests.extend(
            gathered.selections.iter().map(|(query, rows)| (query.as_str(), digest(rows))),
        );
        assert!(digests.len() > 15, "{}", digests.len());
        for &hands in orders {
            let dealt = tables(library, Some(&case), &shared).expect("the tables are readable");
            let dealt = dealt
                .into_iter()
                .map(|table| Box::new(Dealt { table, hands }) as Box<dyn Table + '_>);
            let other = Database::open(dealt, Bounds::USUAL).expect("the same names");
            for (query, expected) in &digests {
                let rows = other.finding_rows(query).expect(query);
                assert_eq!(&digest(&rows), expected, "in {hands} hands: {query}");
            }
        }
    }
}
