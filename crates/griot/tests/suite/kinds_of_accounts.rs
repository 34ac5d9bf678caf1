//! Makers of exports in which the wrong field could be taken for the account, as `kinds` makes other kinds.
//!
//! What is drawn are people, which of them an export leaves without a name, layouts, the order of columns and of files, and a
//! decoy: a field that is the same for everybody, beside the one that is the account.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::makers::{edges, network, pairs};

/// `2 posts of 1 account`, as it is said.
fn counted(posts: usize, accounts: usize) -> String {
    let many = |number: usize, what: &str| {
        format!("{number} {what}{}", if number == 1 { "" } else { "s" })
    };
    format!("{} of {}\n", many(posts, "post"), many(accounts, "account"))
}

const ONE_ACCOUNT: &str = "are by one account";

/// The layouts of tables: their columns, `=` before the account, `~` before the decoy; and what is asked by.
const LAYOUTS: [(&str, &str); 8] = [
    ("object_id =account_id content_id timestamp_share ~name", "object"),
    ("message_id =user_id ~username message timestamp", "text"),
    ("=Facebook_Id ~Page_Name Post_Created Message URL", "text"),
    ("~Account =User_Name Created Description URL", "text"),
    ("videoId =channelId ~channelTitle publishedAt videoTitle", "text"),
    ("id isReplyTo =authorChannelId ~authorName publishedAt text", "text"),
    ("id =author_id ~author body timestamp", "text"),
    ("id =author ~author_fullname body timestamp", "text"),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// In whichever order columns stand, the account is the one that the layout has for it, not what all have alike.
    #[test]
    fn the_account_of_a_layout_is_said_and_used(
        (layout, order) in (0..LAYOUTS.len())
            .prop_flat_map(|layout| {
                let columns: Vec<&'static str> = LAYOUTS[layout].0.split(' ').collect();
                (Just(layout), Just(columns).prop_shuffle())
            }),
        accounts in 2..6_usize,
        posts in 1..5_usize,
    ) {
        let header: Vec<String> = order.iter().map(|name| name.trim_start_matches(['=', '~']).replace('_', if (2..4).contains(&layout) { " " } else { "_" })).collect();
        let mut text = header.join(",") + "\n";
        for post in 0..posts {
            for account in 0..accounts {
                let cells: Vec<String> = order.iter().map(|name| match *name {
                    name if name.starts_with('=') => format!("u{account}"),
                    name if name.starts_with('~') => "the same for all".to_owned(),
                    "timestamp_share" | "timestamp" | "publishedAt" | "Post_Created" | "Created" =>
                        format!("2021-06-1{post} 10:00:{account:02} UTC"),
                    "message_id" | "content_id" | "videoId" | "id" | "URL" => format!("p{post}-{account}"),
                    _ => format!("the words of the text number {post}"),
                }).collect();
                writeln!(text, "{}", cells.join(",")).expect("a text takes lines");
            }
        }
        let account = order.iter().position(|name| name.starts_with('=')).map_or("", |at| header[at].as_str());
        let said = network(&[("t.csv", text.clone())], LAYOUTS[layout].1, &[]);
        let told = format!("t.csv: accounts are told apart by {account:?}\n");
        prop_assert!(said.err.contains(&told), "{}: {}\n{}", told, said.err, text);
        let told = counted(posts * accounts, accounts);
        prop_assert!(said.err.contains(&told), "{}: {}\n{}", told, said.err, text);
    }

    /// A mapping that takes a column for the account which all rows have alike: said where there are many posts.
    #[test]
    fn one_account_in_many_posts_is_warned_of(posts in 1..30_usize, is_wrong: bool, accounts in 2..4_usize) {
        let mapping = format!(
            "[columns]\naccount = {:?}\ntime = \"at\"\nobject = \"what\"\nid = \"post\"\n",
            if is_wrong { "project" } else { "user" }
        );
        let mut text = "project,user,at,what,post\n".to_owned();
        for post in 0..posts {
            writeln!(text, "mali,u{},{},o,p{post}", post % accounts, 1_600_000_000 + post).expect("a text takes lines");
        }
        let said = network(&[("t.csv", text), ("m.toml", mapping)], "object", &["--mapping", "m.toml"]);
        let told = if is_wrong { "\"project\"" } else { "\"user\"" };
        prop_assert!(said.err.contains(&format!("told apart by {told}")), "{}", said.err);
        prop_assert_eq!(said.err.contains(ONE_ACCOUNT), is_wrong && posts >= 10, "{} posts: {}", posts, said.err);
    }

    /// A group of Telegram: people by id, in older exports by name; whoever has neither is nobody, and not the group.
    #[test]
    fn people_of_a_group_are_not_the_group(
        people in 2..5_usize,
        deleted in 0..3_usize,
        messages in 2..5_usize,
        has_ids: bool,
        has_seconds: bool,
        is_whole: bool,
        kind in prop::sample::select(vec!["private_group", "private_supergroup", "public_supergroup", "personal_chat"]),
    ) {
        let mut all = Vec::new();
        for message in 0..messages {
            for person in 0..people + deleted {
                // All have one name where ids tell them apart.
                let who = match (person < people, has_ids) {
                    (true, true) => format!("\"from\":\"Awa\",\"from_id\":\"user{person}\","),
                    (true, false) => format!("\"from\":\"Awa {person}\","),
                    (false, _) => "\"from\":null,".to_owned(),
                };
                let seconds = if has_seconds { format!("\"date_unixtime\":\"{}\",", 1_704_448_800 + message * 600 + person) } else { String::new() };
                all.push(format!(
                    "{{\"id\":{},\"type\":\"message\",\"date\":\"2024-01-05T1{message}:00:{person:02}\",{seconds}{who}\"text\":\
                     [\"see \",{{\"type\":\"link\",\"text\":\"https://example.org/{message}\"}}]}}",
                    all.len()
                ));
            }
        }
        let chat = format!("{{\"name\":\"Groupe\",\"type\":\"{kind}\",\"id\":5,\"messages\":[{}]}}", all.join(","));
        let text = if is_whole { format!("{{\"about\":\"x\",\"chats\":{{\"list\":[{chat}]}}}}") } else { chat };
        let said = network(&[("t.json", text.clone())], "url", &[]);
        prop_assert_eq!(edges(&said), Some(pairs(people)), "{}\n{}", said.err, text);
        let told = format!("told apart by {:?}\n", if has_ids { "from_id" } else { "from" });
        prop_assert!(said.err.contains(&told), "{}: {}", told, said.err);
        let told = counted(messages * people, people);
        prop_assert!(said.err.contains(&told), "{}: {}", told, said.err);
        prop_assert_eq!(said.err.contains("neither from_id nor from"), deleted > 0, "{}", said.err);
    }

    /// A channel speaks in its own name; channels beside each other are as many accounts, and one with many posts is warned of.
    #[test]
    fn a_channel_is_an_account(channels in 1..4_usize, posts in 1..15_usize, has_name: bool) {
        let chats: Vec<String> = (0..channels).map(|channel| {
            let from = if has_name { format!("\"from\":\"News {channel}\",") } else { String::new() };
            let posts: Vec<String> = (0..posts).map(|post| format!(
                "{{\"id\":{post},\"type\":\"message\",\"date\":\"2024-01-{:02}T10:00:{channel:02}\",{from}\"text\":\
                 [{{\"type\":\"link\",\"text\":\"https://example.org/{post}\"}}]}}", post + 1
            )).collect();
            format!("{{\"name\":\"News {channel}\",\"type\":\"public_channel\",\"id\":{},\"messages\":[{}]}}", 40 + channel, posts.join(","))
        }).collect();
        let text = format!("{{\"chats\":{{\"list\":[{}]}}}}", chats.join(","));
        let said = network(&[("t.json", text)], "url", &[]);
        let told = counted(posts * channels, channels);
        prop_assert!(said.err.contains(&told), "{}: {}", told, said.err);
        prop_assert!(said.err.contains("told apart by \"the chat\""), "{}", said.err);
        prop_assert_eq!(said.err.contains(ONE_ACCOUNT), channels == 1 && posts >= 10, "{}", said.err);
    }

    /// An answer of a service without the field that names the account: its posts are nobody's, and the field is named.
    #[test]
    fn posts_whose_account_was_not_asked_for_are_set_aside(is_tiktok: bool, has in prop::collection::vec(any::<bool>(), 2..14)) {
        let field = if is_tiktok { "username" } else { "author_id" };
        let mut text = String::new();
        for (number, has) in has.iter().enumerate() {
            let account = if *has { format!("\"{field}\":\"u{number}\",") } else { String::new() };
            let rest = if is_tiktok {
                format!("\"create_time\":{},\"video_description\":\"a\",\"hashtag_names\":[\"mali\"]", 1_672_567_200 + number)
            } else {
                format!("\"created_at\":\"2021-06-10T10:00:{number:02}Z\",\"text\":\"a\",\"entities\":{{\"hashtags\":[{{\"tag\":\"mali\"}}]}}")
            };
            writeln!(text, "{{\"id\":\"{number}\",{account}{rest}}}").expect("a text takes lines");
        }
        let said = network(&[("t.jsonl", text.clone())], "hashtag", &[]);
        let named = has.iter().filter(|has| **has).count();
        if named == 0 {
            prop_assert_eq!(said.code, 2, "{}", said.err);
        } else {
            prop_assert_eq!(edges(&said), Some(pairs(named)), "{}\n{}", said.err, text);
            prop_assert!(said.err.contains(&format!("told apart by {field:?}\n")), "{}", said.err);
        }
        let told = format!("no account: the answer has no {field}");
        prop_assert_eq!(said.err.contains(&told), named < has.len(), "{}: {}", told, said.err);
    }

    /// One name on several platforms is as many accounts, in whatever order the files are given; a table that names no
    /// platform joins one of them, and not all.
    #[test]
    fn a_name_is_an_account_on_each_platform(
        files in prop::sample::subsequence(vec![0_usize, 1, 2, 3, 4], 1..=5).prop_shuffle(),
        tags in 1..4_usize,
        name in "[a-z]{3,8}_[a-z]",
    ) {
        let of = |file: usize| {
            let mut text = ["Account,User Name,Post Created,URL,Description\n", "", "", "videoId,channelId,publishedAt,videoTitle,tags\n",
                "id,author,body,timestamp,hashtags\n"][file].to_owned();
            for tag in 0..tags {
                // Never on the full minute: times that all are would be coarser than the window.
                let time = format!("2023-01-0{} 10:00:{:02}", tag + 1, file + 7);
                let row = match file {
                    0 => format!("J,{name},{time} UTC,u{tag},#mali{tag}"),
                    1 => format!("{{\"id\":{tag},\"username\":\"{name}\",\"create_time\":{},\"video_description\":\"v\",\"hashtag_names\":[\"mali{tag}\"]}}",
                        1_672_567_201 + 86_400 * tag),
                    2 => format!("{{\"id\":\"{tag}\",\"author_id\":\"{name}\",\"created_at\":\"{}Z\",\"text\":\"a\",\"entities\":{{\"hashtags\":[{{\"tag\":\"mali{tag}\"}}]}}}}",
                        time.replace(' ', "T")),
                    3 => format!("v{tag},{name},{time},title,mali{tag}"),
                    _ => format!("c{tag},{name},words,{time},mali{tag}"),
                };
                writeln!(text, "{row}").expect("a text takes lines");
            }
            (["i.csv", "t.jsonl", "x.jsonl", "y.csv", "c.csv"][file], text)
        };
        let given: Vec<(&str, String)> = files.iter().map(|file| of(*file)).collect();
        let platforms = files.iter().filter(|file| **file < 4).count();
        let said = network(&given, "hashtag", &[]);
        prop_assert_eq!(edges(&said), Some(pairs(platforms)), "{:?}: {}", files, said.err);
    }
}
