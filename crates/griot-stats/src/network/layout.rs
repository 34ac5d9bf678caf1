//! Where to draw accounts, so that those with common edges lie near each other.
//!
//! A coordinated network mostly falls into many small pieces. Each piece is drawn by stress majorization
//! (Gansner, Koren and North 2004): the distance of two nodes on paper follows their distance in the
//! graph. A piece that is too large for that is drawn part by part. Pieces are then packed as circles.
//! There is no chance in it: the same graph gives the same drawing, with the same bits. Positions say who is joined to
//! whom, and nothing else; a coordinate has no unit.

use std::collections::VecDeque;

/// A place on paper: to the right, downwards. An edge is about 1 long.
pub type Point = [f64; 2];

/// Nodes up to which the distances of all pairs are looked at.
const PIECE: usize = 400;

/// Rounds of majorization; drawings of pieces this small change no more after them.
const ROUNDS: usize = 60;

/// Nodes are drawn no nearer to each other than this.
const APART: f64 = 0.45;

/// Paper around a piece.
const MARGIN: f64 = 0.7;

/// Turns by it never fall on each other.
const GOLDEN_ANGLE: f64 = 2.399_963_229_728_653;

/// Places of nodes of an undirected graph, `aspect` times as wide as high where there are many pieces.
///
/// `part` names the part of each node, a community for instance; it matters only where a connected
/// piece has more than 400 nodes. Edges that name a node which is not there are left out.
pub fn arrange(part: &[u32], edges: &[(u32, u32)], aspect: f64) -> Vec<Point> {
    let nodes = part.len();
    let inside = |edge: &&(u32, u32)| (edge.0 as usize) < nodes && (edge.1 as usize) < nodes;
    let edges: Vec<(u32, u32)> = edges.iter().filter(inside).copied().collect();
    let piece = pieces(nodes, &edges);
    let drawn: Vec<(Vec<usize>, Vec<Point>)> = members(&piece)
        .into_iter()
        .map(|nodes| {
            let places = if nodes.len() <= PIECE {
                one_piece(&nodes, &edges)
            } else {
                part_by_part(&nodes, part, &edges)
            };
            (nodes, places)
        })
        .collect();
    packed(nodes, drawn, aspect)
}

/// Centres of circles that do not overlap, large ones in the middle, over an area that is about
/// `aspect` times as wide as high.
pub fn pack(radii: &[f64], aspect: f64) -> Vec<Point> {
    let mut order: Vec<usize> = (0..radii.len()).collect();
    order.sort_by(|&one, &other| radii[other].total_cmp(&radii[one]).then(one.cmp(&other)));
    let stretch = libm::sqrt(aspect.max(0.05));
    let mut centres = vec![[0.0, 0.0]; radii.len()];
    let mut placed: Vec<usize> = Vec::new();
    let mut step = 0_u32;
    for circle in order {
        let fits = |at: Point| {
            placed.iter().all(|&other| {
                distance(at, centres[other]) >= radii[circle] + radii[other] - 1e-9
            })
        };
        // Smaller circles look for room a little further in than the last one found it.
        step = step / 4 * 3;
        let at = loop {
            let away = 0.3 * libm::sqrt(f64::from(step));
            let angle = GOLDEN_ANGLE * f64::from(step);
            let at = [away * stretch * libm::cos(angle), away / stretch * libm::sin(angle)];
            if fits(at) || step == u32::MAX {
                break at;
            }
            step += 1;
        };
        centres[circle] = at;
        placed.push(circle);
    }
    centres
}

/// Draws pieces around their own middle, packs them, and puts every node in its place.
fn packed(nodes: usize, drawn: Vec<(Vec<usize>, Vec<Point>)>, aspect: f64) -> Vec<Point> {
    let mut places = vec![[0.0, 0.0]; nodes];
    let drawn: Vec<(Vec<usize>, Vec<Point>, f64)> = drawn
        .into_iter()
        .map(|(nodes, mut places)| {
            let radius = centred(&mut places) + MARGIN;
            (nodes, places, radius)
        })
        .collect();
    let radii: Vec<f64> = drawn.iter().map(|piece| piece.2).collect();
    for ((nodes, own, _), centre) in drawn.iter().zip(pack(&radii, aspect)) {
        for (&node, place) in nodes.iter().zip(own) {
            places[node] = [place[0] + centre[0], place[1] + centre[1]];
        }
    }
    places
}

/// Moves points so that the middle of their box is the origin; returns how far the farthest lies.
fn centred(points: &mut [Point]) -> f64 {
    let bounds = points.iter().fold(
        [f64::INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::NEG_INFINITY],
        |[left, right, top, bottom], &[x, y]| {
            [left.min(x), right.max(x), top.min(y), bottom.max(y)]
        },
    );
    let middle = [bounds[0].midpoint(bounds[1]), bounds[2].midpoint(bounds[3])];
    let mut radius = 0.0_f64;
    for point in points {
        *point = [point[0] - middle[0], point[1] - middle[1]];
        radius = radius.max(distance(*point, [0.0, 0.0]));
    }
    radius
}

