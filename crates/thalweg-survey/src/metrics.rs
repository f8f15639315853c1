//! What the survey readings mean: one metric a construct, its favourable share and the change of it, and the response rate.

use thalweg_model::{Better, MetricSpec, Unit};

const SOURCE: &str = "survey.md sections 1 and 2";

const fn spec(
    id: &'static str,
    name: &'static str,
    unit: Unit,
    better: Better,
    meaning: &'static str,
) -> MetricSpec {
    MetricSpec::outcome(id, name, unit, better, meaning, SOURCE)
}

macro_rules! metrics {
    ($($construct:literal, $name:literal, $better:ident, $meaning:literal;)*) => {
        /// The metrics of this crate, for the catalog.
        pub const METRICS: &[MetricSpec] = &[
            $(
                spec(concat!("survey.", $construct), $name, Unit::Score, Better::$better, $meaning),
                spec(
                    concat!("survey.", $construct, ".favourable"),
                    concat!($name, ": favourable"),
                    Unit::Share,
                    Better::Higher,
                    concat!("share of respondents whose mean answer is one of the two best points: ", $meaning),
                ),
                spec(
                    concat!("survey.", $construct, ".favourable_change"),
                    concat!($name, ": change of the favourable share"),
                    Unit::ShareDifference,
                    Better::Higher,
                    concat!("favourable share less that of the previous wave of the same instrument: ", $meaning),
                ),
            )*
            spec(
                "survey.response_rate",
                "Response rate",
                Unit::Share,
                Better::Higher,
                "share of those invited who answered, in steps of 5 %",
            ),
        ];
    };
}

metrics! {
    "generative_culture", "Generative culture", Higher, "whether information flows, bad news is welcome and failure is studied";
    "burnout", "Burnout", Lower, "how far work wears people out";
    "job_satisfaction", "Job satisfaction", Higher, "how content people are with their work";
    "climate_for_learning", "Climate for learning", Higher, "whether learning is an investment and has its time";
    "transformational_leadership", "Transformational leadership", Higher, "whether leaders give vision, thought, support and praise";
    "leadership_experimentation", "Leadership support for experimentation", Higher,
        "whether trying new ways gets time, backing and consequences";
    "psychological_safety", "Psychological safety", Higher, "whether speaking up is safe";
    "trust", "Trust", Higher, "whether people trust their manager";
    "autonomy", "Autonomy", Higher, "whether people decide how they work";
}
