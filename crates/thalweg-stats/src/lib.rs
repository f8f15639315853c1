//! The numbers of thalweg: quantiles, intervals, survival and tests, without a domain word.

pub mod special;
