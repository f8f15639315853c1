//! A playbook: sections, items and criteria with their parameters, checked when it is loaded.

use std::num::NonZeroUsize;
use std::sync::{Arc, LazyLock};

use thalweg_model::{Catalog, Entity, Evidence};

use crate::assess::assess;
use crate::custom::Check;
use crate::error::{PlaybookError, PlaybookErrors};
use crate::ledger::Ledger;
use crate::load::load;
use crate::outcome::{Evaluation, ParameterChange};
use crate::plan::{Criterion, Node, Plan, Rule};
use crate::verdict::Level;

/// A built-in text as a plan. A test loads each of them; without that test a broken one would be an empty playbook.
static LEADERSHIP: LazyLock<Option<Plan>> = LazyLock::new(|| load(Playbook::LEADERSHIP_FOR_FLOW, None).ok());
static TEAM: LazyLock<Option<Plan>> = LazyLock::new(|| load(Playbook::TEAM_FLOW, None).ok());

/// A playbook that was checked, ready to judge.
#[derive(Clone, Debug)]
pub struct Playbook {
    plan: Plan,
    changed: Vec<ParameterChange>,
}

impl Playbook {
    /// The text of the built-in playbook `leadership-for-flow`, to read, copy and change.
    pub const LEADERSHIP_FOR_FLOW: &str = include_str!("../playbooks/leadership-for-flow.toml");

    /// The text of the built-in playbook `team-flow`, to read, copy and change.
    pub const TEAM_FLOW: &str = include_str!("../playbooks/team-flow.toml");

    /// The built-in playbook `leadership-for-flow`, for an organisation.
    ///
    /// ```
    /// use thalweg_model::{Evidence, Tz, Window};
    /// use thalweg_playbook::{Playbook, Verdict};
    /// let quarter = Window::quarter(2026, 3, 1, Tz::UTC)?;
    /// let evaluation = Playbook::leadership_for_flow().evaluate(&Evidence::new(quarter, quarter.end()));
    /// let held = evaluation.get("C1.held").expect("it is one of the criteria");
    /// assert_eq!(held.verdict, Verdict::Unknown, "no log is no failure");
    /// assert_eq!(held.missing[0].supply, "meetings");
    /// # Ok::<(), thalweg_model::WindowError>(())
    /// ```
    #[must_use]
    pub fn leadership_for_flow() -> Self {
        Self::built_in(&LEADERSHIP)
    }

    /// The built-in playbook `team-flow`, for a team.
    #[must_use]
    pub fn team_flow() -> Self {
        Self::built_in(&TEAM)
    }

    fn built_in(plan: &LazyLock<Option<Plan>>) -> Self {
        Self { plan: (**plan).clone().unwrap_or_else(Plan::empty), changed: Vec::new() }
    }

    /// Reads a playbook and checks it against the catalog of metrics.
    ///
    /// # Errors
    /// [`PlaybookErrors`] with every fault, its line and, where a name is mistyped, the nearest one.
    ///
    /// ```
    /// use thalweg_model::Catalog;
    /// use thalweg_playbook::Playbook;
    /// let text = r#"
    /// id = "mine"
    /// title = "Mine"
    /// version = 1
    /// judges = "organisation"
    ///
    /// [[section]]
    /// id = "R"
    /// title = "Rhythm"
    /// clause = "1"
    ///
    /// [[section.criterion]]
    /// id = "R.held"
    /// title = "A flow review in every month"
    /// clause = "1"
    /// fix = "Hold one."
    /// rule.each_month = { says = "had one", rule.count = { of = { records = "meeting", noun = "reviews" }, needs.at_least = 1 } }
    /// "#;
    /// let faults = Playbook::from_toml(text, &Catalog::default()).expect_err("`meeting` is mistyped");
    /// assert!(faults.to_string().contains("line 17: `R.held` names the records `meeting`, which there is not; did you mean `meetings`?"));
    /// assert!(Playbook::from_toml(&text.replace("\"meeting\"", "\"meetings\""), &Catalog::default()).is_ok());
    /// ```
    pub fn from_toml(text: &str, catalog: &Catalog) -> Result<Self, PlaybookErrors> {
        let plan = load(text, Some(catalog))?;
        let changed = changed_parameters(&plan);
        Ok(Self { plan, changed })
    }

    /// The same playbook with what a catalog says of the classes of metrics (outcome, output, activity, effort).
    ///
    /// A playbook that was read with a catalog knows them already.
    #[must_use]
    pub fn with_catalog(mut self, catalog: &Catalog) -> Self {
        self.plan.measures.learn(catalog);
        self
    }

