//! Every integration test of the desk, linked once. Journeys in a real browser are beside them (`make browser`).

mod suite {
    mod guard;
    mod messages;
}
