//! The questions that can be asked of files without a case: those of the command line, as forms.

use crate::asked::{Asked, Sent};

/// What came of a question.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Columns of a table; none where the answer is a text.
    pub(crate) columns: Vec<String>,
    /// Its rows.
    pub(crate) rows: Vec<Vec<String>>,
    /// The answer as it came.
    pub(crate) text: String,
    /// Name of the question.
    pub(crate) question: &'static str,
    /// What was said beside it.
    pub(crate) said: Vec<String>,
    /// The command that gives the same answer.
    pub(crate) command: String,
    /// The files that were asked, for a case.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// Where to go on.
    pub(crate) next: String,
}

/// A question.
#[derive(Debug)]
pub(crate) struct Question {
    /// Its name in addresses.
    pub(crate) name: &'static str,
    /// What is asked.
    pub(crate) title: &'static str,
    /// What it is good for, and what its answer is not.
    pub(crate) about: &'static str,
    /// The command.
    command: &'static [&'static str],
    /// Whether the answer is a table.
    is_table: bool,
    /// Its fields.
    pub(crate) fields: &'static [Field],
    /// Column of labels and column of numbers of a drawing.
    pub(crate) drawn: Option<(&'static str, &'static str)>,
    /// `format` of the description beside a file that goes into a case; empty where none does.
    pub(crate) format: &'static str,
}

/// A field of a form.
#[derive(Debug)]
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: &'static str,
    /// The option of the command; empty for a value that stands alone.
    flag: &'static str,
    /// What it is.
    pub(crate) label: &'static str,
    /// What its value means.
    pub(crate) help: &'static str,
    /// The value that it has unless another is given.
    pub(crate) default: &'static str,
    /// What can be given.
    pub(crate) kind: Kind,
    /// Whether it must be given.
    pub(crate) is_required: bool,
}

