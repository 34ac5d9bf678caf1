//! In which language is a paragraph written?

use whatlang::Lang;

use crate::Document;

/// Letters of the shortest paragraph that is judged by its own words.
const SHORTEST: usize = 80;
/// Letters of a paragraph that are looked at.
const LOOKED_AT: usize = 2_000;

/// Says the language of each block where that is sure. A short block has that of the ones before it.
pub(crate) fn tell(document: &mut Document) {
    let mut last: Option<String> = None;
    for (block, about) in document.prose.blocks.iter().zip(&mut document.abouts) {
        let words: String =
            block.span.of(&document.prose.text).chars().take(LOOKED_AT).collect();
        if words.chars().filter(|it| it.is_alphabetic()).count() >= SHORTEST {
            let found = whatlang::detect(&words).filter(whatlang::Info::is_reliable);
            last = found.and_then(|it| code(it.lang())).map(str::to_owned);
            about.language.clone_from(&last);
        } else {
            about.language.clone_from(&last);
        }
    }
}

/// The language of some words, where it is sure: two letters, or three where it has no two.
pub fn language_of(words: &str) -> Option<&'static str> {
    let found = whatlang::detect(words).filter(whatlang::Info::is_reliable)?;
    Some(code(found.lang()).unwrap_or_else(|| found.lang().code()))
}

/// The two letters of a language, where it has two.
fn code(language: Lang) -> Option<&'static str> {
    Some(match language {
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Rus => "ru",
        Lang::Ara => "ar",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Deu => "de",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Pol => "pl",
        Lang::Ukr => "uk",
        Lang::Tur => "tr",
        Lang::Pes => "fa",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Heb => "he",
        Lang::Ron => "ro",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Hun => "hu",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Fin => "fi",
        Lang::Bul => "bg",
        Lang::Srp => "sr",
        Lang::Hrv => "hr",
        Lang::Hin => "hi",
        Lang::Urd => "ur",
        Lang::Ben => "bn",
        Lang::Amh => "am",
        Lang::Vie => "vi",
        Lang::Ind => "id",
        Lang::Cat => "ca",
        _ => return None,
    })
}
