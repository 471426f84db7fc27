//! `render`: a still of the same scene the window draws.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::args::{DoubtName, Look};
use super::{Failure, Render, ThemeName, instant, load};
use crate::campaign::{Account, Campaign, Language};
use crate::cartography::{BaseMap, Geo, PageSize, PlaneRect, Projection, Relief, ScaleBand, View};
use crate::library::{self, Problem};
use crate::paint::{FORMATS, Format};
use crate::scene::{self, DARK, Doubt, Furniture, LAYERS, LIGHT, LabelSlots, MapInput, Memory, Scene, Sheet, Theme};
use crate::situation::{GroundModel, Situation};

/// The sides a still may have, points.
const SIDES: std::ops::RangeInclusive<u32> = 64..=16_384;

/// The most pixels of a still: a poster of 84 by 119 cm at 300 dpi has 140 million.
const MOST_PIXELS: f64 = 150e6;

/// Draws a still and writes it.
pub fn render(options: &Render) -> Result<(), Failure> {
    let format = format_of(options)?;
    let look = &options.look;
    let size = parse_size(&look.size)?;
    if !(0.25..=8.0).contains(&options.scale) {
        return Err(Failure::Failed("--scale takes a number from 0.25 to 8".to_owned()));
    }
    let (width, height) = (size.width * options.scale, size.height * options.scale);
    if format.ending != "svg" && width * height > MOST_PIXELS {
        return Err(Failure::Failed(format!(
            "the picture would be {width:.0} by {height:.0} pixels, more than {:.0} million; make --size or --scale smaller",
            MOST_PIXELS / 1e6
        )));
    }
    let sheet = Stills::of(look, || load(options.campaign.as_deref()))?;
    let instant = instant(&sheet.campaign, &options.at)?;
    let scene = sheet.scene(&Situation::at(&sheet.campaign, instant), &LabelSlots::new());
    let bytes = (format.write)(&scene, options.scale).map_err(Failure::Failed)?;
    // The process ends here: nobody waits for the memory.
    std::mem::forget((sheet, scene));
    std::fs::write(&options.output, bytes)
        .map_err(|err| Failure::Failed(format!("the picture cannot be written ({err}): {}", options.output.display())))
}

/// Stills of one campaign in one look, at any instant.
pub struct Stills {
    /// What they show.
    pub campaign: Campaign,
    basemap: BaseMap,
    ground: GroundModel,
    view: View,
    theme: &'static Theme,
    language: Language,
    hidden: BTreeSet<String>,
    doubt: Doubt,
    memory: Memory,
}

impl Stills {
    /// Makes ready what all of them have in common.
    pub fn of(look: &Look, load: impl FnOnce() -> Result<Campaign, Failure>) -> Result<Self, Failure> {
        let size = parse_size(&look.size)?;
        let language = Language::from_code(&look.lang)
            .ok_or_else(|| Failure::NotThere(format!("there are no names in {:?}; use en, modern, ru, zh, ja or ko", look.lang)))?;
        let hidden = hidden_layers(look)?;
        let is_dark = look.theme == ThemeName::Dark;
        let relief = if hidden.contains("relief") { None } else { Relief::open(&library::base_map(), is_dark).map(Arc::new) };
        if let Some(relief) = relief.clone() {
            // It takes about as long as all that comes before painting, and only who paints waits for it.
            std::thread::spawn(move || relief.decode());
        }
        let campaign = told(load()?, &look.account)?;
        let basemap = base_map(&campaign)?;
        basemap.take_relief(is_dark, relief);
        let view = match &look.view {
            Some(text) => parse_view(text, &basemap.projection, size)?,
            None => theatre_view(&campaign, &basemap.projection, size),
        };
        let ground = GroundModel::build(&campaign, &basemap);
        // From near, ground taken ends at the coast that is drawn.
        if view.band() > ScaleBand::Theatre {
            ground.field.refine(basemap.fine());
        }
        let theme = match look.theme {
            ThemeName::Light => &LIGHT,
            ThemeName::Dark => &DARK,
        };
        let doubt = match look.doubt {
            DoubtName::Normal => Doubt::Normal,
            DoubtName::Strong => Doubt::Strong,
            DoubtName::Off => Doubt::Off,
        };
        Ok(Self { campaign, basemap, ground, view, theme, language, hidden, doubt, memory: Memory::default() })
    }

