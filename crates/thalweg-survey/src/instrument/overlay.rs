//! Texts laid over an instrument by item id, from a file that the user may hold and we may not.

use std::collections::BTreeMap;

use serde::Deserialize;
use thalweg_model::nearest;

use super::{Instrument, Wording};
use crate::error::{Problems, SurveyError};

/// Item texts for one instrument, with their licence.
///
/// ```
/// use thalweg_survey::{Instrument, Texts};
/// let texts = Texts::from_toml("
///     licence = \"by agreement with the publisher\"
///     [items]
///     time_for_trying = \"Wir haben Zeit, Neues zu versuchen.\"
/// ")?;
/// let pulse = Instrument::leadership_experimentation().with_texts(&texts)?;
/// assert_eq!(pulse.item("time_for_trying").and_then(|i| i.text.as_deref()), Some("Wir haben Zeit, Neues zu versuchen."));
/// # Ok::<(), thalweg_survey::Problems>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    licence: String,
    items: BTreeMap<String, String>,
}

impl Texts {
    /// Reads texts of TOML: a `licence` and a table `items` from item id to text.
    ///
    /// # Errors
    /// [`SurveyError::Unreadable`] with the line.
    pub fn from_toml(text: &str) -> Result<Self, Problems> {
        toml::from_str(text).map_err(|e| SurveyError::Unreadable { message: e.to_string() }.into())
    }
}

impl Instrument {
    /// The same instrument with these texts in the place of its own; keys and rules stay.
    ///
    /// # Errors
    /// All texts whose item the instrument lacks, and a licence that says nothing.
    pub fn with_texts(mut self, texts: &Texts) -> Result<Self, Problems> {
        let place = format!("the texts for `{}`", self.edition);
        let mut problems: Vec<_> = (texts.items.keys())
            .filter(|id| self.item(id).is_none())
            .map(|id| SurveyError::Undeclared {
                place: place.clone(),
                name: id.clone(),
                nearest: nearest(id, self.items.iter().map(|item| item.id.as_str())).map(str::to_owned),
            })
            .collect();
        if texts.licence.trim().is_empty() {
            problems.push(SurveyError::NoLicence);
        }
        Problems::none_or(problems)?;
        for item in &mut self.items {
            if let Some(text) = texts.items.get(item.id.as_str()) {
                item.text = Some(text.clone());
                item.wording = Wording::Official;
            }
        }
        self.text_licence = Some(texts.licence.clone());
        Ok(self)
    }
}
