//! Other tools whose way of counting can be followed.

/// A published tool whose network griot can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// `CooRTweet` 2.1.3: links count as they are written.
    Coortweet,
    /// coordination-network-toolkit: links as written, texts in its normal form, replies of posts that
    /// repeat nothing, and the first row of a message that comes again.
    Toolkit,
}
