//! Are the two partners' records set side by side, and is silence kept apart from zero?

use griot_analysis::trade::{Asked, Basis, CIF, Gap, Line, Report, findings, gaps};
use griot_case::Case;
use griot_library::Library;
use griot_model::rows::digest;
use griot_sql::{Bounds, Database};
use griot_table::{
    self,
    trade::{self, Flow, Flows, Standing},
};
use griot_testing::Repository;

fn mali() -> Case {
    Case::open(&Repository, "cases/mali").expect("the case of the repository opens")
}

fn read(text: &str) -> Flows {
    trade::read(&griot_table::decode("trade", text.as_bytes()).expect("UTF-8"))
        .expect("a known layout")
}

fn gold(flows: &[Flow]) -> Vec<Line> {
    let asked = Asked {
        origin: "MLI".to_owned(),
        partner: Some("ARE".to_owned()),
        product: Some("7108".to_owned()),
        cif: CIF.to_vec(),
    };
    gaps(flows, &asked, Library::embedded())
}

/// 7.04, 6.64 and 6.40 at 0, 6 and 10 per cent: 1.52 and 0.216 billion dollars.
#[test]
fn the_gold_of_2016() {
    let case = mali();
    let [table] = case.trade.as_slice() else { panic!("{:?}", case.trade) };
    let lines = gold(&table.flows);
    let line = lines.iter().find(|line| line.period == "2016").expect("2016");
    let ratios: Vec<String> = line
        .by_cif
        .iter()
        .map(|(_, gap)| format!("{:.2}", gap.ratio().expect("both recorded")))
        .collect();
    assert_eq!(ratios, ["7.04", "6.64", "6.40"]);
    assert!(line.caveats.iter().any(|caveat| caveat.contains("69 %")), "{:?}", line.caveats);
    let earlier = lines.iter().find(|line| line.period == "2014").expect("2014");
    assert_eq!(earlier.weight, Gap::NoExporter);
    assert_eq!(line.values_are, [Basis::Cited, Basis::Cited]);
    assert_eq!(earlier.values_are, [Basis::Missing, Basis::Missing]);
    assert_eq!(earlier.weights_are, [Basis::Cited, Basis::Missing]);
}

const ENVELOPE: &str = r#"{"elapsedTime":"0.1 secs","count":5,"data":[
{"refYear":2016,"period":"2016","reporterCode":784,"reporterISO":"ARE","partnerCode":466,"partnerISO":"MLI","partner2Code":0,"flowCode":"M","cmdCode":"7108","customsCode":"C00","motCode":0,"netWgt":40000.0,"isNetWgtEstimated":false,"primaryValue":1520000000.0,"isReported":true},
{"refYear":2016,"period":"2016","reporterISO":"ARE","partnerISO":"MLI","partner2Code":0,"flowCode":"M","cmdCode":"7108","customsCode":"C00","motCode":1000,"netWgt":40000.0,"primaryValue":1520000000.0,"isReported":true},
{"refYear":2016,"period":"2016","reporterISO":"MLI","partnerISO":"ARE","partner2Code":0,"flowCode":"X","cmdCode":"7108","customsCode":"C00","motCode":0,"netWgt":null,"primaryValue":216000000.0,"isReported":false},
{"refYear":2017,"period":"2017","reporterISO":"ARE","partnerISO":"MLI","partner2Code":0,"flowCode":"M","cmdCode":"7108","customsCode":"C00","motCode":0,"netWgt":1.0,"primaryValue":5.0,"isReported":true},
{"refYear":2017,"period":"2017","reporterISO":"MLI","partnerISO":"CHE","partner2Code":0,"flowCode":"X","cmdCode":"7108","customsCode":"C00","motCode":0,"netWgt":1.0,"primaryValue":7.0,"isReported":true}
],"error":""}"#;

#[test]
fn comtrade_parts_are_not_added_and_silence_is_not_zero() {
    let flows = read(ENVELOPE);
    assert_eq!(flows.flows.rows.len(), 4);
    assert!(flows.flows.diagnostics[0].message.starts_with("1 records are parts"));
    let lines = gold(&flows.flows.rows);
    let [line, next] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!(line.imported, Report::Reported(1.52e9));
    assert_eq!(line.exported_weight, Report::DidNotReport);
    assert!(
        line.caveats.iter().any(|caveat| caveat.contains("estimate")),
        "{:?}",
        line.caveats
    );
    assert_eq!(line.values_are, [Basis::Reported, Basis::Estimated]);
    assert_eq!(line.weights_are, [Basis::Reported, Basis::Missing]);
    assert_eq!(next.values_are, [Basis::Reported, Basis::NotListed]);
    // Mali's return for 2017 lists gold to Switzerland and none to the Emirates.
    assert_eq!((next.period.as_str(), next.exported), ("2017", Report::ReportedZero));
    assert!(next.caveats.iter().any(|caveat| caveat.contains("in 2016")), "{:?}", next.caveats);
}

