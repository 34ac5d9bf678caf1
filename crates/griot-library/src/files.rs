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
pub(super) const POPULATION: &str = "world/unhcr_refugees/population_1951_2025.csv.gz";
pub(super) const DISPLACED: &str = "world/unhcr_refugees/idmc_idps_1990_2025.csv";
pub(super) const UNRWA: &str = "world/unhcr_refugees/unrwa.csv";
pub(super) const PRESS_FREEDOM: &str = "world/rsf_press_freedom/rsf_2002_2025.csv";
pub(super) const FREEDOM_HOUSE: &str = "world/democracydata/freedom_house_1972_2024.csv.gz";
pub(super) const VDEM: &str = "world/democracydata/vdem_v15_slim_1945_2024.csv.gz";
pub(super) const TRADE_PARTNERS: &str =
    "world/factbook_archive/trade_partners_by_edition.csv.gz";
pub(super) const FACTBOOK_FIELDS: &str =
    "world/factbook_archive/fields_selected_1990_2025.csv.gz";
pub(super) const FACTBOOK_ELECTIONS: &str = "world/factbook/elections.csv";
pub(super) const FIGURES: &str = "world/factbook/figures.csv.gz";
pub(super) const ORGANISATIONS: &str = "world/factbook/memberships.csv";
pub(super) const UN_MEMBERSHIP: &str = "world/un_membership.csv";
pub(super) const MISSIONS: &str = "world/peacekeeping/DPPADPOSS-PKO.csv";
pub(super) const CITIES: &str = "world/gazetteer/geonames_cities500_2026.tsv.gz";
/// Countries whose places are there whole.
pub(super) const WHOLE: [&str; 7] = [
    "world/gazetteer/geonames_full_BF_2014-12.txt.gz",
    "world/gazetteer/geonames_full_CI_2014-12.txt.gz",
    "world/gazetteer/geonames_full_GN_2014-12.txt.gz",
    "world/gazetteer/geonames_full_ML_2014-12.txt.gz",
    "world/gazetteer/geonames_full_MR_2014-12.txt.gz",
    "world/gazetteer/geonames_full_NE_2014-12.txt.gz",
    "world/gazetteer/geonames_full_SN_2014-12.txt.gz",
];
/// Treaties: file, short name, name.
pub(super) const TREATIES: [(&str, &str, &str); 18] = [
    (
        "world/hr_treaties/hr_status_icerd.csv",
        "ICERD",
        "International Convention on the Elimination of All Forms of Racial Discrimination",
    ),
    (
        "world/hr_treaties/hr_status_iccpr.csv",
        "ICCPR",
        "International Covenant on Civil and Political Rights",
    ),
    (
        "world/hr_treaties/hr_status_iccpr_op1.csv",
        "ICCPR-OP1",
        "Optional Protocol to the International Covenant on Civil and Political Rights",
    ),
    (
        "world/hr_treaties/hr_status_iccpr_op2.csv",
        "ICCPR-OP2",
        "Second Optional Protocol to the International Covenant on Civil and Political Rights, aiming at the abolition of the death penalty",
    ),
    (
        "world/hr_treaties/hr_status_icescr.csv",
        "ICESCR",
        "International Covenant on Economic, Social and Cultural Rights",
    ),
    (
        "world/hr_treaties/hr_status_icescr_op.csv",
        "ICESCR-OP",
        "Optional Protocol to the International Covenant on Economic, Social and Cultural Rights",
    ),
    (
        "world/hr_treaties/hr_status_cedaw.csv",
        "CEDAW",
        "Convention on the Elimination of All Forms of Discrimination against Women",
    ),
    (
        "world/hr_treaties/hr_status_op_cedaw.csv",
        "CEDAW-OP",
        "Optional Protocol to the Convention on the Elimination of All Forms of Discrimination against Women",
    ),
    (
        "world/hr_treaties/hr_status_cat.csv",
        "CAT",
        "Convention against Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment",
    ),
    (
        "world/hr_treaties/hr_status_opcat.csv",
        "OPCAT",
        "Optional Protocol to the Convention against Torture",
    ),
    ("world/hr_treaties/hr_status_crc.csv", "CRC", "Convention on the Rights of the Child"),
    (
        "world/hr_treaties/hr_status_op_crc_ac.csv",
        "CRC-OP-AC",
        "Optional Protocol to the Convention on the Rights of the Child on the involvement of children in armed conflict",
    ),
    (
        "world/hr_treaties/hr_status_op_crc_sc.csv",
        "CRC-OP-SC",
        "Optional Protocol to the Convention on the Rights of the Child on the sale of children, child prostitution and child pornography",
    ),
    (
        "world/hr_treaties/hr_status_op_crc_ic.csv",
        "CRC-OP-IC",
        "Optional Protocol to the Convention on the Rights of the Child on a communications procedure",
    ),
    (
        "world/hr_treaties/hr_status_icmw.csv",
        "ICMW",
        "International Convention on the Protection of the Rights of All Migrant Workers and Members of Their Families",
    ),
    (
        "world/hr_treaties/hr_status_cped.csv",
        "CPED",
        "International Convention for the Protection of All Persons from Enforced Disappearance",
    ),
    (
        "world/hr_treaties/hr_status_crpd.csv",
        "CRPD",
        "Convention on the Rights of Persons with Disabilities",
    ),
    (
        "world/hr_treaties/hr_status_op_crpd.csv",
        "CRPD-OP",
        "Optional Protocol to the Convention on the Rights of Persons with Disabilities",
    ),
];
