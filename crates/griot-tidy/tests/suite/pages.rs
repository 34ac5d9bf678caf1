//! What the pages for newcomers point at is there.

use super::repository::{read, root};

/// Pages whose links and places are looked up.
const PAGES: &[&str] =
    &["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "GLOSSARY.md"];

#[test]
fn links_lead_to_files() {
    for page in PAGES {
        let text = read(&root().join(page));
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap_or_default();
            let is_ours = !path.is_empty() && !path.contains("://");
            assert!(!is_ours || root().join(path).exists(), "{page} links to {link}");
        }
    }
}

#[test]
fn places_in_code_exist() {
    for page in PAGES {
        let text = read(&root().join(page));
        for place in text.split('`').skip(1).step_by(2) {
            if let Some(path) = place.strip_prefix("crates/") {
                // `NAME` stands for whatever the reader writes.
                let path = path.split("NAME").next().unwrap_or_default();
                assert!(
                    root().join("crates").join(path).exists(),
                    "{page} names crates/{path}"
                );
            } else if let Some((name, path)) = place.split_once("::")
                && name.starts_with("griot-")
            {
                let first = path.split("::").next().unwrap_or_default();
                let modules = first.trim_matches(['{', '}']).split(',').map(str::trim);
                for module in modules {
                    let src = root().join("crates").join(name).join("src");
                    let file = src.join(format!("{module}.rs"));
                    let is_module = file.is_file() || src.join(module).join("mod.rs").is_file();
                    // Or the crate's root defines it, or hands it on.
                    let of_name = |sign: char| !sign.is_alphanumeric() && sign != '_';
                    let is_item =
                        || read(&src.join("lib.rs")).split(of_name).any(|word| word == module);
                    assert!(is_module || is_item(), "{page} names {name}::{module}");
                }
            }
        }
    }
}
