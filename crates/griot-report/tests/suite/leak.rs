//! Planted secrets: a case with a marker in every field that may not leave, under every publish
//! policy, and no byte of the site that has one.
//!
//! The case is read, checked, asked and drawn by the code that `griot build` runs. Two kinds of
//! markers are planted. Those that begin with `zqplant` may leave under no policy. Those of a file of
//! the case (`zqsheetactors…`) may leave where `[publish]` names the file.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use griot_analysis::{network::shared_posts, tables};
use griot_case::Case;
use griot_library::Library;
use griot_model::{
    Disclosure,
    rows::{Rows, digest, hexadecimal},
};
use griot_report::{Leaving, Page, Policy, Site, cleared, gather::gather, publish, site};
use griot_sql::{Bounds, Database};
use griot_testing::InMemory;
use sha2::{Digest as _, Sha256};

const SHEETS: [&str; 7] =
    ["actors", "relations", "statements", "intervals", "timeline", "flows", "sources"];

/// What every marker that may leave nowhere begins with.
const NEVER: &str = "zqplant";

/// A case in the making, and what was planted in it.
#[derive(Default)]
struct Planted {
    world: InMemory,
    /// Whole values that must not leave, markers among them.
    values: BTreeSet<String>,
    count: usize,
}

impl Planted {
    /// A new marker: letters and digits alone, so that it may be an id.
    fn mark(&mut self) -> String {
        self.count += 1;
        let mark = format!("{NEVER}{:03}w", self.count);
        self.values.insert(mark.clone());
        mark
    }

    /// The same in a text with signs that every form writes otherwise.
    fn text(&mut self) -> String {
        let text = format!("Of {} <b>&</b> “é”", self.mark());
        self.values.insert(text.clone());
        text
    }

    fn with(&mut self, path: &str, text: impl Into<Vec<u8>>) {
        let text = text.into();
        self.world = std::mem::take(&mut self.world).with(path, text);
    }
}

/// What tables of events and posts let leave.
#[derive(Debug, Clone, Copy)]
struct Tables {
    disclosure: Disclosure,
    pseudonyms: bool,
}

fn word(disclosure: Disclosure) -> &'static str {
    match disclosure {
        Disclosure::Open => "open",
        Disclosure::Aggregate => "aggregate",
        Disclosure::Private => "private",
    }
}

fn quoted(cells: &[&str]) -> String {
    let cells = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
    cells.collect::<Vec<_>>().join(",") + "\n"
}

fn planted(publish: &[&str], tables: Tables) -> Planted {
    let mut it = Planted::default();
    let private = sources(&mut it);
    sheets(&mut it, &private);
    report(&mut it, &private);
    events(&mut it, tables.disclosure);
    posts(&mut it, tables);
    trade(&mut it, &private, tables.disclosure);
    // Files that have a diagnostic.
    for broken in ["not toml [", "format = \"ucdp-ged\"\n", "format = \"posts\"\n"] {
        let name = it.mark();
        it.with(&format!("c/data/{name}.toml"), broken);
    }
    let mut settings = format!(
        "# {}\ntitle = \"A title\"\nquestion = \"Who?\"\nhosts = [\"CAF\"]\nsenders = [\"RUS\"]\nperiod = [\"2012\", \"2022\"]\n{} = \"{}\"\n[publish]\n",
        it.text(),
        it.mark(),
        it.mark()
    );
    for name in publish {
        settings.push_str(&format!("{name} = true\n"));
    }
    it.with("c/case.toml", settings);
    it
}

