//! Do publishers' event files come in whole, whatever their layout and whatever is wrong with them?
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use griot_model::{Note, Severity};
use griot_table::{
    decode,
    event::{Civilians, EventList},
    event_csv::Mapping,
    event_list::read,
    gdelt, ucdp_country_year,
};

fn plain(file: &str, text: &str) -> EventList {
    read(file, text.as_bytes(), &Mapping::plain()).unwrap_or_else(|error| panic!("{error}"))
}

/// Bytes of a publisher's file of events, or nothing and a message.
fn shared(path: &str) -> Option<Vec<u8>> {
    griot_testing::shared_file(&format!("data/events/{path}"))
}

/// The message and help of the only warning of a list, with its line.
fn only_warning(list: &EventList) -> (u64, String) {
    let aside: Vec<_> =
        list.diagnostics.iter().filter(|seen| seen.severity == Severity::Warning).collect();
    assert_eq!(aside.len(), 1, "{:?}", list.diagnostics);
    let helps = aside[0].notes.iter().map(|note| match note {
        Note::Help(text) | Note::Note(text) => text.clone(),
    });
    let words: Vec<String> = std::iter::once(aside[0].message.clone()).chain(helps).collect();
    (aside[0].line.unwrap_or_default(), words.join("; "))
}

const HEADER: &str = "date,enddate,latitude,longitude,type_tax\n";

#[test]
fn a_bad_row_is_set_aside_with_its_line_and_the_others_are_read() {
    let cases = [
        ("2022-03-04,2022-03-04,13.5", "it has 3 cells, the header 5", "cut off"),
        ("2022-03-04,2022-03-04,13.5,-2.1,a,b", "it has 6 cells", "quotation marks"),
        ("44624,44624,13.5,-2.1,a", "spreadsheet's day number", "yyyy-mm-dd"),
        ("########,2022-03-04,13.5,-2.1,a", "too narrow", "widen"),
        ("4-Mar,4-Mar,13.5,-2.1,a", "the year is missing", "yyyy-mm-dd"),
        ("2022-02-30,2022-02-30,13.5,-2.1,a", "should be a date like the others", ""),
        ("2022-03-05,2022-03-04,13.5,-2.1,a", "before it begins", ""),
        ("2022-03-04,2022-03-04,\"13,5\",-2.1,a", "decimal comma", "decimal point"),
        ("2022-03-04,2022-03-04,135.5,-2.1,a", "look swapped", "exchange"),
        ("2022-03-04,2022-03-04,0,0,a", "missing coordinates", ""),
        ("2022-03-04,2022-03-04,135000,-21000,a", "not on the globe", "degrees"),
    ];
    for (row, message, help) in cases {
        let text = format!(
            "{HEADER}2022-03-01,2022-03-01,13.1,-2.2,a\n2022-03-02,2022-03-02,13.2,-2.3,b\n2022-03-03,2022-03-03,13.2,-2.3,b\n{row}\n"
        );
        let list = plain("bad.csv", &text);
        assert_eq!(list.events.len(), 3, "{row}");
        let (line, words) = only_warning(&list);
        assert_eq!(line, 5, "{row}");
        assert!(words.contains(message) && words.contains(help), "{row}: {words}");
    }
}

#[test]
fn rows_after_a_bad_one_keep_their_number() {
    let list = plain(
        "a.csv",
        &format!("{HEADER}2022-03-04,2022-03-04,13.5\n2022-03-05,,13.5,-2.1,a\n"),
    );
    assert_eq!((list.events[0].row, list.events[0].line), (2, 3));
    assert_eq!(
        list.events[0].first, list.events[0].last,
        "an event without a last day is one day long"
    );
}

#[test]
fn other_delimiters_and_decimal_commas_are_read_and_said() {
    let list = plain(
        "a.csv",
        "date;enddate;latitude;longitude\n2022-03-04;;13,25;-2,5\n2022-03-05;;13,5;-2,75\n",
    );
    assert_eq!(list.events.len(), 2);
    assert!((list.events[0].latitude - 13.25).abs() < 1e-12);
    let said: Vec<&str> = list.diagnostics.iter().map(|seen| seen.message.as_str()).collect();
    assert!(said.iter().any(|text| text.contains("semicolon")), "{said:?}");
    assert!(said.iter().any(|text| text.contains("decimal commas")), "{said:?}");
}

