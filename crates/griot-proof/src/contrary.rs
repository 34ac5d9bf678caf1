//! Does the proof say the contrary: fell for rose, against for voted for, after for before, or the
//! same deed the other way round?
//!
//! The signs of `signs` are looked for in the sentence and in the sentences of the proof that speak of
//! the same thing. Two signs are laid side by side only where something beside each ties them: the
//! same number, name, date or, in one language, the same word.

use crate::{
    lexicon::{Kind, Lexicon, Token},
    proof::Proof,
    signs::{GAVE, PLAIN, RECEIVED, Sign, TIME, VERDICT},
};

/// The same thing in the sentence and in the proof, by their tokens.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what sort of thing it is, and it can be several"
)]
pub(crate) struct Tie {
    pub(crate) draft: usize,
    pub(crate) proof: usize,
    /// It tells one thing from another: a name, a number that is not common.
    pub(crate) strong: bool,
    pub(crate) name: bool,
    pub(crate) number: bool,
    /// A length of time: four hours.
    pub(crate) length: bool,
}

/// The words of the sentence and the words of the proof that say the contrary; tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Contrary {
    pub(crate) draft: (usize, usize),
    pub(crate) proof: (usize, usize),
}

/// A text with its words.
pub(crate) struct Side<'a> {
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) tokens: &'a [Token],
}

/// How far from a sign that which ties it may stand.
const REACH: usize = 12;

/// How far behind *before* and *after* that may stand of which they tell.
const BEHIND: usize = 4;

/// The signs of a sentence, and those of some sentences of a proof.
pub(crate) fn signs(
    draft: &Side<'_>,
    quoted: &dyn Fn(usize) -> bool,
    proof: &Proof,
    theirs: &Lexicon,
    sentences: (usize, usize),
) -> (Vec<Seen>, Vec<(usize, Seen)>) {
    let mut ours = seen(draft, 0, draft.tokens.len());
    ours.retain(|sign| !quoted(sign.first));
    let side = Side { lexicon: theirs, tokens: &proof.tokens };
    let mut found: Vec<(usize, Seen)> = Vec::new();
    for at in sentences.0..sentences.1 {
        let Some(part) = proof.sentences.get(at) else { continue };
        found.extend(seen(&side, part.first, part.end).into_iter().map(|sign| (at, sign)));
    }
    (ours, found)
}

/// What a proof says to the contrary of a sentence; of one pair of poles alone, where one is given.
pub(crate) fn find(known: &Known<'_>, pair: Option<u8>) -> Option<Contrary> {
    let mut asked = known.ours.iter().filter(|it| pair.is_none_or(|pair| is_of(it, pair)));
    asked.find_map(|sign| {
        let negated = known.negated_here(sign);
        match sign.sign {
            Sign::Pole(TIME, pole) if !negated => known.time(sign, pole),
            Sign::Pole(pair, pole) if pair != TIME => known.pole(sign, pair, pole, negated),
            Sign::Deed(deed) if !known.proof.table && !negated => known.deed(sign, deed),
            _ => None,
        }
    })
}

fn is_of(sign: &Seen, pair: u8) -> bool {
    matches!(sign.sign, Sign::Pole(of, _) if of == pair)
}

/// Whether a text has a pole of a pair.
pub(crate) fn has_pair(side: &Side<'_>, pair: u8) -> bool {
    seen(side, 0, side.tokens.len()).iter().any(|sign| is_of(sign, pair))
}

/// The two texts with their signs, and what ties them.
pub(crate) struct Known<'a> {
    pub(crate) draft: &'a Side<'a>,
    pub(crate) side: Side<'a>,
    pub(crate) proof: &'a Proof,
    pub(crate) ties: &'a [Tie],
    pub(crate) ours: &'a [Seen],
    pub(crate) theirs: &'a [(usize, Seen)],
}

