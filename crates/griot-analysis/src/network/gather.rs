//! Posts as layers of shares: one layer per kind of object, all with the same accounts and posts.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Read},
    num::NonZeroUsize,
    sync::atomic::{AtomicBool, Ordering},
};

use griot_model::bounds::{self, TooLarge, in_thousands};
use griot_stats::network::{Shares, UnequalColumns};

use super::{
    Names, ObjectKind, Sightings,
    batch::{Batch, Share, What},
    likeness::{Likely, Likeness, Words},
    tool::Peer,
    words,
};
use griot_table::{
    TableError,
    posts::{
        self, Import, Mapping, Post,
        pseudonym::{PseudonymKey, telling_names},
    },
};

/// A number of what is named in the plural first: `1 post without ...`, `2 posts without ...`.
pub fn in_words(count: u64, of_what: &str) -> String {
    let (first, rest) = of_what.split_once(' ').unwrap_or((of_what, ""));
    let first = if count == 1 { first.strip_suffix('s').unwrap_or(first) } else { first };
    if rest.is_empty() { format!("{count} {first}") } else { format!("{count} {first} {rest}") }
}

/// Whether rows that come twice are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// A post shares an object once, however often an export or several of them list it.
    Once,
    /// Every row counts, as in `CooRTweet`.
    Every,
}

/// Posts while they are read.
pub struct Gathering {
    accounts: Names,
    /// Where each account posts, as a number and in words; two platforms may have the same name.
    platforms: Vec<(u64, String)>,
    contents: Names,
    layers: Vec<Growing>,
    posts: u64,
    key: Option<PseudonymKey>,
    peer: Option<Peer>,
    /// Of each post: its account, and when the first row of it was.
    first: Vec<(u32, i64)>,
    /// Other names by which accounts are known, where these go by pseudonyms.
    names: BTreeSet<String>,
    again: Again,
    /// Names of objects that are not to count.
    left_out: BTreeSet<String>,
    /// The last instant that is no future, where it is known.
    latest: Option<i64>,
    late: Late,
}

/// Posts whose times are in the future: they count something else than they seem to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Late {
    /// How many.
    pub posts: u64,
    /// The first such time, in microseconds since 1970.
    pub example: i64,
}

/// An object that so many accounts share that it may be a word for none, or what everybody was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    /// Its name.
    pub object: String,
    /// Accounts that share it.
    pub accounts: u64,
    /// Accounts that share anything in its layer.
    pub of: u64,
}

/// Posts that came more than once: in two exports that overlap, or twice in one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Again {
    /// Posts that had come before, by platform and id.
    pub posts: u64,
    /// Of them, those that another account had posted before.
    pub of_another_account: u64,
    /// Of the others, those that had another time before; the earlier one counts.
    pub at_another_time: u64,
    /// Id of the first post that another account had posted before.
    pub example: String,
}

struct Growing {
    kind: ObjectKind,
    objects: Sightings,
    /// Words of each object, where likeness is asked about.
    words: Option<Words>,
    keeps_names: bool,
    likely: Likely,
    object: Vec<u32>,
    account: Vec<u32>,
    content: Vec<u32>,
    time: Vec<i64>,
    without: u64,
    own_id: u64,
    /// Whether some post came again, so that rows may repeat.
    came_again: bool,
}

/// Posts gathered, accounts numbered in the order of their names.
#[derive(Debug, Clone)]
pub struct Gathered {
    /// Posts handed in.
    pub posts: u64,
    /// Names of accounts by number, ascending by bytes.
    pub accounts: Vec<String>,
    /// Names of posts.
    pub contents: Names,
    /// One per kind of object asked for, in that order.
    pub layers: Vec<Layer>,
    /// Posts that came more than once.
    pub again: Again,
    /// Posts in the future, which are in no layer.
    pub late: Late,
}

