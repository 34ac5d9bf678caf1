//! Does this server give SQL the meaning that griot relies on?
//!
//! Engines read the same text differently, some without a word: where whole numbers divide to whole numbers, a join on
//! buckets of time finds a fortieth of the pairs. So the server shows what it makes of each construct before it is
//! asked anything, and one that differs is refused by the name of what differs. griot's own queries keep to what most
//! engines agree on; the first three are there because a server that differs in them is not the one this was tried on.

use serde_json::Value;

use crate::{cluster::Cluster, question::Lines, refusal::Refusal};

/// A construct, a query that shows it, and its rows.
struct Shown {
    construct: &'static str,
    query: &'static str,
    /// Rows as they are told; none where the server must refuse.
    rows: Option<&'static [&'static str]>,
}

const SHOWN: &[Shown] = &[
    Shown {
        construct: "7/2",
        query: "SELECT CASE WHEN 7/2 = 3.5 THEN 'a fraction' ELSE 'a whole number' END",
        rows: Some(&[r#"["a fraction"]"#]),
    },
    Shown {
        construct: "text in double quotes",
        query: "SELECT \"seen\" FROM (SELECT 'column' AS seen) t",
        rows: Some(&[r#"["seen"]"#]),
    },
    Shown {
        construct: "the order of NULL where it is not said",
        query: "SELECT x FROM (VALUES (2), (NULL), (1)) t(x) ORDER BY x",
        rows: Some(&["[null]", "[1]", "[2]"]),
    },
    Shown {
        construct: "NULLS LAST",
        query: "SELECT x FROM (VALUES (2), (NULL), (1)) t(x) ORDER BY x NULLS LAST",
        rows: Some(&["[1]", "[2]", "[null]"]),
    },
    Shown {
        construct: "floor of a fraction, before 1970 too",
        query: "SELECT cast(floor(125/60.0) AS bigint), cast(floor(-1/60.0) AS bigint)",
        rows: Some(&["[2,-1]"]),
    },
    Shown {
        construct: "% of negative numbers",
        query: "SELECT -7 % 3, ((-7 % 3) + 3) % 3",
        rows: Some(&["[-1,2]"]),
    },
    Shown {
        construct: "a sum beyond the largest whole number",
        query: "SELECT sum(x) FROM (VALUES (9223372036854775807), (1)) t(x)",
        rows: None,
    },
    Shown {
        construct: "text that is no number",
        query: "SELECT cast(x AS bigint) FROM (VALUES ('12a')) t(x)",
        rows: None,
    },
    Shown {
        construct: "the order of text by its bytes",
        query: "SELECT x FROM (VALUES ('é'), ('a'), ('Z'), ('z'), ('я'), ('')) t(x) ORDER BY x NULLS LAST",
        rows: Some(&[r#"[""]"#, r#"["Z"]"#, r#"["a"]"#, r#"["z"]"#, r#"["é"]"#, r#"["я"]"#]),
    },
    Shown {
        construct: "equality of text",
        query: "SELECT CASE WHEN 'a' = 'A' THEN 1 ELSE 0 END, CASE WHEN 'a' = 'a ' THEN 1 ELSE 0 END, \
                CASE WHEN '' IS NULL THEN 1 ELSE 0 END, CASE WHEN NULL = NULL THEN 1 ELSE 0 END",
        rows: Some(&["[0,0,0,0]"]),
    },
    Shown {
        construct: "the text of a character by its number",
        query: "SELECT concat('Cote d', chr(39), 'Ivoire'), length(concat('a', chr(92), 'b'))",
        rows: Some(&[r#"["Cote d'Ivoire",3]"#]),
    },
    Shown {
        construct: "NULL in counts and groups",
        query: "SELECT x, count(*), count(y), count(DISTINCT y) FROM \
                (VALUES (1, 'a'), (1, NULL), (NULL, 'b'), (NULL, 'b')) t(x, y) GROUP BY x ORDER BY x NULLS LAST",
        rows: Some(&["[1,2,1,1]", "[null,2,2,1]"]),
    },
    Shown {
        construct: "joins, UNION and UNION ALL",
        query: "WITH l AS (SELECT x FROM (VALUES (1), (2), (NULL)) t(x)), \
                both AS (SELECT l.x AS x, r.x AS y FROM l LEFT JOIN l r ON l.x = r.x) \
                SELECT 'join' AS what, count(*), count(y) FROM both \
                UNION ALL SELECT 'one', count(*), count(x) FROM (SELECT x FROM l UNION SELECT x FROM l) u \
                UNION ALL SELECT 'all', count(*), count(x) FROM (SELECT x FROM l UNION ALL SELECT x FROM l) a \
                ORDER BY what NULLS LAST",
        rows: Some(&[r#"["all",6,4]"#, r#"["join",3,2]"#, r#"["one",3,2]"#]),
    },
    Shown {
        construct: "the join on buckets of time",
        query: "WITH s AS (SELECT who, at, at - ((at % 61) + 61) % 61 AS bucket FROM \
                (VALUES ('a', -30), ('b', 30), ('c', 31), ('d', 90), ('e', 152)) t(who, at)) \
                SELECT x.who, y.who, y.at - x.at FROM \
                (SELECT who, at, side, bucket + 61 * side AS theirs FROM s \
                CROSS JOIN (SELECT 0 AS side UNION ALL SELECT 1 AS side) sides) x \
                JOIN s y ON x.theirs = y.bucket WHERE y.at - x.at BETWEEN -60 AND 60 \
                AND ((side = 0 AND x.who < y.who) OR (side = 1 AND x.who <> y.who)) \
                ORDER BY 1 NULLS LAST, 2 NULLS LAST",
        rows: Some(&[
            r#"["a","b",60]"#,
            r#"["b","c",1]"#,
            r#"["b","d",60]"#,
            r#"["c","d",59]"#,
        ]),
    },
    Shown {
        construct: "a sum over a part of the rows",
        query: "SELECT x, sum(y) OVER (PARTITION BY x) FROM \
                (VALUES (1, 2), (1, 3), (2, 5), (NULL, 7), (NULL, 1)) t(x, y) ORDER BY 1 NULLS LAST, 2 NULLS LAST",
        rows: Some(&["[1,5]", "[1,5]", "[2,5]", "[null,8]", "[null,8]"]),
    },
    Shown {
        construct: "the first rows of an order",
        query: "SELECT x FROM (VALUES (3), (1), (2), (1)) t(x) ORDER BY x DESC NULLS LAST LIMIT 3",
        rows: Some(&["[3]", "[2]", "[1]"]),
    },
];

/// Asks for every construct; the first that differs is why the server is refused.
pub async fn held(cluster: &Cluster, lines: &mut Lines) -> Result<(), Refusal> {
    for shown in SHOWN {
        let mut rows: Vec<String> = Vec::new();
        let answered = cluster
            .ask(shown.query, lines, |row| {
                rows.push(row.to_owned());
                Ok(())
            })
            .await;
        let answered = match answered {
            Ok(_) => Some(rows),
            Err(refusal) if refusal.is_of_query => None,
            Err(refusal) => return Err(refusal),
        };
        if let Some(refusal) = shown.differs(answered.as_deref()) {
            return Err(refusal);
        }
    }
    Ok(())
}

impl Shown {
    /// Why the server is refused, where it answers otherwise. None of rows is an error of the query.
    fn differs(&self, answered: Option<&[String]>) -> Option<Refusal> {
        let same = match (self.rows, answered) {
            (None, None) => true,
            (Some(rows), Some(answered)) => rows == answered,
            _ => false,
        };
        let told = |rows: Option<Vec<&str>>| {
            rows.map_or_else(|| "an error".to_owned(), |rows| as_text(&rows))
        };
        (!same).then(|| {
            let expected = told(self.rows.map(<[&str]>::to_vec));
            let found = told(answered.map(|rows| rows.iter().map(String::as_str).collect()));
            Refusal::new(
                format!(
                    "this server reads {} otherwise than the Spark that griot was tried on: {found} instead of {expected}. \
                     Numbers from it cannot be trusted",
                    self.construct
                ),
                "ask a server of Spark 4 whose spark.sql.ansi.enabled is true and \
                 spark.sql.ansi.doubleQuotedIdentifiers false, as they are unless somebody changed them",
            )
        })
    }
}

/// Rows in words: one cell as it is, several rows side by side.
fn as_text(rows: &[&str]) -> String {
    let bare = |row: &&str| match serde_json::from_str::<Vec<Value>>(row).as_deref() {
        Ok([Value::String(one)]) => one.clone(),
        Ok([one]) => one.to_string(),
        _ => (*row).to_owned(),
    };
    let rows: Vec<String> = rows.iter().map(bare).collect();
    rows.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(construct: &str) -> &'static Shown {
        SHOWN.iter().find(|shown| shown.construct == construct).expect("a construct")
    }

    #[test]
    fn a_server_that_answers_otherwise_is_refused_by_name() {
        let whole = [r#"["a whole number"]"#.to_owned()];
        let refused = shown("7/2").differs(Some(&whole)).expect("refused");
        assert!(
            refused.what.starts_with(
                "this server reads 7/2 otherwise than the Spark that griot was tried on: a whole number instead of a fraction"
            ),
            "{}",
            refused.what
        );
        let order = ["[1]", "[2]", "[null]"].map(str::to_owned);
        let refused = shown("the order of NULL where it is not said").differs(Some(&order));
        assert!(refused.is_some_and(|it| it.what.contains("1, 2, null instead of null, 1, 2")));
        let quoted = [r#"["column"]"#.to_owned()];
        assert!(shown("text in double quotes").differs(Some(&quoted)).is_some());
    }

    #[test]
    fn silence_where_an_error_is_due_is_refused() {
        let wrapped = ["[-9223372036854775808]".to_owned()];
        let sum = shown("a sum beyond the largest whole number");
        let refused = sum.differs(Some(&wrapped)).expect("refused");
        assert!(refused.what.contains("instead of an error"), "{}", refused.what);
        assert!(sum.differs(None).is_none());
        assert!(
            shown("7/2")
                .differs(None)
                .is_some_and(|it| it.what.contains("an error instead of"))
        );
    }
}
