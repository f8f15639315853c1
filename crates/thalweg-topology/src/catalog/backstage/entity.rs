//! An entity and what every kind of it has.

use std::collections::BTreeMap;

use super::TOOL;
use crate::catalog::extra::{Extra, left, others};
use crate::catalog::gather::Gather;
use crate::catalog::pick::Pick;
use crate::catalog::reference::{DEFAULT_NAMESPACE, Reference};
use crate::catalog::unfetched::placeholder;
use crate::format::{Node, Value, shown};

/// An entity by its reference.
pub(super) struct Entity<'n> {
    pub(super) node: &'n Node,
    pub(super) me: Reference,
}

/// Relations without a word in the topology, with the kind that a reference has where it names none.
const RELATIONS: [(&str, Option<&str>); 8] = [
    ("children", Some("group")),
    ("dependsOn", None),
    ("dependencyOf", None),
    ("providesApis", Some("api")),
    ("consumesApis", Some("api")),
    ("implementsApis", Some("api")),
    ("subcomponentOf", Some("component")),
    ("subdomainOf", Some("domain")),
];

/// What the catalog's API calls the relation of a field of `spec`, and the kind at its other end where there are several.
const TYPES: [(&str, &str, Option<&str>); 12] = [
    ("owner", "ownedBy", None),
    ("parent", "childOf", None),
    ("children", "parentOf", None),
    ("members", "hasMember", None),
    ("memberOf", "memberOf", None),
    ("system", "partOf", Some("system")),
    ("domain", "partOf", Some("domain")),
    ("subcomponentOf", "partOf", Some("component")),
    ("dependsOn", "dependsOn", None),
    ("dependencyOf", "dependencyOf", None),
    ("providesApis", "providesApi", None),
    ("consumesApis", "consumesApi", None),
];

/// The fields that the format has beside those read: they are kept, and nothing has to be said of them.
const PLAIN: [(&str, &[&str]); 3] = [
    ("", &["apiVersion", "kind", "metadata", "spec", "relations", "status"]),
    (
        "metadata",
        &[
            "name",
            "namespace",
            "title",
            "description",
            "labels",
            "annotations",
            "tags",
            "links",
            "uid",
            "etag",
            "generation",
        ],
    ),
    ("spec", &["type", "lifecycle", "definition"]),
];

impl<'n> Entity<'n> {
    pub(super) fn of(node: &'n Node, gather: &mut Gather) -> Option<Self> {
        let Some(kind) = node.text(&["kind"]) else {
            gather.refuse(node, "an entity needs a `kind`, such as `Component`");
            return None;
        };
        let Some(name) = node.text(&["metadata", "name"]) else {
            gather.refuse(node, "an entity needs a `metadata.name`");
            return None;
        };
        let namespace = node.text(&["metadata", "namespace"]).unwrap_or(DEFAULT_NAMESPACE);
        let me = Reference::new(kind, namespace, name);
        Some(Self { node, me })
    }

    pub(super) fn title(&self) -> Option<String> {
        self.node.text(&["metadata", "title"]).map(str::to_owned)
    }

    /// The references of a field, those that cannot be read noted.
    pub(super) fn references(&self, field: &str, kind: Option<&str>, gather: &mut Gather) -> Vec<Reference> {
        let related = self.related(field, gather);
        if !related.is_empty() {
            return related;
        }
        let items = self.node.items(&["spec", field]).iter();
        items.filter_map(|it| self.reference_at(it, &format!("spec.{field}"), kind, gather)).collect()
    }

    pub(super) fn reference(&self, field: &str, kind: &str, gather: &mut Gather) -> Option<Reference> {
        let mut all = self.references(field, Some(kind), gather).into_iter();
        let first = all.next();
        for further in all {
            gather.leave_out(
                self.node,
                &format!("spec.{field}"),
                format!("`{}` is a further one", shown(&further.to_string())),
            );
        }
        first
    }

    /// What the API says of a field, which decides where it does.
    fn related(&self, field: &str, gather: &mut Gather) -> Vec<Reference> {
        let Some((_, name, end)) = TYPES.iter().find(|(it, ..)| *it == field) else { return Vec::new() };
        let of_type = self.node.items(&["relations"]).iter().filter(|it| it.text(&["type"]) == Some(name));
        let targets = of_type.filter_map(|it| it.at(&["targetRef"]).or_else(|| it.at(&["target"])));
        let read = targets.filter_map(|it| self.reference_at(it, "relations", None, gather));
        read.filter(|it| end.is_none_or(|end| it.kind == end)).collect()
    }

    /// A reference as a text, or as a table of its parts.
    fn reference_at(
        &self,
        node: &Node,
        field: &str,
        kind: Option<&str>,
        gather: &mut Gather,
    ) -> Option<Reference> {
        let text = match &node.value {
            Value::Null => return None,
            Value::Text(text) => text.clone(),
            Value::Map(_) if placeholder(node) => return None,
            Value::Map(_) => {
                let part = |name: &str, end: &str| node.text(&[name]).map(|it| format!("{it}{end}"));
                [part("kind", ":"), part("namespace", "/"), part("name", "")].into_iter().flatten().collect()
            }
            _ => {
                gather.leave_out(node, field, format!("{} is no reference", node.what()));
                return None;
            }
        };
        gather.part(node, field, Reference::parse(&text, kind, &self.me.namespace))
    }

    /// What the entity says beside the fields of `spec` that are understood.
    pub(super) fn extra(
        &self,
        understood: &[&str],
        fields: &'static [&'static str],
        gather: &mut Gather,
    ) -> BTreeMap<String, serde_json::Value> {
        let mut extra = Extra::new(TOOL, fields);
        if self.me.kind != "group" {
            extra.put("kind", self.me.kind.as_str());
        }
        for (field, kind) in RELATIONS.iter().filter(|(field, _)| !understood.contains(field)) {
            let listed: Vec<String> =
                self.references(field, *kind, gather).iter().map(ToString::to_string).collect();
            if !listed.is_empty() {
                extra.put(field, listed);
            }
        }
        let related = RELATIONS.map(|(field, _)| field);
        let used: Vec<&str> = understood.iter().copied().chain(related).collect();
        extra.rest(self.node.at(&["spec"]), &used);
        for (part, node, used) in [
            ("metadata", self.node.at(&["metadata"]), &["name", "namespace", "title"][..]),
            ("entity", Some(self.node), &["kind", "metadata", "spec"][..]),
        ] {
            left(node, used).into_iter().for_each(|it| extra.put(part, it));
        }
        self.unknown(&used, gather);
        extra.done()
    }

    /// Notes the fields that the format does not have.
    fn unknown(&self, understood: &[&str], gather: &mut Gather) {
        for (part, plain) in PLAIN {
            let node = if part.is_empty() { Some(self.node) } else { self.node.at(&[part]) };
            let known: Vec<&str> =
                understood.iter().filter(|_| part == "spec").chain(plain).copied().collect();
            for (name, value) in others(node, &known) {
                let shown = shown(name);
                let field = if part.is_empty() { shown } else { format!("{part}.{shown}") };
                gather.not_understood(value, &field);
            }
        }
    }
}
