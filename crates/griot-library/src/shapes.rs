//! Outlines of countries and of the first-order divisions of some: drawn on maps, never measured.

use std::collections::BTreeSet;

use griot_model::Diagnostic;

use griot_table::{
    TableError, Text, noticed,
    topojson::{self, Ring, Simplified},
};

use super::{
    own::{Geography, Resolved},
    parquet::Table,
    rows::{Detail, Polygon},
};

/// Every tenth of a pixel or so of a map of the world that is 1080 pixels wide.
const WORLD: Simplified = Simplified { tolerance: 0.08, smallest: 0.3 };
/// About five kilometres: two pixels of a map that shows fifteen degrees.
const REGION: Simplified = Simplified { tolerance: 0.05, smallest: 0.02 };
/// For countries that the coarser lines leave nothing of.
const SMALL: Simplified = Simplified { tolerance: 0.005, smallest: 0.0 };
const DIVISIONS: Simplified = Simplified { tolerance: 0.02, smallest: 0.0 };

/// Seen only at the edge of a map, and half of all points.
const LEFT_OUT: &str = "ATA";

/// A row of the table `shapes` in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outline {
    iso3: Option<String>,
    name: String,
    detail: Detail,
    publisher_id: String,
    polygons: Vec<Vec<Ring>>,
    file: &'static str,
    row: u64,
}