fn part_by_part(nodes: &[usize], part: &[u32], edges: &[(u32, u32)]) -> Vec<Point> {
    let mut by_part: Vec<(u32, usize)> =
        nodes.iter().enumerate().map(|(place, &node)| (part[node], place)).collect();
    by_part.sort_unstable();
    let drawn = by_part.chunk_by(|one, other| one.0 == other.0).map(|own| {
        let places: Vec<usize> = own.iter().map(|&(_, place)| place).collect();
        let own: Vec<usize> = places.iter().map(|&place| nodes[place]).collect();
        (places, one_piece(&own, edges))
    });
    packed(nodes.len(), drawn.collect(), 1.0)
}

/// Nodes by their numbers, ascending, with the edges that lie among them.
fn one_piece(nodes: &[usize], edges: &[(u32, u32)]) -> Vec<Point> {
    if nodes.len() > PIECE {
        return (0..nodes.len()).map(|place| sunflower(place, 0.5)).collect();
    }
    let place = |node: u32| nodes.binary_search(&(node as usize)).ok();
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for &(a, b) in edges {
        if let (Some(a), Some(b)) = (place(a), place(b))
            && a != b
        {
            neighbours[a].push(b);
            neighbours[b].push(a);
        }
    }
    let distances: Vec<Vec<f64>> =
        (0..nodes.len()).map(|from| distances_from(from, &neighbours)).collect();
    let mut places: Vec<Point> = (0..nodes.len()).map(|place| sunflower(place, 0.6)).collect();
    for _ in 0..ROUNDS {
        for (node, wanted) in distances.iter().enumerate() {
            majorize(node, &mut places, wanted);
        }
    }
    for _ in 0..20 {
        push_apart(&mut places);
    }
    places
}

/// Steps to every node; one more than the farthest to those that cannot be reached.
fn distances_from(from: usize, neighbours: &[Vec<usize>]) -> Vec<f64> {
    let mut steps = vec![usize::MAX; neighbours.len()];
    let mut waiting = VecDeque::from([from]);
    steps[from] = 0;
    let mut farthest = 0;
    while let Some(node) = waiting.pop_front() {
        farthest = steps[node];
        for &next in &neighbours[node] {
            if steps[next] == usize::MAX {
                steps[next] = farthest + 1;
                waiting.push_back(next);
            }
        }
    }
    steps.into_iter().map(|n| number(if n == usize::MAX { farthest + 1 } else { n })).collect()
}

/// Moves a node to where its wanted distances agree best, near ones counting most.
fn majorize(node: usize, places: &mut [Point], wanted: &[f64]) {
    let own = places[node];
    let (mut sum, mut weights) = ([0.0, 0.0], 0.0);
    for (other, &at) in places.iter().enumerate() {
        if other == node {
            continue;
        }
        let length = distance(own, at).max(1e-9);
        let weight = 1.0 / (wanted[other] * wanted[other]);
        let pull = wanted[other] / length;
        sum[0] += weight * (at[0] + pull * (own[0] - at[0]));
        sum[1] += weight * (at[1] + pull * (own[1] - at[1]));
        weights += weight;
    }
    if weights > 0.0 {
        places[node] = [sum[0] / weights, sum[1] / weights];
    }
}

fn push_apart(places: &mut [Point]) {
    for one in 0..places.len() {
        for other in 0..one {
            let (a, b) = (places[one], places[other]);
            let length = distance(a, b);
            if length >= APART {
                continue;
            }
            let angle = GOLDEN_ANGLE * number(one);
            let away = if length > 1e-9 {
                [(a[0] - b[0]) / length, (a[1] - b[1]) / length]
            } else {
                [libm::cos(angle), libm::sin(angle)]
            };
            let half = (APART - length) / 2.0;
            places[one] = [a[0] + away[0] * half, a[1] + away[1] * half];
            places[other] = [b[0] - away[0] * half, b[1] - away[1] * half];
        }
    }
}

/// Seeds of a sunflower: evenly spread over a disc.
fn sunflower(place: usize, spread: f64) -> Point {
    let away = spread * libm::sqrt(number(place) + 0.5);
    let angle = GOLDEN_ANGLE * number(place);
    [away * libm::cos(angle), away * libm::sin(angle)]
}

/// Number of the connected piece of each node, by its smallest node.
fn pieces(nodes: usize, edges: &[(u32, u32)]) -> Vec<usize> {
    fn root(parent: &mut [usize], node: usize) -> usize {
        let mut at = node;
        while parent[at] != at {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        at
    }
    let mut parent: Vec<usize> = (0..nodes).collect();
    for &(a, b) in edges {
        let (one, other) = (root(&mut parent, a as usize), root(&mut parent, b as usize));
        parent[one.max(other)] = one.min(other);
    }
    (0..nodes).map(|node| root(&mut parent, node)).collect()
}

fn members(piece: &[usize]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..piece.len()).collect();
    order.sort_by_key(|&node| (piece[node], node));
    order.chunk_by(|&one, &other| piece[one] == piece[other]).map(<[usize]>::to_vec).collect()
}

fn distance(one: Point, other: Point) -> f64 {
    libm::hypot(one[0] - other[0], one[1] - other[1])
}

#[expect(clippy::cast_precision_loss, reason = "drawings have far fewer than 2^53 nodes")]
fn number(count: usize) -> f64 {
    count as f64
}
