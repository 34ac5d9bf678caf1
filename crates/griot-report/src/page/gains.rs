//! What the sender gets: presences, gifts, events and votes on one axis; every state's shift; the
//! changed votes; gaps in the records of trade; and where the sources of votes disagree.

use crate::answers::Rows;
use askama::Template;
use griot_analysis::{
    gains::{Gains, StateShift, TradeGap},
    vote::LEAST,
};
use griot_model::{Disclosure, Finding, Flow, FlowKind, Part, PartialDate};
use serde::Serialize;

use super::{
    book::{Book, Link},
    evidence::{Cell, cells},
    finding::FindingLine,
    frame::{self, Frame, View, add_csv},
    names::plain_name,
    roll_call,
};
use crate::{
    chart::{self, Bar, Distribution, Dot, Figure, Moment, SpanRow, Substitution},
    disclosure::{Guard, Published},
    site::Site,
    words,
};

#[derive(Template, Serialize)]
#[template(path = "gains.html")]
struct GainsPage {
    #[serde(skip)]
    frame: Frame,
    pairs: Vec<PairView>,
    flows: Vec<FlowView>,
    findings: Vec<FindingLine>,
    roll_calls: Vec<Link>,
    sources: SourcesView,
    /// Common roll calls from which on a state is ranked.
    #[serde(skip)]
    least: u64,
}

#[derive(Serialize)]
struct PairView {
    host: String,
    sender: String,
    before: String,
    after: String,
    readings: Vec<String>,
    /// Changed votes on the same text.
    changed: Table,
    /// Every state's shift.
    shifts: Table,
    gaps: Table,
    gap_caveats: Vec<String>,
    #[serde(skip)]
    names: [String; 2],
    /// What the band of the votes is.
    #[serde(skip)]
    interval: String,
    #[serde(skip)]
    picture: Option<Figure>,
    #[serde(skip)]
    distribution: Option<Figure>,
}

#[derive(Serialize, Default)]
struct Table {
    columns: Vec<Cell>,
    values: Vec<Vec<Cell>>,
    #[serde(skip)]
    csv: String,
}

#[derive(Serialize)]
struct FlowView {
    id: String,
    from: String,
    to: String,
    kind: FlowKind,
    what: String,
    since: PartialDate,
    until: Option<PartialDate>,
    value: Option<f64>,
    unit: String,
    sources: Vec<Link>,
    #[serde(skip)]
    when: String,
    #[serde(skip)]
    amount: String,
    #[serde(skip)]
    stance: &'static str,
    #[serde(skip)]
    anchor: String,
}

#[derive(Serialize)]
struct SourcesView {
    summary: String,
    coverage: Vec<String>,
    differences: Table,
}

impl View for GainsPage {
    fn frame(&self) -> &Frame {
        &self.frame
    }
}

/// Whether the page exists: where there is something that may be shown on it.
pub(super) fn has(answers: &Published, guard: &Guard) -> bool {
    !answers.case.flows.is_empty()
        || (!answers.gains.is_empty() && guard.table("un_votes") != Disclosure::Private)
}

/// Adds the page and its tables.
pub(super) fn add(book: &Book<'_>, site: &mut Site) {
    if !has(book.answers, book.guard) {
        return;
    }
    let open = book.guard.table("un_votes") != Disclosure::Private;
    let gains = &book.answers.gains;
    let mut frame = book.frame("gains", "gains", "gains", "What the sender gets");
    frame.csv = true;
    let pairs: Vec<PairView> = gains.iter().map(|one| pair(book, site, one)).collect();
    let findings = book.answers.findings.iter().filter(|f| f.part == Part::Gain);
    let view = GainsPage {
        frame,
        pairs,
        flows: book.answers.case.flows.iter().map(|flow| flow_view(book, flow)).collect(),
        findings: findings.filter_map(|f| FindingLine::new(book, f, "")).collect(),
        roll_calls: roll_call::links(book, ""),
        sources: sources(book, site, open),
        least: LEAST,
    };
    frame::add(site, &view);
    add_csv(site, "gains", &all_shifts(gains));
}

