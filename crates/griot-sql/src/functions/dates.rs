//! Dates and times that do not know what day it is.
//!
//! SQLite's own functions do the work, on a connection of their own; before they are asked, each
//! argument is looked at. `now`, a missing time (which means now), and the time zone of the machine
//! (`localtime`, `utc`) are refused.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{
    Connection, Result,
    functions::Context,
    limits::Limit,
    params_from_iter,
    types::{ToSqlOutput, Value, ValueRef},
};

use super::pure::{PURE, failure};
use crate::{
    bounds::LONGEST_VALUE,
    guard::{Guard, Refused},
};

/// Each function, and how many arguments stand before the time.
const FUNCTIONS: [(&str, usize); 7] = [
    ("date", 0),
    ("datetime", 0),
    ("julianday", 0),
    ("strftime", 1),
    ("time", 0),
    ("timediff", 0),
    ("unixepoch", 0),
];

const WHY: &str = "it depends on the day or on the place of the machine; write the date itself";

pub(super) fn replace(connection: &Connection, guard: &Arc<Guard>) -> Result<()> {
    let builtin = Connection::open_in_memory()?;
    builtin.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)?;
    let builtin = Arc::new(Mutex::new(builtin));
    for (name, before) in FUNCTIONS {
        let (builtin, guard) = (Arc::clone(&builtin), Arc::clone(guard));
        connection.create_scalar_function(name, -1, PURE, move |context| {
            if let Some(word) = changing(context, before) {
                let what = format!("{name}({word})");
                guard.refuse(Refused::Change { what, why: WHY.to_owned() });
                return Err(failure(format!("{name}: {WHY}")));
            }
            let builtin = builtin.lock().unwrap_or_else(PoisonError::into_inner);
            asked(&builtin, name, context)
        })?;
    }
    Ok(())
}

/// The argument, or the lack of one, that would make the value depend on the day or the machine.
fn changing(context: &Context<'_>, before: usize) -> Option<&'static str> {
    if context.len() <= before {
        return Some("");
    }
    (0..context.len()).find_map(|place| {
        let bytes = match context.get_raw(place) {
            // SQLite reads a blob as text here.
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes,
            ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => return None,
        };
        // SQLite reads a text up to its first NUL.
        let word = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
        let is = |other: &str| word.eq_ignore_ascii_case(other.as_bytes());
        let anywhere = ["now", "localtime", "utc"].into_iter().find(|other| is(other));
        // In the place of a time these mean the present one, to the millisecond.
        let as_time = ["subsec", "subsecond"].into_iter().find(|other| is(other));
        anywhere.or(as_time.filter(|_| place == before))
    })
}

fn asked(
    builtin: &Connection,
    name: &str,
    context: &Context<'_>,
) -> Result<ToSqlOutput<'static>> {
    let places = vec!["?"; context.len()].join(",");
    let mut statement = builtin.prepare_cached(&format!("select {name}({places})"))?;
    let arguments = (0..context.len())
        .map(|place| context.get::<Value>(place))
        .collect::<Result<Vec<_>>>()?;
    let value: Value = statement.query_row(params_from_iter(arguments), |row| row.get(0))?;
    Ok(ToSqlOutput::Owned(value))
}
