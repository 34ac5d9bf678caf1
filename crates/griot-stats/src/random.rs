//! Chance with an explicit seed: the same seed gives the same numbers on every machine.
//!
//! Resampling and permutation need many draws, none of which may depend on the day. The generator
//! is xoshiro256++ (Blackman and Vigna 2021), filled from its seed by `SplitMix64` as its authors
//! advise. It is not for secrets.

/// The state of one stream of draws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Random {
    state: [u64; 4],
}

impl Random {
    /// A stream for this seed. Seeds that differ in one bit give unrelated streams.
    pub fn from_seed(seed: u64) -> Self {
        let mut mixer = seed;
        Self { state: std::array::from_fn(|_| split_mix(&mut mixer)) }
    }

    /// A stream of its own for item `index` under one seed, so that items may be worked on in any
    /// order and on any number of threads.
    pub fn for_item(seed: u64, index: u64) -> Self {
        let mut mixer = seed;
        let first = split_mix(&mut mixer);
        Self::from_seed(first ^ index.wrapping_mul(0xd1b5_4a32_d192_ed03))
    }

    /// 64 bits, each as likely set as not.
    pub fn next_u64(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let drawn = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        let (b_next, a_next) = (b ^ c, a ^ d);
        self.state = [a_next, b_next, c ^ (b << 17), d.rotate_left(45)];
        drawn
    }

    /// A whole number below `bound`, each equally likely; 0 where `bound` is 0.
    ///
    /// Lemire's multiplication with rejection (2019), so that there is no bias.
    pub fn below(&mut self, bound: u32) -> u32 {
        loop {
            let [upper, _] = halves(self.next_u64());
            if let Some(drawn) = scaled(upper, bound) {
                return drawn;
            }
        }
    }

    /// Two whole numbers below `bound` from one draw of 64 bits, where there are many to draw.
    pub fn two_below(&mut self, bound: u32) -> [u32; 2] {
        halves(self.next_u64())
            .map(|half| scaled(half, bound).unwrap_or_else(|| self.below(bound)))
    }

    /// A draw from the gamma distribution of this shape, above 0, and scale 1.
    ///
    /// Marsaglia and Tsang (2000), with their boost for shapes below 1.
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let drawn = self.gamma(shape + 1.0);
            return drawn * libm::pow(self.above_zero(), 1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let root = 1.0 + c * x;
            let v = root * root * root;
            if v <= 0.0 {
                continue;
            }
            let level = self.above_zero();
            // Their squeeze lies wholly under the curve, so it accepts nothing else, and spares the
            // two logarithms in most of the draws.
            if level < 1.0 - 0.0331 * (x * x) * (x * x)
                || libm::log(level) < 0.5 * x * x + d - d * v + d * libm::log(v)
            {
                return d * v;
            }
        }
    }

    /// A draw from the standard normal distribution (Box and Muller 1958).
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(self.above_zero())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }

    /// A number in (0, 1].
    fn above_zero(&mut self) -> f64 {
        1.0 - self.unit()
    }

    /// A number in [0, 1), a multiple of 2^-53.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are exact in a double")]
    pub fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Puts the items in an order each of which is equally likely (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
        for last in (1..count).rev() {
            items.swap(last as usize, self.below(last + 1) as usize);
        }
    }
}

fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// 32 bits as a number below `bound`; none where they fall into the part that would be uneven.
fn scaled(bits: u32, bound: u32) -> Option<u32> {
    let [high, low] = halves(u64::from(bits) * u64::from(bound));
    // The division is needed only where the lower half is small, which is seldom.
    let even = low >= bound || low >= bound.wrapping_neg().checked_rem(bound).unwrap_or(0);
    even.then_some(high)
}

/// The upper and the lower 32 bits.
fn halves(wide: u64) -> [u32; 2] {
    [wide >> 32, wide & u64::from(u32::MAX)].map(|half| u32::try_from(half).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First outputs for the state 1, 2, 3, 4, worked out by hand from the recurrence:
    /// `rotl(1 + 4, 23) + 1`, then the state becomes 7, 0, 2 + 2^18, 6·2^45.
    #[test]
    fn the_recurrence_is_that_of_the_paper() {
        let mut random = Random { state: [1, 2, 3, 4] };
        assert_eq!(random.next_u64(), 41_943_041);
        assert_eq!(random.state, [7, 0, 262_146, 6 << 45]);
    }

    #[test]
    fn a_seed_repeats_and_items_differ() {
        let draw = |mut random: Random| [random.next_u64(), random.next_u64()];
        assert_eq!(draw(Random::from_seed(7)), draw(Random::from_seed(7)));
        assert_ne!(draw(Random::from_seed(7)), draw(Random::from_seed(8)));
        assert_ne!(draw(Random::for_item(7, 0)), draw(Random::for_item(7, 1)));
    }

    /// Chi-square with six degrees of freedom stays below its 0.999 quantile, 22.46.
    #[test]
    fn below_is_even_and_stays_below() {
        let mut random = Random::from_seed(1);
        let mut seen = [0_u32; 7];
        for _ in 0..20_000 {
            for drawn in random.two_below(7) {
                seen[drawn as usize] += 1;
            }
        }
        for _ in 0..30_000 {
            seen[random.below(7) as usize] += 1;
        }
        let chi: f64 =
            seen.iter().map(|&n| (f64::from(n) - 10_000.0) * (f64::from(n) - 10_000.0)).sum();
        assert!(chi / 10_000.0 < 22.46, "{seen:?}");
        assert_eq!(random.below(0), 0);
        assert_eq!(random.below(1), 0);
    }

    #[test]
    fn a_shuffle_keeps_every_item() {
        let mut items: Vec<u32> = (0..100).collect();
        Random::from_seed(3).shuffle(&mut items);
        assert_ne!(items, (0..100).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..100).collect::<Vec<_>>());
    }

    #[test]
    fn units_fill_the_interval() {
        let mut random = Random::from_seed(9);
        let drawn: Vec<f64> = (0..10_000).map(|_| random.unit()).collect();
        assert!(drawn.iter().all(|u| (0.0..1.0).contains(u)));
        let mean = drawn.iter().sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.01, "{mean}");
    }
}
