//! Names of accounts that nobody can turn back without the key.

use sha2::{Digest as _, Sha256};

use griot_model::rows::hexadecimal;

/// A secret that turns names into pseudonyms: the same name always into the same one.
#[derive(Clone)]
pub struct PseudonymKey(Vec<u8>);

impl PseudonymKey {
    /// Takes a secret of any length. A short or guessable one protects nobody: names can be tried.
    pub fn new(secret: impl Into<Vec<u8>>) -> Self {
        Self(secret.into())
    }

    /// The first 128 bits of HMAC-SHA-256 (RFC 2104) of the name, in hexadecimal.
    pub fn pseudonym(&self, name: &str) -> String {
        let mut whole = hmac(&self.0, name.as_bytes()).to_vec();
        whole.truncate(16);
        hexadecimal(&whole)
    }
}

fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = [0_u8; 64];
    let short: Vec<u8> =
        if key.len() > 64 { Sha256::digest(key).to_vec() } else { key.to_vec() };
    for (place, byte) in block.iter_mut().zip(short) {
        *place = byte;
    }
    let inner = Sha256::new()
        .chain_update(block.map(|byte| byte ^ 0x36))
        .chain_update(message)
        .finalize();
    Sha256::new()
        .chain_update(block.map(|byte| byte ^ 0x5c))
        .chain_update(inner)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231, test cases 2 and 6.
    #[test]
    fn hmac_is_that_of_the_rfc() {
        assert_eq!(
            hexadecimal(&hmac(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            hexadecimal(&hmac(
                &[0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First"
            )),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    #[test]
    fn another_key_another_pseudonym() {
        let (one, other) = (PseudonymKey::new("a"), PseudonymKey::new("b"));
        assert_eq!(one.pseudonym("x"), one.pseudonym("x"));
        assert_ne!(one.pseudonym("x"), other.pseudonym("x"));
        assert_eq!(one.pseudonym("x").len(), 32);
    }
}