impl Known<'_> {
    fn negated_here(&self, sign: &Seen) -> bool {
        negated(self.draft, self.ours.iter(), sign)
    }

    fn negated_there(&self, at: usize, sign: &Seen) -> bool {
        negated(
            &self.side,
            self.theirs.iter().filter(|(there, _)| *there == at).map(|(_, it)| it),
            sign,
        )
    }

    /// How many things of the sentence stand in a sentence of the proof.
    fn shared(&self, at: usize, but: &Seen) -> usize {
        let mut things: Vec<usize> = self
            .ties
            .iter()
            .filter(|tie| !within(but, tie.draft) && self.proof.sentence(tie.proof) == at)
            .map(|tie| tie.draft)
            .collect();
        things.sort_unstable();
        things.dedup();
        things.len()
    }

    /// Whether a thing stands in the clause of a sign; its subject may have words of its own between
    /// commas.
    fn belongs(&self, sign: &Seen, tie: &Tie) -> bool {
        let steps = steps(self.draft, sign.first, tie.draft);
        // The accountant, Ada Okoro, was acquitted.
        let apposed = tie
            .draft
            .checked_sub(1)
            .and_then(|at| self.draft.tokens.get(at))
            .is_some_and(|it| it.is_mark(','));
        let subject = tie.name && tie.draft < sign.first;
        steps == 0 || subject && (steps == 2 || steps == 1 && apposed)
    }

    /// Whether one thing alone ties two signs.
    fn beside(&self, ours: &Seen, theirs: &Seen, tie: &Tie) -> bool {
        let crosses = self.draft.lexicon.pack.code != self.side.lexicon.pack.code;
        if self.proof.table {
            return tie.strong;
        }
        if crosses {
            // Words are not shared across languages: a number or a name of the same clause does.
            let same_clause = steps(&self.side, theirs.first, tie.proof) == 0;
            return (tie.strong || tie.number)
                && apart(ours, tie.draft) <= 6
                && (same_clause || apart(theirs, tie.proof) <= 5);
        }
        tie.strong && apart(ours, tie.draft) <= 5 && apart(theirs, tie.proof) <= 5
    }

    /// Another pole, or the same one that only one of the two sides denies.
    fn pole(&self, sign: &Seen, pair: u8, pole: u8, denied: bool) -> Option<Contrary> {
        let mut near: Vec<&Tie> = self
            .ties
            .iter()
            .filter(|tie| {
                !within(sign, tie.draft)
                    && apart(sign, tie.draft) <= REACH
                    && self.belongs(sign, tie)
            })
            .collect();
        near.sort_by_key(|tie| (apart(sign, tie.draft), tie.proof));
        let mut last = None;
        let mut tried = 0;
        let mut contrary: Option<(Contrary, usize, usize)> = None;
        for tie in near {
            if last != Some(tie.draft) {
                // The nearest thing that has an answer gives it.
                tried += 1;
                if contrary.is_some() || tried > 5 {
                    break;
                }
                last = Some(tie.draft);
            }
            let at = self.proof.sentence(tie.proof);
            let nearest = self
                .theirs
                .iter()
                .filter(|(there, it)| {
                    *there == at && matches!(it.sign, Sign::Pole(other, _) if other == pair)
                })
                .min_by_key(|(_, it)| {
                    (steps(&self.side, it.first, tie.proof), apart(it, tie.proof))
                });
            let Some((_, other)) = nearest else { continue };
            let Sign::Pole(_, found) = other.sign else { continue };
            if found != pole && self.answered(sign, tie, at, other) {
                continue;
            }
            let negated = self.negated_there(at, other);
            if found == pole && negated != denied && PLAIN.contains(&pair) {
                continue;
            }
            let agrees = if found == pole { negated == denied } else { negated != denied };
            if agrees {
                return None;
            }
            if found != pole && negated && denied {
                continue;
            }
            // Approved, which had not been done in April: the denial is of another time.
            if found == pole && !denied && self.ours.iter().any(|it| it.sign == Sign::Not) {
                return None;
            }
            let shared = self.shared(at, sign);
            let beside = self.beside(sign, other, tie);
            if shared >= 2 || beside {
                contrary = contrary.or(Some((
                    Contrary { draft: (sign.first, sign.end), proof: (other.first, other.end) },
                    at,
                    shared,
                )));
            }
        }
        let contrary = contrary?;
        let (said, shared) = (contrary.0, contrary.2);
        // Another sentence that shares as much, or the next one, says what the draft says.
        let same = self.theirs.iter().any(|(at, it)| {
            *at != contrary.1
                && it.sign == sign.sign
                && (pair != VERDICT && at.abs_diff(contrary.1) == 1
                    || self.shared(*at, sign) >= shared.max(1))
                && self.negated_there(*at, it) == denied
        });
        (!same).then_some(said)
    }

    /// Whether another word of the sentence says what a sign of the proof says, of something else that
    /// stands in the clauses of both: volumes doubled, earnings fell by 12 %.
    fn answered(&self, sign: &Seen, tie: &Tie, at: usize, other: &Seen) -> bool {
        self.ours.iter().any(|it| {
            it.sign == other.sign
                && steps(self.draft, it.first, sign.first) > 0
                && self.ties.iter().any(|its| {
                    its.draft != tie.draft
                        && self.proof.sentence(its.proof) == at
                        && !within(it, its.draft)
                        && steps(self.draft, it.first, its.draft) == 0
                        && steps(&self.side, other.first, its.proof) == 0
                })
                && steps(&self.side, other.first, tie.proof) > 0
        })
    }

    /// Before or after: what stood on one side stands on the other, or the word itself is another.
    fn time(&self, sign: &Seen, pole: u8) -> Option<Contrary> {
        let opens = |side: &Side<'_>, sign: &Seen, first: usize, end: usize| {
            // "Before X, Y": what comes after the comma stands on the near side.
            let comma = (sign.end..end)
                .find(|at| side.tokens.get(*at).is_some_and(|it| it.is_mark(',')));
            (sign.first <= first + 1).then_some(comma).flatten()
        };
        let earlier = |at: usize, sign: &Seen, comma: Option<usize>, pole: u8| {
            let near_side = comma.map_or(at < sign.first, |comma| at > comma);
            near_side == (pole == 0)
        };
        let whole = self.draft.tokens.len();
        let comma = opens(self.draft, sign, 0, whole);
        for (at, other) in self.theirs {
            let Sign::Pole(TIME, found) = other.sign else { continue };
            let part = self.proof.sentences.get(*at)?;
            let their_comma = opens(&self.side, other, part.first, part.end);
            let contrary =
                Contrary { draft: (sign.first, sign.end), proof: (other.first, other.end) };
            let here = self.ties.iter().filter(|tie| {
                self.proof.sentence(tie.proof) == *at
                    && !within(sign, tie.draft)
                    && !within(other, tie.proof)
            });
            let (mut same, mut swapped) = (Vec::new(), Vec::new());
            let mut length = false;
            for tie in here {
                if tie.length && apart(sign, tie.draft) <= 4 && apart(other, tie.proof) <= 4 {
                    length = true;
                }
                if tie.length || self.draft.lexicon.pack.code != self.side.lexicon.pack.code {
                    continue;
                }
                let ours = earlier(tie.draft, sign, comma, pole);
                let list = if ours == earlier(tie.proof, other, their_comma, found) {
                    &mut same
                } else {
                    &mut swapped
                };
                if !list.contains(&tie.draft) {
                    list.push(tie.draft);
                }
            }
            let both = swapped.iter().any(|at| *at < sign.first)
                && swapped.iter().any(|at| *at >= sign.end);
            if both && swapped.len() >= 3 && same.len() * 3 < swapped.len() {
                return Some(contrary);
            }
            let crosses = self.draft.lexicon.pack.code != self.side.lexicon.pack.code;
            // The month before the election, and after it: the same thing stands behind both words.
            let behind = |tie: &&Tie| {
                (sign.end..sign.end + BEHIND).contains(&tie.draft)
                    && (other.end..other.end + BEHIND).contains(&tie.proof)
            };
            let said =
                self.theirs.iter().any(|(there, it)| there == at && it.sign == sign.sign);
            if found != pole
                && !crosses
                && !said
                && self.ties.iter().any(|tie| behind(&tie))
                && self.shared(*at, sign) > 2
            {
                return Some(contrary);
            }
            let enough = self.shared(*at, sign) >= if crosses { 1 } else { 2 };
            if length && found != pole && same.is_empty() && enough {
                return Some(contrary);
            }
            if length && found == pole {
                return None;
            }
        }
        None
    }

    /// The same deed, done the other way round.
    fn deed(&self, sign: &Seen, deed: u8) -> Option<Contrary> {
        let mut names: Vec<usize> =
            self.ties.iter().filter(|tie| tie.name).map(|tie| tie.draft).collect();
        names.sort_unstable();
        names.dedup();
        let ours = roles(self.draft, &self.ours.iter(), sign, deed, &names);
        if ours.is_empty() {
            return None;
        }
        for (at, other) in self.theirs {
            let Sign::Deed(found) = other.sign else { continue };
            if axis(found) != axis(deed) || self.negated_there(*at, other) {
                continue;
            }
            let there: Vec<usize> = self
                .ties
                .iter()
                .filter(|tie| tie.name && self.proof.sentence(tie.proof) == *at)
                .map(|tie| tie.proof)
                .collect();
            let signs = self.theirs.iter().filter(|(it, _)| it == at).map(|(_, sign)| sign);
            let theirs = roles(&self.side, &signs, other, found, &there);
            let of = |token: usize| {
                self.ties
                    .iter()
                    .filter(|tie| tie.draft == token)
                    .find_map(|tie| theirs.iter().find(|(at, _)| *at == tie.proof))
                    .map(|(_, doer)| *doer)
            };
            let (mut same, mut swapped) = (0, 0);
            for (token, doer) in &ours {
                match of(*token) {
                    Some(other) if other == *doer => same += 1,
                    Some(_) => swapped += 1,
                    None => {}
                }
            }
            if same > 0 {
                return None;
            }
            if swapped > 0 {
                return Some(Contrary {
                    draft: (sign.first, sign.end),
                    proof: (other.first, other.end),
                });
            }
        }
        None
    }
}

