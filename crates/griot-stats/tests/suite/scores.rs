//! How good is a fusion whose truth is known?

use std::collections::BTreeMap;

use griot_stats::linkage::Fusion;

/// Share of joined pairs that are right, share of right pairs that are joined, and their harmonic mean.
#[derive(Debug)]
pub(crate) struct Scores {
    pub(crate) precision: f64,
    pub(crate) recall: f64,
    pub(crate) f1: f64,
}

/// Scores pairs of records by the clusters they are in.
#[expect(clippy::cast_precision_loss, reason = "few pairs")]
pub(crate) fn scores(clusters: &[usize], truth: &[u32]) -> Scores {
    let pairs = |sizes: &[usize]| sizes.iter().map(|n| n * (n - 1) / 2).sum::<usize>() as f64;
    let sizes = |keys: &mut dyn Iterator<Item = (usize, u32)>| {
        let mut sizes: BTreeMap<(usize, u32), usize> = BTreeMap::new();
        keys.for_each(|key| *sizes.entry(key).or_default() += 1);
        sizes.into_values().collect::<Vec<_>>()
    };
    let both = || clusters.iter().copied().zip(truth.iter().copied());
    let right = pairs(&sizes(&mut both()));
    let joined = pairs(&sizes(&mut both().map(|(cluster, _)| (cluster, 0))));
    let true_pairs = pairs(&sizes(&mut both().map(|(_, truth)| (0, truth))));
    let (precision, recall) = (right / joined, right / true_pairs);
    Scores { precision, recall, f1: 2.0 * precision * recall / (precision + recall) }
}

/// Upper ends of the bins in which probabilities are compared with what came true.
pub(crate) const BINS: [f64; 6] = [0.1, 0.3, 0.5, 0.7, 0.9, 0.99];

/// For each bin: how many, the sum of what was said, and how many came true.
pub(crate) type Calibration = [(f64, f64, f64); 7];

pub(crate) fn add_links(calibration: &mut Calibration, fusion: &Fusion, truth: &[u32]) {
    for link in &fusion.links {
        add(calibration, link.probability, truth[link.a] == truth[link.b]);
    }
}

/// Rows by their posterior: those with others, which belong with at least one of them, and those alone, which have no match.
pub(crate) fn add_rows(
    [together, alone]: &mut [Calibration; 2],
    fusion: &Fusion,
    truth: &[u32],
) {
    let mut incidents: BTreeMap<u32, usize> = BTreeMap::new();
    let mut clusters: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (member, &incident) in fusion.members.iter().zip(truth) {
        *incidents.entry(incident).or_default() += 1;
        clusters.entry(member.cluster).or_default().push(incident);
    }
    for (member, incident) in fusion.members.iter().zip(truth) {
        let cluster = &clusters[&member.cluster];
        if cluster.len() > 1 {
            let mates = cluster.iter().filter(|other| *other == incident).count();
            add(together, member.posterior, mates > 1);
        } else {
            add(alone, member.posterior, incidents[incident] == 1);
        }
    }
}

fn add(calibration: &mut Calibration, said: f64, right: bool) {
    let bin = &mut calibration[BINS.partition_point(|&bin| bin <= said)];
    bin.0 += 1.0;
    bin.1 += said;
    bin.2 += f64::from(u8::from(right));
}

/// `count said/true` of each bin.
pub(crate) fn written(calibration: &Calibration) -> String {
    let bin = |(n, said, right): &(f64, f64, f64)| {
        let n1 = n.max(1.0);
        format!("{n:>6} {:.3}/{:.3}", said / n1, right / n1)
    };
    calibration.iter().map(bin).collect::<Vec<_>>().join("  ")
}
