//! What the examples share: the command line, the files they write, and how they end.

mod command;
mod outcome;

pub use command::Command;
pub use outcome::{Failure, Written, finish};
