//! Names of time zones.

use chrono_tz::TZ_VARIANTS;
use thalweg_model::Tz;

use crate::fault::{instead, shown};

/// What to say of a zone that nobody knows.
pub(crate) fn unknown(typed: &str) -> String {
    let known = TZ_VARIANTS.iter().map(|zone| zone.name());
    let near = instead(typed, known);
    format!("`{}` is no zone of the IANA list, such as `Europe/Berlin`{near}", shown(typed))
}

/// The zone of that name.
pub(crate) fn named(typed: &str) -> Result<Tz, String> {
    typed.parse().map_err(|_| unknown(typed))
}
