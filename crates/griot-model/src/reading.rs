//! How griot read a claim, in words: its frame and what fills its slots. Whoever disagrees sees at once where it was misread.

use serde::Serialize;

use crate::claim::{
    Choice, Freedom, MemberEdge, MissionEdge, Population, Proposition, TermEdge, TreatyAct,
};
use crate::{
    date::DateReading,
    measure::{Entity, Measure, Says, Time},
};

/// A slot of a frame with what fills it, as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slot {
    /// `country`, `date`, `person`.
    pub role: &'static str,
    /// `MLI`, `2020-08-18`, `Ibrahim Boubacar Keïta`.
    pub value: String,
}

impl Proposition {
    /// The kind of thing that is said.
    pub fn frame(&self) -> &'static str {
        match self {
            Self::VoteCast { .. } => "votes",
            Self::VoteCount { .. } => "tally",
            Self::Adopted { .. } => "adopts",
            Self::Coup { .. } => "coup",
            Self::Election { .. } => "election-held",
            Self::Elected { .. } => "elected",
            Self::Independence { .. } => "independence",
            Self::Term { edge: TermEdge::Start, .. } => "takes-office",
            Self::Term { edge: TermEdge::End | TermEdge::Resigned, .. } => "leaves-office",
            Self::Term { .. } => "holds-office",
            Self::Deaths { .. } => "killed",
            Self::Listed { .. } => "lists",
            Self::Arithmetic { .. } => "arithmetic",
            Self::Order { .. } => "order",
            Self::Dated { .. } => "dated",
            Self::Quoted { .. } => "says",
            Self::Tied { .. } => "tied",
            Self::Measures(measure) => match measure.says {
                Says::Level(_) | Says::PartOf(_) => "measures",
                Says::Change { .. } => "changes",
                Says::Extremum { .. } | Says::Rank { .. } | Says::Compared { .. } => "ranks",
            },
            Self::Mission { edge: MissionEdge::Start, .. } => "mission-starts",
            Self::Mission { .. } => "mission-ends",
            Self::Membership { edge: MemberEdge::Joins, .. } => "joins",
            Self::Membership { edge: MemberEdge::Leaves, .. } => "leaves",
            Self::Treaty { act: TreatyAct::Signs, .. } => "signs",
            Self::Treaty { .. } => "ratifies",
            Self::Ranked { .. } | Self::RankMoved { .. } => "ranks",
            Self::Rated { .. } => "rated",
            Self::Displaced { .. } => "displaced",
            Self::Polled { .. } => "polled",
            Self::Scored { .. } => "scored",
            Self::Vetoed { .. } => "vetoes",
            Self::CoupCount { .. } => "coups",
            Self::TradeShare { .. } => "trades",
            Self::Opinion => "opinion",
            Self::Unread { .. } => "unread",
        }
    }

    /// What fills the slots, in the order in which they are read.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm a kind of proposition, each of a few lines"
    )]
    pub fn slots(&self) -> Vec<Slot> {
        let mut slots = Slots::default();
        match self {
            Self::VoteCast { country, choice, resolution } => {
                slots.add("country", country);
                slots.choice(*choice);
                slots.some("text", resolution.symbol.as_ref());
                slots.dates(&resolution.dates);
            }
            Self::VoteCount { choice, count, region, member, besides, resolution } => {
                slots.add("count", &count.to_string());
                slots.some("region", region.as_ref().map(|region| &region.name));
                slots.some("one of them", member.as_ref());
                if *besides > 0 {
                    slots.add("besides", &besides.to_string());
                }
                slots.choice(*choice);
                slots.some("text", resolution.symbol.as_ref());
                slots.dates(&resolution.dates);
            }
            Self::Adopted { symbol, dates } => {
                slots.add("text", symbol);
                slots.dates(dates);
            }
            Self::Coup { country, dates, ousted, by, failed } => {
                slots.add("country", country);
                slots.dates(dates);
                slots.some("removed", ousted.as_ref());
                slots.some("by", by.as_ref());
                if *failed {
                    slots.add("outcome", "failed");
                }
            }
            Self::Election { country, dates, executive } => {
                slots.add("country", country);
                slots.some(
                    "type",
                    executive
                        .map(|it| if it { "presidential" } else { "legislative" })
                        .as_ref(),
                );
                slots.dates(dates);
            }
            Self::Elected { person, country, office, dates, share, round, opponent } => {
                slots.add("person", person);
                slots.add("office", office.word());
                slots.add("country", country);
                slots.dates(dates);
                slots.some("share", share.as_ref().map(|it| format!("{it} %")).as_ref());
                slots.some("round", round.map(|it| it.to_string()).as_ref());
                slots.some("against", opponent.as_ref());
            }
            Self::Independence { country, dates } => {
                slots.add("country", country);
                slots.dates(dates);
            }
            Self::Term { person, country, office, role, edge, beside, dates } => {
                slots.add("person", person);
                slots.add("office", office.word());
                slots.add("role", role);
                let end = matches!(edge, TermEdge::End | TermEdge::Resigned);
                slots.some(if end { "followed by" } else { "after" }, beside.as_ref());
                slots.some("country", country.as_ref());
                slots.dates(dates);
            }
            Self::Deaths { country, dates, count, civilians, narrowed_by } => {
                slots.add("count", &count.to_string());
                slots.add("of", if *civilians { "civilians" } else { "people" });
                slots.add("country", country);
                slots.dates(dates);
                slots.some("residue", narrowed_by.as_ref());
            }
            Self::Listed { entity, authority, dates, on_that_date: _, listed } => {
                slots.add("name", entity);
                slots.some("list", authority.as_ref());
                slots.dates(dates);
                if !listed {
                    slots.add("negated", "yes");
                }
            }
            Self::Arithmetic { says, formula, .. } => {
                slots.add("says", &says.to_string());
                slots.add("formula", formula);
            }
            Self::Order { earlier, later, .. } => {
                slots.add("earlier", earlier);
                slots.add("later", later);
            }
            Self::Dated { event, dates } => {
                slots.add("event", event);
                slots.dates(dates);
            }
            Self::Quoted { words, .. } => slots.add("words", words),
            Self::Tied { from, to } => {
                slots.add("from", from);
                slots.add("to", to);
            }
            Self::Mission { mission, country, dates, resolution, narrowed_by, .. } => {
                slots.some("mission", mission.as_ref());
                slots.some("country", country.as_ref());
                slots.some("text", resolution.as_ref());
                slots.dates(dates);
                slots.some("residue", narrowed_by.as_ref());
            }
            Self::Membership { country, organisation, dates, .. } => {
                slots.add("country", country);
                slots.add("organisation", organisation);
                slots.dates(dates);
            }
            Self::Treaty { country, treaty, act, dates } => {
                slots.add("country", country);
                slots.add("treaty", treaty);
                slots.dates(dates);
                if *act == TreatyAct::Stays {
                    slots.add("negated", "yes");
                }
            }
            Self::Ranked { country, place, dates } => {
                slots.add("country", country);
                slots.add("place", &place.to_string());
                slots.dates(dates);
            }
            Self::RankMoved { country, from, to, by, better, editions } => {
                let shown = |place: &Option<u16>| place.map(|it| it.to_string());
                slots.add("country", country);
                slots.add("date", &format!("{}/{}", editions[0], editions[1]));
                slots.some("from", shown(from).as_ref());
                slots.some("to", shown(to).as_ref());
                slots.some("by", shown(by).as_ref());
                slots.some(
                    "moved",
                    better.map(|better| if better { "up" } else { "down" }).as_ref(),
                );
            }
            Self::Rated { country, status, dates } => {
                slots.add("country", country);
                slots.add("status", status.word());
                slots.dates(dates);
            }
            Self::Displaced {
                country,
                from,
                population,
                count,
                dates,
                source,
                narrowed_by,
            } => {
                slots.add("count", &count.to_string());
                slots.add("of", population.words());
                slots.add("country", country);
                slots.some("origin", from.as_ref());
                slots.dates(dates);
                slots.some("source", source.as_ref());
                slots.some("residue", narrowed_by.as_ref());
            }
            Self::Scored { country, topic, value, dates } => {
                slots.add("country", country);
                slots.add("index", topic);
                slots.add("value", &value.to_string());
                slots.dates(dates);
            }
            Self::Polled { person, country, round, share, dates } => {
                slots.add("person", person);
                slots.add("country", country);
                slots.some("round", round.map(|it| it.to_string()).as_ref());
                slots.add("share", &format!("{share} %"));
                slots.dates(dates);
            }
            Self::Vetoed { by, no_other, dates } => {
                slots.add("by", &by.join(" and "));
                if *no_other {
                    slots.add("others", "none");
                }
                slots.dates(dates);
            }
            Self::CoupCount { country, count, is_ordinal, attempts, dates } => {
                slots.add("country", country);
                slots.add(if *is_ordinal { "place" } else { "count" }, &count.to_string());
                slots.some(
                    "outcome",
                    attempts.map(|it| if it { "attempted" } else { "successful" }).as_ref(),
                );
                slots.dates(dates);
            }
            Self::TradeShare { country, partner, exports, share, dates } => {
                slots.add("country", country);
                slots.add("partner", partner);
                slots.add("of", if *exports { "exports" } else { "imports" });
                slots.add("share", &share.to_string());
                slots.dates(dates);
            }
            Self::Measures(measure) => slots.measure(measure),
            Self::Opinion => {}
            Self::Unread { settled_by } => slots.add("settled by", settled_by),
        }
        slots.0
    }

    /// `coup · MLI · 2020-08-18 · removed: Ibrahim Boubacar Keïta`.
    pub fn reading(&self) -> String {
        let mut words = self.frame().to_owned();
        for slot in self.slots() {
            words.push_str(" · ");
            if !matches!(slot.role, "country" | "date" | "text" | "choice" | "person" | "count")
            {
                words.push_str(slot.role);
                words.push_str(": ");
            }
            words.push_str(&slot.value);
        }
        words
    }
}

