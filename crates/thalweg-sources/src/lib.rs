//! Readers for thalweg: from bytes to records, with every refused record in its place.