/// Private and aggregate sources; the ids of the private ones.
fn sources(it: &mut Planted) -> Vec<String> {
    let mut text = String::from(
        "id,title,publisher,author,published,url,retrieved,file,disclosure\n\
         open-one,zqsheetsources1 title,A paper,An author,2020-01-02,https://example.org/1,2021,,open\n\
         open-two,zqsheetsources2 title,A paper,,2021,,,,open\n",
    );
    let mut private = Vec::new();
    for number in 0..16 {
        // The last four are aggregate: their ids may leave.
        let closed = number < 12;
        let id = if closed { it.mark() } else { format!("total-{number}") };
        let (title, author, publisher) = (it.text(), it.text(), it.text());
        let url = format!("https://{}.example.org/{}?x=1&y=2", it.mark(), it.mark());
        let (file, bytes) = (format!("sources/{}.txt", it.mark()), it.text());
        it.values.extend([url.clone(), file.clone(), bytes.clone()]);
        it.with(&format!("c/{file}"), bytes);
        // What says nothing is private.
        let disclosure = match (closed, number % 2) {
            (false, _) => "aggregate",
            (true, 0) => "private",
            (true, _) => "",
        };
        text.push_str(&quoted(&[
            &id, &title, &publisher, &author, "2022-03", &url, "2023", &file, disclosure,
        ]));
        if closed {
            private.push(id);
        }
    }
    it.with("c/sources.csv", text);
    private
}

/// Rows that cite an open source, with a marker of their file, and rows that cite a private one.
#[expect(
    clippy::too_many_lines,
    clippy::many_single_char_names,
    clippy::needless_range_loop,
    reason = "one sheet after another, each row with a marker in every cell"
)]
fn sheets(it: &mut Planted, private: &[String]) {
    let open = |name: &str| format!("zqsheet{name}");
    let cite = |n: usize| format!("open-one | {}", private[n % private.len()]);
    let a = open("actors");
    let mut text = format!(
        "id,schema,name,aliases,country,note,source\n\
         {a}1,Person,{a}2 Name,{a}3 Alias | {a}4 Alias,CAF,{a}5 note,open-one\n"
    );
    let mut secret_actors = Vec::new();
    for n in 0..8 {
        let id = it.mark();
        let cells = [it.text(), it.text(), it.text(), it.text()];
        let aliases = format!("{} | {}", cells[1], cells[2]);
        text.push_str(&quoted(&[
            &id,
            "Person",
            &cells[0],
            &aliases,
            "CAF",
            &cells[3],
            &cite(n),
        ]));
        secret_actors.push(id);
    }
    it.with("c/actors.csv", text);
    let r = open("relations");
    let mut text = format!(
        "from,relation,to,since,until,source,modality\n\
         {a}1,{r}1 pays,{},2019,,open-one,asserted\n",
        secret_actors[0]
    );
    for n in 0..6 {
        let verb = it.text();
        text.push_str(&quoted(&[
            &secret_actors[n],
            &verb,
            &format!("{a}1"),
            "2019",
            "",
            &cite(n),
            "alleged",
        ]));
    }
    it.with("c/relations.csv", text);
    let s = open("statements");
    let mut text = format!(
        "id,speaker,text,quoted,about,date,published,modality,source\n\
         {s}1,{},{s}2 words,no,{} | {a}1,2020,{s}3 paper,asserted,open-two\n",
        secret_actors[1], secret_actors[2]
    );
    for n in 0..6 {
        let (id, speaker, words, paper) = (it.mark(), it.text(), it.text(), it.text());
        text.push_str(&quoted(&[
            &id,
            &speaker,
            &words,
            "yes",
            &secret_actors[n],
            "2020",
            &paper,
            "denied",
            &cite(n),
        ]));
    }
    it.with("c/statements.csv", text);
    let i = open("intervals");
    let mut text = format!(
        "actor,role,place,from,to,source\n\
         {a}1,{i}1 office,CAF,2014,2016,open-one\n{},{i}2 office,CAF,2014,2016,open-one\n",
        secret_actors[3]
    );
    for n in 0..6 {
        let (role, place) = (it.text(), it.text());
        text.push_str(&quoted(&[
            &format!("{a}1"),
            &role,
            &place,
            "2015-02-03",
            "2017",
            &cite(n),
        ]));
    }
    it.with("c/intervals.csv", text);
    let t = open("timeline");
    let mut text = format!(
        "id,date,until,title,part,actors,place,technique,source,modality\n\
         {t}1,2019-10-23,,{t}2 summit held,method,{a}1 | {},{t}3 place,,open-one,asserted\n\
         launch-day,2020-02-03,,Radio tower opened in Bangui,method,,CAF,,{},asserted\n",
        secret_actors[4], private[0]
    );
    for n in 0..6 {
        let (id, title, place) = (it.mark(), it.text(), it.text());
        text.push_str(&quoted(&[
            &id,
            "2018-04-05",
            "",
            &title,
            "cost",
            &secret_actors[n],
            &place,
            "T0085",
            &cite(n),
            "alleged",
        ]));
    }
    it.with("c/timeline.csv", text);
    let f = open("flows");
    let mut text = format!(
        "id,from,to,kind,what,since,until,value,unit,source,modality\n\
         {f}1,RUS,CAF,arms,{f}2 arms,2018,,12,{f}3,open-one,asserted\n"
    );
    for n in 0..6 {
        let (id, from, to, what, unit) =
            (it.mark(), it.text(), it.text(), it.text(), it.text());
        text.push_str(&quoted(&[
            &id,
            &from,
            &to,
            "money",
            &what,
            "2018",
            "2019",
            "7351",
            &unit,
            &cite(n),
            "asserted",
        ]));
    }
    it.with("c/flows.csv", text);
}

