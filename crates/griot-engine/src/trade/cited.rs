//! Figures of trade quoted from documents that come with griot; facts, each with its source.

use crate::table::{
    TableError, Text,
    trade::{self, Flows},
};

const FIGURES: &str = include_str!("../../../../library/own/cited_trade.csv");

/// The figures, in griot's own layout.
pub fn cited_figures() -> Result<Flows, TableError> {
    trade::read(&Text {
        file: "library/own/cited_trade.csv",
        text: FIGURES.to_owned(),
        diagnostics: Vec::new(),
    })
}