#[test]
fn dates_with_two_readings_refuse_the_file() {
    let text = "date,latitude,longitude\n03/04/2022,13.5,-2.1\n05/06/2022,13.5,-2.1\n";
    let error = read("a.csv", text.as_bytes(), &Mapping::plain()).unwrap_err().to_string();
    assert!(error.contains("a.csv") && error.contains("\"03/04/2022\" on line 2"), "{error}");
    let mapping = Mapping::read("m.toml", b"date_order = \"day-month\"").unwrap();
    let list = read("a.csv", text.as_bytes(), &mapping).unwrap();
    assert_eq!(list.events[0].first.to_string(), "2022-04-03");
}

#[test]
fn a_field_that_never_ends_loses_one_row() {
    let mut text =
        format!("{HEADER}2022-03-01,,13.1,-2.2,a\n2022-03-02,,13.2,-2.3,\"never closed\n");
    for _ in 0..200_000 {
        text.push_str("2022-03-03,,13.2,-2.3,b\n");
    }
    let list = plain("quote.csv", &text);
    assert_eq!(list.events.len(), 200_001);
    let (line, words) = only_warning(&list);
    assert_eq!(line, 3);
    assert!(words.contains("quotation mark") && words.contains("close it"), "{words}");

    let mut text = format!("{HEADER}2022-03-01,,13.1,-2.2,a\n2022-03-02,,13.2,-2.3,");
    text.push_str(&"x".repeat(5 << 20));
    text.push_str("\n2022-03-03,,13.2,-2.3,b\n");
    let list = plain("long.csv", &text);
    assert_eq!(
        list.events.iter().map(|event| (event.row, event.line)).collect::<Vec<_>>(),
        [(1, 2), (3, 4)]
    );
    let (line, words) = only_warning(&list);
    assert_eq!(line, 3);
    assert!(words.contains("longer than 4 MB") && words.contains("shorten"), "{words}");
}

#[test]
fn a_file_without_its_columns_is_refused_with_the_nearest_name() {
    let error = read("a.csv", b"date,latitud,longitude\n", &Mapping::plain()).unwrap_err();
    let error = error.to_string();
    assert!(error.contains("no column \"latitude\"; was \"latitud\" meant?"), "{error}");
}

const ACLED: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp\n";

fn acled_row(
    id: &str,
    actor1: &str,
    with1: &str,
    actor2: &str,
    target: &str,
    kind: &str,
    deaths: u32,
) -> String {
    format!(
        "{id},04 March 2022,2022,1,Political violence,{kind},Attack,{actor1},{with1},2,{actor2},,7,27,{target},466,Western Africa,Mali,Mopti,Bankass,,Diallassagou,13.7,-3.6,1,AFP; RFI,National,\"Some, note\",{deaths},,1650000000\n"
    )
}

#[test]
fn acled_in_one_row_per_event_and_per_actor_is_the_same() {
    let vac = "Violence against civilians";
    let dyadic = format!(
        "{ACLED}{}{}",
        acled_row("MLI1", "JNIM", "A; B", "Civilians (Mali)", "Civilian targeting", vac, 132),
        acled_row("MLI2", "JNIM", "", "Military Forces of Mali", "", "Battles", 10)
    );
    let dyadic = plain("dyadic.csv", &dyadic);
    assert!(
        dyadic.layout.contains("present layout, 31 columns, one row per event"),
        "{}",
        dyadic.layout
    );
    assert_eq!(dyadic.events[0].parties.len(), 4);
    assert_eq!(dyadic.events[0].sources, Some(2));
    assert_eq!(dyadic.events[0].civilians.len(), 3, "all three definitions take it in");
    assert!(dyadic.events[1].civilians.is_empty());

    let columns = "event_id_cnty,event_date,event_type,actor1,assoc_actor_1,inter1,country,location,latitude,longitude,geo_precision,time_precision,fatalities\n";
    let row = |id: &str, actor: &str, kind: &str, deaths: u32| {
        format!("{id},2022-03-04,{kind},{actor},,2,Mali,Bankass,13.7,-3.6,1,1,{deaths}\n")
    };
    let monadic = format!(
        "{columns}{}{}{}{}",
        row("MLI1", "JNIM", vac, 132),
        row("MLI1", "Civilians (Mali)", vac, 132),
        row("MLI2", "JNIM", "Battles", 10),
        row("MLI2", "Military Forces of Mali", "Battles", 10)
    );
    let monadic = plain("monadic.csv", &monadic);
    assert!(
        monadic.layout.contains("one row per actor: 4 rows of 2 events"),
        "{}",
        monadic.layout
    );
    let total = |list: &EventList| -> u32 {
        list.events.iter().filter_map(|event| event.deaths).map(|deaths| deaths.best).sum()
    };
    assert_eq!((total(&monadic), total(&dyadic)), (142, 142));
    assert_eq!(monadic.events[0].parties.len(), 2);

    let json = r#"{"count":1,"data":[{"event_id_cnty":"MLI1","event_date":"2022-03-04","event_type":"Battles","actor1":"JNIM","actor2":"Military Forces of Mali","latitude":"13.7","longitude":"-3.6","fatalities":"14","time_precision":"2","geo_precision":"2","civilian_targeting":"","country":"Mali","source":"AFP"}]}"#;
    let json = plain("answer.json", json);
    let event = &json.events[0];
    assert_eq!(
        (event.first.to_string(), event.last.to_string()),
        ("2022-03-01".into(), "2022-03-07".into())
    );
    assert_eq!(event.deaths.map(|deaths| deaths.best), Some(14));
    assert!((event.radius_km - 25.0).abs() < 1e-6);
}

