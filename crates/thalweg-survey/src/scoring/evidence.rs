//! Scores as readings and as evidence.

use thalweg_model::{ConstructId, Evidence, MetricId, Reading, Readings};

use super::result::{EntityScores, Scored};

impl Readings for EntityScores {
    /// `survey.<construct>`, `survey.<construct>.favourable`, `survey.<construct>.favourable_change` where an earlier wave
    /// asked the same, and `survey.response_rate` where those invited are known; of the organisation always.
    fn readings(&self) -> Vec<(MetricId, Reading)> {
        let mut readings = Vec::new();
        let mut put = |name: String, reading: &Reading| {
            if let Ok(metric) = MetricId::new(name) {
                readings.push((metric, reading.clone()));
            }
        };
        for (construct, scores) in &self.constructs {
            let name = |part: &str| metric(construct, part);
            put(name(""), &scores.score);
            put(name(".favourable"), &scores.favourable);
            if let Some(change) = &scores.change {
                put(name(".favourable_change"), &change.reading);
            }
        }
        if let Some(rate) = &self.response_rate {
            put("survey.response_rate".to_owned(), rate);
        }
        readings
    }
}

fn metric(construct: &ConstructId, part: &str) -> String {
    format!("survey.{construct}{part}")
}

impl Scored {
    /// The evidence with all readings of all waves, each in the days of its wave.
    #[must_use]
    pub fn into_evidence(self, evidence: Evidence) -> Evidence {
        self.waves.iter().fold(evidence, |evidence, wave| {
            wave.entities
                .iter()
                .fold(evidence, |evidence, (entity, scores)| evidence.about(entity, wave.window, scores))
        })
    }
}
