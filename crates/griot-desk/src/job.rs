//! Work that takes a while: what it is, how far it is, what came of it. It can be ended.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use crate::question::Outcome;

/// A piece of work.
#[derive(Debug)]
pub(crate) struct Job {
    /// Its number, for addresses.
    pub(crate) id: usize,
    /// What is done, in words.
    pub(crate) title: String,
    /// Whether somebody wants it to end.
    pub(crate) stop: AtomicBool,
    state: Mutex<State>,
}

/// How far it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    /// What it said last.
    pub(crate) said: Vec<String>,
    /// What came of it, once it has ended.
    pub(crate) ended: Option<Result<Arc<Outcome>, String>>,
}

impl Job {
    /// Work that has not begun.
    pub(crate) fn new(id: usize, title: String) -> Self {
        Self { id, title, stop: AtomicBool::new(false), state: Mutex::default() }
    }

    /// A line of what it does.
    pub(crate) fn tell(&self, line: &str) {
        if !line.is_empty() {
            let mut state = held(&self.state);
            state.said.push(line.to_owned());
            let more = state.said.len().saturating_sub(40);
            state.said.drain(..more);
        }
    }

    /// What came of it.
    pub(crate) fn end(&self, outcome: Result<Outcome, String>) {
        held(&self.state).ended = Some(outcome.map(Arc::new));
    }

    /// Asks it to end.
    pub(crate) fn cancel(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked it to end.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// How far it is.
    pub(crate) fn state(&self) -> State {
        held(&self.state).clone()
    }
}

/// What a lock guards, also where somebody ended while holding it: every value behind one is whole at any time.
pub(crate) fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
