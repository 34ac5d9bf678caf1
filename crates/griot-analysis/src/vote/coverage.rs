//! Which emergency special sessions does a source know?
//!
//! Resolutions of a special session are numbered from 1, so a source that has `A/RES/ES-11/6` and
//! not `A/RES/ES-11/3` shows its own gap.

use std::collections::{BTreeMap, BTreeSet};

use super::{Sheet, assembly::is_listed};
use griot_library::{Library, Outcome};

/// An emergency special session, with what each source has of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialSession {
    /// `ES-11`.
    pub session: String,
    /// Highest number of a resolution that any source has; resolutions above it are not known here.
    pub numbered_to: u32,
    /// Numbers of the resolutions that Voeten's data has.
    pub voeten: BTreeSet<u32>,
    /// Numbers of which the UN Digital Library lists the votes.
    pub records: BTreeSet<u32>,
    /// Numbers that a file of the user's own has.
    pub own: BTreeSet<u32>,
}

/// The special sessions of which the library has a resolution, by number.
pub fn special_sessions(library: &Library) -> Vec<SpecialSession> {
    special_sessions_with(library, None)
}

/// The same beside a source of one's own: of which resolutions has it a roll call?
pub fn special_sessions_with(library: &Library, own: Option<&Sheet>) -> Vec<SpecialSession> {
    let mut sessions: BTreeMap<u32, SpecialSession> = BTreeMap::new();
    let mut add = |symbol: Option<&str>, of: fn(&mut SpecialSession) -> &mut BTreeSet<u32>| {
        let Some((session, number)) = symbol.and_then(numbers) else { return };
        let known = sessions.entry(session).or_insert_with(|| SpecialSession {
            session: format!("ES-{session}"),
            numbered_to: 0,
            voeten: BTreeSet::new(),
            records: BTreeSet::new(),
            own: BTreeSet::new(),
        });
        known.numbered_to = known.numbered_to.max(number);
        of(known).insert(number);
    };
    for roll_call in library.roll_calls() {
        if !is_listed(roll_call) {
            continue;
        }
        if roll_call.id.starts_with('V') {
            add(roll_call.symbol.as_deref(), |known| &mut known.voeten);
        }
        if roll_call.outcome == Outcome::Adopted {
            add(roll_call.symbol.as_deref(), |known| &mut known.records);
        }
    }
    for row in own.into_iter().flat_map(|sheet| &sheet.roll_calls) {
        add(row.symbol.as_deref(), |known| &mut known.own);
    }
    sessions.into_values().collect()
}

impl SpecialSession {
    /// What `source` lacks, in a sentence.
    pub fn sentence(&self, source: &str, has: &BTreeSet<u32>) -> String {
        format!(
            "{source} has {} of {} roll calls of emergency special session {}",
            has.len(),
            self.numbered_to,
            self.session,
        )
    }
}

/// 11 and 6 of `A/RES/ES-11/6`.
fn numbers(symbol: &str) -> Option<(u32, u32)> {
    let (session, rest) = symbol.strip_prefix("A/RES/ES-")?.split_once('/')?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some((session.parse().ok()?, digits.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_of_special_sessions_are_read() {
        assert_eq!(numbers("A/RES/ES-11/6"), Some((11, 6)));
        assert_eq!(numbers("A/RES/ES-10/13[A]"), Some((10, 13)));
        assert_eq!(numbers("A/RES/76/70"), None);
        assert_eq!(numbers("A/RES/ES-11"), None);
    }
}
