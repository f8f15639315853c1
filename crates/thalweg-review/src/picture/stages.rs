//! The stages of a value stream: how long each works on an item, and how long the item waits for it.

use plotters::prelude::*;

use crate::error::RenderError;
use crate::stream::Stream;

use super::ink::{BAND, GRID, INK, LINE, PAPER, finished};

const WIDTH: u32 = 460;
const ROW: u32 = 30;
type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// The picture of a stream's latest map as SVG: work is filled, waiting is an outline before it.
pub(crate) fn stages(stream: &Stream) -> Result<String, RenderError> {
    let rows = u32::try_from(stream.stages.len()).unwrap_or(0);
    let mut svg = String::new();
    {
        let size = (WIDTH, ROW.saturating_mul(rows).saturating_add(50));
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        draw(&area, stream).map_err(|error| RenderError::Picture {
            subject: stream.stream.clone(),
            reason: error.to_string(),
        })?;
    }
    let title = format!("Stages of the stream {}, measured {}", stream.stream, stream.measured);
    Ok(finished(&svg, &title, &stream.constraint))
}

fn draw(area: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>, stream: &Stream) -> Drawn {
    let count = stream.stages.len();
    let most = stream.stages.iter().map(|it| it.wait_hours + it.process_hours).fold(0.0, f64::max);
    let rows = f64::from(u32::try_from(count).unwrap_or(0));
    let mut chart = ChartBuilder::on(area)
        .margin_right(90)
        .margin_top(6)
        .x_label_area_size(36)
        .y_label_area_size(88)
        .build_cartesian_2d(0.0..most.max(1.0), 0.0..rows.max(1.0))?;
    chart
        .configure_mesh()
        .disable_y_mesh()
        .y_labels(0)
        .x_labels(5)
        .max_light_lines(1)
        .bold_line_style(GRID)
        .light_line_style(PAPER.mix(0.0))
        .axis_style(GRID)
        .x_desc("hours for one item")
        .axis_desc_style(("sans-serif", 13).into_font().color(&INK))
        .label_style(("sans-serif", 13).into_font().color(&INK))
        .draw()?;
    let text = ("sans-serif", 14).into_font().color(&INK);
    for (index, stage) in stream.stages.iter().enumerate() {
        let top = rows - f64::from(u32::try_from(index).unwrap_or(0));
        let (low, high) = (top - 0.8, top - 0.2);
        let wait = [(0.0, low), (stage.wait_hours, high)];
        let work = [(stage.wait_hours, low), (stage.wait_hours + stage.process_hours, high)];
        chart.draw_series([
            Rectangle::new(wait, BAND.mix(0.18).filled()),
            Rectangle::new(wait, LINE.stroke_width(1)),
            Rectangle::new(work, LINE.filled()),
        ])?;
        let pixel = chart.backend_coord(&(0.0, high));
        area.draw(&Text::new(stage.name.clone(), (6, pixel.1 + 2), text.clone()))?;
        let label = format!("{:.0} h + {:.0} h", stage.wait_hours, stage.process_hours);
        let end = chart.backend_coord(&(stage.wait_hours + stage.process_hours, high));
        area.draw(&Text::new(label, (end.0 + 6, end.1 + 2), text.clone()))?;
    }
    area.present()
}
