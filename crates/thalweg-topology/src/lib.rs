//! Team topology for thalweg: ownership as of a date, CODEOWNERS, escalation paths.