#[test]
fn weekly_aggregates_are_counts_without_identity() {
    let text = "WEEK,REGION,COUNTRY,ADMIN1,EVENT_TYPE,SUB_EVENT_TYPE,EVENTS,FATALITIES,POPULATION_EXPOSURE,DISORDER_TYPE,ID,CENTROID_LATITUDE,CENTROID_LONGITUDE\n2022-02-26,Western Africa,Mali,Mopti,Violence against civilians,Attack,9,61,,Political violence,2210,14.4,-3.4\n2022-02-26,Western Africa,Mali,Mopti,Battles,Armed clash,3,20,,Political violence,2210,14.4,-3.4\n";
    let list = plain("weekly.csv", text);
    assert!(list.aggregated);
    assert_eq!(list.events[0].last.to_string(), "2022-03-04");
    assert_eq!(
        list.events.iter().map(|event| event.civilians.len()).collect::<Vec<_>>(),
        [1, 0]
    );
}

#[test]
fn three_layouts_of_ged_come_in_whole() {
    let files = [
        ("ucdp/ged231_car.csv.gz", 1848, 49, 20),
        ("ucdp/ged231_sample1000.csv.gz", 1000, 49, 13),
        ("ucdp/ged191_syria_2016_2019.csv.gz", 16_566, 41, 101),
    ];
    for (file, rows, columns, disorder) in files {
        let Some(bytes) = shared(file) else { return };
        let list = read(file, &bytes, &Mapping::plain()).unwrap();
        assert_eq!(list.events.len(), rows, "{file}");
        assert!(list.layout.contains(&format!("{columns} columns")), "{}", list.layout);
        let odd =
            list.diagnostics.iter().filter(|seen| seen.message.contains("not in that order"));
        assert_eq!(odd.count(), disorder, "{file}");
    }
}

/// Deaths by year and type, best, low and high.
fn cells(list: &EventList) -> BTreeMap<(i16, Option<Civilians>), [i64; 3]> {
    let mut cells: BTreeMap<_, [i64; 3]> = BTreeMap::new();
    for event in &list.events {
        let one_sided = event.civilians.iter().any(|(d, _)| *d == Civilians::OneSided);
        let deaths = event.deaths.unwrap();
        let cell = cells
            .entry((event.first.year(), one_sided.then_some(Civilians::OneSided)))
            .or_default();
        for (sum, number) in cell.iter_mut().zip([deaths.best, deaths.low, deaths.high]) {
            *sum += i64::from(number);
        }
    }
    cells
}

/// Two releases of one publisher: 98 of the 102 cells of country, year and type agree, the other four were revised.
#[test]
fn events_of_23_1_add_up_to_the_country_years_of_25_1_but_for_four_cells() {
    let Some(events) = shared("ucdp/ged231_car.csv.gz") else { return };
    let Some(years) = shared("ucdp/organizedviolencecy_v25_1.csv.gz") else { return };
    let text = decode("country-years", &years).unwrap();
    let years = ucdp_country_year::read(&text).unwrap();
    // The event reader joins types 1 and 2, which this test must tell apart, so it looks at the column itself.
    let text = decode("ged", &events).unwrap();
    let mut reader = csv::Reader::from_reader(text.text.as_bytes());
    let mut sums: BTreeMap<(i16, &str), [i64; 3]> = BTreeMap::new();
    for row in reader.deserialize::<BTreeMap<String, String>>().map(Result::unwrap) {
        let kind = ["sb", "ns", "os"][row["type_of_violence"].parse::<usize>().unwrap() - 1];
        let sum = sums.entry((row["year"].parse().unwrap(), kind)).or_default();
        for (sum, name) in sum.iter_mut().zip(["best", "low", "high"]) {
            *sum += row[name].parse::<i64>().unwrap();
        }
    }
    let mut revised = Vec::new();
    let mut compared = 0;
    for row in years.rows.iter().filter(|row| row.country_id == 482 && row.year <= 2022) {
        for kind in ["sb", "ns", "os"] {
            let published = ["best", "low", "high"].map(|bound| {
                let name = format!("{kind}_total_deaths_{bound}_cy");
                let place = ucdp_country_year::DEATHS.iter().position(|column| *column == name);
                row.deaths[place.unwrap()]
            });
            compared += 1;
            if sums.get(&(row.year, kind)).copied().unwrap_or_default() != published {
                revised.push(format!("{} {kind}", row.year));
            }
        }
    }
    revised.sort();
    assert_eq!(compared, 102);
    assert_eq!(revised, ["2014 os", "2015 sb", "2017 sb", "2019 sb"]);
}

