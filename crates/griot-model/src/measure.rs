//! What a sentence says of something that is measured: of whom, what, when, how much.

use crate::quantity::Comparator;

/// Of whom something was measured.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entity {
    /// A country, ISO 3166 alpha-3.
    Country(String),
    /// All countries together.
    World,
    /// A part of the world, UN M49 code.
    Region(String),
}

/// What a number is a number of, as far as the words beside it say.
#[derive(Debug, Clone, PartialEq)]
pub enum Unit {
    /// Of a hundred: 30 %, a quarter, eight in ten.
    Share,
    /// Points of a percentage.
    Points,
    /// One of something for so many: 1:600, one doctor for every 600 people.
    OnePer,
    /// So many for each so many: 25 per 1,000.
    Per(f64),
    /// So many times: twice, threefold.
    Times,
    /// A unit of measurement by its base, with the factor to it: 1e9 and `wh` for gigawatt-hours.
    Measured(String, f64),
    /// A currency: `USD`.
    Money(String),
    /// Nothing but a number; what is counted stands among the words of the topic.
    Bare,
}

/// A number that is stated of a measure, with what it would accept.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The number itself. A share is of a hundred.
    pub value: f64,
    /// Half a unit of its last digit that is not zero.
    pub slack: f64,
    /// The other end, where a range is stated.
    pub to: Option<f64>,
    /// How the words compare.
    pub comparator: Comparator,
    /// Of what.
    pub unit: Unit,
    /// By how much a yearly number is divided before it is compared: 365.25 for "a day".
    pub divided: Option<f64>,
    /// As written.
    pub written: String,
}

/// The years that are spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// One year.
    At(i16),
    /// From a year to a year, both included.
    Over(i16, i16),
    /// The day of the text, in its year.
    Now(i16),
    /// Some years between these, none of them certain: "in the early 1990s", "in recent years".
    Around(i16, i16),
    /// No time is said, in a sentence in the present.
    Unsaid,
    /// No time is said, and the sentence is of the past.
    Past,
    /// A time that no row of a year can be: a month, a half-year, an event.
    Unread,
}

/// Against whom somebody is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Among {
    /// Somebody named.
    Entities(Vec<Entity>),
    /// Every country of a named group: its name and members.
    Group(String, Vec<String>),
    /// Every country of a region, UN M49 code; `001` is the world.
    Region(String),
}

/// What is said of the numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Says {
    /// They were so high.
    Level(Amount),
    /// They rose or fell.
    Change {
        /// Whether they rose; none where the words only name two levels.
        rose: bool,
        /// From what.
        from: Option<Amount>,
        /// To what.
        to: Option<Amount>,
        /// By how much.
        by: Option<Amount>,
        /// For so many years running.
        running: Option<u16>,
        /// In every year.
        steadily: bool,
    },
    /// Highest or lowest of their own time.
    Extremum {
        /// Highest, or lowest.
        highest: bool,
        /// Since when, where it is said.
        since: Option<i16>,
    },
    /// The n-th highest or lowest of many.
    Rank {
        /// 1 for the highest.
        place: u16,
        /// Counted from the highest, or from the lowest.
        highest: bool,
        /// Of whom.
        among: Among,
    },
    /// Higher or lower than another's.
    Compared {
        /// Higher, or lower.
        higher: bool,
        /// Than whose.
        than: Among,
        /// So many times.
        times: Option<Amount>,
    },
    /// So large a part of the world's.
    PartOf(Amount),
}

/// A word of the topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// What it means: names of concepts, or the stem of the word.
    pub keys: Vec<String>,
    /// As written.
    pub written: String,
}

/// What a number is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Called {
    /// A share, a rate, a ratio.
    Share,
    /// A number of something.
    Count,
}

/// What one part of a sentence says of something measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Of whom; several are said each, or together.
    pub entities: Vec<Entity>,
    /// Whether several are added.
    pub together: bool,
    /// What is measured.
    pub topic: Vec<Topic>,
    /// When.
    pub time: Time,
    /// When the second number was, where the words give each its own year.
    pub until: Option<i16>,
    /// Whether it is said of every year of that time.
    pub always: bool,
    /// What is said.
    pub says: Says,
    /// What the words call the number; none where they call it nothing, or both.
    pub called: Option<Called>,
    /// What keeps the sentence from being read whole, in words.
    pub unread: Option<String>,
    /// Year of the text, where it is dated.
    pub written: Option<i16>,
}
