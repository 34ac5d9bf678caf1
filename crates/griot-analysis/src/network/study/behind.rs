//! Queries that choose the posts behind an edge, a group or several edges again.
//!
//! They read the table of shares of the case, in the subset of SQL that SQLite and Spark read alike,
//! and know nothing of the network: whoever runs one counts the same posts by another way.

/// Where the shares are, and what makes two of them a pair.
#[derive(Debug, Clone, Copy)]
pub struct Behind<'a> {
    /// The table of shares in SQL.
    pub shares: &'a str,
    /// Longest distance of a pair, in microseconds, included.
    pub window: i64,
    /// Whether the posts have words to be shown beside them.
    pub has_text: bool,
}

impl Behind<'_> {
    /// Pairs of posts of one edge, side by side, in the order of objects and times. `delay_ms` is
    /// negative where the second account comes first.
    pub fn edge(self, layer: &str, a: &str, b: &str) -> String {
        let (texts, window) = (self.texts(), self.window);
        format!(
            "select x.object, x.post as post_a, x.time as time_a, y.post as post_b, y.time as time_b,\n  \
             (y.microseconds - x.microseconds) / 1000 as delay_ms{texts}\n\
             from {shares} x join {shares} y on x.layer = y.layer and x.object = y.object\n\
             where x.layer = {layer} and x.account = {a} and y.account = {b} and x.post <> y.post\n  \
             and y.microseconds - x.microseconds between -{window} and {window}\n\
             order by x.object, x.microseconds, y.microseconds, x.post, y.post",
            shares = self.shares,
            layer = literal(layer),
            a = literal(a),
            b = literal(b),
        )
    }

    /// Pairs of posts of several edges, each given by layer and accounts.
    pub fn edges(self, edges: &[(&str, &str, &str)]) -> String {
        let values: Vec<String> = edges
            .iter()
            .map(|(layer, a, b)| {
                format!("({}, {}, {})", literal(layer), literal(a), literal(b))
            })
            .collect();
        let window = self.window;
        format!(
            "with edge(layer, a, b) as (values {})\n\
             select x.layer, x.object, x.account as account_a, x.post as post_a, x.time as time_a,\n  \
             y.account as account_b, y.post as post_b, y.time as time_b,\n  \
             (y.microseconds - x.microseconds) / 1000 as delay_ms\n\
             from edge\n\
             join {shares} x on x.layer = edge.layer and x.account = edge.a\n\
             join {shares} y on y.layer = edge.layer and y.account = edge.b and y.object = x.object\n\
             where x.post <> y.post and y.microseconds - x.microseconds between -{window} and {window}\n\
             order by x.layer, x.account, y.account, x.object, x.microseconds, y.microseconds, x.post, y.post",
            values.join(", "),
            shares = self.shares,
        )
    }

    /// Posts of the members of a group that share something with another member within the window, in
    /// the order of objects and times; in one layer, or in all.
    pub fn group(self, layer: Option<&str>, members: &[&str]) -> String {
        let names: Vec<String> = members.iter().map(|name| literal(name)).collect();
        let names = names.join(", ");
        let layer =
            layer.map_or(String::new(), |layer| format!("x.layer = {} and ", literal(layer)));
        let text = if self.has_text { ", x.text" } else { "" };
        let window = self.window;
        format!(
            "select x.layer, x.object, x.account, x.post, x.time, x.microseconds{text}\n\
             from {shares} x\n\
             where {layer}x.account in ({names}) and exists (\n  \
             select 1 from {shares} y where y.layer = x.layer and y.object = x.object\n  \
             and y.account in ({names}) and y.account <> x.account and y.post <> x.post\n  \
             and y.microseconds - x.microseconds between -{window} and {window})\n\
             order by x.layer, x.object, x.microseconds, x.account, x.post",
            shares = self.shares,
        )
    }

    fn texts(self) -> &'static str {
        if self.has_text { ",\n  x.text as text_a, y.text as text_b" } else { "" }
    }
}

/// A text as SQL writes it.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_does_not_leave_its_quotes() {
        assert_eq!(literal("o'clock'; drop"), "'o''clock''; drop'");
    }
}
