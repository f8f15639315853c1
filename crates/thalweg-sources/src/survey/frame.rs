//! From names of columns to what they hold.

use std::collections::BTreeMap;

use thalweg_model::answer::GroupPath;
use thalweg_model::{ItemId, WaveId};

use super::column::is_personal;
use super::dialect::Dialect;
use super::label::plain;
use super::mapping::{Given, Mapping};
use super::respondent::RespondentKey;
use super::sheets::{Owner, path};
use crate::fault::{Fault, shown};

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Respondent,
    Wave,
    Group,
    Item(ItemId),
    /// Data of persons; dropped.
    Personal,
    /// The product's own.
    Own,
    /// Nothing that the mapping asks for.
    Other,
    /// An item whose name is no id.
    Unnamed(String),
}

/// A mapping and the product whose columns it tells.
pub(super) struct Frame<'a> {
    pub(super) mapping: &'a Mapping,
    pub(super) dialect: Dialect,
    key: &'a RespondentKey,
    named: BTreeMap<String, Role>,
}

impl<'a> Frame<'a> {
    pub(super) fn new(mapping: &'a Mapping, dialect: Dialect, key: &'a RespondentKey) -> Self {
        let mut named: BTreeMap<String, Role> =
            dialect.own.iter().map(|own| (plain(own), Role::Own)).collect();
        named.extend(mapping.items.iter().map(|(column, item)| (plain(column), Role::Item(item.clone()))));
        if let Given::Column(column) = &mapping.group {
            named.insert(plain(column), Role::Group);
        }
        if let Given::Column(column) = &mapping.wave {
            named.insert(plain(column), Role::Wave);
        }
        let frame = Self { mapping, dialect, key, named: BTreeMap::new() };
        named.extend(frame.link().map(|column| (plain(column), Role::Respondent)));
        Self { named, ..frame }
    }

    /// The column that tells respondents apart.
    pub(super) fn link(&self) -> Option<&str> {
        self.mapping.respondent.as_deref().or(self.dialect.respondent)
    }

    /// What a column holds, by any of its headings: a code, and the text of its question.
    pub(super) fn role(&self, names: &[&str]) -> Role {
        let name = names.first().copied().unwrap_or_default();
        let known = names.iter().find_map(|name| self.named.get(&plain(name)));
        match known {
            Some(role) if *role != Role::Own => role.clone(),
            _ if is_personal(name) => Role::Personal,
            Some(role) => role.clone(),
            None if !self.mapping.items.is_empty() || name.is_empty() => Role::Other,
            None => {
                ItemId::new(innermost(name)).map_or_else(|error| Role::Unnamed(error.to_string()), Role::Item)
            }
        }
    }

    /// Whose sheet a response is.
    pub(super) fn owner(
        &self,
        person: &str,
        wave: Option<&str>,
        group: Option<&str>,
    ) -> Result<Owner, Fault> {
        if person.trim().is_empty() {
            return Err(Fault::in_field(shown(self.link().unwrap_or("respondent")), "the cell is empty"));
        }
        let wave = self.wave(wave.unwrap_or_default())?;
        let group = self.group(group.unwrap_or_default())?;
        Ok(Owner { wave, respondent: self.key.respondent(person), group })
    }

    fn wave(&self, cell: &str) -> Result<WaveId, Fault> {
        match &self.mapping.wave {
            Given::Always(wave) => Ok(wave.clone()),
            Given::Column(column) => {
                WaveId::new(cell.trim()).map_err(|error| Fault::in_field(shown(column), error.to_string()))
            }
        }
    }

    fn group(&self, cell: &str) -> Result<GroupPath, Fault> {
        match &self.mapping.group {
            Given::Always(path) => Ok(path.clone()),
            Given::Column(column) => {
                let mapped = self.mapping.groups.get(&plain(cell)).cloned();
                mapped.map_or_else(|| path(cell), Ok).map_err(|reason| Fault::in_field(shown(column), reason))
            }
        }
    }
}

/// The code of a question within another: `climate[trust]` asks for `trust`, and so does `climate.trust`.
fn innermost(name: &str) -> &str {
    let bracketed = name.strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
    bracketed.map_or(name, |(_, inner)| inner).trim()
}
