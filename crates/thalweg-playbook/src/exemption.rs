//! Which exemptions count: granted by somebody else than asked, for a reason, and for a time that is not over.

use std::collections::BTreeMap;

use thalweg_model::record::Exemption;
use thalweg_model::{Entity, Evidence, NaiveDate};

use crate::outcome::{ExemptionUse, Standing};

/// The exemptions by the check that they name.
pub(crate) type ByCheck = BTreeMap<String, Vec<ExemptionUse>>;

/// The exemptions of an evidence that concern a subject, each with its standing on a day.
///
/// One for the subject itself is one for the check as a whole.
pub(crate) fn exemptions(evidence: &Evidence, subject: &Entity, today: NaiveDate) -> ByCheck {
    let name = subject.to_string();
    let mut by_check = ByCheck::new();
    for it in &evidence.records().exemptions {
        let entity = it.entity.clone().filter(|entity| *entity != name);
        let used = ExemptionUse { entity, ..of(it, today) };
        by_check.entry(it.check.clone()).or_default().push(used);
    }
    by_check
}

fn of(it: &Exemption, today: NaiveDate) -> ExemptionUse {
    ExemptionUse {
        id: it.id.to_string(),
        entity: it.entity.clone(),
        reason: it.reason.clone(),
        requester: it.requester.to_string(),
        approver: it.approver.to_string(),
        from: it.from,
        expires: it.expires,
        standing: standing(it, today),
    }
}

/// Whether an exemption counts on a day (playbook.md section 1 and 6).
fn standing(it: &Exemption, today: NaiveDate) -> Standing {
    let Some(expires) = it.expires else { return Standing::WithoutExpiry };
    if it.approver == it.requester {
        Standing::ApprovedByRequester
    } else if it.reason.trim().is_empty() {
        Standing::WithoutReason
    } else if expires < it.from {
        Standing::EndsBeforeItBegins
    } else if today < it.from {
        Standing::NotYet
    } else if expires < today {
        Standing::Expired
    } else {
        Standing::Valid
    }
}

/// The members that valid exemptions take out of a check, with the exemption's id.
pub(crate) fn members(used: &[ExemptionUse]) -> BTreeMap<String, String> {
    let valid = used.iter().filter(|it| it.counts());
    valid.filter_map(|it| Some((it.entity.clone()?, it.id.clone()))).collect()
}
