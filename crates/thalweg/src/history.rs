//! Commits and releases as an organisation's changes and deployments.

use std::borrow::Cow;

use thalweg_dora::Definition;
use thalweg_dora::history::{Policy, Released, releases};
use thalweg_model::{
    Completeness, EventLog, IdError, Loaded, RecordKind, Reject, Service, Sources, local_date,
};
use thalweg_sources::{History, Organisation};

/// Makes deployments of the releases and changes of the commits that a folder holds, where it holds no deployments or changes itself.
///
/// A release is a deployment of one service, named as the organisation is; a commit is a change of the first release whose history
/// contains it, whatever the dates say. The first release carries the whole history until then: `policy` says whether that counts. The
/// folder is taken to hold every commit and every release between its first and its last, unless its `sources.toml` says otherwise.
/// Incidents are not known from a history, so nothing is said of failures.
///
/// [`Assessment`](crate::Assessment) does this by itself; call it to measure a history on your own.
///
/// ```
/// use thalweg::dora::{Definition, FirstDeployment, history::Policy, measure};
/// use thalweg::{model::{Tz, Window}, of_history, sources};
/// let read = sources::organisation("../../testdata/history".as_ref())?;     // `commits.csv` and `releases.csv`
/// let policy = Policy { first: FirstDeployment::Counted, ..Policy::default() };
/// let read = of_history(read, &policy)?;
/// let history = &read.value;
/// let march = Window::month(2026, 3, Tz::UTC)?;
/// let view = history.events.as_of(history.as_of.ok_or("no time")?).within(&march);
/// let lead_time = measure(&view, &Definition::default()).change_lead_time;
/// assert_eq!(lead_time.changes, 8);
/// println!("{:?} {:?}", lead_time.median, lead_time.p90);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`IdError`] where the organisation's name is no id.
pub fn of_history(read: Loaded<Organisation>, policy: &Policy) -> Result<Loaded<Organisation>, IdError> {
    if !is_told_by_history(&read.value) {
        return Ok(read);
    }
    let mut loaded = Loaded::clean(());
    let mut organisation = loaded.absorb(read);
    if organisation.events.incidents() > 0 {
        let reason = "incidents name deployments, and this folder has releases: they are not joined, so no failure is known";
        loaded.reject(Reject::part(None, reason));
    }
    let of = named(&organisation)?;
    let History { commits, touches, releases: tags } = &organisation.history;
    let delivered = loaded.absorb(releases(commits, touches, tags, &of, policy));
    let builder = delivered.into_builder().production(&organisation.production);
    let events: EventLog = loaded.absorb(builder.not_recorded(RecordKind::Incidents).build());
    organisation.sources = with(&organisation, &of);
    if !organisation.records.services.iter().any(|it| it.id == of.service) {
        let service = Service { id: of.service, active_from: None, active_to: None };
        organisation.records.services.push(service);
    }
    organisation.events = events;
    Ok(loaded.map(|()| organisation))
}

/// The same for whoever only lends what was read.
pub(crate) fn joined<'r>(
    read: &'r Loaded<Organisation>,
    definition: &Definition,
) -> Result<Cow<'r, Loaded<Organisation>>, IdError> {
    if !is_told_by_history(&read.value) {
        return Ok(Cow::Borrowed(read));
    }
    let policy = Policy { first: definition.rules().lead_time.first_deployment, ..Policy::default() };
    of_history(read.clone(), &policy).map(Cow::Owned)
}

fn is_told_by_history(organisation: &Organisation) -> bool {
    let events = &organisation.events;
    events.deployments() == 0 && events.changes() == 0 && !organisation.history.releases.is_empty()
}

fn named(organisation: &Organisation) -> Result<Released, IdError> {
    let environment = organisation.production.first().map_or("production", String::as_str);
    Ok(Released {
        repository: organisation.name.parse()?,
        service: organisation.name.parse()?,
        environment: environment.parse()?,
    })
}

/// What the sources say of themselves, and that a history holds everything from its first commit to its last.
fn with(organisation: &Organisation, of: &Released) -> Sources {
    let known = organisation.sources.stretches();
    let history = &organisation.history;
    let first = history.commits.iter().map(|it| it.committed_at);
    let first = first.chain(history.releases.iter().map(|it| it.released_at)).min();
    let day = |at| local_date(at, organisation.zone);
    let days = first.zip(organisation.as_of).map(|(first, last)| (day(first), day(last)));
    let own_services = organisation.records.services.iter().any(|it| it.id != of.service);
    let kinds = [RecordKind::Deployments, RecordKind::Changes, RecordKind::Services];
    let told =
        |kind| known.iter().any(|it| it.kind == kind) || (own_services && kind == RecordKind::Services);
    let stretch = |kind| {
        let (complete_from, complete_to) = days?;
        Some(Completeness { kind, complete_from, complete_to })
    };
    let added = kinds.into_iter().filter(|it| !told(*it)).filter_map(stretch);
    Sources::new(known.iter().copied().chain(added))
}