/// A report with all that its page does not show.
fn report(it: &mut Planted, private: &[String]) {
    let mut text = format!(
        "---\ntitle: \"{}\"\nauthor: {}\nsource: {}\n---\n\n# The report {{#{} .{}}}\n\n",
        it.text(),
        it.mark(),
        private[1],
        it.mark(),
        it.mark()
    );
    for _ in 0..4 {
        text.push_str(&format!(
            "<!-- {} -->\n\nWords <!-- {} --> and\nmore.\n\n",
            it.text(),
            it.mark()
        ));
    }
    text.push_str(&format!(
        "<div class=\"{}\" title='{} >'>\n<!-- a\n\n{} 47 people were killed in {}. -->\n</div>\n\n",
        it.mark(), it.mark(), it.mark(), it.mark()
    ));
    text.push_str(&format!(
        "The [radio tower opened on 3 February 2020]{{.claim #tower event=launch-day on=2020-02-03 src={} note=\"{} }}\"}} then. \
         He was [president in 2015]{{.claim #c-{} data-x={}}} of it.\n\n",
        private[2], it.mark(), private[3], it.mark()
    ));
    text.push_str(&format!(
        "A [letter](file:///home/{}/x.pdf), [another](sources/{}.pdf), a [third](http://localhost:8117/{}), \
         [one](http://10.1.2.3/{}), [more](//nas/{}), [so](https://{}:pw@example.org/), \
         [titled](https://example.org/y \"{}\"), a ![map](file:///{}.png), ![b][pic] and <file:///srv/{}>. \
         [ref], [A private one](https://{}/secret).\n\n",
        it.mark(), it.mark(), it.mark(), it.mark(), it.mark(), it.mark(), it.mark(), it.mark(), it.mark(),
        it.mark() + ".internal"
    ));
    text.push_str(&format!(
        "[pic]: /home/{}/b.png\n[ref]: https://example.org/z \"{}\"\n[ref]: https://example.org/{}\n\
         [unused]: https://example.org/{} '{}'\n\n",
        it.mark(), it.mark(), it.mark(), it.mark(), it.mark()
    ));
    text.push_str(&format!(
        "Some <span data-source=\"{}\" onclick='{}'>words</span> stand here<?php {} ?>. \
         In 2018, 70 people were killed in the Central African Republic.\n",
        it.mark(),
        it.mark(),
        it.mark()
    ));
    it.with("c/report.md", text);
}