fn pair(book: &Book<'_>, site: &mut Site, one: &Gains) -> PairView {
    let names = [book.country(&one.host), book.country(&one.sender)];
    let [before, after] = one.spans.clone();
    let base = plain_name(&format!("{}-{}", one.host, one.sender));
    let changed = book.guard.rows("un_votes", &one.changed).rows;
    let gap_caveats = one.gaps.iter().flat_map(|gap| &gap.caveats);
    let mut gap_caveats: Vec<String> =
        gap_caveats.map(|text| book.guard.text(text).into_owned()).collect();
    gap_caveats.sort();
    gap_caveats.dedup();
    PairView {
        host: one.host.clone(),
        sender: one.sender.clone(),
        readings: one.readings.iter().map(|it| book.guard.text(it).into_owned()).collect(),
        changed: table(site, &format!("gains/changed-votes-{base}"), &changed),
        shifts: table(site, &format!("gains/shifts-{base}"), &shift_rows(book, one)),
        gaps: table(site, &format!("gains/trade-gaps-{base}"), &gap_rows(book, &one.gaps)),
        gap_caveats,
        interval: agreement(book, one).map_or_else(String::new, |it| it.interval.clone()),
        picture: picture(book, one, &names, &base),
        distribution: distribution(book, one, &names, &base),
        names,
        before,
        after,
    }
}

fn table(site: &mut Site, route: &str, rows: &Rows) -> Table {
    if rows.rows.is_empty() {
        return Table::default();
    }
    add_csv(site, route, rows);
    let (columns, values) = cells(rows, usize::MAX);
    Table { columns, values, csv: format!("{route}.csv") }
}

fn shift_rows(book: &Book<'_>, one: &Gains) -> Rows {
    let columns = [
        "Country",
        "Rank",
        "Change of pi",
        "Low",
        "High",
        "Before",
        "After",
        "Common roll calls before",
        "After ",
    ];
    let row = |shift: &StateShift| {
        let shown =
            |value: Option<f64>| value.map_or_else(String::new, |it| format!("{it:.2}"));
        vec![
            book.country(&shift.country),
            shift.rank.map_or_else(String::new, |rank| rank.to_string()),
            shown(shift.change),
            shown(shift.bounds.map(|it| it[0])),
            shown(shift.bounds.map(|it| it[1])),
            shown(shift.pi[0]),
            shown(shift.pi[1]),
            shift.n[0].to_string(),
            shift.n[1].to_string(),
        ]
    };
    Rows {
        columns: columns.map(|name| name.trim().to_owned()).into(),
        rows: one.shifts.iter().map(row).collect(),
    }
}

/// All shifts of all pairs, in the columns of `griot votes shift` with the bounds beside.
fn all_shifts(gains: &[Gains]) -> Rows {
    let columns = [
        "host",
        "toward",
        "before",
        "after",
        "country",
        "n_before",
        "n_after",
        "pi_before",
        "pi_after",
        "delta",
        "low",
        "high",
        "rank",
    ];
    let number = |value: Option<f64>| value.map_or_else(String::new, |it| format!("{it:.4}"));
    let rows = gains.iter().flat_map(|one| {
        one.shifts.iter().map(move |shift| {
            vec![
                one.host.clone(),
                one.sender.clone(),
                one.spans[0].clone(),
                one.spans[1].clone(),
                shift.country.clone(),
                shift.n[0].to_string(),
                shift.n[1].to_string(),
                number(shift.pi[0]),
                number(shift.pi[1]),
                number(shift.change),
                number(shift.bounds.map(|it| it[0])),
                number(shift.bounds.map(|it| it[1])),
                shift.rank.map_or_else(String::new, |rank| rank.to_string()),
            ]
        })
    });
    Rows { columns: columns.map(str::to_owned).into(), rows: rows.collect() }
}

