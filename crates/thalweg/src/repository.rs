//! A git repository as an organisation of one service: what its tags, commits and CODEOWNERS tell.

use std::collections::BTreeSet;

use thalweg_dora::history::{Policy, Released, releases};
use thalweg_model::answer::Answers;
use thalweg_model::{Completeness, IdError, Loaded, RecordKind, Records, Service, Sources, Tz, local_date};
use thalweg_sources::Organisation;
use thalweg_sources::git::Repository;

/// What a repository tells, in the form in which a folder of records is told, so that it can be assessed alike.
///
/// Tags are deployments, and commits are changes of the first release whose history contains them. What git cannot know (incidents, surveys,
/// meetings) is not recorded, and every verdict that needs it stays unknown and says so.
///
/// # Errors
/// [`IdError`] where the repository's name is no id.
pub fn of_repository(read: Loaded<Repository>) -> Result<Loaded<Organisation>, IdError> {
    let mut loaded = Loaded::clean(());
    let repository = loaded.absorb(read);
    let of = Released {
        repository: repository.name.parse()?,
        service: repository.name.parse()?,
        environment: "production".parse()?,
    };
    let policy = Policy { bots: repository.bots.clone(), ..Policy::default() };
    let delivered =
        loaded.absorb(releases(&repository.history.commits, &repository.history.releases, &of, &policy));
    let builder = delivered.into_builder().production(["production"]).not_recorded(RecordKind::Incidents);
    let events = loaded.absorb(builder.build());
    let service = Service { id: of.service, active_from: None, active_to: None };
    let organisation = Organisation {
        name: repository.name.clone(),
        zone: Tz::UTC,
        as_of: repository.last,
        production: vec!["production".to_owned()],
        events,
        records: Records { services: vec![service], ..Records::default() },
        sources: complete(&repository),
        history: repository.history,
        answers: Answers::default(),
        codeowners: repository.codeowners,
        topology: None,
        files: Vec::new(),
    };
    Ok(loaded.map(|()| organisation))
}

/// A repository holds every release and every commit from its first to its last.
fn complete(repository: &Repository) -> Sources {
    let first = repository.history.commits.iter().map(|it| it.committed_at).min();
    let stretch = |kind| {
        let (first, last) = first.zip(repository.last)?;
        let day = |at| local_date(at, Tz::UTC);
        Some(Completeness { kind, complete_from: day(first), complete_to: day(last) })
    };
    let kinds: BTreeSet<RecordKind> =
        [RecordKind::Deployments, RecordKind::Changes, RecordKind::Services].into();
    Sources::new(kinds.into_iter().filter_map(stretch))
}
