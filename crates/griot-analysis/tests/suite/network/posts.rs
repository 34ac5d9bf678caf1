use std::io::Write as _;

use griot_analysis::network::gather::Repeats;
use griot_table::posts::{Format, Import, Mapping, ObjectKind, Post, read};

use super::gathered;

/// Capitals in a header do not matter, of a column that comes twice with different cells nobody can say
/// which is meant, and a header that is nearly a known one says what it lacks.
#[test]
fn headers_that_are_nearly_right() {
    let (posts, import) =
        posts(b"Object_ID,Account_ID,Content_ID,Timestamp_Share,account_id\no,a,1,1.6e+09,z\n");
    assert_eq!((&*posts[0].account, micros(&posts[0])), ("z", 1_600_000_000_000_000));
    assert_eq!(import.diagnostics, []);
    let twice = "object_id,account_id,content_id,timestamp_share,account_id\no,a,1,1,z\n";
    let refused = read("f", twice.as_bytes(), None, &mut |_| {}).unwrap_err().to_string();
    assert!(refused.contains("\"account_id\" twice, with different cells"), "{refused}");
    let (posts, import) = mapped(twice.replace('z', "a").as_bytes(), None);
    assert_eq!(posts[0].account, "a");
    assert!(import.diagnostics[0].message.contains("a column twice"));
    let refused = read("f", &b"object_id,account_id,timestamp_share\n"[..], None, &mut |_| {});
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("Shares needs the column content_id"), "{refused}");
}

/// Account, microseconds, and the objects of every post.
fn posts(bytes: &[u8]) -> (Vec<Post<'static>>, Import) {
    mapped(bytes, None)
}

fn mapped(bytes: &[u8], mapping: Option<&Mapping>) -> (Vec<Post<'static>>, Import) {
    let mut posts = Vec::new();
    let import = read("export", bytes, mapping, &mut |post| posts.push(owned(post))).unwrap();
    (posts, import)
}

fn owned(post: Post<'_>) -> Post<'static> {
    let all = |texts: Vec<std::borrow::Cow<'_, str>>| {
        texts.into_iter().map(|text| text.into_owned().into()).collect()
    };
    Post {
        id: post.id.into_owned().into(),
        account: post.account.into_owned().into(),
        account_name: post.account_name.into_owned().into(),
        platform: post.platform.into_owned().into(),
        time: post.time,
        text: post.text.into_owned().into(),
        language: post.language.into_owned().into(),
        links: all(post.links),
        links_as_written: post.links_as_written.into_owned().into(),
        hashtags: all(post.hashtags),
        mentions: all(post.mentions),
        media: all(post.media),
        reply_to: post.reply_to.into_owned().into(),
        repost_of: post.repost_of.into_owned().into(),
        is_repost: post.is_repost,
        engagement: post.engagement,
        object: post.object.into_owned().into(),
        line: post.line,
    }
}

fn micros(post: &Post<'_>) -> i64 {
    post.time.unwrap().micros
}

#[test]
fn crowdtangle_with_its_zone() {
    let (posts, import) = posts(
        b"Page Name,User Name,Facebook Id,Post Created,URL,Message,Link,Final Link,Total Interactions\n\
          A page,apage,77,2021-06-16 17:44:51 EDT,https://fb/1,Hi,https://t.co/x,https://e.org/a,\"1,234\"\n\
          A page,apage,77,2021-06-16 17:44:51 XYZ,https://fb/2,Hi,,,\n",
    );
    assert_eq!(import.format, Format::CrowdTangleFacebook);
    assert_eq!((import.posts, import.set_aside["a time zone that is not known"]), (1, 1));
    assert!(import.diagnostics[0].message.contains("\"XYZ\""));
    assert_eq!(import.diagnostics[0].line, Some(3));
    let post = &posts[0];
    assert_eq!((post.account.as_ref(), post.account_name.as_ref()), ("77", "A page"));
    assert_eq!(micros(post), 1_623_879_891_000_000);
    assert_eq!(
        (post.links.as_slice(), post.engagement),
        (&["https://e.org/a".into()][..], Some(1234))
    );
}

