//! The keyed answers to the items of one construct, for the statistics that need more than sums.

use std::fmt;

use crate::columns::Columns;

/// Keyed answers, one column an item and one row a respondent; `None` for any absence.
///
/// It holds raw answers and so neither prints nor serialises.
///
/// ```
/// use thalweg_survey::ItemAnswers;
/// let answers = ItemAnswers::new(vec![vec![Some(1), Some(2)], vec![Some(3), None]]).expect("two columns of two");
/// assert_eq!((answers.items(), answers.rows(), answers.complete_rows()), (2, 2, 1));
/// assert!(ItemAnswers::new(vec![vec![Some(1)], vec![]]).is_none());
/// ```
#[derive(Clone)]
pub struct ItemAnswers {
    columns: Vec<Vec<Option<i32>>>,
}

impl fmt::Debug for ItemAnswers {
    /// Names the type and nothing of its content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ItemAnswers(hidden)")
    }
}

impl ItemAnswers {
    /// Answers by item, or `None` where there is no item or the columns differ in length.
    #[must_use]
    pub fn new(columns: Vec<Vec<Option<i32>>>) -> Option<Self> {
        let rows = columns.first()?.len();
        columns.iter().all(|column| column.len() == rows).then_some(Self { columns })
    }

    /// The answers to a construct, of the rows whose group passes.
    #[must_use]
    pub fn of(columns: &Columns, construct: &str, mut keep: impl FnMut(u32) -> bool) -> Option<Self> {
        let construct = columns.instrument().construct(construct)?;
        let kept: Vec<bool> = columns.group_of().iter().map(|group| keep(*group)).collect();
        let items = construct.items.iter().map(|item| {
            let low = columns.instrument().item(item.as_str())?.scale.min();
            let (codes, table) = columns.keyed(item.as_str())?;
            let value = |code: &u8| {
                let code = table.get(usize::from(*code)).copied().filter(|code| *code > 0)?;
                Some(low + i32::from(code) - 1)
            };
            Some(codes.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(code, _)| value(code)).collect())
        });
        Self::new(items.collect::<Option<Vec<_>>>()?)
    }

    /// How many items there are.
    #[must_use]
    pub fn items(&self) -> usize {
        self.columns.len()
    }

    /// How many respondents there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    /// How many respondents answered every item.
    #[must_use]
    pub fn complete_rows(&self) -> usize {
        self.complete_places().len()
    }

    /// The mean of each row's answers, where there are at least so many.
    pub(crate) fn means(&self, need: usize) -> Vec<Option<f64>> {
        let mean = |row: usize| {
            let given: Vec<i32> = self.columns.iter().filter_map(|column| *column.get(row)?).collect();
            let sum = given.iter().copied().map(f64::from).sum::<f64>();
            (given.len() >= need.max(1)).then(|| sum / crate::count::of(given.len()))
        };
        (0..self.rows()).map(mean).collect()
    }

    pub(crate) fn columns(&self) -> &[Vec<Option<i32>>] {
        &self.columns
    }

    pub(crate) fn complete_places(&self) -> Vec<usize> {
        let complete =
            |row: &usize| self.columns.iter().all(|column| matches!(column.get(*row), Some(Some(_))));
        (0..self.rows()).filter(complete).collect()
    }

    /// The columns of the respondents who answered every item.
    pub(crate) fn complete(&self) -> Vec<Vec<i32>> {
        let places = self.complete_places();
        let pick = |column: &Vec<Option<i32>>| places.iter().filter_map(|row| *column.get(*row)?).collect();
        self.columns.iter().map(pick).collect()
    }
}
