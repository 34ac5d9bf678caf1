//! How long does each step take on a large report? `cargo run --release -p griot-text --example
//! speed [MEGABYTES [NAME]]` prints seconds for ordinary prose in three formats and for hostile inputs.

use std::time::Instant;

use griot_text::{
    dates::{self, DateContext},
    document, durations,
    names::Gazetteer,
    numbers, quotes, sentences,
};

const PARAGRAPH: &str = "In October 1999, the engineers came back to the coast and took part in \
the strike of Oct. 12. Two days later, Gen. Ba met more than 300 dockers, about 90 of them from the \
U.S. and “a few dozen” from Côte d’Ivoire. A fifth of those 40-minute talks cost $3 million a year, \
said Transport Minister Amélie N’Goran.\n\n";

#[expect(clippy::print_stdout, clippy::disallowed_methods, reason = "an example that measures")]
fn main() {
    let megabytes =
        std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(20_usize);
    let size = megabytes * 1_000_000;
    let fill = |part: &str| part.repeat(size / part.len().max(1) + 1);
    let inputs = [
        ("prose.txt", fill(PARAGRAPH)),
        ("prose.md", fill(PARAGRAPH)),
        ("prose.html", fill(&format!("<p>{}</p>", PARAGRAPH.trim()))),
        ("one sentence.txt", fill(&PARAGRAPH.replace(". ", ", ").replace('\n', " "))),
        ("capitals.txt", fill("Aa ")),
        ("months.txt", fill("18 August ")),
        ("numbers.txt", fill("one 1 ")),
        ("quotes.md", fill("“a ")),
        ("quotes.txt", fill("‘\" ")),
        ("brackets.md", fill("[a]{.claim x=\"")),
        ("open brackets.md", fill("[")),
        ("angles.md", fill("> a")),
        ("items.md", fill("- ")),
        ("comments.md", fill("<!-- ")),
        ("stops.txt", fill(". a")),
        ("letters.txt", fill("a")),
        ("divs.html", fill("<div>")),
        ("bold.html", fill("<b>a")),
        ("claims.html", fill("<span class=claim>a")),
        ("nav.html", fill("<nav>")),
    ];
    let listed = ["Côte d'Ivoire", "US", "Amélie N'Goran", "Mali"];
    let gazetteer = Gazetteer::new(listed.iter().zip(0..));
    println!(
        "{:>18} {:>7} {:>9} {:>6} {:>7} {:>6} {:>6}",
        "input", "read", "sentences", "dates", "numbers", "names", "quotes"
    );
    for (name, text) in inputs {
        if std::env::args().nth(2).is_some_and(|wanted| !name.contains(&wanted)) {
            continue;
        }
        let mut laps = Vec::new();
        let mut start = Instant::now();
        let mut lap = |laps: &mut Vec<f64>| {
            laps.push(start.elapsed().as_secs_f64());
            start = Instant::now();
        };
        let Ok(document) = document::read(text.as_bytes(), name) else { continue };
        lap(&mut laps);
        let sentences = sentences::sentences(&document);
        lap(&mut laps);
        let mut context = DateContext::new(document::dateline(&document).map(|(day, _)| day));
        let dates: Vec<_> = sentences.iter().map(|s| dates::find(s, &mut context)).collect();
        lap(&mut laps);
        let mut found = 0;
        for (sentence, dates) in sentences.iter().zip(&dates) {
            found += numbers::find(sentence, dates).len() + durations::find(sentence).len();
        }
        lap(&mut laps);
        for sentence in &sentences {
            found += gazetteer.find(sentence).len();
        }
        lap(&mut laps);
        found += quotes::find(&document).len();
        lap(&mut laps);
        let laps: Vec<String> = laps.iter().map(|seconds| format!("{seconds:7.2}")).collect();
        println!("{name:>18} {} ({found} found)", laps.join(" "));
    }
}
