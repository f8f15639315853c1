//! What each rule looks at.

mod contact;
mod interactions;
mod load;
mod observed;
mod ownership;
mod service;
mod waiting;

use super::audit::Audit;
use super::rule::Rule;
use super::situation::Situation;

/// A look at a situation.
type Check = fn(&Situation<'_>, &Rule, &mut Audit);

/// Every rule with its look.
pub(super) const CHECKS: &[(&str, Check)] = &[
    ("TT001", interactions::collaboration_too_long),
    ("TT002", interactions::facilitating_too_long),
    ("TT003", interactions::without_end_or_purpose),
    ("TT004", interactions::several_collaborations),
    ("TT005", service::platform_without_consumer),
    ("TT006", service::platform_without_self_service),
    ("TT007", waiting::stream_that_waits),
    ("TT008", waiting::bottleneck),
    ("TT009", service::stream_that_serves),
    ("TT010", load::enabling_team_that_owns),
    ("TT011", load::too_much_to_keep_in_mind),
    ("TT012", load::size),
    ("TT013", ownership::without_team),
    ("TT014", ownership::several_accountable),
    ("TT015", waiting::circles),
    ("TT016", interactions::one_sided),
    ("TT017", observed::changed_together),
    ("TT018", contact::reachable),
    ("TT019", observed::crossing),
    ("TT020", load::few_streams),
];
