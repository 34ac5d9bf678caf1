//! Made-up findings: a line with a band, several lines with a gap, bars, and one that is private.

use griot_model::{Estimate, Finding, Part, Point, Series};

use super::{SECRET, deaths, evidence};

#[expect(clippy::too_many_lines, reason = "a table of findings")]
pub(super) fn findings() -> Vec<Finding> {
    let estimate = |value: f64, low: f64, high: f64| Some(Estimate { value, low, high });
    let by_year = |from: i32, value: &dyn Fn(i32) -> Option<Estimate>| -> Vec<Point> {
        (from..2024)
            .map(|year| Point { at: year.to_string(), estimate: value(year), n: 12 })
            .collect()
    };
    let deaths_by_year = by_year(2012, &|year| {
        let best = f64::from(deaths(year));
        estimate(best, best * 0.9, best * 1.3)
    });
    let share = |base: f64, slope: f64| {
        by_year(2014, &move |year| {
            let value = base + slope * f64::from(year - 2014);
            if year == 2016 { None } else { estimate(value, value - 0.06, value + 0.05) }
        })
    };
    let finding = |id: &str,
                   part,
                   title: &str,
                   question: &str,
                   unit: &str,
                   interval: &str,
                   table: &str,
                   series| {
        Finding {
        id: id.into(),
        part,
        title: title.into(),
        question: question.into(),
        unit: unit.into(),
        interval: interval.into(),
        method: "Rows are counted by calendar year. Nothing is imputed; a year without a row is a gap.".into(),
        estimate: None,
        series,
        selection: evidence(table),
        caveats: vec![
            "A rise after an event does not say that the event caused it.".into(),
            "What nobody reported is not counted.".into(),
        ],
        licence: "CC BY 4.0".into(),
    }
    };
    let series = |name: &str, points| Series { name: name.into(), points };
    let bar = |name: &str, value: f64| {
        series(
            name,
            vec![Point {
                at: "2023".into(),
                estimate: estimate(value, value - 3.0, value + 4.0),
                n: 80,
            }],
        )
    };
    let mut all = vec![
        finding(
            "deaths-XAA",
            Part::Cost,
            "Deaths in organised violence in Askara rose threefold from 2019 to 2022",
            "How many people died in organised violence in Askara each year?",
            "deaths",
            "low and high estimate of the publisher",
            "deaths_country_year",
            vec![series("Askara", deaths_by_year)],
        ),
        finding(
            "votes-XAA-XBB",
            Part::Gain,
            "Askara moved towards Borea in the Assembly after 2020",
            "In what share of roll calls did the host vote as the sender did?",
            "share of roll calls",
            "95 % bootstrap over resolutions",
            "un_votes",
            vec![
                series("Askara", share(0.42, 0.05)),
                series("Cinderland", share(0.47, 0.005)),
                series("All other states", share(0.5, -0.004)),
            ],
        ),
        finding(
            "missions",
            Part::Method,
            "Three of five missions began within a year of a coup",
            "When did each mission begin?",
            "days after the coup",
            "recording error of the dates",
            "intervals",
            vec![
                bar("Training mission", 120.0),
                bar("Guards of the palace", 210.0),
                bar("A network of pages that praises the mission", 340.0),
            ],
        ),
        finding(
            "secret-finding",
            Part::Gain,
            SECRET,
            "Private?",
            "rows",
            "",
            "private_notes",
            Vec::new(),
        ),
    ];
    if let Some(first) = all.first_mut() {
        first.estimate = estimate(1814.0, 1632.0, 2358.0);
    }
    if let Some(second) = all.get_mut(1) {
        second.estimate = estimate(0.87, 0.81, 0.92);
    }
    all
}