/// The shares of one kind of object.
#[derive(Debug, Clone)]
pub struct Layer {
    /// What is shared.
    pub kind: ObjectKind,
    /// Names of objects that are in it more than once.
    pub objects: Sightings,
    /// The rows.
    pub shares: Shares,
    /// Why rows or posts are not in it, and how many.
    pub dropped: BTreeMap<&'static str, u64>,
    /// Largest unit of time that times are whole multiples of, in microseconds: of twenty and more nearly
    /// all, of a minute, an hour or a day; of fewer all, and only those three. 0 where there is none.
    pub resolution: i64,
    /// By what different objects count as the same, if at all.
    pub likeness: Option<Likeness>,
}

impl Gathering {
    /// Nothing yet. With a key, accounts go by pseudonyms in everything that comes out. Every object
    /// keeps its name.
    pub fn new(kinds: &[ObjectKind], key: Option<PseudonymKey>) -> Self {
        let mut gathering = Self::with_likeness(kinds, key, Likely::USUAL);
        for layer in &mut gathering.layers {
            layer.keeps_names = true;
        }
        gathering
    }

    /// The same for exports of any size: what comes once has no name, and what is alike is said.
    pub fn with_likeness(
        kinds: &[ObjectKind],
        key: Option<PseudonymKey>,
        likely: Likely,
    ) -> Self {
        let layers = kinds.iter().map(|&kind| Growing::new(kind, likely));
        Self {
            accounts: Names::default(),
            platforms: Vec::new(),
            contents: Names::default(),
            layers: layers.collect(),
            posts: 0,
            key,
            peer: None,
            first: Vec::new(),
            names: BTreeSet::new(),
            again: Again::default(),
            left_out: BTreeSet::new(),
            latest: None,
            late: Late::default(),
        }
    }

    /// Leaves out posts that are later than an instant, in microseconds since 1970: nothing was posted in the
    /// future.
    #[must_use]
    pub fn no_later_than(mut self, latest: i64) -> Self {
        self.latest = Some(latest);
        self
    }

    /// Leaves out objects by the names that griot gives them.
    #[must_use]
    pub fn leaving_out(mut self, objects: impl IntoIterator<Item = String>) -> Self {
        self.left_out.extend(objects);
        self
    }

    /// Takes for objects what another tool takes for them.
    #[must_use]
    pub fn as_taken_by(mut self, peer: Option<Peer>) -> Self {
        self.peer = peer;
        self
    }

    /// Adds a post to every layer in which it shares something.
    pub fn take(&mut self, post: &Post<'_>) {
        let mut batch = Batch::default();
        let kinds = self.kinds();
        if self.key.is_some() {
            batch.note_names(post);
        }
        batch.take(&kinds, self.peer, post);
        self.absorb(&batch);
    }

    /// Reads a whole export on several threads, and says what was seen. The answer does not depend on
    /// the number of threads. More shares than [`bounds::SHARES`] are an error; reading ends with them.
    pub fn read(
        &mut self,
        file: &str,
        bytes: impl Read,
        mapping: Option<&Mapping>,
        threads: NonZeroUsize,
    ) -> Result<Import, TableError> {
        let (kinds, peer, hides) = (self.kinds(), self.peer, self.key.is_some());
        let is_full = AtomicBool::new(false);
        let import = posts::read_in_batches(
            file,
            UntilFull { bytes, is_full: &is_full },
            mapping,
            threads,
            |post, batch: &mut Batch| {
                if hides {
                    batch.note_names(post);
                }
                batch.take(&kinds, peer, post);
            },
            |batch| {
                if self.rows() > bounds::SHARES {
                    is_full.store(true, Ordering::Relaxed);
                } else {
                    self.absorb(&batch);
                }
            },
        )?;
        if is_full.into_inner() {
            let most = format!("{} posts and shares", in_thousands(bounds::SHARES as u64));
            let what = format!("with {file} there are too many posts");
            let instead = "give fewer files, a shorter time, or fewer kinds with --by";
            return Err(TooLarge::new(what, most, instead).into());
        }
        Ok(import)
    }

    /// Rows of all layers, and posts.
    fn rows(&self) -> usize {
        let posts = usize::try_from(self.posts).unwrap_or(usize::MAX);
        self.layers.iter().map(|layer| layer.object.len()).sum::<usize>().max(posts)
    }

