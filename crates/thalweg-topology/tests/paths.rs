//! topology.md section 4: escalation paths hold at every hour of the week, or there is an hour at which they fail.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail by panicking")]

use thalweg_model::Instant;
use thalweg_topology::{Fault, PathLimits, Topology};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

const PEOPLE: &str = r#"
zone = "Europe/Berlin"
teams = [{ id = "a", manager = "m1" }, { id = "b", manager = "m2" }]
people = [
    { id = "m1", manager = "lead" }, { id = "m2", manager = "lead" }, { id = "lead", manager = "head" }, { id = "head" },
    { id = "x", team = "a" }, { id = "y", team = "a" }, { id = "gone", until = 2026-01-01 },
]
"#;

/// The faults of the path `up` of team a, with their hours.
fn faults(steps: &str, more: &str) -> Vec<(Fault, Option<String>)> {
    let text = format!("{PEOPLE}\n{more}\n[[escalation_paths]]\nid = 'up'\nteam = 'a'\n{steps}");
    let topology = Topology::load(&text, thalweg_topology::Format::Toml, "t").unwrap().value;
    let report =
        topology.verify_path(&"up".parse().unwrap(), at("2026-10-07T10:00:00Z"), PathLimits::default());
    report.unwrap().faults.into_iter().map(|it| (it.fault, it.hour)).collect()
}

#[test]
fn a_sound_path_has_no_fault() {
    let steps = r#"steps = [{ reaches = ["x"], respond_within_minutes = 30 }, { reaches = ["m1"], respond_within_minutes = 60 }]"#;
    assert_eq!(faults(steps, ""), []);
}

#[test]
fn the_last_step_needs_authority_over_all_the_teams_involved() {
    let steps = |last: &str| {
        format!(
            r#"involves = ["b"]
            steps = [{{ reaches = ["x"], respond_within_minutes = 30 }}, {{ reaches = ["{last}"], respond_within_minutes = 60 }}]"#
        )
    };
    let needed = "lead".parse().unwrap();
    assert_eq!(
        faults(&steps("m1"), ""),
        [(Fault::WithoutAuthority { needed }, Some("Mon 00:00".to_owned()))]
    );
    assert_eq!(faults(&steps("lead"), ""), [], "the lowest common ancestor");
    assert_eq!(faults(&steps("head"), ""), [], "and whoever is above");
}

