//! Checks a report sentence by sentence: claims from `griot-text`, one file per rule here.

use griot_model::{CheckCoverage, Checked, Diagnostic};

/// A checked document.
#[derive(Debug, Clone)]
pub struct CheckReport {
    /// File name of the document.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// SHA-256 of its extracted text, hexadecimal.
    pub text_sha256: String,
    /// The extracted text, on which spans lie.
    pub text: String,
    /// Claims in the order of the text, each with its verdict.
    pub checked: Vec<Checked>,
    /// How much was looked at.
    pub coverage: CheckCoverage,
    /// What was seen while reading: encoding, suppressed rules, unknown attributes.
    pub diagnostics: Vec<Diagnostic>,
}
