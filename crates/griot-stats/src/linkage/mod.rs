//! Which rows of different lists are about the same event?
//!
//! Probabilistic record linkage after Fellegi and Sunter ("A Theory for Record Linkage", JASA 64, 1969):
//!
//! 1. [`join`] finds the pairs of rows that are close enough in space and time to be compared.
//! 2. [`compare`] turns a pair into a pattern of agreement: distance, days, categories, actors, deaths.
//! 3. [`fuse`] learns from the lists themselves how often matches and mere neighbours agree, gives every
//!    pair its probability of being one event, and groups the rows best pair first.
//!
//! Nothing here depends on the order of rows or lists.

mod candidates;
mod clusters;
mod compare;
mod estimate;
mod fuse;
mod join;
mod link;
mod matching;

pub use compare::{Comparison, Record, Shape};
pub use fuse::{Fusion, Parameters, Reason, fuse};
pub use join::{Place, join};
pub use link::{Answer, Judgement, Link, Member, TooManyPairs, Window};

/// Radius of the sphere with the Earth's volume, in kilometres.
pub const EARTH_KM: f64 = 6371.0088;

/// Great-circle distance of two points in degrees, on a sphere of `radius_km`.
///
/// The arc tangent form is exact for near, far and opposite points alike.
pub fn great_circle_km(from: (f64, f64), to: (f64, f64), radius_km: f64) -> f64 {
    let (a, b) = (from.0.to_radians(), to.0.to_radians());
    let across = from.1.to_radians() - to.1.to_radians();
    let (sin_a, cos_a) = (libm::sin(a), libm::cos(a));
    let (sin_b, cos_b) = (libm::sin(b), libm::cos(b));
    let (sin_l, cos_l) = (libm::sin(across), libm::cos(across));
    let east = cos_b * sin_l;
    let north = cos_a * sin_b - sin_a * cos_b * cos_l;
    let height = sin_a * sin_b + cos_a * cos_b * cos_l;
    libm::atan2((east * east + north * north).sqrt(), height) * radius_km
}
