//! Random organisations with people, teams, spans across teams, waves and reorganisations; and everything that a reader
//! ever gets to see of them.

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::answer::Respondent;
use thalweg_model::{Entity, GroupId, ItemId, PersonId, TeamId, WaveId};
use thalweg_survey::confidentiality::{Answered, Belonging, Census, ReleasePlan, Statistic};

use crate::chance::Chance;

/// Everybody's place, and which items each answered.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) places: Vec<Belonging>,
    pub(crate) answered: Vec<BTreeSet<usize>>,
}

pub(crate) fn respondent(at: usize) -> Respondent {
    let mut hash = [0; 16];
    hash[..8].copy_from_slice(&(at as u64).to_be_bytes());
    Respondent::of_hash(hash)
}

pub(crate) fn item(at: usize) -> ItemId {
    ItemId::new(format!("item_{at}")).unwrap()
}

pub(crate) fn wave(at: usize) -> WaveId {
    WaveId::new(format!("wave-{at}")).unwrap()
}

pub(crate) fn team(at: u64) -> Entity {
    Entity::Team(TeamId::new(format!("t{at}")).unwrap())
}

pub(crate) fn department(at: u64) -> Entity {
    Entity::Group(GroupId::new(format!("org/d{at}")).unwrap())
}

pub(crate) fn span(at: u64) -> Entity {
    Entity::Span(PersonId::new(format!("m{at}")).unwrap())
}

impl World {
    /// People in teams of departments; one in three teams' people are spread over spans, and some skip items.
    pub(crate) fn random(chance: &mut Chance, people: usize, items: usize, partial: u64) -> Self {
        let mut world = Self { places: Vec::new(), answered: Vec::new() };
        for _ in 0..people {
            world.answered.push(answered(chance, items, partial));
            world.places.push(Belonging::default());
        }
        world.reorganise(chance);
        world
    }

    /// New teams, departments and spans for most; who answered what stays.
    pub(crate) fn reorganise(&mut self, chance: &mut Chance) {
        let teams = chance.within(2, 6);
        let spans = chance.within(1, 5);
        let usual: Vec<u64> = (0..teams).map(|_| chance.below(spans)).collect();
        for place in &mut self.places {
            if !place.path.is_empty() && chance.percent(60) {
                continue;
            }
            let at = chance.below(teams);
            let manager = if chance.percent(80) { usual[at as usize] } else { chance.below(spans) };
            // The number of teams is part of the name: a team is in one department.
            let path = vec![Entity::Organisation, department(at % 2), team(at)];
            *place = Belonging { path, slices: vec![span(manager)] };
            if chance.percent(10) {
                place.slices.clear();
            }
        }
    }

    /// The whole as one group, without some of the people.
    pub(crate) fn whole_without(&self, chance: &mut Chance, wave_at: usize, items: &[usize]) -> Census {
        let mut census = Census::of_answers(wave(wave_at), items.iter().map(|at| item(*at)));
        let left_out = chance.within(0, 50);
        let whole = Belonging { path: vec![Entity::Organisation], slices: vec![] };
        for (at, answered) in self.answered.iter().enumerate() {
            let answered = answered.iter().map(|at| item(*at)).collect();
            if !chance.percent(left_out) {
                census.add(respondent(at), &whole, &Answered::Only(answered));
            }
        }
        census
    }

    pub(crate) fn census(&self, wave_at: usize, items: &[usize]) -> Census {
        let mut census = Census::of_answers(wave(wave_at), items.iter().map(|at| item(*at)));
        for (at, (place, answered)) in self.places.iter().zip(&self.answered).enumerate() {
            let answered = answered.iter().map(|at| item(*at)).collect();
            census.add(respondent(at), place, &Answered::Only(answered));
        }
        census
    }
}

fn answered(chance: &mut Chance, items: usize, partial: u64) -> BTreeSet<usize> {
    let skips = chance.percent(partial);
    (0..items).filter(|_| !skips || chance.percent(60)).collect()
}

/// The reader's notes: by wave, item and what the statistic reveals, the groups whose sums were published.
#[derive(Default)]
pub(crate) struct Notes {
    people: usize,
    pub(crate) rows: BTreeMap<(usize, usize, Statistic), Vec<Vec<u64>>>,
}

impl Notes {
    pub(crate) fn of(people: usize) -> Self {
        Self { people, rows: BTreeMap::new() }
    }

    /// Takes down every group that a plan shows, item by item, with those who answered the item at the time.
    pub(crate) fn take(&mut self, plan: &ReleasePlan, world: &World, wave_at: usize, items: &[usize]) {
        for kind in [Statistic::Means, Statistic::Spreads, Statistic::Distributions] {
            let shown: Vec<&Entity> = plan.shown(kind).collect();
            for entity in shown {
                self.row(plan.members(entity).unwrap(), world, wave_at, items, kind);
                if let (Statistic::Means, Some(others)) = (kind, plan.others(entity)) {
                    self.row(others, world, wave_at, items, kind);
                }
            }
        }
    }

    fn row(
        &mut self,
        group: &BTreeSet<Respondent>,
        world: &World,
        wave_at: usize,
        items: &[usize],
        kind: Statistic,
    ) {
        for at in items {
            let row = (0..self.people)
                .map(|it| u64::from(group.contains(&respondent(it)) && world.answered[it].contains(at)))
                .collect();
            self.rows.entry((wave_at, *at, kind)).or_default().push(row);
        }
    }
}
