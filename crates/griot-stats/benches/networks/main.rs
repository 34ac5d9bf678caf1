#![allow(missing_docs, clippy::all, clippy::pedantic, clippy::print_stdout, clippy::unwrap_used, clippy::disallowed_methods)]
mod held_out;
mod ordinary;
use griot_stats::network::{Shares, null::FirstShares, together::{Group, Pattern, Plan, test}};
use ordinary::*;
use std::num::NonZeroUsize;

fn first(rows: &[Row]) -> FirstShares {
    let shares = Shares::new(rows.iter().map(|r| r.1).collect(), rows.iter().map(|r| r.0).collect(), (0..rows.len() as u32).collect(), rows.iter().map(|r| r.2).collect()).unwrap();
    FirstShares::of(&shares)
}
fn judge(rows: &[Row]) -> Vec<Group> { judge_at(rows, 60) }
fn judge_at(rows: &[Row], window: i64) -> Vec<Group> {
    test(&first(rows), Plan { window, apart: 3 * 3600, hour: 3600 }, NonZeroUsize::MIN)
}
fn ring(rows: &mut Vec<Row>, n: u32, k: u32, jitter: i64, seed: u64, shape: u8, fresh: bool, span: i64) -> Vec<u32> {
    let mut dice = Dice::new(seed, 99);
    let mut active: Vec<u32> = rows.iter().map(|r| r.0).collect();
    active.sort_unstable(); active.dedup();
    dice.0.shuffle(&mut active);
    active.truncate(n as usize);
    for o in 0..k {
        let at = dice.within(span);
        for &a in &active {
            let late = match shape { 0 => dice.within(jitter), 1 => dice.within(2 * jitter), _ => (dice.normal() * jitter as f64) as i64 };
            rows.push((if fresh { a + 50_000 } else { a }, 900_000 + o, at + late));
        }
    }
    if fresh { for a in &mut active { *a += 50_000; } }
    active.sort_unstable();
    active
}
fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let what = args.first().map_or("false", |s| s.as_str());
    let sets: u64 = args.get(1).map_or(5, |s| s.parse().unwrap());
    if what == "false" || what == "held" {
        let kinds: Vec<Kind> = if what == "held" { held_out::HELD_OUT.to_vec() } else { TUNED.to_vec() };
        for (name, make) in kinds {
            let (mut any, mut flagged, mut accounts, mut explained) = (0, 0, 0, 0);
            let mut margin = 999.0; let mut which = None; let mut time = 0.0;
            for seed in 0..sets {
                let rows = make(seed);
                let mut all: Vec<u32> = rows.iter().map(|r| r.0).collect(); all.sort_unstable(); all.dedup();
                accounts += all.len();
                let t = std::time::Instant::now();
                let groups = judge(&rows);
                time += t.elapsed().as_secs_f64();
                let hold: Vec<&Group> = groups.iter().filter(|g| g.ln_p() <= -3.0 && g.pattern == Pattern::Unexplained).collect();
                explained += groups.iter().filter(|g| g.ln_p() <= -3.0 && g.pattern != Pattern::Unexplained).map(|g| g.members.len()).sum::<usize>();
                any += usize::from(!hold.is_empty());
                flagged += hold.iter().map(|g| g.members.len()).sum::<usize>();
                for g in &groups { let l = g.ln_turnout.max(g.ln_prompt); if g.pattern == Pattern::Unexplained && l < margin { margin = l; which = Some(g.clone()); } }
                if seed == 0 { print!("[{} rows] ", rows.len()); }
            }
            println!("{name}: any {any}/{sets}, flagged {flagged} of {accounts}, explained {explained}; closest {margin:.1} {:.2}s", time / sets as f64);
            if let Some(g) = which { println!("     m {} k {} x {} turnout {:.1} prompt {:.1} {:?}", g.members.len(), g.occasions, g.present, g.ln_turnout, g.ln_prompt, g.debug.map(|x| (x * 100.0).round() / 100.0)); }
        }
    } else {
        let shape = match what { "both" => 1, "normal" => 2, _ => 0 };
        for (name, make) in [("quiet", independent as fn(u64) -> Vec<Row>), ("news", breaking)] {
            for jitter in [45, 120] {
                for k in if what == "power" { vec![3, 5, 8, 20] } else { vec![5, 20] } {
                    for n in args.get(3).map_or(vec![5, 10, 20, 50, 100, 200], |s| vec![s.parse().unwrap()]) {
                        let (mut found, mut wrong, mut ex) = (0.0, 0, 0);
                        let mut t1 = Vec::new();
                        for seed in args.get(2).map_or(0, |s| s.parse().unwrap())..sets {
                            let mut rows = make(500 + seed);
                            let members = ring(&mut rows, n, k, jitter, seed, shape, what == "fresh", if what == "day" { DAY } else { WEEK });
                            let groups = judge(&rows);
                            let mut best = 0;
                            let mut lp = (0.0, 0.0);
                            for g in groups.iter() {
                                let right = g.members.iter().filter(|m| members.binary_search(m).is_ok()).count();
                                if 2 * right >= g.members.len() && right > 2 { lp = (g.ln_turnout, g.ln_prompt); }
                                if g.ln_p() > -3.0 { continue; }
                                if g.pattern != Pattern::Unexplained { ex += 1; continue; }
                                if 2 * right >= g.members.len() { best += right * (right - 1) / 2; wrong += g.members.len() - right; } else { wrong += g.members.len() - right; }
                            }
                            t1.push(lp);
                            found += best as f64 / (n * (n - 1) / 2) as f64;
                        }
                        println!("{name} jitter {jitter} k {k} n {n}: {:.2} wrong {wrong} explained {ex}   {:?}", found / sets as f64, t1.first().map(|p| (p.0.round(), p.1.round())));
                    }
                }
            }
        }
    }
}
