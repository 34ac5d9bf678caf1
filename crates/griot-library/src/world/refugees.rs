//! Who fled which country and is in which other one, by year, as UNHCR publishes it.

use griot_table::world_table::YearValues;

use crate::{Refugees, own::Geography, parquet::Table};

/// Pairs of countries by origin, asylum and year; pairs in which nobody is counted, or one of whose sides is no country,
/// are left out. Which sides griot does not know is said of the totals (`series`), from the same rows.
pub(crate) fn pairs(rows: &[YearValues], geography: &Geography) -> Vec<Refugees> {
    let code = |written: &str| -> Option<[u8; 3]> {
        geography.knows(written).then(|| written.as_bytes().try_into().ok()).flatten()
    };
    let mut pairs: Vec<Refugees> = rows
        .iter()
        .filter_map(|row| {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "counts of people, whole and small"
            )]
            let number = |column: usize| {
                row.values.get(column).copied().flatten().map_or(0, |value| value as i64)
            };
            let pair = Refugees {
                origin: code(&row.country)?,
                asylum: code(&row.other)?,
                year: row.year,
                refugees: number(0),
                asylum_seekers: number(1),
                others: number(3),
            };
            let counted = pair.refugees + pair.asylum_seekers + pair.others > 0;
            (counted && pair.origin != pair.asylum).then_some(pair)
        })
        .collect();
    pairs.sort_unstable_by_key(|pair| (pair.origin, pair.asylum, pair.year));
    pairs
}

/// The table `refugees`.
pub(crate) fn table(pairs: &[Refugees]) -> Table {
    let code = |code: &[u8; 3]| String::from_utf8_lossy(code).into_owned();
    let mut table = Table::default();
    let origins: Vec<String> = pairs.iter().map(|pair| code(&pair.origin)).collect();
    let asylums: Vec<String> = pairs.iter().map(|pair| code(&pair.asylum)).collect();
    table.text("origin", "ISO 3166 alpha-3 of the country of origin", origins.iter().map(Some));
    table.text("asylum", "ISO 3166 alpha-3 of the country of asylum", asylums.iter().map(Some));
    table.int16(
        "year",
        "year, at whose end they are counted",
        pairs.iter().map(|p| Some(p.year)),
    );
    table.int64(
        "refugees",
        "refugees under UNHCR's mandate",
        pairs.iter().map(|p| Some(p.refugees)),
    );
    table.int64(
        "asylum_seekers",
        "asylum-seekers whose cases are pending",
        pairs.iter().map(|p| Some(p.asylum_seekers)),
    );
    table.int64(
        "others_in_need",
        "other people in need of international protection",
        pairs.iter().map(|p| Some(p.others)),
    );
    table
}
