//! Candidate groups: accounts that several strong edges hold together.

/// Accounts joined by edges above the group threshold that lie in triangles.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidatedGroup {
    /// Ascending.
    pub members: Vec<u32>,
    /// Its edges, as `(a, b)`, ascending.
    pub edges: Vec<(u32, u32)>,
    /// Sum of their statistics.
    pub statistic: f64,
    /// Share of all groups of all draws with a statistic at least as large, unadjusted.
    pub p: f64,
    /// Expected share of chance among the groups with a statistic at least as large.
    pub q: f64,
    /// Share of draws in which any group has a statistic at least as large (Westfall–Young).
    pub p_adjusted: f64,
}

/// Groups of a graph given by its edges `(a, b, statistic)`, ascending by `(a, b)`: components of the
/// edges that lie in a triangle. Sorted by statistic, descending, then by members.
pub(super) fn groups(edges: &[(u32, u32, f64)], accounts: usize) -> Vec<ValidatedGroup> {
    if edges.len() < 3 {
        return Vec::new();
    }
    let mut neighbours: Vec<Vec<u32>> = vec![Vec::new(); accounts];
    for &(a, b, _) in edges {
        neighbours[a as usize].push(b);
        neighbours[b as usize].push(a);
    }
    for list in &mut neighbours {
        list.sort_unstable();
    }
    let mut union = Union::new(accounts);
    let mut kept = Vec::new();
    for &(a, b, statistic) in edges {
        if intersects(&neighbours[a as usize], &neighbours[b as usize]) {
            union.join(a, b);
            kept.push((a, b, statistic));
        }
    }
    kept.sort_by_key(|&(a, b, _)| (union.root(a), a, b));
    let mut groups: Vec<ValidatedGroup> = kept
        .chunk_by(|one, other| union.root_of(one.0) == union.root_of(other.0))
        .map(|edges| {
            let mut members: Vec<u32> = edges.iter().flat_map(|&(a, b, _)| [a, b]).collect();
            members.sort_unstable();
            members.dedup();
            ValidatedGroup {
                members,
                statistic: edges.iter().map(|edge| edge.2).sum(),
                edges: edges.iter().map(|&(a, b, _)| (a, b)).collect(),
                p: 1.0,
                q: 1.0,
                p_adjusted: 1.0,
            }
        })
        .collect();
    groups.sort_by(|x, y| y.statistic.total_cmp(&x.statistic).then(x.members.cmp(&y.members)));
    groups
}

fn intersects(one: &[u32], other: &[u32]) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    short.iter().any(|account| long.binary_search(account).is_ok())
}

/// Disjoint sets with the smallest member as their name.
struct Union {
    parent: Vec<u32>,
}

impl Union {
    fn new(accounts: usize) -> Self {
        Self { parent: (0_u32..).take(accounts).collect() }
    }

    fn root_of(&self, account: u32) -> u32 {
        let mut at = account;
        while self.parent[at as usize] != at {
            at = self.parent[at as usize];
        }
        at
    }

    fn root(&mut self, account: u32) -> u32 {
        let root = self.root_of(account);
        let mut at = account;
        while self.parent[at as usize] != root {
            at = std::mem::replace(&mut self.parent[at as usize], root);
        }
        root
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        self.parent[one.max(other) as usize] = one.min(other);
    }
}
