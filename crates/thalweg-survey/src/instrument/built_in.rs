//! The instruments that come with the crate: files that can be read and copied.

use super::Instrument;

/// The files in the order in which they are listed.
const FILES: [&str; 17] = [
    include_str!("../instruments/generative-culture-1.toml"),
    include_str!("../instruments/generative-culture-quick-check-1.toml"),
    include_str!("../instruments/burnout-1.toml"),
    include_str!("../instruments/burnout-2.toml"),
    include_str!("../instruments/burnout-3.toml"),
    include_str!("../instruments/job-satisfaction-1.toml"),
    include_str!("../instruments/climate-for-learning-1.toml"),
    include_str!("../instruments/transformational-leadership-1.toml"),
    LEADERSHIP_EXPERIMENTATION,
    include_str!("../instruments/manager-climate-1.toml"),
    include_str!("../instruments/psychological-safety-edmondson-1.toml"),
    include_str!("../instruments/uwes-9-1.toml"),
    include_str!("../instruments/uwes-3-1.toml"),
    include_str!("../instruments/copsoq-iii-1.toml"),
    include_str!("../instruments/copsoq-iii-work-1.toml"),
    include_str!("../instruments/copenhagen-burnout-1.toml"),
    include_str!("../instruments/recommend-1.toml"),
];

const LEADERSHIP_EXPERIMENTATION: &str = include_str!("../instruments/leadership-experimentation-1.toml");

/// A file of the crate; a test reads each of them.
fn read(text: &str) -> Instrument {
    #[expect(clippy::expect_used, reason = "the file is part of the crate, and a test reads it")]
    Instrument::from_toml(text).expect("a built-in instrument is sound")
}

impl Instrument {
    /// All instruments that come with the crate.
    ///
    /// The item texts are worded here after the construct and marked as paraphrases; lay the official ones over with
    /// [`Instrument::with_texts`]. Instruments whose texts are not free come as scoring keys without texts.
    ///
    /// ```
    /// use thalweg_survey::Instrument;
    /// assert!(Instrument::built_in().iter().any(|i| i.edition().to_string() == "burnout@3"));
    /// ```
    #[must_use]
    pub fn built_in() -> Vec<Self> {
        FILES.into_iter().map(read).collect()
    }

    /// The text of every built-in file, to read or to copy.
    #[must_use]
    pub const fn built_in_files() -> &'static [&'static str] {
        &FILES
    }

    /// The pulse on how leaders support experiments: six items and one reversed, our own, not validated.
    #[must_use]
    pub fn leadership_experimentation() -> Self {
        read(LEADERSHIP_EXPERIMENTATION)
    }
}
