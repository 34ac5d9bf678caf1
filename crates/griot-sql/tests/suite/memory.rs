//! A query that needs more memory than it may is stopped.
//!
//! The bound is one for a whole process, so that the test runs itself again in one of its own.

use std::{env, process::Command};

use griot_model::table::Table;
use griot_sql::{Bounds, Database, SqlError};

use super::tables::{bounds, events};

const ALONE: &str = "GRIOT_SQL_TEST_ALONE";

#[test]
fn a_query_that_needs_too_much_memory_is_stopped() {
    if env::var_os(ALONE).is_none() {
        let name = "suite::memory::a_query_that_needs_too_much_memory_is_stopped";
        let test = env::current_exe().expect("a test knows where it is");
        let alone = Command::new(test).args(["--exact", name]).env(ALONE, "1").output();
        let alone = alone.expect("a test can run itself");
        assert!(alone.status.success(), "{}", String::from_utf8_lossy(&alone.stdout));
        return;
    }
    let tables: [Box<dyn Table>; 1] = [Box::new(events())];
    let bounds = Bounds { memory: 32 << 20, ..bounds() };
    let database = Database::open(tables, bounds).expect("one table");
    for sql in [
        // A sort, rows kept apart, a table in between, a queue of rows to come, a window.
        "select a.kind || b.id from events a, events b order by 1",
        "select count(*) from (select distinct a.id * 10000 + b.id from events a, events b)",
        "with t as materialized (select a.kind || b.id as x from events a, events b) select max(x) from t",
        "with recursive n(i, x) as (select 1, 'x' union select i + 1, printf('%.*c', 1000, 'x') from n) \
         select count(*) from n",
        "select max(n) from (select row_number() over (order by a.id * b.id) as n from events a, events b)",
        // The answer itself.
        "select printf('%.*c', 900000, 'x') from events",
    ] {
        let answer = database.rows(sql);
        assert!(
            matches!(answer, Err(SqlError::OutOfMemory { megabytes: 32 })),
            "{sql}: {answer:?}"
        );
        let rows = database.rows("select count(*) from events").expect("it answers again");
        assert_eq!(rows.rows, [["4000"]], "{sql}");
    }
}
