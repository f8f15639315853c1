//! Parts of a tree by the names that lead to them.

use crate::format::{Node, Value};

/// Looking into a tree that another tool wrote: what is absent or of another type is just not there.
pub(crate) trait Pick {
    /// The value under names that follow each other.
    fn at(&self, names: &[&str]) -> Option<&Node>;

    /// The text there, and not an empty one.
    fn text(&self, names: &[&str]) -> Option<&str>;

    /// The number there, where it is whole and not negative.
    fn whole(&self, names: &[&str]) -> Option<u64>;

    /// The items there; one value that is no list is its only item.
    fn items(&self, names: &[&str]) -> &[Node];

    /// The texts there.
    fn texts(&self, names: &[&str]) -> Vec<&str> {
        self.items(names).iter().filter_map(|it| it.text(&[])).collect()
    }
}

impl Pick for Node {
    fn at(&self, names: &[&str]) -> Option<&Node> {
        names.iter().try_fold(self, |node, name| match &node.value {
            Value::Map(entries) => entries.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        })
    }

    fn text(&self, names: &[&str]) -> Option<&str> {
        match &self.at(names)?.value {
            Value::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            _ => None,
        }
    }

    fn whole(&self, names: &[&str]) -> Option<u64> {
        match self.at(names)?.value {
            Value::Integer(number) => u64::try_from(number).ok(),
            _ => None,
        }
    }

    fn items(&self, names: &[&str]) -> &[Node] {
        match self.at(names) {
            Some(Node { value: Value::List(items), .. }) => items,
            Some(Node { value: Value::Null, .. }) | None => &[],
            Some(one) => std::slice::from_ref(one),
        }
    }
}
