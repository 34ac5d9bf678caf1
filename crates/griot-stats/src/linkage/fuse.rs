//! From rows of several lists to events: who goes with whom, how surely, and why.

use std::collections::BTreeMap;

use super::{
    candidates::{Candidates, Standing},
    clusters::Clusters,
    compare::{Comparison, Field, Record, Shape, bands, categories},
    estimate::{Learned, estimate},
    link::{Answer, Judgement, Link, Member, TooManyPairs, Window},
};

/// Why a pair has its probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// The field; none for what holds before any field is looked at, and for the competition
    /// with other candidates.
    pub comparison: Option<Comparison>,
    /// Category of the field: band, gap or level, from 0, finest first.
    pub category: usize,
    /// Weight of evidence in bits; one bit doubles the odds.
    pub bits: f64,
}

/// What was learned about two lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    /// The two lists.
    pub sources: (u32, u32),
    /// Each field with the shares of its categories among matches and among neighbours.
    pub fields: Vec<(Comparison, Vec<f64>, Vec<f64>)>,
    /// Log-odds of a pair before its fields are looked at.
    pub prior: f64,
    /// Expected number of matches between the lists.
    pub expected_matches: f64,
    /// Expected number of neighbours that are not matches.
    pub expected_neighbours: f64,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Fusion {
    /// One for each record, in the order given.
    pub members: Vec<Member>,
    /// How many events there are when each pair is taken as decided.
    pub clusters: usize,
    /// Every pair of rows of different lists that was compared, best first.
    pub links: Vec<Link>,
    /// Pairs of rows of one list that are probably one event. They are offered to a person and never merged.
    pub review: Vec<Link>,
    /// What was learned about each two lists, for the record.
    pub parameters: Vec<Parameters>,
    fields: Vec<Field>,
}

impl Fusion {
    /// The weights of evidence behind a link; they sum to the log-odds of its probability, in bits.
    pub fn reasons(&self, link: &Link) -> Vec<Reason> {
        let Some(learned) = self.parameters.get(link.group) else { return Vec::new() };
        let bits = |log: f64| log / std::f64::consts::LN_2;
        let mut reasons =
            vec![Reason { comparison: None, category: 0, bits: bits(learned.prior) }];
        for (category, (comparison, m, u)) in
            categories(&self.fields, link.pattern).into_iter().zip(&learned.fields)
        {
            if let (Some(m), Some(u)) = (m.get(category), u.get(category)) {
                let weight = bits(libm::log(m / u));
                reasons.push(Reason { comparison: Some(*comparison), category, bits: weight });
            }
        }
        let alone: f64 = reasons.iter().map(|reason| reason.bits).sum();
        let odds = bits(libm::log(link.probability / (1.0 - link.probability)));
        if odds.is_finite() {
            reasons.push(Reason { comparison: None, category: 1, bits: odds - alone });
        }
        reasons
    }
}