    fn kinds(&self) -> Vec<ObjectKind> {
        self.layers.iter().map(|layer| layer.kind).collect()
    }

    fn absorb(&mut self, batch: &Batch) {
        self.names.extend(batch.names.iter().cloned());
        let mut shares = batch.shares.iter();
        for post in &batch.posts {
            self.posts += 1;
            if self.latest.is_some_and(|latest| post.time > latest) {
                if self.late.posts == 0 {
                    self.late.example = post.time;
                }
                self.late.posts += 1;
                shares.by_ref().take(post.shares).for_each(drop);
                continue;
            }
            let account = self.account(
                batch.text(post.account),
                (post.platform, batch.text(post.platform_name)),
            );
            let id = batch.text(post.id);
            let (content, is_new) = if id.is_empty() {
                let name = format!("post {} without an id, line {}", self.posts, post.line);
                self.contents.add_in(u64::MAX, &name)
            } else {
                self.contents.add_in(post.platform, id)
            };
            if is_new {
                self.first.push((account, post.time));
            } else {
                self.note_again(content, account, post.time, post.is_share);
            }
            for layer in &mut self.layers {
                layer.came_again |= !is_new;
            }
            for share in shares.by_ref().take(post.shares) {
                let Some(layer) = self.layers.get_mut(share.layer) else { continue };
                if !self.left_out.is_empty()
                    && share
                        .what
                        .name()
                        .is_some_and(|name| self.left_out.contains(batch.text(name)))
                {
                    layer.without += 1;
                    continue;
                }
                // Of a message that comes again the toolkit keeps the first row, and the links of all.
                let is_first = is_new || self.peer != Some(Peer::Toolkit);
                if is_first || !layer.kind.is_one_of_a_post() {
                    layer.take(share, batch, account, content, post.time);
                }
            }
        }
    }

    /// The number of an account. Where a name is known from another platform, it is another account,
    /// and its platform stands behind the name.
    fn account(&mut self, name: &str, (platform, in_words): (u64, &str)) -> u32 {
        let (number, is_new) = self.accounts.add(name);
        if is_new {
            self.platforms.push((platform, in_words.to_owned()));
            return number;
        }
        let known = self.platforms.get(number as usize);
        let is_same = known.is_none_or(|known| {
            known.0 == platform || known.1.is_empty() || in_words.is_empty()
        });
        if is_same {
            // A table that names no platform does not join the accounts of those that do.
            if let Some(known) = self.platforms.get_mut(number as usize)
                && known.1.is_empty()
            {
                *known = (platform, in_words.to_owned());
            }
            return number;
        }
        let (number, is_new) = self.accounts.add(&format!("{name} ({in_words})"));
        if is_new {
            self.platforms.push((platform, in_words.to_owned()));
        }
        number
    }

    /// A table of shares has a row for each thing that a post shares; only another account is strange there.
    fn note_again(&mut self, content: u32, account: u32, time: i64, is_share: bool) {
        let Some(first) = self.first.get(content as usize) else { return };
        self.again.posts += u64::from(!is_share);
        if first.0 != account {
            self.again.of_another_account += 1;
            if self.again.example.is_empty() {
                self.contents.name(content).clone_into(&mut self.again.example);
            }
        } else if first.1 != time && !is_share {
            self.again.at_another_time += 1;
        }
    }

    /// Adds what an account is known by: a telephone number, an address, an id. The layer of identifiers
    /// must have been asked for.
    pub fn take_identifier(&mut self, account: &str, sort: &str, value: &str) {
        let Some(value) = words::identifier(value) else { return };
        let account_number = self.account(account, (0, ""));
        let object = if sort.is_empty() { value } else { format!("{sort}: {value}") };
        let content = format!("{object} of {account}");
        let (content, is_new) = self.contents.add_in(1, &content);
        if is_new {
            self.first.push((account_number, 0));
        }
        let kind = ObjectKind::Identifier;
        for layer in self.layers.iter_mut().filter(|layer| layer.kind == kind) {
            layer.came_again |= !is_new;
            let object = layer.objects.number_named(&object);
            layer.push(object, account_number, content, 0);
        }
    }

