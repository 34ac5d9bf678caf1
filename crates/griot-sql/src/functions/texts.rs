//! `instr`, `replace` and `trim` in time that grows with their arguments.
//!
//! SQLite compares at every place, so that two texts of a megabyte can keep one step of its machine
//! busy for minutes, in which no deadline is looked at.

use std::collections::BTreeSet;

use rusqlite::{
    Connection, Result,
    functions::Context,
    types::{Value, ValueRef},
};

use super::pure::{PURE, failure};
use crate::bounds::LONGEST_VALUE;

pub(super) fn replace(connection: &Connection) -> Result<()> {
    connection.create_scalar_function("instr", 2, PURE, |context| {
        let (Some(text), Some(part)) = (text(context, 0, "instr")?, text(context, 1, "instr")?)
        else {
            return Ok(Value::Null);
        };
        let place = text.find(&part).and_then(|byte| text.get(..byte));
        let place = place.map_or(0, |before| before.chars().count() + 1);
        Ok(Value::Integer(i64::try_from(place).unwrap_or(i64::MAX)))
    })?;
    connection.create_scalar_function("replace", 3, PURE, |context| {
        let (Some(text), Some(old), Some(new)) = (
            text(context, 0, "replace")?,
            text(context, 1, "replace")?,
            text(context, 2, "replace")?,
        ) else {
            return Ok(Value::Null);
        };
        if old.is_empty() {
            return Ok(Value::Text(text));
        }
        let found = text.matches(&old).count();
        let length = text.len() - found * old.len();
        let length = length.saturating_add(found.saturating_mul(new.len()));
        if i32::try_from(length).is_ok_and(|length| length <= LONGEST_VALUE) {
            Ok(Value::Text(text.replace(&old, &new)))
        } else {
            Err(failure("string or blob too big".to_owned()))
        }
    })?;
    for (name, from_start, from_end) in
        [("trim", true, true), ("ltrim", true, false), ("rtrim", false, true)]
    {
        connection.create_scalar_function(name, 2, PURE, move |context| {
            let (Some(text), Some(letters)) =
                (text(context, 0, name)?, text(context, 1, name)?)
            else {
                return Ok(Value::Null);
            };
            let letters: BTreeSet<char> = letters.chars().collect();
            let belongs = |letter: char| letters.contains(&letter);
            let mut rest = text.as_str();
            if from_start {
                rest = rest.trim_start_matches(belongs);
            }
            if from_end {
                rest = rest.trim_end_matches(belongs);
            }
            Ok(Value::Text(rest.to_owned()))
        })?;
    }
    Ok(())
}

/// An argument as text, or none where there is no value.
fn text(context: &Context<'_>, place: usize, name: &str) -> Result<Option<String>> {
    match context.get_raw(place) {
        ValueRef::Null => Ok(None),
        ValueRef::Text(bytes) => Ok(Some(String::from_utf8_lossy(bytes).into_owned())),
        ValueRef::Integer(number) => Ok(Some(number.to_string())),
        // How a double is written is SQLite's to say.
        ValueRef::Real(_) | ValueRef::Blob(_) => {
            Err(failure(format!("{name} reads texts; write {name}(cast(... as text), ...)")))
        }
    }
}
