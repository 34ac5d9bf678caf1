//! Which files lie in a case folder.

use std::collections::BTreeSet;

use griot_model::world::World;

use super::{folder::DATA, grid::SHEETS, path::inside, posts, tables};

/// Names inside the case of the files that a build uses as they lie there now: `case.toml`, the CSV
/// files beside it, and whatever lies in `data`. The report and the files of sources are named by
/// these.
pub fn usable_files(world: &dyn World, folder: &str) -> BTreeSet<String> {
    let beside = world.list(folder.trim_end_matches('/')).unwrap_or_default();
    let known = |name: &String| {
        name == crate::settings::FILE
            || name == tables::JUDGEMENTS
            || SHEETS.contains(&name.as_str())
    };
    let mut files: BTreeSet<String> = beside.into_iter().filter(known).collect();
    files.extend(data_files(world, folder));
    files
}

/// Names inside the case of the files in `data`, also in folders below it, whether or not something
/// names them; without the keys of pseudonyms.
pub fn data_files(world: &dyn World, folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![DATA.to_owned()];
    while let Some(next) = folders.pop() {
        // What cannot be listed was said when the case was read.
        for name in world.list(&inside(folder, &next)).unwrap_or_default() {
            let path = format!("{next}/{name}");
            if world.is_folder(&inside(folder, &path)) {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    let secrets = posts::secrets(world, folder);
    files.retain(|name| !secrets.contains(name));
    files.sort();
    files
}
