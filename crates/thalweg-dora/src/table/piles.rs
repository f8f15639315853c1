//! Samples on their way to their rows, in piles by the leading bits of the row.
//!
//! Samples come in the order of commits, and putting each straight in the place of its row would touch new memory each time. On piles they are laid
//! one after the other, and each pile is then put in order in the cache of a core.

/// The bits of a row within its pile.
const BITS: u32 = 13;

/// The rows of one pile.
pub(super) const WIDTH: usize = 1 << BITS;

/// How many samples a sheet holds, so that no pile has much memory that it does not need.
pub(super) const ROOM: usize = 1_024;

/// Room for some samples.
pub(super) type Sheet = Box<[i64; ROOM]>;

/// A sheet of zeros.
pub(super) fn sheet() -> Sheet {
    // As a vector first, so that it is not laid on the stack.
    vec![0; ROOM].into_boxed_slice().try_into().unwrap_or_else(|_| Box::new([0; ROOM]))
}

/// Samples of one stretch of rows.
#[derive(Debug)]
pub(super) struct Pile {
    /// What instants are counted from.
    base: i64,
    /// Each sample in one number: the instant above the row.
    full: Vec<Sheet>,
    /// What is laid on at present.
    last: Sheet,
    /// How many of its places are taken: not all.
    taken: usize,
    /// Rows and instants that one number is too small for: years from the base in microseconds, days in nanoseconds.
    far: Vec<(u16, i64)>,
}

impl Pile {
    fn new(base: i64) -> Self {
        Self { base, full: Vec::new(), last: sheet(), taken: 0, far: Vec::new() }
    }

    #[inline]
    fn push(&mut self, row: u16, at: i64) {
        let since = at - self.base;
        let sample = since << BITS | i64::from(row);
        if sample >> BITS != since {
            self.push_far(row, at);
            return;
        }
        let place = self.taken % ROOM;
        if let Some(cell) = self.last.get_mut(place) {
            *cell = sample;
        }
        self.taken = place + 1;
        if self.taken == ROOM {
            self.turn();
        }
    }

    #[cold]
    fn push_far(&mut self, row: u16, at: i64) {
        self.far.push((row, at));
    }

    #[cold]
    fn turn(&mut self) {
        self.full.push(std::mem::replace(&mut self.last, sheet()));
        self.taken = 0;
    }

    /// Calls with every sample's row in the pile, and its instant.
    pub(super) fn each(&self, mut of: impl FnMut(usize, i64)) {
        let mut every = |samples: &[i64]| {
            for sample in samples {
                #[expect(clippy::cast_possible_truncation, reason = "the lower bits are meant")]
                let row = sample.cast_unsigned() as usize % WIDTH;
                of(row, self.base + (sample >> BITS));
            }
        };
        self.full.iter().for_each(|it| every(&**it));
        every(self.last.get(..self.taken).unwrap_or_default());
        self.far.iter().for_each(|(row, at)| of(usize::from(*row), *at));
    }

    pub(super) fn len(&self) -> usize {
        self.full.len() * ROOM + self.taken + self.far.len()
    }

    /// The sheets, to be used again.
    pub(super) fn into_sheets(self) -> impl Iterator<Item = Sheet> {
        self.full.into_iter().chain([self.last])
    }
}

/// The piles of all rows.
#[derive(Debug)]
pub(super) struct Piles(Vec<Pile>);

impl Piles {
    /// Piles for rows that finished so.
    pub(super) fn new(finished_at: &[i64]) -> Self {
        let base = |rows: &[i64]| rows.first().copied().unwrap_or_default();
        Self(finished_at.chunks(WIDTH).map(|it| Pile::new(base(it))).collect())
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
