//! Years, both included.

use std::{fmt, str::FromStr};

/// Years, both included: `2023` or `2019/2021`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    /// First year.
    pub first: i16,
    /// Last year.
    pub last: i16,
}

impl FromStr for Years {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (first, last) = text.split_once('/').unwrap_or((text, text));
        let year = |text: &str| {
            text.trim().parse().map_err(|_not_a_year: std::num::ParseIntError| {
                format!("expected a year or two years as 2019/2021, not {text:?}")
            })
        };
        let years = Self { first: year(first)?, last: year(last)? };
        if years.first > years.last {
            return Err(format!("{} is after {}", years.first, years.last));
        }
        Ok(years)
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}/{}", self.first, self.last)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_and_written() {
        for text in ["2023", "2019/2021"] {
            assert_eq!(text.parse::<Years>().expect("years").to_string(), text);
        }
        for bad in ["", "x", "2021/2019", "2019-2021"] {
            assert!(bad.parse::<Years>().is_err(), "{bad}");
        }
    }
}
