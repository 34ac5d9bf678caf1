//! Actors, ties, dates and sources of the made-up case.

use griot_case::{Case, Settings};
use griot_model::{
    Actor, Diagnostic, Disclosure, Interval,
    Modality::{self, Alleged, Asserted, Denied},
    Part, Preservation, Relation, Source, Statement, TimelineEntry,
};

use super::{REPORT, SECRET, date, digest, place};

pub(super) fn case() -> Case {
    let settings = Settings {
        title: "How Borea came to stay".into(),
        question:
            "How did Borea win influence in Askara between 2017 and 2023, what did it get for \
                   it, and what did the people of Askara pay?"
                .into(),
        senders: vec!["XBB".into()],
        hosts: vec!["XAA".into()],
        compare: vec!["XCC".into()],
        period: date("2017").zip(date("2023-12-31")),
        languages: vec!["en".into()],
        report: "report.md".into(),
        publish: [
            "report",
            "actors",
            "relations",
            "statements",
            "intervals",
            "timeline",
            "sources",
        ]
        .map(str::to_owned)
        .into(),
    };
    Case {
        settings,
        report: REPORT.as_bytes().to_vec(),
        actors: actors(),
        relations: vec![
            relation(
                "northern-lantern",
                "acts on behalf of",
                "borea-ministry",
                "2019",
                "",
                Alleged,
            ),
            relation(
                "friends-of-dawn",
                "is paid by",
                "northern-lantern",
                "2021-03",
                "2022-11",
                Denied,
            ),
            relation("okoro", "founded", "friends-of-dawn", "2018", "", Asserted),
            relation("junta", "hired", "northern-lantern", "2021-12", "", Asserted),
        ],
        statements: vec![
            statement("okoro", "I have never taken a coin from anybody.", true, Denied),
            statement(
                "borea-ministry",
                "The instructors are on holiday of their own choice.",
                false,
                Asserted,
            ),
            statement(
                "A former pilot",
                "Crates were loaded at night, and nobody signed for them.",
                true,
                Alleged,
            ),
        ],
        intervals: vec![
            interval("diallo", "president", "2013-09-04", "2020-08-18"),
            interval("junta", "head of state", "2020-08-18", ""),
            interval("northern-lantern", "military presence", "2021-12", ""),
            interval("neighbours", "peace mission", "2013", "2023-06-30"),
            interval("radio-delta", "banned broadcaster", "2022-03", ""),
        ],
        timeline: timeline(),
        flows: super::gains::flows(),
        sources: sources(),
        events: Vec::new(),
        event_judgements: Vec::new(),
        posts: Vec::new(),
        trade: Vec::new(),
        series: Vec::new(),
        diagnostics: vec![
            Diagnostic::warning("actors.csv", format!("row set aside: {SECRET}")).place(12, 3),
        ],
    }
}

fn actors() -> Vec<Actor> {
    let actor =
        |id: &str, schema: &str, name: &str, aliases: &[&str], country: &str, note: &str| {
            Actor {
                id: id.into(),
                schema: schema.into(),
                name: name.into(),
                aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
                countries: vec![country.into()],
                note: note.into(),
                sources: vec!["s1".into(), "s4".into()],
                provenance: place("actors.csv"),
            }
        };
    vec![
        actor(
            "northern-lantern",
            "Company",
            "Northern Lantern",
            &["Северный фонарь", "الفانوس الشمالي", "Lanterne du Nord"],
            "XBB",
            "A security company that trains soldiers and guards mines.",
        ),
        actor(
            "borea-ministry",
            "PublicBody",
            "Ministry of Defence of Borea",
            &["MoD"],
            "XBB",
            "Says that it has no tie to the company.",
        ),
        actor(
            "friends-of-dawn",
            "Organization",
            "Friends of Dawn",
            &["Amis de l’Aube"],
            "XAA",
            "A street movement.",
        ),
        actor(
            "okoro",
            "Person",
            "Amadou Okoro",
            &["A. Okoro", "Амаду Окоро"],
            "XAA",
            "Founder of the Friends of Dawn.",
        ),
        actor(
            "diallo",
            "Person",
            "Ibrahim Diallo-Keïra",
            &["IDK"],
            "XAA",
            "President until the coup of 2020.",
        ),
        actor(
            "junta",
            "Organization",
            "National Committee",
            &[],
            "XAA",
            "The officers who took power in August 2020.",
        ),
        actor(
            "radio-delta",
            "Organization",
            "Radio Delta",
            &[],
            "XCC",
            "A broadcaster from a neighbouring country.",
        ),
        actor(
            "neighbours",
            "Organization",
            "Joint Mission of the Neighbours",
            &["JMN"],
            "XCC",
            "A peace mission of five states.",
        ),
    ]
}

fn relation(
    from: &str,
    verb: &str,
    to: &str,
    since: &str,
    until: &str,
    modality: Modality,
) -> Relation {
    Relation {
        from: from.into(),
        relation: verb.into(),
        to: to.into(),
        since: date(since),
        until: date(until),
        sources: vec!["s2".into()],
        modality,
        provenance: place("relations.csv"),
    }
}

