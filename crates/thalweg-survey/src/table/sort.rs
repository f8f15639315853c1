//! The rows in the order of their groups: a counting sort, so that a group is one stretch of every column.

use std::ops::Range;

/// Where each row goes, and the stretch of each group.
pub(super) struct Order {
    places: Vec<u32>,
    ends: Vec<usize>,
}

impl Order {
    pub(super) fn of(group: &[u32], groups: usize) -> Self {
        let mut next = vec![0_u32; groups + 1];
        for number in group {
            if let Some(count) = next.get_mut(*number as usize) {
                *count += 1;
            }
        }
        let mut start = 0;
        for place in &mut next {
            start += std::mem::replace(place, start);
        }
        let places = group.iter().map(|number| match next.get_mut(*number as usize) {
            Some(place) => {
                *place += 1;
                *place - 1
            }
            None => 0,
        });
        let places = places.collect();
        next.pop();
        Self { places, ends: next.into_iter().map(|end| end as usize).collect() }
    }

    /// A column in the new order, each code put through a table.
    pub(super) fn sorted(&self, column: &[u8], table: &[u8; 256], into: &mut Vec<u8>) {
        into.clear();
        into.resize(column.len(), 0);
        for (code, place) in column.iter().zip(&self.places) {
            if let (Some(to), Some(code)) = (into.get_mut(*place as usize), table.get(usize::from(*code))) {
                *to = *code;
            }
        }
    }

    /// The stretches of the groups in order.
    pub(super) fn stretches(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| start..*end)
    }
}
