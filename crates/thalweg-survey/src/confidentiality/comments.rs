//! Comments: word for word, in no order, without anything that ties them to a person or a score.

use std::collections::BTreeMap;

use thalweg_model::Entity;
use thalweg_model::answer::Respondent;

use super::plan::ReleasePlan;
use super::policy::Statistic;
use super::released::Released;

impl ReleasePlan {
    /// What the members of a group wrote, shuffled by a seed; only where the group's comments may be shown.
    ///
    /// The plan has to be made of a [`super::Census::of_comments`], which counts those who wrote something. Of each
    /// comment only the text goes out: no id, no time, no score. What somebody gives away in the text itself stays in it.
    /// Blank texts are left out, and with fewer than the minimum left nothing is shown. The order depends on the texts
    /// and the seed, not on the order in which they came.
    ///
    /// ```
    /// use thalweg_model::{Entity, ItemId, WaveId, answer::Respondent};
    /// use thalweg_survey::confidentiality::{Answered, Census, Confidentiality, Ledger, Belonging};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mut census = Census::of_comments(WaveId::new("2026-q3")?, ItemId::new("open_1")?);
    /// let place = Belonging { path: vec![Entity::Organisation], slices: vec![] };
    /// let texts = (0..12).map(|n| (Respondent::of_hash([n; 16]), format!("idea {n}")));
    /// for (who, _) in texts.clone() {
    ///     census.add(who, &place, &Answered::Every);
    /// }
    /// let plan = Ledger::default().release(&census, &Confidentiality::default())?;
    /// let shown = plan.comments(&Entity::Organisation, texts.clone(), 7);
    /// assert_eq!(shown.value().map(Vec::len), Some(12));
    /// // A filter that leaves fewer than ten, or leaves out fewer than ten, shows nothing.
    /// let few = plan.comments_where(&Entity::Organisation, texts, 7, |text| text.ends_with('1'));
    /// assert!(few.is_withheld());
    /// # Ok(()) }
    /// ```
    pub fn comments(
        &self,
        entity: &Entity,
        texts: impl IntoIterator<Item = (Respondent, String)>,
        seed: u64,
    ) -> Released<Vec<String>> {
        self.comments_where(entity, texts, seed, |_| true)
    }

    /// The comments that a filter keeps: only where it keeps at least the minimum, and leaves out none or at least the
    /// minimum.
    pub fn comments_where(
        &self,
        entity: &Entity,
        texts: impl IntoIterator<Item = (Respondent, String)>,
        seed: u64,
        keep: impl Fn(&str) -> bool,
    ) -> Released<Vec<String>> {
        let (true, Some(members), Some(certificate)) = (
            self.shows(Statistic::Comments, entity),
            self.members(entity),
            self.certificate(Statistic::Comments),
        ) else {
            return Released::withheld();
        };
        let minimum = certificate.minimum() as usize;
        let written = texts.into_iter().filter(|it| members.contains(&it.0) && !it.1.trim().is_empty());
        // One comment a person: a second one would count a person twice.
        let by_person: BTreeMap<Respondent, String> = written.collect();
        let (mut kept, left): (Vec<String>, Vec<String>) = by_person.into_values().partition(|it| keep(it));
        let enough = kept.len() >= minimum && (left.is_empty() || left.len() >= minimum);
        Released::when(enough, || {
            kept.sort_unstable();
            shuffle(&mut kept, seed);
            kept
        })
    }
}

/// Fisher and Yates, with numbers of SplitMix64.
fn shuffle(texts: &mut [String], seed: u64) {
    let mut state = seed;
    for last in (1..texts.len()).rev() {
        let below = u128::from(next(&mut state)) * (last as u128 + 1);
        let at = usize::try_from(below >> 64).unwrap_or(last);
        texts.swap(at, last);
    }
}

const fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
