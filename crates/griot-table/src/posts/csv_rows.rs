//! Comma-separated exports, one post or one share per row.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    num::NonZeroUsize,
    sync::{Mutex, PoisonError, mpsc},
    thread,
};

use super::{
    Mapping, Moment, NotAMoment, TableError,
    columns::{self, Columns},
    moment::{SECONDS, is_day_alone},
    numbers::{self, Numbers},
    post::{Format, Post},
    records::{Cells, Record, Records, Trouble},
    seen::{NOT_UTF_8, Seen},
    unpack::Plain,
    values::{Named, links_of, number, several, tags, without_sign},
};
use crate::{
    raw_csv::title_above,
    shape::{self, Again, Names},
};

/// A file whose header is known.
pub(super) struct Opened<'p> {
    records: Records<'p>,
    columns: Columns,
    pub(super) format: Format,
    /// Cells of the header.
    width: usize,
    header: Vec<String>,
    /// The first records, which were looked at together, and whether there may be more.
    first: (Cells, bool),
    /// What was seen of the file as a whole.
    notes: Vec<(&'static str, String)>,
}

/// Recognises the layout, or takes the columns a mapping names.
pub(super) fn open<'p>(
    file: &str,
    plain: Plain<'p>,
    mapping: Option<&Mapping>,
) -> Result<Opened<'p>, TableError> {
    let mut notes: Vec<(&'static str, String)> = Vec::new();
    notes.extend(plain.note.map(|note| ("the encoding", note)));
    let mut records = Records::new(plain.bytes);
    let refuse = |reason: String| TableError::NotThisLayout {
        file: file.to_owned(),
        format: "an export of posts that griot knows",
        reason,
    };
    let mut cells = Cells::default();
    let read = records.one(&mut cells);
    read.map_err(|error| refuse(error.to_string()))?;
    let header: Vec<String> = cells.records().next().map_or(Vec::new(), |record| {
        let cell = |column| String::from_utf8_lossy(record.get(column)).into_owned();
        (0..record.len()).map(cell).collect()
    });
    let (format, columns) = match mapping {
        Some(mapping) => {
            let columns = columns::mapped(&header, mapping).map_err(|name| {
                let near = griot_model::nearest::nearest(&name, header.iter().map(String::as_str));
                let near =
                    near.map_or(String::new(), |near| format!("; did you mean {near:?}"));
                let is_header = |header: &[String]| columns::mapped(header, mapping).is_ok();
                let title = records.header_below(is_header);
                let title = title.map_or(String::new(), |line| format!("; {}", title_above(line)));
                refuse(format!(
                    "the mapping file names the column {name:?}, which is not there{near}{title}"
                ))
            })?;
            (Format::Mapped, columns)
        }
        None => columns::recognise(&header).ok_or_else(|| {
            if header.is_empty() {
                return refuse("the file is empty".to_owned());
            }
            let lacking = columns::lacking(&header).map_or(String::new(), |it| format!("; {it}"));
            let found = header.iter().take(6).cloned().collect::<Vec<_>>().join(",");
            let found: String = found.chars().take(120).collect();
            if crate::missing::is_missing(&found) {
                return refuse(format!("it says {found:?} and holds no posts"));
            }
            let below = records.header_below(|header| columns::recognise(header).is_some());
            if let Some(line) = below {
                return refuse(format!("it starts {found:?}; {}", title_above(line)));
            }
            refuse(format!(
                "its header starts {found:?}{lacking}. Known are: {}; or describe it in a mapping file",
                columns::known()
            ))
        })?,
    };
    let mut columns = columns;
    cells.clear();
    records.width = Some(header.len());
    records.names = Some(Names::new(header.iter().map(String::as_bytes)));
    let more = records.read(&mut cells);
    if let Some((name, places)) = columns::doubled(&header) {
        let differ = |record: Record<'_>| record.get(places[0]) != record.get(places[1]);
        if columns.uses(places[0]) && cells.records().any(differ) {
            return Err(refuse(format!(
                "its header has the column {name:?} twice, with different cells; rename the one that is \
                 not meant"
            )));
        }
        notes
            .push(("the header has a column twice, and the first one counts", name.to_owned()));
    }
    let mut width = header.len();
    if has_row_names(&cells, width) {
        notes.push(("every row has one cell more than the header: the first is the name that R gives a row", String::new()));
        columns.shift();
        width += 1;
    }
    columns.numbers = match columns.time_format.as_deref() {
        Some(SECONDS) => Numbers::FromAStart,
        Some(_) => Numbers::Since1970,
        None => {
            let times = cells.records().filter(|record| record.len() == width);
            let place = columns.time.unwrap_or(usize::MAX);
            numbers::judge(times.map(|record| String::from_utf8_lossy(record.get(place))))
                .map_err(|reason| TableError::Implausible { file: file.to_owned(), reason })?
        }
    };
    if columns.numbers == Numbers::FromAStart && columns.time_format.is_none() {
        notes.push((
            "the times are small numbers and no seconds since 1970; they are taken as seconds from a \
             start of their own",
            String::new(),
        ));
    }
    if columns.time_format.as_deref() == Some(SECONDS) {
        columns.time_format = None;
    }
    columns.days_are_set_aside = has_fewer_days_than_times(&cells, &columns);
    Ok(Opened { records, columns, format, width, header, first: (cells, more), notes })
}

