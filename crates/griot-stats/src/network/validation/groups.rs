//! Finding groups and judging them.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{
    FEWEST_OCCASIONS, Plan, Reading, SCALES, ValidatedGroup,
    chance::{Clock, Record, at_least_one, ln_at_least, ln_choices},
    float,
    rows::Rows,
    seeds::Seed,
};

/// Members that an occasion needs, and occasions that a member needs, as a part of all.
const MOST: f64 = 0.6;
/// Of the accounts that share an object, so many ordinary ones may do so within one span.
const PROMPT: f64 = 0.5;
/// Seeds that are grown at each scale; those in a group that was found are not counted.
const TRIED: usize = 500;
/// Rows that growing may go through at each scale: so many times all of them, and so many besides.
const WORK: [usize; 2] = [40, 20_000_000];
/// Steps in which members and occasions are chosen again.
const ROUNDS: usize = 12;
/// How many of the rarest common objects of a seed its first members are looked for on.
const RAREST: [usize; 9] = [3, 4, 5, 6, 8, 12, 16, 24, 32];
/// Sharers that an object needs to say how promptly its kind is shared.
const TELLING: usize = 5;

/// Accounts up to which a group may be what one publisher runs.
const FEW: usize = 4;
/// Part of all they share that a few accounts, and more of them, need to have in common to be read so.
const OF_FEW: f64 = 0.4;
const OF_MANY: f64 = 0.75;
/// Objects from which on it can be said that a group shares nearly everything.
const OFTEN: usize = 25;
/// Part of the occasions a source is first on, and part of its objects that the others share.
const FIRST: f64 = 0.8;
const TAKEN: f64 = 0.6;
/// Occasions from which on it can be said who is always first.
const LED: usize = 4;

/// An object that enough members share, and the span in which most of them do.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Occasion {
    object: u32,
    /// Rows of the object in the span, those of others included.
    from: usize,
    past: usize,
    /// Time of the first member.
    first: i64,
    /// Members in the span.
    there: usize,
    /// Members that share the object at any time.
    anytime: usize,
}

impl Occasion {
    fn crowd(&self) -> usize {
        self.past - self.from
    }
}

/// What a group has in common.
struct Common {
    /// Far enough apart, those with most members first.
    occasions: Vec<Occasion>,
    /// Every object that enough members share at any time.
    all: Vec<Occasion>,
    /// Fewest members of an occasion.
    least: usize,
}

pub(super) struct Search<'r> {
    rows: &'r Rows,
    plan: Plan,
    clock: Clock<'r>,
    able: usize,
    /// How promptly an object is shared, on average: which part of the others lies in its busiest span.
    prompt: f64,
    /// How often an account was met; all zero between two uses.
    met: Vec<u32>,
    /// Rows that were gone through.
    work: usize,
}

/// How often the members of a group share the same things elsewhere.
struct Elsewhere {
    /// Chance of each member to share what another one shares.
    joint: Vec<f64>,
    /// How many times as often as their activity and the objects' popularity give.
    affinity: Vec<f64>,
    /// How promptly.
    prompt: f64,
}

impl<'r> Search<'r> {
    pub(super) fn new(rows: &'r Rows, plan: Plan) -> Self {
        let (mut sum, mut objects, mut at) = (0.0, 0_usize, 0);
        while at < rows.len() {
            let own = rows.of_object(rows.object[at]);
            if own.len() >= TELLING {
                let busiest = own.clone().map(|row| rows.ahead(row)).max().unwrap_or(1);
                sum += f64::from(busiest - 1) / float(own.len() - 1);
                objects += 1;
            }
            at = own.end;
        }
        Self {
            rows,
            plan,
            clock: Clock::new(rows, plan.hour),
            able: rows.able(),
            prompt: (sum + 0.5) / (float(objects) + 1.0),
            met: vec![0; rows.accounts],
            work: 0,
        }
    }

