//! Publishers' files, relative to the folder that `griot library build` is given.

pub(super) const VOETEN: &str = "votes/voeten_wide_1946_2024-06.csv.gz";
pub(super) const UN_RECORDS: &str = "world/undl_votes/undl_rollcalls_1946_2025-11.csv.gz";
pub(super) const UN_VOTES: &str = "world/undl_votes/undl_votes_1946_2025-11.csv.gz";
pub(super) const COUNCIL_VOTES: &str = "world/unsc_votes/unsc_votes_clean.csv.gz";
pub(super) const VETOES: &str = "world/unsc_vetoes/unsc_vetoes_1946_sept2022.csv";
pub(super) const OFFICE_HOLDERS: &str = "world/officeholders/terms_merged.csv.gz";
pub(super) const FACTBOOK_LEADERS: &str = "world/factbook/leaders.csv";
pub(super) const FACTBOOK_EDITIONS: &str = "world/factbook_archive/leaders_by_edition.csv.gz";
pub(super) const ES11: &str = "votes/es11_ukraine_no_abstain_lists.csv";
pub(super) const LEADERS: &str = "politics/reign_leaderlist_3_21.csv";
pub(super) const ELECTIONS: &str = "politics/reign_electionlist_3_21.csv";
pub(super) const COUPS: &str = "politics/cline_coups_2.1.2.csv";
pub(super) const UCDP: &str = "events/ucdp/organizedviolencecy_v25_1.csv.gz";
pub(super) const WORLD: &str = "events/boundaries/countries-110m.json";
pub(super) const REGION: &str = "events/boundaries/countries-50m.json.gz";
/// First-order divisions: file, name of the object in it, country.
pub(super) const DIVISIONS: [(&str, &str, &str); 3] = [
    ("events/boundaries/caf.topo.json", "caf", "CAF"),
    ("events/boundaries/mli.topo.json", "mli", "MLI"),
    ("events/boundaries/sdn.topo.json", "sdn", "SDN"),
];
pub(super) const UN_LISTS: [&str; 3] = [
    "entities/lists/un_consolidated_2018-10-29.xml.gz",
    "entities/lists/un_consolidated_2025-08-02.xml.gz",
    "entities/lists/un_consolidated_2026-02-27.xml.gz",
];
pub(super) const UK_LIST: &str = "entities/lists/uk_sanctions_list_2025-08-11.csv.gz";
/// Main lists, each with the list of aliases of the same day where there is one.
pub(super) const US_LISTS: [(&str, Option<&str>); 2] = [
    (
        "entities/lists/ofac_sdn_2021-07-07.csv.gz",
        Some("entities/lists/ofac_alt_2021-07-07.csv.gz"),
    ),
    ("entities/lists/ofac_sdn_2023-01-21.csv.gz", None),
];
pub(super) const US_ALIASES: [&str; 2] =
    ["entities/lists/ofac_alt_2025-02-27.csv.gz", "entities/lists/ofac_alt_2025-08-11.csv.gz"];
