//! The folder of publishers' tables.

use griot_model::{Diagnostic, world::World};

use super::path::inside;

/// The folder of publishers' tables.
pub(crate) const DATA: &str = "data";

/// The names in a folder of the case; none, and said, where it is there and cannot be listed.
pub(crate) fn listed(
    world: &dyn World,
    folder: &str,
    name: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let path = inside(folder, name);
    if !world.is_folder(&path) {
        return Vec::new();
    }
    world.list(&path).unwrap_or_else(|error| {
        let message = format!("the folder {name} cannot be read: {error}");
        // Whoever looks into it next would say the same.
        if !diagnostics.iter().any(|seen| seen.message == message) {
            diagnostics.push(Diagnostic::error(name, message));
        }
        Vec::new()
    })
}