fn statement(speaker: &str, text: &str, quoted: bool, modality: Modality) -> Statement {
    Statement {
        id: format!("said-{speaker}"),
        speaker: speaker.into(),
        text: text.into(),
        quoted,
        about: vec!["northern-lantern".into()],
        date: date("2022-05"),
        published: "Radio Delta".into(),
        modality,
        sources: if speaker == "okoro" {
            vec!["s2".into(), "s5".into()]
        } else {
            vec!["s2".into()]
        },
        provenance: place("statements.csv"),
    }
}

fn interval(actor: &str, role: &str, from: &str, to: &str) -> Interval {
    Interval {
        actor: actor.into(),
        role: role.into(),
        place: "XAA".into(),
        from: date(from),
        to: date(to),
        sources: vec!["s3".into()],
        provenance: place("intervals.csv"),
    }
}

fn timeline() -> Vec<TimelineEntry> {
    let entry =
        |when: &str, until: &str, part: Part, title: &str, modality: Modality| TimelineEntry {
            id: format!("{when}-{}", title.split(' ').next().unwrap_or_default()),
            date: date(when).expect("a date of the sample"),
            until: date(until),
            title: title.into(),
            part,
            actors: vec!["northern-lantern".into(), "junta".into()],
            place: "XAA".into(),
            technique: (part == Part::Method).then(|| "T0085".into()),
            sources: if title.starts_with("Crowd") {
                vec!["s1".into(), "s5".into()]
            } else {
                vec!["s1".into(), "s4".into()]
            },
            modality,
            provenance: place("timeline.csv"),
        };
    vec![
        entry(
            "2017-06-26",
            "",
            Part::Method,
            "Agreement on training signed in the capital of Borea",
            Asserted,
        ),
        entry("2018", "", Part::Method, "Friends of Dawn founded", Asserted),
        entry(
            "2019-10-23",
            "2019-10-24",
            Part::Method,
            "Summit of Borea with forty heads of state",
            Asserted,
        ),
        entry(
            "2020-08-18",
            "",
            Part::Method,
            "Soldiers take the president to the barracks",
            Asserted,
        ),
        entry(
            "2020-09",
            "",
            Part::Method,
            "Crowd with Borean flags asks for an intervention",
            Alleged,
        ),
        entry(
            "2021-12",
            "",
            Part::Method,
            "First instructors land at night, in civilian clothes and without papers",
            Alleged,
        ),
        entry("2022-03-17", "", Part::Method, "Two foreign broadcasters banned", Asserted),
        entry(
            "2022",
            "2023",
            Part::Method,
            "A network of pages praises the mission in the same words",
            Alleged,
        ),
        entry(
            "2021-12-01",
            "2023-12-01",
            Part::Gain,
            "Monthly fee of 10.8 million for the company",
            Alleged,
        ),
        entry("2022-10-12", "", Part::Gain, "Askara abstains in the Assembly", Asserted),
        entry("2023-02-23", "", Part::Gain, "Askara votes against in the Assembly", Asserted),
        entry("2023", "", Part::Gain, "Gold refinery agreed with a Borean partner", Asserted),
        entry(
            "2022-03-27",
            "2022-03-31",
            Part::Cost,
            "Siege of a village in the centre; hundreds killed, witnesses say",
            Alleged,
        ),
        entry(
            "2022-05",
            "",
            Part::Cost,
            "Investigators of the mission are refused access",
            Denied,
        ),
        entry(
            "2023-06-30",
            "",
            Part::Cost,
            "The mission of the neighbours is told to leave",
            Asserted,
        ),
    ]
}

fn sources() -> Vec<Source> {
    let source = |id: &str,
                  title: &str,
                  publisher: &str,
                  published: &str,
                  preserved: bool,
                  disclosure| Source {
        id: id.into(),
        title: title.into(),
        publisher: publisher.into(),
        author: if preserved { "J. Traoret".into() } else { String::new() },
        published: date(published),
        url: Some(format!("https://example.org/{id}?a=1&b=2")),
        retrieved: date("2024-01-15"),
        preservation: if preserved {
            Preservation::Preserved { file: format!("sources/{id}.pdf"), sha256: digest(id) }
        } else {
            Preservation::Cited
        },
        disclosure,
        provenance: place("sources.csv"),
    };
    let secret = format!("Interview with {SECRET}");
    vec![
        source(
            "s1",
            "Two years with the guests",
            "Open Sahel Review",
            "2023-11-02",
            true,
            Disclosure::Open,
        ),
        source("s2", "The pilots’ ledger", "Radio Delta", "2022-05", false, Disclosure::Open),
        source(
            "s3",
            "Yearbook of governments",
            "University of Cinderland",
            "2022",
            true,
            Disclosure::Open,
        ),
        source(
            "s4",
            &format!("Manifest {SECRET}"),
            "Nobody",
            "2022",
            true,
            Disclosure::Aggregate,
        ),
        Source {
            author: SECRET.into(),
            publisher: SECRET.into(),
            url: Some(format!("https://{SECRET}.example.org/")),
            ..source("s5", &secret, "x", "2022", true, Disclosure::Private)
        },
    ]
}