    /// The same playbook with a check of one's own in an item or section.
    ///
    /// # Errors
    /// [`PlaybookErrors`] where there is no such item or section, or the check's id is taken.
    pub fn with_check(mut self, within: &str, check: Arc<dyn Check>) -> Result<Self, PlaybookErrors> {
        let id = check.id().to_owned();
        let place = self.plan.nodes.iter().position(|it| it.id == within && it.level != Level::Criterion);
        let Some(place) = place else {
            let names =
                self.plan.nodes.iter().filter(|it| it.level != Level::Criterion).map(|it| it.id.as_str());
            let nearest = thalweg_model::nearest(within, names).map(str::to_owned);
            let (what, name) = ("item or section", within.to_owned());
            return Err(PlaybookErrors::new([PlaybookError::Unknown {
                line: 0,
                item: id,
                what,
                name,
                nearest,
            }]));
        };
        if self.plan.nodes.iter().any(|it| it.id == id) {
            return Err(PlaybookErrors::new([PlaybookError::Twice { line: 0, id }]));
        }
        self.plan.add(place, check);
        Ok(self)
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.plan.id
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.plan.title
    }

    /// The version.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.plan.version
    }

    /// Whether it is made to judge teams rather than the whole organisation.
    #[must_use]
    pub const fn judges_teams(&self) -> bool {
        self.plan.judges_teams
    }

    /// The criteria with the clause that each comes from, in the playbook's order.
    pub fn criteria(&self) -> impl Iterator<Item = (&str, &str)> {
        let criteria = self.plan.nodes.iter().filter(|it| it.level == Level::Criterion);
        criteria.map(|it| (it.id.as_str(), it.clause.as_str()))
    }

    /// Judges the whole organisation. Linear in the records; the same evidence gives the same bytes.
    pub fn evaluate(&self, evidence: &Evidence) -> Evaluation {
        self.evaluate_entity(evidence, &Entity::Organisation)
    }

    /// Judges one entity.
    pub fn evaluate_entity(&self, evidence: &Evidence, subject: &Entity) -> Evaluation {
        assess(&self.plan, &Ledger::new(evidence), subject, &self.changed)
    }

    /// Judges many entities over records that are indexed once, on so many threads; the order and the bytes of the
    /// evaluations do not depend on the threads.
    #[must_use]
    pub fn evaluate_each(
        &self,
        evidence: &Evidence,
        subjects: &[Entity],
        threads: NonZeroUsize,
    ) -> Vec<Evaluation> {
        let ledger = Ledger::new(evidence);
        let some = |part: &[Entity]| -> Vec<Evaluation> {
            part.iter().map(|subject| assess(&self.plan, &ledger, subject, &self.changed)).collect()
        };
        if threads.get() == 1 || subjects.len() < 2 {
            return some(subjects);
        }
        let parts = subjects.chunks(subjects.len().div_ceil(threads.get()).max(1));
        std::thread::scope(|scope| {
            let running: Vec<_> = parts.map(|part| scope.spawn(|| some(part))).collect();
            running.into_iter().flat_map(|it| it.join().unwrap_or_default()).collect()
        })
    }
}

/// The parameters that differ from the built-in playbook of the same id.
fn changed_parameters(plan: &Plan) -> Vec<ParameterChange> {
    let built_in = [&LEADERSHIP, &TEAM].into_iter().filter_map(|it| it.as_ref()).find(|it| it.id == plan.id);
    let Some(built_in) = built_in else { return Vec::new() };
    let of =
        |plan: &Plan, id: &str| plan.parameters.iter().find(|it| it.id == id).map(|it| (it.value, it.unit));
    let ids: std::collections::BTreeSet<&str> =
        plan.parameters.iter().chain(&built_in.parameters).map(|it| it.id.as_str()).collect();
    let changed = ids.into_iter().filter_map(|id| {
        let (there, here) = (of(built_in, id), of(plan, id));
        let unit = here.or(there)?.1.name().to_owned();
        let (built_in, now) = (there.map(|it| it.0), here.map(|it| it.0));
        (there != here).then(|| ParameterChange { id: id.to_owned(), built_in, here: now, unit })
    });
    changed.collect()
}

impl Plan {
    /// A playbook that asks for nothing.
    fn empty() -> Self {
        Self {
            id: String::new(),
            title: String::new(),
            version: 0,
            hash: String::new(),
            judges_teams: false,
            parameters: Vec::new(),
            measures: crate::plan::Measures::default(),
            nodes: Vec::new(),
            roots: Vec::new(),
            order: Vec::new(),
        }
    }

    /// Adds a check of one's own below an item or section.
    fn add(&mut self, within: usize, check: Arc<dyn Check>) {
        let place = self.nodes.len();
        let mut node = Node {
            id: check.id().to_owned(),
            title: check.title().to_owned(),
            clause: check.clause().to_owned(),
            level: Level::Criterion,
            parts: Vec::new(),
            takes: Vec::new(),
            criterion: None,
        };
        let fix = check.fix().to_owned();
        let (notes, parameters) = (Vec::new(), Vec::new());
        node.criterion = Some(Criterion { fix, applies: None, rule: Rule::Own(check), notes, parameters });
        self.nodes.push(node);
        if let Some(node) = self.nodes.get_mut(within) {
            node.parts.push(place);
        }
        // A leaf comes before everything and closes no circle.
        self.order.insert(0, place);
        self.stamp();
    }
}
