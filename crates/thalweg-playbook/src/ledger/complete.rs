//! Where a missing record means "did not happen", and where nothing (playbook.md section 1).

use super::{Ledger, Stretch};
use crate::table::Table;

impl Ledger<'_> {
    /// Whether the table may lack rows of a stretch: it is not declared complete there, or the stretch is not over.
    pub(crate) fn is_open(&self, table: Table, stretch: Stretch) -> bool {
        let kind = table.spec().kind;
        if Self::is_state(table) {
            return table.rests_on().any(|it| self.state_is_open(it));
        }
        // What is planned is known when the plan is made; what happens, only when its day is over.
        let happens = table.happens().is_some();
        let last = if happens { stretch.last } else { stretch.last.min(self.horizon.reference) };
        let over = !happens || last <= self.horizon.last_whole_day;
        !(over && self.evidence.sources().covers(kind, stretch.first.min(last), last))
    }
}