/// Whether some cells of times say the day alone, and as many others a time of day.
fn has_fewer_days_than_times(cells: &Cells, columns: &Columns) -> bool {
    let Some(place) = columns.time.filter(|_| columns.time_format.is_none()) else {
        return false;
    };
    let (mut days, mut times) = (0_usize, 0_usize);
    for record in cells.records() {
        let cell = String::from_utf8_lossy(record.get(place));
        let is_day = is_day_alone(&cell);
        days += usize::from(is_day);
        times += usize::from(!is_day && cell.contains(':'));
    }
    days <= times && times > 0
}

/// Whether every record has one cell more than the header, and begins with its number, as R writes a
/// table with names of rows.
fn has_row_names(cells: &Cells, width: usize) -> bool {
    let mut numbered = cells.records().zip(1_usize..);
    cells.len() > 1
        && numbered.all(|(record, number)| {
            record.len() == width + 1 && record.get(0) == number.to_string().as_bytes()
        })
}

/// What is made of some records: posts made ready, and what was seen on the way.
struct Done<'f, B> {
    batch: B,
    posts: u64,
    seen: Seen<'f>,
}

impl Opened<'_> {
    /// Hands on every post, one after the other.
    pub(super) fn read(mut self, seen: &mut Seen<'_>, take: &mut dyn FnMut(Post<'_>)) {
        self.tell_notes(seen);
        let (mut cells, mut more) = std::mem::take(&mut self.first);
        loop {
            let form = (self.width, self.records.delimiter);
            each_post(&cells, &self.columns, form, seen, take);
            if !more {
                return;
            }
            cells.clear();
            more = self.records.read(&mut cells);
        }
    }

    /// The column that tells accounts apart, as the header names it.
    pub(super) fn account(&self) -> String {
        let shift = self.width - self.header.len();
        let place = self.columns.account.and_then(|place| place.checked_sub(shift));
        place.and_then(|place| self.header.get(place)).cloned().unwrap_or_default()
    }

    fn tell_notes(&mut self, seen: &mut Seen<'_>) {
        for (sort, detail) in std::mem::take(&mut self.notes) {
            seen.notice(1, sort, &detail);
        }
    }

    /// Makes posts ready on several threads, and hands them on in the order of the file.
    pub(super) fn read_in_batches<B: Default + Send>(
        mut self,
        threads: NonZeroUsize,
        seen: &mut Seen<'_>,
        prepare: &(impl Fn(&Post<'_>, &mut B) + Sync),
        absorb: &mut (impl FnMut(B) + Send),
    ) -> u64 {
        self.tell_notes(seen);
        let (mut first, mut more) = std::mem::take(&mut self.first);
        let (columns, file) = (&self.columns, seen.file);
        let form = (self.width, self.records.delimiter);
        let work = |cells: &Cells| {
            let mut done = Done { batch: B::default(), posts: 0, seen: Seen::new(file) };
            let Done { batch, posts, seen } = &mut done;
            each_post(cells, columns, form, seen, &mut |post| {
                *posts += 1;
                prepare(&post, batch);
            });
            done
        };
        let mut posts = 0;
        if threads.get() == 1 {
            loop {
                let done = work(&first);
                posts += done.posts;
                seen.add(done.seen);
                absorb(done.batch);
                if !more {
                    return posts;
                }
                first.clear();
                more = self.records.read(&mut first);
            }
        }
        let records = &mut self.records;
        thread::scope(|scope| {
            let (give, taken) = mpsc::sync_channel::<(u64, Cells)>(threads.get());
            let (finish, finished) = mpsc::sync_channel::<(u64, Done<'_, B>)>(threads.get());
            // Room that was used goes back to the reader.
            let (give_back, back) = mpsc::channel::<Cells>();
            let taken = std::sync::Arc::new(Mutex::new(taken));
            for _ in 0..threads.get() {
                let (taken, finish, give_back) =
                    (taken.clone(), finish.clone(), give_back.clone());
                let work = &work;
                scope.spawn(move || {
                    loop {
                        let next = taken.lock().unwrap_or_else(PoisonError::into_inner).recv();
                        let Ok((number, mut cells)) = next else { return };
                        if finish.send((number, work(&cells))).is_err() {
                            return;
                        }
                        cells.clear();
                        drop(give_back.send(cells));
                    }
                });
            }
            drop((taken, finish, give_back));
            let posts = &mut posts;
            scope.spawn(move || {
                let mut early = BTreeMap::new();
                let mut next = 0;
                for (number, done) in finished {
                    early.insert(number, done);
                    while let Some(done) = early.remove(&next) {
                        *posts += done.posts;
                        seen.add(done.seen);
                        absorb(done.batch);
                        next += 1;
                    }
                }
            });
            for number in 0.. {
                let cells = if number == 0 {
                    std::mem::take(&mut first)
                } else {
                    let mut cells = back.try_recv().unwrap_or_default();
                    more = records.read(&mut cells);
                    cells
                };
                if give.send((number, cells)).is_err() || !more {
                    return;
                }
            }
        });
        posts
    }
}

fn each_post(
    cells: &Cells,
    columns: &Columns,
    (width, delimiter): (usize, u8),
    seen: &mut Seen<'_>,
    take: &mut dyn FnMut(Post<'_>),
) {
    let mut trouble = cells.trouble.iter().peekable();
    for (number, record) in cells.records().enumerate() {
        while let Some((_, trouble)) = trouble.next_if(|(at, _)| *at <= number) {
            tell(seen, trouble);
        }
        if record.len() != width {
            other_width(record, (width, delimiter), seen);
            continue;
        }
        if let Some(post) = post(record, columns, seen) {
            take(post);
        }
    }
    trouble.for_each(|(_, trouble)| tell(seen, trouble));
}

/// Sets a row with another number of cells than the header aside.
fn other_width(record: Record<'_>, (width, delimiter): (usize, u8), seen: &mut Seen<'_>) {
    let cells: Vec<&[u8]> = (0..record.len()).map(|column| record.get(column)).collect();
    let sort = "the row has another number of cells than the header, so that its cells may stand in the wrong \
                columns";
    let row = cells.join(&delimiter);
    let (what, help) = shape::other_width((record.len(), width), &row, delimiter);
    seen.set_aside(record.line, sort, &format!("{what}; {help}"));
}

fn tell(seen: &mut Seen<'_>, trouble: &Trouble) {
    match trouble {
        Trouble::Unclosed(line) => seen.set_aside(
            *line,
            "a quotation mark is opened and not closed; close it, or double it where it is part of the \
             text. Reading went on with the next line",
            "",
        ),
        Trouble::Broken(line, error) => seen.set_aside(
            *line,
            "the file cannot be read further; fetch it again and compare its size",
            &error.to_string(),
        ),
        Trouble::Header(line, Again::Same) => seen.notice(*line, shape::SAME, ""),
        Trouble::Header(line, Again::Order(_)) => seen.notice(*line, shape::ORDER, ""),
        Trouble::Header(line, Again::Other) => seen.set_aside(*line, shape::OTHER, ""),
        Trouble::Below(line) => seen.set_aside(*line, shape::BELOW, ""),
    }
}

fn post<'r>(record: Record<'r>, columns: &'r Columns, seen: &mut Seen<'_>) -> Option<Post<'r>> {
    let line = record.line;
    let mut undecodable = false;
    let mut cell = |place: Option<usize>| -> Cow<'r, str> {
        let bytes = place.map_or(&[][..], |place| record.get(place)).trim_ascii();
        let text = String::from_utf8_lossy(bytes);
        undecodable |= matches!(text, Cow::Owned(_));
        text
    };
    let time = cell(columns.time);
    let mut text = Cow::Borrowed("");
    for &place in &columns.text {
        let more = cell(Some(place));
        text = if text.is_empty() { more } else { Cow::Owned(format!("{text}\n{more}")) };
    }
    let (mut links, mut links_as_written) = (Vec::new(), Cow::Borrowed(""));
    for &place in &columns.links {
        // The first column with a link counts: CrowdTangle repeats a link where it was expanded.
        if links.is_empty() {
            links_as_written = cell(Some(place));
            links = links_of(links_as_written.clone(), columns.separator.as_deref());
        } else if columns.has_links_in_all {
            links.extend(links_of(cell(Some(place)), columns.separator.as_deref()));
        }
    }
    let is_repost = ["yes", "true", "1"].contains(&&*cell(columns.is_repost).to_lowercase());
    let mut post = Post {
        is_repost,
        id: cell(columns.id),
        account: cell(columns.account),
        account_name: cell(columns.account_name),
        platform: Cow::Borrowed(&columns.platform),
        time: None,
        text,
        language: cell(columns.language),
        links,
        links_as_written,
        hashtags: tags(cell(columns.hashtags), columns.separator.as_deref())
            .into_iter()
            .map(without_sign)
            .collect(),
        mentions: several(cell(columns.mentions), columns.separator.as_deref(), Named::ACCOUNT),
        media: several(cell(columns.media), columns.separator.as_deref(), Named::MEDIA),
        reply_to: cell(columns.reply_to),
        repost_of: cell(columns.repost_of),
        engagement: number(&cell(columns.engagement)),
        object: cell(columns.object),
        line,
    };
    let mended = post.mend(seen);
    if post.is_repost && post.repost_of.is_empty() {
        let sort = "a repost whose original is not named: its words and links are those of another and not \
                    counted";
        seen.notice(line, sort, "");
    }
    if undecodable {
        seen.notice(line, NOT_UTF_8, "");
    }
    if let Err((why, what)) = mended {
        seen.set_aside(line, why, &what);
        return None;
    }
    if columns.days_are_set_aside && is_day_alone(&time) {
        let sort = "the day alone, where other rows have a time of day: nothing can be told of it within a window";
        seen.set_aside(line, sort, &time);
        return None;
    }
    let read = Moment::parse_as(
        &time,
        columns.time_format.as_deref(),
        columns.offset,
        columns.numbers,
    );
    match read {
        Ok(moment) => {
            if !moment.zone_is_known {
                seen.notice(line, "a time without a zone is taken as UTC", &time);
            }
            Some(Post { time: Some(moment), ..post })
        }
        Err(error) => {
            let (sort, what) = no_moment(error, &time);
            seen.set_aside(line, sort, &what);
            None
        }
    }
}

/// Why a cell is no time, and what to show of it.
fn no_moment(error: NotAMoment, time: &str) -> (&'static str, String) {
    match error {
        NotAMoment::Empty => ("no time", String::new()),
        _ if crate::missing::is_no_id(time) => ("no time", time.to_owned()),
        NotAMoment::Zone(_) => ("a time zone that is not known", error.to_string()),
        NotAMoment::Year { text, what } => (what, text),
        NotAMoment::Form { .. } if is_time_of_day(time) => {
            ("a time of day without a day; export the column with its days", time.to_owned())
        }
        NotAMoment::Form { .. } | NotAMoment::Number { .. } => {
            ("not a time", error.to_string())
        }
    }
}

/// `10:00`, `10:00:05.5`, `1:05 PM`.
fn is_time_of_day(text: &str) -> bool {
    let bare = text.trim_end_matches(|sign: char| sign.is_ascii_alphabetic() || sign == ' ');
    let parts: Vec<&str> = bare.split(':').collect();
    let digits = |part: &&str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    (2..=3).contains(&parts.len()) && parts.iter().all(digits) && parts[0].len() <= 2
}
