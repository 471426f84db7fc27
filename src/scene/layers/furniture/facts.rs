//! What the clock block says: title, date, other clocks, and the state of the campaign at the instant.

use super::scale_bar::grouped;
use crate::campaign::Language;
use crate::charts::closing;
use crate::scene::{Color, Doubt, Face, Furniture, MapInput, TextStyle};

/// A line of the clock block.
pub type Line = (String, TextStyle, Color);

/// Title and subtitle.
pub fn title(input: &MapInput<'_>) -> Vec<Line> {
    let (campaign, language) = (input.campaign, input.language);
    // Beside Han and Hangul, which have no serif and no italic, figures with them would look like another word.
    let [title, subtitle] = match language {
        Language::Chinese | Language::Japanese | Language::Korean => [Face::Bold, Face::Sans],
        _ => [Face::Serif, Face::Italic],
    };
    vec![
        (campaign.title.or_english(language).to_owned(), input.style(title, 25.0), input.theme.ink),
        (campaign.subtitle.or_english(language).to_owned(), input.style(subtitle, 12.0), input.theme.faint_ink),
    ]
}

/// The date and the other clocks.
pub fn clock(input: &MapInput<'_>) -> Vec<Line> {
    let (calendar, instant) = (&input.campaign.calendar, input.situation.instant);
    let date = format!("{} · {}", calendar.date(instant), calendar.hour(instant));
    let others: Vec<String> = calendar.other_clocks(instant).collect();
    let zone = format!("{} · {} · {}", calendar.day_label(instant), calendar.zone.label(), others.join(" · "));
    vec![(date, input.style(Face::Serif, 19.0), input.theme.ink), (zone, TextStyle::new(Face::Sans, 11.0), input.theme.faint_ink)]
}

/// By whose account and with how much doubt the map is drawn, where that is not as usual.
pub fn reading(input: &MapInput<'_>) -> Vec<Line> {
    let account = input.campaign.told_by.map(|account| format!("By {}", account.title()));
    let doubt = (input.doubt != Doubt::Normal).then(|| input.doubt.sentence().to_owned());
    let words: Vec<String> = account.into_iter().chain(doubt).collect();
    let line = (words.join(" · "), input.style(Face::Italic, 11.0), input.theme.ink);
    if words.is_empty() { Vec::new() } else { vec![line] }
}

/// The state of the campaign, where the page has room for it.
pub fn state(input: &MapInput<'_>) -> Vec<Line> {
    let size = input.view.size;
    if size.height <= 430.0 || size.width <= 760.0 {
        return Vec::new();
    }
    let style = TextStyle::new(Face::Sans, if input.furniture == Furniture::Still { 10.5 } else { 11.0 });
    state_of_the_campaign(input).into_iter().map(|words| (words, style, input.theme.ink)).collect()
}

/// Ground taken, formations in action, and how near each front has come to the objectives.
fn state_of_the_campaign(input: &MapInput<'_>) -> Vec<String> {
    let (campaign, instant) = (input.campaign, input.situation.instant);
    let mut lines = Vec::new();
    if let Some(ground) = input.ground {
        let areas = ground.field.areas();
        let taken = areas.taken_km2(instant);
        let main = campaign.defender_polities.first();
        let share =
            main.and_then(|id| Some((areas.share_of(id, instant)?, input.basemap.coarse.polities.iter().find(|polity| polity.id == *id)?)));
        let share =
            share.map(|(share, polity)| format!(", {:.0} % of {}", share * 100.0, polity.names.or_english("en"))).unwrap_or_default();
        let midnight = campaign.calendar.day_start(campaign.calendar.day_of(instant));
        lines.push(format!("Ground taken {} km²{share}", grouped(taken)));
        lines.push(format!("Today so far +{} km²", grouped((taken - areas.taken_km2(midnight)).max(0.0))));
    }
    let first_fights = input.memory.first_fights(campaign);
    let in_action = input.situation.formations.iter().filter(|state| state.is_in_action(campaign, instant, first_fights)).count();
    lines.push(format!("{in_action} formations in action"));
    let closing = closing(campaign, input.situation);
    for objective in &campaign.objectives {
        let near: Vec<String> = closing
            .iter()
            .filter(|one| one.objective == *objective)
            .map(|one| format!("{} {}", short_front(campaign.fronts[one.front.0].names.english()), grouped(one.km)))
            .collect();
        if !near.is_empty() {
            let name = campaign.place(*objective).names.english();
            lines.push(format!("km to {}: {}", name.split(" (").next().unwrap_or(name), near.join(" · ")));
        }
    }
    lines
}

/// A front's name without the word: `Transbaikal`.
fn short_front(name: &str) -> &str {
    name.strip_suffix(" Front").unwrap_or(name)
}
