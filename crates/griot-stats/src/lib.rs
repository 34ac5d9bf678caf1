//! Numbers in, numbers out: the statistics behind griot's findings. Knows no country and no report.

pub mod change_points;
pub mod linkage;
pub mod meltt;
pub mod rates;
