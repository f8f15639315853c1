//! The words of the records' closed lists, as files write them.

use thalweg_model::Unit;
use thalweg_model::record::{
    DecisionKind, EscalationLevel, MeetingKind, MeetingStatus, ObjectiveKind, Role, Section, TeamKind,
    WorkKind,
};

macro_rules! choices {
    ($($function:ident $list:ident: $type:ident { $($variant:ident $word:literal),* $(,)? })*) => {
        $(
            pub(super) const $list: &[&str] = &[$($word),*];

            #[allow(unreachable_patterns, reason = "some of the lists may grow in another crate and some may not")]
            pub(super) const fn $function(choice: $type) -> &'static str {
                match choice {
                    $($type::$variant => $word,)*
                    _ => "other",
                }
            }
        )*

        #[cfg(test)]
        mod tests {
            use super::*;

            #[test]
            fn every_word_is_the_one_that_files_write() {
                $($(
                    let written = serde_json::to_string(&$type::$variant).unwrap();
                    assert_eq!(written, format!("\"{}\"", $function($type::$variant)));
                )*)*
            }
        }
    };
}

choices! {
    role ROLES: Role { SeniorLeader "senior_leader", Manager "manager", Member "member" }
    team_kind TEAM_KINDS: TeamKind {
        StreamAligned "stream-aligned", Platform "platform", Enabling "enabling",
        ComplicatedSubsystem "complicated-subsystem", Undefined "undefined",
    }
    meeting_kind MEETING_KINDS: MeetingKind {
        FlowReview "flow_review", StrategySession "strategy_session", AllHands "all_hands",
        ValueStreamMapping "value_stream_mapping", Retrospective "retrospective", Coaching "coaching",
        Other "other",
    }
    meeting_status MEETING_STATUS: MeetingStatus { Held "held", Cancelled "cancelled", Planned "planned" }
    section SECTIONS: Section {
        DoraTrends "dora_trends", QualitativeFeedback "qualitative_feedback",
        ImprovementBacklog "improvement_backlog", ProductObjectives "product_objectives",
        PlatformObjectives "platform_objectives", BusinessObjectives "business_objectives",
        FlowInvestments "flow_investments", CulturalExpectations "cultural_expectations",
        Recognition "recognition", Other "other",
    }
    objective_kind OBJECTIVE_KINDS: ObjectiveKind {
        Product "product", Platform "platform", Business "business",
    }
    decision_kind DECISION_KINDS: DecisionKind { Outcome "outcome", Approval "approval" }
    escalation_level ESCALATION_LEVELS: EscalationLevel {
        Platform "platform", Team "team", Peer "peer", Lead "lead", Executive "executive",
    }
    work_kind WORK_KINDS: WorkKind { Feature "feature", Defect "defect", Risk "risk", Debt "debt" }
}

/// The class of a measured quantity, as playbooks write it.
pub(crate) const CLASSES: &[&str] = &["outcome", "output", "activity", "effort"];

pub(super) const fn unit(unit: Unit) -> &'static str {
    unit.name()
}
