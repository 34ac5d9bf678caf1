//! Numbers in, numbers out: the statistics behind griot's findings. Knows no country and no report.

pub mod agreement;
pub mod normal;
pub mod random;
