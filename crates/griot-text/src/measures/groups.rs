//! Members of groups of countries, by the name that a pack gives them.

/// ISO 3166 alpha-3 codes of the members of a group today.
pub(super) fn members(name: &str) -> &'static [&'static str] {
    match name {
        "G7" => &["CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"],
        "G20" => &[
            "ARG", "AUS", "BRA", "CAN", "CHN", "DEU", "FRA", "GBR", "IDN", "IND", "ITA", "JPN",
            "KOR", "MEX", "RUS", "SAU", "TUR", "USA", "ZAF",
        ],
        "EU" => &[
            "AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC",
            "HRV", "HUN", "IRL", "ITA", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU",
            "SVK", "SVN", "SWE",
        ],
        "BRICS" => &["BRA", "CHN", "IND", "RUS", "ZAF"],
        _ => &[],
    }
}
