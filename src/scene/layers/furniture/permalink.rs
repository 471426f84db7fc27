//! The permanent link of a still: the moment as a text that `open --link` takes, for its margin.

use crate::campaign::{Account, Language, LonLat, link};
use crate::scene::layers::{LAYERS, hidden_word, target_word};
use crate::scene::{Doubt, MapInput};

/// The link to what a still shows. What is as at a first start is left out.
pub fn text(input: &MapInput<'_>) -> String {
    let (campaign, view, map) = (input.campaign, &input.view, input.sheet().map);
    let center = input.basemap.projection.geo_from_plane(view.plane_from_page(map.center()));
    // To a point or two of the page: what a reader types must be short.
    let (degree, km) = if view.metres_per_point > 50.0 { (1e3, 10.0) } else { (1e5, 1e3) };
    let center = LonLat::new(rounded(center.lon, degree), rounded(center.lat, degree));
    let width_km = rounded(view.metres_per_point * map.width() / 1000.0, km);
    let mut parts = vec![link::when_part(campaign, input.situation.instant), link::view_part(center, width_km)];
    parts.extend(input.selection.map(|target| format!("sel={}", target_word(campaign, target))));
    if LAYERS.iter().any(|layer| layer.is_shown_at_start == input.hidden.contains(layer.id)) {
        parts.push(format!("layers={}", hidden_word(input.hidden)));
    }
    if input.language != Language::default() {
        parts.push(format!("lang={}", input.language.code()));
    }
    let account = campaign.told_by.and_then(|account| Account::ALL.into_iter().find(|row| row.0 == account));
    parts.extend(account.map(|row| format!("account={}", row.1)));
    if input.doubt != Doubt::Normal {
        parts.push(format!("doubt={}", input.doubt.code()));
    }
    link::written(&campaign.id, &parts)
}

fn rounded(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts
}
