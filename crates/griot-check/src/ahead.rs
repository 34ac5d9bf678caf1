//! Which tables will the claims of a text ask for?
//!
//! Making them ready takes longer than reading the text: they are made beside each other. What is asked for is the same
//! whether they were made ready or not.

use std::thread;

use griot_model::{Claim, Proposition};

use super::{name_index::NameIndex, rule::Facts, title_words::TitleWords};

/// Makes ready what at least two kinds of claims will ask for; what one kind asks for alone is made when it does.
pub(super) fn make_ready(claims: &[Claim], facts: &Facts<'_>) {
    use Proposition as P;
    let any = |asks: fn(&P) -> bool| claims.iter().any(|claim| asks(&claim.proposition));
    let (library, titles, listed) = (facts.library, facts.title_words, facts.listed_names);
    let (leaders, holders) = (facts.leaders, facts.holders);
    let votes = || {
        let _ready: &TitleWords = titles.get_or_init(|| TitleWords::of(library));
    };
    let names = || {
        let _ready: &NameIndex = listed.get_or_init(|| NameIndex::of(library.listings()));
    };
    let offices = || {
        Facts::holders(library, holders);
        Facts::leaders(library, leaders);
    };
    let wanted: [(bool, &(dyn Fn() + Sync)); 3] = [
        (
            any(|it| {
                matches!(it, P::VoteCast { .. } | P::VoteCount { .. } | P::Adopted { .. })
            }),
            &votes,
        ),
        (any(|it| matches!(it, P::Listed { .. })), &names),
        (any(|it| matches!(it, P::Term { .. } | P::Coup { .. })), &offices),
    ];
    let wanted: Vec<_> = wanted.iter().filter(|(is_wanted, _)| *is_wanted).collect();
    if wanted.len() < 2 {
        return;
    }
    thread::scope(|scope| {
        for (_, make) in wanted {
            scope.spawn(make);
        }
    });
}
