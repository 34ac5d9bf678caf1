//! What Borea gets of Askara.

use griot_analysis::gains::{Gains, RollCallSheet, SourcesOfVotes, StateShift, TradeGap};
use griot_model::{Choice, Flow, FlowKind, Modality};
use griot_report::answers::Rows;

use super::{date, evidence, place, rows};

pub(super) fn gains() -> Vec<Gains> {
    let shift = |country: &str, change: f64, rank: Option<usize>| StateShift {
        country: country.into(),
        n: [250, 80],
        pi: [Some(0.1), Some(0.1 + change)],
        change: Some(change),
        bounds: Some([change - 0.1, change + 0.1]),
        rank,
    };
    let mut absent = shift("XDD", 0.0, None);
    (absent.change, absent.bounds, absent.pi) = (None, None, [None, None]);
    vec![Gains {
        host: "XAA".into(),
        sender: "XBB".into(),
        spans: ["2019/2021".into(), "2023".into()],
        shifts: vec![
            shift("XAA", 0.42, Some(1)),
            shift("XEE", 0.05, Some(2)),
            shift("XCC", -0.11, Some(3)),
            absent,
        ],
        median: Some(0.05),
        readings: vec![
            "Of 9 recurring titles put to the vote again, the vote on 1 changed, 1 times in all: 1 toward Borea, 0 away from it."
                .into(),
        ],
        changed: table(
            &["date", "symbol", "before", "vote", "XBB", "direction"],
            &[&["2021-12-09", "A/RES/99/1", "abstain", "no", "no", "toward"]],
        ),
        gaps: vec![TradeGap {
            partner: "XBB".into(),
            product: "7108".into(),
            period: "2016".into(),
            recorded: [[Some(1520.0), Some(59.9)], [Some(216.0), None]],
            rests_on: [["reported", "cited"], ["estimated", "missing"]],
            at: vec![(0.0, Some(1.304e9), Some(7.04)), (0.06, Some(1.218e9), Some(6.64))],
            tonnes: None,
            caveats: vec!["Gold may have come through a third country.".into()],
        }],
    }]
}

pub(super) fn roll_calls() -> Vec<RollCallSheet> {
    let list = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
    vec![RollCallSheet {
        id: "V9901".into(),
        symbol: "A/RES/99/1".into(),
        title: "A <peace> : resolution / adopted".into(),
        date: "2023-02-23".into(),
        lists: [
            (Choice::Yes, list(&[]), Some(141), false),
            (Choice::No, list(&["XAA", "XBB"]), Some(2), true),
            (Choice::Abstain, list(&["XCC"]), Some(1), true),
            (Choice::Absent, list(&[]), None, false),
        ],
        evidence: evidence("un_votes"),
        rows: rows("un_votes"),
    }]
}

pub(super) fn sources_of_votes() -> SourcesOfVotes {
    SourcesOfVotes {
        summary: "Two roll calls are in both.".into(),
        coverage: vec!["One source has 0 of 6 roll calls of a session.".into()],
        differences: table(
            &["what", "roll_call", "country", "vote", "other_vote"],
            &[&["vote", "V9901", "XAA", "no", "absent"]],
        ),
    }
}

pub(super) fn flows() -> Vec<Flow> {
    let flow = |id: &str, kind, value, unit: &str, source: &str| Flow {
        id: id.into(),
        from: "XBB".into(),
        to: "XAA".into(),
        kind,
        what: "Crates".into(),
        since: date("2021").expect("a year"),
        until: date("2023"),
        value,
        unit: unit.into(),
        sources: vec![source.into()],
        modality: Modality::Promised,
        provenance: place("flows.csv"),
    };
    vec![
        flow("arms", FlowKind::Arms, Some(0.49), "share of deliveries", "s1"),
        flow("aid", FlowKind::Aid, None, "", "s3"),
    ]
}

fn table(columns: &[&str], rows: &[&[&str]]) -> Rows {
    let texts = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
    Rows { columns: texts(columns), rows: rows.iter().map(|row| texts(row)).collect() }
}
