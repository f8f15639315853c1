//! A rule as data.

use crate::format::record;

record! {
    /// A number that a rule compares with: an opinion, with its unit.
    Threshold "threshold"
    must {
        /// Its name within the rule.
        name: String,
        /// The number.
        value: f64,
    }
    may {
        /// Its unit.
        unit: String,
        /// What it says.
        meaning: String,
    }
}

record! {
    /// A rule: what it looks for, why, where that comes from, and what would resolve a finding.
    Rule "rule"
    must {
        /// Its id, TT001 to TT020.
        id: String,
    }
    may {
        /// What it finds, in a few words.
        title: String,
        /// Why that matters; in a change: why the number was changed.
        reason: String,
        /// Where the rule and its numbers come from.
        source: String,
        /// What would resolve a finding.
        resolve: String,
        /// Whether it is left out.
        off: bool,
        /// Its numbers.
        thresholds: Vec<Threshold>,
    }
}

record! {
    /// A file of rules.
    RuleFile "set of rules"
    must {}
    may {
        /// The rules.
        rules: Vec<Rule>,
    }
}

impl Rule {
    /// A threshold by its name.
    #[must_use]
    pub fn threshold(&self, name: &str) -> Option<&Threshold> {
        self.thresholds.iter().find(|it| it.name == name)
    }
}
