//! Tables of posts that a case holds in `data`, each described by a `.toml` of the same name that also
//! says which network is asked for.

use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

use griot_model::{
    Diagnostic, TableDescription,
    bounds::{self, TooLarge, in_thousands},
};
use serde::Deserialize;

use super::{
    folder::{DATA, listed},
    path::{inside, outside},
    tables::{Described, sql_name},
};
use griot_model::world::World;
use griot_table::{
    event::source_name,
    posts::{
        self, Mapping, ObjectKind, Post, length_of_time,
        pseudonym::{PseudonymKey, telling_names},
    },
};

/// What `format` says in the description of such a table.
const FORMAT: &str = "posts";

/// A table of posts with what its `.toml` says of it.
#[derive(Debug, Clone)]
pub struct PostTable {
    /// Name in SQL: the file's name without its endings.
    pub name: String,
    /// Source, edition, licence, coverage, disclosure.
    pub description: TableDescription,
    /// The network that is asked for; none where the posts are only kept.
    pub network: Option<NetworkSettings>,
    /// The posts in the order of the file; under pseudonyms where the description names a key.
    pub posts: Arc<Vec<Post<'static>>>,
    /// The table and its description, inside the case.
    pub files: Vec<String>,
}

impl PostTable {
    /// Name in SQL of the table of shares: one row for each post and each object it shares.
    pub fn shares_name(&self) -> String {
        format!("{}_shares", self.name)
    }
}

/// `[network]` of a description. There is no default: every number is part of the result.
#[derive(Debug, Clone, PartialEq)]
pub struct NetworkSettings {
    /// One layer for each kind of object.
    pub by: Vec<ObjectKind>,
    /// Longest distance in time between two shares, in microseconds, included.
    pub window: i64,
    /// Fewest rows of an account.
    pub min: u32,
    /// Whether groups are tested against chance.
    pub tested: bool,
    /// Occasions on which a group comes together lie so far apart, in microseconds.
    pub apart: i64,
    /// Seed of communities.
    pub seed: u64,
    /// Family-wise error.
    pub level: f64,
}

#[derive(Deserialize)]
struct OfPosts {
    /// File inside the case with the secret of the pseudonyms.
    pseudonyms: Option<String>,
    mapping: Option<toml::Table>,
    network: Option<Typed>,
}

/// `[network]` as it is typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    by: Vec<String>,
    window: String,
    min: u32,
    /// How far apart occasions lie; three hours where it is not said.
    apart: Option<String>,
    /// Whether groups are tested; they are where it is not said.
    tested: Option<bool>,
    /// Of sheets of before 2026-11-29, whose null was drawn by lot: 0 asks for no test, and other
    /// numbers have no effect any more.
    draws: Option<u32>,
    /// Of the same sheets; it has no effect any more.
    stretch: Option<String>,
    seed: u64,
    level: f64,
}

/// How far apart occasions lie where a sheet does not say it.
const APART: &str = "3h";

impl Typed {
    fn settings(&self) -> Result<NetworkSettings, String> {
        let by = self.by.iter().map(|word| word.parse()).collect::<Result<Vec<_>, String>>()?;
        if by.is_empty() {
            return Err("`by` names no kind of object".to_owned());
        }
        let positive = |key: &str, typed: &str| match length_of_time(typed)? {
            0 => Err(format!("`{key}` must be longer than nothing")),
            length => Ok(length),
        };
        if let Some(stretch) = &self.stretch {
            positive("stretch", stretch)?;
        }
        if !(self.level > 0.0 && self.level < 1.0) {
            return Err("`level` must lie between 0 and 1, such as 0.05".to_owned());
        }
        Ok(NetworkSettings {
            by,
            window: length_of_time(&self.window)?,
            min: self.min,
            tested: self.tested.unwrap_or(self.draws != Some(0)),
            apart: positive("apart", self.apart.as_deref().unwrap_or(APART))?,
            seed: self.seed,
            level: self.level,
        })
    }
}

