//! The nouns of thalweg: records, windows, the event log, readings and evidence.