fn gap_rows(book: &Book<'_>, gaps: &[TradeGap]) -> Rows {
    let shares: Vec<f64> =
        gaps.first().map(|gap| gap.at.iter().map(|at| at.0).collect()).unwrap_or_default();
    let mut columns: Vec<String> = [
        "Period",
        "Importer",
        "Product",
        "Importer’s record, million USD",
        "which is",
        "Exporter’s record, million USD",
        "which is",
    ]
    .map(str::to_owned)
    .into();
    for share in &shares {
        let percent = format!("{:.0}", 100.0 * share);
        columns.push(format!("Gap at {percent} %"));
        columns.push(format!("Times at {percent} %"));
    }
    let weighed = gaps.iter().any(|gap| gap.recorded.iter().any(|side| side[1].is_some()));
    if weighed {
        let names =
            ["Importer’s record, t", "which is", "Exporter’s record, t", "which is", "Gap, t"];
        columns.extend(names.map(str::to_owned));
    }
    let shown = |value: Option<f64>| value.map_or_else(String::new, |it| format!("{it:.0}"));
    let row = |gap: &TradeGap| {
        let mut row = vec![gap.period.clone(), book.country(&gap.partner), gap.product.clone()];
        for (recorded, rests_on) in gap.recorded.iter().zip(&gap.rests_on) {
            row.push(shown(recorded[0]));
            row.push(rests_on[0].to_owned());
        }
        for (_, dollars, ratio) in &gap.at {
            row.push(shown(dollars.map(|it| it / 1e6)));
            row.push(ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}")));
        }
        if weighed {
            for (recorded, rests_on) in gap.recorded.iter().zip(&gap.rests_on) {
                row.push(recorded[1].map_or_else(String::new, |it| format!("{it:.1}")));
                row.push(rests_on[1].to_owned());
            }
            row.push(gap.tonnes.map_or_else(String::new, |it| format!("{it:.1}")));
        }
        row
    };
    Rows { columns, rows: gaps.iter().map(row).collect() }
}

/// All states' shifts, with host and comparison countries named.
fn distribution(
    book: &Book<'_>,
    one: &Gains,
    [host, sender]: &[String; 2],
    base: &str,
) -> Option<Figure> {
    let compared = &book.answers.case.settings.compare;
    let ranked = one.shifts.iter().filter(|shift| shift.rank.is_some());
    let dots: Vec<Dot> = ranked
        .filter_map(|shift| {
            let named = if shift.country == one.host {
                Some(0)
            } else {
                compared.contains(&shift.country).then_some(1)
            };
            Some(Dot { name: book.country(&shift.country), value: shift.change?, named })
        })
        .collect();
    let own = one.shifts.iter().find(|shift| shift.country == one.host)?;
    let title = format!(
        "Change of every state’s Scott’s pi with {sender} from {} to {}: {host} has rank {} of {}",
        one.spans[0],
        one.spans[1],
        own.rank.map_or_else(|| "none".to_owned(), |rank| rank.to_string()),
        one.shifts.iter().filter(|shift| shift.rank.is_some()).count(),
    );
    chart::distribution(&Distribution {
        id: &format!("distribution-{base}"),
        title: &title,
        unit: "change of Scott’s pi",
        dots: &dots,
        median: one.median,
    })
}

/// The finding on the pair's agreement, where it may be shown.
fn agreement<'b>(book: &Book<'b>, one: &Gains) -> Option<&'b Finding> {
    let id = format!("pi-{}-{}", one.host, one.sender);
    let finding = book.answers.findings.iter().find(|finding| finding.id == id);
    finding.filter(|finding| book.guard.finding(finding) != Disclosure::Private)
}