/// A number of the sentence that stands in the proof beside something else, where what the sentence
/// says of it has another number: *71 were freed, 26 convicted*, and the sentence has 71 convicted.
/// `numbers` are the other numbers of the proof, of the same sort, that the sentence does not have.
pub(crate) fn paired_otherwise(
    draft: &Side<'_>,
    proof: &Proof,
    theirs: &Lexicon,
    number: usize,
    numbers: &[usize],
    ties: &[Tie],
) -> Option<usize> {
    let side = Side { lexicon: theirs, tokens: &proof.tokens };
    let beside: Vec<&Tie> = ties
        .iter()
        .filter(|tie| tie.draft != number && !tie.length)
        .filter(|tie| steps(draft, number, tie.draft) == 0)
        .collect();
    let mut other = None;
    for hit in ties.iter().filter(|tie| tie.draft == number).map(|tie| tie.proof) {
        let at = proof.sentence(hit);
        let mut away: Vec<&Tie> = Vec::new();
        for tie in beside.iter().filter(|tie| proof.sentence(tie.proof) == at) {
            if steps(&side, hit, tie.proof) == 0 {
                return None;
            }
            away.push(tie);
        }
        let near = away.into_iter().min_by_key(|tie| tie.draft.abs_diff(number))?;
        let here: Vec<usize> = numbers
            .iter()
            .copied()
            .filter(|at| steps(&side, *at, near.proof) == 0 && at.abs_diff(near.proof) < REACH)
            .collect();
        match here.as_slice() {
            [one] => other = Some(*one),
            _ => return None,
        }
    }
    other
}

