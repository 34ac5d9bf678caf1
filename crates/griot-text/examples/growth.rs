//! Does reading cost no more than the length of the text? `cargo run --release -p griot-text --example
//! growth [KILOBYTES [NAME]]` reads more than forty kinds of text at three sizes, each twice the one
//! before, and prints seconds of the processor and what a doubling costs, the mean of both; the exit
//! status is 1 where it is more than 2.3 times. `make growth` runs it.

use std::{process::ExitCode, sync::LazyLock, time::Instant};

use griot_text::{
    claims::{self, Setting, Tag},
    document,
    names::Gazetteer,
};

/// Name of the file, which decides how it is read, and what is repeated.
const KINDS: &[(&str, &str)] = &[
    ("lower case.txt", "the army said that people near the town were in the field with them "),
    ("capitals.txt", "Ibrahim Boubacar Keita and Assimi Goita met Sergei Lavrov and "),
    ("percent.txt", "from 66.8 to 57.7 percent "),
    ("fell.txt", "fell by 24 percent, from 66.8 tonnes to 57.7 tonnes, and "),
    ("dates.txt", "on 18 August 2020 and "),
    ("months.txt", "August "),
    ("years.txt", "in 2020, 2021, 2022, "),
    ("relative.txt", "two days later, "),
    ("killed.txt", "killed 5 people and "),
    ("voted.txt", "Mali voted against it and "),
    ("symbols.txt", "A/RES/ES-11/1 and A/RES/76/70, "),
    ("coups.txt", "a coup in Mali in 2020 and "),
    ("terms.txt", "President Keita took office in 2013 and "),
    ("hedges.txt", "may allegedly have denied, but "),
    ("minified.json.txt", "{\"a\":1,\"b\":[2,3],\"c\":\"x\"},"),
    ("commas.txt", ","),
    ("stops.txt", "."),
    ("stops apart.txt", ". "),
    ("quotation marks.txt", "\""),
    ("curly marks.txt", "“a ” "),
    ("brackets.txt", "[("),
    ("marks without width.txt", "\u{200b}\u{ad}"),
    ("letters.txt", "a"),
    ("numbers.txt", "1 "),
    ("number words.txt", "twenty and thirty thousand "),
    ("arabic.txt", "قتل خمسة اشخاص في مالي "),
    ("bound.md", "[x]{.claim a=\""),
    ("bound whole.md", "[x]{.claim coup=MLI date=2020-08-18} "),
    ("brackets.md", "[a]("),
    ("emphasis.md", "*a_"),
    ("cells.md", "| a "),
    (
        "transcript.txt",
        "uh yeah so i mean the government of mali they said you know five people were killed in march ",
    ),
    ("nested json.txt", "{\"a\":{\"b\":[{\"c\":\"in 2020\"},{\"d\":[1.5,-2e3,null,true]}]}},"),
    ("nested marks.txt", "“a ‘b «c \"d 'e "),
    ("marks in pairs.txt", "“a” said b, “c ‘d’ e” "),
    ("emoji.txt", "👩‍👩‍👧‍👦🏳️‍🌈 "),
    ("chinese.txt", "马里军方说五人在袭击中丧生"),
    ("combining.txt", "e\u{301}\u{302}\u{303}"),
    ("right to left.txt", "\u{202e}abc\u{202c} ١٨ اغسطس ٢٠٢٠ "),
    ("abbreviations.txt", "U.S. Gen. St. "),
    ("hyphens.txt", "Al-"),
    (
        "elections.txt",
        "won the election of 2018 with 67.16 percent of the votes in the second round and ",
    ),
    ("quotes in quotes.md", "> "),
    ("footnotes.md", "[^1] "),
    ("comments.md", "<!-- "),
    ("code.md", "`"),
    ("claims.html", "<span class=claim data-a=b>in 2020 "),
    ("deep.html", "<div><b>"),
    ("paragraphs.html", "<p>In 2020 five people were killed"),
];

#[expect(clippy::disallowed_methods, reason = "an example that measures")]
static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Seconds that this thread was on a processor, which others that use it too do not change; seconds
/// of the clock where the system does not say so.
#[expect(clippy::disallowed_methods, reason = "an example that measures")]
fn seconds() -> f64 {
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = said.and_then(|said| said.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

/// What a doubling may cost: twice, and some noise.
const MOST: f64 = 2.3;

/// Least seconds of a lap.
const LAP: f64 = 0.1;

#[expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "an example that measures"
)]
fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let kilobytes: usize = arguments.next().and_then(|it| it.parse().ok()).unwrap_or(256);
    let wanted = arguments.next();
    let names = ["Mali", "Malian", "Keita", "Ibrahim Boubacar Keïta", "Russia"];
    let tags = [
        Tag::Country("MLI".to_owned()),
        Tag::Demonym("MLI".to_owned()),
        Tag::Leader("MLI".to_owned()),
        Tag::Leader("MLI".to_owned()),
        Tag::Country("RUS".to_owned()),
    ];
    let gazetteer = Gazetteer::new(names.iter().zip(tags));
    let setting = Setting::default();
    let sizes = [kilobytes * 250, kilobytes * 500, kilobytes * 1000];
    println!(
        "{:>26} {:>8} {:>8} {:>8} {:>7}",
        "seconds at kB",
        sizes[0] / 1000,
        sizes[1] / 1000,
        sizes[2] / 1000,
        "growth"
    );
    let mut slowest = 0.0_f64;
    for (name, part) in KINDS {
        if wanted.as_ref().is_some_and(|wanted| !name.contains(wanted.as_str())) {
            continue;
        }
        let taken = sizes.map(|size| {
            let text = part.repeat(size / part.len() + 1);
            // The quickest of three: other programs only ever make it slower. Of a quick kind each is
            // many readings, since the clock of a processor ticks a few hundred times a second.
            let laps = [0; 3].map(|_| {
                let start = seconds();
                let mut readings = 0_u32;
                loop {
                    let document = document::read(text.as_bytes(), name).expect("it is text");
                    let found = claims::find(&document, &gazetteer, &setting);
                    assert!(found.sentences < usize::MAX);
                    readings += 1;
                    let lap = seconds() - start;
                    if lap >= LAP {
                        return lap / f64::from(readings);
                    }
                }
            });
            laps.into_iter().fold(f64::INFINITY, f64::min)
        });
        let growth = (taken[2] / taken[0]).sqrt();
        slowest = slowest.max(growth);
        println!(
            "{name:>26} {:>8.3} {:>8.3} {:>8.3} {growth:>7.2}",
            taken[0], taken[1], taken[2]
        );
    }
    if slowest > MOST { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