    /// The still of a situation, with labels where they stood before.
    pub fn scene(&self, situation: &Situation, slots: &LabelSlots) -> Scene {
        let basemap = &self.basemap;
        scene::build(&MapInput {
            campaign: &self.campaign,
            basemap,
            detail: if self.view.band() == ScaleBand::Theatre { &basemap.coarse } else { basemap.fine() },
            situation,
            ground: Some(&self.ground),
            view: self.view,
            theme: self.theme,
            language: self.language,
            hidden: &self.hidden,
            doubt: self.doubt,
            selection: None,
            hovered: None,
            slots,
            flashes: &[],
            memory: &self.memory,
            changed: &[],
            chapter: None,
            furniture: Furniture::Still,
        })
    }
}

/// The campaign as an account tells it, by its word in files.
fn told(campaign: Campaign, account: &str) -> Result<Campaign, Failure> {
    if account == "all" {
        return Ok(campaign);
    }
    let words = || Account::ALL.map(|row| row.1).join(", ");
    let found = Account::ALL.into_iter().find(|row| row.1 == account);
    let (account, _) = found.ok_or_else(|| Failure::NotThere(format!("there is no account {account:?}; there are all, {}", words())))?;
    Ok(campaign.told(account))
}

/// The base map in a campaign's projection.
pub fn base_map(campaign: &Campaign) -> Result<BaseMap, Failure> {
    let choice = campaign.projection;
    let projection = Projection::lambert(choice.standard_parallels, choice.central_meridian, choice.origin_latitude);
    let said = |problems: Vec<Problem>| Failure::Failed(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    BaseMap::read(library::base_map(), projection).map_err(said)
}

/// The view of the whole theatre in the part of a still that shows the ground.
fn theatre_view(campaign: &Campaign, projection: &Projection, size: PageSize) -> View {
    let extent = campaign.extent;
    let theatre = PlaneRect::of_degrees(projection, extent.west, extent.south, extent.east, extent.north);
    View::fitting(theatre, Sheet::of(Furniture::Still, size).map_size()).resized(size)
}

fn format_of(options: &Render) -> Result<&'static Format, Failure> {
    let ending = options.output.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let known = || FORMATS.iter().map(|format| format.ending).collect::<Vec<_>>().join(" or ");
    FORMATS
        .iter()
        .find(|format| format.ending == ending)
        .ok_or_else(|| Failure::Failed(format!("the file must end in .{}: {}", known(), options.output.display())))
}

pub fn parse_size(text: &str) -> Result<PageSize, Failure> {
    let wrong =
        || Failure::Failed(format!("{text:?} is not a size; write --size 1920x1080, sides from {} to {}", SIDES.start(), SIDES.end()));
    let (width, height) = text.split_once(['x', '×', 'X']).ok_or_else(wrong)?;
    let side = |text: &str| text.trim().parse::<u32>().ok().filter(|side| SIDES.contains(side)).map(f64::from);
    Ok(PageSize { width: side(width).ok_or_else(wrong)?, height: side(height).ok_or_else(wrong)? })
}

fn parse_view(text: &str, projection: &Projection, size: PageSize) -> Result<View, Failure> {
    let wrong = || Failure::Failed(format!("{text:?} is not a view; write --view LON,LAT,KM, as in 125.3,43.9,600"));
    let numbers: Vec<f64> = text.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    let [lon, lat, km] = numbers[..] else { return Err(wrong()) };
    if !(-180.0..=180.0).contains(&lon) || !(-89.0..=89.0).contains(&lat) || !(1.0..=20_000.0).contains(&km) {
        return Err(wrong());
    }
    Ok(View {
        center: projection.plane_from_geo(Geo { lon, lat }),
        metres_per_point: km * 1000.0 * projection.scale_factor(lat) / Sheet::of(Furniture::Still, size).map.width(),
        size,
    })
}

fn hidden_layers(look: &Look) -> Result<BTreeSet<String>, Failure> {
    let Some(shown) = &look.layers else {
        return Ok(LAYERS.iter().filter(|layer| !layer.is_shown_at_start).map(|layer| layer.id.to_owned()).collect());
    };
    let known: Vec<&str> = LAYERS.iter().map(|layer| layer.id).collect();
    if let Some(unknown) = shown.iter().find(|id| !known.contains(&id.as_str())) {
        return Err(Failure::NotThere(format!("there is no layer {unknown:?}; there are {}", known.join(", "))));
    }
    Ok(known.into_iter().filter(|id| !shown.iter().any(|layer| layer == id)).map(str::to_owned).collect())
}