    /// Groups grown from the seeds, the strongest of each.
    pub(super) fn groups(&mut self, seeds: &[Seed]) -> Vec<ValidatedGroup> {
        let mut found: Vec<ValidatedGroup> = Vec::new();
        let mut seen: BTreeSet<Vec<u32>> = BTreeSet::new();
        let mut groups_of: Vec<Vec<usize>> = vec![Vec::new(); self.rows.accounts];
        let mut tried = 0;
        for seed in seeds {
            let [own, theirs] = [seed.a, seed.b].map(|it| &groups_of[it as usize]);
            if own.iter().any(|group| theirs.contains(group)) {
                continue;
            }
            if tried == TRIED || self.work > WORK[0] * self.rows.len() + WORK[1] {
                break;
            }
            tried += 1;
            let Some(group) = self.grow(*seed) else { continue };
            if !seen.insert(group.members.clone()) {
                continue;
            }
            if group.members.len() > 2 {
                for &member in &group.members {
                    groups_of[member as usize].push(found.len());
                }
            }
            found.push(group);
        }
        found
    }

    /// Chooses members by occasions and occasions by members in turn, from the rarest of what a pair has
    /// in common; the strongest group on the way.
    fn grow(&mut self, seed: Seed) -> Option<ValidatedGroup> {
        let mut common = self.common(&[seed.a, seed.b]).occasions;
        common.sort_by_key(|it| (it.crowd(), it.first, it.object));
        let lengths = RAREST.into_iter().filter(|&length| length < common.len());
        let lengths: Vec<usize> = lengths.chain([common.len()]).collect();
        let mut best: Option<ValidatedGroup> = None;
        let mut seen: Vec<Vec<u32>> = Vec::new();
        for length in lengths.into_iter().filter(|&length| length >= FEWEST_OCCASIONS) {
            let mut members = self.members(&common[..length]);
            for _ in 0..ROUNDS {
                if members.len() < 2 || seen.contains(&members) {
                    break;
                }
                seen.push(members.clone());
                let shared = self.common(&members);
                if shared.occasions.len() < FEWEST_OCCASIONS {
                    break;
                }
                let group = self.judge(&members, &shared);
                if best.as_ref().is_none_or(|best| is_stronger(&group, best)) {
                    best = Some(group);
                }
                members = self.members(&shared.occasions);
            }
        }
        best
    }

    /// What enough of the members share.
    fn common(&mut self, members: &[u32]) -> Common {
        let rows = self.rows;
        let least = most(members.len());
        let mut all = Vec::new();
        for own in by_object(rows, members) {
            self.work += own.len();
            if own.len() < least {
                continue;
            }
            let (at, there) = busiest(rows, &own);
            let object = rows.object[own[at].0 as usize];
            let first = rows.time[own[at].0 as usize];
            let range = rows.between(object, first, first.saturating_add(rows.span));
            all.push(Occasion {
                object,
                from: range.start,
                past: range.end,
                first,
                there,
                anytime: own.len(),
            });
        }
        let mut candidates: Vec<Occasion> =
            all.iter().filter(|it| it.there >= least).copied().collect();
        candidates.sort_by_key(|it| (Reverse(it.there), it.crowd(), it.first, it.object));
        let mut taken: BTreeSet<i64> = BTreeSet::new();
        let apart = self.plan.apart.saturating_sub(1).max(0);
        candidates.retain(|it| {
            let near = it.first.saturating_sub(apart)..=it.first.saturating_add(apart);
            taken.range(near).next().is_none() && taken.insert(it.first)
        });
        Common { occasions: candidates, all, least }
    }

    /// Accounts that are there on enough of the occasions, ascending.
    fn members(&mut self, occasions: &[Occasion]) -> Vec<u32> {
        let least = most(occasions.len()).max(FEWEST_OCCASIONS.min(occasions.len()));
        let mut members = self.often(occasions.iter().map(|it| it.from..it.past), least);
        members.sort_unstable();
        members
    }