/// Links the records of different sources into events, at most one record of a source in each.
///
/// The answer does not depend on the order of the records, nor on which numbers name the sources as long as
/// they sort alike. A judgement "same" may join two records of one source; of two judgements
/// that contradict each other the one that separates wins. Records of which more than `most_pairs`
/// pairs lie inside the window are not compared: every one of them would be held.
pub fn fuse(
    records: &[Record],
    shape: &Shape,
    window: Window,
    judgements: &[Judgement],
    most_pairs: usize,
) -> Result<Fusion, TooManyPairs> {
    let order = content_order(records);
    let mut rank = vec![0_usize; records.len()];
    for (at, &record) in order.iter().enumerate() {
        rank[record] = at;
    }
    let sorted: Vec<&Record> = order.iter().map(|&record| &records[record]).collect();
    let judged = judged_pairs(judgements, &rank);
    let fields = Field::all(shape, window);

    let found = Candidates::find(&sorted, shape, window, &fields, &judged, most_pairs)?;
    let learned = estimate(&fields, &found.groups);
    let mut links = found.links;
    let mut taken = vec![0_usize; learned.len()];
    for (link, standing) in links.iter_mut().zip(&found.standings) {
        link.probability = match standing {
            Standing::Same => 1.0,
            Standing::Different | Standing::Excluded => 0.0,
            Standing::Open => {
                let place = &mut taken[link.group];
                *place += 1;
                learned[link.group].probabilities[*place - 1]
            }
        };
    }
    links.sort_unstable_by(|x, y| {
        y.probability.total_cmp(&x.probability).then((x.a, x.b).cmp(&(y.a, y.b)))
    });

    let clusters = Clusters::best_first(&sorted, &links, &judged);
    let inside = bands(window.km);
    let members = clusters.members(&sorted, &links, |list, other| {
        let group = list.max(other) * (list.max(other) + 1) / 2 + list.min(other);
        match (learned.get(group), found.groups.get(group)) {
            (Some(learned), Some(group)) => {
                let rows = if list < other { group.rows.0 } else { group.rows.1 };
                learned.unseen(&inside, rows)
            }
            _ => 0.0,
        }
    });
    for link in &mut links {
        link.together = clusters.together(link.a, link.b);
        (link.a, link.b) = (order[link.a], order[link.b]);
    }
    let (mut review, links): (Vec<Link>, Vec<Link>) =
        links.into_iter().partition(|link| records[link.a].source == records[link.b].source);
    review.retain(|link| link.probability > 0.5 && !link.judged);
    let parameters = learned.into_iter().zip(&found.groups).zip(found.sources);
    Ok(Fusion {
        members: rank.iter().map(|&at| members[at]).collect(),
        clusters: clusters.count(),
        links,
        review,
        parameters: parameters
            .map(|((learned, group), sources)| {
                described(&fields, learned, group.expected_neighbours, sources)
            })
            .collect(),
        fields,
    })
}

/// Decided pairs by their ranks; the judgement that separates wins.
fn judged_pairs(judgements: &[Judgement], rank: &[usize]) -> BTreeMap<(usize, usize), Answer> {
    let mut judged = BTreeMap::new();
    for judgement in judgements {
        let (a, b) = (rank[judgement.a], rank[judgement.b]);
        if a == b {
            continue;
        }
        let answer = judged.entry((a.min(b), a.max(b))).or_insert(judgement.answer);
        if judgement.answer == Answer::Different {
            *answer = Answer::Different;
        }
    }
    judged
}

/// Records by source and then by what they say, so that nothing depends on where they stood.
fn content_order(records: &[Record]) -> Vec<usize> {
    // List and first day in one number: most rows are told apart by it.
    let key = |record: &Record| {
        let day = i64::from(record.place.start) - i64::from(i32::MIN);
        u64::from(record.source) << 32 | day.unsigned_abs()
    };
    let mut order: Vec<(u64, usize)> =
        records.iter().enumerate().map(|(at, record)| (key(record), at)).collect();
    order.sort_unstable();
    for same in order.chunk_by_mut(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        same.sort_unstable_by(|(_, a), (_, b)| {
            let (a, b) = (&records[*a], &records[*b]);
            let (p, q) = (&a.place, &b.place);
            p.end
                .cmp(&q.end)
                .then_with(|| p.latitude.total_cmp(&q.latitude))
                .then_with(|| p.longitude.total_cmp(&q.longitude))
                .then_with(|| p.radius_km.total_cmp(&q.radius_km))
                .then_with(|| {
                    let rest = (&a.codes, &a.actors, a.deaths, a.key);
                    rest.cmp(&(&b.codes, &b.actors, b.deaths, b.key))
                })
        });
    }
    order.into_iter().map(|(_, at)| at).collect()
}

fn described(
    fields: &[Field],
    learned: Learned,
    expected_neighbours: f64,
    sources: (u32, u32),
) -> Parameters {
    let shares = learned.matches.into_iter().zip(learned.neighbours);
    Parameters {
        sources,
        fields: fields
            .iter()
            .zip(shares)
            .map(|(field, (matches, neighbours))| (field.comparison, matches, neighbours))
            .collect(),
        prior: learned.prior,
        expected_matches: learned.expected_matches,
        expected_neighbours,
    }
}
