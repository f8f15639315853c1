//! Bounds of numbers that a record may hold.

use crate::fault::Fault;

/// A number that counts or measures something, and so is not below zero.
pub(super) fn not_negative(field: &str, number: impl Into<Option<f64>>) -> Option<Fault> {
    let number = number.into().filter(|number| number.is_nan() || *number < 0.0 || number.is_infinite())?;
    Some(Fault::in_field(field, format!("{number} is not 0 or more")))
}

/// A share between 0 and 1.
pub(super) fn share(field: &str, number: impl Into<Option<f64>>) -> Option<Fault> {
    let number = number.into().filter(|number| !(0.0..=1.0).contains(number))?;
    let hint = if number > 1.0 && number <= 100.0 {
        format!(": write {number} % as {}", number / 100.0)
    } else {
        String::new()
    };
    Some(Fault::in_field(field, format!("{number} is no share between 0 and 1{hint}")))
}

/// A number that is one.
pub(super) fn finite(field: &str, number: impl Into<Option<f64>>) -> Option<Fault> {
    let number = number.into().filter(|number| !number.is_finite())?;
    Some(Fault::in_field(field, format!("{number} is no number to reckon with")))
}