    /// Accounts that have so many of some rows.
    fn often(
        &mut self,
        ranges: impl Iterator<Item = std::ops::Range<usize>>,
        least: usize,
    ) -> Vec<u32> {
        let mut touched = Vec::new();
        for &account in ranges.flat_map(|range| &self.rows.account[range]) {
            self.work += 1;
            let met = &mut self.met[account as usize];
            if *met == 0 {
                touched.push(account);
            }
            *met += 1;
        }
        touched.retain(|&account| {
            std::mem::take(&mut self.met[account as usize]) as usize >= least
        });
        touched
    }

    fn judge(&mut self, members: &[u32], common: &Common) -> ValidatedGroup {
        let (turnout, observed, expected, statistic) = self.turnout(members, common);
        let scales = libm::log(float(SCALES.len()));
        // Smaller ones are no numbers of a machine.
        let chance = |ln: f64| libm::exp((ln + scales).clamp(-690.0, 0.0));
        let turnout = chance(turnout);
        let prompt = chance(self.promptness(members, common));
        let mut occasions: Vec<(i64, u32)> =
            common.occasions.iter().map(|it| (it.first, it.object)).collect();
        occasions.sort_unstable();
        ValidatedGroup {
            members: members.to_vec(),
            objects: occasions.into_iter().map(|it| it.1).collect(),
            observed: observed as u64,
            expected,
            statistic,
            p_turnout: turnout,
            p_prompt: prompt,
            p_adjusted: turnout.max(prompt),
            span: self.rows.span,
            reading: self.reading(members, common),
        }
    }

    /// Whether so many members are there by chance: `ln` of the bound, members there, how many were
    /// expected, and the surprise.
    ///
    /// A group, occasions and who was there have the chance `e^-surprise`, so among all that could have
    /// been chosen hardly more than `choices * e^-surprise` come about.
    fn turnout(&self, members: &[u32], common: &Common) -> (f64, usize, f64, f64) {
        let rows = self.rows;
        let elsewhere = self.elsewhere(members, common);
        let records: Vec<Record> = members.iter().map(|&it| self.clock.record(it)).collect();
        let total = float(rows.len());
        let (mut observed, mut expected, mut surprise) = (0, 0.0, 0.0);
        for occasion in &common.occasions {
            let prompt = elsewhere.prompt.max(self.prompt_of_others(occasion));
            let mut there: Vec<u32> = rows.account[occasion.from..occasion.past].to_vec();
            there.sort_unstable();
            for (place, (&member, record)) in members.iter().zip(&records).enumerate() {
                let shares = float(rows.of_account(member).len());
                let by_activity = float(occasion.crowd()) * shares / total;
                let lively = self.clock.liveliness(record, occasion.first);
                let exposed = at_least_one(by_activity * elsewhere.affinity[place])
                    .min(elsewhere.joint[place] * prompt);
                let chance = at_least_one(by_activity * lively)
                    .max(exposed)
                    .max(self.clock.habit(record, occasion.first))
                    .clamp(1e-9, 0.999);
                expected += chance;
                if there.binary_search(&member).is_ok() {
                    observed += 1;
                    surprise -= libm::log(chance);
                }
            }
        }
        let fewest = common.occasions.iter().map(|it| it.there).min().unwrap_or(0);
        let fewest = u32::try_from(fewest).unwrap_or(u32::MAX);
        let [accounts, occasions] = [members.len(), common.occasions.len()];
        // Sizes share the error as 1 over their square does.
        let choices = ln_choices(self.able, accounts)
            + ln_choices(rows.spans_with(fewest), occasions)
            + ln_choices(accounts * occasions, observed)
            + 2.0 * libm::log(float(accounts))
            + 2.0 * libm::log(float(occasions))
            + 1.0;
        (choices - surprise, observed, expected, surprise)
    }