/// A table of events with parties of one row each, and one large party without a marker.
fn events(it: &mut Planted, disclosure: Disclosure) {
    let mut text = String::from(
        "id,type_of_violence,date_start,date_end,date_prec,latitude,longitude,where_prec,where_coordinates,adm_1,country,side_a,side_b,event_clarity,number_of_sources,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,low,high\n",
    );
    for n in 0..60 {
        let year = 2013 + n % 4;
        let single = n < 12;
        // What an open table holds may leave.
        let word = |it: &mut Planted, plain: &str| {
            if disclosure == Disclosure::Open {
                plain.to_owned()
            } else if single {
                it.mark()
            } else {
                plain.to_owned()
            }
        };
        let id =
            if disclosure == Disclosure::Open { n.to_string() } else { format!("9{n:05}77") };
        let place = word(it, "Bangui city");
        let division = word(it, "Bangui province");
        let side = word(it, "Large party");
        text.push_str(&quoted(&[
            &id,
            "3",
            &format!("{year}-05-{:02}", n % 28 + 1),
            &format!("{year}-05-{:02}", n % 28 + 1),
            "1",
            &format!("{:.6}", 4.366_667 + f64::from(n) / 1000.0),
            "18.583333",
            "1",
            &place,
            &division,
            "Central African Republic",
            &side,
            "Civilians",
            "1",
            "1",
            "0",
            "0",
            "3",
            "0",
            "3",
            "3",
            "4",
        ]));
    }
    it.with("c/data/ged.csv", text);
    it.with(
        "c/data/ged.toml",
        format!(
            "format = \"ucdp-ged\"\ntitle = \"Events\"\nrow_is = \"an event\"\nsource = \"A publisher\"\nversion = \"1\"\nlicence = \"ours\"\ndisclosure = \"{}\"\n\
             [coverage]\ncountries = [\"CAF\"]\nfirst = \"2012-01-01\"\nlast = \"2022-12-31\"\n",
            word(disclosure)
        ),
    );
}

/// Posts whose accounts stand in every field. Where the table is open they go by pseudonyms.
fn posts(it: &mut Planted, tables: Tables) {
    let accounts: Vec<String> = (0..6).map(|_| it.mark()).collect();
    let key = it.text();
    it.with("c/secret.key", key);
    let mut lines = String::new();
    for n in 0..48 {
        let account = &accounts[n % 6];
        let other = &accounts[(n + 1) % 6];
        let words = if tables.pseudonyms { "shared words".to_owned() } else { it.mark() };
        let post = serde_json::json!({
            "id": format!("{account}-{n}"),
            "author_id": account,
            "username": account,
            "created_at": format!("2024-03-{:02}T10:00:{:02}Z", n / 6 + 1, n % 6),
            "text": format!(
                "{words} @{other} https://x.com/{account}/status/77{n} https://t.me/{other}/{} \
                 https://www.facebook.com/{account}/posts/1 https://a.example/page{} by {account}",
                n / 6, n / 6
            ),
            "in_reply_to_status_id_str": format!("{other}-1"),
        });
        lines.push_str(&format!("{post}\n"));
    }
    it.with("c/data/posts.jsonl", lines);
    let key = if tables.pseudonyms { "pseudonyms = \"secret.key\"\n" } else { "" };
    it.with(
        "c/data/posts.toml",
        format!(
            "{key}format = \"posts\"\ntitle = \"Posts\"\nrow_is = \"A post.\"\nversion = \"1\"\nlicence = \"ours\"\ndisclosure = \"{}\"\n\
             [network]\nby = [\"url\", \"reply\", \"mention\"]\nwindow = \"60s\"\nmin = 1\napart = \"1h\"\nseed = 3\nlevel = 0.05\n",
            word(tables.disclosure)
        ),
    );
}

/// Records of trade, of which one row cites a private source.
fn trade(it: &mut Planted, private: &[String], disclosure: Disclosure) {
    let mut text =
        String::from("id,reporter,partner,flow,product,period,value,unit,source,url,note\n");
    let product = if disclosure == Disclosure::Open { "7108".to_owned() } else { it.mark() };
    for (number, flow) in ["export", "import"].into_iter().enumerate() {
        let (reporter, partner) = if number == 0 { ("CAF", "ARE") } else { ("ARE", "CAF") };
        let of = ["open-one", &private[5]];
        for (at, source) in of.into_iter().enumerate() {
            let (id, note) = (it.mark(), it.text());
            let product = if at == 0 { product.clone() } else { it.mark() };
            let id = if at == 0 && disclosure == Disclosure::Open {
                format!("g{number}")
            } else {
                id
            };
            text.push_str(&quoted(&[
                &id, reporter, partner, flow, &product, "2018", "73519770", "USD", source, "",
                &note,
            ]));
        }
    }
    it.with("c/data/gold.csv", text);
    it.with(
        "c/data/gold.toml",
        format!(
            "format = \"trade\"\ntitle = \"Gold\"\nrow_is = \"a figure\"\nversion = \"1\"\nlicence = \"ours\"\ndisclosure = \"{}\"\n",
            word(disclosure)
        ),
    );
}