/// What can be given.
#[derive(Debug)]
pub(crate) enum Kind {
    /// Words.
    Text,
    /// Words with blanks between, each a value.
    Words,
    /// One of these.
    Choice(&'static [(&'static str, &'static str)]),
    /// Files.
    Files,
}

const fn text(
    name: &'static str,
    flag: &'static str,
    label: &'static str,
    help: &'static str,
    default: &'static str,
) -> Field {
    Field { name, flag, label, help, default, kind: Kind::Text, is_required: false }
}

const fn must(
    name: &'static str,
    flag: &'static str,
    label: &'static str,
    help: &'static str,
) -> Field {
    Field { name, flag, label, help, default: "", kind: Kind::Text, is_required: true }
}

const fn files(
    flag: &'static str,
    label: &'static str,
    help: &'static str,
    is_required: bool,
) -> Field {
    Field { name: "files", flag, label, help, default: "", kind: Kind::Files, is_required }
}

const STATE: &str = "A code of two or three letters, or a name: ML, MLI, Mali.";
const VOTES: Field = files(
    "--file",
    "Roll calls",
    "Without a file, the roll calls that come with griot. Else the UN Digital Library's bulk file, Voeten's forms, or UNGA-DM.",
    false,
);

/// All of them, in the order in which they are shown.
pub(crate) const QUESTIONS: &[Question] = &[
    Question {
        name: "network",
        title: "Which accounts share the same things at nearly the same time?",
        about: "A pair of accounts that often shares the same thing within the window is an edge. It is a pattern with its evidence, and names no culprit.",
        command: &["network"],
        is_table: true,
        fields: &[
            files(
                "",
                "Posts",
                "Exports of CrowdTangle, X, Telegram, TikTok, YouTube, 4CAT, CooRTweet and others, also compressed.",
                true,
            ),
            Field {
                name: "by",
                flag: "--by",
                label: "What they share",
                help: "Addresses are the usual first look; nearly the same text takes longest.",
                default: "url",
                kind: Kind::Choice(&[
                    ("url", "the same address"),
                    ("object", "the same object"),
                    ("domain", "the same site"),
                    ("hashtag", "the same hashtag"),
                    ("text", "the same text"),
                    ("near-text", "nearly the same text"),
                    ("repost", "the same post, reposted"),
                    ("media", "the same picture"),
                    ("mention", "the same account, mentioned"),
                ]),
                is_required: true,
            },
            text(
                "window",
                "--window",
                "Within",
                "Longest time between the two: 60s, 5m, 1h. Longer windows find more, and more by chance.",
                "60s",
            ),
            text(
                "min",
                "--min",
                "At least",
                "Fewest such pairs of an account. 2 leaves out what happened once.",
                "2",
            ),
        ],
        drawn: None,
        format: "posts",
    },
    Question {
        name: "compare",
        title: "Was there more harm in one period than in another?",
        about: "Deaths before and after a day, with an interval, by every list. More after is not yet because of.",
        command: &["events", "compare"],
        is_table: false,
        fields: &[
            must("place", "--place", "Country", STATE),
            must(
                "before",
                "--before",
                "First period",
                "From and to, by months or years: 2020-12/2021-11, or 2021.",
            ),
            must(
                "after",
                "--after",
                "Second period",
                "As long as the first, if the two are to be compared.",
            ),
            Field {
                name: "victims",
                flag: "--victims",
                label: "Whose deaths",
                help: "Civilians are counted under every definition that a list allows.",
                default: "civilians",
                kind: Kind::Choice(&[("civilians", "civilians'"), ("all", "everybody's")]),
                is_required: true,
            },
            text(
                "actor",
                "--actor",
                "Only events with",
                "A word of an actor's name, such as wagner. Empty: all events.",
                "",
            ),
            files(
                "",
                "Lists of events",
                "UCDP GED or ACLED exports, or plain CSV. Without a file, the deaths by country and year that come with griot.",
                false,
            ),
        ],
        drawn: None,
        format: "ucdp-ged",
    },
    Question {
        name: "fuse",
        title: "Which rows of several lists are one event?",
        about: "Rows near in place and time are matched one to one; what stays alone is one list's alone.",
        command: &["events", "fuse", "--format", "csv"],
        is_table: true,
        fields: &[
            files(
                "",
                "Lists of events",
                "Two or more: UCDP GED, ACLED, or CSV with date, latitude, longitude.",
                true,
            ),
            text(
                "km",
                "--km",
                "Within kilometres",
                "Farthest distance between rows of one event.",
                "25",
            ),
            text("days", "--days", "Within days", "Longest time between them.", "2"),
        ],
        drawn: None,
        format: "",
    },
    Question {
        name: "agree",
        title: "How often do two states vote alike?",
        about: "Agreement in the General Assembly by year, and how far it is beyond chance (pi, with an interval).",
        command: &["votes", "agree", "--format", "csv"],
        is_table: true,
        fields: &[
            must("first", "", "State", STATE),
            must("second", "", "Other state", STATE),
            text("years", "--years", "Years", "2023, or 2019/2023. Empty: all.", ""),
            VOTES,
        ],
        drawn: Some(("year", "exact")),
        format: "",
    },
    Question {
        name: "shift",
        title: "Which states moved toward one?",
        about: "Agreement beyond chance before and after, ranked among all states.",
        command: &["votes", "shift", "--format", "csv"],
        is_table: true,
        fields: &[
            must("toward", "--toward", "Toward", STATE),
            must("before", "--before", "Years before", "2019/2021"),
            must("after", "--after", "Years after", "2023"),
            text(
                "state",
                "",
                "Only",
                "A state; it is ranked among all just the same. Empty: every state.",
                "",
            ),
            VOTES,
        ],
        drawn: Some(("country", "delta")),
        format: "",
    },
    Question {
        name: "flips",
        title: "Which votes did a state change on the same text?",
        about: "Texts that come back each year, and where the state voted otherwise than before.",
        command: &["votes", "flips", "--format", "csv"],
        is_table: true,
        fields: &[
            must("state", "", "State", STATE),
            must(
                "toward",
                "--toward",
                "Seen from",
                "The state whose position tells toward from away.",
            ),
            text("years", "--years", "Years", "2023, or 2019/2023. Empty: all.", ""),
            VOTES,
        ],
        drawn: None,
        format: "",
    },
    Question {
        name: "rollcall",
        title: "Who voted how in one roll call?",
        about: "Every state's vote on one resolution.",
        command: &["votes", "rollcall", "--format", "csv"],
        is_table: true,
        fields: &[must("symbol", "", "Resolution", "Its symbol: A/RES/ES-11/6.")],
        drawn: None,
        format: "",
    },
    Question {
        name: "ideal",
        title: "Where do states stand, session by session?",
        about: "Places on the one line that explains the votes best, each with an interval. It takes about a minute.",
        command: &["votes", "ideal", "--format", "csv"],
        is_table: true,
        fields: &[
            Field {
                name: "states",
                flag: "",
                label: "States",
                help: "Codes with blanks between: ML RU FR.",
                default: "",
                kind: Kind::Words,
                is_required: true,
            },
            VOTES,
        ],
        drawn: None,
        format: "",
    },
    Question {
        name: "gap",
        title: "What does the importer record that the exporter does not?",
        about: "The gap between the two sides of a trade, by period. A gap has many causes, and names nobody.",
        command: &["trade", "gap", "--format", "csv"],
        is_table: true,
        fields: &[
            files(
                "--file",
                "Trade records",
                "UN Comtrade (JSON or CSV), BACI with its country codes, or a table of cited figures.",
                true,
            ),
            must("origin", "--origin", "Exporter", STATE),
            text(
                "partner",
                "--partner",
                "Importer",
                "A code or a name. Empty: all of them.",
                "",
            ),
            text(
                "product",
                "--product",
                "Product",
                "A code of the Harmonised System: 7108 is gold. Empty: all of them.",
                "",
            ),
        ],
        drawn: None,
        format: "trade",
    },
];

/// The question of a name.
pub(crate) fn named(name: &str) -> Option<&'static Question> {
    QUESTIONS.iter().find(|question| question.name == name)
}