impl Freedom {
    /// As Freedom House writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::PartlyFree => "partly free",
            Self::NotFree => "not free",
        }
    }
}

impl Population {
    /// In words, before the name of a country.
    pub fn words(self) -> &'static str {
        match self {
            Self::RefugeesFrom => "refugees from",
            Self::RefugeesIn => "refugees in",
            Self::AsylumSeekersFrom => "asylum-seekers from",
            Self::AsylumSeekersIn => "asylum-seekers in",
            Self::OthersIn => "others in need of protection in",
            Self::Internal => "people displaced inside",
        }
    }
}

#[derive(Default)]
struct Slots(Vec<Slot>);

impl Slots {
    fn add(&mut self, role: &'static str, value: &str) {
        self.0.push(Slot { role, value: value.to_owned() });
    }

    fn some(&mut self, role: &'static str, value: Option<&impl AsRef<str>>) {
        if let Some(value) = value {
            self.add(role, value.as_ref());
        }
    }

    fn measure(&mut self, measure: &Measure) {
        for entity in &measure.entities {
            match entity {
                Entity::Country(code) | Entity::Region(code) => {
                    self.add("country", code);
                }
                Entity::World => self.add("country", "world"),
            }
        }
        let topic: Vec<&str> =
            measure.topic.iter().map(|topic| topic.written.as_str()).collect();
        self.add("measure", &topic.join(" "));
        match measure.time {
            Time::At(year) | Time::Now(year) => self.add("date", &year.to_string()),
            Time::Over(from, to) | Time::Around(from, to) => {
                self.add("date", &format!("{from}/{to}"));
            }
            Time::Unsaid | Time::Past | Time::Unread => {}
        }
        if let Says::Level(amount) | Says::PartOf(amount) = &measure.says {
            self.add("value", &amount.written);
        }
    }

    fn choice(&mut self, choice: Choice) {
        self.add("choice", &choice.to_string());
    }

    fn dates(&mut self, dates: &[DateReading]) {
        if !dates.is_empty() {
            let shown: Vec<&str> = dates.iter().map(|date| date.shown.as_str()).collect();
            self.add("date", &shown.join(" or "));
        }
    }
}
