//! GDELT 2.0 and 1.0 events and mentions: tab-separated, no header, 61, 58 and 16 fields.
//!
//! GDELT codes what articles say, by machine. Measured by others, three quarters of the rows on its conflict layers were not such an
//! event at such a place; so its rows are leads attached to events, never events, and never part of a total.

use std::collections::BTreeMap;

use griot_model::Diagnostic;
use jiff::civil::Date;

use super::{
    Reported, TableError,
    dates::{DateWriting, parse},
    delimited::{Delimited, Entry},
    set_aside,
};

/// A coded row about one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Lead {
    /// `GLOBALEVENTID`.
    pub id: String,
    /// `SQLDATE`: the day the article is thought to be about.
    pub day: Date,
    /// `EventCode` in CAMEO, with leading zeros.
    pub code: String,
    /// Names of the actors as coded.
    pub actors: [String; 2],
    /// `ActionGeo_Type`: 4 is a town outside the United States, 1 a country.
    pub precision: u8,
    /// `ActionGeo_FullName`.
    pub place: String,
    /// `ActionGeo_CountryCode`, FIPS 10-4 and not ISO.
    pub fips: String,
    /// `ActionGeo_Lat` and `ActionGeo_Long`, where the row has them.
    pub point: Option<(f64, f64)>,
    /// `SOURCEURL`.
    pub url: String,
    /// How many further rows of the file are about the same article.
    pub further: u64,
    /// Data row, from 1.
    pub row: u64,
}

/// An article that mentions an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// `GLOBALEVENTID`.
    pub id: String,
    /// `MentionSourceName`.
    pub publisher: String,
    /// `MentionIdentifier`, mostly a URL.
    pub identifier: String,
    /// `Confidence`, per cent.
    pub confidence: u8,
    /// Data row, from 1.
    pub row: u64,
}

/// Which GDELT table a first line belongs to, by its number of fields.
pub fn layout(first_line: &str) -> Option<Layout> {
    match first_line.split('\t').count() {
        61 => Some(Layout::Events2),
        58 => Some(Layout::Events1),
        16 => Some(Layout::Mentions),
        _ => None,
    }
}

/// The tables of GDELT that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Events since 2015, 61 fields.
    Events2,
    /// Events of version 1.0, 58 fields: without the three second-order divisions.
    Events1,
    /// Mentions, 16 fields.
    Mentions,
}

/// Reads events of either version. Rows in which no actor has a type are set aside; rows of one article are counted on the first.
pub fn read_events(
    file: &str,
    bytes: &[u8],
    layout: Layout,
) -> Result<Reported<Lead>, TableError> {
    let columns = match layout {
        Layout::Events2 => 61,
        Layout::Events1 => 58,
        Layout::Mentions => {
            return Err(TableError::NotThisLayout {
                file: file.to_owned(),
                format: "GDELT events",
                reason: "it has 16 fields, as mentions have".to_owned(),
            });
        }
    };
    // Places from 0 in 2.0; in 1.0 the second-order divisions of three places are missing before them.
    let geo = |place: usize| if columns == 61 { place } else { place - 2 };
    let url = columns - 1;
    let opened = Delimited::with_tabs(file, bytes, columns)?;
    let mut diagnostics = opened.diagnostics.clone();
    let mut leads: Vec<Lead> = Vec::new();
    let mut articles: BTreeMap<String, usize> = BTreeMap::new();
    let lead = |line: &Entry<'_>| -> Result<Lead, String> {
        let text = |place: usize| line.cell(place).into_owned();
        let date = line.cell(1);
        if text(12).is_empty() && text(22).is_empty() {
            return Err("no actor has a type (Actor1Type1Code, Actor2Type1Code)".to_owned());
        }
        // In 1.0 latitude and longitude stand one place earlier after the division.
        let latitude = if columns == 61 { 56 } else { 53 };
        let degrees = |place: usize| line.cell(place).parse::<f64>().ok();
        Ok(Lead {
            id: text(0),
            day: parse(&date, DateWriting::Compact).ok_or_else(|| {
                format!("SQLDATE should be a day like 20220304, not {date:?}")
            })?,
            code: text(26),
            actors: [text(6), text(16)],
            precision: line.cell(geo(51)).parse().unwrap_or(0),
            place: text(geo(52)),
            fips: text(geo(53)),
            point: degrees(latitude)
                .zip(degrees(latitude + 1))
                .filter(|(north, east)| north.abs() <= 90.0 && east.abs() <= 180.0),
            url: text(url),
            further: 0,
            row: line.row,
        })
    };
    opened.for_each(&mut diagnostics, |line, diagnostics: &mut Vec<Diagnostic>| match lead(
        line,
    ) {
        Ok(lead) => match articles.get(&lead.url) {
            Some(&first) if !lead.url.is_empty() => leads[first].further += 1,
            _ => {
                articles.insert(lead.url.clone(), leads.len());
                leads.push(lead);
            }
        },
        Err(reason) => diagnostics.push(set_aside(file, line.line, reason)),
    })?;
    Ok(Reported { rows: leads, diagnostics })
}

/// Reads mentions.
pub fn read_mentions(file: &str, bytes: &[u8]) -> Result<Reported<Mention>, TableError> {
    let opened = Delimited::with_tabs(file, bytes, 16)?;
    let mut diagnostics = opened.diagnostics.clone();
    let mut rows = Vec::new();
    opened.for_each(&mut diagnostics, |line, diagnostics| {
        let confidence = line.cell(11);
        match confidence.parse() {
            Ok(confidence) => rows.push(Mention {
                id: line.cell(0).into_owned(),
                publisher: line.cell(4).into_owned(),
                identifier: line.cell(5).into_owned(),
                confidence,
                row: line.row,
            }),
            Err(_not_a_number) => diagnostics.push(set_aside(
                file,
                line.line,
                format!("Confidence should be a whole number, not {confidence:?}"),
            )),
        }
    })?;
    Ok(Reported { rows, diagnostics })
}
