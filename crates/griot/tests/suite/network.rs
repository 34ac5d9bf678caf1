//! `griot network` on plain files, as a user types it.

use std::{fs, path::Path, process::Command};

const SHARES: &str = "object_id,account_id,content_id,timestamp_share\n\
    o1,bea,p1,100\no1,abe,p2,104\no1,abe,p3,160\n,cid,p4,100\n,abe,p5,101\n\
    o2,bea,p6,500\no2,abe,p7,500\no2,cid,p8,620\n";

struct Said {
    code: i32,
    out: String,
    err: String,
}

#[expect(clippy::disallowed_methods, reason = "a test writes its own input")]
fn griot(folder: &Path, shares: &str, arguments: &[&str]) -> Said {
    fs::write(folder.join("shares.csv"), shares).expect("a file is written");
    let said = Command::new(env!("CARGO_BIN_EXE_griot"))
        .args(["network", "shares.csv"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the binary runs");
    Said {
        code: said.status.code().expect("it was not killed"),
        out: String::from_utf8(said.stdout).expect("output is text"),
        err: String::from_utf8(said.stderr).expect("errors are text"),
    }
}

fn network(shares: &str, arguments: &[&str]) -> Said {
    let folder = tempfile::tempdir().expect("a folder");
    griot(folder.path(), shares, arguments)
}

/// Worked out by hand: on o1 4 s and 60 s apart, the window's end included, on o2 0 s. The two
/// rows without an object join nothing.
#[test]
fn as_coortweet_counts() {
    let said = network(
        SHARES,
        &[
            "--by",
            "object",
            "--window",
            "60s",
            "--min",
            "2",
            "--compat",
            "coortweet",
            "--format",
            "csv",
        ],
    );
    assert_eq!(said.code, 0, "{}", said.err);
    let mean = (4.0 + 60.0 + 0.0) / 3.0;
    assert_eq!(
        said.out,
        format!("account_a,account_b,weight,mean_delay_s\nabe,bea,3,{mean}\n")
    );
    assert!(
        said.err.contains("left out: 2 posts without an object of this kind"),
        "{}",
        said.err
    );
}

/// A table of shares lists a post once for each thing that it shares; only another account is strange there.
#[test]
fn an_id_of_two_accounts_in_a_table_of_shares_is_said() {
    let shares = "object_id,account_id,content_id,timestamp_share\no1,abe,1,100\no2,abe,1,100\n\
                  o1,bea,1,110\n";
    let said = network(shares, &["--by", "object", "--window", "60s", "--min", "1"]);
    assert!(
        said.err.contains("1 post with the id of a post of another account"),
        "{}",
        said.err
    );
    assert!(!said.err.contains("read before"), "{}", said.err);
}

/// Three posts of abe have one of bea beside them, two of bea one of abe.
#[test]
fn as_the_toolkit_counts() {
    let arguments = ["--window", "60s", "--min", "2", "--compat", "cnt"];
    let said = network(SHARES, &arguments);
    assert_eq!(said.out, "source,target,weight\nabe,bea,3\nbea,abe,2\n");
}

/// Worked out by hand from the toolkit's queries. Message 1 comes again: its first row counts, and the
/// links of both. Message 3 repeats another, so that its words, link and reply do not count; 5 is said to
/// repeat itself. Links count as they are written, a list in brackets between its blanks.
#[test]
fn every_network_of_the_toolkit() {
    let posts = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n\
        1,a,,,p1,Hello @x  world,10,http://E.org/a\n\
        2,b,,,p1,hello WORLD,12,http://e.org/a\n\
        3,c,,9,p1,hello world,12,http://E.org/a\n\
        1,b,,,p2,bye,12,http://E.org/a\n\
        4,b,,,p2,bye,13,http://E.org/a\n\
        5,c,,5,,x,13,\n\
        6,a,,5,,x,14,\"['http://l/1', 'http://l/2']\"\n\
        7,a,,,,,15.5,\"['http://l/1', 'http://l/2']\"\n\
        8,b,,,,@only,15,\"['http://l/3', 'http://l/2']\"\n\
        9,d,,,,@too,900,\n";
    for (by, expected) in [
        ("url", "a,b,2\nb,a,2\n"),
        ("text", "a,b,1\nb,a,1\n"),
        ("reply", "a,b,1\nb,a,1\n"),
        ("repost", "a,c,1\nc,a,1\n"),
        ("post", "a,b,3\na,c,3\nb,a,3\nb,c,3\nc,a,2\nc,b,2\n"),
    ] {
        let said =
            network(posts, &["--by", by, "--compat", "cnt", "--window", "60s", "--min", "1"]);
        assert_eq!(said.out, format!("source,target,weight\n{expected}"), "{by}: {}", said.err);
    }
}

/// R writes a missing value as `NA`; neither object nor account is one.
#[test]
fn na_is_no_object_and_no_account() {
    let shares = "object_id,account_id,content_id,timestamp_share\n\
        NA,a,1,10\nNA,b,2,11\no,a,3,20\no,NA,4,20\no,b,5,21\n";
    for (compat, expected) in [("coortweet", "a,b,1,1\n"), ("cnt", "a,b,1\nb,a,1\n")] {
        let said = network(shares, &["--min", "1", "--compat", compat]);
        assert!(said.out.ends_with(&format!("\n{expected}")), "{}", said.out);
        assert_eq!(said.out.lines().count(), expected.lines().count() + 1);
        assert!(
            said.err.contains("a word for *missing* is read as nothing: NA"),
            "{}",
            said.err
        );
    }
}

#[test]
fn griots_own_columns_start_with_the_same_four() {
    let arguments = ["--window", "60s", "--min", "2"];
    let own = network(SHARES, &arguments).out;
    let peer = network(SHARES, &[&arguments[..], &["--compat", "coortweet"]].concat()).out;
    let first_four = |line: &str| line.split(',').take(4).collect::<Vec<_>>().join(",");
    let own: Vec<String> = own.lines().map(first_four).collect();
    assert_eq!(own, peer.lines().collect::<Vec<_>>());
}

#[test]
fn all_forms_are_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = griot(folder.path(), SHARES, &["-o", "net", "--format", "json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let json: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!(json["edges"][0]["object_names"], serde_json::json!(["o1", "o2"]));
    assert_eq!(json["edges"][0]["matches"], 2);
    let tables = ["edges", "pairs", "nodes", "groups", "evidence"];
    let tables =
        tables.iter().flat_map(|name| [format!("{name}.csv"), format!("{name}.parquet")]);
    let graphs = ["network.json", "network.gexf", "network.graphml"].map(str::to_owned);
    for name in tables.chain(graphs) {
        assert!(folder.path().join("net").join(&name).is_file(), "{name}");
    }
}

#[test]
fn coarse_times_are_warned_of() {
    let shares = "object_id,account_id,content_id,timestamp_share\n\
        o,a,1,60\no,b,2,120\no,c,3,300\n";
    let said = network(shares, &["--window", "10s"]);
    assert!(
        said.err.contains("whole multiples of 60 s, coarser than the window"),
        "{}",
        said.err
    );
}

/// The SQL of the layers, and the rows it asks, for a cluster.
#[test]
fn sql_for_a_cluster() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = griot(folder.path(), SHARES, &["--sql", "--min", "2", "-o", "cluster"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("-- object\nWITH entered AS ("), "{}", said.out);
    for name in ["network.sql", "shares.parquet"] {
        assert!(folder.path().join("cluster").join(name).is_file(), "{name}");
    }
}

/// A table of identifiers needs no posts.
#[test]
fn identifiers_alone() {
    let shares = "account,telephone\na,+1 22\nb,+122\n";
    let folder = tempfile::tempdir().expect("a folder");
    griot(folder.path(), shares, &[]);
    let said = Command::new(env!("CARGO_BIN_EXE_griot"))
        .args(["network", "--identifiers", "shares.csv", "--format", "pairs"])
        .current_dir(folder.path())
        .output()
        .expect("the binary runs");
    let out = String::from_utf8(said.stdout).expect("output is text");
    assert!(out.contains("a,b,1,\"identifier: 1 pairs, 1 objects\",1,1,,,"), "{out}");
}

/// Exports that overlap count once, and griot says so.
#[test]
fn what_comes_again_is_said() {
    let said = network(
        "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls\n\
         1,a,,,,same words,10,\n1,a,,,,same words,10,\n2,b,,,,same words,11,\n2,c,,,,same words,11,\n",
        &["--by", "text", "--min", "1"],
    );
    assert!(said.err.contains("2 posts read before"), "{}", said.err);
    assert!(
        said.err.contains("1 post with the id of a post of another account"),
        "{}",
        said.err
    );
}

#[test]
fn what_cannot_be_done_says_what_to_do() {
    let said = network("a,b\n1,2\n", &[]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("mapping file"), "{}", said.err);
    let said = network(SHARES, &["--by", "hashtags"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("did you mean hashtag"), "{}", said.err);
}

/// What holds, and what no test of this kind can tell, stands on the terminal; what was asked of the old
/// test is said to have no effect.
#[test]
fn a_ring_is_told_with_what_cannot_be_told() {
    let mut shares = "object_id,account_id,content_id,timestamp_share\n".to_owned();
    for object in 0..6_u32 {
        for account in 0..8_u32 {
            // Now this one is first, now that: who repeats one account is told as that.
            let time = 1_600_000_000 + object * 90_000 + (account + 3 * object) % 8 * 5;
            shares += &format!("ring{object},r{account},r{object}.{account},{time}\n");
        }
    }
    for post in 0..600_u64 {
        let (object, account) = (post * 7919 % 97, post * 104_729 % 83);
        let time = 1_600_000_000 + post * 1_301 % 600_000;
        shares += &format!("o{object},a{account},p{post},{time}\n");
    }
    let said = network(&shares, &["--window", "60s", "--draws", "199"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let holding = said.out.lines().filter(|line| line.contains(",true,")).count();
    assert_eq!(holding, 28, "{}", said.out);
    for part in [
        "object: 28 of",
        "8 accounts on 6 occasions: holds; there 48 times",
        "what this cannot tell:",
        "It does not say why.",
        "--draws and --stretch have no effect",
    ] {
        assert!(said.err.contains(part), "{part}: {}", said.err);
    }
    let said = network(&shares, &["--window", "60s", "--untested"]);
    assert!(!said.err.contains("cannot tell") && !said.out.contains("true"), "{}", said.err);
}
