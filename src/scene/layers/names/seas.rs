//! Names of seas on a still nearer than the theatre: each in the middle of what is seen of its water, so that every coast says
//! which sea it faces. On the theatre, and in a window, a sea has its name at the place chosen for it.

use super::{Sites, ground, name_of, on_page, request, setting};
use crate::cartography::{LabelKind, Page, PhysicalLabel, ScaleBand};
use crate::scene::labels::{LabelRequest, Spots};
use crate::scene::{Furniture, MapInput};

/// Whether a sea is named by what is seen of it.
pub fn is_by_view(input: &MapInput<'_>, label: &PhysicalLabel) -> bool {
    let is_near = input.furniture == Furniture::Still && input.band() > ScaleBand::Theatre;
    is_near && label.kind == LabelKind::Sea && label.reach.is_some()
}

/// Asks for the names of the seas that are so named.
pub fn requests(input: &MapInput<'_>, sites: &Sites) -> Vec<LabelRequest> {
    let map = input.sheet().map;
    let land = &input.basemap.coarse.land;
    let named = input.basemap.labels.iter().enumerate().filter(|(_, label)| is_by_view(input, label));
    let request = |(number, label): (usize, &PhysicalLabel)| {
        let (text, style, _) = setting(input, label, name_of(input, &label.names));
        let reach = label.reach.as_ref()?;
        let spots = ground::spots_at_sea(reach, land, &input.view, &map, style.width(&text) / 2.0);
        let asked = request(input, label, number, Page::default(), sites);
        (!spots.is_empty()).then(|| LabelRequest { spots: Spots::Centers(on_page(input, &spots)), ..asked })
    };
    named.filter_map(request).collect()
}
