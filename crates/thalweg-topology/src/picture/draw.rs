//! The outlines of the shapes.

use thalweg_model::record::TeamKind;

use super::layout::{Area, Point, sign_place};
use super::scene::LinkKind;
use crate::document::Mode;

/// The outline of a team's shape, as an element without its end.
pub(super) fn outline(kind: TeamKind, area: &Area) -> String {
    let Area { x, y, width, height } = *area;
    match kind {
        TeamKind::ComplicatedSubsystem => {
            let cut = height / 3;
            let (right, bottom) = (area.right(), area.bottom());
            let points = [
                (x + cut, y),
                (right - cut, y),
                (right, y + cut),
                (right, bottom - cut),
                (right - cut, bottom),
                (x + cut, bottom),
                (x, bottom - cut),
                (x, y + cut),
            ];
            format!("<polygon points=\"{}\"", listed(&points))
        }
        _ => {
            let round = match kind {
                TeamKind::StreamAligned | TeamKind::Enabling => 18,
                _ => 0,
            };
            format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\"")
        }
    }
}

/// The outline of a link's sign before its second end, as an element without its end; dependencies have none.
pub(super) fn sign(kind: LinkKind, from: Point, to: Point) -> Option<String> {
    let (x, y) = sign_place(from, to);
    match kind {
        LinkKind::Works(Mode::Collaboration) => {
            let points = [(x - 10, y - 12), (x + 22, y - 12), (x + 10, y + 12), (x - 22, y + 12)];
            Some(format!("<polygon points=\"{}\"", listed(&points)))
        }
        LinkKind::Works(Mode::Facilitating) => Some(format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"15\"")),
        LinkKind::Works(Mode::XAsAService) => {
            Some(format!("<polygon points=\"{}\"", listed(&pointing(x, y, from, to))))
        }
        LinkKind::Slowing | LinkKind::Blocking => None,
    }
}

/// A triangle whose tip points at the consumer.
fn pointing(x: i64, y: i64, from: Point, to: Point) -> [Point; 3] {
    let (dx, dy) = ((to.0 - from.0).signum() * 14, (to.1 - from.1).signum() * 14);
    [(x + dx, y + dy), (x - dx - dy, y - dy - dx), (x - dx + dy, y - dy + dx)]
}

fn listed(points: &[Point]) -> String {
    let each: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
    each.join(" ")
}
