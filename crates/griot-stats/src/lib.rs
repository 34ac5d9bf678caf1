//! Numbers in, numbers out: the statistics behind griot's findings. Knows no country and no report.

pub mod agreement;
pub mod change_points;
pub mod ideal_points;
pub mod lbfgs;
pub mod linkage;
pub mod meltt;
pub mod mirror;
pub mod network;
pub mod normal;
pub mod random;
pub mod rates;
pub mod recurring;
pub mod similarity;
