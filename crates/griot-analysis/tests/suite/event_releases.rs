//! Releases that follow each other, leads that count as nothing, totals with what the matching leaves open.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use griot_analysis::event::{
    compare::{self, Monitor, Victims, compare},
    fuse::{Aliases, Method, Request, fuse},
    leads::{Reach, attach},
};
use griot_library::{Library, Writing, write_parquet};
use griot_table::{
    event::EventList,
    event_csv::Mapping,
    event_list::{self, read},
    event_table, gdelt,
    release::{ReleaseError, replace},
};
use jiff::civil::date;

fn shared(path: &str) -> Option<Vec<u8>> {
    griot_testing::shared_file(&format!("data/events/{path}"))
}

fn plain(file: &str, text: &str) -> EventList {
    read(file, text.as_bytes(), &Mapping::plain()).unwrap()
}

const OLD: &str = "id,date,latitude,longitude,deaths\n1,2020-05-01,13.5,-2.1,3\n2,2021-05-01,13.5,-2.1,4\n3,2021-06-01,13.5,-2.1,5\n";

#[test]
fn a_newer_release_takes_the_place_of_the_older_one_for_its_whole_period() {
    let old = plain("old.csv", OLD);
    // Event 2 was rejected, 3 has more dead, 4 is new; 1 lies before the period.
    let new = plain(
        "new.csv",
        "id,date,latitude,longitude,deaths\n3,2021-06-01,13.5,-2.1,8\n4,2021-07-01,13.6,-2.1,1\n",
    );
    let period = (date(2021, 1, 1), date(2021, 12, 31));
    let (merged, difference) = replace(&old, &new, Some(period)).unwrap();
    let ids: Vec<&str> = merged.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids, ["1", "3", "4"]);
    assert_eq!(
        [difference.added.len(), difference.withdrawn.len(), difference.revised.len()],
        [1, 1, 1]
    );
    assert_eq!((difference.kept, difference.unchanged), (1, 0));
    assert_eq!(difference.revised[0].differs, ["deaths 5 (5 to 5) is now 8 (8 to 8)"]);
    assert_eq!(difference.totals.map(|totals| totals.best), [9, 9]);
    assert_eq!(difference.by_year, [], "nine dead before and after, in two events each");

    let (_, by_days) = replace(&old, &new, None).unwrap();
    assert!(!by_days.stated);
    assert_eq!(by_days.withdrawn.len(), 0, "event 2 lies before the first event of the newer");

    let nameless = plain("n.csv", "date,latitude,longitude\n2021-06-01,13.5,-2.1\n");
    assert!(matches!(replace(&old, &nameless, None), Err(ReleaseError::NoIds(_))));
}

#[test]
fn a_release_against_itself_changes_nothing() {
    let old = plain("old.csv", OLD);
    let (merged, difference) = replace(&old, &old, None).unwrap();
    assert_eq!(merged.events, old.events);
    assert_eq!((difference.unchanged, difference.by_year.len()), (3, 0));
}

/// A line of GDELT 2.0 about a fight in a town; `{}` is its URL.
fn gdelt_line(id: u32, day: u32, code: &str, kind: u8, url: &str) -> String {
    let mut cells = vec![String::new(); 61];
    cells[0] = id.to_string();
    cells[1] = day.to_string();
    "MIL".clone_into(&mut cells[12]);
    code.clone_into(&mut cells[26]);
    cells[51] = kind.to_string();
    "Hombori, Mali".clone_into(&mut cells[52]);
    "15.28".clone_into(&mut cells[56]);
    "-1.70".clone_into(&mut cells[57]);
    url.clone_into(&mut cells[60]);
    cells.join("\t")
}

#[test]
fn leads_are_attached_with_reasons_and_never_counted() {
    let a = plain(
        "a.csv",
        "date,latitude,longitude,deaths\n2022-04-19,15.28,-1.69,18\n2022-04-25,15.28,-1.69,1\n",
    );
    let b = plain("b.csv", "date,latitude,longitude,deaths\n2022-04-19,15.29,-1.70,20\n");
    let lines = [
        gdelt_line(1, 20_220_420, "190", 4, "https://example.org/a"),
        gdelt_line(2, 20_220_420, "193", 4, "https://example.org/a"),
        gdelt_line(3, 20_220_420, "190", 1, "https://example.org/b"),
        gdelt_line(4, 20_220_420, "042", 4, "https://example.org/c"),
        gdelt_line(5, 20_220_820, "190", 4, "https://example.org/d"),
    ];
    let text = lines.join("\n");
    assert_eq!(event_list::gdelt("x.CSV", text.as_bytes()), Some(gdelt::Layout::Events2));
    let leads = gdelt::read_events("x.CSV", text.as_bytes(), gdelt::Layout::Events2).unwrap();
    let lists = [a, b];
    let attached = attach(&lists, &leads.rows, &[], Reach { km: 25.0, days: 2 });
    assert_eq!(attached.len(), 4, "two rows about one article are one lead");
    assert_eq!(attached[0].further_rows, 1);
    let event = attached[0].event.as_ref().unwrap();
    assert_eq!((&*event.source, event.row, attached[0].others.len()), ("a", 1, 1));
    let reasons: Vec<&str> = attached
        .iter()
        .skip(1)
        .map(|lead| {
            assert_eq!(lead.event, None);
            lead.reasons[0].as_str()
        })
        .collect();
    assert_eq!(
        reasons,
        [
            "its place is a country or a division, so that its point is nowhere",
            "its code 042 is neither violence nor protest",
            "no event within 25 km and 2 days"
        ]
    );
}

