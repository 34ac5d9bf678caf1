//! Groups: accounts and the occasions on which nearly all of them come together.

use super::{Group, Pattern, Plan, float, rows::Rows, seeds::{FEWEST, Seed}};
use std::collections::BTreeSet;

const TURNOUT: f64 = 0.6;
const TRIED: usize = 500;
const ROUNDS: usize = 12;
const HALF: f64 = 0.5;

#[derive(Debug, Clone, Copy, PartialEq)]
struct Occasion { object: u32, from: usize, to: usize, first: i64, turnout: usize, anytime: usize }

pub(super) struct Looking<'r> {
    rows: &'r Rows,
    plan: Plan,
    eligible: usize,
    prompt: f64,
    hours: [f64; 24],
    times: Vec<i64>,
    count: Vec<u32>,
    inside: Vec<bool>,
    mode: u8,
}

impl<'r> Looking<'r> {
    pub(super) fn new(rows: &'r Rows, plan: Plan) -> Self {
        let eligible = (0u32..).take(rows.accounts).filter(|&a| rows.of_account(a).len() >= FEWEST).count();
        let mut hours = [0.0; 24];
        for &t in &rows.time { hours[hour_of(t, plan.hour)] += 1.0; }
        let n: f64 = hours.iter().sum::<f64>().max(1.0);
        let hours3 = std::array::from_fn(|h| (hours[h] + hours[(h + 1) % 24] + hours[(h + 23) % 24]) / n);
        let mut times = rows.time.clone(); times.sort_unstable();
        // typical promptness
        let (mut sum, mut k) = (0.0, 0.0);
        let mut i = 0;
        while i < rows.len() {
            let r = rows.of_object(rows.object[i]);
            let n = r.len();
            if n >= 5 {
                let best = r.clone().map(|x| rows.ahead(x)).max().unwrap_or(1);
                sum += f64::from(best - 1) / float(n - 1); k += 1.0;
            }
            i = r.end;
        }
        let prompt = (sum + 0.5) / (k + 1.0);
        Self { rows, plan, eligible, prompt, hours: hours3, times, count: vec![0; rows.accounts], inside: vec![false; rows.accounts], mode: std::env::var("MODE").map_or(0, |m| m.parse().unwrap()) }
    }

    pub(super) fn all(&mut self, seeds: &[Seed]) -> Vec<Group> {
        let mut found: Vec<Group> = Vec::new();
        let mut of: Vec<Vec<u32>> = vec![Vec::new(); self.rows.accounts];
        let mut seen: BTreeSet<Vec<u32>> = BTreeSet::new();
        let mut tried = 0;
        for seed in seeds {
            let (x, y) = (&of[seed.a as usize], &of[seed.b as usize]);
            if x.iter().any(|g| y.contains(g)) { continue; }
            tried += 1;
            if tried > TRIED { break; }
            if let Some(group) = self.grow(seed) {
                if std::env::var("DBG").is_ok() { eprintln!("tried {tried} of {} seed {:?} m {} k {} {:.1} {:.1}", seeds.len(), seed, group.members.len(), group.occasions, group.ln_turnout, group.ln_prompt); }
                if seen.insert(group.members.clone()) {
                    let id = found.len() as u32;
                    if group.members.len() > 2 { for &m in &group.members { of[m as usize].push(id); } }
                    found.push(group);
                }
            }
        }
        found
    }

    fn grow(&mut self, seed: &Seed) -> Option<Group> {
        let pair = vec![seed.a, seed.b];
        let mut common = self.occasions(&pair).0;
        common.sort_by_key(|o| (o.to - o.from, o.first, o.object));
        let mut best: Option<Group> = None;
        let mut lengths: Vec<usize> = [3, 4, 5, 6, 8, 12, 16, 24, 32].into_iter().filter(|&l| l < common.len()).collect();
        lengths.push(common.len());
        let mut last: Vec<Vec<u32>> = Vec::new();
        for length in lengths {
            if length < FEWEST { continue; }
            let mut members = self.members(&common[..length]);
            if members.len() < 2 { continue; }
            for _ in 0..ROUNDS {
                if last.contains(&members) { break; }
                last.push(members.clone());
                let (k, all) = self.occasions(&members);
                if k.len() < FEWEST { break; }
                let group = self.judge(&members, &k, &all);
                if best.as_ref().is_none_or(|b| (group.ln_p(), group.ln_turnout) < (b.ln_p(), b.ln_turnout)) { best = Some(group); }
                members = self.members(&k);
                if members.len() < 2 { break; }
            }
        }
        best
    }

