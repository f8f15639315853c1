//! Survey scoring for thalweg: named psychometrics and proven confidentiality.
