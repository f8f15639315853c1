//! The service files of OpsLevel, Cortex and Compass: name, owner, tier, lifecycle, dependencies.

mod compass;
mod cortex;
mod opslevel;

use thalweg_model::{PersonId, RecordId, ServiceId, TeamId};

use super::blank;
use super::extra::Extra;
use super::gather::Gather;
use super::pick::Pick;
use crate::document::{Ownership, Service};
use crate::format::{Node, Value, shown};

pub use compass::compass;
pub use cortex::cortex;
pub use opslevel::opslevel;

/// What a service file says, whichever tool wrote it.
struct Told<'n> {
    tool: &'static str,
    /// Where the tool has the id.
    id_field: &'static str,
    id: Option<&'n str>,
    name: Option<&'n str>,
    teams: Vec<&'n str>,
    people: Vec<&'n str>,
    tier: Option<String>,
    lifecycle: Option<&'n str>,
    domain: Option<&'n str>,
    dependencies: Vec<&'n str>,
    /// Tables with the fields of them that are told above or need no keeping.
    rest: Vec<(Option<&'n Node>, &'static [&'static str])>,
}

impl<'n> Told<'n> {
    const fn by(tool: &'static str, id_field: &'static str) -> Self {
        Self {
            tool,
            id_field,
            id: None,
            name: None,
            teams: Vec::new(),
            people: Vec::new(),
            tier: None,
            lifecycle: None,
            domain: None,
            dependencies: Vec::new(),
            rest: Vec::new(),
        }
    }

    fn extra(&self, fields: &'static [&'static str]) -> Extra {
        let mut extra = Extra::new(self.tool, fields);
        if let Some(tier) = &self.tier {
            extra.put("tier", tier.as_str());
        }
        if let Some(lifecycle) = self.lifecycle {
            extra.put("lifecycle", lifecycle);
        }
        if !self.dependencies.is_empty() {
            extra.put("dependsOn", self.dependencies.clone());
        }
        for (node, used) in &self.rest {
            extra.rest(*node, used);
        }
        extra
    }
}

/// A text or a number as text.
fn scalar(node: &Node, names: &[&str]) -> Option<String> {
    match &node.at(names)?.value {
        Value::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The texts of a list whose items are texts, or tables that hold one under a name; others are noted.
fn named<'n>(gather: &mut Gather, node: &'n Node, names: &[&str], name: &str) -> Vec<&'n str> {
    let field = names.join(".");
    let mut texts = Vec::new();
    for it in node.items(names) {
        match it.text(&[]).or_else(|| it.text(&[name])) {
            Some(text) => texts.push(text),
            None => gather.leave_out(it, &field, format!("{} names nothing: write its `{name}`", it.what())),
        }
    }
    texts
}

fn keep(gather: &mut Gather, node: &Node, told: &Told<'_>) {
    let Some(id) = told.id else {
        return gather.refuse(node, format!("it has no id: write its `{}`", told.id_field));
    };
    let Some(id) = gather.id(node, ServiceId::new(id)) else { return };
    let mut service = blank::service(id.clone());
    service.name = told.name.map(str::to_owned);
    service.domain = told.domain.and_then(|it| gather.part(node, "domain", RecordId::new(it)));
    service.extra = told.extra(Service::FIELDS).done();
    gather.document().services.push(service);
    owned(gather, node, told, |record| record.service = Some(id.clone()));
}

fn owned(gather: &mut Gather, node: &Node, told: &Told<'_>, what: impl Fn(&mut Ownership)) {
    for owner in &told.teams {
        let mut record = blank::ownership();
        what(&mut record);
        record.team = gather.part(node, "owner", TeamId::new(owner));
        gather.document().ownership.extend(record.team.is_some().then_some(record));
    }
    for owner in &told.people {
        let mut record = blank::ownership();
        what(&mut record);
        record.person = gather.part(node, "owner", PersonId::new(owner));
        gather.document().ownership.extend(record.person.is_some().then_some(record));
    }
}

/// Notes the fields of a table that the tool's documentation does not have.
fn unknown(gather: &mut Gather, node: &Node, known: &[&str]) {
    for (name, value) in super::extra::others(Some(node), known) {
        gather.not_understood(value, &shown(name));
    }
}
