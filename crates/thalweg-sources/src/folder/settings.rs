//! `sources.toml`: what a folder says of itself. It is a definition: what is wrong in it stops the reading.

use chrono::NaiveDate;
use serde::Deserialize;
use thalweg_model::{Completeness, Instant, RecordKind, Sources, Tz};

use crate::SourceError;
use crate::fault::{Fault, shown};
use crate::lines::LineIndex;
use crate::zone;

/// What the folder says of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Settings {
    pub(super) name: Option<String>,
    pub(super) zone: Option<Tz>,
    pub(super) as_of: Option<Instant>,
    pub(super) production: Option<Vec<String>>,
    pub(super) sources: Sources,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: Option<String>,
    zone: Option<String>,
    as_of: Option<::toml::Value>,
    production: Option<Vec<String>>,
    #[serde(default)]
    complete: Vec<Stretch>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stretch {
    kind: ::toml::Spanned<String>,
    complete_from: ::toml::Spanned<::toml::Value>,
    complete_to: ::toml::Spanned<::toml::Value>,
}

/// Reads the settings; all problems at once.
pub(super) fn read(text: &str, name: &str) -> Result<Settings, SourceError> {
    let lines = LineIndex::new(text);
    let wrong = |problems| SourceError::Settings { name: name.to_owned(), problems };
    let written = written(text, &lines).map_err(|problem| wrong(vec![problem]))?;
    let mut problems = Vec::new();
    let mut keep = |problem: String| problems.push(problem);
    let zone =
        written.zone.and_then(|typed| zone::named(&typed).map_err(|why| keep(format!("zone: {why}"))).ok());
    let as_of =
        written.as_of.and_then(|typed| instant(&typed).map_err(|why| keep(format!("as_of: {why}"))).ok());
    let stretches = written.complete.iter().filter_map(|one| stretch(one, &lines).map_err(&mut keep).ok());
    let sources = Sources::new(stretches.collect::<Vec<_>>());
    if written.production.as_ref().is_some_and(Vec::is_empty) {
        keep("production: name at least one environment, or leave the line out".to_owned());
    }
    let settings = Settings { name: written.name, zone, as_of, production: written.production, sources };
    if problems.is_empty() { Ok(settings) } else { Err(wrong(problems)) }
}

fn written(text: &str, lines: &LineIndex) -> Result<Written, String> {
    let mut track = serde_path_to_error::Track::new();
    let parsed = ::toml::Deserializer::parse(text);
    let read = parsed
        .and_then(|toml| Written::deserialize(serde_path_to_error::Deserializer::new(toml, &mut track)));
    read.map_err(|error| {
        let fault = Fault::at(&track.path().to_string(), error.message().trim());
        let line = error.span().map_or(0, |span| lines.of(span.start));
        let field = fault.field.map_or_else(String::new, |field| format!("`{field}`: "));
        format!("line {line}: {field}{}", fault.reason)
    })
}

/// A date or an instant, quoted or as TOML's own.
fn plain(value: &::toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn instant(value: &::toml::Value) -> Result<Instant, String> {
    plain(value).parse().map_err(|error: thalweg_model::InstantError| error.to_string())
}

fn stretch(written: &Stretch, lines: &LineIndex) -> Result<Completeness, String> {
    let line = lines.of(written.kind.span().start);
    let typed = written.kind.get_ref();
    let kind = RecordKind::named(typed).ok_or_else(|| {
        let near = crate::fault::instead(typed, RecordKind::ALL.iter().map(|kind| kind.name()));
        format!("line {line}: there is no kind of record `{}`{near}", shown(typed))
    })?;
    let day = |value: &::toml::Spanned<::toml::Value>| {
        let text = plain(value.get_ref());
        let line = lines.of(value.span().start);
        text.parse::<NaiveDate>()
            .map_err(|_| format!("line {line}: `{}` is no date: write it as `2026-03-01`", shown(&text)))
    };
    let (complete_from, complete_to) = (day(&written.complete_from)?, day(&written.complete_to)?);
    if complete_to < complete_from {
        return Err(format!(
            "line {line}: `complete_to` {complete_to} comes before `complete_from` {complete_from}"
        ));
    }
    Ok(Completeness { kind, complete_from, complete_to })
}
