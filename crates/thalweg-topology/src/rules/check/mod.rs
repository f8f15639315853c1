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

/// What has to be recorded before a look can say that all is well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing beyond the teams.
    Teams,
    /// Any interaction.
    Interactions,
    /// Any dependency.
    Dependencies,
}

impl Need {
    /// What is missing where nothing of the kind is recorded at any time: a silent log proves nothing.
    pub(super) fn missing(self, situation: &Situation<'_>) -> Option<&'static str> {
        let document = situation.topology.document();
        match self {
            Self::Interactions if document.interactions.is_empty() => Some("no interactions are recorded"),
            Self::Dependencies if document.dependencies.is_empty() => Some("no dependencies are recorded"),
            _ => None,
        }
    }
}

/// Every rule with what it needs and its look.
pub(super) const CHECKS: &[(&str, Need, Check)] = &[
    ("TT001", Need::Interactions, interactions::collaboration_too_long),
    ("TT002", Need::Interactions, interactions::facilitating_too_long),
    ("TT003", Need::Interactions, interactions::without_end_or_purpose),
    ("TT004", Need::Interactions, interactions::several_collaborations),
    ("TT005", Need::Interactions, service::platform_without_consumer),
    ("TT006", Need::Teams, service::platform_without_self_service),
    ("TT007", Need::Dependencies, waiting::stream_that_waits),
    ("TT008", Need::Dependencies, waiting::bottleneck),
    ("TT009", Need::Interactions, service::stream_that_serves),
    ("TT010", Need::Teams, load::enabling_team_that_owns),
    ("TT011", Need::Teams, load::too_much_to_keep_in_mind),
    ("TT012", Need::Teams, load::size),
    ("TT013", Need::Teams, ownership::without_team),
    ("TT014", Need::Teams, ownership::several_accountable),
    ("TT015", Need::Dependencies, waiting::circles),
    ("TT016", Need::Interactions, interactions::one_sided),
    ("TT017", Need::Teams, observed::changed_together),
    ("TT018", Need::Teams, contact::reachable),
    ("TT019", Need::Teams, observed::crossing),
    ("TT020", Need::Teams, load::few_streams),
];
