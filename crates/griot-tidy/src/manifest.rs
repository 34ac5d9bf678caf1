//! What does a manifest ask for?

use std::collections::BTreeSet;

use toml::Table;

/// The dependencies of a crate, each under the name it has in the crate's own table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// What the product is built with.
    pub dependencies: BTreeSet<String>,
    /// What tests, benches and examples are built with on top of it.
    pub in_tests: BTreeSet<String>,
}

impl Manifest {
    /// The dependencies in a `Cargo.toml`, those of single platforms among them.
    pub fn read(text: &str) -> Result<Self, String> {
        let manifest: Table =
            text.parse().map_err(|error: toml::de::Error| error.to_string())?;
        let platforms = manifest.get("target").and_then(toml::Value::as_table);
        let tables = std::iter::once(&manifest).chain(
            platforms
                .into_iter()
                .flat_map(|all| all.values().filter_map(toml::Value::as_table)),
        );
        let mut found = Self::default();
        for table in tables {
            let names = |key: &str| {
                table
                    .get(key)
                    .and_then(toml::Value::as_table)
                    .into_iter()
                    .flat_map(|table| table.keys().cloned())
                    .collect::<Vec<String>>()
            };
            found.dependencies.extend(names("dependencies"));
            found.in_tests.extend(names("dev-dependencies"));
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_dependencies_is_read() {
        let text = "[package]\nname = \"x\"\n[dependencies]\na.workspace = true\nb = { workspace = true }\n\
                    [target.'cfg(unix)'.dependencies]\nc = \"1\"\n[dev-dependencies]\nd.workspace = true\n";
        let manifest = Manifest::read(text).expect("a manifest");
        assert_eq!(manifest.dependencies.into_iter().collect::<String>(), "abc");
        assert_eq!(manifest.in_tests.into_iter().collect::<String>(), "d");
    }
}