    /// Occasions at which enough of the members come together, far enough apart; and all objects that enough share, at any time
    fn occasions(&self, members: &[u32]) -> (Vec<Occasion>, Vec<Occasion>) {
        let need = need(members.len());
        let mut positions: Vec<u32> = members.iter().flat_map(|&m| self.rows.of_account(m).iter().copied()).collect();
        positions.sort_unstable();
        let mut all = Vec::new();
        for own in positions.chunk_by(|&x, &y| self.rows.object[x as usize] == self.rows.object[y as usize]) {
            if own.len() < need { continue; }
            let object = self.rows.object[own[0] as usize];
            let (mut best, mut at, mut past) = (0, 0, 0);
            for i in 0..own.len() {
                past = past.max(i + 1);
                while past < own.len() && self.rows.time[own[past] as usize] - self.rows.time[own[i] as usize] <= self.plan.span() { past += 1; }
                if past - i > best { best = past - i; at = i; }
            }
            let first = self.rows.time[own[at] as usize];
            let range = self.rows.between(object, first, first.saturating_add(self.plan.span()));
            all.push(Occasion { object, from: range.start, to: range.end, first, turnout: best, anytime: own.len() });
        }
        let mut candidates: Vec<Occasion> = all.iter().filter(|o| o.turnout >= need).copied().collect();
        candidates.sort_by_key(|o| (std::cmp::Reverse(o.turnout), o.to - o.from, o.first, o.object));
        let mut chosen: Vec<Occasion> = Vec::new();
        let mut taken: BTreeSet<i64> = BTreeSet::new();
        for o in candidates {
            let near = taken.range(o.first.saturating_sub(self.plan.apart - 1)..=o.first.saturating_add(self.plan.apart - 1)).next().is_some();
            if !near { taken.insert(o.first); chosen.push(o); }
        }
        (chosen, all)
    }

    fn members(&mut self, k: &[Occasion]) -> Vec<u32> {
        let least = need(k.len()).max(FEWEST.min(k.len())) as u32;
        let mut touched = Vec::new();
        for o in k {
            for row in o.from..o.to {
                let a = self.rows.account[row];
                if self.count[a as usize] == 0 { touched.push(a); }
                self.count[a as usize] += 1;
            }
        }
        let mut members: Vec<u32> = touched.iter().copied().filter(|&a| self.count[a as usize] >= least).collect();
        for a in touched { self.count[a as usize] = 0; }
        members.sort_unstable();
        members
    }

