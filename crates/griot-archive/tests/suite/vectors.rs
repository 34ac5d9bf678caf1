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

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Vector {
    leaf_idx: u64,
    tree_size: u64,
    leaf_hash: String,
    root: String,
    size1: u64,
    size2: u64,
    start: u64,
    end: u64,
    size: u64,
    root1: String,
    root2: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

impl Vector {
    fn holds(&self, kind: &str) -> bool {
        let path: Vec<Digest> = self.proof.iter().flatten().map(|text| hash(text)).collect();
        let leaf = hash(&self.leaf_hash);
        let (root, root1, root2) = (hash(&self.root), hash(&self.root1), hash(&self.root2));
        let subtree = self.start..self.end;
        let result = match kind {
            "inclusion" => verify_inclusion(leaf, self.leaf_idx, self.tree_size, &path, root),
            "subtreeinclusion" => {
                verify_subtree_inclusion(leaf, self.leaf_idx, subtree, &path, root)
            }
            "consistency" => verify_consistency(self.size1, self.size2, &path, root1, root2),
            "subtreeconsistency" => {
                verify_subtree_consistency(subtree, self.size, &path, root1, root2)
            }
            other => panic!("vectors of an unknown kind: {other}"),
        };
        result.is_ok()
    }
}

/// Some vectors have values that are no hash. `Digest` cannot hold them; the hash of what they are
/// stands for them, so that two are equal where they were.
fn hash(text: &str) -> Digest {
    Digest::from_base64(text).unwrap_or_else(|| Digest::of(text.as_bytes()))
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
        // For inclusion, an absent leaf or root is an error by itself: it cannot be asked here.
        let asked = !kind.ends_with("inclusion")
            || !vector.leaf_hash.is_empty() && !vector.root.is_empty();
        if (asked && vector.holds(kind)) == vector.want_err {
            wrong.push(path);
        }
        count += 1;
    }
    assert_eq!(wrong, Vec::<String>::new(), "{} of {count}", wrong.len());
    assert_eq!(count, 518);
}