/// A question with its answers to the form, ready to be asked.
#[derive(Debug)]
pub(crate) struct Ready {
    /// The question.
    pub(crate) question: &'static Question,
    /// Arguments of the command, but for the files.
    pub(crate) arguments: Vec<String>,
    /// Values that stand alone.
    pub(crate) alone: Vec<String>,
    /// The option before each file; empty for none.
    pub(crate) flag: &'static str,
    /// The files.
    pub(crate) files: Vec<Sent>,
}

impl Question {
    /// Reads a form; says which field is missing.
    pub(crate) fn ready(&'static self, asked: &Asked) -> Result<Ready, &'static str> {
        let mut ready = Ready {
            question: self,
            arguments: self.command.iter().map(|it| (*it).to_owned()).collect(),
            alone: Vec::new(),
            flag: "",
            files: Vec::new(),
        };
        for field in self.fields {
            if matches!(field.kind, Kind::Files) {
                ready.files = asked.taken(field.name);
                ready.flag = field.flag;
                if field.is_required && ready.files.is_empty() {
                    return Err(field.label);
                }
                continue;
            }
            let value = asked.field(field.name).trim();
            if value.is_empty() {
                if field.is_required {
                    return Err(field.label);
                }
                continue;
            }
            match (field.flag, &field.kind) {
                ("", Kind::Words) => {
                    ready.alone.extend(value.split_whitespace().map(ToOwned::to_owned));
                }
                ("", _) => ready.alone.push(value.to_owned()),
                (flag, _) => ready.arguments.push(format!("{flag}={value}")),
            }
        }
        Ok(ready)
    }

    /// Reads what the command answered.
    pub(crate) fn outcome(&self, name: &'static str, out: &[u8], said: &str) -> Outcome {
        let mut outcome = Outcome {
            question: name,
            said: said.lines().map(ToOwned::to_owned).filter(|line| !line.is_empty()).collect(),
            text: String::from_utf8_lossy(out).into_owned(),
            ..Outcome::default()
        };
        if self.is_table {
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(out);
            let cells =
                |record: &csv::StringRecord| record.iter().map(ToOwned::to_owned).collect();
            outcome.columns = reader.headers().map(cells).unwrap_or_default();
            outcome.rows =
                reader.records().map_while(Result::ok).map(|it| cells(&it)).collect();
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(form: &[(&str, &str)]) -> Asked {
        Asked {
            changes: true,
            path: Vec::new(),
            query: Vec::new(),
            form: form.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            files: Vec::new(),
            part: false,
            languages: String::new(),
        }
    }

    #[test]
    fn a_value_never_becomes_an_option() {
        let agree = named("agree").expect("a question");
        let form = asked(&[("first", "--file=/etc/passwd"), ("second", "RU"), ("years", "-x")]);
        let ready = agree.ready(&form).expect("a form");
        assert_eq!(ready.alone, ["--file=/etc/passwd", "RU"]);
        assert_eq!(ready.arguments, ["votes", "agree", "--format", "csv", "--years=-x"]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let agree = named("agree").expect("a question");
        assert_eq!(agree.ready(&asked(&[("first", "ML")])).err(), Some("Other state"));
    }

    #[test]
    fn names_are_apart() {
        for (index, one) in QUESTIONS.iter().enumerate() {
            assert!(QUESTIONS.iter().skip(index + 1).all(|other| other.name != one.name));
        }
    }
}
