//! Results by group, in the order of the keys.

use std::collections::BTreeMap;
use std::collections::btree_map;

/// One value a group; what belongs to no group has a key of its own and is never dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Groups<K, V> {
    groups: BTreeMap<K, V>,
}

impl<K: Ord, V> Groups<K, V> {
    /// The same groups with every value changed.
    #[must_use]
    pub fn map<U>(self, mut change: impl FnMut(V) -> U) -> Groups<K, U> {
        self.groups.into_iter().map(|(key, value)| (key, change(value))).collect()
    }

    /// The value of a group.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<&V> {
        self.groups.get(key)
    }

    /// The groups in the order of their keys.
    pub fn iter(&self) -> btree_map::Iter<'_, K, V> {
        self.groups.iter()
    }

    /// How many groups there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there is no group.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Groups<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(groups: I) -> Self {
        Self { groups: groups.into_iter().collect() }
    }
}

impl<K, V> IntoIterator for Groups<K, V> {
    type Item = (K, V);
    type IntoIter = btree_map::IntoIter<K, V>;
    fn into_iter(self) -> Self::IntoIter {
        self.groups.into_iter()
    }
}

impl<'a, K, V> IntoIterator for &'a Groups<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = btree_map::Iter<'a, K, V>;
    fn into_iter(self) -> Self::IntoIter {
        self.groups.iter()
    }
}