/// As `griot build` does it.
fn built(world: &InMemory, policy: &Policy) -> (Case, Site, Leaving) {
    let library = Library::embedded();
    let case = Case::open(world, "c").expect("the case opens");
    let checked = |case: &Case| {
        griot_check::check(&case.report, "report.md", library, Some(case)).expect("a text")
    };
    let check = checked(&case);
    let shown = cleared(&case);
    let alone = shown.lost_rows().then(|| checked(&shown.case));
    let shared = shared_posts(&case).expect("posts");
    let all = tables(library, Some(&case), &shared).expect("tables");
    // On a busy machine a query may take longer than anybody would wait for it.
    let bounds = Bounds { time: Duration::from_mins(10), ..Bounds::USUAL };
    let database = Database::open(all, bounds).expect("tables");
    let gathered = gather(&case, &check, library, &database, &shared).expect("findings");
    let published = publish(&gathered.answers(&case, &check, alone.as_ref()), policy);
    let site = site(&published);
    let leaving = Leaving::of(&published, &site);
    (case.clone(), site, leaving)
}

/// The forms in which a word may stand in a file.
fn forms(word: &str) -> Vec<String> {
    let each = |form: &dyn Fn(u8) -> String| word.bytes().map(form).collect::<String>();
    let mut forms = vec![
        word.to_owned(),
        each(&|byte| format!("{byte:02x}")),
        each(&|byte| format!("%{byte:02x}")),
        each(&|byte| format!("\\u{byte:04x}")),
        each(&|byte| format!("\\x{byte:02x}")),
        each(&|byte| format!("&#{byte};")),
        each(&|byte| format!("&#x{byte:x};")),
        word.chars().rev().collect(),
    ];
    // Base64 of the word at each of three places of a group, without the ends that depend on others.
    for shift in 0..3 {
        let mut bytes = vec![0_u8; shift];
        bytes.extend(word.bytes());
        let text = base64(&bytes);
        let (from, to) = (if shift == 0 { 0 } else { 4 }, text.len() / 4 * 4 - 4);
        forms.push(text.get(from..to).expect("ASCII").to_lowercase());
    }
    forms
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] =
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let of = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = of(0) << 16 | of(1) << 8 | of(2);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(char::from(letter));
        }
    }
    text
}

/// Every stretch of 64 hexadecimal digits and more of a text, cut into its first 64.
fn digests(text: &str) -> impl Iterator<Item = &str> {
    let runs = text.split(|letter: char| !letter.is_ascii_hexdigit());
    runs.filter(|run| run.len() >= 16)
}

/// Whatever of `words` and of the digests of `values` a site has.
fn found(site: &Site, words: &[String], values: &BTreeSet<String>) -> Vec<String> {
    let hash = |text: &str| hexadecimal(&Sha256::digest(text.as_bytes()));
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for value in values {
        for guess in [value.clone(), format!("{value}\n")] {
            // A file name has the first digits.
            let digest = hash(&guess);
            known.insert(digest.get(..16).expect("digits").to_owned(), value);
            let rows = Rows { columns: vec![String::new()], rows: vec![vec![guess]] };
            known.insert(digest_start(&rows), value);
        }
    }
    let forms: Vec<String> = words.iter().flat_map(|word| forms(word)).collect();
    let mut found = Vec::new();
    for (path, page) in site.pages() {
        let text = format!("{path}\n{}", String::from_utf8_lossy(&page.bytes)).to_lowercase();
        for form in &forms {
            if let Some(at) = text.find(form.as_str()) {
                let end = text.len().min(at + 90);
                let around = text.get(at.saturating_sub(60)..end).unwrap_or(form);
                found.push(format!("{path}: {form}: …{around}…"));
            }
        }
        for run in digests(&text) {
            if let Some(value) = run.get(..16).and_then(|start| known.get(start)) {
                found.push(format!("{path}: the digest of {value}"));
            }
        }
    }
    found
}

