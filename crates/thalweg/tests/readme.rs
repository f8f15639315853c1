//! The lines of the README compile and say what they say.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use thalweg::model::{Tz, Window};
use thalweg::{Assessment, dora, sources};

#[test]
fn the_ten_lines_of_the_readme() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/organisation");
    let read = sources::organisation(&folder)?;
    let (organisation, month) = (&read.value, Window::month(2026, 9, Tz::Europe__Berlin)?);
    let view = organisation.events.as_of(organisation.as_of.ok_or("no as_of")?).within(&month);
    let delivery = dora::measure(&view, &dora::Definition::default());
    assert!(delivery.change_fail_rate.rate.value().is_some());
    let assessment = Assessment::of(&read)?;
    assert!(assessment.flow_review().to_markdown()?.contains("# Flow review, September 2026"));
    Ok(())
}
