//! Flow over the graph of teams: where work waits, and what to cut first.

mod network;

pub(crate) use network::Network;
