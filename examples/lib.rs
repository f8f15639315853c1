//! What the examples share: the command line, the files they write, and how they end.

mod assessed;
mod command;
mod outcome;

pub use assessed::{run, tell};
pub use command::Command;
pub use outcome::{Failure, Written, finish};
