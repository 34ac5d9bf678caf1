//! Which window do the data suggest?
//!
//! Pairs of shares of one object pile up at short delays where people act together or react to the
//! same thing, and thin out to a background where they do not know of each other. The curve counts the
//! pairs per unit of delay in rings between candidate windows. The suggestion is the widest window out to
//! which, from the densest ring on, every ring is at least half as dense as the densest one and at least
//! twice as dense as the background, the ring that goes furthest out. Sharing thins out over hours
//! without any step, so the background alone would always give a window of hours.
//! It is a start for looking, not a result: the curve is returned so that it can be shown.

use super::{
    Shares,
    co_share::pairs_in,
    order::{Ordered, windows},
};

/// Pairs in a ring of delays: longer than the window before, at most this one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ring {
    /// Largest delay in the ring, in the unit of the times.
    pub window: i64,
    /// Pairs of rows with at most this delay.
    pub pairs: u64,
    /// Pairs of this ring alone per unit of delay.
    pub density: f64,
}

/// The curve, and what it suggests.
#[derive(Debug, Clone, PartialEq)]
pub struct SuggestedWindow {
    /// By window, ascending.
    pub curve: Vec<Ring>,
    /// A window out of the curve, or none where no ring stands out.
    pub window: Option<i64>,
}

/// Looks at candidate windows, ascending; at least two are needed for a suggestion.
///
/// Pairs of one account with itself are counted too; they fall out of every network, and are rare.
pub fn suggest(shares: &Shares, candidates: &[i64]) -> SuggestedWindow {
    let sorted = Ordered::of(shares, 2);
    let (mut inner, mut before) = (-1, 0);
    let mut curve = Vec::new();
    for &window in candidates {
        let pairs = pairs_in(&windows(&sorted.object, &sorted.time, window).1);
        let width = window - inner;
        if width > 0 {
            curve.push(Ring { window, pairs, density: density(pairs - before, width) });
            (inner, before) = (window, pairs);
        }
    }
    let window = curve.split_last().and_then(|(background, rings)| {
        let densest = rings.iter().map(|ring| ring.density).fold(0.0, f64::max);
        let from = rings.iter().position(|ring| ring.density >= densest)?;
        let dense = rings.get(from..)?.iter().take_while(|ring| {
            ring.pairs > 0
                && 2.0 * ring.density >= densest
                && ring.density >= 2.0 * background.density
        });
        dense.last().map(|ring| ring.window)
    });
    SuggestedWindow { curve, window }
}

#[expect(clippy::cast_precision_loss, reason = "a density is shown with a few digits")]
fn density(pairs: u64, width: i64) -> f64 {
    pairs as f64 / width as f64
}