/// Giving and receiving are one deed seen from its two ends.
fn axis(deed: u8) -> u8 {
    if deed == RECEIVED { GAVE } else { deed }
}

/// Which of the names did the deed, and to which was it done? True for the doer.
fn roles<'a>(
    side: &Side<'_>,
    signs: &(impl Iterator<Item = &'a Seen> + Clone),
    deed: &Seen,
    which: u8,
    names: &[usize],
) -> Vec<(usize, bool)> {
    let has = |sign: Sign, from: usize, to: usize| {
        signs.clone().any(|it| it.sign == sign && from <= it.first && it.first < to)
    };
    let clause = |at: usize| steps(side, deed.first, at) <= 1 && apart(deed, at) <= REACH;
    // Jean Mbemba, a correspondent, dismissed.
    let subject = |at: usize| steps(side, deed.first, at) <= 2 && apart(deed, at) <= REACH;
    // In Keral gunmen attacked: a place where it happened did nothing.
    let where_it_was = |at: usize| {
        at.checked_sub(1).and_then(|at| side.tokens.get(at)).is_some_and(|token| {
            let sense = side.lexicon.sense(token);
            sense.date_preposition || sense.after_common
        })
    };
    let before = names
        .iter()
        .copied()
        .filter(|at| *at < deed.first && subject(*at) && !where_it_was(*at))
        .max();
    let mut after: Vec<usize> =
        names.iter().copied().filter(|at| *at >= deed.end && clause(*at)).collect();
    after.sort_unstable();
    after.dedup();
    // What is told in front of a verb that stands last did it, or it was done to it.
    if side.lexicon.pack.signs.verbs_last && after.is_empty() {
        return Vec::new();
    }
    let passive = has(Sign::Passive, deed.first.saturating_sub(3), deed.first);
    let preposition = |sign: Sign, at: usize| has(sign, at.saturating_sub(3).max(deed.end), at);
    let verb_first = side.lexicon.pack.code == "ar" && before.is_none();
    let transfer = axis(which) == GAVE;
    let received = which == RECEIVED;
    let mut found = Vec::new();
    if passive && !transfer {
        let by = after.iter().copied().find(|at| preposition(Sign::By, *at));
        if let (Some(by), Some(before)) = (by, before) {
            found.push((before, false));
            found.push((by, true));
        }
        return found;
    }
    if passive {
        return found;
    }
    if let Some(before) = before {
        found.push((before, !received));
    }
    let mut rest = after.into_iter().peekable();
    // Whoever stands right behind the verb did it; farther on it may be anybody.
    if verb_first
        && !transfer
        && let Some(first) = rest.next_if(|at| *at <= deed.end + 1)
    {
        found.push((first, true));
    } else if verb_first && !transfer {
        return found;
    }
    for at in rest {
        if preposition(Sign::By, at) {
            break;
        }
        if transfer {
            if received && preposition(Sign::From, at) {
                found.push((at, true));
                break;
            }
            if !received && (preposition(Sign::To, at) || at <= deed.end + 1) {
                found.push((at, false));
                break;
            }
        } else if !where_it_was(at) {
            found.push((at, false));
            break;
        }
    }
    found
}

