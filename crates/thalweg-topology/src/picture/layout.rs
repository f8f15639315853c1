//! Where everything stands: streams as bars from left to right, enabling teams upright beside them, subsystems and the platform below.
//!
//! Every link between bars has a lane of its own, so that no two lie on each other.

use std::collections::BTreeMap;

use thalweg_model::TeamId;
use thalweg_model::record::TeamKind;

use super::scene::{Link, Picture, Shape};

/// A rectangle, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) width: i64,
    pub(super) height: i64,
}

impl Area {
    pub(super) const fn right(&self) -> i64 {
        self.x + self.width
    }

    pub(super) const fn bottom(&self) -> i64 {
        self.y + self.height
    }

    pub(super) const fn middle(&self) -> (i64, i64) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }
}

/// A point, in pixels.
pub(super) type Point = (i64, i64);

/// Where the shapes and links of a picture stand.
#[derive(Debug)]
pub(super) struct Layout<'p> {
    pub(super) shapes: Vec<(&'p Shape, Area)>,
    /// A link with its two ends.
    pub(super) links: Vec<(&'p Link, Point, Point)>,
    pub(super) width: i64,
    pub(super) height: i64,
}

const MARGIN: i64 = 24;
const TOP: i64 = 64;
const BAR: i64 = 52;
const GAP: i64 = 64;
const UPRIGHT: i64 = 92;
const LANE: i64 = 132;
const LEAST_WIDTH: i64 = 640;

impl<'p> Layout<'p> {
    pub(super) fn of(picture: &'p Picture) -> Self {
        let upright: Vec<&Shape> = picture.shapes.iter().filter(|it| it.kind == TeamKind::Enabling).collect();
        let rows = rows(picture);
        let lanes = i64::try_from(picture.links.len()).unwrap_or(0);
        let left = MARGIN + (UPRIGHT + GAP) * length(&upright);
        let width = (lanes * LANE + LANE).max(LEAST_WIDTH);
        let height = (length(&rows).max(2) * (BAR + GAP) - GAP).max(BAR * 3);
        let mut shapes: Vec<(&Shape, Area)> = Vec::new();
        for (index, it) in (0..).zip(&upright) {
            let x = MARGIN + (UPRIGHT + GAP) * index;
            shapes.push((*it, Area { x, y: TOP, width: UPRIGHT, height }));
        }
        for (index, it) in (0..).zip(&rows) {
            let y = TOP + (BAR + GAP) * index;
            shapes.push((*it, Area { x: left, y, width, height: BAR }));
        }
        let areas: BTreeMap<&TeamId, Area> = shapes.iter().map(|(it, area)| (&it.team, *area)).collect();
        let end = |link: &'p Link, lane: i64| {
            let (from, to) = (areas.get(&link.from)?, areas.get(&link.to)?);
            let (a, b) = ends(from, to, left + LANE * (lane + 1), lane);
            Some((link, a, b))
        };
        let links = (0..).zip(&picture.links).filter_map(|(lane, link)| end(link, lane)).collect();
        Self { shapes, links, width: left + width + MARGIN, height: TOP + height + GAP }
    }
}

fn length<T>(all: &[T]) -> i64 {
    i64::try_from(all.len()).unwrap_or(i64::from(u32::MAX))
}

/// The bars from top to bottom: streams, then what is undefined, subsystems, and the platform at the ground.
fn rows(picture: &Picture) -> Vec<&Shape> {
    let order =
        [TeamKind::StreamAligned, TeamKind::Undefined, TeamKind::ComplicatedSubsystem, TeamKind::Platform];
    order.iter().flat_map(|kind| picture.shapes.iter().filter(move |it| it.kind == *kind)).collect()
}

/// Where the sign of a link stands: in the gap before its second end, or beside the upright team, so that it covers no shape.
pub(super) fn sign_place(from: Point, to: Point) -> Point {
    if from.1 == to.1 {
        return (from.0.min(to.0) + GAP / 2, to.1);
    }
    (to.0, to.1 - (to.1 - from.1).signum() * GAP / 2)
}

/// Where a link leaves one area and reaches another, in its lane.
fn ends(from: &Area, to: &Area, x: i64, lane: i64) -> (Point, Point) {
    let beside = |a: &Area, b: &Area| a.right() < b.x;
    if beside(from, to) || beside(to, from) {
        let bar = if from.width > from.height { from } else { to };
        let y = bar.y + BAR / 4 + (lane * 14) % (BAR / 2);
        let (one, other) = if beside(from, to) { (from.right(), to.x) } else { (from.x, to.right()) };
        return ((one, y), (other, y));
    }
    if from.bottom() <= to.y { ((x, from.bottom()), (x, to.y)) } else { ((x, from.y), (x, to.bottom())) }
}