fn digest_start(rows: &Rows) -> String {
    digest(rows).get(..16).expect("digits").to_owned()
}

/// Each key of `[publish]` alone, all of them, none; with every disclosure of tables under all.
fn policies() -> Vec<(Vec<&'static str>, Tables)> {
    let private = Tables { disclosure: Disclosure::Private, pseudonyms: false };
    let total = Tables { disclosure: Disclosure::Aggregate, pseudonyms: false };
    let open = Tables { disclosure: Disclosure::Open, pseudonyms: true };
    let all: Vec<&str> = std::iter::once("report").chain(SHEETS).collect();
    let mut policies: Vec<_> = all.iter().map(|key| (vec![*key], private)).collect();
    policies.extend([
        (Vec::new(), total),
        (all.clone(), private),
        (all.clone(), total),
        (all, open),
        (vec!["report"], total),
        (vec!["report"], open),
    ]);
    policies
}

/// What is planted and found under one policy, how many markers there were, and how many cells of
/// open files were missed.
fn leaks(publish: &[&str], tables: Tables) -> (Vec<String>, usize) {
    let policy = Policy { secret: Some(b"a secret of the case".to_vec()) };
    let planted = planted(publish, tables);
    let (case, site, leaving) = built(&planted.world, &policy);
    let at = format!("{publish:?}, {tables:?}");
    let seen = &case.diagnostics;
    // The case was really read: a row that nobody reads hides nothing.
    assert_eq!((case.sources.len(), case.actors.len()), (18, 9), "{at}: {seen:?}");
    assert_eq!((case.relations.len(), case.statements.len()), (7, 7), "{at}: {seen:?}");
    assert_eq!((case.intervals.len(), case.timeline.len()), (8, 8), "{at}: {seen:?}");
    assert_eq!(case.flows.len(), 7, "{at}: {seen:?}");
    assert_eq!(case.events[0].list.events.len(), 60, "{at}: {seen:?}");
    assert_eq!(case.posts[0].posts.len(), 48, "{at}: {seen:?}");
    assert_eq!(case.trade[0].flows.len(), 4, "{at}: {seen:?}");
    let mut words = vec![NEVER.to_owned()];
    let closed = SHEETS.iter().filter(|name| !publish.contains(name));
    words.extend(closed.map(|name| format!("zqsheet{name}")));
    let mut leaks = found(&site, &words, &planted.values);
    if leaving.text().contains(NEVER) {
        leaks.push(format!("publish.lock: {}", leaving.text()));
    }
    // What may leave does: an empty site keeps every secret.
    for name in SHEETS.iter().filter(|name| publish.contains(name)) {
        let mark = format!("zqsheet{name}");
        let mut pages = site.pages();
        if !pages.any(|(_, page)| String::from_utf8_lossy(&page.bytes).contains(&mark)) {
            leaks.push(format!("nothing of {name} is shown"));
        }
    }
    (leaks.into_iter().map(|leak| format!("{at}: {leak}")).collect(), planted.count)
}

#[test]
fn no_planted_secret_leaves_under_any_policy() {
    let policies = policies();
    assert!(policies.len() >= 8);
    let halves: Vec<_> = policies.chunks(policies.len().div_ceil(2)).collect();
    let results: Vec<(Vec<String>, usize)> = std::thread::scope(|scope| {
        let work = halves.iter().map(|half| {
            scope.spawn(|| {
                half.iter().map(|(publish, tables)| leaks(publish, *tables)).collect::<Vec<_>>()
            })
        });
        let work: Vec<_> = work.collect();
        work.into_iter().flat_map(|one| one.join().expect("no panic")).collect()
    });
    let found: Vec<&String> = results.iter().flat_map(|(found, _)| found).collect();
    assert!(found.is_empty(), "{} found:\n{found:#?}", found.len());
    let least = results.iter().map(|(_, planted)| *planted).min().unwrap_or_default();
    assert!(least >= 284, "{least} markers were planted");
}