    /// Adds a row of a table of shares as it is: objects keep the names that the table gives them.
    pub fn take_share(
        &mut self,
        kind: ObjectKind,
        object: Option<&str>,
        account: &str,
        content: &str,
        time: i64,
    ) {
        self.posts += 1;
        let account = self.account(account, (0, ""));
        let (content, is_new) = self.contents.add(content);
        if is_new {
            self.first.push((account, time));
        } else {
            self.note_again(content, account, time, true);
        }
        for layer in self.layers.iter_mut().filter(|layer| layer.kind == kind) {
            layer.came_again |= !is_new;
            layer.without += u64::from(object.is_none());
            let number =
                object.map_or(Shares::NO_OBJECT, |name| layer.objects.number_named(name));
            layer.push(number, account, content, time);
        }
    }

    /// The layers, complete.
    pub fn finish(mut self, repeats: Repeats) -> Result<Gathered, UnequalColumns> {
        self.first = Vec::new();
        if let Some(key) = &self.key {
            let hidden = |name: &str| key.pseudonym(name);
            let names = self.names.iter().map(String::as_str);
            let known = telling_names(self.accounts.iter().chain(names));
            self.accounts = self.accounts.renamed(hidden);
            self.contents = self.contents.renamed(hidden);
            self.again.example = hidden(&self.again.example);
            for layer in &mut self.layers {
                // Ids of posts lead to their accounts, and so may the name of a picture.
                let whole = layer.kind.names_accounts()
                    || matches!(layer.kind, ObjectKind::Post | ObjectKind::Media);
                if whole {
                    layer.objects.rename(hidden);
                } else {
                    layer.objects.rename(|name| key.without_names(name, &known));
                }
            }
        }
        self.contents.close();
        let (rank, order) = self.accounts.ranks();
        let accounts =
            order.iter().map(|&number| self.accounts.name(number).to_owned()).collect();
        let layers = self.layers.into_iter().map(|layer| layer.finish(&rank, repeats));
        let layers = layers.collect::<Result<_, _>>()?;
        let (posts, contents, again, late) = (self.posts, self.contents, self.again, self.late);
        Ok(Gathered { posts, accounts, contents, layers, again, late })
    }
}

impl Gathered {
    /// Two accounts whose digits are the same but for zeros before them: the shorter one, and the other.
    pub fn differing_by_zeros(&self) -> Option<(&str, &str)> {
        self.accounts.iter().find_map(|name| {
            let digits = name.bytes().all(|byte| byte.is_ascii_digit());
            let bare = name.trim_start_matches('0');
            let is_other = digits && !bare.is_empty() && bare.len() < name.len();
            let known =
                is_other.then(|| self.accounts.binary_search_by(|it| it.as_str().cmp(bare)));
            let at = known?.ok()?;
            Some((self.accounts.get(at)?.as_str(), name.as_str()))
        })
    }
}

/// A source that ends where nothing more is taken.
struct UntilFull<'f, R> {
    bytes: R,
    is_full: &'f AtomicBool,
}

impl<R: Read> Read for UntilFull<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.is_full.load(Ordering::Relaxed) { Ok(0) } else { self.bytes.read(into) }
    }
}

impl Growing {
    fn new(kind: ObjectKind, likely: Likely) -> Self {
        Self {
            kind,
            objects: Sightings::default(),
            words: (kind == ObjectKind::NearText).then(Words::default),
            keeps_names: kind == ObjectKind::NearText
                || kind == ObjectKind::Media && likely.hamming.is_some(),
            likely,
            object: Vec::new(),
            account: Vec::new(),
            content: Vec::new(),
            time: Vec::new(),
            without: 0,
            own_id: 0,
            came_again: false,
        }
    }

