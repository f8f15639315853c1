//! What the survey readings mean: one metric a construct, its favourable share and the change of it, and the response rate.

use thalweg_model::{Better, MetricSpec, Unit};

macro_rules! metrics {
    ($($construct:literal, $name:literal, $better:ident, $meaning:literal, $source:literal;)*) => {
        /// The metrics of this crate, for the catalog.
        pub const METRICS: &[MetricSpec] = &[
            $(
                MetricSpec::outcome(concat!("survey.", $construct), $name, Unit::Score, Better::$better, $meaning, $source),
                MetricSpec::outcome(
                    concat!("survey.", $construct, ".favourable"),
                    concat!($name, ": favourable"),
                    Unit::Share,
                    Better::Higher,
                    concat!("share of respondents whose mean answer is one of the two best points: ", $meaning),
                    $source,
                ),
                MetricSpec::outcome(
                    concat!("survey.", $construct, ".favourable_change"),
                    concat!($name, ": change of the favourable share"),
                    Unit::ShareDifference,
                    Better::Higher,
                    concat!("favourable share less that of the previous wave of the same instrument: ", $meaning),
                    $source,
                ),
            )*
            MetricSpec::outcome(
                "survey.response_rate",
                "Response rate",
                Unit::Share,
                Better::Higher,
                "share of those invited who answered, down to a step of 5 %",
                "AAPOR Standard Definitions, response rate; rounded by thalweg so that nobody is counted out",
            ),
        ];
    };
}

metrics! {
    "generative_culture", "Generative culture", Higher, "whether information flows, bad news is welcome and failure is studied",
        "Westrum 2004, Qual Saf Health Care 13(suppl 2), as asked by DORA";
    "burnout", "Burnout", Lower, "how far work wears people out",
        "DORA's questions on burnout, by year of the instrument";
    "job_satisfaction", "Job satisfaction", Higher, "how content people are with their work",
        "DORA's questions on job satisfaction";
    "climate_for_learning", "Climate for learning", Higher, "whether learning is an investment and has its time",
        "DORA's questions on a climate for learning";
    "transformational_leadership", "Transformational leadership", Higher, "whether leaders give vision, thought, support and praise",
        "Rafferty and Griffin 2004, Leadersh Q 15, as paraphrased by DORA";
    "leadership_experimentation", "Leadership support for experimentation", Higher,
        "whether trying new ways gets time, backing and consequences",
        "thalweg's own instrument, version 1, unvalidated";
    "psychological_safety", "Psychological safety", Higher, "whether speaking up is safe",
        "Edmondson 1999, Adm Sci Q 44(2)";
    "trust", "Trust", Higher, "whether people trust their manager",
        "after Mayer, Davis and Schoorman 1995; thalweg's own items, unvalidated";
    "autonomy", "Autonomy", Higher, "whether people decide how they work",
        "after Hackman and Oldham 1976; thalweg's own items, unvalidated";
}