#[test]
fn an_empty_a_deep_an_untimed_and_a_doubled_path() {
    assert_eq!(faults("steps = []", "")[0].0, Fault::Empty);
    let step = |who: &str| format!(r#"{{ reaches = ["{who}"], respond_within_minutes = 1 }}"#);
    let deep = ["x", "y", "m2", "m1", "lead", "head"].map(step).join(",");
    assert_eq!(faults(&format!("steps = [{deep}]"), ""), [(Fault::TooDeep { steps: 6, at_most: 5 }, None)]);
    let five = ["x", "y", "m1", "lead", "head"].map(step).join(",");
    assert_eq!(faults(&format!("steps = [{five}]"), ""), [], "five is the limit");
    let twice = ["m1", "lead", "m1"].map(step).join(",");
    let again = Fault::Twice { person: "m1".parse().unwrap(), first: 1, second: 3 };
    assert_eq!(faults(&format!("steps = [{twice}]"), "")[0].0, again);
    assert_eq!(faults(r#"steps = [{ reaches = ["m1"] }]"#, ""), [(Fault::Untimed { step: 1 }, None)]);
}

#[test]
fn somebody_who_has_left_is_not_reached() {
    let steps = r#"steps = [{ reaches = ["gone"], respond_within_minutes = 1 }, { reaches = ["m1"], respond_within_minutes = 1 }]"#;
    assert_eq!(faults(steps, "")[0].0, Fault::ReachesNobody { step: 1 });
}

const ROTA: &str = r#"
[[schedules]]
id = "rota"
[[schedules.layers]]
people = ["x", "y"]
start = 2026-01-05
shifts = [{ from = "06:00", until = "22:00" }]
[[schedules.layers]]
people = ["y"]
shifts = [{ days = ["fri"], from = "22:00", until = "06:00" }]
"#;

#[test]
fn a_gap_in_a_rota_is_found_at_the_hour_at_which_its_turn_comes() {
    let steps = r#"steps = [
        { reaches = ["m1"], respond_within_minutes = 90 },
        { schedules = ["rota"], respond_within_minutes = 30 },
        { reaches = ["head"], respond_within_minutes = 60 }]"#;
    let found = faults(steps, ROTA);
    assert_eq!(found, [(Fault::ReachesNobody { step: 2 }, Some("Mon 00:00".to_owned()))]);
    // The whole week but the time before the first turn at six, less the 90 minutes of the step before.
    let nights = ROTA.replace(r#"days = ["fri"], "#, "");
    assert_eq!(faults(steps, &nights), []);
    let friday = ROTA.replace(r#"days = ["fri"]"#, r#"days = ["mon", "tue", "wed", "thu", "fri", "sat"]"#);
    assert_eq!(faults(steps, &friday)[0].1.as_deref(), Some("Mon 00:00"), "Sunday's night runs into Monday");
    let all_but_sunday = friday.replace("2026-01-05", "2026-01-05T00:00:00Z");
    assert_eq!(faults(steps, &all_but_sunday)[0].1.as_deref(), Some("Mon 00:00"));
}

#[test]
fn the_total_must_stay_within_the_limit_and_may_reach_it() {
    let steps = |limit: u32| {
        format!(
            "limit_minutes = {limit}\nsteps = [{{ reaches = [\"x\"], respond_within_minutes = 30 }}, {{ reaches = [\"m1\"], respond_within_minutes = 60 }}]"
        )
    };
    assert_eq!(faults(&steps(90), ""), [], "at the limit");
    assert_eq!(faults(&steps(89), "")[0].0, Fault::TooSlow { minutes: 90, at_most: 89 });
}

#[test]
fn paths_that_lead_on_to_each_other_are_cut_and_doubling_ones_end() {
    let paths: String = (0..40)
        .map(|i| {
            let on = i + 1;
            format!("[[escalation_paths]]\nid = 'p{i}'\nteam = 'b'\nsteps = [{{ path = 'p{on}' }}, {{ path = 'p{on}' }}]\n")
        })
        .collect();
    let text = format!(
        "{PEOPLE}\n{paths}\n[[escalation_paths]]\nid = 'p40'\nteam = 'a'\nsteps = [{{ reaches = ['m1'] }}]"
    );
    let topology = Topology::from_toml(&text).unwrap();
    let report = topology
        .verify_path(&"p0".parse().unwrap(), at("2026-10-07T10:00:00Z"), PathLimits::default())
        .unwrap();
    assert!(
        report.faults.iter().any(|it| matches!(it.fault, Fault::TooDeep { .. } | Fault::Empty)),
        "{report:?}"
    );
    let looping = "steps = [{ reaches = ['m1'], respond_within_minutes = 1 }, { path = 'other' }]";
    let other = "[[escalation_paths]]\nid = 'other'\nteam = 'b'\nsteps = [{ path = 'up' }]";
    let loaded = Topology::load(
        &format!("{PEOPLE}\n{other}\n[[escalation_paths]]\nid = 'up'\nteam = 'a'\n{looping}"),
        thalweg_topology::Format::Toml,
        "t",
    )
    .unwrap();
    let told: Vec<String> = loaded.rejects.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("leads on to `up`") && told[1].contains("leads on to `other`"), "{told:?}");
}

#[test]
fn an_override_decides_over_every_layer() {
    let text = format!(
        "{PEOPLE}\n{ROTA}\n[[schedules.overrides]]\nperson = 'head'\nfrom = '2026-10-07T10:00:00Z'\nuntil = '2026-10-07T11:00:00Z'\n"
    );
    let topology = Topology::from_toml(&text).unwrap();
    let who = |when: &str| topology.on_call(&"rota".parse().unwrap(), at(when)).map(ToString::to_string);
    assert_eq!(who("2026-10-07T09:59:59Z").as_deref(), Some("y"), "the 40th week of turns");
    assert_eq!(who("2026-10-07T10:00:00Z").as_deref(), Some("head"));
    assert_eq!(who("2026-10-07T11:00:00Z").as_deref(), Some("y"));
    assert_eq!(who("2026-10-12T11:00:00Z").as_deref(), Some("x"));
    assert_eq!(who("2026-10-07T21:00:00Z"), None, "a night but Friday's");
    assert_eq!(who("2026-10-10T03:00:00Z").as_deref(), Some("y"), "Friday's night runs into Saturday");
}

#[test]
fn the_share_of_sound_paths_counts_teams_without_one() {
    let text = format!(
        "{PEOPLE}\n[[escalation_paths]]\nid = 'up'\nteam = 'a'\nsteps = [{{ reaches = ['m1'], respond_within_minutes = 5 }}]"
    );
    let topology = Topology::from_toml(&text).unwrap();
    let share = topology.sound_paths(at("2026-10-07T10:00:00Z"));
    assert_eq!(share.value().map(|it| (it.part(), it.whole())), Some((1, 2)));
}

/// A path over one rota, in a week of a zone; the first counter-example, as hour and instant.
fn over(rota: &str, zone: &str, week: &str) -> Option<(String, String)> {
    let text = format!(
        "zone = '{zone}'\nteams = [{{ id = 'a', manager = 'm' }}]\n
        escalation_paths = [{{ id = 'p', team = 'a', steps = [
            {{ schedules = ['rota'], respond_within_minutes = 7 }}, {{ reaches = ['m'], respond_within_minutes = 1 }}] }}]\n
        [[schedules]]\nid = 'rota'\n{rota}"
    );
    let topology = Topology::from_toml(&text).unwrap();
    let report = topology.verify_path(&"p".parse().unwrap(), at(week), PathLimits::default()).unwrap();
    report.faults.first().map(|it| (it.hour.clone().unwrap(), it.raised_at.unwrap().to_string()))
}

#[test]
fn a_gap_of_one_minute_is_found_section_4() {
    let rota = "layers = [{ people = ['x'], shifts = [{ from = '00:00', until = '09:04' }, { from = '09:05', until = '24:00' }] }]";
    let found = over(rota, "Asia/Kolkata", "2026-10-07T10:00:00Z");
    assert_eq!(found, Some(("Mon 09:04".to_owned(), "2026-10-05T03:34:00Z".to_owned())));
    let whole = rota.replace("09:04", "09:05");
    assert_eq!(over(&whole, "Asia/Kolkata", "2026-10-07T10:00:00Z"), None);
}

#[test]
fn hours_that_the_clock_jumps_over_or_repeats_are_checked_as_they_are_section_4() {
    // Nobody from two to three on Sundays. Where the clock jumps over that hour there is no gap; where it repeats it, there is one.
    let rota = "layers = [{ people = ['x'], shifts = [{ days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from = '00:00', until = '24:00' },
        { days = ['sun'], from = '00:00', until = '02:00' }, { days = ['sun'], from = '03:00', until = '24:00' }] }]";
    assert_eq!(over(rota, "Europe/Berlin", "2026-03-25T10:00:00Z"), None, "29 March 2026 has no 02:30");
    let october = over(rota, "Europe/Berlin", "2026-10-21T10:00:00Z");
    assert_eq!(october, Some(("Sun 02:00".to_owned(), "2026-10-25T00:00:00Z".to_owned())));
    let usual = over(rota, "Europe/Berlin", "2026-10-07T10:00:00Z");
    assert_eq!(usual, Some(("Sun 02:00".to_owned(), "2026-10-11T00:00:00Z".to_owned())));
    // The schedule's own zone counts, the hour is told on the topology's clock.
    let abroad = format!("zone = 'Australia/Lord_Howe'\n{rota}");
    let lord_howe = over(&abroad, "UTC", "2026-07-08T10:00:00Z");
    assert_eq!(lord_howe, Some(("Sat 15:30".to_owned(), "2026-07-11T15:30:00Z".to_owned())));
}

