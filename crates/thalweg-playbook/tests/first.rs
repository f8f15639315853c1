//! First.
#![allow(clippy::unwrap_used, reason = "tests")]
mod support;
use thalweg_model::{Catalog, Entity, TeamId};
use thalweg_playbook::Playbook;
#[test]
fn built_ins_load() {
    for text in [Playbook::LEADERSHIP_FOR_FLOW, Playbook::TEAM_FLOW] {
        let read = Playbook::from_toml(text, &Catalog::default());
        if let Err(faults) = read {
            for f in faults.faults() {
                if !f.to_string().contains("names the metric") {
                    println!("{f}");
                }
            }
        }
    }
    let evidence = support::example().unwrap();
    let it = Playbook::leadership_for_flow().evaluate(&evidence);
    for v in it.verdicts() {
        println!("{:?} {} {}: {} | {}", v.level, v.id, v.verdict, v.because, v.would_change);
    }
    println!("{:?}", it.score);
    for a in &it.actions {
        println!("{} {} {} | {} | {} | {:?}", a.rank, a.item, a.entity, a.action, a.why, a.turns);
    }
    let it =
        Playbook::team_flow().evaluate_entity(&evidence, &Entity::Team(TeamId::new("payments").unwrap()));
    for v in it.verdicts() {
        println!("{:?} {} {}: {} | {}", v.level, v.id, v.verdict, v.because, v.would_change);
    }
    for a in &it.actions {
        println!("{} {} {} | {} | {} | {:?}", a.rank, a.item, a.entity, a.action, a.why, a.turns);
    }
}
