//! The 518 vectors of transparency-dev/merkle: proofs that hold and proofs that were tampered with.

use std::io::Read as _;

use griot_archive::Digest;
use griot_archive::proof::{
    verify_consistency, verify_inclusion, verify_subtree_consistency, verify_subtree_inclusion,
};
use serde::Deserialize;

const VECTORS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/evidence/merkle-testdata.tar.gz"
);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vector {
    #[serde(default)]
    leaf_idx: u64,
    #[serde(default)]
    tree_size: u64,
    #[serde(default)]
    leaf_hash: Option<String>,
    #[serde(default)]
    root: String,
    #[serde(default)]
    size1: u64,
    #[serde(default)]
    size2: u64,
    #[serde(default)]
    start: u64,
    #[serde(default)]
    end: u64,
    #[serde(default)]
    size: u64,
    #[serde(default)]
    root1: String,
    #[serde(default)]
    root2: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

impl Vector {
    /// Whether our code accepts it. A hash of another length than 32 bytes is no `Digest`.
    fn holds(&self, kind: &str) -> Option<bool> {
        let path = self.proof.iter().flatten().map(|hash| Digest::from_base64(hash));
        let path: Vec<Digest> = path.collect::<Option<_>>()?;
        let hash = |text: &str| Digest::from_base64(text);
        let leaf = || hash(self.leaf_hash.as_deref().unwrap_or_default());
        let result = match kind {
            "inclusion" => verify_inclusion(
                leaf()?,
                self.leaf_idx,
                self.tree_size,
                &path,
                hash(&self.root)?,
            ),
            "subtreeinclusion" => verify_subtree_inclusion(
                leaf()?,
                self.leaf_idx,
                self.start..self.end,
                &path,
                hash(&self.root)?,
            ),
            "consistency" => verify_consistency(
                self.size1,
                self.size2,
                &path,
                hash(&self.root1)?,
                hash(&self.root2)?,
            ),
            "subtreeconsistency" => verify_subtree_consistency(
                self.start..self.end,
                self.size,
                &path,
                hash(&self.root1)?,
                hash(&self.root2)?,
            ),
            other => panic!("vectors of an unknown kind: {other}"),
        };
        Some(result.is_ok())
    }
}

#[test]
fn published_vectors_are_judged_as_their_publisher_says() {
    #[expect(clippy::disallowed_methods, reason = "a test reads its vectors")]
    let Ok(file) = std::fs::read(VECTORS) else {
        println!("skipped: the published vectors are not beside the repository");
        return;
    };
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(file.as_slice()));
    let (mut count, mut wrong) = (0, Vec::new());
    for file in archive.entries().unwrap() {
        let mut file = file.unwrap();
        let path = file.path().unwrap().to_string_lossy().into_owned();
        if !file.header().entry_type().is_file() {
            continue;
        }
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        let vector: Vector = serde_json::from_str(&text).unwrap();
        let kind = path.split('/').nth(2).unwrap();
        if vector.holds(kind).unwrap_or(false) == vector.want_err {
            wrong.push(path);
        }
        count += 1;
    }
    assert_eq!(wrong, Vec::<String>::new(), "{} of {count}", wrong.len());
    assert_eq!(count, 518);
}
