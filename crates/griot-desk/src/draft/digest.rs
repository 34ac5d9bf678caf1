//! What tells one text from another.

use griot_model::rows::hexadecimal;
use sha2::{Digest as _, Sha256};

/// SHA-256, hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}
