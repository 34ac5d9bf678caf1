//! Askara on a map: two divisions, a neighbour, and events known more and less exactly.

use griot_report::answers::{Area, Detail, HostEvents, Precision, Shape, Spot, TableEvents};
use griot_report::answers::{
    FusedEvent, FusedEvents, FusedMember, SourceTotals, Totals, YearOfEvents,
};
use jiff::civil::date;

use super::SECRET;

/// An open table, one that lets only totals leave, and a private one.
pub(crate) fn events() -> Vec<HostEvents> {
    let spot = |place: &str, (longitude, latitude), precision, events, best| Spot {
        latitude,
        longitude,
        precision,
        radius_km: if precision == Precision::Exact { 0.0 } else { 25.0 },
        place: place.to_owned(),
        events,
        best,
        low: best,
        high: best + 3,
    };
    let area = |division: Option<&str>, events, best| Area {
        division: division.map(str::to_owned),
        events,
        best,
    };
    let table = |name: &str, spots: Vec<Spot>, areas| TableEvents {
        table: name.to_owned(),
        totals: [
            spots.iter().map(|spot| spot.events).sum(),
            spots.iter().map(|spot| spot.best).sum(),
            spots.iter().map(|spot| spot.low).sum(),
            spots.iter().map(|spot| spot.high).sum(),
        ],
        years: (2012..2024)
            .map(|year| YearOfEvents { year, events: 1, deaths: [7, 5, 12] })
            .collect(),
        spots,
        areas,
    };
    let open = vec![
        spot("Hill Town", (2.5, 2.5), Precision::Exact, 4, 112),
        spot("near Ford", (6.0, 3.0), Precision::Near, 2, 9),
        spot("Eastern Division", (7.0, 5.0), Precision::Division, 1, 30),
        spot("Askara", (5.0, 4.0), Precision::Country, 1, 2),
        spot("<b>unsaid</b>", (3.0, 6.0), Precision::Unsaid, 1, 0),
    ];
    let closed = vec![spot(SECRET, (2.5, 2.5), Precision::Exact, 7, 70)];
    vec![HostEvents {
        host: "XAA".to_owned(),
        period: [date(2012, 1, 3), date(2023, 12, 9)],
        fused: Some(fused()),
        not_fused: Some("too many pairs of rows lie within 25 km".to_owned()),
        tables: vec![
            table("acled_like", closed.clone(), vec![area(Some("Western Division"), 7, 70)]),
            table("private_notes", closed, vec![area(Some(SECRET), 7, 70)]),
            table(
                "violent_events",
                open,
                vec![area(Some("Western Division"), 5, 112), area(None, 4, 41)],
            ),
        ],
    }]
}

/// An event that both published tables tell of, and one of the open table's own two rows with another.
fn fused() -> FusedEvents {
    let member = |table: &str, id: &str, place: &str, deaths| FusedMember {
        table: table.to_owned(),
        id: id.to_owned(),
        row: 4,
        first: date(2022, 3, 4),
        last: date(2022, 3, 6),
        place: place.to_owned(),
        deaths: Some(deaths),
        digest: super::digest(id),
    };
    let source = |source: &str, events, best| SourceTotals {
        source: source.to_owned(),
        events,
        best: Some(best),
        low: Some(best),
        high: Some(best + 3),
    };
    FusedEvents {
        km: 25.0,
        days: 2,
        totals: Totals {
            sources: vec![source("acled_like", 7, 70), source("violent_events", 9, 153)],
            events: 15,
            deaths_lowest: Some(150),
            deaths_highest: Some(214),
        },
        events: vec![
            FusedEvent {
                members: vec![
                    member("acled_like", "XAA1", SECRET, 9),
                    member("violent_events", "77", "Hill Town", 8),
                ],
                probability: 0.94,
                reasons: vec![format!("94 %: {SECRET} km apart (+3.1 bits)")],
            },
            FusedEvent {
                members: vec![
                    member("violent_events", "78", "<i>Ford</i>", 3),
                    member("violent_events", "", "Ford", 3),
                ],
                probability: 0.5,
                reasons: vec!["decided by A & B".to_owned()],
            },
        ],
        folded: [("violent_events".to_owned(), 1)].into(),
        offered: 2,
    }
}

/// Made-up outlines.
pub(crate) fn shapes() -> Vec<Shape> {
    let shape = |iso3: Option<&str>, name: &str, detail, (west, south), (east, north)| Shape {
        iso3: iso3.map(str::to_owned),
        name: name.to_owned(),
        detail,
        polygons: vec![vec![vec![
            (west, south),
            (east, south),
            (east, north),
            (west, north),
            (west, south),
        ]]],
        row: 1,
    };
    vec![
        shape(Some("XAA"), "Askara", Detail::World, (0.0, 0.0), (10.0, 8.0)),
        shape(Some("XAA"), "Askara", Detail::Region, (0.0, 0.0), (10.0, 8.0)),
        shape(Some("XBB"), "Borea", Detail::Region, (10.0, -4.0), (20.0, 12.0)),
        shape(None, "No Man's Land", Detail::Region, (-9.0, 0.0), (0.0, 8.0)),
        shape(Some("XAA"), "Western Division", Detail::Division, (0.0, 0.0), (5.0, 8.0)),
        shape(Some("XAA"), "Eastern Division", Detail::Division, (5.0, 0.0), (10.0, 8.0)),
    ]
}