    fn judge(&mut self, members: &[u32], k: &[Occasion], all: &[Occasion]) -> Group {
        let rows = self.rows;
        let m = members.len();
        let need_m = need(m);
        for &a in members { self.inside[a as usize] = true; }
        // objects left out of what explains: those where enough come together
        let left: BTreeSet<u32> = all.iter().filter(|o| o.turnout >= need_m).map(|o| o.object).collect();
        // co-sharing elsewhere
        let mut positions: Vec<(u32, u32)> = Vec::new();
        for (i, &a) in (0u32..).zip(members) { positions.extend(rows.of_account(a).iter().map(|&p| (p, i))); }
        positions.sort_unstable();
        let mut chance = vec![0.0; m];
        let own_rows: Vec<f64> = members.iter().map(|&a| float(rows.of_account(a).len())).collect();
        let (mut common, mut elsewhere) = (vec![0.0; m], vec![0.0; m]);
        let (mut pn, mut pd) = (0.0, 0.0);
        for own in positions.chunk_by(|x, y| rows.object[x.0 as usize] == rows.object[y.0 as usize]) {
            if left.contains(&rows.object[own[0].0 as usize]) { continue; }
            let popular = float(rows.of_object(rows.object[own[0].0 as usize]).len()) / float(rows.len());
            for (i, c) in chance.iter_mut().enumerate() {
                *c -= libm::expm1(-popular * own_rows[i]) * float(own.len());
            }
            for &(_, i) in own { let i = i as usize; chance[i] += libm::expm1(-popular * own_rows[i]); common[i] += float(own.len() - 1); elsewhere[i] += 1.0; }
            if own.len() > 1 {
                let (mut best, mut past) = (0, 0);
                for i in 0..own.len() {
                    past = past.max(i + 1);
                    while past < own.len() && rows.time[own[past].0 as usize] - rows.time[own[i].0 as usize] <= self.plan.span() { past += 1; }
                    best = best.max(past - i);
                }
                pn += float(best - 1); pd += float(own.len() - 1);
            }
        }
        let total_elsewhere: f64 = elsewhere.iter().sum();
        let own_prompt = (pn + 2.0 * self.prompt) / (pd + 2.0);
        let joint: Vec<f64> = (0..m).map(|i| (common[i] + 0.5) / (total_elsewhere - elsewhere[i] + 2.0)).map(|j: f64| j.min(1.0)).collect();
        let own_times: Vec<Vec<i64>> = members.iter().map(|&a| { let mut t: Vec<i64> = rows.of_account(a).iter().map(|&p| rows.time[p as usize]).collect(); t.sort_unstable(); t }).collect();
        let (mut surprise, mut present, mut expected, mut fewest) = (0.0, 0usize, 0.0, usize::MAX);
        let mut exposure = 0.0_f64;
        for o in k {
            let c = o.to - o.from;
            fewest = fewest.min(o.turnout);
            let of = rows.of_object(o.object);
            let out_all = of.len() - o.anytime;
            let out_in = c - o.turnout;
            let prompt = own_prompt.max(self.prompt).max((float(out_in) + 2.0 * self.prompt) / (float(out_all) + 2.0));
            let gh = self.hours[hour_of(o.first, self.plan.hour)];
            let half_day = 12 * self.plan.hour;
            let gd = float(within(&self.times, o.first, half_day)) / float(self.times.len());
            let here: BTreeSet<u32> = rows.account[o.from..o.to].iter().copied().filter(|&a| self.inside[a as usize]).collect();
            for (i, &a) in members.iter().enumerate() {
                let t = &own_times[i];
                let r = float(t.len());
                let h = hour_of(o.first, self.plan.hour);
                let nh = t.iter().filter(|&&t| { let d = (hour_of(t, self.plan.hour) + 24 - h) % 24; d <= 1 || d == 23 }).count();
                let rh = (float(nh) + 4.0 * gh) / (r + 4.0) / gh.max(1e-9);
                let rd = (float(within(t, o.first, half_day)) + 4.0 * gd) / (r + 4.0) / gd.max(1e-9);
                let f = rh.max(rd).max(1.0);
                let by_activity = -libm::expm1(-float(c) * r * f / float(rows.len()));
                let affine = (common[i] + 0.5) / (chance[i] + 0.1);
                let by_affinity = -libm::expm1(-float(c) * r * affine / float(rows.len()));
                let joint_p = match self.mode { 0 => joint[i] * prompt, 1 => by_affinity, _ => by_affinity.min(joint[i] * prompt) };
                let habit = self.habit(t, o.first);
                let p = by_activity.max(joint_p).max(habit).clamp(1e-9, 0.999);
                exposure = exposure.max(joint_p);
                expected += p;
                if here.contains(&a) { present += 1; surprise -= libm::log(p); }
            }
        }
        for &a in members { self.inside[a as usize] = false; }
        let choices = ln_choose(self.eligible, m) + ln_choose(rows.spans_with(u32::try_from(fewest).unwrap_or(0)), k.len()) + ln_choose(m * k.len(), present)
            + 2.0 * libm::log(float(m)) + 2.0 * libm::log(float(k.len())) + 1.0;
        let ln_turnout = choices - surprise;
        // promptness
        let (mut x, mut n, mut pi) = (0.0, 0.0, 0.0);
        let mut objs = 0;
        let mut touched = Vec::new();
        for o in all.iter().filter(|o| o.anytime >= need_m.max(2)) {
            let of = rows.of_object(o.object);
            let out_all = of.len() - o.anytime;
            let out_in = (o.to - o.from) - o.turnout;
            let p = HALF.max(self.prompt).max((float(out_in) + 2.0 * self.prompt) / (float(out_all) + 2.0)).min(0.99);
            let w = float(o.anytime - 1);
            n += w; x += float(o.turnout - 1); pi += p * w; objs += 1;
            for row in of {
                let a = rows.account[row];
                if self.count[a as usize] == 0 { touched.push(a); }
                self.count[a as usize] += 1;
            }
        }
        let least = need(objs) as u32;
        let able = touched.iter().filter(|&&a| self.count[a as usize] >= least).count().max(m);
        for a in touched { self.count[a as usize] = 0; }
        let pi = if n > 0.0 { pi / n } else { 1.0 };
        let rate = if n > 0.0 { x / n } else { 0.0 };
        let kl = if rate <= pi { 0.0 } else if rate >= 1.0 { -libm::log(pi) } else { rate * libm::log(rate / pi) + (1.0 - rate) * libm::log((1.0 - rate) / (1.0 - pi)) };
        let ln_prompt = ln_choose(able, m) - n * kl;
        let pattern = self.pattern(members, k, all, need_m);
        Group { members: members.to_vec(), occasions: k.len(), present, ln_turnout, ln_prompt, pattern, window: self.plan.window, debug: [surprise, choices, expected, exposure, n, rate] }
    }

