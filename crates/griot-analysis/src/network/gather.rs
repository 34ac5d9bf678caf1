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
    coarse::resolution,
    gathered::{Again, Gathered, Late, Layer},
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
