//! The pages of playbook.md section 5: complete, self-contained, and safe with any text.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a test may stop where it stands"
)]

use thalweg_model::record::{Improvement, MapStage, Team, TeamKind, ValueStreamMap};
use thalweg_model::{
    Basis, Better, Catalog, Entity, Evidence, Gap, Interval, MeasureClass, Method, MetricId, MetricSpec,
    Quantity, Reading, RecordId, Records, Sources, StreamId, TeamId, Tz, Unit, Window,
};
use thalweg_playbook::Playbook;
use thalweg_review::{AllHands, Asset, Constraint, FlowReview, Intake, Parts, StrategyReview};

const LEAD: MetricSpec = MetricSpec {
    id: "dora.change_lead_time",
    name: "Change lead time",
    unit: Unit::Hours,
    better: Better::Lower,
    class: MeasureClass::Outcome,
    meaning: "Median time from commit to production.",
    source: "dora.md section 3",
};

const TRUST: MetricSpec = MetricSpec {
    id: "survey.trust",
    name: "Trust",
    unit: Unit::Score,
    better: Better::Higher,
    class: MeasureClass::Outcome,
    meaning: "Mean score.",
    source: "survey.md section 1",
};

/// Text that would break a page out of its frame.
const HOSTILE: &str = "<script>alert(1)</script> | & \"quoted\" *bold*";

fn catalog() -> Catalog {
    Catalog::new([LEAD, TRUST])
}

fn september() -> Window {
    Window::month(2026, 9, Tz::UTC).unwrap()
}

fn hours(value: f64, lower: f64, upper: f64) -> Reading {
    let interval = Interval::new(lower, upper, 0.95, Method::OrderStatistics);
    Reading::estimated(Quantity::new(value, Unit::Hours).unwrap(), interval, Basis::of(12))
}

fn evidence() -> Evidence {
    let month = september();
    let lead = MetricId::new(LEAD.id).unwrap();
    let trust = MetricId::new(TRUST.id).unwrap();
    let team = TeamId::new("payments").unwrap();
    let mut evidence = Evidence::new(Window::quarter(2026, 3, 1, Tz::UTC).unwrap(), month.end());
    for (index, window) in month.trailing(24).into_iter().enumerate() {
        let value = 40.0 - index as f64;
        let reading = if index == 5 {
            Reading::unknown(Gap::NoData, Basis::default())
        } else {
            hours(value, value - 5.0, value + 9.0)
        };
        evidence.insert(Entity::Organisation, &lead, window, reading.clone());
        evidence.insert(Entity::Team(team.clone()), &lead, window, reading);
    }
    evidence.insert(Entity::Organisation, &trust, month, Reading::withheld());
    evidence.with_records(records(team), Sources::default())
}

fn records(team: TeamId) -> Records {
    let day = |text: &str| text.parse().unwrap();
    Records {
        teams: vec![Team {
            id: team.clone(),
            name: Some(format!("Payments {HOSTILE}")),
            kind: TeamKind::StreamAligned,
            manager: None,
            parent: None,
            from: None,
            until: None,
        }],
        improvements: vec![Improvement {
            id: RecordId::new("i-1").unwrap(),
            team: Some(team),
            text: format!("a quicker test run {HOSTILE}"),
            opened: day("2026-08-03"),
            done: Some(day("2026-09-10")),
            expected_effect: None,
            observed_effect: Some("ten minutes less".to_owned()),
        }],
        value_stream_maps: vec![ValueStreamMap {
            id: RecordId::new("map-1").unwrap(),
            stream: StreamId::new("ordering").unwrap(),
            measured: day("2026-09-02"),
            stages: vec![stage("design", 6.0, 10.0), stage(HOSTILE, 16.0, 8.0)],
        }],
        ..Records::default()
    }
}

fn stage(name: &str, process_hours: f64, wait_hours: f64) -> MapStage {
    MapStage {
        name: name.to_owned(),
        process_hours,
        wait_hours,
        complete_and_accurate: Some(0.9),
        people: None,
        arrivals_per_week: None,
        capacity_hours_per_week: None,
    }
}

fn review() -> FlowReview {
    let evidence = evidence();
    let evaluation = Playbook::leadership_for_flow().evaluate(&evidence);
    let stream = StreamId::new("ordering").unwrap();
    let constraints = [Constraint { stream, sentence: "develop takes longest".to_owned() }];
    let parts = Parts {
        organisation: HOSTILE,
        constraints: &constraints,
        intake: Intake::new(vec![("deployments".to_owned(), 12)], &[], 0).noting("a note"),
        ..Parts::default()
    };
    FlowReview::new(&september(), &evidence, &catalog(), &evaluation, parts)
}

