//! Playbooks for thalweg: criteria over evidence in three-valued logic, with reasons.