    /// How promptly the accounts outside the group share an object: in its occasion's span.
    fn prompt_of_others(&self, occasion: &Occasion) -> f64 {
        let sharers = self.rows.of_object(occasion.object).len();
        let others = float(sharers - occasion.anytime);
        let within = float(occasion.crowd() - occasion.there);
        ((within + 2.0 * self.prompt) / (others + 2.0)).max(self.prompt)
    }

    /// What members share where the group does not come together.
    fn elsewhere(&self, members: &[u32], common: &Common) -> Elsewhere {
        let rows = self.rows;
        let left_out: BTreeSet<u32> = common
            .all
            .iter()
            .filter(|it| it.there >= common.least)
            .map(|it| it.object)
            .collect();
        let total = float(rows.len());
        let activity: Vec<f64> =
            members.iter().map(|&it| float(rows.of_account(it).len()) / total).collect();
        let [mut met, mut own_shares, mut by_chance] =
            [(); 3].map(|()| vec![0.0; members.len()]);
        let (mut prompt, mut all) = (2.0 * self.prompt, 2.0);
        for own in by_object(rows, members) {
            let object = rows.object[own[0].0 as usize];
            if left_out.contains(&object) {
                continue;
            }
            let sharers = float(rows.of_object(object).len());
            let chance = |place: usize| at_least_one(sharers * activity[place]);
            for (place, by_chance) in by_chance.iter_mut().enumerate() {
                *by_chance += chance(place) * float(own.len());
            }
            for &(_, place) in &own {
                let place = place as usize;
                by_chance[place] -= chance(place);
                met[place] += float(own.len() - 1);
                own_shares[place] += 1.0;
            }
            prompt += float(busiest(rows, &own).1 - 1);
            all += float(own.len() - 1);
        }
        let shares: f64 = own_shares.iter().sum();
        Elsewhere {
            joint: met
                .iter()
                .zip(&own_shares)
                .map(|(met, own)| (met + 0.5) / (shares - own + 2.0))
                .collect(),
            affinity: met
                .iter()
                .zip(&by_chance)
                .map(|(met, chance)| (met + 0.5) / (chance + 0.1))
                .collect(),
            prompt: prompt / all,
        }
    }

    /// `ln` of the bound that members who share what most of the group shares do so this promptly. The
    /// first member of an object sets its span; each other one is in it by chance.
    fn promptness(&mut self, members: &[u32], common: &Common) -> f64 {
        let (mut there, mut trials, mut chances) = (0.0, 0.0, 0.0);
        for occasion in &common.all {
            let weight = float(occasion.anytime - 1);
            there += float(occasion.there - 1);
            trials += weight;
            chances += weight * self.prompt_of_others(occasion).clamp(PROMPT, 0.99);
        }
        if trials <= 0.0 {
            return 0.0;
        }
        let objects = common.all.iter().map(|it| self.rows.of_object(it.object));
        let could = self.often(objects, most(common.all.len())).len().max(members.len());
        ln_choices(could, members.len()) + ln_at_least(there / trials, trials, chances / trials)
    }

    fn reading(&self, members: &[u32], common: &Common) -> Reading {
        let rows = self.rows;
        let mut firsts: Vec<u32> = common
            .occasions
            .iter()
            .map(|it| rows.account[rows.of_object(it.object).start])
            .collect();
        firsts.sort_unstable();
        let led = firsts.chunk_by(|one, other| one == other);
        let led = led.map(|same| (same.len(), Reverse(same[0]))).max();
        if let Some((led, Reverse(source))) = led
            && led >= LED
            && float(led) >= FIRST * float(common.occasions.len())
        {
            let theirs = rows.of_account(source).iter().map(|&it| rows.object[it as usize]);
            let theirs: BTreeSet<u32> = theirs.collect();
            let others = members.iter().filter(|&&member| member != source);
            let taken = self.shares_of(others.clone(), &theirs).0;
            if float(taken) >= TAKEN * float(theirs.len() * others.count()) {
                return Reading::Follows(source);
            }
        }
        let group: BTreeSet<u32> = common.all.iter().map(|it| it.object).collect();
        let (within, all) = self.shares_of(members.iter(), &group);
        let part = float(within) / float(all.max(1));
        let few = members.len() <= FEW && part >= OF_FEW;
        let many = group.len() >= OFTEN
            && surely_above(part, float(all) / float(members.len())) >= OF_MANY;
        if few || many { Reading::SharesAll } else { Reading::Open }
    }

