//! From an organisation's records to evidence, verdicts and reviews: the wiring of all pillars, once.
//!
//! It computes no number of its own. Every step is a call that an embedder can make as well; the sources of this module show which.

mod calendar;
mod delivery;
mod error;
mod ownership;
mod people;
mod streams;

use thalweg_dora::Definition;
use thalweg_model::{Catalog, Entity, Evidence, Instant, Loaded, Records, TeamId, Window};
use thalweg_playbook::{Evaluation, Playbook};
use thalweg_review::{AllHands, Asset, Constraint, FlowReview, Intake, Parts, RenderError, StrategyReview};
use thalweg_sources::Organisation;
use thalweg_topology::Topology;

pub use error::AssessmentError;

use crate::history::joined;
use calendar::Calendar;

/// How many months of every metric are computed.
const MONTHS: usize = 24;

/// What an assessment may be asked to do otherwise.
#[derive(Clone, Debug)]
pub struct Choices {
    /// The month to review; the latest complete one where none is given.
    pub month: Option<Window>,
    /// What the delivery metrics mean.
    pub definition: Definition,
    /// The playbook that judges the organisation.
    pub playbook: Playbook,
    /// The playbook that judges each team.
    pub team_playbook: Playbook,
}

impl Default for Choices {
    /// The latest complete month, the definition of dora.md, and the built-in playbooks.
    fn default() -> Self {
        let catalog = crate::catalog();
        Self {
            month: None,
            definition: Definition::default(),
            playbook: Playbook::leadership_for_flow().with_catalog(&catalog),
            team_playbook: Playbook::team_flow().with_catalog(&catalog),
        }
    }
}

/// The evidence of an organisation, judged, and ready to be written up.
///
/// ```no_run
/// use thalweg::{Assessment, sources};
/// let read = sources::organisation("testdata/organisation".as_ref())?;
/// let assessment = Assessment::of(&read)?;
/// println!("{}", assessment.flow_review().to_markdown()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Assessment {
    organisation: String,
    month: Window,
    catalog: Catalog,
    topology: Topology,
    evidence: Evidence,
    evaluation: Evaluation,
    teams: Vec<(TeamId, Evaluation)>,
    constraints: Vec<Constraint>,
    intake: Intake,
}

impl Assessment {
    /// Assesses what was read of an organisation, in its latest complete month and quarter.
    ///
    /// Where it was read from commits and releases alone, these are its changes and deployments ([`of_history`](crate::of_history)).
    ///
    /// # Errors
    /// [`AssessmentError`] where nothing says as of when, or the organisation's own topology file is wrong. What is merely missing is a gap.
    pub fn of(read: &Loaded<Organisation>) -> Result<Self, AssessmentError> {
        Self::with(read, &Choices::default())
    }

    /// Assesses what was read of an organisation, as chosen.
    ///
    /// # Errors
    /// As [`Assessment::of`], and for a month that has not begun.
    pub fn with(read: &Loaded<Organisation>, choices: &Choices) -> Result<Self, AssessmentError> {
        let read = joined(read, &choices.definition)?;
        let organisation = &read.value;
        let as_of = organisation.as_of.ok_or(AssessmentError::NoInstant)?;
        let calendar = Calendar::of(choices.month, as_of, organisation.zone)?;
        let mut rejects = Loaded { value: (), rejects: read.rejects.clone(), unlisted: read.unlisted };
        let topology = rejects.absorb(ownership::topology(organisation)?);
        let (evidence, constraints, notes) =
            evidence(organisation, &topology, &calendar, &choices.definition);
        let intake = Intake::new(counted(organisation), &rejects.rejects, rejects.unlisted);
        Ok(Self {
            organisation: organisation.name.clone(),
            month: calendar.month,
            catalog: crate::catalog(),
            evaluation: choices.playbook.evaluate(&evidence),
            teams: teams(&evidence, &topology, as_of, &choices.team_playbook),
            intake: notes.into_iter().fold(intake, Intake::noting),
            topology,
            evidence,
            constraints,
        })
    }

    /// The same assessment with a note for the readers of its reviews.
    pub fn noting(mut self, note: impl Into<String>) -> Self {
        self.intake = self.intake.noting(note);
        self
    }

    /// The month under review.
    #[must_use]
    pub const fn month(&self) -> &Window {
        &self.month
    }

    /// All readings and records.
    #[must_use]
    pub const fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// The topology that says who owned what when.
    #[must_use]
    pub const fn topology(&self) -> &Topology {
        &self.topology
    }

    /// The playbook's verdicts on the organisation.
    pub const fn evaluation(&self) -> &Evaluation {
        &self.evaluation
    }

    /// The team playbook's verdicts, team by team in the order of their ids.
    pub fn teams(&self) -> &[(TeamId, Evaluation)] {
        &self.teams
    }

    /// The monthly flow review.
    pub fn flow_review(&self) -> FlowReview {
        let parts = Parts {
            organisation: &self.organisation,
            teams: &self.teams,
            constraints: &self.constraints,
            intake: self.intake.clone(),
        };
        FlowReview::new(&self.month, &self.evidence, &self.catalog, &self.evaluation, parts)
    }

    /// The quarterly strategy review.
    pub fn strategy_review(&self) -> StrategyReview {
        let intake = self.intake.clone();
        StrategyReview::new(&self.organisation, &self.evidence, &self.catalog, &self.evaluation, intake)
    }

    /// The digest for an all-hands, over the month under review.
    pub fn all_hands(&self) -> AllHands {
        AllHands::new(&self.organisation, &self.month, &self.evidence, self.intake.clone())
    }

    /// A form to fill in for the month after the one under review, with what is known in it.
    ///
    /// # Errors
    /// [`RenderError`] where the template fails; no data makes it fail.
    pub fn form(&self, asset: Asset) -> Result<String, RenderError> {
        asset.prefilled(&self.month.next().unwrap_or(self.month), &self.evidence, &self.catalog)
    }
}

/// All pillars joined: the evidence, the constraints of the streams, and what a reader has to know.
fn evidence(
    organisation: &Organisation,
    topology: &Topology,
    calendar: &Calendar,
    definition: &Definition,
) -> (Evidence, Vec<Constraint>, Vec<String>) {
    let (metric_status, sources) = delivery::status(organisation, calendar, definition);
    let records = Records { metric_status, ..organisation.records.clone() };
    let empty = Evidence::new(calendar.period, calendar.as_of).with_records(records, sources);
    let delivered = delivery::delivery(empty, organisation, topology, calendar, MONTHS, definition);
    let (heard, notes) = people::people(delivered, organisation, calendar);
    let owned = ownership::ownership(heard, organisation, topology, calendar, MONTHS);
    let (mapped, constraints) = streams::streams(owned, organisation, calendar, MONTHS);
    (mapped, constraints, notes)
}

/// Every team that exists, judged by the playbook for teams.
fn teams(
    evidence: &Evidence,
    topology: &Topology,
    at: Instant,
    playbook: &Playbook,
) -> Vec<(TeamId, Evaluation)> {
    let ids: std::collections::BTreeSet<TeamId> = topology.teams(at).map(|it| it.id.clone()).collect();
    let judged = |id: TeamId| (id.clone(), playbook.evaluate_entity(evidence, &Entity::Team(id)));
    ids.into_iter().map(judged).collect()
}

/// How many records were read, by file.
fn counted(organisation: &Organisation) -> Vec<(String, usize)> {
    let count = |taken: u64| usize::try_from(taken).unwrap_or(usize::MAX);
    organisation.files.iter().map(|it| (it.name.clone(), count(it.taken))).collect()
}
