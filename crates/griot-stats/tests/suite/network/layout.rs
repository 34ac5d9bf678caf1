//! Is a drawing readable, and the same every time?

use griot_stats::network::layout::{Point, arrange, pack};

fn distance(one: Point, other: Point) -> f64 {
    libm::hypot(one[0] - other[0], one[1] - other[1])
}

fn nearest(places: &[Point]) -> f64 {
    let mut least = f64::INFINITY;
    for one in 0..places.len() {
        for other in 0..one {
            least = least.min(distance(places[one], places[other]));
        }
    }
    least
}

/// Rings of ten accounts, each joined to the next ring by one edge.
fn rings(count: u32) -> Vec<(u32, u32)> {
    let ring =
        |start: u32| (0..10).flat_map(move |a| (0..a).map(move |b| (start + b, start + a)));
    (0..count).flat_map(|n| ring(n * 10)).collect()
}

#[test]
fn nodes_of_one_ring_lie_together_and_none_on_another() {
    let places = arrange(&[0; 200], &rings(20), 1.7);
    assert!(nearest(&places) > 0.25, "{}", nearest(&places));
    for ring in places.chunks(10) {
        let widest = ring.iter().flat_map(|a| ring.iter().map(|b| distance(*a, *b)));
        assert!(widest.fold(0.0, f64::max) < 4.0);
    }
    let width = |axis: usize| {
        let of = places.iter().map(|place| place[axis]);
        of.clone().fold(f64::MIN, f64::max) - of.fold(f64::MAX, f64::min)
    };
    assert!(width(0) > 1.2 * width(1), "{} by {}", width(0), width(1));
}

#[test]
fn a_chain_is_drawn_as_a_chain() {
    let edges: Vec<(u32, u32)> = (0..9).map(|a| (a, a + 1)).collect();
    let places = arrange(&[0; 10], &edges, 1.0);
    assert!(distance(places[0], places[9]) > 6.0);
    for (a, b) in edges {
        let length = distance(places[a as usize], places[b as usize]);
        assert!((0.6..1.5).contains(&length), "{length}");
    }
}

#[test]
fn a_large_piece_is_drawn_part_by_part() {
    let mut edges = rings(90);
    edges.extend((1..90).map(|n| (0, n * 10)));
    let part: Vec<u32> = (0..900).map(|node| node / 10).collect();
    let places = arrange(&part, &edges, 1.0);
    assert!(nearest(&places) > 0.2);
    let bits = |places: &[Point]| -> Vec<[u64; 2]> {
        places.iter().map(|place| place.map(f64::to_bits)).collect()
    };
    assert_eq!(bits(&places), bits(&arrange(&part, &edges, 1.0)));
}

#[test]
fn circles_do_not_overlap() {
    let radii: Vec<f64> = (0..80).map(|n| 0.5 + f64::from(n % 7)).collect();
    let centres = pack(&radii, 1.6);
    for one in 0..radii.len() {
        for other in 0..one {
            let gap = distance(centres[one], centres[other]) - radii[one] - radii[other];
            assert!(gap > -1e-6, "{one} and {other}: {gap}");
        }
    }
}

#[test]
fn nothing_and_strangers_do_no_harm() {
    assert!(arrange(&[], &[], 1.0).is_empty());
    assert_eq!(arrange(&[0], &[(0, 0), (0, 7)], 1.0).len(), 1);
    assert!(pack(&[], 1.0).is_empty());
}
