//! Reviews for thalweg: the monthly flow review as Markdown, HTML and JSON.
