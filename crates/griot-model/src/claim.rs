//! What a sentence of a report says, in a form that rows can answer.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    case::Modality, date::DateReading, measure::Measure, quantity::Quantity, span::Span,
};

/// `c12`: the twelfth claim of a document, or the author's own id of a bound claim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClaimId(pub String);

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What sort of thing is claimed, for counting and for filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimKind {
    /// A vote, or how many voted so.
    Vote,
    /// When a named event was.
    Date,
    /// Who held an office.
    Office,
    /// How many.
    Count,
    /// A share, a change, a comparison of two numbers.
    Ratio,
    /// A sum of money.
    Money,
    /// Whether somebody is on a sanctions list.
    Sanction,
    /// What came before what.
    Order,
    /// Words between quotation marks.
    Quote,
    /// A tie between two actors.
    Relation,
    /// An opinion, a cause or a motive.
    Opinion,
}

/// Whether the author tied the words to evidence, or griot proposes the tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Binding {
    /// Written by the author as a Pandoc span with class `claim`.
    Explicit,
    /// Found by griot's grammar; one level milder when contradicted.
    Proposed,
    /// Read from words that stand beside each other, by no pattern: it may be supported, and is otherwise no claim.
    Loose,
}

/// Who is said to have said it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// The speaker as written.
    pub speaker: String,
    /// The verb as written: "said", "claimed", "reported".
    pub verb: String,
    /// Where the speaker and the verb stand.
    pub span: Span,
}

/// A vote in the General Assembly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// In favour.
    Yes,
    /// Against.
    No,
    /// Present, neither.
    Abstain,
    /// Did not vote.
    Absent,
}

impl Choice {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Yes, Self::No, Self::Abstain, Self::Absent];

    /// The choice of a word, as [`Self::word`] writes it.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.word() == word)
    }

    /// The word for it in tables, in SQL and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Abstain => "abstain",
            Self::Absent => "absent",
        }
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Yes => "voted in favour",
            Self::No => "voted against",
            Self::Abstain => "abstained",
            Self::Absent => "did not vote",
        })
    }
}

/// A part of the world that a count is limited to, as UN M49 code: `002` is Africa.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Region {
    /// UN M49 code of three digits.
    pub m49: String,
    /// As written.
    pub name: String,
}

/// A resolution as a text points to it: by symbol, by date, by what it is about, or all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResolutionRef {
    /// `A/RES/ES-11/6`, if written.
    pub symbol: Option<String>,
    /// Whether it is one of the Security Council (`true`) or of the General Assembly, where no symbol says so; none where the
    /// words may mean either.
    pub council: Option<bool>,
    /// When it was voted on, each possible reading.
    pub dates: Vec<DateReading>,
    /// Lower-case content words near the claim, for choosing among roll calls by title.
    pub topic: Vec<String>,
    /// Its result as far as the words give it: two numbers or three tell a roll call from others of its month or year.
    pub tally: Vec<(Choice, u16)>,
}

/// The office a term is about. Each is another one: nobody takes one by taking another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Office {
    /// Who effectively rules, whatever the title: president, prime minister or junta leader, as REIGN counts it.
    Ruler,
    /// President, monarch, head of a transition.
    HeadOfState,
    /// Prime minister, chancellor.
    HeadOfGovernment,
    /// Minister of foreign affairs.
    ForeignMinister,
    /// Minister of defence.
    DefenceMinister,
    /// Any other office, which only a case's `intervals.csv` can decide.
    Other,
}

impl Office {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Ruler,
        Self::HeadOfState,
        Self::HeadOfGovernment,
        Self::ForeignMinister,
        Self::DefenceMinister,
        Self::Other,
    ];

    /// The office of a word, as [`Self::word`] writes it.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|office| office.word() == word)
    }

    /// The word for it in tables, in language packs and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ruler => "ruler",
            Self::HeadOfState => "head-of-state",
            Self::HeadOfGovernment => "head-of-government",
            Self::ForeignMinister => "foreign-minister",
            Self::DefenceMinister => "defence-minister",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for Office {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ruler => "ruler",
            Self::HeadOfState => "head of state",
            Self::HeadOfGovernment => "head of government",
            Self::ForeignMinister => "minister of foreign affairs",
            Self::DefenceMinister => "minister of defence",
            Self::Other => "office-holder",
        })
    }
}