/// All tweets of a v1.1 file are read, the first too; one without a date has it in its id.
#[test]
fn x_v1_reads_the_first_line() {
    let line = |n: u8| {
        format!(
            r#"{{"id":1,"id_str":"130000000000000000{n}","user":{{"id_str":"7{n}","screen_name":"u{n}"}},"text":"hi","entities":{{"urls":[{{"expanded_url":"http://e.org/{n}"}}]}}}}"#
        )
    };
    let (posts, import) = posts([line(0), line(1), line(2)].join("\n").as_bytes());
    assert_eq!((import.posts, import.diagnostics.len()), (3, 0));
    assert_eq!(posts[0].account, "70");
    assert_eq!(posts[2].links, ["http://e.org/2"]);
    // 1,300,000,000,000,000,000 / 2^22 = 309,944,152,832 ms after the epoch of the ids.
    assert_eq!(micros(&posts[0]), 1_598_779_127_489_000);
}

#[test]
fn x_v2_in_a_page() {
    let page = r##"{"data":[{"id":"5","author_id":"9","created_at":"2021-06-16T21:44:51.000Z","text":"#A b",
        "referenced_tweets":[{"type":"retweeted","id":"3"},{"type":"replied_to","id":"4"}],
        "entities":{"urls":[{"expanded_url":"http://e.org/"}],"hashtags":[{"tag":"A"}]},
        "public_metrics":{"like_count":2,"retweet_count":3}}],"meta":{"result_count":1}}"##;
    let (posts, _) = posts(page.as_bytes());
    let post = &posts[0];
    assert_eq!((post.repost_of.as_ref(), post.reply_to.as_ref()), ("3", "4"));
    assert_eq!((post.hashtags.as_slice(), post.engagement), (&["A".into()][..], Some(5)));
}

/// `date` is local time and is not used.
#[test]
fn telegram_single_and_whole_account() {
    let chat = r#"{"name":"News","type":"public_channel","id":42,"messages":[
        {"id":1,"type":"service","date":"2021-06-16T10:00:00","date_unixtime":"1623879000"},
        {"id":2,"type":"message","date":"2021-06-16T23:44:51","date_unixtime":"1623879891","from":"News",
         "from_id":"channel42","text":["See ",{"type":"link","text":"https://e.org"}],
         "text_entities":[{"type":"link","text":"https://e.org"}],"reply_to_message_id":1}]}"#;
    let (single, import) = posts(chat.as_bytes());
    assert_eq!(import.posts, 1);
    assert_eq!(single[0].text, "See https://e.org");
    assert_eq!(single[0].links, ["https://e.org"]);
    assert_eq!((single[0].id.as_ref(), single[0].reply_to.as_ref()), ("42/2", "42/1"));
    assert_eq!(micros(&single[0]), 1_623_879_891_000_000);
    let account = format!(r#"{{"about":"x","chats":{{"about":"y","list":[{chat},{chat}]}}}}"#);
    assert_eq!(posts(account.as_bytes()).1.posts, 2);
}

#[test]
fn tiktok_music_and_effects_are_objects() {
    let (posts, _) = posts(
        br#"{"data":{"videos":[{"id":7,"create_time":1623879891,"username":"u","video_description":"d",
            "music_id":55,"effect_ids":["3"],"hashtag_names":["t"],"like_count":1}],"cursor":0}}"#,
    );
    assert_eq!(posts[0].media, ["effect:3", "music:55"]);
    assert_eq!((posts[0].id.as_ref(), posts[0].hashtags[0].as_ref()), ("7", "t"));
}

#[test]
fn telethon_forwards_point_to_their_origin() {
    let (posts, _) = posts(
        br#"[{"id":3,"date":"2021-06-16T21:44:51+00:00","message":"m","peer_id":{"channel_id":8},
            "from_id":null,"fwd_from":{"channel_id":9,"channel_post":4,"date":"2021-06-16T20:00:00+00:00"}}]"#,
    );
    assert_eq!((posts[0].account.as_ref(), posts[0].repost_of.as_ref()), ("8", "9/4"));
}

