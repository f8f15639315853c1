//! What the columns of an export hold: given as TOML, checked before use.

mod written;

use std::collections::BTreeMap;

use thalweg_model::answer::{Answer, GroupPath};
use thalweg_model::{ItemId, WaveId};

use super::label::Labels;
use crate::SourceError;

/// Where something stands that every sheet needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Given<T> {
    /// In a column.
    Column(String),
    /// The same for the whole export.
    Always(T),
}

/// What the columns of an export hold.
///
/// ```
/// use thalweg_sources::survey::Mapping;
/// let mapping = Mapping::from_toml(
///     r#"
///     respondent = "Email Address"      # the link key; it is hashed, never kept
///     wave_id = "2026-q3"               # or `wave`, a column
///     group = "Which team are you in?"  # or `group_path`, one path for all
///     [groups]
///     "Payments" = "org/payments"
///     [items]
///     "I have time to try new ways of working." = "time_for_trying"
///     [labels]
///     "Strongly agree" = 7
///     "Don't know" = "dont_know"
///     [labels_of.time_for_trying]       # where a label means something else for one item
///     "Always" = 7
///     "#,
///     "answers_wide.toml",
/// )?;
/// # drop(mapping);
/// # Ok::<(), thalweg_sources::SourceError>(())
/// ```
///
/// The default takes the columns `wave` and `group`, the respondent from `respondent` or where the product puts an id, and
/// every other column as the item of its own name.
#[derive(Clone, Debug)]
pub struct Mapping {
    pub(super) respondent: Option<String>,
    pub(super) wave: Given<WaveId>,
    pub(super) group: Given<GroupPath>,
    pub(super) groups: BTreeMap<String, GroupPath>,
    pub(super) items: BTreeMap<String, ItemId>,
    labels: Labels,
    labels_of: BTreeMap<ItemId, Labels>,
}

impl Default for Mapping {
    fn default() -> Self {
        Self {
            respondent: None,
            wave: Given::Column("wave".to_owned()),
            group: Given::Column("group".to_owned()),
            groups: BTreeMap::new(),
            items: BTreeMap::new(),
            labels: Labels::default(),
            labels_of: BTreeMap::new(),
        }
    }
}

impl Mapping {
    /// Reads and checks a mapping.
    ///
    /// # Errors
    /// [`SourceError::Settings`] with all problems at once.
    pub fn from_toml(text: &str, name: &str) -> Result<Self, SourceError> {
        written::read(text).map_err(|problems| SourceError::Settings { name: name.to_owned(), problems })
    }

    /// What a cell of an item says, if it says anything.
    pub(super) fn answer(&self, item: &ItemId, cell: &str) -> Option<Answer> {
        let own = self.labels_of.get(item).and_then(|labels| labels.known(cell));
        own.or_else(|| self.labels.answer(cell))
    }
}
