//! Rules as CEL expressions over the evidence: a missing key is unknown, never false.

use std::fmt;
use std::sync::Arc;

use cel::{Context, ExecutionError, Program, Value};

/// A CEL expression that was read.
///
/// It sees `readings["metric"]["entity"]`, the value in the period where it is known; `records.meetings` and so on, a list
/// of maps for each table whose source is complete in the period; `subject`; and `period.first` and `period.last`. Numbers
/// are doubles, dates are texts. What is not known has no key, and an expression that needs it is unknown.
#[derive(Clone)]
pub(crate) struct Expression {
    text: String,
    program: Arc<Program>,
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expression").field(&self.text).finish()
    }
}

impl Expression {
    /// Reads an expression.
    pub(crate) fn new(text: &str) -> Result<Self, String> {
        let program = Program::compile(text).map_err(|fault| fault.to_string())?;
        Ok(Self { text: text.to_owned(), program: Arc::new(program) })
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// What it comes to over these variables.
    pub(crate) fn run(&self, context: &Context<'_, '_>) -> Result<Value, ExecutionError> {
        self.program.execute(context)
    }
}
