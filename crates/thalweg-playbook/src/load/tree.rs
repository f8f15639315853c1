//! The tree: sections, items and criteria under their ids.

use std::fmt::Write as _;

use super::Loader;
use super::limits::impossible;
use crate::error::PlaybookError;
use crate::form::{CriterionForm, Frame, MeasureForm, Name, NoteForm, ParameterForm};
use crate::plan::{Criterion, Measure, Measures, Node, Note, Parameter, Pattern, Plan, Rule};
use crate::verdict::Level;

/// What is in the tree before the rules are resolved.
struct Draft<'f> {
    node: Node,
    line: usize,
    form: Option<&'f CriterionForm>,
}

impl Loader<'_> {
    pub(super) fn plan(&mut self, frame: &Frame) -> Plan {
        self.item.clone_from(&frame.id);
        self.read_parameters(frame);
        let measures = self.measures(&frame.measure);
        let judges_teams = self.judges(&frame.judges);
        let (drafts, roots) = self.drafts(frame);
        let lines: Vec<usize> = drafts.iter().map(|it| it.line).collect();
        let nodes: Vec<Node> = drafts.into_iter().map(|draft| self.resolved(draft)).collect();
        let order = self.order(&nodes, &lines);
        let mut plan = Plan {
            id: frame.id.clone(),
            title: frame.title.clone(),
            version: frame.version,
            hash: String::new(),
            judges_teams,
            parameters: std::mem::take(&mut self.parameters),
            measures,
            nodes,
            roots,
            order,
        };
        plan.stamp();
        plan
    }

    /// Every section, item and criterion in the order of the text, and the places of the sections.
    fn drafts<'f>(&mut self, frame: &'f Frame) -> (Vec<Draft<'f>>, Vec<usize>) {
        let mut drafts = Vec::new();
        let mut roots = Vec::new();
        for section in &frame.section {
            let mut parts = self.criteria(&mut drafts, &section.criterion);
            for item in &section.item {
                let below = self.criteria(&mut drafts, &item.criterion);
                let heading = (&item.id, item.title.as_str(), item.clause.as_str());
                parts.push(self.place(&mut drafts, heading, Level::Item, below, None));
            }
            let heading = (&section.id, section.title.as_str(), section.clause.as_str());
            roots.push(self.place(&mut drafts, heading, Level::Section, parts, None));
        }
        (drafts, roots)
    }

    /// The order in which verdicts follow from each other; a circle is a fault.
    fn order(&mut self, nodes: &[Node], lines: &[usize]) -> Vec<usize> {
        Plan::ordered(nodes).unwrap_or_else(|circle| {
            let named = circle.iter().filter_map(|it| Some(nodes.get(*it)?.id.clone())).collect();
            let line = circle.first().and_then(|it| lines.get(*it)).copied().unwrap_or(1);
            self.circle(named, line);
            Vec::new()
        })
    }

    fn criteria<'f>(&mut self, drafts: &mut Vec<Draft<'f>>, forms: &'f [CriterionForm]) -> Vec<usize> {
        let place = |form: &'f CriterionForm| {
            self.place(
                drafts,
                (&form.id, &form.title, &form.clause),
                Level::Criterion,
                Vec::new(),
                Some(form),
            )
        };
        forms.iter().map(place).collect()
    }

    fn place<'f>(
        &mut self,
        drafts: &mut Vec<Draft<'f>>,
        (id, title, clause): (&Name, &str, &str),
        level: Level,
        parts: Vec<usize>,
        form: Option<&'f CriterionForm>,
    ) -> usize {
        let (place, line) = (drafts.len(), self.lines.line(id.offset()));
        if self.nodes.insert(id.get().clone(), place).is_some() {
            self.faults.push(PlaybookError::Twice { line, id: id.get().clone() });
        }
        let (id, title, clause) = (id.get().clone(), title.to_owned(), clause.to_owned());
        let node = Node { id, title, clause, level, parts, takes: Vec::new(), criterion: None };
        drafts.push(Draft { node, line, form });
        place
    }

    fn resolved(&mut self, draft: Draft<'_>) -> Node {
        let Draft { mut node, line, form } = draft;
        self.item.clone_from(&node.id);
        self.line = line;
        (self.used, self.takes) = (Vec::new(), Vec::new());
        node.criterion = form.and_then(|form| self.criterion(form));
        node.takes = std::mem::take(&mut self.takes);
        node
    }

    fn criterion(&mut self, form: &CriterionForm) -> Option<Criterion> {
        let applies = form.applies.as_ref().map(|it| self.rule(it));
        let rule = self.rule(&form.rule);
        let notes: Vec<Option<Note>> = form.notes.iter().map(|it| self.note(it)).collect();
        let applies: Option<Rule> = match applies {
            Some(rule) => Some(rule?),
            None => None,
        };
        Some(Criterion {
            fix: form.fix.clone(),
            applies,
            rule: rule?,
            notes: notes.into_iter().collect::<Option<_>>()?,
            parameters: std::mem::take(&mut self.used),
        })
    }

    fn note(&mut self, form: &NoteForm) -> Option<Note> {
        let of = self.selection(&form.of)?;
        let that = self.test(of.table, &form.that)?;
        Some(Note { of, that, says: form.says.clone() })
    }

    fn judges(&mut self, name: &Name) -> bool {
        match name.get().as_str() {
            "organisation" => false,
            "team" => true,
            other => {
                let nearest = thalweg_model::nearest(other, ["organisation", "team"]).map(str::to_owned);
                self.unknown::<()>("subject", name, nearest.as_deref());
                false
            }
        }
    }

    fn read_parameters(&mut self, frame: &Frame) {
        for (id, form) in &frame.parameters {
            let ParameterForm { value, unit, reason, source } = form;
            let line = self.lines.line(value.offset());
            if let Some(why) = impossible(*value.get(), *unit) {
                let value = value.get().to_string();
                self.faults.push(PlaybookError::Impossible { line, item: id.clone(), value, why });
            }
            if reason.trim().is_empty() || source.trim().is_empty() {
                let message = "a threshold needs a reason and a source".to_owned();
                self.faults.push(PlaybookError::Shape { line, item: id.clone(), message });
            }
            self.places.insert(id.clone(), self.parameters.len());
            let (reason, source) = (reason.clone(), source.clone());
            self.parameters.push(Parameter {
                id: id.clone(),
                value: *value.get(),
                unit: *unit,
                reason,
                source,
            });
        }
    }

    fn measures(&mut self, forms: &[MeasureForm]) -> Measures {
        let mut measures = Measures::default();
        if let Some(catalog) = self.catalog {
            measures.learn(catalog);
        }
        for form in forms {
            let Some(class) = self.class(&form.class) else { continue };
            if let Some(metric) = &form.metric {
                let pattern = Pattern::of(metric.get());
                let counter = form.counter.iter().map(|it| Pattern::of(it)).collect();
                measures.metrics.push(Measure { pattern, class, theme: form.theme.clone(), counter });
            }
            if let Some(unit) = form.unit {
                measures.units.insert(unit.name(), class);
            }
        }
        measures
    }
}

impl Plan {
    /// Stamps the plan with a hash of all that it says (FNV-1a, 64 bits).
    pub(crate) fn stamp(&mut self) {
        let mut text = String::new();
        let said = (&self.id, self.version, self.judges_teams, &self.parameters, &self.nodes);
        let measures = (&self.measures.metrics, &self.measures.units);
        // Writing to a string cannot fail.
        let _ = write!(text, "{said:?}{measures:?}");
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        self.hash = format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, step));
    }
}
