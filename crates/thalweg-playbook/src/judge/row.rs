//! Tests of one row.

use super::Scene;
use super::trace::Trace;
use crate::plan::Test;
use crate::table::{Row, Table};
use crate::truth::Truth;

impl Scene<'_, '_> {
    /// Whether a test holds of a row.
    pub(super) fn test(&self, table: Table, row: Row, test: &Test, trace: &mut Trace) -> Truth {
        match test {
            Test::All(tests) => self.fold(table, row, tests, trace, Truth::True, Truth::and),
            Test::Any(tests) => self.fold(table, row, tests, trace, Truth::False, Truth::or),
            Test::Not(test) => !self.test(table, row, test, trace),
            Test::Related(related) => self.related(table, row, related, trace),
            Test::Metric(rule) => self.metric_of_row(table, row, rule, trace),
            Test::Names(field, other, that) => {
                self.names(table, row, (*field, *other, that.as_deref()), trace)
            }
            Test::Role { field, role, since, needs } => {
                self.role(table, row, (*field, role, *since, needs), trace)
            }
            Test::Active(field, other) => self.active(table, row, (*field, *other), trace),
            _ => self.of_field(table, row, test, trace),
        }
    }

    /// Tests in order until one decides. A withheld value is never passed over: it decides before all others.
    fn fold(
        &self,
        table: Table,
        row: Row,
        tests: &[Test],
        trace: &mut Trace,
        start: Truth,
        join: impl Fn(Truth, Truth) -> Truth,
    ) -> Truth {
        let known = trace.missing.len();
        let mut truth = start;
        for test in tests {
            truth = join(truth, self.test(table, row, test, trace));
        }
        if truth != Truth::Unknown {
            trace.missing.truncate(known);
        }
        truth
    }
}
