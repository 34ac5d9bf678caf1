//! Do accounts of the case share the same things at nearly the same time more often than chance gives?

use griot_model::{Estimate, Finding, Part, Point, Selection, Series};

use super::asked::{Asked, Found, grouped};
use crate::network::study::{Behind, GroupAnswer, NetworkAnswer, error_rates};
use griot_case::PostTable;
use griot_model::rows::digest;
use griot_sql::SqlError;

/// For each network: how many pairs of accounts hold, and how many groups do.
pub(super) fn findings(
    asked: &Asked<'_>,
    networks: &[NetworkAnswer],
) -> Result<Vec<Found>, SqlError> {
    let mut found = Vec::new();
    for network in networks {
        let Some(posts) = asked.case.posts.iter().find(|posts| posts.name == network.table)
        else {
            continue;
        };
        let about = About { asked, network, posts };
        found.extend(about.pairs()?);
        if network.tested && network.groups_found > 0 {
            found.extend(about.groups()?);
        }
    }
    Ok(found)
}

struct About<'a> {
    asked: &'a Asked<'a>,
    network: &'a NetworkAnswer,
    posts: &'a PostTable,
}

impl About<'_> {
    /// Edges with a page, which are those that hold and the first few: their posts, pair by pair.
    fn pairs(&self) -> Result<Option<Found>, SqlError> {
        let network = self.network;
        let edges: Vec<(&str, &str, &str)> = network
            .edges
            .iter()
            .map(|edge| {
                (edge.layer, edge.sides[0].account.as_str(), edge.sides[1].account.as_str())
            })
            .collect();
        if edges.is_empty() {
            return Ok(None);
        }
        let (selection, rows) = self.select(self.behind().edges(&edges))?;
        let found = network.edges_found;
        let count = if network.tested { network.edges_holding } else { found };
        let shown = u64::try_from(edges.len()).unwrap_or(u64::MAX);
        let mut caveats = self.caveats();
        caveats.insert(
            0,
            format!(
                "The rows are the posts of the {} that have a page: those that hold, as far as there is \
                 room, and the strongest of the others.",
                pairs(shown)
            ),
        );
        let within = length(network.window_s);
        let finding = Finding {
            id: format!("network-{}", network.table.replace('_', "-")),
            part: Part::Method,
            title: if network.tested {
                format!(
                    "Of {} that share something within {within}, {} against chance, in a group",
                    pairs(found),
                    match count {
                        0 => "none holds".to_owned(),
                        1 => "1 holds".to_owned(),
                        n => format!("{} hold", whole(n)),
                    }
                )
            } else {
                format!("{} share something within {within}", pairs(found))
            },
            question: format!(
                "Which accounts of {} share the same things within {within} more often than chance gives?",
                network.table
            ),
            unit: "pairs of accounts".to_owned(),
            interval: "a plain count".to_owned(),
            method: self.method(),
            estimate: Some(exactly(count)),
            series: Vec::new(),
            selection,
            caveats,
            licence: self.posts.description.licence.clone(),
        };
        Ok(Some(Found { finding, rows }))
    }

    /// Groups that hold, or the first of them where none does: their posts.
    fn groups(&self) -> Result<Option<Found>, SqlError> {
        let network = self.network;
        let tested: Vec<&GroupAnswer> =
            network.groups.iter().filter(|group| group.layer.is_some()).collect();
        let mut shown: Vec<&GroupAnswer> =
            tested.iter().copied().filter(|group| group.holds == Some(true)).collect();
        if shown.is_empty() {
            shown = tested.iter().copied().take(1).collect();
        }
        let Some(first) = shown.first() else { return Ok(None) };
        // Groups of one layer are told apart by their members; of several layers, all layers are chosen.
        let one_layer = shown.iter().all(|group| group.layer == first.layer);
        let mut members: Vec<&str> = shown
            .iter()
            .flat_map(|group| group.members.iter().map(|member| member.account.as_str()))
            .collect();
        members.sort_unstable();
        members.dedup();
        let layer = first.layer.filter(|_| one_layer);
        let (selection, rows) = self.select(self.behind().group(layer, &members))?;
        let count = network.groups_holding;
        let series = vec![Series {
            name: "accounts".to_owned(),
            points: tested
                .iter()
                .map(|group| Point {
                    at: format!("group {}", group.id),
                    estimate: Some(exactly(
                        u64::try_from(group.members.len()).unwrap_or(u64::MAX),
                    )),
                    n: group.selection.rows,
                })
                .collect(),
        }];
        let mut caveats = self.caveats();
        caveats.insert(
            0,
            "The rows are the posts that members of these groups share with one another within the window."
                .to_owned(),
        );
        let finding = Finding {
            id: format!("network-groups-{}", network.table.replace('_', "-")),
            part: Part::Method,
            title: format!(
                "{} of {} of accounts {} against chance{}",
                whole(count),
                match network.groups_found {
                    1 => "1 candidate group".to_owned(),
                    n => format!("{} candidate groups", whole(n)),
                },
                if count == 1 { "holds" } else { "hold" },
                match network.groups_explained {
                    0 => String::new(),
                    1 => "; 1 more is as surprising, and looks like one source".to_owned(),
                    n => format!(
                        "; {} more are as surprising, and look like one source",
                        whole(n)
                    ),
                }
            ),
            question: format!(
                "Which groups of accounts of {} come together as ordinary behaviour hardly ever makes a group do?",
                network.table
            ),
            unit: "groups".to_owned(),
            interval: "a plain count".to_owned(),
            method: self.method(),
            estimate: Some(exactly(count)),
            series,
            selection,
            caveats,
            licence: self.posts.description.licence.clone(),
        };
        Ok(Some(Found { finding, rows }))
    }

    fn behind(&self) -> Behind<'_> {
        Behind {
            shares: &self.network.shares,
            window: self.posts.network.as_ref().map_or(0, |settings| settings.window),
            has_text: false,
        }
    }

    fn method(&self) -> String {
        let network = self.network;
        let counted = format!(
            "Two posts of two accounts that share one object are a pair when they lie no further apart than {}.",
            length(network.window_s)
        );
        if !network.tested {
            return format!("{counted} Nothing was tested against chance.");
        }
        let tests = network.layers.iter().filter_map(|layer| layer.tests).max().unwrap_or(0);
        format!(
            "{counted} What a group has to stand out from: {}. It needs three occasions and more, {} apart, so \
             that one event is one. It holds where the bound of both chances, over every group of any size among \
             {} accounts, every choice of occasions and three scales of time, is at most {} % and the data have \
             no other reading of it; an edge holds where it joins members of such a group on more than one \
             occasion. Nothing is drawn by lot.",
            network.null,
            length(network.apart_s),
            whole(tests),
            network.level * 100.0
        )
    }

    fn caveats(&self) -> Vec<String> {
        let mut caveats = self.posts.description.coverage.gaps.clone();
        if self.network.tested {
            caveats.extend(error_rates::cannot_tell());
        }
        caveats
            .push("It names no culprit and does not say why accounts do the same.".to_owned());
        caveats
    }

    fn select(&self, query: String) -> Result<(Selection, griot_model::rows::Rows), SqlError> {
        let rows = self.asked.database.finding_rows(&query)?;
        let description = &self.posts.description;
        let selection = Selection {
            table: self.network.shares.clone(),
            source: format!("{}, {}", description.source, description.version),
            rows: u64::try_from(rows.rows.len()).unwrap_or(u64::MAX),
            query,
            digest: digest(&rows),
        };
        Ok((selection, rows))
    }
}

