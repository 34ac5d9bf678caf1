//! Which accounts belong together: Leiden communities with a seed.
//!
//! Leiden (Traag, Waltman and van Eck 2019) finds well-connected communities of high modularity. The
//! partition depends on the seed where several are nearly as good, so the seed is an argument, and a
//! result should be read as one good partition, not as the only one.

use leiden_rs::{GraphDataBuilder, Leiden, LeidenConfig, QualityType};
use thiserror::Error;

/// A partition of nodes into communities.
#[derive(Debug, Clone, PartialEq)]
pub struct Communities {
    /// Community of each node, numbered by size, largest first, ties by smallest member.
    pub of: Vec<u32>,
    /// How many there are.
    pub count: u32,
    /// Modularity of the partition, at resolution 1 at most 1.
    pub modularity: f64,
}

/// Weights or parameters from which no communities can be made.
#[derive(Debug, Error)]
pub enum CommunitiesError {
    /// An edge names a node that is not there, or has a weight that is not positive and finite.
    #[error(
        "edge {index} joins {a} and {b} with weight {weight}, but there are {nodes} nodes and weights must be positive"
    )]
    Edge {
        /// Place in the list.
        index: usize,
        /// Node.
        a: u32,
        /// Node.
        b: u32,
        /// Weight as given.
        weight: f64,
        /// How many nodes there are.
        nodes: u32,
    },
    /// The search itself refused, for instance a resolution that is not a number.
    #[error("communities could not be searched for: {0}")]
    Search(#[from] leiden_rs::LeidenError),
}

/// Communities of an undirected weighted graph at a resolution; 1 is modularity as Newman wrote it.
///
/// A node without edges is a community of its own. Same input and seed, same answer.
pub fn communities(
    nodes: u32,
    edges: &[(u32, u32, f64)],
    resolution: f64,
    seed: u64,
) -> Result<Communities, CommunitiesError> {
    if edges.is_empty() {
        return Ok(Communities { of: (0..nodes).collect(), count: nodes, modularity: 0.0 });
    }
    let mut graph = GraphDataBuilder::new(nodes as usize);
    for (index, &(a, b, weight)) in edges.iter().enumerate() {
        if a >= nodes || b >= nodes || !weight.is_finite() || weight <= 0.0 {
            return Err(CommunitiesError::Edge { index, a, b, weight, nodes });
        }
        graph.add_edge(a as usize, b as usize, weight)?;
    }
    let quality = QualityType::Modularity;
    let config =
        LeidenConfig { resolution, seed: Some(seed), quality, ..LeidenConfig::default() };
    let found = Leiden::new(config).run(&graph.build()?)?;
    Ok(numbered_by_size(found.partition.as_slice(), found.quality))
}

fn numbered_by_size(membership: &[usize], modularity: f64) -> Communities {
    let mut members: Vec<Vec<u32>> = Vec::new();
    for (&community, node) in membership.iter().zip(0_u32..) {
        if members.len() <= community {
            members.resize(community + 1, Vec::new());
        }
        members[community].push(node);
    }
    members.retain(|members| !members.is_empty());
    members.sort_by_key(|members| (std::cmp::Reverse(members.len()), members[0]));
    let mut of = vec![0; membership.len()];
    for (members, community) in members.iter().zip(0_u32..) {
        for &node in members {
            of[node as usize] = community;
        }
    }
    let count = u32::try_from(members.len()).unwrap_or(u32::MAX);
    Communities { of, count, modularity }
}
