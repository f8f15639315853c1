//! Rules of a criterion.

use thalweg_model::{MetricId, Unit, nearest};

use super::Loader;
use crate::error::PlaybookError;
use crate::form::{
    About, BoundValue, Bounds, ChangeForm, CountForm, EachForm, EveryForm, MetricForm, Name, Placed,
    RateChangeForm, RatioForm, RuleForm, ShareChangeForm, ShareForm,
};
use crate::plan::{Change, Count, Each, Every, MetricRule, RateChange, Ratio, Rule, Share, ShareChange};
use crate::table::Kind;

impl Loader<'_> {
    pub(super) fn rule(&mut self, form: &RuleForm) -> Option<Rule> {
        match form {
            RuleForm::All(rules) => self.rules(rules).map(Rule::All),
            RuleForm::Any(rules) => self.rules(rules).map(Rule::Any),
            RuleForm::Not(rule) => self.rule(rule).map(|it| Rule::Not(Box::new(it))),
            RuleForm::Verdicts(names) => self.verdicts(names).map(Rule::Verdicts),
            RuleForm::Every(form) => self.every(form).map(Rule::Every),
            RuleForm::Share(form) => self.share(form).map(Rule::Share),
            RuleForm::Count(form) => self.count(form).map(Rule::Count),
            RuleForm::EachMonth(form) => self.each(form).map(Rule::EachMonth),
            RuleForm::EachValue(form) if form.values.is_empty() => {
                self.misshapen("`each_value` needs `values`")
            }
            RuleForm::EachValue(form) => self.each(form).map(Rule::EachValue),
            RuleForm::Ratio(form) => self.ratio(form).map(Rule::Ratio),
            RuleForm::Change(form) => self.change(form).map(Rule::Change),
            RuleForm::ShareChange(form) => self.share_change(form).map(Rule::ShareChange),
            RuleForm::RateChange(form) => self.rate_change(form).map(Rule::RateChange),
            RuleForm::Metric(form) => self.metric(form, false).map(Rule::Metric),
            RuleForm::Cel(text) => self.cel(text),
            RuleForm::NotApplicable(why) => Some(Rule::NotApplicable(why.clone())),
        }
    }

    fn rules(&mut self, forms: &[RuleForm]) -> Option<Vec<Rule>> {
        if forms.is_empty() {
            return self.misshapen("`all` and `any` of nothing says nothing");
        }
        let rules: Vec<Option<Rule>> = forms.iter().map(|it| self.rule(it)).collect();
        rules.into_iter().collect()
    }

    #[cfg(feature = "cel")]
    fn cel(&mut self, text: &Placed<String>) -> Option<Rule> {
        match crate::cel::Expression::new(text.get()) {
            Ok(expression) => Some(Rule::Cel(expression)),
            Err(fault) => self.misshapen(format!("line {}: {fault}", self.lines.line(text.offset()))),
        }
    }

    #[cfg(not(feature = "cel"))]
    fn cel(&mut self, text: &Placed<String>) -> Option<Rule> {
        let line = self.lines.line(text.offset());
        self.misshapen(format!("line {line}: a CEL expression needs the feature `cel`"))
    }

    fn verdicts(&mut self, names: &[Name]) -> Option<Vec<usize>> {
        let places: Vec<Option<usize>> = names.iter().map(|name| self.check(name)).collect();
        let places: Vec<usize> = places.into_iter().collect::<Option<_>>()?;
        self.takes.extend(&places);
        if places.is_empty() { self.misshapen("`verdicts` of nothing says nothing") } else { Some(places) }
    }

    fn check(&mut self, name: &Name) -> Option<usize> {
        if let Some(place) = self.nodes.get(name.get()) {
            return Some(*place);
        }
        let known = nearest(name.get(), self.nodes.keys().map(String::as_str)).map(str::to_owned);
        self.unknown("check", name, known.as_deref())
    }

    fn every(&mut self, form: &EveryForm) -> Option<Every> {
        let of = self.selection(&form.of)?;
        let that = self.test(of.table, &form.that)?;
        let (says, one) = (form.says.clone(), of_one(form.one.as_ref(), &form.says));
        Some(Every { of, that, says, one, none: form.none })
    }

    fn share(&mut self, form: &ShareForm) -> Option<Share> {
        let of = self.selection(&form.of)?;
        let that = self.test(of.table, &form.that);
        let weight = match &form.weight {
            Some(name) => Some(self.asked(of.table, name, Kind::is_number, "a number")?),
            None => None,
        };
        let needs = self.limits(&form.needs, &[Unit::Share])?;
        let (says, one) = (form.says.clone(), of_one(form.one.as_ref(), &form.says));
        Some(Share { of, that: that?, says, one, weight, needs, none: form.none })
    }

    fn count(&mut self, form: &CountForm) -> Option<Count> {
        let of = self.selection(&form.of);
        let needs = self.limits(&form.needs, &[Unit::Count]);
        let of = of?;
        let distinct = match &form.distinct {
            Some(name) => Some(self.field(of.table, name)?.0),
            None => None,
        };
        Some(Count { of, distinct, needs: needs? })
    }

    fn each(&mut self, form: &EachForm) -> Option<Each> {
        let rule = self.rule(&form.rule);
        let needs = match &form.needs {
            Some(needs) => Some(self.limits(needs, &[Unit::Share])?),
            None => None,
        };
        let (values, noun, says) = (form.values.clone(), form.noun.clone(), form.says.clone());
        let nouns = form.nouns.clone().unwrap_or_else(|| format!("{noun}s"));
        Some(Each { values, noun, nouns, rule: Box::new(rule?), says, needs })
    }

    fn ratio(&mut self, form: &RatioForm) -> Option<Ratio> {
        let of = self.selection(&form.of)?;
        let sum = self.asked(of.table, &form.sum, Kind::is_number, "a number");
        let over = self.asked(of.table, &form.over, Kind::is_number, "a number");
        let needs = self.limits(&form.needs, &[Unit::Share, Unit::Ratio])?;
        Some(Ratio { of, sum: sum?, over: over?, says: form.says.clone(), needs, none: form.none })
    }

    fn change(&mut self, form: &ChangeForm) -> Option<Change> {
        let of = self.selection(&form.of)?;
        let by = self.field(of.table, &form.by).map(|it| it.0);
        let value = self.asked(of.table, &form.value, Kind::is_number, "a number");
        let falls_by = self.limits(&form.falls_by, &[Unit::Share])?;
        if of.on.is_none() {
            return self.misshapen("a change needs rows that happened on a day");
        }
        Some(Change { of, by: by?, value: value?, falls_by })
    }

    fn share_change(&mut self, form: &ShareChangeForm) -> Option<ShareChange> {
        let of = self.selection(&form.of)?;
        let that = self.test(of.table, &form.that);
        let matters = self.bound(&form.matters, &[Unit::ShareDifference])?;
        Some(ShareChange { of, that: that?, says: form.says.clone(), way: form.way, matters })
    }

    fn rate_change(&mut self, form: &RateChangeForm) -> Option<RateChange> {
        let of = self.selection(&form.of)?;
        let per = self.asked(of.table, &form.per, |it| it == Kind::Team, "a team");
        let matters = self.bound(&form.matters, &[Unit::Ratio])?;
        Some(RateChange { of, per: per?, way: form.way, matters })
    }

    /// A metric; about what a row is only where there is a row.
    pub(super) fn metric(&mut self, form: &MetricForm, row: bool) -> Option<MetricRule> {
        let of_row = !matches!(form.about, About::Subject | About::Organisation);
        if of_row && !row {
            return self.misshapen("a metric about what a row is must stand in a test of rows");
        }
        let spec = self.metric_name(&form.id)?;
        let unit = spec.map(|it| it.unit);
        let units: Vec<Unit> = unit.into_iter().collect();
        let needs = self.limits(&form.needs, &units);
        let fails_below = self.optional(form.fails_below.as_ref(), &units)?;
        let max_age = match &form.max_age {
            Some(days) => Some(self.days(days)?),
            None => None,
        };
        let answers = self.optional(form.answers.as_ref(), &[Unit::Count])?;
        let unit = unit.or_else(|| self.unit_of(&form.needs)).unwrap_or(Unit::Score);
        let id = MetricId::new(form.id.get()).ok();
        let Some(id) = id else { return self.misshapen(format!("`{}` is no metric's id", form.id.get())) };
        Some(MetricRule {
            id,
            unit,
            about: form.about,
            which: form.which,
            max_age,
            compare: form.compare,
            needs: needs?,
            fails_below,
            called: form.called.clone(),
            reads: form.reads.iter().map(|it| (it.value, it.says.clone())).collect(),
            answers,
            undefined_holds: form.undefined_holds,
        })
    }

    fn optional(&mut self, bound: Option<&Placed<BoundValue>>, units: &[Unit]) -> Option<Option<f64>> {
        match bound {
            Some(bound) => self.bound(bound, units).map(Some),
            None => Some(None),
        }
    }

    /// The unit of the thresholds: what a metric is in where no catalog says it.
    fn unit_of(&self, bounds: &Bounds) -> Option<Unit> {
        let Bounds { at_least, more_than, at_most, less_than, exactly } = bounds;
        let all = [at_least, more_than, at_most, less_than, exactly];
        all.into_iter().flatten().find_map(|it| match it.get() {
            BoundValue::Parameter(name) => Some(self.parameters.get(*self.places.get(name)?)?.unit),
            BoundValue::Whole(_) => None,
        })
    }

    /// Notes items that follow from each other in a circle.
    pub(super) fn circle(&mut self, items: Vec<String>, line: usize) {
        self.faults.push(PlaybookError::Circle { line, items });
    }
}

/// What is said of one, from what is said of several.
fn of_one(one: Option<&String>, says: &str) -> String {
    one.cloned().unwrap_or_else(|| crate::told::of_one(says))
}