/// Presences, gifts, events and votes on one axis, over the years of the study.
fn picture(
    book: &Book<'_>,
    one: &Gains,
    [host, sender]: &[String; 2],
    base: &str,
) -> Option<Figure> {
    let case = &book.answers.case;
    let (first, last) = case.settings.period?;
    let range = (chart::extent(first).0, chart::extent(last).1);
    let votes =
        agreement(book, one).and_then(|finding| Some((finding.series.first()?, "Scott’s pi")));
    let mut presences = Vec::new();
    let mut offices = Vec::new();
    for interval in &case.intervals {
        let actor = case.actors.iter().find(|actor| actor.id == interval.actor);
        let name = book.actor(&interval.actor, "").text;
        let mut label = format!("{name}: {}", interval.role);
        if interval.place != one.host && !interval.place.is_empty() {
            label = format!("{label}, {}", book.country(&interval.place));
        }
        let row = SpanRow {
            label: book.guard.text(&label).into_owned(),
            from: interval.from,
            to: interval.to,
            href: book
                .actors
                .get(&interval.actor)
                .map_or_else(|| "actors.html".to_owned(), |name| format!("actors.html#{name}")),
        };
        let is_person = actor.is_some_and(|actor| actor.schema == "Person");
        let Some(bar) = Bar::inside(row, range) else { continue };
        if is_person { offices.push(bar) } else { presences.push(bar) }
    }
    let flows = case.flows.iter().filter_map(|flow| {
        let mut label = format!("{}: {}", kind(flow.kind), book.country(&flow.from));
        if flow.to != one.host {
            label = format!("{label} to {}", book.country(&flow.to));
        }
        let shown = amount(flow);
        if !shown.is_empty() {
            label = format!("{label}, {shown}");
        }
        let row = SpanRow {
            label: book.guard.text(&label).into_owned(),
            from: Some(flow.since),
            to: Some(flow.until.unwrap_or(flow.since)),
            href: format!("#{}", anchor(flow)),
        };
        Bar::inside(row, range)
    });
    let flows: Vec<Bar> = flows.collect();
    let moments = case.timeline.iter().filter(|entry| {
        let (from, to) = chart::extent(entry.date);
        from >= range.0 && to <= range.1
    });
    let moments: Vec<Moment> = moments
        .map(|entry| Moment {
            part: entry.part,
            date: entry.date,
            until: entry.until,
            title: book.guard.text(&entry.title).into_owned(),
            href: format!(
                "timeline.html#event-{}",
                book.events.get(&entry.id).unwrap_or_default()
            ),
        })
        .collect();
    let title =
        format!("{sender} and others in {host}, what was given, what happened, and the votes");
    chart::substitution(&Substitution {
        id: &format!("picture-{base}"),
        title: &title,
        range,
        votes,
        groups: vec![
            ("Presences, bans, sanctions", presences),
            ("Offices", offices),
            ("Arms, aid, money, trade", flows),
        ],
        moments,
    })
}

fn flow_view(book: &Book<'_>, flow: &Flow) -> FlowView {
    let text = |text: &str| book.guard.text(text).into_owned();
    FlowView {
        id: flow.id.clone(),
        from: book.country(&flow.from),
        to: book.country(&flow.to),
        kind: flow.kind,
        what: text(&flow.what),
        since: flow.since,
        until: flow.until,
        value: flow.value,
        unit: text(&flow.unit),
        sources: book.cites(&flow.sources, ""),
        when: words::span(Some(flow.since), flow.until.or(Some(flow.since))),
        amount: text(&amount(flow)),
        stance: words::modality(flow.modality),
        anchor: anchor(flow),
    }
}

fn anchor(flow: &Flow) -> String {
    format!("flow-{}", plain_name(&flow.id))
}

/// The value with its unit, a share in percent.
fn amount(flow: &Flow) -> String {
    let Some(value) = flow.value else { return String::new() };
    match flow.unit.as_str() {
        "share" => words::value(value, "share"),
        unit if words::is_share(unit) => {
            let of = unit.strip_prefix("share ").unwrap_or_default();
            format!("{} {of}", words::value(value, unit))
        }
        unit if value >= 1e6 => format!("{} million {unit}", words::value(value / 1e6, unit)),
        unit => format!("{} {unit}", words::value(value, unit)),
    }
}

fn kind(kind: FlowKind) -> &'static str {
    match kind {
        FlowKind::Arms => "Arms",
        FlowKind::Aid => "Aid",
        FlowKind::Trade => "Trade",
        FlowKind::Money => "Money",
    }
}

fn sources(book: &Book<'_>, site: &mut Site, open: bool) -> SourcesView {
    let of = &book.answers.sources_of_votes;
    if !open {
        return SourcesView {
            summary: String::new(),
            coverage: Vec::new(),
            differences: Table::default(),
        };
    }
    let rows = book.guard.rows("un_votes", &of.differences).rows;
    SourcesView {
        summary: book.guard.text(&of.summary).into_owned(),
        coverage: of.coverage.iter().map(|it| book.guard.text(it).into_owned()).collect(),
        differences: table(site, "gains/sources-of-votes", &rows),
    }
}
