//! From the file to the checked instrument: every problem is noted, and only an instrument without one comes out.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::{ConstructId, IdError, InstrumentId, ItemId, nearest};

use super::file::{ConstructFile, File, ItemFile, ScaleFile};
use super::rule::{MAX_ITEMS, MissingRule, ScoreRule};
use super::scale::{Key, Labels, Scale};
use super::{Construct, Edition, Instrument, Item, Source, Wording};
use crate::error::{Problems, SurveyError};

pub(super) fn checked(file: File) -> Result<Instrument, Problems> {
    let mut check = Check::default();
    let id = check.id(InstrumentId::new(&file.id), "instrument");
    let scales = check.scales(&file.scales);
    let items = check.items(&file.items, file.wording, &scales);
    let constructs = check.constructs(&file.constructs, &items);
    check.cover(&items, &constructs);
    let comparable_with = check.editions(&file.comparable_with);
    check.provenance(&file);
    Problems::none_or(check.problems)?;
    let id = id.ok_or_else(|| SurveyError::Absent { place: "the file".into(), what: "id" })?;
    Ok(Instrument {
        edition: Edition { id, version: file.version },
        title: file.title,
        frame: file.frame,
        recall: file.recall,
        validated: file.validated,
        derived_from: file.derived_from,
        comparable_with,
        source: Source { citation: file.source.citation, url: file.source.url },
        text_licence: file.text_licence,
        items,
        constructs,
    })
}

#[derive(Default)]
struct Check {
    problems: Vec<SurveyError>,
}

impl Check {
    fn note(&mut self, problem: SurveyError) {
        self.problems.push(problem);
    }

    fn id<T>(&mut self, id: Result<T, IdError>, place: &str) -> Option<T> {
        id.map_err(|reason| self.note(SurveyError::BadId { place: place.to_owned(), reason })).ok()
    }

    fn absent(&mut self, place: impl Into<String>, what: &'static str, when: bool) {
        if when {
            self.note(SurveyError::Absent { place: place.into(), what });
        }
    }

    fn scales(&mut self, scales: &BTreeMap<String, ScaleFile>) -> BTreeMap<String, Option<(Scale, Labels)>> {
        scales.iter().map(|(name, file)| (name.clone(), self.scale(name, file))).collect()
    }

    fn scale(&mut self, name: &str, file: &ScaleFile) -> Option<(Scale, Labels)> {
        let place = format!("scale `{name}`");
        let Some(scale) = Scale::new(file.min, file.max) else {
            self.note(SurveyError::BadScale { place, min: file.min, max: file.max });
            return None;
        };
        let mut seen: BTreeSet<&str> = file.na_labels.keys().map(String::as_str).collect();
        let mut anchors = BTreeMap::new();
        for (point, label) in &file.anchors {
            match point.parse::<i32>() {
                Ok(value) if scale.contains(value) && seen.insert(label) => {
                    anchors.insert(value, label.clone());
                }
                _ => self.note(SurveyError::BadAnchor { place: place.clone(), anchor: label.clone() }),
            }
        }
        Some((scale, Labels { anchors, absences: file.na_labels.clone() }))
    }

    fn items(
        &mut self,
        files: &[ItemFile],
        wording: Wording,
        scales: &BTreeMap<String, Option<(Scale, Labels)>>,
    ) -> Vec<Item> {
        self.absent("the instrument", "items", files.is_empty());
        let mut seen = BTreeSet::new();
        let mut items = Vec::with_capacity(files.len());
        for file in files {
            if !seen.insert(file.id.as_str()) {
                self.note(SurveyError::Twice { place: "the instrument".into(), name: file.id.clone() });
            } else if let Some(item) = self.item(file, wording, scales) {
                items.push(item);
            }
        }
        items
    }

    fn item(
        &mut self,
        file: &ItemFile,
        wording: Wording,
        scales: &BTreeMap<String, Option<(Scale, Labels)>>,
    ) -> Option<Item> {
        let place = format!("item `{}`", file.id);
        self.absent(&place, "text", file.text.is_none() && wording != Wording::KeyOnly);
        let key = self.key(file);
        let id = self.id(ItemId::new(&file.id), &place);
        let Some(found) = scales.get(&file.scale) else {
            self.undeclared(&place, &file.scale, scales.keys().map(String::as_str));
            return None;
        };
        let (scale, labels) = found.clone()?;
        Some(Item { id: id?, text: file.text.clone(), wording, key: key?, scale, labels })
    }

    fn key(&mut self, file: &ItemFile) -> Option<Key> {
        match file.key {
            1 => Some(Key::Forward),
            -1 => Some(Key::Reversed),
            key => {
                self.note(SurveyError::BadKey { item: file.id.clone(), key });
                None
            }
        }
    }

