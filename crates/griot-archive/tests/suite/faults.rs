//! Each write fails in both ways, lost and kept; then the archive opens again and verifies.

use griot_archive::{Archive, ArchiveError, Known, Problem, verify};

use crate::store::{Failure, MemoryStore, SEED, add, create, filled, operation, text};

/// Runs an operation with its n-th write failing, for every n, until none fails any more.
/// Returns how many writes there were.
fn each_write_fails(before: usize) -> usize {
    for failure in [Failure::Lost, Failure::Kept] {
        for write in 0.. {
            let (store, mut archive) = filled(before);
            let known = archive.checkpoint().text().to_owned();
            store.fail_at(write, failure);
            let result = archive.add(&[text(b"a"), text(b"b")], operation("add"));
            if !store.heal() {
                result.unwrap();
                if failure == Failure::Kept {
                    return write;
                }
                break;
            }
            assert!(matches!(result, Err(ArchiveError::Store(_))), "{failure:?} {write}");
            // What failed before the stage was complete did not happen; of the rest nobody knows.
            let again = archive.record(operation("build"));
            let sources_only = write < 2;
            assert_eq!(again.is_ok(), sources_only, "{failure:?} {write}: {again:?}");
            assert!(
                sources_only || matches!(again, Err(ArchiveError::Stopped)),
                "{failure:?} {write}: {again:?}"
            );

            let found = verify(&store, &Known::default());
            assert!(
                found.problems.iter().all(Problem::is_interruption),
                "{failure:?} {write}: {:?}",
                found.problems
            );
            let mut archive = Archive::open(store.clone()).unwrap();
            let size = archive.reader().log().entries.len();
            assert!(size == before || size == before + 1, "{failure:?} {write}: {size}");
            let known = Known { checkpoint: Some(known), ..Known::default() };
            let verified = verify(&store, &known);
            assert_eq!(verified.problems, [], "{failure:?} {write}");
            // And it goes on as if nothing had been.
            add(&mut archive, 1_000);
            assert_eq!(verify(&store, &known).problems, []);
            assert_eq!(archive.reader().log().entries.len(), size + 1);
        }
    }
    unreachable!("the loop ends where no write fails");
}

#[test]
fn an_interrupted_operation_happened_wholly_or_not_at_all() {
    // Two objects, bundle, tile, settle, plan, head; four moves, settle, publish; with a plan to
    // sweep.
    assert_eq!(each_write_fails(0), 14);
    // One partial tile and one partial bundle are superseded.
    assert_eq!(each_write_fails(1), 16);
}

#[test]
fn the_same_holds_where_a_tile_fills_and_where_the_next_begins() {
    assert_eq!(each_write_fails(255), 18);
    assert_eq!(each_write_fails(256), 14);
}

#[test]
fn recovery_that_is_interrupted_is_recovered_from() {
    for first in 0..14 {
        for second in 0..10 {
            let (store, mut archive) = filled(2);
            store.fail_at(first, Failure::Kept);
            let _failed = archive.add(&[text(b"a"), text(b"b")], operation("add"));
            store.heal();
            store.fail_at(second, Failure::Lost);
            drop(Archive::open(store.clone()));
            store.heal();
            Archive::open(store.clone()).unwrap();
            assert_eq!(verify(&store, &Known::default()).problems, []);
        }
    }
}

#[test]
fn an_interrupted_beginning_can_be_begun_again_or_is_finished() {
    for failure in [Failure::Lost, Failure::Kept] {
        for write in 0.. {
            let store = MemoryStore::default();
            store.fail_at(write, failure);
            let origin = "example.org/case".parse().unwrap();
            let created = Archive::create(store.clone(), origin, &SEED);
            if !store.heal() {
                created.unwrap();
                assert_eq!(
                    write, 10,
                    "two files for git, two keys, settle, plan, head, settle, checkpoint, sweep"
                );
                break;
            }
            let found = verify(&store, &Known::default());
            assert!(
                found.problems.iter().all(Problem::is_interruption) || store.paths().is_empty(),
                "{failure:?} {write}: {:?}",
                found.problems
            );
            let mut archive = match Archive::open(store.clone()) {
                Err(ArchiveError::Absent) => create(&store),
                opened => opened.unwrap(),
            };
            add(&mut archive, 0);
            assert_eq!(verify(&store, &Known::default()).problems, []);
        }
    }
}

#[test]
fn two_writers_take_turns() {
    let (store, mut first) = filled(3);
    let mut second = Archive::open(store.clone()).unwrap();
    for number in 10..15 {
        add(&mut first, number);
        add(&mut second, number + 100);
    }
    assert_eq!(second.reader().log().entries.len(), 13);
    assert_eq!(verify(&store, &Known::default()).problems, []);
}

#[test]
fn a_writer_whose_log_was_rewritten_under_it_stops() {
    let (store, mut archive) = filled(3);
    let (other, _) = filled(0);
    let mut rewritten = Archive::open(other.clone()).unwrap();
    for number in 20..25 {
        add(&mut rewritten, number);
    }
    *store.files.borrow_mut() = other.files.borrow().clone();
    let refused = archive.record(operation("build"));
    assert!(matches!(refused, Err(ArchiveError::Damaged(_))), "{refused:?}");
}
