//! Which services claim a path.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::ServiceId;

/// The services that claim a path.
pub(super) type Claims = BTreeMap<String, BTreeSet<ServiceId>>;

/// A path without what does not tell it from another.
pub(super) fn plain(path: &str) -> &str {
    path.trim_start_matches("./").trim_matches('/')
}
