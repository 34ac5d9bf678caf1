//! One file for each promise.

mod disclosure;
mod evidence;
mod formats;
mod leak;
mod markup;
mod naughty;
mod network;
mod pages;
mod sample;
mod serving;