/// The table of the golden case says what the publisher's file says, event by event.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its files")]
fn the_case_of_the_central_african_republic_has_every_event() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../cases/car/data/ucdp_ged_car.csv");
    let own =
        read("ucdp_ged_car.csv", &std::fs::read(path).unwrap(), &Mapping::plain()).unwrap();
    assert_eq!(own.events.len(), 1848);
    assert!(own.layout.starts_with("UCDP GED"), "{}", own.layout);
    let Some(bytes) = shared("ucdp/ged231_car.csv.gz") else { return };
    let publisher = read("ged.csv.gz", &bytes, &Mapping::plain()).unwrap();
    let mut by_id: BTreeMap<String, _> =
        publisher.events.into_iter().map(|event| (event.id.clone(), event)).collect();
    for event in &own.events {
        let mut other = by_id.remove(&event.id).unwrap();
        (other.row, other.line) = (event.row, event.line);
        assert_eq!(*event, other);
    }
    assert_eq!(cells(&own).values().map(|sums| sums[0]).sum::<i64>(), 14_948);
}

#[test]
fn gdelt_rows_are_leads() {
    let Some(bytes) = shared("gdelt/gdelt-events.export.tsv") else { return };
    let leads = gdelt::read_events("gdelt.tsv", &bytes, gdelt::Layout::Events2).unwrap();
    let aside = usize::try_from(leads.set_aside()).unwrap();
    let further: u64 = leads.rows.iter().map(|lead| lead.further).sum();
    assert_eq!(leads.rows.len() + aside + usize::try_from(further).unwrap(), 33);
    assert_eq!(leads.rows[0].id, "1317585039");
    assert_eq!((leads.rows[0].code.as_str(), leads.rows[0].fips.as_str()), ("190", "IS"));
    assert!(leads.rows[0].point.is_some_and(|(latitude, _)| (latitude - 31.7667).abs() < 1e-9));
    let error = read("gdelt.tsv", &bytes, &Mapping::plain()).unwrap_err().to_string();
    assert!(error.contains("mentions"), "{error}");
}

/// A row of version 1.0: 58 fields, with the latitude of the action at 53 and the day last but one.
#[test]
fn gdelt_1_and_mentions_have_their_own_places() {
    let mut cells = vec![""; 58];
    cells[0] = "7";
    cells[1] = "20140304";
    cells[6] = "MALI";
    cells[12] = "GOV";
    cells[26] = "0233";
    cells[49] = "4";
    cells[50] = "Mopti, Mali";
    cells[51] = "ML";
    cells[53] = "14.5";
    cells[54] = "-4.2";
    cells[56] = "20140304";
    cells[57] = "https://example.org/a";
    let row = cells.join("\t") + "\n";
    assert_eq!(gdelt::layout(row.trim_end_matches('\n')), Some(gdelt::Layout::Events1));
    let leads = gdelt::read_events("old.tsv", row.repeat(2).as_bytes(), gdelt::Layout::Events1)
        .unwrap();
    assert_eq!(leads.rows.len(), 1, "two rows of one article are one lead");
    let lead = &leads.rows[0];
    assert_eq!(
        (lead.further, lead.code.as_str(), lead.place.as_str()),
        (1, "0233", "Mopti, Mali")
    );
    assert_eq!(lead.point, Some((14.5, -4.2)));

    let mut cells = vec!["x"; 16];
    cells[11] = "60";
    let mentions =
        gdelt::read_mentions("m.tsv", (cells.join("\t") + "\nshort\n").as_bytes()).unwrap();
    assert_eq!((mentions.rows.len(), mentions.set_aside()), (1, 1));
}