#[test]
fn the_search_finds_a_word_in_every_form() {
    let word = format!("{NEVER}007w");
    let hash = hexadecimal(&Sha256::digest(word.as_bytes()));
    let each = |form: &dyn Fn(u8) -> String| word.bytes().map(form).collect::<String>();
    let base64_of = |before: &str| base64(format!("{before}{word} and more").as_bytes());
    let hidden = [
        word.to_uppercase(),
        each(&|byte| format!("{byte:02X}")),
        each(&|byte| format!("%{byte:02X}")),
        each(&|byte| format!("\\u{byte:04X}")),
        each(&|byte| format!("&#{byte};")),
        each(&|byte| format!("&#x{byte:X};")),
        base64_of(""),
        base64_of("a"),
        base64_of("ab"),
        hash.clone(),
        format!("rows/{}.csv", hash.get(..20).expect("digits")),
    ];
    let values = BTreeSet::from([word.clone()]);
    for form in hidden {
        let mut site = Site::default();
        site.insert("page.html", Page::html(format!("<p title=\"x{form}y\">")));
        // Hexadecimal digits before a digest would make it another one.
        site.insert("digest.html", Page::html(format!("<p title=\"{form}\">")));
        assert!(!found(&site, &[NEVER.to_owned()], &values).is_empty(), "{form}");
    }
    let mut site = Site::default();
    site.insert(&format!("claims/{word}.html"), Page::html(String::new()));
    assert_eq!(found(&site, &[NEVER.to_owned()], &values).len(), 1);
}

#[test]
fn a_withheld_row_is_counted_where_it_would_stand() {
    let (publish, tables) = policies().swap_remove(9);
    let planted = planted(&publish, tables);
    let (_, site, _) = built(&planted.world, &Policy::default());
    for (page, said) in [
        ("timeline.html", "7 rows of timeline.csv"),
        ("actors.html", "8 rows of actors.csv"),
        ("gains.html", "6 rows of flows.csv"),
        ("index.html", "6 rows of statements.csv"),
        ("sources.html", "<b>12</b> not published"),
    ] {
        let page_of = site.get(page).unwrap_or_else(|| panic!("{page} is there"));
        let text = String::from_utf8_lossy(&page_of.bytes).into_owned();
        assert!(text.contains(said), "{page} does not say {said:?}");
    }
    let report = site.get("report.json").expect("the report");
    let report: serde_json::Value = serde_json::from_slice(&report.bytes).expect("JSON");
    let text = report["text"].as_str().expect("a text");
    let claims = report["claims"].as_array().expect("claims");
    assert!(claims.iter().any(|claim| claim["id"] == "tower"), "{claims:?}");
    for claim in claims {
        let at = |end: &str| {
            usize::try_from(claim["span"][end].as_u64().expect("an offset")).expect("small")
        };
        assert_eq!(text.get(at("start")..at("end")), claim["text"].as_str());
    }
    let tower = claims.iter().find(|claim| claim["id"] == "tower").expect("the claim");
    assert_eq!(tower["message"], "The rows that decide this are not published.");
}

#[test]
fn a_guess_at_what_is_not_shown_cannot_be_confirmed() {
    let (publish, tables) = policies().swap_remove(10);
    let planted = planted(&publish, tables);
    let one = built(&planted.world, &Policy { secret: Some(b"one".to_vec()) }).1;
    let other = built(&planted.world, &Policy { secret: Some(b"other".to_vec()) }).1;
    let none = built(&planted.world, &Policy::default()).1;
    let json = |site: &Site| -> serde_json::Value {
        serde_json::from_slice(&site.get("sources.json").expect("sources").bytes).expect("JSON")
    };
    let digest = |site: &Site| {
        let json = json(site);
        let sources = json["sources"].as_array().expect("a list").clone();
        let total =
            sources.iter().find(|it| it["id"] == "total-12").expect("it may be told").clone();
        assert_eq!(total["sha256"], serde_json::Value::Null);
        total["hmac_sha256"].as_str().map(str::to_owned)
    };
    assert!(digest(&one).is_some() && digest(&one) != digest(&other));
    assert_eq!(digest(&none), None);
}
