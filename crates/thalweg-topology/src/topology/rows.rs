//! A list for each number, all of them in one piece of memory.

/// A list for each of the numbers from 0 on.
#[derive(Clone, Debug)]
pub(super) struct Rows<T> {
    items: Vec<T>,
    /// Where the list of each number ends.
    ends: Vec<usize>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { items: Vec::new(), ends: Vec::new() }
    }
}

impl<T> Rows<T> {
    /// The lists of so many numbers, each in the order in which its items come.
    pub(super) fn new(count: usize, mut pairs: Vec<(u32, T)>) -> Self {
        pairs.sort_by_key(|(number, _)| *number);
        let mut ends = vec![0; count];
        for (number, _) in &pairs {
            ends.get_mut(*number as usize).into_iter().for_each(|end| *end += 1);
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        Self { items: pairs.into_iter().map(|(_, item)| item).collect(), ends }
    }

    /// The list of a number.
    pub(super) fn row(&self, number: u32) -> &[T] {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(number).and_then(|&end| self.items.get(start..end)).unwrap_or(&[])
    }

    /// Puts each list in order.
    pub(super) fn sort(&mut self)
    where
        T: Ord,
    {
        let mut start = 0;
        for &end in &self.ends {
            self.items.get_mut(start..end).into_iter().for_each(<[T]>::sort);
            start = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_its_list() {
        let mut rows = Rows::new(4, vec![(2, 'c'), (0, 'b'), (2, 'a'), (0, 'd')]);
        assert_eq!((rows.row(0), rows.row(1), rows.row(2)), (&['b', 'd'][..], &[][..], &['c', 'a'][..]));
        rows.sort();
        assert_eq!((rows.row(2), rows.row(3), rows.row(4)), (&['a', 'c'][..], &[][..], &[][..]));
    }
}
