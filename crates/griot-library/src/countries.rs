//! Which country does a name, a code or a demonym mean?

use std::collections::BTreeMap;

use griot_text::names;
use jiff::civil::Date;

use super::rows::Country;

/// Names, codes and demonyms of countries, folded.
#[derive(Debug, Default)]
pub(super) struct CountryIndex {
    /// Codes and short names in capitals, which mean a country only as they are written.
    exact: BTreeMap<String, Vec<usize>>,
    names: BTreeMap<String, Vec<usize>>,
    demonyms: BTreeMap<String, Vec<usize>>,
}

impl CountryIndex {
    pub(super) fn of(countries: &[Country]) -> Self {
        let mut index = Self::default();
        for (place, country) in countries.iter().enumerate() {
            for code in [&country.iso3, &country.iso2] {
                insert(&mut index.exact, code.clone(), place);
            }
            for name in &country.names {
                if is_acronym(name) {
                    insert(&mut index.exact, name.clone(), place);
                } else {
                    insert(&mut index.names, fold(name), place);
                }
            }
            for demonym in &country.demonyms {
                insert(&mut index.demonyms, fold(demonym), place);
            }
        }
        index
    }

    /// Places of the countries a text can mean: by code, else by name, else by demonym.
    pub(super) fn called(&self, text: &str) -> &[usize] {
        let folded = fold(text);
        self.exact
            .get(text.trim())
            .or_else(|| self.names.get(&folded))
            .or_else(|| self.demonyms.get(&folded))
            .map_or(&[], Vec::as_slice)
    }

    /// Places of the countries a name can mean. Capitals are no sign of a code here, since some
    /// publishers write every name in capitals.
    pub(super) fn named(&self, text: &str) -> &[usize] {
        self.names.get(&fold(text)).map_or(&[], Vec::as_slice)
    }
}

/// The state that held on `day` the seat that publishers write under `iso3`.
pub(super) fn state_on<'a>(countries: &'a [Country], iso3: &'a str, day: Date) -> &'a str {
    let before = countries.iter().find(|country| {
        country.continued_by.as_deref() == Some(iso3)
            && country.until.is_some_and(|until| day <= until)
    });
    before.map_or(iso3, |before| state_on(countries, &before.iso3, day))
}

fn insert(map: &mut BTreeMap<String, Vec<usize>>, key: String, place: usize) {
    if key.is_empty() {
        return;
    }
    let places = map.entry(key).or_default();
    if !places.contains(&place) {
        places.push(place);
    }
}

/// `US`, `U.S.`, `РФ`: a name that is a word of some language when written small.
fn is_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() <= 5
        && letters.clone().all(char::is_uppercase)
        && name.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-'))
}

/// A name without script, accents, case, punctuation and a leading article.
fn fold(name: &str) -> String {
    let folded = names::fold(name);
    let words = folded.split(|sign: char| !sign.is_ascii_alphanumeric());
    let folded = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    folded.strip_prefix("the ").map_or(folded.clone(), str::to_owned)
}
