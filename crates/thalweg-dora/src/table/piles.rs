//! Samples on their way to their rows, in piles by the leading bits of the row.
//!
//! Rows come from everywhere, and putting every sample straight in its place would touch new memory each time. On piles they are laid
//! one after the other; each pile is then put in order in the cache of a core, and stays in the memory that it has.

/// The rows of one pile.
pub(super) const WIDTH: usize = 1 << 15;

/// How many samples a sheet holds, so that no pile has much memory that it does not need.
pub(super) const ROOM: usize = 4_096;

/// A row of the pile and an instant for each sample.
#[derive(Debug, Default)]
struct Sheet {
    rows: Vec<u16>,
    at: Vec<i64>,
}

impl Sheet {
    /// A sheet with room for all that it may hold.
    fn new() -> Self {
        Self { rows: vec![0; ROOM], at: vec![0; ROOM] }
    }
}

/// Samples of one stretch of rows, in the order of coming.
#[derive(Debug, Default)]
pub(super) struct Pile {
    full: Vec<Sheet>,
    /// What is laid on at present; without room before the first sample.
    last: Sheet,
    /// How many of its places are taken.
    taken: usize,
}

impl Pile {
    #[inline]
    fn push(&mut self, row: u16, at: i64) {
        if self.taken == self.last.at.len() {
            self.turn();
        }
        if let (Some(row_at), Some(at_at)) =
            (self.last.rows.get_mut(self.taken), self.last.at.get_mut(self.taken))
        {
            (*row_at, *at_at) = (row, at);
        }
        self.taken += 1;
    }

    #[cold]
    fn turn(&mut self) {
        let full = std::mem::replace(&mut self.last, Sheet::new());
        self.full.extend((self.taken > 0).then_some(full));
        self.taken = 0;
    }

    /// Calls with every sample's row in the pile, and its instant.
    pub(super) fn each(&self, mut of: impl FnMut(u16, i64)) {
        let mut every = |sheet: &Sheet, count: usize| {
            sheet.rows.iter().zip(&sheet.at).take(count).for_each(|(row, at)| of(*row, *at));
        };
        self.full.iter().for_each(|it| every(it, ROOM));
        every(&self.last, self.taken);
    }

    pub(super) fn len(&self) -> usize {
        self.full.len() * ROOM + self.taken
    }

    /// The sheets without their rows.
    pub(super) fn into_sheets(self) -> impl Iterator<Item = Vec<i64>> {
        self.full.into_iter().chain([self.last]).map(|it| it.at)
    }
}

/// The piles of all rows.
#[derive(Debug)]
pub(super) struct Piles(Vec<Pile>);

impl Piles {
    /// Piles for so many rows.
    pub(super) fn new(rows: usize) -> Self {
        Self((0..rows.div_ceil(WIDTH)).map(|_| Pile::default()).collect())
    }

    /// Lays down a sample; one whose row does not exist is not kept.
    #[inline]
    pub(super) fn push(&mut self, row: u32, at: i64) {
        let row = row as usize;
        #[expect(clippy::cast_possible_truncation, reason = "a pile has no more rows than that")]
        let within = (row % WIDTH) as u16;
        if let Some(pile) = self.0.get_mut(row / WIDTH) {
            pile.push(within, at);
        }
    }

    pub(super) fn into_vec(self) -> Vec<Pile> {
        self.0
    }
}
