//! Tests of one row.

use thalweg_model::{Unit, nearest};

use super::Loader;
use crate::form::{Bounds, Name, RelatedForm, RoleForm, TestForm};
use crate::plan::{Limits, Related, Test};
use crate::table::{CLASSES, Field, Kind, Table};

impl Loader<'_> {
    pub(super) fn test(&mut self, table: Table, form: &TestForm) -> Option<Test> {
        let TestForm { all, any, not, field, related, metric, .. } = form;
        let heads = [
            all.is_some(),
            any.is_some(),
            not.is_some(),
            field.is_some(),
            related.is_some(),
            metric.is_some(),
        ];
        if heads.iter().filter(|it| **it).count() != 1 {
            return self.misshapen("a test is one of `all`, `any`, `not`, `field`, `related` and `metric`");
        }
        match (all, any, not, field, related, metric) {
            (Some(tests), ..) => self.tests(table, tests).map(Test::All),
            (_, Some(tests), ..) => self.tests(table, tests).map(Test::Any),
            (_, _, Some(test), ..) => self.test(table, test).map(|it| Test::Not(Box::new(it))),
            (_, _, _, Some(name), ..) => self.of_field(table, name, form),
            (.., Some(related), _) => self.related(table, related).map(|it| Test::Related(Box::new(it))),
            (.., Some(metric)) => self.metric(metric, true).map(|it| Test::Metric(Box::new(it))),
            _ => None,
        }
    }

    fn tests(&mut self, table: Table, forms: &[TestForm]) -> Option<Vec<Test>> {
        if forms.is_empty() {
            return self.misshapen("`all` and `any` of nothing says nothing");
        }
        let tests: Vec<Option<Test>> = forms.iter().map(|it| self.test(table, it)).collect();
        tests.into_iter().collect()
    }

    /// What is asked of a field: one thing.
    fn of_field(&mut self, table: Table, name: &Name, form: &TestForm) -> Option<Test> {
        let (place, field) = self.field(table, name)?;
        let mut found = Vec::new();
        self.words_asked(field, place, form, &mut found);
        self.dates_asked(table, name, place, form, &mut found);
        self.links_asked(table, name, place, form, &mut found);
        self.metrics_asked(table, place, form, &mut found);
        if found.len() == 1 {
            return found.pop().flatten();
        }
        let count = if found.is_empty() { "nothing" } else { "more than one thing" };
        self.misshapen(format!("the field `{}` is asked {count}", name.get()))
    }

    fn words_asked(&mut self, field: &Field, place: usize, form: &TestForm, found: &mut Vec<Option<Test>>) {
        if let Some(word) = &form.is {
            found.push(self.words(field, std::slice::from_ref(word)).map(|it| Test::Among(place, it)));
        }
        if let Some(words) = &form.among {
            found.push(self.words(field, words).map(|it| Test::Among(place, it)));
        }
        if let Some(words) = &form.has {
            found.push(self.words(field, words).map(|it| Test::Has(place, it)));
        }
        if let Some(present) = form.present {
            found.push(Some(Test::Present(place, present)));
        }
        if let Some(words) = &form.mentions {
            found.push(Some(Test::Mentions(place, words.iter().map(|it| it.to_lowercase()).collect())));
        }
        if form.member.is_some() {
            found.push(Some(Test::Member(place)));
        }
    }

    fn dates_asked(
        &mut self,
        table: Table,
        name: &Name,
        place: usize,
        form: &TestForm,
        found: &mut Vec<Option<Test>>,
    ) {
        let dated = |it: &mut Self| it.asked(table, name, Kind::is_date, "a date");
        if let Some(other) = &form.by {
            let other = dated(self).and_then(|_| self.asked(table, other, Kind::is_date, "a date"));
            found.push(other.map(|other| Test::By(place, other)));
        }
        if let Some(after) = &form.after {
            let other = dated(self).and_then(|_| self.asked(table, &after.field, Kind::is_date, "a date"));
            let needs = self.limits(&after.needs, &[Unit::Days]);
            found.push(other.zip(needs).map(|(other, needs)| Test::After(place, other, needs)));
        }
        if let Some(age) = &form.age {
            let needs = dated(self).and_then(|_| self.limits(age, &[Unit::Days]));
            found.push(needs.map(|needs| Test::Age(place, needs)));
        }
        if let Some(within) = &form.within {
            found.push(dated(self).map(|_| Test::Within(place, Self::when(within))));
        }
        if let Some(bounds) = &form.needs {
            found.push(self.number(table, name, place, bounds));
        }
        if let Some(yes) = form.yes {
            let flag = self.asked(table, name, |it| it == Kind::Flag, "yes or no");
            found.push(flag.map(|_| Test::Yes(place, yes)));
        }
    }

    fn number(&mut self, table: Table, name: &Name, place: usize, bounds: &Bounds) -> Option<Test> {
        self.asked(table, name, Kind::is_number, "a number")?;
        let unit = match table.spec().fields.get(place)?.kind {
            Kind::Number(unit) => vec![unit],
            _ => Vec::new(),
        };
        self.limits(bounds, &unit).map(|needs| Test::Number(place, needs))
    }

    fn links_asked(
        &mut self,
        table: Table,
        name: &Name,
        place: usize,
        form: &TestForm,
        found: &mut Vec<Option<Test>>,
    ) {
        if let Some(role) = &form.role {
            found.push(self.role(table, name, place, role));
        }
        if form.active.is_some() {
            found.push(self.active(table, name, place));
        }
        if form.subject.is_some() {
            let team = self.asked(table, name, Kind::is_team, "a team");
            found.push(team.map(|_| Test::Subject(place)));
        }
        if let Some(names) = &form.names {
            let other = self.table(&names.records);
            let that = other.and_then(|other| match &names.that {
                Some(that) => self.test(other, that).map(|it| Some(Box::new(it))),
                None => Some(None),
            });
            found.push(other.zip(that).map(|(other, that)| Test::Names(place, other, that)));
        }
    }

    fn role(&mut self, table: Table, name: &Name, field: usize, form: &RoleForm) -> Option<Test> {
        self.asked(table, name, Kind::is_people, "a role")?;
        let roles =
            Table::named("people").and_then(|it| it.spec().fields.iter().find(|it| it.name == "role"))?;
        let role = self.words(roles, std::slice::from_ref(&form.is))?.pop()?;
        let some =
            form.needs.at_least.is_none() && form.needs.more_than.is_none() && form.needs.exactly.is_none();
        let needs = if some { Limits::at_least(1.0) } else { self.limits(&form.needs, &[Unit::Count])? };
        Some(Test::Role { field, role, since: form.since, needs })
    }

    fn active(&mut self, table: Table, name: &Name, place: usize) -> Option<Test> {
        let links = |kind: Kind| kind.is_people() || kind.is_team();
        let service = name.get() == "service" && table.field("service") == Some(place);
        if !service {
            self.asked(table, name, links, "somebody or something that is there")?;
        }
        let kind = table.spec().fields.get(place)?.kind;
        let other = if service {
            "services"
        } else if kind.is_people() {
            "people"
        } else {
            "teams"
        };
        Table::named(other).map(|other| Test::Active(place, other))
    }

    fn metrics_asked(&mut self, table: Table, metric: usize, form: &TestForm, found: &mut Vec<Option<Test>>) {
        if let Some(classes) = &form.class {
            let unit = table.field("unit");
            let classes = classes.iter().map(|it| self.class(it).map(str::to_owned)).collect::<Vec<_>>();
            let classes = classes.into_iter().collect::<Option<Vec<_>>>();
            found.push(classes.map(|classes| Test::Class { metric, unit, classes }));
        }
        if let Some(theme) = &form.theme {
            let named = (theme.get() != "@member").then(|| theme.get().clone());
            found.push(Some(Test::Theme(metric, named)));
        }
        if let Some(other) = &form.countered_by {
            let other = self.field(table, other).map(|(place, _)| place);
            found.push(other.map(|other| Test::CounteredBy(metric, other)));
        }
    }

    /// A class of measured quantities.
    pub(super) fn class(&mut self, name: &Name) -> Option<&'static str> {
        let found = CLASSES.iter().copied().find(|it| it == name.get());
        found.or_else(|| self.unknown("class", name, nearest(name.get(), CLASSES.iter().copied())))
    }

    fn related(&mut self, table: Table, form: &RelatedForm) -> Option<Related> {
        let of = self.selection(&form.of)?;
        let theirs = self.field(of.table, &form.matches.theirs)?.0;
        let ours = self.field(table, &form.matches.ours)?.0;
        let distinct = match &form.distinct {
            Some(name) => Some(self.field(of.table, name)?.0),
            None => None,
        };
        let needs = self.limits(&form.needs, &[Unit::Count])?;
        Some(Related { of, theirs, ours, distinct, needs })
    }
}
