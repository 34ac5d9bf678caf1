//! A list of events as a table: one row per event, whoever published it.

use griot_model::table::{Column, Keys, Kind, Table, View};

use crate::event::{Deaths, Event, EventList, Role};

/// The events in their order. Deaths of civilians stand under each definition that the list allows,
/// empty where it does not take the event in; degrees are WGS 84, `radius_km` is how far off the point
/// may be, `row` the data row of the publisher's file.
pub fn event_table(name: impl Into<String>, list: &EventList) -> impl Table {
    let text = |name: &str| Column::new(name, Kind::Text);
    let number = |name: &str| Column::new(name, Kind::Number);
    let mut columns = vec![
        text("id"),
        text("first_day"),
        text("last_day"),
        text("country"),
        text("place"),
        number("latitude"),
        number("longitude"),
        number("radius_km"),
        text("precision"),
        text("violence"),
        text("side_a"),
        text("side_b"),
    ];
    let mut counts = |name: String| {
        columns.push(Column::new(name, Kind::Integer).nullable());
    };
    for name in ["deaths_best", "deaths_low", "deaths_high"] {
        counts(name.to_owned());
    }
    for definition in &list.civilians {
        let name = definition.column();
        counts(name.to_owned());
        counts(format!("{name}_low"));
        counts(format!("{name}_high"));
    }
    columns.push(Column::new("row", Kind::Integer));
    View::new(name, columns, &list.events, move |row: &Event, cells| {
        cells.extend([row.id.as_str().into(), row.first.to_string().into()]);
        cells.extend([row.last.to_string().into(), row.country.as_str().into()]);
        cells.extend([row.place.as_str().into(), row.latitude.into(), row.longitude.into()]);
        cells.extend([f64::from(row.radius_km).into(), row.precision.word().into()]);
        cells.push(row.categories.join(" | ").into());
        cells.push(parties(row, [Role::SideA, Role::WithSideA]).into());
        cells.push(parties(row, [Role::SideB, Role::WithSideB]).into());
        let mut three = |deaths: Option<Deaths>| {
            let of = |pick: fn(Deaths) -> u32| deaths.map(pick).into();
            cells.extend([of(|it| it.best), of(|it| it.low), of(|it| it.high)]);
        };
        three(row.deaths);
        for definition in &list.civilians {
            three(row.civilians.iter().find(|(of, _)| of == definition).map(|found| found.1));
        }
        cells.push(i64::try_from(row.row).unwrap_or(i64::MAX).into());
    })
    .with_keys(Keys {
        primary: vec!["id"],
        lookups: vec![vec!["first_day"], vec!["country"]],
        ..Keys::default()
    })
}

fn parties(row: &Event, roles: [Role; 2]) -> String {
    let of = row.parties.iter().filter(|party| roles.contains(&party.role));
    of.map(|party| party.name.as_str()).collect::<Vec<_>>().join(" | ")
}
