use std::collections::BTreeMap;

use griot_stats::{network::communities::communities, random::Random};

/// Eight blocks of twenty: inside joined with chance 0.5, across with 0.02.
fn planted(seed: u64) -> Vec<(u32, u32, f64)> {
    let mut random = Random::from_seed(seed);
    let mut edges = Vec::new();
    for a in 0..160_u32 {
        for b in a + 1..160 {
            let chance = if a / 20 == b / 20 { 0.5 } else { 0.02 };
            if random.unit() < chance {
                edges.push((a, b, 1.0));
            }
        }
    }
    edges
}

#[test]
fn planted_blocks_are_found() {
    for seed in 0..10 {
        let found = communities(160, &planted(seed), 1.0, seed).unwrap();
        assert_eq!(found.count, 8, "seed {seed}");
        let mut blocks: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (node, &community) in (0_u32..).zip(&found.of) {
            blocks.entry(community).or_default().push(node / 20);
        }
        for members in blocks.values() {
            assert_eq!(members.len(), 20, "seed {seed}");
            assert!(members.iter().all(|block| *block == members[0]), "seed {seed}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_answer() {
    let edges = planted(3);
    assert_eq!(
        communities(160, &edges, 1.0, 9).unwrap(),
        communities(160, &edges, 1.0, 9).unwrap()
    );
}

/// Two triangles joined by one edge: 7 edges, modularity 2 * (3/7 - (7/14)^2) = 5/14.
#[test]
fn modularity_is_newmans() {
    let edges = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (3, 5), (4, 5)];
    let found = communities(6, &edges.map(|(a, b)| (a, b, 1.0)), 1.0, 1).unwrap();
    assert_eq!(found.of, [0, 0, 0, 1, 1, 1]);
    assert!((found.modularity - 5.0 / 14.0).abs() < 1e-12, "{}", found.modularity);
}

#[test]
fn lonely_nodes_stay_alone_and_bad_edges_are_refused() {
    assert_eq!(communities(3, &[], 1.0, 1).unwrap().count, 3);
    assert_eq!(communities(4, &[(0, 1, 1.0)], 1.0, 1).unwrap().count, 3);
    assert!(communities(2, &[(0, 2, 1.0)], 1.0, 1).is_err());
    assert!(communities(2, &[(0, 1, f64::NAN)], 1.0, 1).is_err());
}
