//! Paths inside the folder of a case.

/// Why a path does not stay inside the case folder, if it does not.
pub(crate) fn outside(file: &str) -> Option<&'static str> {
    let leaves = file.starts_with(['/', '\\'])
        || file.contains(':')
        || file.split(['/', '\\']).any(|part| part == "..");
    leaves.then_some("lies outside of the case folder")
}

pub(crate) fn inside(folder: &str, file: &str) -> String {
    format!("{}/{file}", folder.trim_end_matches('/'))
}