#[test]
fn tables_of_other_tools() {
    let (youtube, import) = posts(b"videoId,channelId,channelTitle,publishedAt,videoDescription\nv,c,C,2021-06-16T21:44:51Z,d\n");
    assert_eq!((import.format, youtube[0].account.as_ref()), (Format::YouTubeVideos, "c"));
    let (comments, import) =
        posts(b"id,isReplyTo,authorName,text,publishedAt\nx,y,n,t,2021-06-16T21:44:51Z\n");
    assert_eq!((import.format, comments[0].reply_to.as_ref()), (Format::YouTubeComments, "y"));
    let (fourcat, import) = posts(
        b"id,thread_id,author,body,timestamp,hashtags\n1,1,n,t,2021-06-16 21:44:51,\"a,b\"\n",
    );
    assert_eq!((import.format, fourcat[0].hashtags.len()), (Format::FourCat, 2));
    assert!(import.diagnostics[0].message.contains("taken as UTC"));
}

#[test]
fn a_mapping_reads_any_table() {
    let mapping = Mapping::parse(
        "separator = \"|\"\n[columns]\naccount = \"who\"\ntime = \"at\"\nlinks = \"urls\"\n",
    )
    .unwrap();
    let (posts, _) = mapped(b"at,who,urls\n100,A,http://x|http://y\n", Some(&mapping));
    assert_eq!(posts[0].links, ["http://x", "http://y"]);
    let mapping_of_times = Mapping::parse(
        "time_format = \"%d.%m.%Y %H:%M\"\nzone = \"CEST\"\n[columns]\naccount = \"who\"\ntime = \"at\"\n",
    )
    .unwrap();
    let (timed, import) = mapped(b"at;who\n16.06.2021 23:44;A\n", Some(&mapping_of_times));
    assert_eq!((micros(&timed[0]), import.diagnostics.len()), (1_623_879_840_000_000, 0));
    assert!(
        Mapping::parse("zone = \"Mars\"\n[columns]\naccount = \"a\"\ntime = \"t\"\n").is_err()
    );
    assert!(Mapping::parse("[columns]\naccount = \"who\"\n").is_err());
    assert!(Mapping::parse("[columns]\nacount = \"who\"\n").is_err());
    let refused = read("t", &b"at,whom\n1,A\n"[..], Some(&mapping), &mut |_| {}).unwrap_err();
    assert!(refused.to_string().contains("did you mean \"whom\""), "{refused}");
}

/// What came before the cut is read, and the cut is said.
#[test]
fn a_truncated_file_gives_what_it_has() {
    let whole = r#"[{"id":"1","author_id":"9","created_at":"2021-06-16T21:44:51Z","text":"a"},
        {"id":"2","author_id":"9","created_at":"2021-06-16T21:4"#;
    let (posts, import) = posts(whole.as_bytes());
    assert_eq!(posts.len(), 1);
    assert!(
        import.diagnostics[0].message.contains("ends in the middle"),
        "{:?}",
        import.diagnostics
    );
}

/// Before 3.7.6 Telegram Desktop wrote local time alone; it is read, and said to be of an unknown zone.
#[test]
fn an_old_telegram_export_has_local_time() {
    let chat = r#"{"name":"News","type":"public_channel","id":42,"messages":[
        {"id":2,"type":"message","date":"2021-06-16T21:44:51","from":"News","text":"See"}]}"#;
    let (old, import) = posts(chat.as_bytes());
    assert_eq!((old[0].account.as_ref(), micros(&old[0])), ("chat42", 1_623_879_891_000_000));
    assert!(import.diagnostics[0].message.contains("without a zone"));
}

#[test]
fn pictures_beside_a_chat_are_not_read_and_that_is_said() {
    let chat = r#"{"name":"News","type":"public_channel","id":42,"messages":[
        {"id":2,"type":"message","date":"2021-06-16T21:44:51","date_unixtime":"1623879891","from":"News","from_id":"channel42",
         "photo":"photos/photo_1.jpg","text":"See"}]}"#;
    let (read, import) = posts(chat.as_bytes());
    assert_eq!(read.len(), 1);
    let said = |words: &str| import.diagnostics.iter().any(|it| it.message.contains(words));
    assert!(said("Telegram Desktop is not read"), "{:?}", import.diagnostics);
}

