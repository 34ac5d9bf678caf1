//! Pages: values in, HTML out. No page changes anything.

pub(crate) mod analyse;
pub(crate) mod case;
pub(crate) mod draft;
pub(crate) mod frame;
pub(crate) mod grid;
pub(crate) mod home;
pub(crate) mod library;
pub(crate) mod publish;
pub(crate) mod search;
