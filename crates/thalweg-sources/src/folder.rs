//! A folder of an organisation's own files.

mod calendars;
mod open;
mod past;
mod refused;
mod settings;
mod shelf;

use std::path::Path;

use thalweg_model::answer::Answers;
use thalweg_model::{Duplicates, EventLog, Instant, Loaded, RecordKind, Records, Sources, Tz, midnight};

use crate::SourceError;
use crate::fault::{instead, shown};
use crate::format::Format;
use crate::gathered::Gathered;
use crate::history::History;
use crate::source::Source;
use crate::survey::{Mapping, RespondentKey, read_tidy, read_wide};
use crate::toml;
use calendars::Clock;
pub use past::history;
use settings::Settings;
use shelf::{File, Role};

/// A file that is handed over as it is, for the crate that reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawFile {
    /// Its name, from the folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What was read from one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRead {
    /// Its name, from the folder.
    pub name: String,
    /// The kind of its records, where they are of one kind.
    pub kind: Option<RecordKind>,
    /// How many records were taken from it, before duplicates were dropped and records checked against each other.
    pub taken: u64,
    /// How many of its records were refused while it was read.
    pub refused: u64,
}

/// Everything that a folder tells of an organisation.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its name; the folder's, where `sources.toml` gives none.
    pub name: String,
    /// The zone of its calendar; UTC, where `sources.toml` gives none.
    pub zone: Tz,
    /// The instant as of which the files tell; else the end of the last day that is declared
    /// complete, else the last event, commit or release, else `None`.
    pub as_of: Option<Instant>,
    /// The names of its production environments; `production` and `prod`, where `sources.toml` gives none.
    pub production: Vec<String>,
    /// Deployments, changes and incidents.
    pub events: EventLog,
    /// All other records.
    pub records: Records,
    /// The history of its repository, where it has one in plain records.
    pub history: History,
    /// The answers of its surveys.
    pub answers: Answers,
    /// What the files say of their own completeness; a kind of which records were refused is not complete.
    pub sources: Sources,
    /// CODEOWNERS, where there is one.
    pub codeowners: Option<RawFile>,
    /// `topology.toml`, `.yaml` or `.json`, where there is one.
    pub topology: Option<RawFile>,
    /// What was read, file by file, in the order of the names.
    pub files: Vec<FileRead>,
}

/// How a folder is read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The key under which respondents are hashed; made of the organisation's name where none is given.
    pub key: Option<RespondentKey>,
    /// What to do with two different deployments, changes or incidents of one id.
    pub duplicates: Duplicates,
}

/// Reads a folder of an organisation's files with the default options; see [`organisation_with`].
///
/// # Errors
/// As [`organisation_with`].
pub fn organisation(folder: &Path) -> Result<Loaded<Organisation>, SourceError> {
    organisation_with(folder, &Options::default())
}

/// Reads a folder of an organisation's files, whose names and formats are those of [`formats`](crate::formats).
///
/// Every file is optional. What is wrong with a record is among the rejects, with its file, line and field; records that
/// are right stay. A file of no known name is named there too.
///
/// ```no_run
/// let loaded = thalweg_sources::organisation("testdata/organisation".as_ref())?;
/// for reject in &loaded.rejects {
///     eprintln!("{reject}");
/// }
/// println!("{} deployments", loaded.value.events.deployments());
/// # Ok::<(), thalweg_sources::SourceError>(())
/// ```
///
/// # Errors
/// [`SourceError`] where the folder or a file in it cannot be read, where no file has a known name, or where
/// `sources.toml` is wrong.
pub fn organisation_with(folder: &Path, options: &Options) -> Result<Loaded<Organisation>, SourceError> {
    let files = shelf::files(folder)?;
    if !files.iter().any(|file| !matches!(file.role, Role::Unknown | Role::Aside)) {
        return Err(open::nothing_known(folder));
    }
    let settings = settings_of(&files)?;
    let name = settings.name.clone().unwrap_or_else(|| open::name_of(folder));
    let key = options.key.clone().unwrap_or_else(|| RespondentKey::of_name(&name));
    let mut reading = Reading::new(key, mapping_of(&files)?);
    for file in &files {
        reading.file(file)?;
    }
    reading.finish(name, settings, options)
}

fn settings_of(files: &[File]) -> Result<Settings, SourceError> {
    let Some(file) = files.iter().find(|file| file.role == Role::Settings) else {
        return Ok(Settings::default());
    };
    settings::read(&open::text(file)?, &file.name)
}

fn mapping_of(files: &[File]) -> Result<Mapping, SourceError> {
    let Some(file) = files.iter().find(|file| file.role == Role::Mapping) else {
        return Ok(Mapping::default());
    };
    Mapping::from_toml(&open::text(file)?, &file.name)
}

/// A folder while it is read.
struct Reading {
    key: RespondentKey,
    mapping: Mapping,
    gathered: Gathered,
    answers: Answers,
    codeowners: Option<RawFile>,
    topology: Option<RawFile>,
    calendars: Vec<File>,
    files: Vec<FileRead>,
    loaded: Loaded<()>,
}

impl Reading {
    fn new(key: RespondentKey, mapping: Mapping) -> Self {
        Self {
            key,
            mapping,
            gathered: Gathered::default(),
            answers: Answers::default(),
            codeowners: None,
            topology: None,
            calendars: Vec::new(),
            files: Vec::new(),
            loaded: Loaded::clean(()),
        }
    }

