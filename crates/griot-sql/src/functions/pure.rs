//! What every replaced function is: it depends on its arguments alone, and says why it refuses.

use rusqlite::functions::FunctionFlags;

/// Functions whose value depends on nothing but their arguments.
pub(super) const PURE: FunctionFlags = FunctionFlags::SQLITE_UTF8
    .union(FunctionFlags::SQLITE_DETERMINISTIC)
    .union(FunctionFlags::SQLITE_INNOCUOUS);

/// An error whose message is all there is to say.
pub(super) fn failure(message: String) -> rusqlite::Error {
    rusqlite::Error::UserFunctionError(message.into())
}
