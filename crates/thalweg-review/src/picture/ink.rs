//! The colours of the pictures, as roles: the page that holds a picture says what each looks like, in the light and in the dark.

use plotters::style::RGBColor;

/// Text and axes.
pub(super) const INK: RGBColor = RGBColor(1, 2, 3);
/// The line and its points.
pub(super) const LINE: RGBColor = RGBColor(4, 5, 6);
/// The band of an interval.
pub(super) const BAND: RGBColor = RGBColor(7, 8, 9);
/// The lines of the grid.
pub(super) const GRID: RGBColor = RGBColor(10, 11, 12);
/// What lies behind.
pub(super) const PAPER: RGBColor = RGBColor(13, 14, 15);

/// Colours that stand for roles, and what is written in their place; the second part serves a picture on its own.
const ROLES: [(&str, &str); 5] = [
    ("#010203", "var(--ink, #1a1a1a)"),
    ("#040506", "var(--line, #0b5cad)"),
    ("#070809", "var(--band, #0b5cad)"),
    ("#0A0B0C", "var(--grid, #cccccc)"),
    ("#0D0E0F", "var(--paper, #ffffff)"),
];

/// The picture with roles in place of colours, a title and a description for those who do not see it.
pub(super) fn finished(svg: &str, title: &str, description: &str) -> String {
    let inked = ROLES.iter().fold(svg.to_owned(), |svg, (from, to)| svg.replace(from, to));
    let words = format!(
        "role=\"img\" aria-label=\"{title}\" xmlns=\"http://www.w3.org/2000/svg\"><title>{title}</title><desc>{description}</desc>",
        title = escaped(title),
        description = escaped(description),
    );
    inked.replacen("xmlns=\"http://www.w3.org/2000/svg\">", &words, 1)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
