//! Which columns of the shipped tables tell a row from others, and refer to other tables?

use griot_model::table::{Keys, Reference};

/// The keys of a table. A test holds the tables to them.
pub(super) fn keys(table: &str) -> Keys {
    let country = || Reference { column: "country", table: "countries", key: "iso3" };
    let of_country = |primary: &'static str| Keys {
        primary: vec![primary],
        references: vec![country()],
        lookups: vec![vec!["country"]],
    };
    match table {
        "un_roll_calls" | "unsc_roll_calls" => Keys {
            primary: vec!["roll_call"],
            references: Vec::new(),
            lookups: vec![vec!["date"], vec!["symbol"]],
        },
        "un_votes" => Keys {
            primary: vec!["roll_call", "country"],
            references: vec![
                Reference { column: "roll_call", table: "un_roll_calls", key: "roll_call" },
                country(),
            ],
            lookups: vec![vec!["roll_call"]],
        },
        "unsc_votes" => Keys {
            primary: vec!["roll_call", "country"],
            references: vec![
                Reference { column: "roll_call", table: "unsc_roll_calls", key: "roll_call" },
                country(),
            ],
            lookups: vec![vec!["roll_call"]],
        },
        "terms" => Keys {
            primary: Vec::new(),
            references: vec![country()],
            lookups: vec![vec!["country", "office"]],
        },
        "missions" => Keys { primary: vec!["mission"], ..Keys::default() },
        "memberships" | "independence" | "election_days" => Keys {
            primary: Vec::new(),
            references: vec![country()],
            lookups: vec![vec!["country"]],
        },
        "treaties" => Keys {
            primary: vec!["country", "treaty"],
            references: vec![country()],
            lookups: vec![vec!["country"]],
        },
        "series" | "series_vdem" => Keys {
            primary: vec!["topic", "entity", "time"],
            references: vec![Reference { column: "entity", table: "countries", key: "iso3" }],
            lookups: vec![vec!["entity", "topic"]],
        },
        "refugees" => Keys {
            primary: vec!["origin", "asylum", "year"],
            references: vec![
                Reference { column: "origin", table: "countries", key: "iso3" },
                Reference { column: "asylum", table: "countries", key: "iso3" },
            ],
            lookups: vec![vec!["origin", "asylum"]],
        },
        "trade_partners" | "election_results" => Keys {
            primary: Vec::new(),
            references: vec![country()],
            lookups: vec![vec!["country", "year"]],
        },
        "places" => Keys {
            primary: vec!["geonameid"],
            references: vec![country()],
            lookups: vec![vec!["name"], vec!["country"]],
        },
        "leaders" | "elections" | "deaths_country_year" => of_country("row"),
        "coups" => of_country("coup_id"),
        "listings" => Keys {
            primary: vec!["authority", "snapshot", "row"],
            references: Vec::new(),
            lookups: vec![vec!["name"]],
        },
        "countries" => Keys { primary: vec!["iso3"], ..Keys::default() },
        "shapes" => Keys {
            primary: vec!["file", "row", "detail"],
            references: vec![Reference { column: "iso3", table: "countries", key: "iso3" }],
            lookups: vec![vec!["iso3"]],
        },
        _ => Keys::default(),
    }
}
