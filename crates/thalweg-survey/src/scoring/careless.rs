//! The whole organisation without careless sheets: a second look, beside the scores of all (survey.md section 2).

use std::collections::{BTreeMap, BTreeSet};

use thalweg_model::answer::Respondent;
use thalweg_model::{Basis, ConstructId, Entity, Gap, Quantity, Reading, Unit};

use super::result::WithoutCareless;
use super::setting::Setting;
use crate::answered::ItemAnswers;
use crate::careless::{CarelessRules, Screening};
use crate::columns::Columns;
use crate::confidentiality::{Census, Ledger, ReleasePlan, Statistic};
use crate::error::Problems;
use crate::instrument::Construct;
use crate::reliability::{Alpha, Missing, alpha};
use crate::table::Table;

/// Plans the release of the others as a group of its own, and gives their scores where it may be shown. `census` holds
/// everybody in the one group of the whole, `sheets` the respondents row by row.
pub(super) fn without(
    columns: &Columns,
    sheets: impl Iterator<Item = Respondent>,
    census: Census,
    rules: CarelessRules,
    (ledger, setting): (&mut Ledger, &Setting),
) -> Result<WithoutCareless, Problems> {
    // Times of answering do not stand in answer sheets; the other signs do.
    let flagged = Screening::of(columns, None).map(|it| it.flagged(&rules)).unwrap_or_default();
    let seen: BTreeSet<Respondent> = sheets.zip(&flagged).filter(|it| *it.1).map(|it| it.0).collect();
    let plan = ledger.release(&census.without(&seen), &setting.confidentiality)?;
    let kept = columns.kept(&flagged.iter().map(|it| !it).collect::<Vec<_>>())?;
    let count = seen.len() as u64;
    Ok(WithoutCareless {
        rules,
        flagged: plan.release(Statistic::Means, &Entity::Organisation, || count),
        scores: scores(&kept, &plan, setting),
        reliability: reliability(&kept, &plan, setting.judgement.level),
    })
}

fn scores(kept: &Columns, plan: &ReleasePlan, setting: &Setting) -> BTreeMap<ConstructId, Reading> {
    let table = Table::of(kept, setting.threads);
    let score = |construct: &Construct| {
        let reading = || mean(kept, &table, construct);
        (construct.id.clone(), plan.reading(Statistic::Means, &Entity::Organisation, reading))
    };
    kept.instrument().constructs().iter().map(score).collect()
}

/// The mean score of all rows in the unit of the construct; none for scores that count people.
fn mean(kept: &Columns, table: &Table, construct: &Construct) -> Reading {
    let cell = table.union(construct.id.as_str(), 0..kept.groups());
    let line =
        kept.instrument().scale_of(construct).and_then(|it| construct.score.line(it, construct.items.len()));
    let basis = Basis::of(cell.as_ref().map_or(0, |it| it.scored())).under(kept.instrument().stamp());
    let mean = cell.and_then(|it| it.mean()).zip(line);
    let value = mean.and_then(|(mean, (slope, start))| Quantity::new(slope * mean + start, Unit::Score));
    match value {
        Some(value) => Reading::known(value, basis),
        None => Reading::unknown(Gap::Undefined, basis),
    }
}

fn reliability(kept: &Columns, plan: &ReleasePlan, level: f64) -> BTreeMap<ConstructId, Alpha> {
    let shown = plan.shows(Statistic::Spreads, &Entity::Organisation);
    let constructs = kept.instrument().constructs().iter().filter(|_| shown);
    let found = constructs.filter_map(|construct| {
        let answers = ItemAnswers::of(kept, construct.id.as_str(), |_| true)?;
        Some((construct.id.clone(), alpha(&answers, Missing::Listwise, level).ok()?))
    });
    found.collect()
}
