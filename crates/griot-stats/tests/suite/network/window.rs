use griot_stats::network::window::suggest;

use super::sample::from_rows;

/// A hundred objects, each shared by two accounts 3 to 5 apart, and by a third 100 to 1,000 later.
#[test]
fn a_pile_at_short_delays_is_found() {
    let rows: Vec<_> = (0..100_u32)
        .flat_map(|object| {
            let start = i64::from(object) * 10_000;
            [
                (object, 0, object * 3, start),
                (object, 1, object * 3 + 1, start + 3 + i64::from(object % 3)),
                (object, 2, object * 3 + 2, start + 100 + i64::from(object) * 9),
            ]
        })
        .collect();
    let found = suggest(&from_rows(&rows), &[1, 5, 10, 100, 1_000]);
    assert_eq!(
        found.curve.iter().map(|ring| ring.pairs).collect::<Vec<_>>(),
        [0, 100, 100, 102, 300]
    );
    assert_eq!(found.window, Some(5), "the pile begins beyond 1");
    let found = suggest(&from_rows(&rows), &[5, 10, 100, 1_000]);
    assert_eq!(found.window, Some(5));
    assert_eq!(suggest(&from_rows(&rows), &[1_000]).window, None, "nothing to stand out from");
}