fn exactly(count: u64) -> Estimate {
    let value = float(count);
    Estimate { value, low: value, high: value }
}

fn pairs(count: u64) -> String {
    if count == 1 {
        "1 pair of accounts".to_owned()
    } else {
        format!("{} pairs of accounts", whole(count))
    }
}

fn whole(count: u64) -> String {
    grouped(i64::try_from(count).unwrap_or(i64::MAX))
}

/// `60 s`, `5 min`, `1 h`, `1 day`.
fn length(seconds: f64) -> String {
    for (unit, name, from) in [(86_400.0, "day", 1.0), (3_600.0, "h", 1.0), (60.0, "min", 2.0)]
    {
        let number = seconds / unit;
        if number >= from && number.fract() == 0.0 {
            let plural = if name == "day" && number > 1.0 { "s" } else { "" };
            return format!("{number} {name}{plural}");
        }
    }
    format!("{seconds} s")
}

#[expect(clippy::cast_precision_loss, reason = "counts of pairs are far below 2^53")]
fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_read_well() {
        let lengths = [10.0, 60.0, 90.0, 300.0, 3_600.0, 86_400.0, 172_800.0].map(length);
        assert_eq!(lengths, ["10 s", "60 s", "90 s", "5 min", "1 h", "1 day", "2 days"]);
    }
}
