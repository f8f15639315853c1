//! A git repository as an organisation of one service: what its tags, commits and CODEOWNERS tell.

use thalweg_dora::history::Policy;
use thalweg_model::answer::Answers;
use thalweg_model::{EventLog, IdError, Loaded, Records, Sources, Tz};
use thalweg_sources::Organisation;
use thalweg_sources::git::Repository;

use crate::of_history;

/// What a repository tells, in the form in which a folder of records is told, so that it can be assessed alike.
///
/// Tags are deployments, and commits are changes of the first release whose history contains them. What git cannot know (incidents, surveys,
/// meetings) is not recorded, and every verdict that needs it stays unknown and says so.
///
/// # Errors
/// [`IdError`] where the repository's name is no id.
pub fn of_repository(read: Loaded<Repository>) -> Result<Loaded<Organisation>, IdError> {
    let policy = Policy { bots: read.value.bots.clone(), ..Policy::default() };
    let organisation = |repository: Repository| Organisation {
        name: repository.name,
        zone: Tz::UTC,
        as_of: repository.last,
        production: vec!["production".to_owned()],
        events: EventLog::builder().build().value,
        records: Records::default(),
        sources: Sources::default(),
        history: repository.history,
        answers: Answers::default(),
        codeowners: repository.codeowners,
        topology: None,
        files: Vec::new(),
    };
    of_history(read.map(organisation), &policy)
}
