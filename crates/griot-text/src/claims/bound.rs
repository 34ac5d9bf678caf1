//! Claims that the author bound: `[seven states]{.claim vote="A/RES/ES-11/6" cast=no count=7}`.
//!
//! The attributes say what the words mean, so nothing is guessed:
//!
//! | attributes | means |
//! |---|---|
//! | `vote=SYMBOL cast=yes\|no\|abstain\|absent who=ISO3` | how a country voted |
//! | `vote=SYMBOL cast=… count=N [cmp=…]` | how many states voted so |
//! | `coup=ISO3 on=DATE` | a coup d'etat |
//! | `election=ISO3 on=DATE [type=presidential\|legislative]` | an election |
//! | `office=leader\|ROLE who=NAME where=ISO3 since=\|until=\|on=DATE` | a term of office |
//! | `deaths=all\|civilians where=ISO3 year=YYYY count=N [cmp=…]` | deaths in a calendar year |
//! | `listed=NAME by=US\|UN\|UK\|EU on=\|since=DATE` | a sanctions list |
//! | `event=ID on=DATE` | a row of the timeline |
//! | `before=ID after=ID` | the first row came before the second |
//! | `quote=ID` | words of a statement |
//! | `relation="FROM TO"` | a tie between two actors |
//!
//! `cmp` is one of `=`, `~`, `>`, `>=`, `<`, `<=`. Dates are `2020`, `2020-08` or `2020-08-18`.

use griot_model::{
    Choice, ClaimKind, Comparator, DateReading, Office, PartialDate, Proposition, Quantity,
    ResolutionRef, Span, TermEdge,
};

use crate::document::Bound;

/// Why the attributes of a bound claim say nothing that can be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclear {
    /// Where it is wrong.
    pub span: Span,
    /// A sentence without the final full stop.
    pub message: String,
    /// What to write instead.
    pub remedy: String,
}

/// Every attribute that binds a claim, for messages.
const KEYS: &[&str] = &[
    "vote", "coup", "election", "office", "deaths", "listed", "event", "before", "quote",
    "relation",
];

/// What a bound span claims; `words` are the words inside the brackets.
pub fn proposition(bound: &Bound, words: &str) -> Result<(ClaimKind, Proposition), Unclear> {
    let key = KEYS.iter().find(|key| bound.get(key).is_some());
    match key.copied() {
        Some("vote") => vote(bound),
        Some("coup") => Ok((
            ClaimKind::Date,
            Proposition::Coup {
                country: country(bound, "coup")?,
                dates: vec![date(bound, "on")?],
                ousted: None,
                by: None,
                failed: false,
            },
        )),
        Some("election") => Ok((
            ClaimKind::Date,
            Proposition::Election {
                country: country(bound, "election")?,
                dates: vec![date(bound, "on")?],
                executive: match bound.get("type") {
                    None => None,
                    Some(("presidential", _)) => Some(true),
                    Some(("legislative", _)) => Some(false),
                    Some((_, span)) => {
                        return Err(unclear(
                            span,
                            "this is no type of election",
                            "write type=presidential or type=legislative",
                        ));
                    }
                },
            },
        )),
        Some("office") => office(bound),
        Some("deaths") => deaths(bound),
        Some("listed") => listed(bound),
        Some("event") => Ok((
            ClaimKind::Date,
            Proposition::Dated {
                event: text(bound, "event")?,
                dates: vec![date(bound, "on")?],
            },
        )),
        Some("before") => Ok((
            ClaimKind::Order,
            Proposition::Order {
                earlier: text(bound, "before")?,
                later: text(bound, "after")?,
                earlier_dates: Vec::new(),
                later_dates: Vec::new(),
            },
        )),
        Some("quote") => Ok((
            ClaimKind::Quote,
            Proposition::Quoted {
                words: words.trim_matches(['“', '”', '"', '«', '»', ' ']).to_owned(),
                statement: Some(text(bound, "quote")?),
            },
        )),
        Some("relation") => {
            let (value, span) = value(bound, "relation")?;
            let mut ids = value.split_whitespace();
            match (ids.next(), ids.next(), ids.next()) {
                (Some(from), Some(to), None) => Ok((
                    ClaimKind::Relation,
                    Proposition::Tied { from: from.to_owned(), to: to.to_owned() },
                )),
                _ => Err(unclear(
                    span,
                    "a relation is between two actors",
                    "write relation=\"FROM TO\" with two actor ids",
                )),
            }
        }
        _ => Err(unclear(
            bound.outer,
            "the claim is not bound to any evidence",
            &format!("add one of: {}", KEYS.join(", ")),
        )),
    }
}

fn vote(bound: &Bound) -> Result<(ClaimKind, Proposition), Unclear> {
    let resolution = ResolutionRef {
        council: None,
        symbol: Some(text(bound, "vote")?),
        dates: Vec::new(),
        topic: Vec::new(),
        tally: Vec::new(),
    };
    let (cast, span) = value(bound, "cast")?;
    let choice = Choice::of(cast).ok_or_else(|| {
        unclear(span, "this is no vote", "write cast=yes, no, abstain or absent")
    })?;
    let proposition = if bound.get("count").is_some() {
        Proposition::VoteCount {
            choice,
            count: count(bound, "states")?,
            region: None,
            member: bound.get("who").map(|(who, _)| who.to_owned()),
            besides: 0,
            resolution,
        }
    } else {
        Proposition::VoteCast { country: country(bound, "who")?, choice, resolution }
    };
    Ok((ClaimKind::Vote, proposition))
}