    /// On what part of the other days an account shares anything at this time of day.
    fn habit(&self, own: &[i64], at: i64) -> f64 {
        let day = 24 * self.plan.hour;
        let (Some(first), Some(last)) = (self.times.first(), self.times.last()) else { return 0.0 };
        let days = ((last - first) / day).max(1);
        if days < 2 { return 0.0; }
        let mut met: Vec<i64> = own.iter().filter_map(|&t| {
            let d = (t - at + day / 2).div_euclid(day);
            let off = (t - at) - d * day;
            (d != 0 && off.abs() <= self.plan.span()).then_some(d)
        }).collect();
        met.dedup();
        float(met.len()) / days as f64
    }

    fn pattern(&self, members: &[u32], k: &[Occasion], all: &[Occasion], need_m: usize) -> Pattern {
        let rows = self.rows;
        // who is first
        let mut firsts: Vec<u32> = k.iter().map(|o| rows.account[rows.of_object(o.object).start]).collect();
        firsts.sort_unstable();
        let lead = firsts.chunk_by(|x, y| x == y).map(|c| (c.len(), c[0])).max_by_key(|&(n, a)| (n, std::cmp::Reverse(a)));
        if let Some((n, a)) = lead {
            if n >= 4 && 5 * n >= 4 * k.len() {
                // share of the source's objects that members share
                let theirs: BTreeSet<u32> = rows.of_account(a).iter().map(|&p| rows.object[p as usize]).collect();
                let others: Vec<u32> = members.iter().copied().filter(|&m| m != a).collect();
                let shared: usize = others.iter().map(|&m| rows.of_account(m).iter().filter(|&&p| theirs.contains(&rows.object[p as usize])).count()).sum();
                if float(shared) >= 0.6 * float(theirs.len() * others.len()) { return Pattern::Follows(a); }
            }
        }
        let group: BTreeSet<u32> = all.iter().filter(|o| o.anytime >= need_m.max(2)).map(|o| o.object).collect();
        let (mut within, mut total) = (0, 0);
        for &m in members { for &p in rows.of_account(m) { total += 1; within += usize::from(group.contains(&rows.object[p as usize])); } }
        let share = float(within) / float(total);
        let n = float(total) / float(members.len());
        // Wilson lower bound
        let z = 1.645;
        let low = (share + z * z / (2.0 * n) - z * libm::sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n))) / (1.0 + z * z / n);
        if (low >= 0.75 && group.len() >= 25) || (members.len() <= 4 && share >= 0.4) { return Pattern::SharesAll; }
        Pattern::Unexplained
    }
}

pub(super) fn apart(mut found: Vec<Group>) -> Vec<Group> {
        found.sort_by(|x, y| x.ln_p().total_cmp(&y.ln_p()).then((x.ln_turnout).total_cmp(&y.ln_turnout)).then(x.members.cmp(&y.members)));
        // leave out what a stronger one has
        let mut kept: Vec<Group> = Vec::new();
        for g in found {
            let overlaps = kept.iter().any(|k| {
                let c = g.members.iter().filter(|m| k.members.binary_search(m).is_ok()).count();
                2 * c > g.members.len().min(k.members.len())
            });
            if !overlaps { kept.push(g); }
        }
        kept
}

fn need(m: usize) -> usize { ((TURNOUT * float(m)).ceil() as usize).max(2) }

fn hour_of(t: i64, hour: i64) -> usize { t.div_euclid(hour).rem_euclid(24) as usize }

fn within(sorted: &[i64], t: i64, d: i64) -> usize {
    sorted.partition_point(|&x| x <= t.saturating_add(d)) - sorted.partition_point(|&x| x < t.saturating_sub(d))
}

fn ln_choose(n: usize, k: usize) -> f64 {
    if k >= n { return 0.0; }
    let l = |x: usize| libm::lgamma(float(x) + 1.0);
    l(n) - l(k) - l(n - k)
}