#[test]
fn a_page_needs_nothing_else_and_no_text_breaks_out_of_it() {
    let html = review().to_html().unwrap();
    for foreign in ["<script", "<link", "<img", "src=", "url(", "@import"] {
        assert!(!html.contains(foreign), "{foreign} in the page");
    }
    assert!(html.contains("&lt;script&gt;"), "the hostile text is shown as text");
    assert!(html.contains("<svg"), "pictures are laid in");
    assert!(html.contains("prefers-color-scheme: dark") && html.contains("@media print"));
    assert!(html.contains("var(--line"), "pictures take their colours from the page");
}

#[test]
fn the_review_tells_the_month_its_interval_and_the_year_before() {
    let markdown = review().to_markdown().unwrap();
    let row = markdown.lines().find(|it| it.starts_with("| Change lead time")).unwrap();
    assert_eq!(
        row,
        "| Change lead time | 17.0 h | 12.0 to 26.0 h | 12 | 29.0 h | ███▇▇·▇▇▇▆▆▆▆▆▆▅▅▅▅▅▅▄▄▄ |  |"
    );
    assert!(markdown.contains("develop takes longest"));
    assert!(markdown.contains("observed: ten minutes less"));
}

#[test]
fn a_withheld_signal_shows_no_count_anywhere() {
    let review = review();
    let signal = &review.whole.signals[0];
    assert_eq!((signal.figure.text.as_str(), signal.figure.n), ("withheld", None));
    let json: serde_json::Value = serde_json::from_str(&review.to_json().unwrap()).unwrap();
    assert_eq!(json["whole"]["signals"][0]["figure"], serde_json::json!({"text": "withheld"}));
}

#[test]
fn a_month_without_data_is_a_gap_and_never_zero() {
    let review = review();
    let point = &review.whole.trends[0].points[5];
    assert_eq!((point.value, point.figure.text.as_str()), (None, "no data"));
}

#[test]
fn tables_of_markdown_keep_their_columns_whatever_the_text() {
    let markdown = review().to_markdown().unwrap();
    let cells = |line: &str| {
        let mut before = ' ';
        line.chars().filter(|c| std::mem::replace(&mut before, *c) != '\\' && *c == '|').count()
    };
    let mut columns = None;
    let mut tables = 0;
    for line in markdown.lines() {
        match (line.starts_with('|'), columns) {
            (true, None) => {
                tables += 1;
                columns = Some(cells(line));
            }
            (true, Some(count)) => assert_eq!(cells(line), count, "{line}"),
            (false, _) => columns = None,
        }
    }
    assert!(tables >= 4, "{tables} tables in\n{markdown}");
}

#[test]
fn reviews_of_nothing_say_so() {
    let month = september();
    let evidence = Evidence::new(Window::quarter(2026, 3, 1, Tz::UTC).unwrap(), month.end());
    let evaluation = Playbook::leadership_for_flow().evaluate(&evidence);
    let catalog = Catalog::default();
    let flow = FlowReview::new(&month, &evidence, &catalog, &evaluation, Parts::default());
    assert!(flow.to_html().unwrap().contains("There is no delivery data."));
    let strategy = StrategyReview::new("", &evidence, &catalog, &evaluation, Intake::default());
    assert!(strategy.to_markdown().unwrap().contains("No objective is recorded"));
    assert!(strategy.to_html().unwrap().contains("No capacity ledger is recorded"));
    let digest = AllHands::new("", &month, &evidence, Intake::default());
    assert!(digest.to_html().unwrap().contains("No team was recognised"));
    assert!(digest.to_markdown().unwrap().contains("No experiment ended"));
}

#[test]
fn every_form_is_written_blank_and_with_what_is_known() {
    for asset in Asset::ALL {
        let blank = asset.blank(&september(), &catalog()).unwrap();
        assert!(blank.contains(&format!("reads back as `{}`", asset.reads_back())), "{}", asset.name());
    }
    let known = |asset: Asset| asset.prefilled(&september(), &evidence(), &catalog()).unwrap();
    let worksheet = known(Asset::ValueStreamWorksheet);
    assert!(worksheet.contains(r#"name = "<script>alert(1)</script> | & \"quoted\" *bold*""#), "{worksheet}");
    assert!(known(Asset::OkrSheet).contains("dora.change_lead_time (hours): 17.0 h"));
}
