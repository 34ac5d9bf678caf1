//! Event lists whose truth is known, made from a seed.
//!
//! Incidents lie around towns of unequal size; each list reports a part of them with its own error of
//! place, of day and of category. The settings of [`Noise::GIVEN`] are those of the shared synthetic lists; others
//! show whether what was learned there holds elsewhere.

use griot_stats::linkage::{Place, Record, Shape};

/// `SplitMix64` (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to 1, without 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    #[expect(clippy::cast_possible_truncation, reason = "smaller than the argument")]
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// Standard normal (Box and Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(1.0 - self.share())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.share())
    }

    fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.share() * weights.iter().sum::<f64>();
        for (at, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return at;
            }
        }
        weights.len() - 1
    }
}

/// What a list misses and mistakes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lens {
    /// Share of the incidents that it has.
    pub(crate) coverage: f64,
    /// Standard deviation of its places in each direction, in kilometres.
    pub(crate) km: f64,
    /// Its days are off by at most this many.
    pub(crate) days: usize,
    /// Share of its categories that are random.
    pub(crate) confusion: f64,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Noise {
    pub(crate) name: &'static str,
    pub(crate) lenses: [Lens; 3],
    pub(crate) towns: usize,
    /// Standard deviation of incidents around their town, in degrees.
    pub(crate) spread: f64,
}

const fn lens(coverage: f64, km: f64, days: usize, confusion: f64) -> Lens {
    Lens { coverage, km, days, confusion }
}

impl Noise {
    pub(crate) const GIVEN: Self = Self {
        name: "as given",
        lenses: [lens(0.8, 0.5, 0, 0.05), lens(0.6, 3.0, 1, 0.15), lens(0.5, 8.0, 1, 0.20)],
        towns: 120,
        spread: 0.15,
    };
    pub(crate) const COARSE: Self = Self {
        name: "coarse places",
        lenses: [lens(0.7, 4.0, 0, 0.10), lens(0.6, 6.0, 1, 0.10), lens(0.5, 9.0, 1, 0.10)],
        ..Self::GIVEN
    };
    pub(crate) const CONFUSED: Self = Self {
        name: "confused categories",
        lenses: [lens(0.8, 0.5, 0, 0.30), lens(0.6, 3.0, 1, 0.35), lens(0.5, 5.0, 1, 0.40)],
        ..Self::GIVEN
    };
    pub(crate) const SPARSE: Self = Self {
        name: "little in common",
        lenses: [lens(0.3, 0.5, 0, 0.05), lens(0.3, 3.0, 1, 0.15), lens(0.2, 8.0, 1, 0.20)],
        ..Self::GIVEN
    };
    pub(crate) const DENSE: Self =
        Self { name: "few towns", towns: 30, spread: 0.10, ..Self::GIVEN };
}

/// Finest level, middle level and coarsest level of eight event types.
const TYPES: [[u32; 3]; 8] = [
    [0, 10, 20],
    [1, 10, 20],
    [2, 11, 20],
    [3, 12, 20],
    [4, 12, 20],
    [5, 12, 20],
    [6, 13, 21],
    [7, 13, 21],
];
const TYPE_WEIGHTS: [f64; 8] = [30.0, 10.0, 30.0, 5.0, 12.0, 5.0, 5.0, 3.0];
/// Finest and coarsest level of six actors.
const ACTORS: [[u32; 2]; 6] = [[30, 40], [31, 41], [32, 41], [33, 42], [34, 42], [35, 43]];

pub(crate) fn shape() -> Shape {
    Shape { levels: vec![3, 2] }
}

/// Records of three lists with the incident behind each.
pub(crate) fn lists(
    incidents: u32,
    days: usize,
    noise: Noise,
    seed: u64,
) -> (Vec<Record>, Vec<u32>) {
    let mut random = Random(seed);
    let towns: Vec<(f64, f64)> = (0..noise.towns)
        .map(|_| (11.0 + 6.5 * random.share(), -8.0 + 11.0 * random.share()))
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "towns are few")]
    let sizes: Vec<f64> = (0..noise.towns).map(|at| libm::pow(at as f64 + 1.0, -0.8)).collect();
    let mut records = Vec::new();
    let mut truth = Vec::new();
    for incident in 0..incidents {
        let town = towns[random.weighted(&sizes)];
        let latitude = town.0 + noise.spread * random.normal();
        let longitude = town.1 + noise.spread * random.normal();
        let day = random.below(days);
        let kind = random.weighted(&TYPE_WEIGHTS);
        let actor = random.below(ACTORS.len());
        for (source, lens) in (0..).zip(noise.lenses) {
            if random.share() >= lens.coverage {
                continue;
            }
            let degrees = lens.km / 111.111;
            let day = day + random.below(2 * lens.days + 1);
            let start = i32::try_from(day).unwrap() - i32::try_from(lens.days).unwrap();
            let mut confused = |true_one: usize, all: usize| {
                if random.share() < lens.confusion { random.below(all) } else { true_one }
            };
            let (kind, actor) = (confused(kind, TYPES.len()), confused(actor, ACTORS.len()));
            let north = degrees * random.normal();
            let east = degrees * random.normal() / libm::cos(latitude.to_radians());
            records.push(Record {
                source,
                key: records.len() as u64,
                place: Place {
                    latitude: latitude + north,
                    longitude: longitude + east,
                    radius_km: 0.0,
                    start,
                    end: start,
                },
                codes: TYPES[kind].iter().chain(&ACTORS[actor]).copied().collect(),
                actors: [].into(),
                deaths: None,
            });
            truth.push(incident);
        }
    }
    (records, truth)
}
