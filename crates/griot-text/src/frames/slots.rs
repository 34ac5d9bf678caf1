//! What several frames ask of a match: who fills a role, whether anything in its clause restricts it.

use griot_model::{DateRange, DateReading, Quantity};

use super::{
    compose::Reader,
    matcher::Match,
    place::{self, Placed},
    things::{Chunk, Thing, any_at, is_in},
};
use crate::claims::{Context, Figure, When};

impl Reader<'_> {
    /// The only country that the sentence names, by name, adjective or government; where it names none, what the text is about, and
    /// how that is known where the text does not say it.
    pub(super) fn the_country(&self) -> Option<(&str, Option<&'static str>)> {
        let mut named = self.line.chunks.iter().filter_map(|chunk| match &chunk.what {
            Thing::Country { iso, .. } | Thing::Government(iso) => Some(iso.as_str()),
            _ => None,
        });
        let Some(first) = named.next() else { return self.context.topic(self.scene) };
        named.all(|other| other == first).then_some((first, None))
    }

    /// What fills a role.
    pub(super) fn slot(&self, hit: &Match, role: &str) -> Option<&Chunk> {
        let index = hit.slots.get(role)?;
        self.line.chunks.get(*index)
    }

    /// The country of a match: the one that its words name, else where its clause is set.
    pub(super) fn placed(&self, hit: &Match) -> Option<Placed> {
        if let Some(Chunk {
            what: Thing::Country { iso, .. } | Thing::Government(iso), ..
        }) = self.slot(hit, "country")
        {
            return Some(Placed { country: iso.clone(), assumed: None });
        }
        place::country(self.scene, self.line, hit, self.context)
    }

    /// The date right behind what stands somewhere, by the index of its chunk.
    pub(super) fn right_behind(&self, index: usize) -> Option<&When> {
        let end = self.line.chunks.get(index)?.end;
        self.line.chunks.iter().find_map(|chunk| match chunk.what {
            Thing::Date(date) if chunk.first == end => self.scene.dates.get(date),
            _ => None,
        })
    }

    /// Whether what fills a role is one of several: "Mali and Niger had four".
    pub(super) fn is_one_of_several(&self, hit: &Match, role: &str) -> bool {
        let Some(index) = hit.slots.get(role).and_then(|it| self.line.chunks.get(*it)) else {
            return false;
        };
        let units = self.line.units;
        let is_article =
            |at: usize| units.get(at).is_some_and(|it| is_in(it, self.line.pack.class("the")));
        let joins = |at: usize| {
            units.get(at).is_some_and(|it| is_in(it, self.line.pack.class("joins")))
        };
        let country = |chunk: &&Chunk| matches!(chunk.what, Thing::Country { .. });
        let before = index.first.checked_sub(1);
        let before = before.map(|at| if is_article(at) { at.saturating_sub(1) } else { at });
        let behind = index.end + 1 + usize::from(is_article(index.end + 1));
        before.is_some_and(|at| {
            joins(at) && self.line.chunks.iter().filter(country).any(|it| it.end == at)
        }) || joins(index.end)
            && self.line.chunks.iter().filter(country).any(|it| it.first == behind)
    }

    /// The figure that fills a role.
    pub(super) fn figure(&self, hit: &Match, role: &str) -> Option<&Figure> {
        match self.slot(hit, role)?.what {
            Thing::Number(index) => self.scene.figures.get(index),
            _ => None,
        }
    }

    /// A place in an order, whether its words say it so ("103rd") or not ("number 103").
    pub(super) fn place_in_order(&self, hit: &Match, role: &str) -> Option<u16> {
        match self.slot(hit, role)?.what {
            Thing::Ordinal(place) => Some(place),
            Thing::Number(_) => whole(&self.figure(hit, role)?.quantity),
            _ => None,
        }
    }

    /// Whether words of a list stand anywhere in the sentence.
    pub(super) fn says(&self, frame: &str, list: &str) -> bool {
        let list = self.line.pack.list(frame, list);
        (0..self.line.units.len()).any(|at| any_at(self.line.units, at, list).is_some())
    }

    /// Whether what stands right behind a match goes on with it: "the MINUSMA base", "joined the UN mission" are about something else.
    pub(super) fn goes_on(&self, hit: &Match) -> bool {
        let Some(unit) = self.line.units.get(hit.end) else { return false };
        let dated = self.line.chunks.iter().any(|chunk| {
            (chunk.first == hit.end || chunk.end == hit.end)
                && matches!(chunk.what, Thing::Date(_))
        });
        let glued = matches!(unit.text.as_str(), "-" | "/")
            && self
                .line
                .units
                .get(hit.end + 1)
                .is_some_and(|next| next.wordy && next.span.start == unit.span.end);
        let follows = |class: &str| {
            any_at(self.line.units, hit.end, self.line.pack.class(class)).is_some()
        };
        let fits = dated
            || !unit.wordy
            || ["follows", "adverbs", "breaks", "joins", "before_place", "of", "relative"]
                .iter()
                .any(|class| follows(class));
        glued || !fits
    }

    /// Whether it is denied: "ne ... que" denies nothing.
    pub(super) fn is_denied(&self, hit: &Match) -> bool {
        let pack = self.line.pack;
        let restricts = (hit.head_end..hit.end + 3)
            .filter_map(|at| self.line.units.get(at))
            .any(|unit| is_in(unit, pack.class("only_behind")));
        let from = hit.head.saturating_sub(3);
        (from..hit.head_end.min(self.line.units.len())).any(|at| {
            any_at(self.line.units, at, pack.class("negations")).is_some()
                && !(restricts && is_in(&self.line.units[at], pack.class("only_before")))
        })
    }

    /// A word with a capital in the clause of a match that no slot took: a place, a body, a person that may restrict it; else
    /// the code of a country that is named there. Those of the list `harmless` of the frame do not.
    pub(super) fn named_beside(&self, hit: &Match, frame: &str) -> Option<String> {
        let (first, end) = place::clause(self.line, hit);
        let harmless = self.line.pack.list(frame, "harmless");
        let mut at = first;
        let mut country = None;
        while at < end {
            if let Some(behind) = any_at(self.line.units, at, harmless) {
                at = behind;
                continue;
            }
            let inside = self.line.chunks.iter().find(|chunk| {
                chunk.first <= at && at < chunk.end && matches!(chunk.what, Thing::Mission(_))
            });
            if let Some(mission) = inside {
                at = mission.end;
                continue;
            }
            let named = |thing: &Chunk| match &thing.what {
                Thing::Country { iso, named: true } if thing.first == at => Some(iso.clone()),
                _ => None,
            };
            country = country.or_else(|| self.line.chunks.iter().find_map(named));
            let unit = self.line.units.get(at)?;
            let taken = self.line.chunks.iter().any(|chunk| {
                chunk.first <= at
                    && at < chunk.end
                    && matches!(
                        chunk.what,
                        Thing::Mission(_)
                            | Thing::Country { .. }
                            | Thing::Date(_)
                            | Thing::Organisation(_)
                            | Thing::Treaty(_)
                            | Thing::Authority(_)
                    )
            });
            let opens = at == 0 || self.line.units.get(at - 1).is_some_and(|it| it.is(":"));
            if unit.wordy && unit.capital && !taken && !opens {
                return Some(self.scene.words(unit.span).to_owned());
            }
            at += 1;
        }
        country
    }
}

