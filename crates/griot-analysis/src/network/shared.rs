//! What the posts of a case share: computed once, for the study of their network and for SQL alike.

use std::collections::BTreeMap;

use griot_case::{Case, PostTable};
use griot_model::table::{Column, Keys, Kind, Table, View};
use griot_stats::network::{Shares, UnequalColumns};
use griot_table::posts::instant_text;

use super::{
    gather::{Gathering, Repeats},
    gathered::Gathered,
};

/// A table of posts with what they share, layer by layer.
#[derive(Debug, Clone)]
pub struct SharedPosts<'a> {
    /// The posts and the question.
    pub posts: &'a PostTable,
    /// What they share.
    pub gathered: Gathered,
}

/// What is shared in each table of posts of a case that asks for a network.
pub fn shared_posts(case: &Case) -> Result<Vec<SharedPosts<'_>>, UnequalColumns> {
    let asked = case.posts.iter().filter_map(|posts| Some((posts, posts.network.as_ref()?)));
    let shared = asked.map(|(posts, network)| {
        let mut gathering = Gathering::new(&network.by, None);
        for post in posts.posts.iter() {
            gathering.take(post);
        }
        let gathered = gathering.finish(Repeats::Once)?.comparable_within(network.window);
        Ok(SharedPosts { posts, gathered })
    });
    shared.collect()
}

/// One share as a row.
struct Row<'a> {
    texts: [&'a str; 4],
    micros: i64,
    words: &'a str,
}

impl SharedPosts<'_> {
    /// How many rows [`Self::as_table`] has.
    pub fn rows(&self) -> u64 {
        let with_object = |shares: &Shares| {
            shares.object().iter().filter(|it| **it != Shares::NO_OBJECT).count()
        };
        let rows: usize =
            self.gathered.layers.iter().map(|layer| with_object(&layer.shares)).sum();
        u64::try_from(rows).unwrap_or(u64::MAX)
    }

    /// One row per post and object, as the network counts them: each once, none without an object.
    /// `microseconds` count from 1970 in UTC; `text` is that of the post.
    pub fn as_table(&self) -> impl Table + '_ {
        SharesTable { name: self.posts.shares_name(), shared: self }
    }
}

struct SharesTable<'a> {
    name: String,
    shared: &'a SharedPosts<'a>,
}

impl SharesTable<'_> {
    fn gathered_rows(&self) -> Vec<Row<'_>> {
        let gathered = &self.shared.gathered;
        let mut words: BTreeMap<&str, &str> = BTreeMap::new();
        for post in self.shared.posts.posts.iter().filter(|post| !post.text.is_empty()) {
            words.entry(&post.id).or_insert(&post.text);
        }
        let mut rows = Vec::new();
        for layer in &gathered.layers {
            let shares = &layer.shares;
            for row in 0..shares.len() {
                if shares.object()[row] == Shares::NO_OBJECT {
                    continue;
                }
                let account = shares.account()[row] as usize;
                let post = gathered.contents.name(shares.content()[row]);
                rows.push(Row {
                    texts: [
                        layer.kind.word(),
                        layer.objects.name(shares.object()[row]),
                        gathered.accounts.get(account).map_or("", String::as_str),
                        post,
                    ],
                    micros: shares.time()[row],
                    words: words.get(post).copied().unwrap_or_default(),
                });
            }
        }
        rows
    }
}

impl Table for SharesTable<'_> {
    fn name(&self) -> &str {
        &self.name
    }

    fn columns(&self) -> Vec<Column> {
        let text = |name: &str| Column::new(name, Kind::Text);
        vec![
            text("layer"),
            text("object"),
            text("account"),
            text("post"),
            text("time"),
            Column::new("microseconds", Kind::Integer),
            text("text"),
        ]
    }

    fn keys(&self) -> Keys {
        let lookups = vec![vec!["layer", "object"], vec!["account"], vec!["post"]];
        Keys { lookups, ..Keys::default() }
    }

    fn rows(
        &self,
        each: &mut dyn FnMut(&[griot_model::table::Cell<'_>]) -> std::ops::ControlFlow<()>,
    ) -> Result<(), griot_model::table::Unreadable> {
        let rows = self.gathered_rows();
        View::new(self.name.clone(), self.columns(), &rows, |row: &Row<'_>, cells| {
            cells.extend(row.texts.map(Into::into));
            cells.extend([instant_text(row.micros).into(), row.micros.into()]);
            cells.push(row.words.into());
        })
        .rows(each)
    }
}
