//! Laws of reading, writing and judging that hold for every topology.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

use proptest::prelude::*;
use serde_json::{Value, json};
use thalweg_topology::rules::{Rules, Situation};
use thalweg_topology::{Format, PathLimits, Topology};

/// An id out of few, so that records meet.
fn id() -> impl Strategy<Value = String> {
    (0..5_u8).prop_map(|n| format!("t{n}"))
}

fn day() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        (1..28_u8, 1..13_u8).prop_map(|(d, m)| json!(format!("2026-{m:02}-{d:02}")))
    ]
}

fn team() -> impl Strategy<Value = Value> {
    (id(), id(), id(), day(), day(), 0..3_usize, any::<u8>()).prop_map(|(id, parent, manager, from, until, kind, more)| {
        let kind = ["platform", "stream-aligned", "enabling"][kind];
        json!({ "id": id, "parent": parent, "manager": manager, "from": from, "until": until, "kind": kind, "more": more })
    })
}

fn person() -> impl Strategy<Value = Value> {
    (id(), id(), id(), day()).prop_map(
        |(id, manager, team, until)| json!({ "id": id, "manager": manager, "team": team, "until": until }),
    )
}

fn link() -> impl Strategy<Value = (Value, Value)> {
    (id(), id(), day(), 0..3_usize, 0.0..100.0_f64).prop_map(|(team, other, from, which, hours)| {
        let mode = ["collaboration", "facilitating", "x-as-a-service"][which];
        let state = ["ok", "slowing", "blocking"][which];
        (
            json!({ "team": team, "with": other, "mode": mode, "from": from }),
            json!({ "team": team, "on": other, "state": state, "median_wait_hours": hours, "from": from }),
        )
    })
}

fn path() -> impl Strategy<Value = Value> {
    (id(), id(), prop::collection::vec((id(), id(), 0..90_u32), 0..4)).prop_map(|(id, team, steps)| {
        let step = |(who, path, minutes): (String, String, u32)| {
            json!({ "reaches": [who], "path": path, "respond_within_minutes": minutes })
        };
        json!({ "id": id, "team": team, "steps": steps.into_iter().map(step).collect::<Vec<_>>() })
    })
}

fn document() -> impl Strategy<Value = Value> {
    let many = 0..8_usize;
    (
        prop::collection::vec(team(), many.clone()),
        prop::collection::vec(person(), many.clone()),
        prop::collection::vec(link(), many.clone()),
        prop::collection::vec(path(), many),
    )
        .prop_map(|(teams, people, links, paths)| {
            let (interactions, dependencies): (Vec<_>, Vec<_>) = links.into_iter().unzip();
            json!({ "teams": teams, "people": people, "interactions": interactions, "dependencies": dependencies,
                "escalation_paths": paths })
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_kept_is_written_and_read_again_without_a_problem(document in document()) {
        let kept = Topology::load(&document.to_string(), Format::Json, "any.json").unwrap().value;
        for format in [Format::Toml, Format::Json] {
            let text = kept.to_text(format).unwrap();
            let again = Topology::load(&text, format, "again").unwrap();
            // A step that reaches nobody is kept as it is, and so is told again.
            let told = again.rejects.iter().find(|it| !it.reason.ends_with("reaches nobody"));
            prop_assert!(told.is_none(), "{:?}", told);
            prop_assert_eq!(&again.value, &kept);
        }
    }

    #[test]
    fn nobody_is_above_themselves_and_every_question_ends(document in document()) {
        let kept = Topology::load(&document.to_string(), Format::Json, "any.json").unwrap().value;
        let at = "2026-06-15T12:00:00Z".parse().unwrap();
        for person in &kept.document().people {
            let above: Vec<_> = kept.chain(&person.id, at).into_iter().skip(1).collect();
            prop_assert!(!above.contains(&&person.id));
        }
        let audit = Rules::builtin().evaluate(&Situation::new(&kept, at));
        prop_assert!(audit.findings.iter().all(|it| it.observed.is_none_or(f64::is_finite)));
        prop_assert_eq!(kept.verify_paths(at, PathLimits::default()).len(), kept.active(&kept.document().escalation_paths, at).count());
        let flow = kept.flow(at);
        prop_assert!(flow.unblock().iter().all(|it| it.critical_hours >= -1e-9));
        prop_assert!(flow.betweenness().unwrap().values().all(|it| (0.0..=1.0).contains(it)));
    }

    #[test]
    fn any_text_is_read_or_refused_with_a_line(text in any::<String>()) {
        for format in [Format::Toml, Format::Json] {
            _ = Topology::load(&text, format, "any");
        }
        #[cfg(feature = "yaml")]
        { _ = Topology::load(&text, Format::Yaml, "any"); }
    }

    #[test]
    fn the_order_of_the_records_changes_no_answer(document in document()) {
        let at = "2026-06-15T12:00:00Z".parse().unwrap();
        let kept = Topology::load(&document.to_string(), Format::Json, "any.json").unwrap().value;
        let mut turned = kept.document().clone();
        turned.teams.reverse();
        turned.people.reverse();
        turned.interactions.reverse();
        turned.dependencies.reverse();
        turned.escalation_paths.reverse();
        let turned = Topology::of(turned).value;
        let told = |it: &Topology| Rules::builtin().evaluate(&Situation::new(it, at));
        prop_assert_eq!(told(&turned), told(&kept));
        prop_assert_eq!(turned.flow(at).cut_first(), kept.flow(at).cut_first());
    }
}
