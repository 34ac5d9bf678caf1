//! Verbs in all their forms, so that a pattern names one once: `+resign` is "resigned", "has resigned", "had resigned".
//!
//! How a language conjugates stands in its pack: `[conjugations]` has the endings of regular verbs, `[verbs]` says which verb is
//! conjugated how, or writes its forms out.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::units::{Words, split};

/// The endings of regular verbs, behind what is left of the infinitive.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Conjugation {
    /// What the infinitive ends in, and is cut off: `er`.
    cut: String,
    /// Endings of forms that stand alone: `a`, `èrent`.
    finite: Vec<String>,
    /// Endings of the participle that stands behind an auxiliary: `é`, `ées`.
    participle: Vec<String>,
}

/// A verb of a pack: the name of its conjugation, or its forms.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Verb {
    /// As all of this conjugation.
    Like(String),
    /// With forms, an auxiliary or a pronoun of its own.
    Own(Own),
}

/// What a verb has of its own.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Own {
    /// The conjugation of what is not written out.
    like: Option<String>,
    #[serde(default)]
    finite: Vec<String>,
    #[serde(default)]
    participle: Vec<String>,
    /// The class of the auxiliary before its participle; `have` where nothing is said.
    auxiliary: Option<String>,
    /// Words of which one stands before every form: `se`, `s'`.
    #[serde(default)]
    before: Vec<String>,
}

/// What a pattern asks of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Voice {
    /// `+resign`: a form that stands alone, or an auxiliary and the participle.
    Active,
    /// `=appoint`: "was appointed", "has been appointed".
    Passive,
    /// `*appoint`: the participle alone.
    Participle,
}

/// The verbs of a pack.
#[derive(Debug, Default)]
pub(super) struct Verbs {
    forms: BTreeMap<String, Forms>,
}

#[derive(Debug)]
struct Forms {
    finite: Vec<Words>,
    participle: Vec<Words>,
    auxiliary: String,
    before: Vec<Words>,
}

impl Verbs {
    /// Conjugates every verb of a pack.
    pub(super) fn of(
        conjugations: &BTreeMap<String, Conjugation>,
        verbs: &BTreeMap<String, Verb>,
    ) -> Result<Self, String> {
        let mut forms = BTreeMap::new();
        for (infinitive, verb) in verbs {
            let own = match verb {
                Verb::Like(like) => Own { like: Some(like.clone()), ..Own::default() },
                Verb::Own(own) => own.clone(),
            };
            let (mut finite, mut participle) = (own.finite, own.participle);
            if let Some(like) = &own.like {
                let conjugation = conjugations.get(like).ok_or_else(|| {
                    format!("the verb {infinitive:?}: there is no conjugation {like:?}")
                })?;
                let stem =
                    infinitive.strip_suffix(conjugation.cut.as_str()).ok_or_else(|| {
                        format!("the verb {infinitive:?} does not end in {:?}", conjugation.cut)
                    })?;
                let with = |endings: &[String]| {
                    endings.iter().map(|it| format!("{stem}{it}")).collect::<Vec<_>>()
                };
                if finite.is_empty() {
                    finite = with(&conjugation.finite);
                }
                if participle.is_empty() {
                    participle = with(&conjugation.participle);
                }
            }
            if finite.is_empty() && participle.is_empty() {
                return Err(format!("the verb {infinitive:?} has no form"));
            }
            let split_all = |list: &[String]| list.iter().map(|it| split(it)).collect();
            forms.insert(
                infinitive.clone(),
                Forms {
                    finite: split_all(&finite),
                    participle: split_all(&participle),
                    auxiliary: own.auxiliary.unwrap_or_else(|| "have".to_owned()),
                    before: split_all(&own.before),
                },
            );
        }
        Ok(Self { forms })
    }

    /// What a word of a pattern stands for; none where it is no verb by its mark.
    pub(super) fn expanded(
        &self,
        word: &str,
        classes: &BTreeMap<String, Vec<Words>>,
    ) -> Option<Result<Vec<Words>, String>> {
        let voice = match word.chars().next()? {
            '+' => Voice::Active,
            '=' => Voice::Passive,
            '*' => Voice::Participle,
            _ => return None,
        };
        let infinitive = word.get(1..)?;
        if infinitive.is_empty() {
            return None;
        }
        Some(self.in_voice(infinitive, voice, classes))
    }

    fn in_voice(
        &self,
        infinitive: &str,
        voice: Voice,
        classes: &BTreeMap<String, Vec<Words>>,
    ) -> Result<Vec<Words>, String> {
        let forms = self
            .forms
            .get(infinitive)
            .ok_or_else(|| format!("there is no verb {infinitive:?} in [verbs]"))?;
        let class = |name: &str| {
            classes
                .get(name)
                .ok_or_else(|| format!("there is no class {name:?} of auxiliaries"))
        };
        let bare = match voice {
            Voice::Participle => return Ok(forms.participle.clone()),
            Voice::Passive => return Ok(both(class("be")?, &forms.participle)),
            Voice::Active => {
                let mut all = forms.finite.clone();
                all.extend(both(class(&forms.auxiliary)?, &forms.participle));
                all
            }
        };
        Ok(if forms.before.is_empty() { bare } else { both(&forms.before, &bare) })
    }
}

/// Every one of the first before every one of the second.
fn both(first: &[Words], second: &[Words]) -> Vec<Words> {
    first
        .iter()
        .flat_map(|one| second.iter().map(move |two| one.iter().chain(two).cloned().collect()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(pattern: &str) -> Vec<String> {
        let conjugations = BTreeMap::from([(
            "er".to_owned(),
            Conjugation {
                cut: "er".to_owned(),
                finite: vec!["e".to_owned(), "a".to_owned()],
                participle: vec!["é".to_owned()],
            },
        )]);
        let own = Own {
            like: Some("er".to_owned()),
            auxiliary: Some("be".to_owned()),
            before: vec!["se".to_owned()],
            ..Own::default()
        };
        let verbs = BTreeMap::from([
            ("nommer".to_owned(), Verb::Like("er".to_owned())),
            ("retirer".to_owned(), Verb::Own(own)),
        ]);
        let classes = BTreeMap::from([
            ("have".to_owned(), vec![split("a"), split("avait")]),
            ("be".to_owned(), vec![split("est"), split("a été")]),
        ]);
        let verbs = Verbs::of(&conjugations, &verbs).expect("two verbs");
        let found = verbs.expanded(pattern, &classes).expect("a mark").expect("a verb");
        found.iter().map(|words| words.join(" ")).collect()
    }

    #[test]
    fn a_verb_has_all_its_forms() {
        assert_eq!(forms("+nommer"), ["nomme", "nomma", "a nomme", "avait nomme"]);
        assert_eq!(forms("=nommer"), ["est nomme", "a ete nomme"]);
        assert_eq!(forms("*nommer"), ["nomme"]);
        assert_eq!(
            forms("+retirer"),
            ["se retire", "se retira", "se est retire", "se a ete retire"]
        );
    }

    #[test]
    fn a_verb_that_is_not_there_is_told() {
        let verbs = Verbs::default();
        let answer = verbs.expanded("+fly", &BTreeMap::new()).expect("a mark");
        assert!(answer.is_err_and(|it| it.contains("fly")));
        assert!(verbs.expanded("fly", &BTreeMap::new()).is_none());
    }
}
