//! Does the importer count more than the exporter says it sent?
//!
//! Records of both partners are set side by side by period, and the gap between them is kept, with
//! what freight and insurance could explain of it. Nothing is reconciled: the gap is the finding.

mod basis;
mod findings;
mod gap;

pub use basis::Basis;
pub use findings::findings;
pub use gap::{Asked, Line, gaps};
pub use griot_stats::mirror::{Gap, Report};

/// Shares that freight and insurance are taken to add, where nobody asks for others. Gold is dear
/// and light; for it the lowest is nearest.
pub const CIF: [f64; 3] = [0.0, 0.06, 0.10];
