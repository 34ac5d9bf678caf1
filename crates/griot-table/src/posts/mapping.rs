//! A mapping file: which column of somebody's table is which field of a post.
//!
//! ```toml
//! platform = "facebook"
//! time_format = "%d/%m/%Y %H:%M"   # where times are neither ISO 8601 nor seconds since 1970
//! zone = "+02:00"                  # of times that do not say one
//! separator = ";"          # between several links in one cell; blanks and commas otherwise
//!
//! [columns]
//! id = "Post ID"
//! account = "Author ID"
//! time = "Created at"
//! links = "Links"
//! ```

use serde::Deserialize;

use super::moment::offset;

/// Columns by field; every field but `account` and `time` may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Where the posts are from.
    #[serde(default)]
    pub platform: String,
    /// What stands between several values in one cell.
    #[serde(default)]
    pub separator: Option<String>,
    /// How times are written, as in `strftime`, where they are neither ISO 8601 nor seconds since 1970.
    #[serde(default)]
    pub time_format: Option<String>,
    /// Zone of times that do not say one: `+02:00` or an abbreviation such as `CET`; UTC where none.
    #[serde(default)]
    pub zone: Option<String>,
    /// Names of columns as the header writes them.
    pub columns: NamedColumns,
}

/// Name of the column of each field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NamedColumns {
    /// Id of the post.
    pub id: Option<String>,
    /// Id of the account.
    pub account: Option<String>,
    /// Name of the account.
    pub account_name: Option<String>,
    /// When.
    pub time: Option<String>,
    /// Its words.
    pub text: Option<String>,
    /// Language code.
    pub language: Option<String>,
    /// Links.
    pub links: Option<String>,
    /// Hashtags.
    pub hashtags: Option<String>,
    /// Mentions.
    pub mentions: Option<String>,
    /// Media hashes or ids.
    pub media: Option<String>,
    /// The post it answers.
    pub reply_to: Option<String>,
    /// The post it repeats.
    pub repost_of: Option<String>,
    /// Reactions.
    pub engagement: Option<String>,
    /// The object that is shared.
    pub object: Option<String>,
}

/// Why a mapping file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    /// It is not TOML, or has a field griot does not know.
    #[error("the mapping file cannot be read: {0}")]
    Form(#[from] toml::de::Error),
    /// It leaves out what no network can be made without.
    #[error("the mapping file names no column for {0}")]
    Missing(&'static str),
    /// It names a zone that is none.
    #[error(
        "the mapping file names the zone {0:?}, which is not known; write an offset such as +02:00"
    )]
    Zone(String),
}

impl Mapping {
    /// Reads a mapping file.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let mapping: Self = toml::from_str(text)?;
        if mapping.columns.account.is_none() {
            return Err(MappingError::Missing("account"));
        }
        if mapping.columns.time.is_none() {
            return Err(MappingError::Missing("time"));
        }
        if let Some(zone) = &mapping.zone
            && offset(zone).is_none()
        {
            return Err(MappingError::Zone(zone.clone()));
        }
        Ok(mapping)
    }
}