/// Which part of a term a date is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermEdge {
    /// Took office.
    Start,
    /// Left office.
    End,
    /// Resigned or stepped down, which may be said of the day it was announced.
    Resigned,
    /// Was in office then.
    During,
    /// Was in office from the first day of the range to the last.
    Whole,
    /// Is called by the title, with country and full name: at the date of the clause, else at some time until the day of the
    /// text.
    Titled,
}

/// Which end of a mission a date is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MissionEdge {
    /// It was decided, set up or deployed.
    Start,
    /// It closed or withdrew.
    End,
    /// A mandate of it ended, after which another may have come.
    MandateEnd,
}

/// Which end of a membership a date is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemberEdge {
    /// It joined.
    Joins,
    /// It left.
    Leaves,
}

/// What a state does with a treaty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TreatyAct {
    /// Signs, and is not bound yet.
    Signs,
    /// Ratifies, or becomes a party in words that do not say how. A parliament may do so years before the
    /// instrument is deposited.
    Ratifies,
    /// Accedes: the deposit itself.
    Accedes,
    /// Has not become a party.
    Stays,
}

/// How free a country is, as Freedom House puts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Freedom {
    /// Free.
    Free,
    /// Partly free.
    PartlyFree,
    /// Not free.
    NotFree,
}

/// Of which people who fled a count is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Population {
    /// Refugees from the country.
    RefugeesFrom,
    /// Refugees in the country, wherever they are from.
    RefugeesIn,
    /// Asylum-seekers from the country.
    AsylumSeekersFrom,
    /// Asylum-seekers in the country.
    AsylumSeekersIn,
    /// Other people in need of international protection, in the country.
    OthersIn,
    /// People displaced inside the country.
    Internal,
}