    fn undeclared<'a>(&mut self, place: &str, name: &str, declared: impl Iterator<Item = &'a str>) {
        let nearest = nearest(name, declared).map(str::to_owned);
        self.note(SurveyError::Undeclared { place: place.to_owned(), name: name.to_owned(), nearest });
    }

    fn constructs(&mut self, files: &[ConstructFile], items: &[Item]) -> Vec<Construct> {
        self.absent("the instrument", "constructs", files.is_empty());
        let mut seen = BTreeSet::new();
        let mut constructs = Vec::with_capacity(files.len());
        for file in files {
            if !seen.insert(file.id.as_str()) {
                self.note(SurveyError::Twice { place: "the instrument".into(), name: file.id.clone() });
            } else if let Some(construct) = self.construct(file, files, items) {
                constructs.push(construct);
            }
        }
        constructs
    }

    fn construct(
        &mut self,
        file: &ConstructFile,
        all: &[ConstructFile],
        items: &[Item],
    ) -> Option<Construct> {
        let place = format!("construct `{}`", file.id);
        let names = self.members(file, all, &place);
        self.absent(&place, "items", names.is_empty());
        let members = self.named_items(&place, &names, items);
        self.same_scale(&file.id, &members);
        self.rules(file, &members);
        let id = self.id(ConstructId::new(&file.id), &place)?;
        let subscales = file.subscales.iter().filter_map(|name| ConstructId::new(name).ok()).collect();
        Some(Construct {
            id,
            items: members.iter().map(|item| item.id.clone()).collect(),
            subscales,
            polarity: file.polarity,
            score: file.score,
            missing: file.missing,
            minimum_items: file.minimum_items,
        })
    }

    /// The construct's own items, or those of its subscales, which have no subscales themselves.
    fn members(&mut self, file: &ConstructFile, all: &[ConstructFile], place: &str) -> Vec<String> {
        let mut names = file.items.clone();
        for name in &file.subscales {
            match all.iter().find(|other| other.id == *name && other.subscales.is_empty()) {
                Some(subscale) => names.extend(subscale.items.iter().cloned()),
                None => self.undeclared(place, name, all.iter().map(|other| other.id.as_str())),
            }
        }
        names
    }

    fn named_items<'a>(&mut self, place: &str, names: &[String], items: &'a [Item]) -> Vec<&'a Item> {
        let mut seen = BTreeSet::new();
        let mut members = Vec::with_capacity(names.len());
        for name in names {
            if !seen.insert(name) {
                self.note(SurveyError::Twice { place: place.to_owned(), name: name.clone() });
            } else if let Some(item) = items.iter().find(|item| item.id.as_str() == name) {
                members.push(item);
            } else {
                self.undeclared(place, name, items.iter().map(|item| item.id.as_str()));
            }
        }
        members
    }

    fn same_scale(&mut self, construct: &str, members: &[&Item]) {
        let first = members.first().map(|item| item.scale);
        if let Some(item) = members.iter().find(|item| Some(item.scale) != first) {
            let (construct, item) = (construct.to_owned(), item.id.to_string());
            self.note(SurveyError::MixedScales { construct, item });
        }
    }

    fn rules(&mut self, file: &ConstructFile, members: &[&Item]) {
        let mut bad = |rule: String| {
            self.problems.push(SurveyError::BadRule { construct: file.id.clone(), rule });
        };
        let count = members.len();
        let need = file.missing.need(count).max(usize::from(file.minimum_items));
        if count > MAX_ITEMS {
            bad(format!("{count} items are more than the {} that are summed", MAX_ITEMS));
        }
        if need > count && count > 0 {
            bad(format!("{need} answers are needed of {count} items"));
        }
        if let MissingRule::AtLeastFraction { of, whole } = file.missing
            && (of == 0 || of > whole)
        {
            bad(format!("{of}/{whole} is no share of the items"));
        }
        match file.score {
            ScoreRule::Range { low, high } if !(low.is_finite() && high.is_finite() && low < high) => {
                bad(format!("a range from {low} to {high} does not rise"));
            }
            ScoreRule::PromoterBalance if !promoters(members) => {
                bad("a promoter balance needs one item on a scale from 0 to 10".to_owned());
            }
            _ => {}
        }
    }

    fn cover(&mut self, items: &[Item], constructs: &[Construct]) {
        let used: BTreeSet<&ItemId> = constructs.iter().flat_map(|construct| &construct.items).collect();
        for item in items.iter().filter(|item| !used.contains(&item.id)) {
            self.note(SurveyError::Unscored { item: item.id.to_string() });
        }
    }

    fn editions(&mut self, references: &[String]) -> BTreeSet<Edition> {
        references.iter().filter_map(|reference| self.edition(reference)).collect()
    }

    fn edition(&mut self, reference: &str) -> Option<Edition> {
        let parsed = reference.rsplit_once('@').and_then(|(id, version)| {
            Some(Edition { id: InstrumentId::new(id).ok()?, version: version.parse().ok()? })
        });
        if parsed.is_none() {
            self.note(SurveyError::BadReference { reference: reference.to_owned() });
        }
        parsed
    }

    fn provenance(&mut self, file: &File) {
        self.absent("the instrument", "title", file.title.trim().is_empty());
        self.absent("the source", "citation", file.source.citation.trim().is_empty());
        if file.text_licence.is_none() && file.items.iter().any(|item| item.text.is_some()) {
            self.note(SurveyError::NoLicence);
        }
    }
}

/// Whether promoters and detractors can be told apart.
fn promoters(members: &[&Item]) -> bool {
    matches!(members, [item] if Scale::new(0, 10) == Some(item.scale) && item.key == Key::Forward)
}
