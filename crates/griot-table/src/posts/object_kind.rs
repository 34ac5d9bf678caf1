//! What a post can share with others, by kind, and the lengths of time that questions about posts use.

use std::{fmt, str::FromStr};

/// What two accounts can share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectKind {
    /// The object column of a table of shares.
    Object,
    /// A link in its canonical form.
    Url,
    /// The registered part and subdomain of a link: `example.org`.
    Domain,
    /// One hashtag, without regard to case.
    Hashtag,
    /// All hashtags of a post in their order, at least two.
    HashtagSequence,
    /// The text after normalisation, exactly.
    Text,
    /// A text with nearly the same words.
    NearText,
    /// The post that is repeated.
    Repost,
    /// The post that is answered.
    Reply,
    /// A picture, video, music or effect by its hash or id.
    Media,
    /// An account that is mentioned.
    Mention,
    /// Any post at all: accounts that post at the same time, whatever they say.
    Post,
    /// What an account is known by, from a table of its own: a telephone number, an address, an id.
    Identifier,
}

impl ObjectKind {
    /// Every kind, in the order in which they are listed.
    pub const ALL: [Self; 13] = [
        Self::Object,
        Self::Url,
        Self::Domain,
        Self::Hashtag,
        Self::HashtagSequence,
        Self::Text,
        Self::NearText,
        Self::Repost,
        Self::Reply,
        Self::Media,
        Self::Mention,
        Self::Post,
        Self::Identifier,
    ];

    /// The word for it on the command line and in every output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Url => "url",
            Self::Domain => "domain",
            Self::Hashtag => "hashtag",
            Self::HashtagSequence => "hashtag-sequence",
            Self::Text => "text",
            Self::NearText => "near-text",
            Self::Repost => "repost",
            Self::Reply => "reply",
            Self::Media => "media",
            Self::Mention => "mention",
            Self::Post => "post",
            Self::Identifier => "identifier",
        }
    }

    /// Whether its rows have no time: two accounts share it whenever.
    pub fn is_timeless(self) -> bool {
        self == Self::Identifier
    }

    /// Whether an object is a person, an account, or a post by which either is found.
    pub fn names_accounts(self) -> bool {
        matches!(self, Self::Repost | Self::Reply | Self::Mention | Self::Identifier)
    }

    /// Whether a post has at most one of it.
    pub fn is_one_of_a_post(self) -> bool {
        use ObjectKind::{HashtagSequence, NearText, Post, Reply, Repost, Text};
        matches!(self, HashtagSequence | Text | NearText | Repost | Reply | Post)
    }

    /// What is said of posts that share nothing of this kind.
    pub fn nothing_shared(self) -> &'static str {
        match self {
            Self::NearText => "posts with fewer than five different words of their own",
            Self::Text => {
                "posts without words of their own: empty, only mentions, lost letters, or a repost"
            }
            Self::Url | Self::Domain => "posts without a link of their own",
            Self::Hashtag => "posts without a hashtag of their own",
            Self::HashtagSequence => "posts without two hashtags of their own",
            Self::Repost => "posts of which the export does not say which they repeat",
            Self::Reply => "posts of which the export does not say which they answer",
            _ => "posts without an object of this kind",
        }
    }
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for ObjectKind {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|kind| kind.word() == typed).ok_or_else(|| {
            let words = Self::ALL.map(Self::word);
            let near = griot_model::nearest::nearest(typed, words);
            let near = near.map_or(String::new(), |near| format!("; did you mean {near}"));
            format!("{typed:?} is no kind of object: {}{near}", words.join(", "))
        })
    }
}

/// A window or another length of time in microseconds, from `60s`, `5m`, `1h`, `2d`, `500ms` or plain seconds.
pub fn length_of_time(typed: &str) -> Result<i64, String> {
    let wrong = || format!("{typed:?} is no length of time; write 60s, 5m, 1h, 2d or 500ms");
    let digits = typed.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let unit = typed.strip_prefix(digits).unwrap_or_default();
    let micros: i64 = match unit {
        "ms" => 1_000,
        "" | "s" => 1_000_000,
        "m" | "min" => 60_000_000,
        "h" => 3_600_000_000,
        "d" => 86_400_000_000,
        _ => return Err(wrong()),
    };
    let number: i64 = digits.parse().map_err(|_not_a_number| wrong())?;
    let length = number.checked_mul(micros).filter(|length| *length >= 0);
    length.ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time() {
        let micros = ["60s", "60", "5m", "1h", "2d", "500ms", "0"].map(length_of_time);
        let expected =
            [60_000_000, 60_000_000, 300_000_000, 3_600_000_000, 172_800_000_000, 500_000, 0];
        assert_eq!(micros, expected.map(Ok));
        for wrong in ["", "s", "1.5h", "-1s", "3 weeks", "9999999999999d"] {
            assert!(length_of_time(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn kinds_by_word() {
        for kind in ObjectKind::ALL {
            assert_eq!(kind.word().parse(), Ok(kind));
        }
        assert!(
            "hashtags".parse::<ObjectKind>().unwrap_err().ends_with("did you mean hashtag")
        );
    }
}
