//! Listed names by their words.

use std::{
    collections::{BTreeSet, HashMap},
    sync::OnceLock,
};

use griot_library::Listing;
use griot_text::names::{Match, Person, fold};

/// Listed names by their words, made once for a check: folding every name takes longer than the rest.
#[derive(Debug)]
pub(crate) struct NameIndex {
    /// Number of a [`name_key`], in the order in which the table first has it.
    exact: HashMap<String, usize>,
    /// For each key the places in the table that are called so, ascending.
    places: Vec<Vec<usize>>,
    /// Numbers of the keys that hold a word, ascending.
    holding: HashMap<String, Vec<usize>>,
    /// Names by their last word as spellings even out, made when a spelling is first looked for: which entry, and which of its names.
    spelled: OnceLock<HashMap<String, Vec<(usize, usize)>>>,
}

impl NameIndex {
    pub(crate) fn of(listings: &[Listing]) -> Self {
        let mut index = Self {
            exact: HashMap::new(),
            places: Vec::new(),
            holding: HashMap::new(),
            spelled: OnceLock::new(),
        };
        for (place, listing) in listings.iter().enumerate() {
            for name in &listing.names {
                index.add(name_key(name), place);
            }
        }
        index
    }

    fn add(&mut self, key: String, place: usize) {
        if let Some(number) = self.exact.get(&key) {
            if let Some(places) = self.places.get_mut(*number)
                && places.last() != Some(&place)
            {
                places.push(place);
            }
            return;
        }
        let number = self.places.len();
        for word in key.split(' ') {
            match self.holding.get_mut(word) {
                Some(keys) if keys.last() == Some(&number) => {}
                Some(keys) => keys.push(number),
                None => {
                    self.holding.insert(word.to_owned(), vec![number]);
                }
            }
        }
        self.places.push(vec![place]);
        self.exact.insert(key, number);
    }

    pub(crate) fn called<'l>(
        &self,
        key: &str,
        listings: &'l [Listing],
    ) -> impl Iterator<Item = &'l Listing> {
        self.exact
            .get(key)
            .and_then(|number| self.places.get(*number))
            .into_iter()
            .flatten()
            .filter_map(|place| listings.get(*place))
    }

    /// Entries with a name that has all the words, in the order of the table.
    pub(crate) fn with_words<'l>(
        &self,
        words: &[&str],
        listings: &'l [Listing],
    ) -> impl Iterator<Item = &'l Listing> {
        let holding: Option<Vec<&Vec<usize>>> =
            words.iter().map(|word| self.holding.get(*word)).collect();
        let mut rarest = holding.unwrap_or_default();
        rarest.sort_by_key(|keys| keys.len());
        let mut places: BTreeSet<usize> = BTreeSet::new();
        if let Some((first, rest)) = rarest.split_first() {
            for key in first
                .iter()
                .filter(|key| rest.iter().all(|keys| keys.binary_search(key).is_ok()))
            {
                places.extend(self.places.get(*key).into_iter().flatten());
            }
        }
        places.into_iter().filter_map(|place| listings.get(place))
    }
}

impl NameIndex {
    /// Entries with a name that is the same person's in another spelling, in the order of the table.
    pub(crate) fn spelled<'l>(&self, name: &str, listings: &'l [Listing]) -> Vec<&'l Listing> {
        let spelled = self.spelled.get_or_init(|| {
            let mut all: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
            for (place, listing) in listings.iter().enumerate() {
                for (which, name) in listing.names.iter().enumerate() {
                    let last = Person::last_skeleton(&given_name_first(name));
                    if let Some(last) = last {
                        all.entry(last).or_default().push((place, which));
                    }
                }
            }
            all
        });
        let wanted = Person::named(name);
        if wanted.is_one_word() {
            return Vec::new();
        }
        let last = wanted.skeletons().last().unwrap_or_default();
        let mut places: BTreeSet<usize> = BTreeSet::new();
        for (place, which) in spelled.get(last).into_iter().flatten() {
            let name = listings.get(*place).and_then(|it| it.names.get(*which));
            let person = name.map(|name| Person::named(&given_name_first(name)));
            if person.is_some_and(|person| person.compared(&wanted) == Match::Same) {
                places.insert(*place);
            }
        }
        places.into_iter().filter_map(|place| listings.get(place)).collect()
    }
}

/// `Yevgeniy PRIGOZHIN` of *PRIGOZHIN, Yevgeniy*.
fn given_name_first(name: &str) -> String {
    name.split(',').rev().collect::<Vec<_>>().join(" ")
}

/// Words of a name, folded and sorted, so that `PRIGOZHIN, Yevgeniy` equals `Yevgeniy Prigozhin`.
/// What stands in brackets, an acronym or a title, is not part of it.
pub(crate) fn name_key(name: &str) -> String {
    let bare = name.split_once('(').map_or(name, |(before, _)| before);
    let folded = fold(if bare.trim().is_empty() { name } else { bare });
    let mut words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
}