/// Reads every described table of posts in `data`, sorted by name.
pub(super) fn read(
    world: &dyn World,
    folder: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<PostTable> {
    let mut files = listed(world, folder, DATA, diagnostics);
    files.sort();
    let mut tables = Vec::new();
    for description in files.iter().filter(|file| file.strip_suffix(".toml").is_some()) {
        let beside = |file: &&String| *file != description && stem(file) == stem(description);
        let file = files.iter().find(beside);
        match table(world, folder, description, file, diagnostics) {
            Ok(found) => tables.extend(found),
            Err(message) => {
                let file = format!("data/{description}");
                diagnostics.push(Diagnostic::error(&file, message));
            }
        }
    }
    tables
}

fn table(
    world: &dyn World,
    folder: &str,
    description: &str,
    file: Option<&String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Option<PostTable>, String> {
    let read = |path: &str| {
        world
            .read(&inside(folder, path))
            .map_err(|error| format!("{path} cannot be read: {error}"))
    };
    let described_in = format!("data/{description}");
    let text = String::from_utf8(read(&described_in)?).map_err(|error| error.to_string())?;
    let is_posts = text
        .parse::<toml::Table>()
        .is_ok_and(|table| table.get("format").and_then(toml::Value::as_str) == Some(FORMAT));
    if !is_posts {
        return Ok(None);
    }
    let described: Described = toml::from_str(&text).map_err(|error| error.to_string())?;
    let of_posts: OfPosts = toml::from_str(&text).map_err(|error| error.to_string())?;
    let network = of_posts.network.as_ref().map(Typed::settings).transpose();
    let network = network.map_err(|error| format!("in [network], {error}"))?;
    let mapping = match &of_posts.mapping {
        Some(table) => Some(
            toml::to_string(table)
                .map_err(|error| error.to_string())
                .and_then(|text| Mapping::parse(&text).map_err(|error| error.to_string()))
                .map_err(|error| format!("in [mapping], {error}"))?,
        ),
        None => None,
    };
    let key =
        of_posts.pseudonyms.as_deref().map(|file| key(world, folder, file)).transpose()?;
    let file = file.ok_or_else(|| format!("there is no table beside {description}"))?;
    let path = format!("data/{file}");
    let bytes = read(&path)?;
    let mut posts = Vec::new();
    let mut too_many = false;
    let import = posts::read(&path, bytes.as_slice(), mapping.as_ref(), &mut |post| {
        if posts.len() >= bounds::CASE_POSTS {
            too_many = true;
            return;
        }
        posts.push(owned(post));
    })
    .map_err(|error| error.to_string())?;
    if too_many {
        let most =
            format!("{} posts of a table in a case", in_thousands(bounds::CASE_POSTS as u64));
        let what = format!("{path} has too many posts");
        let instead =
            "cut it to what the question needs, or ask griot network, which takes more";
        return Err(TooLarge::new(what, most, instead).to_string());
    }
    if let Some(key) = &key {
        let names = posts.iter().flat_map(|post| {
            [&post.account, &post.account_name].into_iter().chain(&post.mentions)
        });
        let known = telling_names(names.map(AsRef::as_ref));
        posts = posts.iter().map(|post| key.hide(post, &known)).collect();
    }
    diagnostics.extend(import.diagnostics);
    let name = sql_name(&stem(file));
    let description = described.description(
        &name,
        path.clone(),
        posts.len(),
        usize::try_from(import.set_aside.values().sum::<u64>()).unwrap_or(usize::MAX),
    );
    Ok(Some(PostTable {
        name,
        description,
        network,
        posts: Arc::new(posts),
        files: vec![path, described_in],
    }))
}

/// Names inside the case of the keys of pseudonyms that descriptions in `data` name. They are kept in no
/// archive and spoken of in no log.
pub(super) fn secrets(world: &dyn World, folder: &str) -> BTreeSet<String> {
    let described = |name: &String| {
        let text = world.read(&inside(folder, &format!("{DATA}/{name}"))).ok()?;
        let text = String::from_utf8(text).ok()?;
        toml::from_str::<OfPosts>(&text).ok()?.pseudonyms
    };
    let names = world.list(&inside(folder, DATA)).unwrap_or_default();
    names
        .iter()
        .filter(|name| name.strip_suffix(".toml").is_some())
        .filter_map(described)
        .collect()
}

/// The name of a file without its endings.
fn stem(file: &str) -> String {
    source_name(file.strip_suffix(".zst").unwrap_or(file))
}

/// The secret of the pseudonyms. Without it the table is not read at all: names would be shown.
fn key(world: &dyn World, folder: &str, file: &str) -> Result<PseudonymKey, String> {
    let refuse = |why: String| {
        format!(
            "the accounts go by pseudonyms, and their key {file:?} {why}; the table is not read without it"
        )
    };
    if let Some(why) = outside(file) {
        return Err(refuse(why.to_owned()));
    }
    let secret = world
        .read_secret(&inside(folder, file))
        .map_err(|error| refuse(format!("cannot be read: {error}")))?;
    PseudonymKey::of_file(&secret).ok_or_else(|| refuse("is empty".to_owned()))
}

/// The post with its own texts.
fn owned(post: Post<'_>) -> Post<'static> {
    let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
    let all = |texts: Vec<Cow<'_, str>>| texts.into_iter().map(own).collect();
    Post {
        id: own(post.id),
        account: own(post.account),
        account_name: own(post.account_name),
        platform: own(post.platform),
        time: post.time,
        text: own(post.text),
        language: own(post.language),
        links: all(post.links),
        links_as_written: own(post.links_as_written),
        hashtags: all(post.hashtags),
        mentions: all(post.mentions),
        media: all(post.media),
        reply_to: own(post.reply_to),
        repost_of: own(post.repost_of),
        is_repost: post.is_repost,
        engagement: post.engagement,
        object: own(post.object),
        line: post.line,
    }
}