#[test]
fn every_minute_of_a_week_agrees_with_the_counter_example_section_4() {
    // Odd rotas in odd zones: whether any minute of the week reaches nobody, asked minute by minute.
    for (index, zone) in ["Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]
        .iter()
        .enumerate()
    {
        for week in
            ["2026-03-25T10:00:00Z", "2026-10-21T10:00:00Z", "2026-04-01T10:00:00Z", "2026-06-17T10:00:00Z"]
        {
            for gap in [0, 1, 13] {
                let start = 7 + index * 11;
                let rota = format!(
                    "layers = [{{ people = ['x', 'y'], start = 2026-01-05, turn_hours = {}, shifts = [{{ from = '13:{start:02}', until = '02:31' }},
                    {{ from = '02:{:02}', until = '13:{start:02}' }}] }}]",
                    5 + index * 8,
                    31 + gap
                );
                let text = format!(
                    "zone = '{zone}'\nteams = [{{ id = 'a', manager = 'm' }}]\n[[schedules]]\nid = 'rota'\n{rota}"
                );
                let topology = Topology::from_toml(&text).unwrap();
                let monday = thalweg_model::Window::of(
                    thalweg_model::Calendar::IsoWeek {
                        year: 2026,
                        week: chrono::Datelike::iso_week(
                            &week.split_at(10).0.parse::<chrono::NaiveDate>().unwrap(),
                        )
                        .week(),
                    },
                    zone.parse().unwrap(),
                )
                .unwrap();
                let id = "rota".parse().unwrap();
                let minute = thalweg_model::Elapsed::from_seconds(60);
                let mut minutes = std::iter::successors(Some(monday.start()), |time| Some(*time + minute))
                    .take_while(|time| *time < monday.end());
                let first = minutes.find(|time| topology.on_call(&id, *time).is_none());
                let told = over(&rota, zone, week).map(|(_, at)| at);
                assert_eq!(told, first.map(|time| time.to_string()), "{zone} {week} {gap}");
            }
        }
    }
}
