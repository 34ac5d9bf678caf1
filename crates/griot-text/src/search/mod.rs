//! Where do these words stand, however they are written?
//!
//! A text is cut into [`words`], each with its bytes and *folded*: lower case, without accents and vowel
//! signs, with letters and digits of a script that stand for one another made one. A word also has
//! [`Forms`]: its stem in each language of its script, and what is left without the letters that
//! Arabic writes before a word. Both sides, the text and the [`Query`], are folded the same way, so that
//! an index has to know nothing but equal tokens, and [`Query::marks`] finds the very bytes again.
//!
//! The languages are the files `lang/CODE/search.toml`; nothing of one is here.
//!
//! ```
//! use griot_text::search::Query;
//! let query = Query::read("\"mine d'or\" mercenaire вагнер* قتل").expect("words");
//! let text = "Les mercenaires gardent la mine d’or. Вагнеровцы. وقُتل اثنان";
//! let found: Vec<&str> = query.marks(text).iter().map(|span| span.of(text)).collect();
//! assert_eq!(found, ["mercenaires", "mine d’or", "Вагнеровцы", "وقُتل"]);
//! ```

mod forms;
mod query;
mod word;

pub use forms::{Forms, digest};
pub use query::{Query, Refused, Term};
pub use word::{Word, folded, words};
