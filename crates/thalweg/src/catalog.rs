//! All metrics of all crates.

use thalweg_model::Catalog;

/// The catalog of every metric that thalweg computes.
///
/// ```
/// let catalog = thalweg::catalog();
/// let lead_time = catalog.get("dora.change_lead_time").expect("it is one of the five");
/// assert_eq!(lead_time.unit, thalweg::model::Unit::Hours);
/// assert!(catalog.iter().all(|spec| !spec.meaning.is_empty() && !spec.source.is_empty()));
/// ```
#[must_use]
pub fn catalog() -> Catalog {
    let all = [
        thalweg_dora::METRICS,
        thalweg_survey::METRICS,
        thalweg_topology::METRICS,
        thalweg_valuestream::METRICS,
    ];
    Catalog::new(all.into_iter().flatten().copied())
}