    fn take(&mut self, share: &Share, batch: &Batch, account: u32, content: u32, time: i64) {
        let object = match share.what {
            What::Nothing => {
                self.without += 1;
                return;
            }
            What::EmptyCell => {
                self.without += 1;
                Shares::NO_OBJECT
            }
            // A row that shares its own post is a loop, as in CooRTweet.
            What::Itself => {
                self.own_id += 1;
                Shares::NO_OBJECT
            }
            What::Object { hash, name } => {
                let name = batch.text(name);
                if self.keeps_names {
                    self.objects.number_named_as(hash, name)
                } else {
                    self.objects.number(hash, name)
                }
            }
            What::Words { hash, name, tokens } => {
                let number = self.objects.number_named_as(hash, batch.text(name));
                if let Some(words) = &mut self.words {
                    words.add(number, batch.tokens(tokens));
                }
                number
            }
        };
        self.push(object, account, content, time);
    }

    fn push(&mut self, object: u32, account: u32, content: u32, time: i64) {
        self.object.push(object);
        self.account.push(account);
        self.content.push(content);
        self.time.push(time);
    }

    fn finish(mut self, rank: &[u32], repeats: Repeats) -> Result<Layer, UnequalColumns> {
        for account in &mut self.account {
            *account = rank[*account as usize];
        }
        self.objects.close();
        let resolution = resolution(&self.time);
        let mut shares = Shares::new(self.object, self.account, self.content, self.time)?;
        let mut dropped = BTreeMap::new();
        let mut note = |why, count| {
            if count > 0 {
                dropped.insert(why, count);
            }
        };
        note(self.kind.nothing_shared(), self.without);
        note("rows of a post that is its own object", self.own_id);
        if repeats == Repeats::Once && self.came_again {
            let again = repeated(&shares);
            let count = again.iter().filter(|again| **again).count();
            if count > 0 {
                note("rows with a post and object that came before", count as u64);
                shares = shares.retain(|row| !again[row]);
            }
        }
        let likely = self.likely;
        let likeness = match (self.words, likely.hamming) {
            (Some(words), _) => Some(words.likeness(likely)),
            (None, Some(distance)) if self.kind == ObjectKind::Media => {
                Some(Likeness::of_hashes(&self.objects, distance))
            }
            _ => None,
        };
        let (kind, objects) = (self.kind, self.objects);
        Ok(Layer { kind, objects, shares, dropped, resolution, likeness })
    }
}

impl Layer {
    /// The time that more than a fifth of twenty rows and more have, with how many have it: perhaps that
    /// of the export. None where no time is so common.
    pub fn crowded(&self) -> Option<(i64, u64)> {
        let times = self.shares.time();
        if times.len() < 20 || self.kind.is_timeless() {
            return None;
        }
        // What has more than a fifth of the rows is one of four that stay (Misra and Gries 1982).
        let mut candidates: Vec<(i64, usize)> = Vec::new();
        for &time in times {
            if let Some(known) = candidates.iter_mut().find(|known| known.0 == time) {
                known.1 += 1;
            } else if candidates.len() < 4 {
                candidates.push((time, 1));
            } else {
                candidates.retain_mut(|known| {
                    known.1 -= 1;
                    known.1 > 0
                });
            }
        }
        let count = |time: i64| times.iter().filter(|other| **other == time).count();
        let (time, rows) = candidates
            .into_iter()
            .map(|known| (known.0, count(known.0)))
            .max_by_key(|known| known.1)?;
        (rows * 5 > times.len()).then_some((time, rows as u64))
    }

    /// The object that most accounts share, where it may be a word for none: more than half of twenty accounts and
    /// more share it, or a third of five and more do in more than a quarter of all rows.
    pub fn common(&self) -> Option<Common> {
        let (objects, accounts) = (self.shares.object(), self.shares.account());
        let all: BTreeSet<u32> = accounts.iter().copied().collect();
        if all.len() < FEWEST_SHARING {
            return None;
        }
        let mut rows = vec![0_usize; self.objects.len()];
        for &object in objects {
            if let Some(rows) = rows.get_mut(object as usize) {
                *rows += 1;
            }
        }
        let is_often = |rows: usize| rows * 4 > objects.len();
        let may_be = |rows: usize| rows * 2 > all.len() || is_often(rows);
        // Only an object with as many rows can have as many accounts.
        let mut sharing: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for (&object, &account) in objects.iter().zip(accounts) {
            if rows.get(object as usize).is_some_and(|rows| may_be(*rows)) {
                sharing.entry(object).or_default().insert(account);
            }
        }
        let asked = sharing.into_iter().filter(|(object, accounts)| {
            let many = all.len() >= FEWEST_ACCOUNTS && accounts.len() * 2 > all.len();
            let often = rows.get(*object as usize).is_some_and(|rows| is_often(*rows));
            many || often && accounts.len() >= FEWEST_SHARING && accounts.len() * 3 >= all.len()
        });
        let (object, accounts) = asked.max_by_key(|(_, accounts)| accounts.len())?;
        Some(Common {
            object: self.objects.name(object).to_owned(),
            accounts: accounts.len() as u64,
            of: all.len() as u64,
        })
    }
}

