//! Laws, on generated values: the tree against another implementation, proofs, their text.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use griot_archive::proof::{verify_consistency, verify_inclusion};
use griot_archive::{
    Archive, Digest, Known, Proof, UnverifiedCheckpoint, VerifierKey, leaf_hash, node_hash,
    verify,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::store::{MemoryStore, add, create, filled, leaves, operation};

/// Sizes around every change of the tree's shape up to the second tile.
const SIZES: [usize; 17] = [1, 2, 3, 4, 5, 7, 8, 9, 31, 33, 64, 127, 200, 255, 256, 257, 300];

#[test]
fn the_root_is_that_of_another_implementation() {
    let (_, mut archive) = filled(0);
    let mut oracle = MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
    for number in 0..600_usize {
        let mut build = operation("build");
        build.arguments.insert("number".to_owned(), number.to_string());
        let entry = archive.record(build).unwrap();
        oracle.push(entry.operation.to_entry().unwrap());
        let root: [u8; 32] = oracle.root().as_bytes().as_slice().try_into().unwrap();
        assert_eq!(archive.checkpoint().root(), Digest::from_bytes(root), "{number}");
    }
}

#[test]
fn every_inclusion_and_every_consistency_is_proved() {
    let mut archive = create(&MemoryStore::default());
    let mut roots = vec![archive.checkpoint().root()];
    for size in 1..=300_u64 {
        add(&mut archive, usize::try_from(size).unwrap());
        roots.push(archive.checkpoint().root());
        if !SIZES.map(|size| size as u64).contains(&size) {
            continue;
        }
        let root = archive.checkpoint().root();
        for (index, leaf) in (0..).zip(leaves(&archive)) {
            let proof = archive.reader().prove(index).unwrap();
            verify_inclusion(leaf, index, size, &proof.path, root).unwrap();
        }
        for (old, old_root) in (0..).zip(&roots).skip(1) {
            let path = archive.reader().prove_consistency(old).unwrap();
            verify_consistency(old, size, &path, *old_root, root).unwrap();
        }
        assert!(archive.reader().prove(size).is_err());
        assert!(archive.reader().prove_consistency(0).is_err());
        assert!(archive.reader().prove_consistency(size + 1).is_err());
    }
}

#[test]
fn a_proof_holds_for_its_entry_alone_and_any_changed_bit_ends_it() {
    let (_, archive) = filled(11);
    let key = archive.reader().public_key();
    let proof = archive.reader().prove(6).unwrap();
    let entry = proof.extra.clone().unwrap();
    assert_eq!(proof.verify(&entry, key).unwrap(), *archive.checkpoint());
    let other = archive.reader().prove(7).unwrap().extra.unwrap();
    assert!(proof.verify(&other, key).is_err());

    let text = proof.to_string();
    assert_eq!(text.parse::<Proof>().unwrap(), proof);
    for bit in 0..text.len() * 8 {
        let mut changed = text.clone().into_bytes();
        changed[bit / 8] ^= 1 << (bit % 8);
        let Ok(changed) = String::from_utf8(changed) else { continue };
        let Ok(changed) = changed.parse::<Proof>() else { continue };
        // Extra data is not authenticated; what it says is checked as the entry.
        let entry = changed.extra.clone().unwrap_or_default();
        assert!(changed.verify(&entry, key).is_err(), "bit {bit}");
    }
}

#[test]
fn a_proof_has_the_lines_of_the_specification() {
    let (_, archive) = filled(2);
    let Proof { checkpoint, extra, .. } = archive.reader().prove(1).unwrap();
    let sibling = leaves(&archive)[0];
    let proof = Proof { index: 1, path: vec![sibling], checkpoint, extra: None };
    let root = node_hash(&sibling, &leaf_hash(&extra.unwrap())).to_base64();
    let text = proof.to_string();
    let lines: Vec<&str> = text.lines().collect();
    let sibling = sibling.to_base64();
    assert_eq!(
        lines[..7],
        ["c2sp.org/tlog-proof@v1", "index 1", &sibling, "", "example.org/case", "2", &root]
    );
    assert_eq!(lines[7], "");
    assert!(lines[8].starts_with("\u{2014} example.org/case "));
    assert_eq!(lines.len(), 9);
}

#[test]
fn keys_and_notes_are_those_of_other_implementations() {
    // The example of golang.org/x/mod/sumdb/note, whose key and signature are published.
    let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let key: VerifierKey = key.parse().unwrap();
    assert_eq!(key.name().as_str(), "PeterNeumann");
    for wrong in [
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX",
        "PeterNeumann",
    ] {
        assert!(wrong.parse::<VerifierKey>().is_err(), "{wrong}");
    }
}

#[test]
fn a_checkpoint_with_a_stranger_s_signature_still_holds() {
    let (_, archive) = filled(1);
    let text = archive.checkpoint().text();
    let cosigned = format!("{text}\u{2014} witness.example AAAAAAAA\n");
    let cosigned: UnverifiedCheckpoint = cosigned.parse().unwrap();
    cosigned.verify(archive.reader().public_key()).unwrap();
    for broken in [
        text.replacen("\n\n", "\n", 1),
        text.replacen("\n1\n", "\n01\n", 1),
        text.replacen("\n1\n", "\n+1\n", 1),
        text.replacen('\u{2014}', "-", 1),
        text.trim_end().to_owned(),
        String::new(),
    ] {
        assert!(broken.parse::<UnverifiedCheckpoint>().is_err(), "{broken:?}");
    }
}

#[test]
fn n_then_m_operations_are_n_plus_m() {
    let mut runner = TestRunner::new(Config { cases: 12, ..Config::default() });
    let sizes = (0_usize..280, 0_usize..20);
    let law = runner.run(&sizes, |(n, m)| {
        let (store, archive) = filled(n);
        let earlier = archive.checkpoint().text().to_owned();
        let mut archive = Archive::open(store.clone()).unwrap();
        for number in n..n + m {
            add(&mut archive, number);
        }
        let (whole, _) = filled(n + m);
        prop_assert_eq!(&*store.files.borrow(), &*whole.files.borrow());
        let known = Known {
            checkpoint: Some(earlier),
            key: Some(archive.reader().public_key().clone()),
        };
        prop_assert_eq!(verify(&store, &known).problems, []);
        Ok(())
    });
    law.unwrap();
}

proptest! {
    #[test]
    fn nothing_that_is_parsed_panics(text in "\\PC{0,80}", noise in any::<Vec<u8>>()) {
        let body = format!("c2sp.org/tlog-proof@v1\n{text}\n\n{text}");
        prop_assert!(body.parse::<Proof>().is_err());
        prop_assert!(text.parse::<VerifierKey>().is_err());
        prop_assert!(text.parse::<UnverifiedCheckpoint>().is_err());
        prop_assert!(griot_archive::Operation::from_entry(&noise).is_none());
    }

    #[test]
    fn impossible_positions_are_refused(index: u64, size: u64, hashes in any::<[u8; 32]>()) {
        let hash = Digest::from_bytes(hashes);
        prop_assert!(verify_inclusion(hash, index, size, &[hash; 3], hash).is_err());
        prop_assert!(verify_consistency(index, size, &[hash; 3], hash, hash).is_err());
    }
}