    /// How many shares of some accounts are of these objects, and how many there are.
    fn shares_of<'a>(
        &self,
        accounts: impl Iterator<Item = &'a u32>,
        objects: &BTreeSet<u32>,
    ) -> (usize, usize) {
        let rows = accounts.flat_map(|&account| self.rows.of_account(account));
        rows.fold((0, 0), |(within, all), &row| {
            let is_in = objects.contains(&self.rows.object[row as usize]);
            (within + usize::from(is_in), all + 1)
        })
    }
}

/// So many of all are most of them; at least two.
fn most(all: usize) -> usize {
    let part = (MOST * float(all)).ceil();
    (2..=all).find(|&it| float(it) >= part).unwrap_or(2)
}

/// Rows of the members as `(row, place of the member)`, object by object, in order of time.
fn by_object(rows: &Rows, members: &[u32]) -> Vec<Vec<(u32, u32)>> {
    let mut own: Vec<(u32, u32)> = Vec::new();
    for (&member, place) in members.iter().zip(0_u32..) {
        own.extend(rows.of_account(member).iter().map(|&row| (row, place)));
    }
    own.sort_unstable();
    let same = |one: &(u32, u32), other: &(u32, u32)| {
        rows.object[one.0 as usize] == rows.object[other.0 as usize]
    };
    own.chunk_by(same).map(<[_]>::to_vec).collect()
}

/// Where the span with the most of these rows of one object begins, and how many it has.
fn busiest(rows: &Rows, own: &[(u32, u32)]) -> (usize, usize) {
    let time = |at: usize| rows.time[own[at].0 as usize];
    let (mut best, mut past) = ((0, 0), 0);
    for at in 0..own.len() {
        past = past.max(at + 1);
        while past < own.len() && time(past).saturating_sub(time(at)) <= rows.span {
            past += 1;
        }
        if past - at > best.1 {
            best = (at, past - at);
        }
    }
    best
}

/// Lower end of Wilson's interval (1927), one-sided at 5 %.
fn surely_above(part: f64, of: f64) -> f64 {
    let z = 1.644_854;
    let centre = part + z * z / (2.0 * of);
    let half = z * libm::sqrt(part * (1.0 - part) / of + z * z / (4.0 * of * of));
    (centre - half) / (1.0 + z * z / of)
}

fn is_stronger(one: &ValidatedGroup, other: &ValidatedGroup) -> bool {
    by_strength(one, other).is_lt()
}

fn by_strength(one: &ValidatedGroup, other: &ValidatedGroup) -> std::cmp::Ordering {
    one.p_adjusted
        .total_cmp(&other.p_adjusted)
        .then(one.p_turnout.total_cmp(&other.p_turnout))
        .then(other.statistic.total_cmp(&one.statistic))
        .then(one.members.cmp(&other.members))
        .then(one.span.cmp(&other.span))
}

/// The strongest first, without those that share most of their members with a stronger one.
pub(super) fn strongest(mut found: Vec<ValidatedGroup>) -> Vec<ValidatedGroup> {
    found.sort_by(by_strength);
    let mut kept: Vec<ValidatedGroup> = Vec::new();
    for group in found {
        let is_new = kept.iter().all(|stronger| {
            let both = group
                .members
                .iter()
                .filter(|m| stronger.members.binary_search(m).is_ok())
                .count();
            2 * both <= group.members.len().min(stronger.members.len())
        });
        if is_new {
            kept.push(group);
        }
    }
    kept
}
