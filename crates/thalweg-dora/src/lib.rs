//! Delivery metrics for thalweg: the five DORA metrics with intervals, gaps and provenance.

pub mod live;
pub mod table;
