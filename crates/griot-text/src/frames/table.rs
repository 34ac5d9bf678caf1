//! The frames that are read, in the order in which they are asked, each with the function that makes its matches into what is said.

use super::{
    ballots, compose::Reader, coup_counts, coups, deaths, fled, listings, matcher::Match,
    missions, offices, ranks, shares, standings, vetoes,
};
use crate::claims::Found;

/// A frame of the packs, and what its matches say.
pub(super) struct Frame {
    /// As in the packs.
    pub(super) name: &'static str,
    /// Whether its claim may stand inside the words of another of the same kind.
    pub(super) may_overlap: bool,
    pub(super) compose: fn(&Reader<'_>, &Match) -> Option<Found>,
}

/// In the order in which they are asked.
pub(super) const FRAMES: &[Frame] = &[
    Frame { name: "coup", may_overlap: false, compose: coups::coup },
    Frame { name: "takes-office", may_overlap: true, compose: offices::takes_office },
    Frame { name: "takes-power", may_overlap: true, compose: offices::takes_power },
    Frame { name: "holds-power", may_overlap: true, compose: offices::holds_power },
    Frame { name: "leaves-power", may_overlap: true, compose: offices::leaves_power },
    Frame { name: "leaves-office", may_overlap: true, compose: offices::leaves_office },
    Frame { name: "is-gone", may_overlap: true, compose: offices::is_gone },
    Frame { name: "resigns", may_overlap: true, compose: offices::resigns },
    Frame { name: "elected", may_overlap: true, compose: ballots::elected },
    Frame { name: "holds-office", may_overlap: true, compose: offices::holds_office },
    Frame { name: "election-held", may_overlap: false, compose: ballots::election_held },
    Frame { name: "deaths", may_overlap: false, compose: deaths::deaths },
    Frame { name: "deaths-again", may_overlap: true, compose: deaths::deaths },
    Frame { name: "listed", may_overlap: false, compose: listings::listed },
    Frame { name: "independence", may_overlap: false, compose: standings::independence },
    Frame { name: "mission-starts", may_overlap: true, compose: missions::starts },
    Frame { name: "mission-ends", may_overlap: true, compose: missions::ends },
    Frame { name: "mandate-ends", may_overlap: true, compose: missions::mandate_ends },
    Frame { name: "joins", may_overlap: true, compose: standings::joins },
    Frame { name: "leaves", may_overlap: true, compose: standings::leaves },
    Frame { name: "ratifies", may_overlap: true, compose: standings::ratifies },
    Frame { name: "accedes", may_overlap: true, compose: standings::accedes },
    Frame { name: "ranked", may_overlap: true, compose: ranks::ranked },
    Frame { name: "rank-moved", may_overlap: true, compose: ranks::moved },
    Frame { name: "rated", may_overlap: true, compose: ranks::rated },
    Frame { name: "refugees", may_overlap: true, compose: fled::refugees },
    Frame { name: "hosted", may_overlap: true, compose: fled::hosted },
    Frame { name: "displaced", may_overlap: true, compose: fled::displaced },
    Frame { name: "vetoed", may_overlap: true, compose: vetoes::vetoed },
    Frame { name: "coup-count", may_overlap: true, compose: coup_counts::counted },
    Frame { name: "exports", may_overlap: true, compose: shares::exports },
    Frame { name: "imports", may_overlap: true, compose: shares::imports },
];
