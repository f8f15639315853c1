//! What can go wrong while a review is written out.

/// Why a review could not be rendered. The data of a review never cause it: a template or a picture is at fault.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// A template failed.
    #[error("the template of the review failed: {0}")]
    Template(#[from] minijinja::Error),
    /// A picture could not be drawn.
    #[error("the picture of `{subject}` could not be drawn: {reason}")]
    Picture {
        /// What the picture shows.
        subject: String,
        /// What the drawing library says.
        reason: String,
    },
    /// The data could not be written as JSON.
    #[error("the review could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}
