//! The made-up report, checked.

use griot_check::CheckReport;
use griot_model::{
    Attribution, Binding, CheckCoverage, Checked, Claim, ClaimId, ClaimKind, Modality, Note,
    Proposition, Span, Verdict,
};

use super::{REPORT, SECRET, digest, evidence};

#[expect(clippy::too_many_lines, reason = "a table of claims")]
pub(super) fn check() -> CheckReport {
    let mut checked = vec![
        claim(
            "c1",
            "20 August 2020",
            ClaimKind::Date,
            Verdict::Contradicted,
            "2020-08-20",
            "2020-08-18",
            "The coup in Askara that the library lists nearest is of 18 August 2020, not 20 August.",
            &["coups"],
        ),
        claim(
            "c2",
            "The\nday after",
            ClaimKind::Order,
            Verdict::Unverified,
            "2020-08-21",
            "",
            "The day after depends on the date of the coup, which this evidence gives as 18 August 2020.",
            &[],
        ),
        claim(
            "c3",
            "about\n500 instructors",
            ClaimKind::Count,
            Verdict::Unverified,
            "about 500",
            "",
            "No table here counts instructors; an arrival list of the airport would decide it.",
            &[],
        ),
        claim(
            "c4",
            "in December 2021",
            ClaimKind::Date,
            Verdict::Supported,
            "2021-12",
            "2021-12",
            "The case’s own intervals begin the presence in December 2021.",
            &["intervals"],
        ),
        claim(
            "c5",
            "never taken a coin from anybody",
            ClaimKind::Quote,
            Verdict::Conflicting,
            "denied",
            "paid 2021-03 to 2022-11",
            "One source has the denial, another has payments from March 2021 to November 2022.",
            &["intervals"],
        ),
        claim(
            "c6",
            "one of the worst mistakes of the junta",
            ClaimKind::Opinion,
            Verdict::NotCheckable,
            "",
            "",
            "This is an opinion; no rows could decide it.",
            &[],
        ),
        claim(
            "c7",
            "one of six states",
            ClaimKind::Vote,
            Verdict::Contradicted,
            "6",
            "7",
            "Seven states voted against A/RES/99/1, Askara among them, not six.",
            &["un_votes"],
        ),
        claim(
            "c8",
            "abstained on 12 October 2022",
            ClaimKind::Vote,
            Verdict::Supported,
            "abstain",
            "abstain",
            "Askara abstained on A/RES/ES-11/4 on 12 October 2022.",
            &["un_votes"],
        ),
        claim(
            "c9",
            "rose by a third, from 3.0 to 4.0 tonnes",
            ClaimKind::Ratio,
            Verdict::Supported,
            "a third",
            "33.3 %",
            "(4.0 - 3.0) / 3.0 = 33.3 %, which is a third.",
            &[],
        ),
        claim(
            "c10",
            "More than 2,000 civilians were killed in 2022",
            ClaimKind::Count,
            Verdict::Contradicted,
            "more than 2,000",
            "1,814",
            "The library counts 1,814 civilian deaths in Askara in 2022, not more than 2,000.",
            &["deaths_country_year"],
        ),
        claim(
            "c11",
            "fewer\nthan 700 in 2019",
            ClaimKind::Count,
            Verdict::Supported,
            "fewer than 700",
            "612",
            "The library counts 612 deaths in Askara in 2019.",
            &["deaths_country_year"],
        ),
        claim(
            "c12",
            "Listed since June 2023",
            ClaimKind::Sanction,
            Verdict::Unverified,
            "2023-06",
            "",
            "No snapshot of a list between May and August 2023 is in the library.",
            &["private_notes"],
        ),
        claim(
            "c13",
            "30 June 2023",
            ClaimKind::Date,
            Verdict::Supported,
            "2023-06-30",
            "2023-06-30",
            "The case’s timeline has the end of the mission on 30 June 2023.",
            &["acled_like"],
        ),
    ];
    if let Some(second) = checked.get_mut(1) {
        second.claim.depends_on = vec![ClaimId("c1".into())];
    }
    if let Some(third) = checked.get_mut(2) {
        third.claim.attribution = Some(Attribution {
            speaker: "Radio Delta".into(),
            verb: "reported".into(),
            span: Span::new(0, 0),
        });
        third.claim.modality = Modality::Alleged;
    }
    if let Some(seventh) = checked.get_mut(6) {
        seventh.claim.binding = Binding::Explicit;
    }
    if let Some(twelfth) = checked.get_mut(11) {
        twelfth.message = format!("The notes of {SECRET} have the listing.");
        twelfth.evidence_says = SECRET.into();
    }
    CheckReport {
        name: "report.md".into(),
        sha256: digest("report"),
        text_sha256: digest("text"),
        text: REPORT.into(),
        places: griot_model::Places::default(),
        coverage: CheckCoverage::of(&checked, 19),
        checked,
        diagnostics: Vec::new(),
    }
}

#[expect(clippy::too_many_arguments, reason = "one row of a table of claims")]
fn claim(
    id: &str,
    words: &str,
    kind: ClaimKind,
    verdict: Verdict,
    says: &str,
    evidence_says: &str,
    message: &str,
    tables: &[&str],
) -> Checked {
    let start = REPORT.find(words).expect("the words are in the report");
    let span = Span::new(start, start + words.len());
    let before = REPORT.get(..start).unwrap_or_default();
    let ends = [". ", ".\n", "\n\n"].into_iter().filter_map(|end| Some(before.rfind(end)? + 2));
    let begin = ends.max().unwrap_or(0);
    let after = REPORT.get(span.end..).unwrap_or_default();
    let ends = [". ", ".\n", ".["].into_iter().filter_map(|end| after.find(end));
    let end = ends.min().map_or(REPORT.len(), |at| span.end + at + 1);
    Checked {
        claim: Claim {
            id: ClaimId(id.into()),
            span,
            sentence: Span::new(begin, end),
            kind,
            proposition: Proposition::Opinion,
            attribution: None,
            modality: Modality::Asserted,
            depends_on: Vec::new(),
            binding: Binding::Proposed,
        },
        rule: Some(if kind == ClaimKind::Vote { "C0102" } else { "C0201" }),
        verdict,
        message: message.into(),
        says: says.into(),
        evidence_says: evidence_says.into(),
        evidence: tables.iter().map(|table| evidence(table)).collect(),
        notes: vec![
            Note::Note("Dates are compared as whole days of the calendar.".into()),
            Note::Help("write `18 August 2020`, or bind the claim to another event".into()),
        ],
    }
}