#[test]
fn totals_are_those_of_each_list_and_of_both() {
    let a = plain(
        "a.csv",
        "date,latitude,longitude,deaths,actor1\n2022-04-19,15.28,-1.69,18,JNIM\n2022-06-25,12.28,-3.69,1,JNIM\n",
    );
    let b = plain(
        "b.csv",
        "date,latitude,longitude,deaths,actor1\n2022-04-19,15.28,-1.69,20,Support Group\n",
    );
    let request = Request {
        km: 25.0,
        days: 2,
        taxonomies: Vec::new(),
        method: Method::Linkage,
        judgements: Vec::new(),
        aliases: Aliases::default(),
    };
    let fused = fuse(&[a, b], &request).unwrap();
    let totals = &fused.totals;
    let best: Vec<Option<u64>> = totals.sources.iter().map(|source| source.best).collect();
    assert_eq!(best, [Some(19), Some(20)]);
    assert_eq!((totals.deaths_lowest, totals.deaths_highest), (Some(19), Some(21)));
    assert_eq!(totals.events, 2);
}

#[test]
fn the_library_alone_can_be_compared_and_says_what_it_cannot_tell() {
    let library = Library::embedded();
    let request = compare::Request {
        country: Some("MLI".to_owned()),
        before: (date(2021, 1, 1), date(2021, 12, 31)),
        after: (date(2022, 1, 1), date(2022, 12, 31)),
        victims: Victims::Civilians,
        actor: None,
        monitors: vec![Monitor {
            name: "a mission".to_owned(),
            from: None,
            to: Some(date(2022, 6, 30)),
        }],
    };
    let found = compare(&compare::of_library(library), &request, library);
    let one_sided = &found[0];
    assert_eq!((one_sided.ratio.before.best, one_sided.ratio.after.best), (216.0, 1461.0));
    assert!(one_sided.interval_words().starts_with("interval not estimable"));
    assert!(one_sided.rank.is_none() && one_sided.changes.is_empty());
    let says = |words: &str| one_sided.caveats.iter().any(|caveat| caveat.contains(words));
    assert!(says("whole calendar years"));
    assert!(says(
        "a mission was present on 365 of 365 days of the first period and on 181 of 365"
    ));
}

#[test]
fn periods_that_overlap_or_stand_the_wrong_way_round_are_said() {
    let library = Library::embedded();
    let year = |year| (date(year, 1, 1), date(year, 12, 31));
    let caveats = |before, after| {
        let country = Some("MLI".to_owned());
        let victims = Victims::All;
        let request =
            compare::Request { country, before, after, victims, actor: None, monitors: vec![] };
        let found = compare(&compare::of_library(library), &request, library);
        found[0].caveats.join("; ")
    };
    assert!(caveats((date(2012, 1, 1), date(2013, 12, 31)), year(2013)).contains("overlap"));
    assert!(caveats(year(2014), year(2013)).contains("is the earlier one"));
    let usual = caveats(year(2013), year(2014));
    assert!(!usual.contains("overlap") && !usual.contains("is the earlier one"), "{usual}");
}

#[test]
fn the_country_year_edition_is_recognised_and_weighs_as_the_library_does() {
    let Some(bytes) = shared("ucdp/organizedviolencecy_v25_1.csv.gz") else { return };
    let list = read("organizedviolencecy_v25_1.csv.gz", &bytes, &Mapping::plain()).unwrap();
    let own = compare::of_library(Library::embedded());
    let sum = |list: &EventList| -> u64 {
        list.events.iter().filter_map(|event| event.deaths).map(|d| u64::from(d.best)).sum()
    };
    assert_eq!((list.events.len(), sum(&list)), (own.events.len(), sum(&own)));
    assert!(list.aggregated);
}

#[test]
fn the_same_events_are_the_same_parquet() {
    let list = plain("old.csv", OLD);
    let parquet = |list: &EventList| {
        let mut bytes = Vec::new();
        let writing = Writing { created_by: "a test", level: 1 };
        write_parquet(&event_table("events", list), writing, &mut bytes).unwrap();
        bytes
    };
    let bytes = parquet(&list);
    assert_eq!(bytes, parquet(&list));
    assert!(bytes.starts_with(b"PAR1"));
    let none = EventList { events: Vec::new(), ..list };
    assert!(parquet(&none).starts_with(b"PAR1"), "an empty list has columns");
}