/// What stands behind the `=` of X's own archive names no account: it is refused as what it is.
#[test]
fn posts_of_an_archive_of_x_are_set_aside_by_its_name() {
    let archive = r#"[{"tweet":{"id_str":"1","full_text":"x","created_at":"Wed Jun 16 21:44:51 +0000 2021"}}]"#;
    let (read, import) = posts(archive.as_bytes());
    assert!(read.is_empty());
    assert!(
        import.set_aside.keys().any(|why| why.contains("X's own archive (window.YTD)")),
        "{:?}",
        import.set_aside
    );
}

/// A first line that is broken does not hide the good ones, nor does one in another encoding.
#[test]
fn bad_lines_hide_no_good_ones() {
    let good = r#"{"id":"1","author_id":"9","created_at":"2021-06-16T21:44:51Z","text":"a"}"#;
    let (_, import) = posts(format!("{{\"id\": oops}}\n{good}\n").as_bytes());
    assert_eq!((import.posts, import.set_aside["not JSON"]), (1, 1));
    let mut bytes = good.as_bytes().to_vec();
    bytes.extend(b"\n{\"id\":\"2\",\"author_id\":\"9\",\"created_at\":\"2021-06-16T21:44:51Z\",\"text\":\"\xe9t\xe9\"}\n");
    let (odd, import) = posts(&bytes);
    assert_eq!(odd[1].text, "été");
    assert!(import.diagnostics[0].message.contains("not UTF-8"));
}

#[test]
fn one_quotation_mark_costs_one_line() {
    let text = "object_id,account_id,content_id,timestamp_share\n\
                o,A,1,10\no,\"B,2,11\no,C,3,12\no,D,4,13\n";
    let (read, import) = posts(text.as_bytes());
    assert_eq!(
        read.iter().map(|post| post.account.as_ref()).collect::<Vec<_>>(),
        ["A", "C", "D"]
    );
    let told = import.diagnostics.iter().find(|seen| seen.message.contains("quotation mark"));
    assert_eq!(told.and_then(|seen| seen.line), Some(3));
}

#[test]
fn one_bad_line_of_many_is_set_aside() {
    let good = r#"{"id":"1","author_id":"9","created_at":"2021-06-16T21:44:51Z","text":"a"}"#;
    let (posts, import) = posts(format!("{good}\n{{\"id\": oops}}\n\n{good}\n").as_bytes());
    assert_eq!((posts.len(), import.set_aside["not JSON"]), (2, 1));
    assert_eq!(import.diagnostics[0].line, Some(2));
}

#[test]
fn compressed_files_and_other_encodings() {
    let text = "object_id,account_id,content_id,timestamp_share\nö,A,1,10\n";
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = zstd::encode_all(text.as_bytes(), 1).unwrap();
    let utf16: Vec<u8> =
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for bytes in [text.as_bytes(), &gzip, &zstd, &utf16, &marked] {
        let (posts, import) = posts(bytes);
        assert_eq!(posts[0].object, "ö");
        let odd = |seen: &&griot_model::Diagnostic| seen.message.contains("U+FFFD");
        assert_eq!(import.diagnostics.iter().find(odd), None);
    }
    let (latin1, import) =
        posts(b"object_id,account_id,content_id,timestamp_share\n\xf6,A,1,10\n");
    assert_eq!(latin1[0].object, "ö");
    assert!(import.diagnostics[0].message.contains("not UTF-8"));
    let cut = &gzip[..gzip.len() - 12];
    let read = read("cut", cut, None, &mut |_| {});
    assert!(
        read.is_err() || !read.unwrap().diagnostics.is_empty(),
        "a cut file is said to be one"
    );
}

