//! A list for each number, all of them in one piece of memory.

/// A list for each of the numbers from 0 on.
#[derive(Clone, Debug)]
pub(crate) struct Rows<T> {
    items: Vec<T>,
    /// Where the list of each number ends.
    ends: Vec<u32>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { items: Vec::new(), ends: Vec::new() }
    }
}

impl<T> Rows<T> {
    /// The lists of so many numbers, each in the order in which its items come.
    pub(super) fn new(count: usize, pairs: &[(u32, T)]) -> Self
    where
        T: Copy,
    {
        let items = counted(count, pairs, |(number, _)| *number).into_iter().map(|(_, item)| item).collect();
        Self { items, ends: ends(count, pairs.iter().map(|(number, _)| *number)) }
    }

    /// The list of a number.
    pub(crate) fn row(&self, number: u32) -> &[T] {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(number);
        end.and_then(|&end| self.items.get(start as usize..end as usize)).unwrap_or(&[])
    }

    /// Puts each list in order.
    pub(super) fn sort(&mut self)
    where
        T: Ord,
    {
        let mut start = 0;
        for &end in &self.ends {
            let end = end as usize;
            self.items.get_mut(start..end).into_iter().for_each(<[T]>::sort);
            start = end;
        }
    }
}

/// Where the list of each number ends.
fn ends(count: usize, numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut ends = vec![0; count];
    for number in numbers {
        ends.get_mut(number as usize).into_iter().for_each(|end| *end += 1);
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    ends
}

/// Items in the order of their numbers, which are below the count, otherwise as they come.
///
/// Sorted by counting, which costs the same for each item however many there are.
pub(crate) fn counted<T: Copy>(count: usize, items: &[T], number: impl Fn(&T) -> u32) -> Vec<T> {
    let Some(&any) = items.first() else { return Vec::new() };
    let mut sorted = vec![any; items.len()];
    let mut ends = ends(count, items.iter().map(&number));
    for item in items.iter().rev() {
        let Some(end) = ends.get_mut(number(item) as usize) else { continue };
        *end -= 1;
        sorted.get_mut(*end as usize).into_iter().for_each(|cell| *cell = *item);
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_its_list() {
        let mut rows = Rows::new(4, &[(2, 'c'), (0, 'b'), (2, 'a'), (0, 'd')]);
        assert_eq!((rows.row(0), rows.row(1), rows.row(2)), (&['b', 'd'][..], &[][..], &['c', 'a'][..]));
        rows.sort();
        assert_eq!((rows.row(2), rows.row(3), rows.row(4)), (&['a', 'c'][..], &[][..], &[][..]));
    }
}