/// What is said to be so. Each variant is what one rule can decide; the rest is [`Self::Unread`].
#[derive(Debug, Clone, PartialEq)]
pub enum Proposition {
    /// A country voted so on a resolution.
    VoteCast {
        /// ISO 3166 alpha-3.
        country: String,
        /// How it voted.
        choice: Choice,
        /// On what.
        resolution: ResolutionRef,
    },
    /// So many states voted so on a resolution.
    VoteCount {
        /// How they voted.
        choice: Choice,
        /// How many.
        count: Quantity,
        /// Only states of this region, if said.
        region: Option<Region>,
        /// A country said to be one of them, ISO 3166 alpha-3.
        member: Option<String>,
        /// How many states are named beside the number: one in "Mali and 18 others".
        besides: u16,
        /// On what.
        resolution: ResolutionRef,
    },
    /// The Assembly adopted a resolution on a date.
    Adopted {
        /// `A/RES/ES-11/6`.
        symbol: String,
        /// When.
        dates: Vec<DateReading>,
    },
    /// A coup d'etat happened in a country on a date.
    Coup {
        /// ISO 3166 alpha-3.
        country: String,
        /// When; several where the words can be read in several ways.
        dates: Vec<DateReading>,
        /// Who was removed, as written, if said.
        ousted: Option<String>,
        /// Who did it, as written, if said of whoever was removed: "overthrown by".
        by: Option<String>,
        /// Whether the words say it failed.
        failed: bool,
    },
    /// A national election was held on a date.
    Election {
        /// ISO 3166 alpha-3.
        country: String,
        /// When.
        dates: Vec<DateReading>,
        /// Whether the words say presidential (`Some(true)`) or legislative (`Some(false)`).
        executive: Option<bool>,
    },
    /// A person won an election.
    Elected {
        /// Name as written.
        person: String,
        /// ISO 3166 alpha-3.
        country: String,
        /// To which office.
        office: Office,
        /// When; empty where the words give no date and say one of the following.
        dates: Vec<DateReading>,
        /// Share of the vote in percent, its rounding in its bounds, if said.
        share: Option<Quantity>,
        /// Round in which, 1 or 2, if said.
        round: Option<i16>,
        /// Whom the person won against, as written, if said.
        opponent: Option<String>,
    },
    /// A candidate had a share of the vote in a presidential election, whoever won it.
    Polled {
        /// Name as written.
        person: String,
        /// ISO 3166 alpha-3.
        country: String,
        /// Round, 1 or 2, if said.
        round: Option<i16>,
        /// In percent, its rounding in its bounds.
        share: Quantity,
        /// When; empty where the words give no date.
        dates: Vec<DateReading>,
    },
    /// A country became independent on a date.
    Independence {
        /// ISO 3166 alpha-3.
        country: String,
        /// When.
        dates: Vec<DateReading>,
    },
    /// A person held, took or left an office.
    Term {
        /// Name as written.
        person: String,
        /// ISO 3166 alpha-3, where the words or the context say which.
        country: Option<String>,
        /// Which office.
        office: Office,
        /// Role as written: "Foreign Minister".
        role: String,
        /// Which part of the term.
        edge: TermEdge,
        /// Whom the person followed, at a start, or who followed, at an end, as written.
        beside: Option<String>,
        /// When; empty where the words give no date.
        dates: Vec<DateReading>,
    },
    /// So many people died in organised violence in a country and period.
    Deaths {
        /// ISO 3166 alpha-3.
        country: String,
        /// The period, each possible reading.
        dates: Vec<DateReading>,
        /// How many.
        count: Quantity,
        /// Only civilians.
        civilians: bool,
        /// A place or an actor that narrows the count below country level, as written.
        narrowed_by: Option<String>,
    },
    /// Somebody was on, or not on, a sanctions list.
    Listed {
        /// Name as written.
        entity: String,
        /// `US`, `UN`, `UK` or `EU`, if said.
        authority: Option<String>,
        /// When; empty where the words give no date.
        dates: Vec<DateReading>,
        /// Whether the date is that of the listing itself, not of a state that lasts.
        on_that_date: bool,
        /// False for "is not sanctioned".
        listed: bool,
    },
    /// A number that follows from other numbers of the same text.
    Arithmetic {
        /// What the text says.
        says: Quantity,
        /// What its own numbers give.
        gives: f64,
        /// Smallest and largest value the inputs allow once their rounding is taken into account.
        within: (f64, f64),
        /// The calculation, written out: `(66.8 - 57.7) / 66.8 = 13.6 %`.
        formula: String,
        /// Where the inputs stand.
        inputs: Vec<Span>,
    },
    /// One dated event came before another.
    Order {
        /// The earlier one, as written.
        earlier: String,
        /// The later one, as written.
        later: String,
        /// Dates of the earlier one from the text, if it gives any.
        earlier_dates: Vec<DateReading>,
        /// Dates of the later one from the text, if it gives any.
        later_dates: Vec<DateReading>,
    },
    /// A named event happened on a date.
    Dated {
        /// The words of the clause, for matching with the timeline of a case.
        event: String,
        /// When.
        dates: Vec<DateReading>,
    },
    /// Words between quotation marks.
    Quoted {
        /// The words, without the marks.
        words: String,
        /// Id of the case's statement, if the author bound one.
        statement: Option<String>,
    },
    /// Two actors of the case are tied.
    Tied {
        /// Actor id.
        from: String,
        /// Actor id.
        to: String,
    },
    /// A peacekeeping mission of the United Nations began or ended.
    Mission {
        /// Acronym of the table of missions: `MINUSMA`.
        mission: Option<String>,
        /// ISO 3166 alpha-3, where the words say "the UN mission in Mali" and no name.
        country: Option<String>,
        /// Which end of it.
        edge: MissionEdge,
        /// When.
        dates: Vec<DateReading>,
        /// Number of the resolution by which it began, if said: `2100`.
        resolution: Option<String>,
        /// Words that may speak of a part of it, as written: a place it left, a contingent.
        narrowed_by: Option<String>,
    },
    /// A country became, was or ceased to be a member of an organisation.
    Membership {
        /// ISO 3166 alpha-3.
        country: String,
        /// Acronym of the table of memberships: `UN`, `ECOWAS`.
        organisation: String,
        /// Whether it joined or left.
        edge: MemberEdge,
        /// When; empty where the words give no date.
        dates: Vec<DateReading>,
    },
    /// A country signed a treaty or became bound by it.
    Treaty {
        /// ISO 3166 alpha-3.
        country: String,
        /// Short name of the table of treaties: `CAT`.
        treaty: String,
        /// What it did.
        act: TreatyAct,
        /// When; empty where the words give no date.
        dates: Vec<DateReading>,
    },
    /// A country had a place in the index of press freedom.
    Ranked {
        /// ISO 3166 alpha-3.
        country: String,
        /// Which place.
        place: u16,
        /// The edition, each possible one.
        dates: Vec<DateReading>,
    },
    /// A country rose or fell in the index of press freedom between two editions.
    RankMoved {
        /// ISO 3166 alpha-3.
        country: String,
        /// The place before, if said.
        from: Option<u16>,
        /// The place after, if said.
        to: Option<u16>,
        /// By how many places, if said.
        by: Option<u16>,
        /// Whether the words say that it did better (`true`) or worse, if they do.
        better: Option<bool>,
        /// The earlier edition and the later one.
        editions: [i16; 2],
    },
    /// A country was rated free, partly free or not free.
    Rated {
        /// ISO 3166 alpha-3.
        country: String,
        /// How free.
        status: Freedom,
        /// When.
        dates: Vec<DateReading>,
    },
    /// So many people of a country, or in it, had fled.
    Displaced {
        /// ISO 3166 alpha-3: whence they fled, or where they are.
        country: String,
        /// ISO 3166 alpha-3 of the country of origin, where those from one country alone are counted in another.
        from: Option<String>,
        /// Of whom the count is.
        population: Population,
        /// How many.
        count: Quantity,
        /// When; empty where the words give no date.
        dates: Vec<DateReading>,
        /// `UNHCR` or `IDMC`, if said.
        source: Option<String>,
        /// Words that choose some of them, as written.
        narrowed_by: Option<String>,
    },
    /// A country had a value in an index of democracy.
    Scored {
        /// ISO 3166 alpha-3.
        country: String,
        /// Which index, by the topic of its series: `vdem_liberal_democracy`.
        topic: String,
        /// The value, between 0 and 1, its rounding in its bounds.
        value: Quantity,
        /// When.
        dates: Vec<DateReading>,
    },
    /// Permanent members vetoed a draft of the Security Council.
    Vetoed {
        /// ISO 3166 alpha-3 of those said to have vetoed; empty for "was vetoed".
        by: Vec<String>,
        /// Whether the words say that nobody else did: "alone", "a double veto".
        no_other: bool,
        /// When.
        dates: Vec<DateReading>,
    },
    /// So many coups happened in a country in a time, or one was so manieth of them.
    CoupCount {
        /// ISO 3166 alpha-3.
        country: String,
        /// How many, or the place in the order.
        count: u16,
        /// Whether it is a place in the order: "the third coup since 2012".
        is_ordinal: bool,
        /// Whether the words say attempts (`Some(true)`) or successful ones (`Some(false)`).
        attempts: Option<bool>,
        /// The time they are counted in, each possible one.
        dates: Vec<DateReading>,
    },
    /// A partner had a share of a country's exports or imports.
    TradeShare {
        /// ISO 3166 alpha-3.
        country: String,
        /// ISO 3166 alpha-3.
        partner: String,
        /// Of its exports; else of its imports.
        exports: bool,
        /// Between 0 and 1.
        share: Quantity,
        /// When.
        dates: Vec<DateReading>,
    },
    /// Something that is measured was so high, rose, fell, or was more than another.
    Measures(Box<Measure>),
    /// An opinion, a cause or a motive.
    Opinion,
    /// Checkable in principle, but no rule here reads it; the sentence says what would settle it.
    Unread {
        /// What evidence would settle it.
        settled_by: String,
    },
}

/// A claim with everything a rule needs to judge it.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Unique in the document.
    pub id: ClaimId,
    /// The words it stands on.
    pub span: Span,
    /// The sentence around them.
    pub sentence: Span,
    /// What sort of thing is claimed.
    pub kind: ClaimKind,
    /// What is said to be so.
    pub proposition: Proposition,
    /// Who is said to have said it.
    pub attribution: Option<Attribution>,
    /// How the text stands behind it.
    pub modality: Modality,
    /// Claims whose being wrong would make this one wrong.
    pub depends_on: Vec<ClaimId>,
    /// Author's tie or griot's.
    pub binding: Binding,
    /// What of its identity the sentence itself does not say, in words: "Mali, which the heading names". Such a claim is
    /// never contradicted.
    pub assumed: Option<String>,
}

impl Claim {
    /// Whether it is a title before a name and no more: "Guinean President Alpha Condé", who need not hold it on the day of the text.
    pub fn is_title(&self) -> bool {
        matches!(self.proposition, Proposition::Term { edge: TermEdge::Titled, .. })
    }
}