fn within(sign: &Seen, token: usize) -> bool {
    sign.first <= token && token < sign.end
}

fn apart(sign: &Seen, token: usize) -> usize {
    if token < sign.first { sign.first - token } else { (token + 1).saturating_sub(sign.end) }
}

/// Whether a denial stands right before a sign, with no mark between.
fn negated<'a>(
    side: &Side<'_>,
    mut signs: impl Iterator<Item = &'a Seen>,
    sign: &Seen,
) -> bool {
    signs.any(|it| {
        it.sign == Sign::Not
            && it.end <= sign.first
            && sign.first - it.end < 3
            && steps(side, it.end, sign.first) == 0
    })
}

/// How many clauses lie between two tokens: semicolons, commas and words such as *and* part them.
pub(crate) fn steps(side: &Side<'_>, one: usize, two: usize) -> usize {
    let (from, to) = (one.min(two), one.max(two));
    (from..to)
        .filter(|at| {
            side.tokens.get(*at).is_some_and(|token| match token.kind {
                Kind::Mark(';' | ',' | ':' | '،' | '؛') | Kind::Break => true,
                _ => side.lexicon.sense(token).conjunction,
            })
        })
        .count()
}

/// A sign in a text: its tokens and what it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) first: usize,
    pub(crate) end: usize,
    pub(crate) sign: Sign,
}

/// The signs in a run of tokens; of phrases that begin at one word the longest counts.
pub(crate) fn seen(side: &Side<'_>, from: usize, to: usize) -> Vec<Seen> {
    let Side { lexicon, tokens } = side;
    let mut found: Vec<Seen> = Vec::new();
    for at in from..to.min(tokens.len()) {
        let Some(word) = tokens.get(at).and_then(|token| lexicon.of(token)) else { continue };
        let mut longest = 0;
        for phrase in &word.signs {
            let Some(length) = lexicon.follows(tokens, at, phrase) else { continue };
            // "Rejected the" is a deed, and "rejected" a word with a contrary all the same.
            let pole = matches!(phrase.means, Sign::Pole(..));
            if length < longest && !pole {
                continue;
            }
            longest = longest.max(length);
            found.push(Seen { first: at, end: at + length, sign: phrase.means });
        }
    }
    // "voted against" is one sign, and "against" inside it none of its own.
    let all = found.clone();
    found.retain(|one| {
        let pole = matches!(one.sign, Sign::Pole(..));
        !all.iter().any(|other| {
            !(pole && matches!(other.sign, Sign::Deed(_)))
                && other.first <= one.first
                && one.end <= other.end
                && other.end - other.first > one.end - one.first
        })
    });
    found
}