#[test]
fn rows_without_account_or_time_are_counted_by_reason() {
    let text = "object_id,account_id,content_id,timestamp_share\n".to_owned()
        + &"o,,1,10\n".repeat(9)
        + "o,A,1,\no,A,1,soon\no,A,1,5\n";
    let (_, import) = gathered(&text, &[ObjectKind::Object], Repeats::Once);
    assert_eq!(import.posts, 1);
    let counts: Vec<(&str, u64)> =
        import.set_aside.iter().map(|(sort, count)| (sort.as_str(), *count)).collect();
    assert_eq!(counts, [("no account", 9), ("no time", 1), ("not a time", 1)]);
    assert!(import.diagnostics.iter().any(|seen| seen.message == "4 more rows: no account"));
}

#[test]
fn a_table_nobody_knows_is_refused_with_its_header() {
    let refused = read("t", &b"a,b\n1,2\n"[..], None, &mut |_| {}).unwrap_err().to_string();
    assert!(refused.contains("\"a,b\"") && refused.contains("mapping file"), "{refused}");
    assert!(read("empty", &b""[..], None, &mut |_| {}).is_err());
}

/// What X cut off has its whole text, tags and links in `extended_tweet` (v1.1) or `note_tweet` (v2);
/// a search of v1.1 holds its posts under `statuses`.
#[test]
fn long_posts_of_x_are_read_whole() {
    let short =
        r#""full":0,"entities":{"hashtags":[],"urls":[{"expanded_url":"https://x.com/i/1"}]}"#;
    let whole = r#""entities":{"hashtags":[{"text":"Mali","tag":"Mali"}],"urls":[{"expanded_url":"https://e.org/a"}]}"#;
    let v1 = format!(
        r#"{{"statuses":[{{"id_str":"1400000000000000001","user":{{"id_str":"7"}},"text":"cut","truncated":true,{short},"extended_tweet":{{"full_text":"whole",{whole}}}}}]}}"#
    );
    let v2 = format!(
        r#"{{"data":[{{"id":"2","author_id":"7","created_at":"2021-06-16T21:44:51Z","text":"cut",{short},"note_tweet":{{"text":"whole",{whole}}}}}]}}"#
    );
    for export in [v1, v2] {
        let (posts, import) = posts(export.as_bytes());
        assert_eq!(posts.len(), 1, "{:?}", import.diagnostics);
        assert_eq!(posts[0].text, "whole");
        assert_eq!(
            (&posts[0].hashtags[..], &posts[0].links[..]),
            (&["Mali".into()][..], &["https://e.org/a".into()][..])
        );
    }
}

/// A link of Telegram may stand behind words, and a picture has an id.
#[test]
fn telethon_has_links_behind_words() {
    let (posts, _) = posts(
        br#"{"_":"Message","id":1,"peer_id":{"channel_id":5},"date":"2021-06-16T21:44:51+00:00","message":"here, and https://e.org/b.",
"entities":[{"_":"MessageEntityTextUrl","url":"https://e.org/a"},{"_":"MessageEntityUrl"}],"media":{"photo":{"id":77}}}"#
            .map(|byte| if byte == b'\n' { b' ' } else { byte })
            .as_slice(),
    );
    assert_eq!(posts[0].links, ["https://e.org/b", "https://e.org/a"]);
    assert_eq!(posts[0].media, ["77"]);
}

/// 4CAT says that a post repeats another and not which: its words are another's.
#[test]
fn a_repost_without_its_original_counts_in_no_layer_of_words() {
    let text = "id,thread_id,author,body,timestamp,is_retweet,urls\n\
        1,1,a,#same,2021-06-16T21:44:51Z,no,https://e.org/a\n\
        2,1,b,#same,2021-06-16T21:44:52Z,yes,https://e.org/a\n\
        3,1,c,#same,2021-06-16T21:44:53Z,False,https://e.org/a\n";
    let kinds = [ObjectKind::Hashtag, ObjectKind::Url];
    let (gathered, import) = gathered(text, &kinds, Repeats::Once);
    assert!(import.diagnostics[0].message.contains("a repost whose original is not named"));
    for layer in gathered.layers {
        assert_eq!(layer.shares.len(), 2, "{}", layer.kind);
        assert_eq!(layer.dropped.values().sum::<u64>(), 1);
    }
}