#[test]
fn comtrade_as_csv_is_the_same() {
    let flows = read(
        "period,reporterISO,partnerISO,partner2Code,flowCode,cmdCode,customsCode,motCode,netWgt,primaryValue,isReported\n\
         2016,ARE,MLI,0,M,7108,C00,0,40000,1520000000,True\n\
         2016,ARE,MLI,0,M,7108,C00,1000,40000,1520000000,True\n\
         2016,MLI,ARE,0,X,7108,C00,0,,216000000,False\n\
         2016,MLI,ARE,0,X,7108,C00,0,,abc,True\n",
    );
    assert_eq!(flows.flows.rows.len(), 3);
    assert_eq!(flows.flows.rows[1].standing, Standing::Estimated);
    // What cannot be read is there and is no number.
    let unreadable = &flows.flows.rows[2];
    assert_eq!((unreadable.standing, unreadable.value), (Standing::Unreadable, None));
    let flows_read = [&flows.flows.rows[..2]].concat();
    let aside: Vec<_> = flows.flows.diagnostics.iter().map(|seen| seen.line).collect();
    assert!(aside.contains(&Some(5)), "{:?}", flows.flows.diagnostics);
    assert_eq!(
        gold(&flows_read)[0].explaining.map(|share| format!("{share:.2}")),
        Some("6.04".to_owned())
    );
    let line = &gold(&flows.flows.rows)[0];
    assert_eq!(line.exported, Report::NotReadable);
    assert_eq!(line.values_are[1], Basis::Unreadable);
}

/// A weight that the publisher estimated is left out, and not told as missing.
#[test]
fn an_estimated_weight_and_parts_are_told_as_such() {
    let flows = read(
        "period,reporterISO,partnerISO,partner2Code,flowCode,cmdCode,customsCode,motCode,netWgt,isNetWgtEstimated,primaryValue,isReported\n\
         2016,ARE,MLI,0,M,710812,C00,0,40000,True,1500000000,True\n\
         2016,ARE,MLI,0,M,710813,C00,0,,False,20000000,True\n\
         2016,MLI,ARE,0,X,7108,C00,0,0,False,0,True\n",
    );
    let lines = gold(&flows.flows.rows);
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!(line.imported, Report::Reported(1.52e9));
    assert_eq!(line.values_are, [Basis::Summed, Basis::Zero]);
    assert_eq!(line.weights_are, [Basis::Estimated, Basis::Missing]);
    let words = [line.values_are[0], line.values_are[1]].map(Basis::word);
    assert_eq!(words, ["sum of parts", "reported zero"]);
}

#[test]
fn an_empty_answer_is_said() {
    let flows = read(r#"{"count":0,"data":[],"error":""}"#);
    assert!(flows.flows.diagnostics[0].message.contains("parameter is wrong"));
}

#[test]
fn baci_has_no_gap() {
    let flows = read("t,i,j,k,v,q\n2016,466,784,710812,216000,5\n");
    assert_eq!(flows.flows.rows[0].standing, Standing::Reconciled);
    assert_eq!(flows.flows.rows[0].value, Some(2.16e8));
    assert!(flows.caveats[0].contains("reconciled"));
    let codes = griot_table::decode(
        "codes",
        b"country_code,country_name,country_iso2,country_iso3\n466,Mali,ML,MLI\n",
    );
    let codes = trade::read_baci_countries(&codes.expect("UTF-8")).expect("codes");
    assert_eq!(codes.get("466").map(String::as_str), Some("MLI"));
}

#[test]
fn the_selection_of_a_gap_is_what_its_query_returns() {
    let case = mali();
    let [table] = case.trade.as_slice() else { panic!("{:?}", case.trade) };
    let found = findings(table, Library::embedded(), &case.settings);
    assert_eq!(found.len(), 1);
    assert!(found[0].title.contains("7.04 times as much gold"), "{}", found[0].title);
    let tables = case.as_tables().into_iter().filter(|it| it.name() == table.name);
    let database = Database::open(tables, Bounds::USUAL).expect("one table");
    let rows = database.finding_rows(&found[0].selection.query).expect("rows");
    // The importer of 2014, both of 2016, and what the exporter records to all countries in 2016 in dollars
    // and tonnes and in later years, of which a sentence beside the gap speaks.
    assert!(rows.rows.len() > 4, "{:?}", rows.rows);
    for caveat in found[0].caveats.iter().filter(|it| it.contains("to all countries")) {
        let usd = rows.columns.iter().position(|it| it == "usd").expect("a column");
        let dollars: Vec<f64> =
            rows.rows.iter().filter_map(|row| row[usd].parse().ok()).collect();
        let part = |all: f64| dollars.iter().map(|own| 100.0 * own / all).collect::<Vec<_>>();
        let parts: Vec<String> =
            dollars.iter().flat_map(|all| part(*all)).map(|it| format!("{it:.0} %")).collect();
        assert!(parts.iter().any(|part| caveat.contains(part.as_str())), "{caveat}");
    }
    let sides = found[0].caveats.iter().filter(|it| it.starts_with("The record of "));
    assert_eq!(sides.count(), 2, "{:?}", found[0].caveats);
    assert_eq!(digest(&rows), found[0].selection.digest);
}

/// What a code means is for the case to say; the library has no figures of trade.
#[test]
fn a_product_that_the_case_does_not_name_is_told_by_its_code() {
    let mut case = mali();
    let table = case.trade.first_mut().expect("one table");
    table.products.clear();
    let found = findings(table, Library::embedded(), &case.settings);
    assert!(found[0].title.contains("goods of code 7108"), "{}", found[0].title);
}
