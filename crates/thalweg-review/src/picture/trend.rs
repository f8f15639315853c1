//! A metric month by month: points, the line between them, and the band of their intervals.

use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

use crate::error::RenderError;
use crate::trend::{Point, Trend};

use super::ink::{BAND, GRID, INK, LINE, PAPER, finished};
use super::scale::Scale;

const SIZE: (u32, u32) = (420, 190);
type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;
type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// The picture of a trend as SVG.
///
/// Without colour it reads as well: known values are filled points, those that may still change are hollow, and a month
/// without a value is a cross on the axis.
pub(crate) fn trend(trend: &Trend) -> Result<String, RenderError> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        draw(&area, trend).map_err(|error| RenderError::Picture {
            subject: trend.key.clone(),
            reason: error.to_string(),
        })?;
    }
    let last = trend.points.last().map_or("", |it| it.month.as_str());
    let title = format!("{}, {} months to {last}", trend.name, trend.points.len());
    Ok(finished(&svg, &title, &format!("{} Latest: {}.", trend.meaning, trend.current.text)))
}

/// The largest value worth showing: intervals far above all values are cut off.
fn most(points: &[Point]) -> f64 {
    let value = points.iter().filter_map(|it| it.value).fold(0.0, f64::max);
    let upper = points.iter().filter_map(|it| it.upper).fold(value, f64::max);
    if value > 0.0 { upper.min(value * 1.8) } else { upper }
}

fn x(index: usize) -> f64 {
    f64::from(u32::try_from(index).unwrap_or(u32::MAX))
}

fn draw(area: &Area<'_>, trend: &Trend) -> Drawn {
    let points = trend.points.as_slice();
    let scale = Scale::new(trend.unit, most(points));
    let mut chart = ChartBuilder::on(area)
        .margin_top(12)
        .margin_right(16)
        .x_label_area_size(24)
        .y_label_area_size(56)
        .build_cartesian_2d(-0.6..x(points.len()) - 0.4, 0.0..scale.top)?;
    axes(&mut chart, points, scale)?;
    bands(&mut chart, points, scale)?;
    lines(&mut chart, points, scale)?;
    marks(&mut chart, points, scale)?;
    area.present()
}

fn axes(chart: &mut Chart<'_, '_>, points: &[Point], scale: Scale) -> Drawn {
    let month = |at: &f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index of the points")]
        let index = at.round().max(0.0) as usize;
        let near = (at - x(index)).abs() < 0.01;
        points.get(index).filter(|_| near).map_or_else(String::new, |it| it.month.clone())
    };
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(6)
        .y_labels(4)
        .max_light_lines(1)
        .bold_line_style(GRID)
        .light_line_style(PAPER.mix(0.0))
        .axis_style(GRID)
        .label_style(("sans-serif", 13).into_font().color(&INK))
        .x_label_formatter(&month)
        .y_label_formatter(&|value| scale.label(*value))
        .draw()
}

/// Neighbouring months with a value, as one stretch.
fn stretches(points: &[Point]) -> Vec<Vec<(usize, &Point)>> {
    let mut all: Vec<Vec<(usize, &Point)>> = Vec::new();
    let mut open = false;
    for (index, point) in points.iter().enumerate() {
        if point.value.is_none() {
            open = false;
        } else if let Some(last) = all.last_mut().filter(|_| open) {
            last.push((index, point));
        } else {
            all.push(vec![(index, point)]);
            open = true;
        }
    }
    all
}

fn bands(chart: &mut Chart<'_, '_>, points: &[Point], scale: Scale) -> Drawn {
    for stretch in stretches(points) {
        let shown = |value: f64| scale.shown(value).clamp(0.0, scale.top);
        let ends = |(index, it): &(usize, &Point)| {
            let value = it.value.unwrap_or(0.0);
            (x(*index), shown(it.lower.unwrap_or(value)), shown(it.upper.unwrap_or(value)))
        };
        let ends: Vec<(f64, f64, f64)> = stretch.iter().map(ends).collect();
        if let [(at, lower, upper)] = ends.as_slice() {
            let whisker = PathElement::new([(*at, *lower), (*at, *upper)], BAND.mix(0.4).stroke_width(5));
            chart.draw_series(std::iter::once(whisker))?;
            continue;
        }
        let above = ends.iter().map(|(at, _, upper)| (*at, *upper));
        let below = ends.iter().rev().map(|(at, lower, _)| (*at, *lower));
        let outline: Vec<(f64, f64)> = above.chain(below).collect();
        chart.draw_series(std::iter::once(Polygon::new(outline, BAND.mix(0.22))))?;
    }
    Ok(())
}

fn lines(chart: &mut Chart<'_, '_>, points: &[Point], scale: Scale) -> Drawn {
    for stretch in stretches(points) {
        let at = |(index, it): (usize, &Point)| (x(index), scale.shown(it.value.unwrap_or(0.0)));
        let path: Vec<(f64, f64)> = stretch.into_iter().map(at).collect();
        chart.draw_series(std::iter::once(PathElement::new(path, LINE.stroke_width(2))))?;
    }
    Ok(())
}

fn marks(chart: &mut Chart<'_, '_>, points: &[Point], scale: Scale) -> Drawn {
    for (index, point) in points.iter().enumerate() {
        let Some(value) = point.value else {
            chart.draw_series(std::iter::once(Cross::new((x(index), 0.0), 3, INK.stroke_width(1))))?;
            continue;
        };
        let at = (x(index), scale.shown(value));
        let fill = if point.soft { PAPER.filled() } else { LINE.filled() };
        chart.draw_series(std::iter::once(Circle::new(at, 3, fill)))?;
        chart.draw_series(std::iter::once(Circle::new(at, 3, LINE.stroke_width(1))))?;
    }
    Ok(())
}
