//! A picture as SVG that needs nothing else.

use thalweg_model::record::TeamKind;

use super::draw::{outline, sign};
use super::layout::{Area, Layout, Point, sign_place};
use super::look;
use super::scene::{Change, Link, LinkKind, Picture, Shape, kind_name};

/// Names longer than this are cut, with an ellipsis; the description has them in full.
const LONGEST: usize = 40;

impl Picture {
    /// The picture as SVG, with a title and a description for those who do not see it.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let layout = Layout::of(self);
        let mut parts = vec![head(self, &layout)];
        parts.extend(layout.links.iter().map(|(link, from, to)| line(link, *from, *to)));
        parts.extend(layout.shapes.iter().map(|(shape, area)| team(shape, area)));
        parts.extend(layout.links.iter().map(|(link, from, to)| mark(link, *from, *to)));
        parts.push("</svg>".to_owned());
        parts.join("\n") + "\n"
    }
}

fn head(picture: &Picture, layout: &Layout<'_>) -> String {
    let (width, height) = (layout.width, layout.height);
    let (title, description) = (escaped(&picture.title), escaped(&picture.description));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" \
         aria-label=\"{title}\" font-family=\"sans-serif\" font-size=\"14\">\n<title>{title}</title>\n<desc>{description}</desc>\n\
         <defs><marker id=\"tip\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"14\" markerHeight=\"14\" markerUnits=\"userSpaceOnUse\" orient=\"auto\">\
         <path d=\"M0 0L10 5L0 10z\" fill=\"#444444\"/></marker></defs>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n\
         <text x=\"24\" y=\"34\" font-size=\"18\" font-weight=\"bold\" fill=\"#111111\">{title}</text>"
    )
}

fn team(it: &Shape, area: &Area) -> String {
    let look = look::team(it.kind);
    let dash = match (it.kind, it.change) {
        (TeamKind::Undefined, _) => " stroke-dasharray=\"2 4\"",
        (_, Change::Removed) => " stroke-dasharray=\"8 5\"",
        _ => "",
    };
    let (stroke, faint) = match it.change {
        Change::Same => (2, ""),
        Change::Removed => (2, " fill-opacity=\"0.35\""),
        Change::Added | Change::Altered => (5, ""),
    };
    let shape = outline(it.kind, area);
    // Lines behind a faint shape would run through its name.
    let ground = if faint.is_empty() { String::new() } else { format!("{shape} fill=\"#ffffff\"/>\n") };
    format!(
        "{ground}{shape} fill=\"{}\"{faint} stroke=\"{}\" stroke-width=\"{stroke}\"{dash}/>\n{}",
        look.fill,
        look.line,
        name(it, area)
    )
}

/// The name and the type of a team in its shape; upright in an upright one.
fn name(it: &Shape, area: &Area) -> String {
    let (x, y) = area.middle();
    let upright = it.kind == TeamKind::Enabling;
    let (x, turn) = if upright {
        (x, format!(" transform=\"rotate(-90 {x} {y})\""))
    } else {
        (area.x + 18, String::new())
    };
    let anchor = if upright { "middle" } else { "start" };
    let label = escaped(&format!("{}{}", it.change.sign(), cut(&it.label)));
    let kind = kind_name(it.kind);
    format!(
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\"{turn} fill=\"#111111\"><tspan x=\"{x}\" dy=\"-3\" font-weight=\"bold\">{label}</tspan>\
         <tspan x=\"{x}\" dy=\"17\" font-size=\"12\">{kind}</tspan></text>"
    )
}

fn line(it: &Link, from: Point, to: Point) -> String {
    let look = look::link(it.kind);
    let (width, dash, tip) = match it.kind {
        LinkKind::Works(_) => (2, " stroke-dasharray=\"5 4\"", ""),
        LinkKind::Slowing => (2, "", " marker-end=\"url(#tip)\""),
        LinkKind::Blocking => (4, "", " marker-end=\"url(#tip)\""),
    };
    format!(
        "<path d=\"M{} {}L{} {}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\"{dash}{tip}/>",
        from.0, from.1, to.0, to.1, look.line
    )
}

/// The sign and the words of a link.
fn mark(it: &Link, from: Point, to: Point) -> String {
    let look = look::link(it.kind);
    let shape = sign(it.kind, from, to).map_or_else(String::new, |shape| {
        format!(
            "{shape} fill=\"{}\" fill-opacity=\"0.5\" stroke=\"{}\" stroke-width=\"2\" stroke-dasharray=\"4 3\"/>\n",
            look.fill, look.line
        )
    });
    let (x, y) = sign_place(from, to);
    // Beside an upright line, below a level one.
    let (x, y, anchor) = if from.1 == to.1 { (x, y + 28, "middle") } else { (x + 26, y + 4, "start") };
    let words = escaped(&format!("{}{}", it.change.sign(), it.kind.name()));
    format!(
        "{shape}<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" font-size=\"11\" fill=\"#111111\" stroke=\"#ffffff\" stroke-width=\"3\" \
         paint-order=\"stroke\">{words}</text>"
    )
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            c if c.is_control() => shown.push(' '),
            c => shown.push(c),
        }
    }
    shown
}