fn office(bound: &Bound) -> Result<(ClaimKind, Proposition), Unclear> {
    let role = text(bound, "office")?;
    let office = if role == "leader" {
        Office::Ruler
    } else {
        Office::of(&role).unwrap_or(Office::Other)
    };
    let edges =
        [("since", TermEdge::Start), ("until", TermEdge::End), ("on", TermEdge::During)];
    let (key, edge) =
        edges.into_iter().find(|(key, _)| bound.get(key).is_some()).ok_or_else(|| {
            unclear(bound.outer, "the term has no date", "add since=, until= or on=DATE")
        })?;
    Ok((
        ClaimKind::Office,
        Proposition::Term {
            person: text(bound, "who")?,
            country: bound.get("where").map(|_| country(bound, "where")).transpose()?,
            office,
            role,
            edge,
            beside: None,
            dates: vec![date(bound, key)?],
        },
    ))
}

fn deaths(bound: &Bound) -> Result<(ClaimKind, Proposition), Unclear> {
    let (whom, span) = value(bound, "deaths")?;
    let civilians = match whom {
        "all" => false,
        "civilians" => true,
        _ => {
            return Err(unclear(
                span,
                "these dead are not counted",
                "write deaths=all or deaths=civilians",
            ));
        }
    };
    Ok((
        ClaimKind::Count,
        Proposition::Deaths {
            country: country(bound, "where")?,
            dates: vec![date(bound, "year")?],
            count: count(bound, if civilians { "civilians" } else { "people" })?,
            civilians,
            narrowed_by: None,
        },
    ))
}

fn listed(bound: &Bound) -> Result<(ClaimKind, Proposition), Unclear> {
    let key = if bound.get("since").is_some() { "since" } else { "on" };
    Ok((
        ClaimKind::Sanction,
        Proposition::Listed {
            entity: text(bound, "listed")?,
            authority: Some(text(bound, "by")?),
            dates: bound.get(key).map(|_| date(bound, key)).transpose()?.into_iter().collect(),
            on_that_date: key == "since",
            listed: true,
        },
    ))
}

fn value<'b>(bound: &'b Bound, key: &str) -> Result<(&'b str, Span), Unclear> {
    bound.get(key).filter(|(value, _)| !value.trim().is_empty()).ok_or_else(|| {
        unclear(
            bound.outer,
            &format!("{key} is missing"),
            &format!("add {key}=… to the braces"),
        )
    })
}

fn text(bound: &Bound, key: &str) -> Result<String, Unclear> {
    value(bound, key).map(|(value, _)| value.trim().to_owned())
}

fn country(bound: &Bound, key: &str) -> Result<String, Unclear> {
    let (value, span) = value(bound, key)?;
    let upper = value.trim().to_uppercase();
    if upper.len() == 3 && upper.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(upper)
    } else {
        Err(unclear(
            span,
            &format!("{value} is not an ISO 3166 alpha-3 code"),
            "write three letters, such as MLI",
        ))
    }
}

fn date(bound: &Bound, key: &str) -> Result<DateReading, Unclear> {
    let (value, span) = value(bound, key)?;
    let date: PartialDate = value.parse().map_err(|error: griot_model::date::NotADate| {
        unclear(span, &error.to_string(), "write the date of the evidence")
    })?;
    Ok(DateReading {
        range: date.range(),
        shown: date.to_string(),
        how: "as the author bound it".to_owned(),
    })
}

fn count(bound: &Bound, unit: &str) -> Result<Quantity, Unclear> {
    let (value, span) = value(bound, "count")?;
    let plain: String = value.chars().filter(|c| !matches!(c, ',' | ' ' | '_')).collect();
    let number: f64 = plain
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite() && *number >= 0.0)
        .ok_or_else(|| {
            unclear(
                span,
                &format!("{value} is not a number"),
                "write digits, such as count=1814",
            )
        })?;
    let mut quantity = Quantity::exactly(number, unit);
    if let Some((cmp, span)) = bound.get("cmp") {
        let (comparator, low, high) = match cmp {
            "=" => (Comparator::Equal, number, number),
            "~" => (Comparator::About, number * 0.9, number * 1.1),
            ">" => (Comparator::MoreThan, number, f64::INFINITY),
            ">=" => (Comparator::AtLeast, number, f64::INFINITY),
            "<" => (Comparator::LessThan, 0.0, number),
            "<=" => (Comparator::AtMost, 0.0, number),
            _ => {
                return Err(unclear(
                    span,
                    &format!("{cmp} is no comparison"),
                    "write one of =, ~, >, >=, <, <=",
                ));
            }
        };
        (quantity.comparator, quantity.low, quantity.high) = (comparator, low, high);
    }
    Ok(quantity)
}

fn unclear(span: Span, message: &str, remedy: &str) -> Unclear {
    Unclear { span, message: message.to_owned(), remedy: remedy.to_owned() }
}
