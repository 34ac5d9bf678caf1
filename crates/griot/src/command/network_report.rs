//! What `griot network` says of the posts that it read, and which of them it cannot answer by.

use griot_analysis::network::{gather::in_words, gathered::Gathered, table};
use griot_table::posts::instant_text;

use crate::{failure::Failure, render::spelt, terminal::say};

/// What was left out, and what the times allow.
pub(super) fn report(gathered: &Gathered) {
    let accounts = in_words(gathered.accounts.len() as u64, "accounts");
    say(&format!("{} of {accounts}", in_words(gathered.posts, "posts")));
    if gathered.late.posts > 0 {
        say(&format!(
            "warning: {} in the future, such as {}: left out. Do their times count something else? \
             time_format in a mapping file says how they are written",
            in_words(gathered.late.posts, "posts"),
            instant_text(gathered.late.example)
        ));
    }
    let again = &gathered.again;
    if again.posts > 0 {
        say(&format!(
            "  {} read before, by platform and id; each counts once",
            in_words(again.posts, "posts")
        ));
    }
    if again.at_another_time > 0 {
        say(&format!(
            "  {} at another time than before; the earlier one counts",
            in_words(again.at_another_time, "posts")
        ));
    }
    if again.of_another_account > 0 {
        say(&format!(
            "warning: {} with the id of a post of another account (first {}): not paired with it. \
             Where ids are numbered per account, leave the column out of the mapping",
            in_words(again.of_another_account, "posts"),
            spelt(&again.example)
        ));
    }
    for layer in &gathered.layers {
        let objects = in_words(layer.objects.len() as u64, "objects");
        let rows = in_words(layer.shares.len() as u64, "rows");
        say(&format!("{}: {rows}, {objects}", layer.kind));
        for (why, count) in &layer.dropped {
            say(&format!("  left out: {}", in_words(*count, why)));
        }
        if let Some(likeness) = &layer.likeness {
            say(&format!("  alike: {}", likeness.in_words()));
        }
        if let Some((time, rows)) = layer.crowded() {
            say(&format!(
                "warning: {rows} of {} of {} have one time, {}: is it that of the export?",
                in_words(layer.shares.len() as u64, "rows"),
                layer.kind,
                instant_text(time)
            ));
        }
        if let Some(common) = layer.common() {
            let object = spelt(&common.object);
            say(&format!(
                "warning: {} of {} share one {}: {object:?}. Is it what everybody was shown, or a word \
                 for none? --without {object:?} leaves it out",
                common.accounts,
                in_words(common.of, "accounts"),
                layer.kind
            ));
        }
    }
    if let Some((bare, zeros)) = gathered.differing_by_zeros() {
        say(&format!(
            "warning: the accounts {:?} and {:?} differ by zeros before their digits, which spreadsheets take \
             away: if they are one, export them again with ids as text",
            spelt(bare),
            spelt(zeros)
        ));
    }
    if gathered.accounts.len() == 1 && gathered.posts >= 10 {
        let name = gathered.accounts.first().map(String::as_str).unwrap_or_default();
        say(&format!(
            "warning: all {} are by one account, {:?}: is another field the account? Of a table, a \
             mapping file says which",
            in_words(gathered.posts, "posts"),
            spelt(name)
        ));
    }
}

/// Times of which none has come yet count something else.
pub(super) fn refuse_the_future(gathered: &Gathered) -> Result<(), Failure> {
    let late = gathered.late;
    if late.posts == 0 || late.posts < gathered.posts {
        return Ok(());
    }
    Err(Failure::new(format!(
        "all {} are in the future, such as {}: their times count something else than they seem to",
        in_words(late.posts, "posts"),
        instant_text(late.example)
    ))
    .hint("say in a mapping file how they are written, such as time_format = \"%y%m%d%H%M\""))
}

/// Says which rows are compared although their times are too coarse for it.
pub(super) fn tell_coarser_parts(gathered: &Gathered, window: i64) {
    for layer in &gathered.layers {
        if let Some((what, rows)) = layer.coarser_part(window) {
            say(&format!(
                "warning: {}: {} is counted all the same, as the other tool does",
                layer.kind,
                in_words(rows, what)
            ));
        }
    }
}

/// Of a table on a cluster no rows can be left out here: what is counted there is counted whole.
pub(super) fn refuse_coarser_parts(gathered: &Gathered, window: i64) -> Result<(), Failure> {
    let found = gathered.layers.iter().find_map(|layer| layer.coarser_part(window));
    let Some((what, rows)) = found else { return Ok(()) };
    let remedy = "leave these rows out of the table, or ask with a longer --window";
    Err(Failure::new(format!("the table has {}", in_words(rows, what))).hint(remedy))
}

/// Times that are written more coarsely than the window cannot answer the question.
pub(super) fn refuse_coarse_times(gathered: &Gathered, window: i64) -> Result<(), Failure> {
    let coarse = gathered
        .layers
        .iter()
        .find(|layer| layer.resolution > window && window > 0 && !layer.kind.is_timeless());
    let Some(layer) = coarse else { return Ok(()) };
    let resolution = table::in_seconds(layer.resolution);
    Err(Failure::new(format!(
        "the times of {} shares are whole multiples of {resolution} s, coarser than the window of {} s: \
         nothing can be told about shares within it",
        layer.kind,
        table::in_seconds(window)
    ))
    .hint(format!("ask with --window {resolution}s or longer, or give an export with finer times")))
}