/// Fewest accounts that share one thing in many rows of which it is asked whether it is a word for none.
const FEWEST_SHARING: usize = 5;

/// Fewest accounts of which it is strange that more than half share one thing.
const FEWEST_ACCOUNTS: usize = 20;

/// Rows whose account, post and object an earlier one has; the earliest in time stays.
fn repeated(shares: &Shares) -> Vec<bool> {
    let key = |row: usize| (shares.content()[row], shares.object()[row], shares.account()[row]);
    // Only posts with several rows can repeat.
    let mut rows_of = vec![0_u8; shares.contents()];
    for &content in shares.content() {
        let rows = &mut rows_of[content as usize];
        *rows = rows.saturating_add(1);
    }
    let several = |row: &usize| rows_of[shares.content()[*row] as usize] > 1;
    let mut order: Vec<usize> = (0..shares.len()).filter(several).collect();
    order.sort_unstable_by_key(|&row| (key(row), shares.time()[row], row));
    let mut again = vec![false; shares.len()];
    for pair in order.windows(2) {
        // Rows without an object are all kept: nothing says that they are the same.
        again[pair[1]] = key(pair[0]) == key(pair[1]) && key(pair[1]).1 != Shares::NO_OBJECT;
    }
    again
}

/// Days, hours and minutes in microseconds.
const UNITS: [i64; 3] = [86_400_000_000, 3_600_000_000, 60_000_000];

/// Greatest common divisor of the distances between times, or the unit that nearly all of many are
/// multiples of: a few exact times among days do not make a column of days exact.
fn resolution(times: &[i64]) -> i64 {
    let exact = common_divisor(times);
    if exact == 0 {
        return 0;
    }
    let is_few = times.len() < 20;
    let whole = |unit: &i64| times.iter().filter(|time| **time % unit == 0).count();
    let nearly_all = |unit: &i64| {
        if is_few { whole(unit) == times.len() } else { whole(unit) * 20 >= times.len() * 19 }
    };
    match UNITS.into_iter().find(nearly_all) {
        Some(unit) => unit,
        // That a few times lie so many seconds apart says nothing of how they are written.
        None if is_few => 0,
        None => exact,
    }
}

/// Greatest common divisor of the distances between times.
fn common_divisor(times: &[i64]) -> i64 {
    let Some((first, rest)) = times.split_first() else { return 0 };
    let mut divisor = 0_u64;
    for time in rest {
        let (mut large, mut small) = (divisor, time.abs_diff(*first));
        while small > 0 {
            (large, small) = (small, large % small);
        }
        divisor = large;
        if divisor == 1 {
            break;
        }
    }
    i64::try_from(divisor).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_exact_times_make_no_days_exact() {
        let day = UNITS[0];
        let mut times: Vec<i64> = (0..40).map(|number| number * day).collect();
        assert_eq!(resolution(&times), day);
        times.push(17);
        assert_eq!(resolution(&times), day);
        times.extend(0..10);
        assert_eq!(resolution(&times), 1);
        assert_eq!(resolution(&[]), 0);
        assert_eq!(resolution(&[5, 5]), 0);
        assert_eq!(resolution(&[day, 3 * day, 7 * day]), day, "a few days");
        assert_eq!(resolution(&[5, 105_000_005, 205_000_005]), 0, "a few times far apart");
    }
}