    fn file(&mut self, file: &File) -> Result<(), SourceError> {
        let mut source = Source::new(&file.name);
        let failed = |error| SourceError::unreadable(&file.name, error);
        let taken = match file.role {
            Role::Settings | Role::Mapping | Role::Aside => return Ok(()),
            Role::Codeowners => return self.keep(file, true),
            Role::Topology => return self.keep(file, false),
            Role::Calendar => {
                self.calendars.push(file.clone());
                return Ok(());
            }
            Role::Unknown => {
                source.note(0, shelf::unknown(&file.name));
                self.loaded.absorb(source.finish(()));
                return Ok(());
            }
            Role::Records(kind, format) => {
                self.gathered.read(kind, format, open::reader(file)?, &mut source).map_err(failed)?
            }
            Role::Forms => self.forms(file, &mut source)?,
            Role::Answers => {
                read_tidy(open::reader(file)?, &mut source, &self.key, &mut self.answers).map_err(failed)?
            }
            Role::WideAnswers => {
                let reader = open::reader(file)?;
                read_wide(reader, &mut source, &self.mapping, &self.key, &mut self.answers).map_err(failed)?
            }
        };
        self.count(file, taken, source);
        Ok(())
    }

    /// Reads a form, kind by kind.
    fn forms(&mut self, file: &File, source: &mut Source) -> Result<usize, SourceError> {
        let text = open::text(file)?;
        let kinds = toml::kinds(&text);
        if kinds.is_empty() {
            source.note(0, shelf::unfilled(&file.name));
        }
        let mut taken = 0;
        for kind in kinds {
            let read = self.gathered.read(kind, Format::Forms, text.as_bytes(), source);
            taken += read.map_err(|error| SourceError::unreadable(&file.name, error))?;
        }
        Ok(taken)
    }

    fn count(&mut self, file: &File, taken: usize, source: Source) {
        let kind = match file.role {
            Role::Records(kind, _) => Some(kind),
            Role::Answers | Role::WideAnswers => Some(RecordKind::Answers),
            Role::Calendar => Some(RecordKind::Meetings),
            _ => None,
        };
        let refused = source.refused();
        self.files.push(FileRead { name: file.name.clone(), kind, taken: taken as u64, refused });
        self.loaded.absorb(source.finish(()));
    }

    /// Keeps a file as it is; where there are several, the first counts and the others are named.
    fn keep(&mut self, file: &File, owners: bool) -> Result<(), SourceError> {
        let kept = if owners { &mut self.codeowners } else { &mut self.topology };
        match kept {
            Some(first) => {
                let mut source = Source::new(&file.name);
                source.note(0, format!("`{}` counts, this file was not read", first.name));
                self.loaded.absorb(source.finish(()));
            }
            None => *kept = Some(RawFile { name: file.name.clone(), bytes: open::bytes(file)? }),
        }
        Ok(())
    }

    fn finish(
        mut self,
        name: String,
        settings: Settings,
        options: &Options,
    ) -> Result<Loaded<Organisation>, SourceError> {
        let mut source = Source::new("the folder");
        self.gathered.references().tell(&mut source);
        let events = self.events(&settings, options, &mut source);
        let zone = settings.zone.unwrap_or(Tz::UTC);
        let history = self.gathered.history(&mut source);
        let told = settings.as_of.or_else(|| complete(&settings.sources, zone));
        let clock = Clock { zone, as_of: told.or_else(|| last(&events).max(history.last())) };
        if settings.as_of.is_none() {
            source.note(0, open::no_as_of(clock.as_of));
        }
        self.times(clock)?;
        let records = self.gathered.records(&mut source);
        unknown_waves(&self.answers, &records, &mut source);
        self.loaded.absorb(source.finish(()));
        let sources = refused::without_refused(&settings.sources, &self.files, &mut self.loaded);
        self.loaded.rejects.sort();
        self.files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(self.loaded.map(|()| Organisation {
            name,
            zone: clock.zone,
            as_of: clock.as_of,
            production: settings
                .production
                .unwrap_or_else(|| ["production", "prod"].map(str::to_owned).into()),
            events,
            records,
            history,
            answers: self.answers,
            sources,
            codeowners: self.codeowners,
            topology: self.topology,
            files: self.files,
        }))
    }

    /// The log of the events.
    fn events(&mut self, settings: &Settings, options: &Options, source: &mut Source) -> EventLog {
        let mut builder = self.gathered.builder(&settings.sources.kinds()).duplicates(options.duplicates);
        if let Some(names) = &settings.production {
            builder = builder.production(names);
        }
        let built = self.gathered.join(builder, source).build();
        self.loaded.absorb(built)
    }

    /// What needs to know the time: calendars, and rules by which meetings recur.
    fn times(&mut self, clock: Clock) -> Result<(), SourceError> {
        for file in std::mem::take(&mut self.calendars) {
            let mut source = Source::new(&file.name);
            let taken = calendars::read(&file, clock, &mut self.gathered, &mut source)?;
            self.count(&file, taken, source);
        }
        calendars::expand(&mut self.gathered, clock, &mut self.loaded);
        Ok(())
    }
}

/// Names the waves of answers that no record describes, where any is described.
fn unknown_waves(answers: &Answers, records: &Records, source: &mut Source) {
    let known = || records.survey_waves.iter().map(|wave| wave.id.as_str());
    for wave in
        answers.waves().filter(|wave| known().next().is_some() && !known().any(|id| id == wave.as_str()))
    {
        let near = instead(wave.as_str(), known());
        source.note(
            0,
            format!(
                "answers speak of wave `{}`, which is unknown or was refused{near}",
                shown(wave.as_str())
            ),
        );
    }
}

/// The end of the last day for which anything is complete.
fn complete(sources: &Sources, zone: Tz) -> Option<Instant> {
    let last = sources.stretches().iter().map(|stretch| stretch.complete_to).max()?;
    midnight(last.succ_opt()?, zone)
}

/// When the last event was.
fn last(events: &EventLog) -> Option<Instant> {
    events.span().map(|(_, last)| last)
}