/// A whole number of an order or a count.
pub(super) fn whole(quantity: &Quantity) -> Option<u16> {
    let whole = libm::modf(quantity.value).0.abs() < f64::EPSILON;
    let fits = whole && (1.0..=9999.0).contains(&quantity.value);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and 9999"
    )]
    fits.then_some(quantity.value as u16)
}

/// Readings of a date; of one from a date to another, the year of its first or last day alone.
pub(super) fn at_edge(when: &When, last: bool) -> Vec<DateReading> {
    if !when.is_range {
        return when.readings.clone();
    }
    when.readings
        .iter()
        .map(|reading| {
            let day = if last { reading.range.last } else { reading.range.first };
            year(day.year(), &reading.how)
        })
        .collect()
}

/// A year as a reading.
pub(super) fn year(year: i16, how: &str) -> DateReading {
    let first = jiff::civil::Date::new(year, 1, 1).unwrap_or(jiff::civil::Date::MIN);
    let last = jiff::civil::Date::new(year, 12, 31).unwrap_or(jiff::civil::Date::MAX);
    DateReading {
        range: DateRange::new(first, last),
        shown: year.to_string(),
        how: how.to_owned(),
    }
}

/// Periods that reach past the day of publication end there.
pub(super) fn bounded(readings: &[DateReading], context: &Context) -> Vec<DateReading> {
    readings
        .iter()
        .map(|reading| match context.dateline() {
            Some(day) if reading.range.contains(day) && reading.range.last > day => {
                DateReading {
                    range: DateRange::new(reading.range.first, day),
                    shown: reading.shown.clone(),
                    how: format!("{}, until the dateline", reading.how),
                }
            }
            _ => reading.clone(),
        })
        .collect()
}