/// The outlines of countries, from Natural Earth at 1:110 million and at 1:50 million.
pub(super) fn countries(
    coarse: &Text<'static>,
    fine: &Text<'static>,
    geography: &Geography,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Outline>, TableError> {
    let world = topojson::read(coarse, "countries", WORLD)?;
    let region = topojson::read(fine, "countries", REGION)?;
    let small = topojson::read(fine, "countries", SMALL)?;
    diagnostics.extend(world.diagnostics);
    diagnostics.extend(region.diagnostics);
    let placed = |text: &Text<'static>,
                  shapes: Vec<topojson::Shape>,
                  detail: Detail,
                  seen: &mut Vec<Diagnostic>| {
        shapes
            .into_iter()
            .map(|shape| outline(text.file, shape, detail, geography, seen))
            .collect::<Vec<_>>()
    };
    let mut world = placed(coarse, world.rows, Detail::World, diagnostics);
    let mut region = placed(fine, region.rows, Detail::Region, diagnostics);
    for (outline, small) in region.iter_mut().zip(small.rows) {
        let points: usize = outline.polygons.iter().flatten().map(Vec::len).sum();
        if points < 12 {
            outline.polygons = small.polygons;
        }
    }
    let known: BTreeSet<Option<String>> = world.iter().map(|it| it.iso3.clone()).collect();
    let missing = region.iter().filter(|it| it.iso3.is_some() && !known.contains(&it.iso3));
    world.extend(missing.cloned().map(|outline| Outline { detail: Detail::World, ..outline }));
    region.retain(|outline| outline.iso3.as_deref() != Some(LEFT_OUT));
    world.extend(region);
    world.retain(|outline| {
        let drawn = !outline.polygons.is_empty();
        if !drawn {
            let name = &outline.name;
            diagnostics.push(noticed(
                outline.file,
                1,
                format!("{name} is smaller than a hundredth of a degree and has no outline"),
            ));
        }
        drawn
    });
    Ok(world)
}

/// The first-order divisions of one country.
pub(super) fn divisions(
    text: &Text<'static>,
    object: &str,
    iso3: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Outline>, TableError> {
    let found = topojson::read(text, object, DIVISIONS)?;
    diagnostics.extend(found.diagnostics);
    let mut seen = BTreeSet::new();
    Ok(found
        .rows
        .into_iter()
        .map(|shape| {
            if !seen.insert(shape.id.clone()) {
                let what = format!(
                    "{} has the id {} of another division; it is known by its name",
                    shape.name, shape.id
                );
                diagnostics.push(noticed(text.file, 1, what));
            }
            Outline {
                iso3: Some(iso3.to_owned()),
                name: shape.name,
                detail: Detail::Division,
                publisher_id: shape.id,
                polygons: shape.polygons,
                file: text.file,
                row: shape.row,
            }
        })
        .collect())
}

/// The name decides which country it is; the publisher's ISO 3166 number is kept beside it.
fn outline(
    file: &'static str,
    shape: topojson::Shape,
    detail: Detail,
    geography: &Geography,
    diagnostics: &mut Vec<Diagnostic>,
) -> Outline {
    let iso3 = match geography.resolve("natural-earth", &shape.name) {
        Resolved::Country(iso3) => Some(iso3),
        Resolved::NoCode => None,
        Resolved::Unknown => {
            let what =
                format!("{:?} is drawn, but griot does not know the country", shape.name);
            diagnostics.push(noticed(file, 1, what));
            None
        }
    };
    Outline {
        iso3,
        name: shape.name,
        detail,
        publisher_id: shape.id,
        polygons: shape.polygons,
        file,
        row: shape.row,
    }
}

/// Countries that have an outline.
pub(super) fn drawn(outlines: &[Outline]) -> BTreeSet<String> {
    outlines.iter().filter_map(|outline| outline.iso3.clone()).collect()
}

/// The table `shapes`.
pub(super) fn table(outlines: &[Outline]) -> Table {
    let all = || outlines.iter();
    let mut table = Table::default();
    table.text(
        "iso3",
        "ISO 3166-1 alpha-3, by name; none for areas that no country of ISO 3166 has to itself",
        all().map(|it| it.iso3.as_ref()),
    );
    table.int16(
        "level",
        "0 a country or territory, 1 a first-order division",
        all().map(|it| Some(i16::from(it.detail == Detail::Division))),
    );
    table.text("name", "name as written", all().map(|it| Some(&it.name)));
    table.text(
        "detail",
        "world: for maps of the world; region: for maps of a few countries; division",
        all().map(|it| Some(it.detail.word())),
    );
    table.text(
        "publisher_id",
        "ISO 3166-1 number of a country, or the code of a division, as written; not unique",
        all().map(|it| (!it.publisher_id.is_empty()).then_some(&it.publisher_id)),
    );
    table.text(
        "geometry",
        "WKT in degrees, simplified to be drawn and not to be measured",
        all().map(|it| Some(well_known_text(&it.polygons))),
    );
    table.text("file", "publisher's file", all().map(|it| Some(it.file)));
    table.row("row", "place in the publisher's list, from 1", all().map(|it| Some(it.row)));
    table
}

/// Polygons in the well-known text of the Open Geospatial Consortium.
fn well_known_text(polygons: &[Vec<Ring>]) -> String {
    let ring = |ring: &Ring| {
        let points: Vec<String> =
            ring.iter().map(|&(x, y)| format!("{} {}", degrees(x), degrees(y))).collect();
        format!("({})", points.join(","))
    };
    let polygon = |rings: &Vec<Ring>| {
        format!("({})", rings.iter().map(ring).collect::<Vec<_>>().join(","))
    };
    format!("MULTIPOLYGON({})", polygons.iter().map(polygon).collect::<Vec<_>>().join(","))
}

/// `-12.3` for -1230.
fn degrees(hundredths: i32) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    match (rest, rest % 10) {
        (0, _) => format!("{sign}{whole}"),
        (rest, 0) => format!("{sign}{whole}.{}", rest / 10),
        (rest, _) => format!("{sign}{whole}.{rest:02}"),
    }
}

/// What [`well_known_text`] wrote, in degrees east and north; none for anything else.
pub(super) fn from_well_known_text(text: &str) -> Option<Vec<Polygon>> {
    let inside = text.strip_prefix("MULTIPOLYGON(((")?.strip_suffix(")))")?;
    let point = |text: &str| {
        let (x, y) = text.split_once(' ')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    };
    let ring = |text: &str| text.split(',').map(point).collect::<Option<Vec<_>>>();
    let polygon = |text: &str| text.split("),(").map(ring).collect::<Option<Vec<_>>>();
    inside.split(")),((").map(polygon).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_outlines_is_read_back() {
        let polygons = vec![
            vec![
                vec![(0, 0), (1000, 0), (1000, -705), (0, 0)],
                vec![(10, -1), (1, -1), (5, -2), (10, -1)],
            ],
            vec![vec![(-18_000, 9000), (-17_990, 9000), (-17_995, 8999), (-18_000, 9000)]],
        ];
        let text = well_known_text(&polygons);
        assert_eq!(
            text,
            "MULTIPOLYGON(((0 0,10 0,10 -7.05,0 0),(0.1 -0.01,0.01 -0.01,0.05 -0.02,0.1 -0.01)),\
             ((-180 90,-179.9 90,-179.95 89.99,-180 90)))"
        );
        let read = from_well_known_text(&text).expect("it is what was written");
        #[expect(clippy::cast_possible_truncation, reason = "degrees are few")]
        let hundredths = |degrees: f64| (degrees * 100.0).round() as i32;
        let read: Vec<Vec<Ring>> = read
            .into_iter()
            .map(|rings| {
                rings
                    .into_iter()
                    .map(|ring| {
                        ring.into_iter().map(|(x, y)| (hundredths(x), hundredths(y))).collect()
                    })
                    .collect()
            })
            .collect();
        assert_eq!(read, polygons);
        assert_eq!(from_well_known_text("POINT(1 2)"), None);
    }
}
