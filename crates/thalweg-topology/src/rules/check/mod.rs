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

#[cfg(test)]
mod tests {
    use super::super::rule::Rules;
    use super::CHECKS;

    #[test]
    fn every_rule_has_its_look_and_its_data_section_3() {
        let rules = Rules::builtin();
        let ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
        assert_eq!(ids, CHECKS.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        assert_eq!(ids.len(), 20);
        for rule in rules.iter() {
            let texts = [&rule.title, &rule.reason, &rule.source, &rule.resolve];
            assert!(texts.iter().all(|text| !text.is_empty()) && rule.extra.is_empty(), "{}", rule.id);
            let sound = |it: &super::super::rule::Threshold| !it.unit.is_empty() && !it.meaning.is_empty();
            assert!(rule.thresholds.iter().all(sound), "{}", rule.id);
        }
    }
}
