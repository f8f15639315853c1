//! How long work waits for a stage with so many people: Kingman's formula, and Sakasegawa's for several.

use serde::Serialize;

use crate::error::{ValueStreamError, must, none_of};

/// How unevenly work arrives and how uneven it is, as squared coefficients of variation (variance over squared mean).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Variability {
    /// Of the times between arrivals: 0 by the clock, 1 at random.
    pub arrivals: f64,
    /// Of the hours that an item takes: 0 all alike, 1 exponential.
    pub work: f64,
}

impl Default for Variability {
    /// Random arrivals and exponential work, for which the formula is exact with one server.
    fn default() -> Self {
        Self { arrivals: 1.0, work: 1.0 }
    }
}

/// A stage as a queue. Any unit of time, as long as it is one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Queue {
    arrivals: f64,
    work: f64,
    servers: f64,
    variability: Variability,
}

/// What a queue settles to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Settled {
    /// It does, at these means.
    Stable {
        /// The share of time that a server is busy.
        utilisation: f64,
        /// The time that an item waits.
        waiting: f64,
        /// The items that wait.
        queue: f64,
        /// The time that an item spends here, work included.
        time: f64,
        /// The items that are here, those in work included.
        items: f64,
    },
    /// It never does: as much arrives as can be done, or more, and the queue grows without end.
    Unstable {
        /// Work that arrives over work that can be done, at least 1.
        utilisation: f64,
    },
}

impl Settled {
    /// The mean time that an item waits; `None` where the queue is unstable.
    #[must_use]
    pub fn waiting(self) -> Option<f64> {
        match self {
            Self::Stable { waiting, .. } => Some(waiting),
            Self::Unstable { .. } => None,
        }
    }
}

impl Queue {
    /// A queue with so many arrivals per time, so much work for each, and so many servers (people, or parts of them).
    ///
    /// # Errors
    /// [`ValueStreamError::Queue`] with every number that is not finite, negative, or no servers at all.
    pub fn new(
        arrivals: f64,
        work: f64,
        servers: f64,
        variability: Variability,
    ) -> Result<Self, ValueStreamError> {
        let mut problems = Vec::new();
        let numbers = [
            ("arrivals", arrivals),
            ("work", work),
            ("variability of arrivals", variability.arrivals),
            ("variability of work", variability.work),
        ];
        for (name, number) in numbers {
            must(&mut problems, name, number.is_finite() && number >= 0.0, "finite and not negative");
        }
        must(&mut problems, "servers", servers.is_finite() && servers > 0.0, "finite and above 0");
        none_of(problems, |problems| ValueStreamError::Queue { problems })?;
        Ok(Self { arrivals, work, servers, variability })
    }

    /// ρ = arrivals × work / servers.
    #[must_use]
    pub fn utilisation(&self) -> f64 {
        self.arrivals * self.work / self.servers
    }

    /// What the queue settles to.
    ///
    /// Waiting = (cₐ² + cₛ²)/2 · ρ^(√(2(c + 1)) − 1) / (c (1 − ρ)) · work (Sakasegawa 1977), which with one server is Kingman's
    /// ρ/(1 − ρ) · (cₐ² + cₛ²)/2 · work, exact for random arrivals and exponential work. Queue and items follow by Little's
    /// law. Unstable from ρ = 1 on; where the numbers run out of range, too.
    ///
    /// ```
    /// use thalweg_valuestream::queue::{Queue, Settled, Variability};
    /// // One reviewer, eight reviews in ten hours, an hour each: the queue makes five hours of one.
    /// let reviews = Queue::new(0.8, 1.0, 1.0, Variability::default())?;
    /// assert!((reviews.settled().waiting().ok_or("stable")? - 4.0).abs() < 1e-12);
    /// let too_many = Queue::new(1.0, 1.0, 1.0, Variability::default())?;
    /// assert_eq!(too_many.settled(), Settled::Unstable { utilisation: 1.0 });
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn settled(&self) -> Settled {
        let utilisation = self.utilisation();
        let spread = f64::midpoint(self.variability.arrivals, self.variability.work);
        let power = (2.0 * (self.servers + 1.0)).sqrt() - 1.0;
        let waiting = spread * utilisation.powf(power) / (self.servers * (1.0 - utilisation)) * self.work;
        let time = waiting + self.work;
        let [queue, items] = [waiting, time].map(|it| it * self.arrivals);
        if utilisation < 1.0 && items.is_finite() && time.is_finite() {
            Settled::Stable { utilisation, waiting, queue, time, items }
        } else {
            Settled::Unstable { utilisation: utilisation.clamp(1.0, f64::MAX) }
        }
    }
}
