//! How each kind looks: the official colours, and the words that say the same without them.

use thalweg_model::record::TeamKind;

use super::scene::LinkKind;
use crate::document::Mode;

/// A fill and a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) fill: &'static str,
    pub(super) line: &'static str,
}

pub(super) const fn team(kind: TeamKind) -> Look {
    match kind {
        TeamKind::StreamAligned => Look { fill: "#FFEDB8", line: "#FFD966" },
        TeamKind::Enabling => Look { fill: "#DFBDCF", line: "#D09CB7" },
        TeamKind::ComplicatedSubsystem => Look { fill: "#FFC08B", line: "#E88814" },
        TeamKind::Platform => Look { fill: "#B7CDF1", line: "#6D9EEB" },
        TeamKind::Undefined => Look { fill: "#EBEBEF", line: "#9B99AF" },
    }
}

pub(super) const fn link(kind: LinkKind) -> Look {
    match kind {
        LinkKind::Works(Mode::Collaboration) => Look { fill: "#C6BEDF", line: "#967EE2" },
        LinkKind::Works(Mode::Facilitating) => Look { fill: "#C9DFBE", line: "#78996B" },
        LinkKind::Works(Mode::XAsAService) => Look { fill: "#B4B4B4", line: "#999696" },
        LinkKind::Slowing | LinkKind::Blocking => Look { fill: "#ffffff", line: "#444444" },
    }
}
