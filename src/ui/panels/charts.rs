//! The chart over the ruler: the pincer closing on each objective. It carries the playhead; a click moves the clock.

use egui::{Color32, Ui, vec2};
use egui_plot::{GridMark, Legend, Line, LineStyle, Plot, PlotPoint, PlotPoints, VLine};

use crate::campaign::{DAY, Instant};
use crate::charts::{Chart, Series};
use crate::session::{ClockCommand, Command};
use crate::ui::style::{bold, ui_color};
use crate::ui::{Commands, PanelInput};

/// Height of the charts, points.
const HEIGHT: f32 = 170.0;

/// Distance between two lines of the grid, km.
const KM_STEP: f64 = 250.0;

/// Room over the highest value, so that no number runs into the title.
const HEADROOM: f64 = 1.1;

/// Shows the charts side by side.
pub fn show(ui: &mut Ui, input: &PanelInput<'_>, commands: &mut Commands) {
    let count = input.charts.len().max(1) as f32;
    let width = (ui.available_width() - 8.0 * (count - 1.0)) / count;
    ui.horizontal(|ui| {
        for (number, chart) in input.charts.iter().enumerate() {
            ui.allocate_ui(vec2(width, HEIGHT), |ui| {
                ui.vertical(|ui| one(ui, input, chart, number == 0, commands));
            });
        }
    });
}

fn one(ui: &mut Ui, input: &PanelInput<'_>, chart: &Chart, has_legend: bool, commands: &mut Commands) {
    let start = input.campaign.period.start;
    let days = move |instant: Instant| instant.since(start) as f64 / DAY as f64;
    let instant = move |x: f64| start.plus((x * DAY as f64).round() as i64);
    let calendar = input.campaign.calendar.clone();
    let midnight = calendar.day_start(calendar.day_of(start) + 1);
    let hover_calendar = calendar.clone();
    ui.label(egui::RichText::new(format!("{}, {}", chart.title, chart.unit)).family(bold()));
    let mut plot = Plot::new(&chart.title);
    if has_legend {
        plot = plot.legend(Legend::default().follow_insertion_order(true));
    }
    let plot = plot
        .height(HEIGHT - 22.0)
        .y_grid_spacer(|grid| {
            let most = (grid.bounds.1 / KM_STEP).floor().clamp(0.0, 100.0) as u32;
            (0..=most).map(|k| GridMark { value: f64::from(k) * KM_STEP, step_size: KM_STEP }).collect()
        })
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .include_y(0.0)
        .include_y(highest(chart) * HEADROOM)
        .include_x(0.0)
        .include_x(days(input.campaign.period.end))
        .x_grid_spacer(move |grid| {
            let first = days(midnight);
            let mut marks = Vec::new();
            let mut x = first;
            while x <= grid.bounds.1 {
                let whole = ((x - first).round() as i64).rem_euclid(7) == 0;
                marks.push(GridMark { value: x, step_size: if whole { 7.0 } else { 1.0 } });
                x += 1.0;
            }
            marks
        })
        .x_axis_formatter(move |mark, _| if mark.step_size > 2.0 { calendar.short_date(instant(mark.value)) } else { String::new() })
        .label_formatter(move |hover| {
            let position = match hover {
                egui_plot::HoverPosition::NearDataPoint { position, plot_name, .. } => {
                    return Some(format!("{plot_name}\n{}\n{:.0} km", hover_calendar.date_hour(instant(position.x)), position.y));
                }
                egui_plot::HoverPosition::Elsewhere { position } => position,
            };
            Some(format!("{}\n{:.0} km", hover_calendar.date_hour(instant(position.x)), position.y))
        })
        .show(ui, |plot| {
            for (number, series) in chart.series.iter().enumerate() {
                plot.line(line(input, series, number, days));
            }
            plot.vline(VLine::new("", days(input.situation.instant)).color(ui_color(input.session.map_theme().ink)).width(1.5));
            plot.pointer_coordinate()
        });
    if plot.response.clicked()
        && let Some(PlotPoint { x, .. }) = plot.inner
    {
        commands.push(Command::Clock(ClockCommand::Seek(instant(x))));
    }
}

fn highest(chart: &Chart) -> f64 {
    chart.series.iter().flat_map(|series| &series.points).map(|(_, value)| *value).fold(0.0, f64::max)
}

fn line<'a>(input: &PanelInput<'_>, series: &Series, number: usize, days: impl Fn(Instant) -> f64) -> Line<'a> {
    let points: PlotPoints<'_> = series.points.iter().map(|(instant, value)| [days(*instant), *value]).collect();
    let style = match number % 3 {
        0 => LineStyle::Solid,
        1 => LineStyle::dashed_dense(),
        _ => LineStyle::dotted_dense(),
    };
    Line::new(series.title.clone(), points).color(series_color(input, number)).style(style).width(2.0)
}

/// Fronts of one camp share its color; dash and legend tell them apart.
fn series_color(input: &PanelInput<'_>, number: usize) -> Color32 {
    let theme = input.session.map_theme();
    let share = [1.0, 0.8, 0.6][number % 3];
    ui_color(theme.attacker.line.faded(share).over(theme.paper))
}
