//! `griot votes` and `griot trade` as a user types them: the promised columns, and numbers worked
//! out by a separate program.

use std::process::Command;

fn griot(arguments: &str) -> (i32, Vec<String>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_griot"))
        .args(arguments.split(' '))
        .output()
        .expect("the binary runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    let code = output.status.code().expect("it was not killed");
    (code, text(output.stdout).lines().map(str::to_owned).collect(), text(output.stderr))
}

#[test]
fn agreement_by_year_has_the_promised_columns() {
    let (code, lines, _) = griot("votes agree ML RU --by year --format csv");
    assert_eq!(code, 0);
    assert_eq!(lines[0], "year,n,texts,exact,half,s,kappa,pi,pi_low,pi_high");
    let of = |year: &str| lines.iter().find(|line| line.starts_with(year)).expect("a year");
    assert!(
        of("2023,").starts_with("2023,82,80,0.7805,0.8232,0.6463,0.5878,0.5731,"),
        "{}",
        of("2023,")
    );
    assert!(
        of("2019,").starts_with("2019,90,90,0.7222,0.8056,0.6111,0.2424,0.2011,"),
        "{}",
        of("2019,")
    );
    // Codes of two and three letters, and names, mean the same.
    assert_eq!(griot("votes agree MLI russia --by year --format csv").1, lines);
}

#[test]
fn the_shift_lists_every_state_with_mali_first() {
    let (code, lines, _) =
        griot("votes shift --toward RU --before 2019/2021 --after 2023 --format csv");
    assert_eq!(code, 0);
    assert_eq!(lines[0], "country,n_before,n_after,pi_before,pi_after,delta,rank");
    assert_eq!(lines[1], "MLI,269,82,0.1604,0.5731,0.4127,1");
    let ranked = lines.iter().skip(1).filter(|line| !line.ends_with(',')).count();
    assert_eq!(ranked, 188);
}

#[test]
fn a_state_alone_is_shown_with_its_interval_and_both_readings() {
    let (_, lines, said) =
        griot("votes shift ML --toward RU --before 2019/2021 --after 2023 --format csv");
    assert_eq!(lines.len(), 2);
    assert!(said.contains("95 % interval of delta +0.1809 to +0.6026"), "{said}");
    assert!(said.contains("abstention as half gives 0.7770 before and 0.8232 after"), "{said}");
}

#[test]
fn the_two_noes_of_december_2021_are_in_the_table_of_changed_votes() {
    let (_, lines, _) = griot("votes flips ML --toward RU --years 2021 --format csv");
    let noes: Vec<&String> =
        lines.iter().filter(|line| line.contains(",abstain,no,no,toward,")).collect();
    assert_eq!(noes.len(), 2, "{lines:?}");
    assert!(noes[0].starts_with("2021-12-09,A/RES/76/70,"));
    assert!(noes[1].starts_with("2021-12-16,A/RES/76/179,"));
}

#[test]
fn toward_whom_is_never_guessed() {
    let (code, lines, said) = griot("votes flips ML --years 2021");
    assert_eq!((code, lines.len()), (2, 0));
    assert!(said.contains("--toward"), "{said}");
}

#[test]
fn a_roll_call_says_how_far_its_lists_go() {
    let (code, lines, said) = griot("votes rollcall A/RES/ES-11/6 --format csv");
    assert_eq!(code, 0);
    assert_eq!(lines.iter().filter(|line| line.ends_with(",no")).count(), 7);
    assert!(said.contains("yes 141; no 7; abstain 32; absent 13"), "{said}");
}

#[test]
fn two_sources_are_reconciled() {
    let (code, lines, said) = griot("votes reconcile --format csv");
    assert_eq!(code, 0);
    assert_eq!(
        lines[0],
        "what,roll_call,date,other_roll_call,other_date,symbol,country,vote,other_vote"
    );
    assert!(said.contains("5231 roll calls are in both"), "{said}");
    let of = |what: &str| lines.iter().filter(|line| line.starts_with(what)).count();
    // The days of Voeten's data are mostly other ones before 2000.
    assert_eq!(of("date,"), 3332 + 201);
    // The other differences are those of the lists, of which each is a record of its own.
    assert!((2890..=2899).contains(&of("vote,")), "{}", of("vote,"));
    assert!(lines.iter().any(|line| line.contains(",A/RES/56/24[S],SWE,abstain,yes")));
}

#[test]
fn coverage_says_what_is_missing() {
    let (_, lines, said) = griot("votes coverage --format csv");
    assert_eq!(lines[0], "session,numbered_to,voeten,undl,any_source,missing");
    assert!(lines.contains(&"ES-11,8,0,8,8,".to_owned()), "{lines:?}");
    let expected =
        "the UN Digital Library has 8 of 8 roll calls of emergency special session ES-11";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn a_seat_goes_by_its_old_name_too() {
    let old = griot("votes agree sun mli --years 1985 --format csv");
    assert_eq!(old.1.len(), 2);
    assert_eq!(old.1, griot("votes agree RUS ML --years 1985 --format csv").1);
    assert_eq!(griot("votes agree ML RU --years 1964 --format csv").1.len(), 1);
}

#[test]
fn changed_votes_are_read_both_ways() {
    let (_, _, said) = griot("votes flips ML --toward RU --years 2021");
    let expected = "of 76 recurring titles put to the vote again in 2021, the vote on 11 changed, 11 times in all: 2 toward RUS, \
                    8 away from it, 1 into or out of absence";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn what_is_not_there_is_said_with_a_way_on() {
    for (typed, expected) in [
        ("votes rollcall A/RES/99/1", "no roll call on A/RES/99/1"),
        ("votes agree Atlantis RU", "no state is called \"Atlantis\""),
        ("votes agree VAT RU", "VAT has no vote in these roll calls"),
        ("votes agree RU SUN", "hold the same seat"),
        ("votes agree ML RU --file /nowhere.csv", "/nowhere.csv"),
        ("trade gap --origin ML --file /nowhere.csv --cif 7", "7 is no share"),
        ("trade gap --origin ML", "--file"),
    ] {
        let (code, lines, said) = griot(typed);
        assert_eq!((code, lines.len()), (2, 0), "{typed}");
        assert!(said.contains(expected), "{typed}: {said}");
    }
}

#[test]
fn the_gold_of_2016_at_three_costs_of_freight() {
    let figures = "../../cases/mali/data/gold_cited_figures.csv";
    let (code, lines, said) = griot(&format!(
        "trade gap --origin ML --partner AE --product 7108 --file {figures} --format csv"
    ));
    assert_eq!(code, 0);
    assert!(lines[0].starts_with("origin,partner,product,period,imported_usd,exported_usd,"));
    assert!(
        lines[1].starts_with(
            "MLI,ARE,7108,2016,1520000000,216000000,missing,missing,1304000000,7.04,\
             1217962264,6.64,1165818182,6.40,"
        ),
        "{}",
        lines[1]
    );
    assert!(lines[0].contains(",imported_is,exported_is,imported_kg_is,exported_kg_is,"));
    assert!(lines[1].contains(",cited,cited,missing,missing,"), "{}", lines[1]);
    let earlier = lines.iter().find(|line| line.starts_with("MLI,ARE,7108,2014,"));
    let earlier = earlier.expect("2014");
    assert!(earlier.contains(",missing,missing,cited,missing,"), "{earlier}");
    assert!(said.contains("69 % of what MLI recorded exporting to all countries"), "{said}");
}
