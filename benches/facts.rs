//! Columns as the records of a stream.

use thalweg::dora::live::Fact;
use thalweg::dora::table::Columns;

/// Every record, kind by kind: deployments, changes, incidents. Changes and incidents are numbered each for themselves.
pub fn facts<'a>(columns: &'a Columns<'a>) -> impl Iterator<Item = Fact> + 'a {
    let d = &columns.deployments;
    let rows = d.ids.iter().zip(d.services).zip(d.groups).zip(d.finished_at).zip(d.marks);
    let deployments = rows.map(|((((id, service), group), at), marks)| Fact::Deployment {
        id: *id,
        service: *service,
        group: *group,
        finished_at: *at,
        marks: *marks,
    });
    let changes = (1..).zip(columns.changes.deployments).zip(columns.changes.committed_at);
    let changes = changes.map(|((id, of), at)| Fact::Change { id, deployment: *of, committed_at: *at });
    let incidents = (1..).zip(columns.incidents.deployments).zip(columns.incidents.restored_at);
    let incidents = incidents.map(|((id, of), at)| Fact::Incident { id, deployment: *of, restored_at: *at });
    deployments.chain(changes).chain(incidents)
}
