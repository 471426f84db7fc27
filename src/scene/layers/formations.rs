//! Formations where they stood: unit symbols by scale, stacked where they would cover each other.

use super::{axes, is_from_afar};
use crate::campaign::{Arm, Camp, Campaign, Echelon, Formation, FormationIdx, SideIdx, Status};
use crate::cartography::{Page, PageRect, ScaleBand};
use crate::scene::labels::{LabelKey, LabelRequest, Spots};
use crate::scene::legend::Group;
use crate::scene::symbols::unit::{self, UnitSign};
use crate::scene::{
    Align, AreaShape, Canvas, Doubt, Face, Furniture, Hit, LegendEntry, LineShape, MapInput, Stroke, Target, TextMark, emphasis,
};
use crate::situation::{FADES_AFTER, FormationState};

/// Symbols of one camp closer than this become a stack, points.
const STACK: f64 = 22.0;
/// The same on a map of the theatre, points: there symbols would cover the ground they stand on.
const FAR_STACK: f64 = 28.0;

/// Up to this many metres to a point symbols have their full size; on smaller maps less, down to this share.
const FULL_SIZE: f64 = 3200.0;
const SMALLEST: f64 = 0.7;

/// Whether a formation is drawn at the scale of the view.
pub fn is_shown(input: &MapInput<'_>, state: &FormationState) -> bool {
    let formation = input.campaign.formation(state.formation);
    let is_chosen = [input.selection, input.hovered].contains(&Some(Target::Formation(state.formation)));
    let has_faded = state.ended.is_some_and(|ended| input.situation.instant.since(ended) >= FADES_AFTER);
    let suits_scale = || smallest_scale(formation, input.campaign.side_of(state.formation).camp) <= input.band();
    let is_too_small = formation.echelon >= Echelon::Division && is_from_afar(input);
    is_chosen || (!has_faded && !is_too_small && suits_scale() && has_room(input, state.formation))
}

/// At any scale so many formations are drawn, and as the ground grows on the page, so many to a square point of it.
const ALWAYS: f64 = 120.0;
const DENSITY: f64 = 1e-4;

/// Whether a formation is among those that find room on the map: a campaign of thousands shows the highest level first, and
/// the rest from nearer.
fn has_room(input: &MapInput<'_>, formation: FormationIdx) -> bool {
    let ranks = input.memory.ranks(|| ranks(input.campaign));
    let metres = input.view.metres_per_point;
    let extent = input.memory.theatre(input);
    let page = (extent.max.x - extent.min.x) * (extent.max.y - extent.min.y) / (metres * metres);
    f64::from(ranks[formation.0]) < (page * DENSITY).max(ALWAYS)
}

/// The rank of each formation among all that have a track: those drawn from furthest off first, then the highest level.
fn ranks(campaign: &Campaign) -> Vec<u32> {
    let mut order: Vec<FormationIdx> = campaign.tracks.iter().map(|track| track.formation).collect();
    let weight = |idx: &FormationIdx| {
        let formation = campaign.formation(*idx);
        (smallest_scale(formation, campaign.side_of(*idx).camp), formation.echelon, *idx)
    };
    order.sort_by_key(weight);
    let mut ranks = vec![u32::MAX; campaign.formations.len()];
    order.iter().enumerate().for_each(|(rank, idx)| ranks[idx.0] = rank as u32);
    ranks
}

/// How many formations of the scale find no room on the map now.
fn num_left_out(input: &MapInput<'_>) -> usize {
    let is_left_out = |state: &&FormationState| {
        let formation = input.campaign.formation(state.formation);
        smallest_scale(formation, input.campaign.side_of(state.formation).camp) <= input.band() && !has_room(input, state.formation)
    };
    input.situation.formations.iter().filter(is_left_out).count()
}

/// The smallest scale at which a formation is drawn (E6): the defender, with fewer to show, one level further out.
pub fn smallest_scale(formation: &Formation, camp: Camp) -> ScaleBand {
    let is_landing = formation.arm == Arm::Airborne || (formation.echelon == Echelon::Detachment && formation.arm == Arm::Naval);
    match formation.echelon {
        Echelon::Theatre | Echelon::Front | Echelon::AreaArmy | Echelon::Army | Echelon::Flotilla => ScaleBand::Theatre,
        Echelon::Corps if formation.is_mobile_corps() => ScaleBand::Theatre,
        Echelon::Division if camp == Camp::Defender => ScaleBand::Theatre,
        Echelon::AirArmy | Echelon::Fleet | Echelon::Corps => ScaleBand::Army,
        Echelon::Brigade if camp == Camp::Defender => ScaleBand::Army,
        Echelon::Detachment if is_landing => ScaleBand::Army,
        Echelon::Division | Echelon::Detachment | Echelon::Brigade | Echelon::Garrison | Echelon::Regiment => ScaleBand::Division,
    }
}

/// A symbol, or a stack of them, on the page.
struct Stack<'a> {
    states: Vec<&'a FormationState>,
    at: Page,
    sign: UnitSign,
}

/// Draws the formations that suit the scale.
pub fn draw(input: &MapInput<'_>, canvas: &mut Canvas) {
    super::whiskers::draw(input, canvas);
    let stacks = stacks(input);
    let places = canvas.obstacles.clone();
    let mut covered: Vec<PageRect> = Vec::new();
    let mut spots: Vec<Page> = Vec::new();
    for stack in &stacks {
        let at = clear_of(input, stack, &covered, &places);
        spots.push(at);
        let rect = stack.sign.rect(at);
        covered.push(rect);
        if at.distance(stack.at) > 2.0 {
            canvas.line(LineShape::Open(vec![stack.at, at]), Stroke::solid(0.8, input.theme.camp(stack.sign.camp).line));
        }
        draw_stack(input, stack, at, rect, canvas);
    }
    for (stack, at) in stacks.iter().zip(spots).filter(|(stack, _)| is_fanned(input, stack)) {
        fan(input, stack, at, canvas);
    }
}

/// Whether a stack is laid open: the pointer is on one of its symbols, or one of those below the top is selected.
fn is_fanned(input: &MapInput<'_>, stack: &Stack<'_>) -> bool {
    let is_pointed_at = |state: &FormationState| input.hovered == Some(Target::Formation(state.formation));
    stack.states.len() > 1 && stack.states.iter().any(|state| is_pointed_at(state))
}

/// The symbols of a stack below its top one, side by side above it.
fn fan(input: &MapInput<'_>, stack: &Stack<'_>, at: Page, canvas: &mut Canvas) {
    let others = &stack.states[1..];
    let (step, lift) = (FAN_STEP, FAN_LIFT);
    let columns = others.len().min(FAN_COLUMNS);
    let rows = others.len().div_ceil(FAN_COLUMNS);
    let page = input.sheet().map;
    let width = columns as f64 * step + 8.0;
    let height = rows as f64 * lift + 6.0;
    let above = stack.sign.rect(at).min.y - height / 2.0 - 4.0;
    let below = stack.sign.rect(at).max.y + height / 2.0 + 4.0;
    let middle = at.x.clamp(page.min.x + width / 2.0, (page.max.x - width / 2.0).max(page.min.x + width / 2.0));
    let sheet = PageRect::around(Page::new(middle, if above - height / 2.0 > page.min.y { above } else { below }), width, height);
    let corners = vec![sheet.min, Page::new(sheet.max.x, sheet.min.y), sheet.max, Page::new(sheet.min.x, sheet.max.y)];
    canvas.area(AreaShape::Convex(corners.clone()), input.theme.paper.faded(0.94));
    canvas.line(LineShape::Closed(corners), Stroke::solid(0.8, input.theme.ink.faded(0.6)));
    canvas.obstacles.push(sheet);
    for (number, state) in others.iter().enumerate() {
        let (row, column) = (number / FAN_COLUMNS, number % FAN_COLUMNS);
        let center = sheet.min.offset(4.0 + (column as f64 + 0.5) * step, 3.0 + (row as f64 + 0.5) * lift - 5.0);
        let sign = UnitSign { is_small: false, badge: None, ..sign(input, state) };
        unit::draw(&sign, center.offset(0.0, 2.0), input.theme, canvas);
        let formation = input.campaign.formation(state.formation);
        let style = input.style(Face::Sans, 9.5);
        let at = center.offset(0.0, lift / 2.0 + 4.0);
        let color = input.theme.camp(sign.camp).text;
        canvas.text(TextMark { at, align: Align::Middle, text: formation.short.clone(), style, color, halo: None, angle: 0.0 });
        let rect = PageRect::around(center.offset(0.0, 2.0), step, lift);
        canvas.hits.push(Hit { target: Target::Formation(state.formation), rect, name: formation.names.english().into() });
    }
}

/// A place for each symbol of a fan, points, and how many stand side by side.
const FAN_STEP: f64 = 58.0;
const FAN_LIFT: f64 = 40.0;
const FAN_COLUMNS: usize = 4;

/// Symbols in order of weight, those of one camp that would cover each other gathered under the first.
fn stacks<'a>(input: &MapInput<'a>) -> Vec<Stack<'a>> {
    // On a sheet of paper no symbol stands on the neatline for a position beyond it, and none is cut by it.
    let page = if input.furniture == Furniture::Window { input.view.page().grown(16.0) } else { input.sheet().map };
    let mut states: Vec<&FormationState> = input.situation.formations.iter().filter(|state| is_shown(input, state)).collect();
    states.sort_by_key(|state| rank(input, state));
    let mut stacks: Vec<Stack<'a>> = Vec::new();
    for state in states {
        let at = axes::symbol_anchor(input, state);
        if !page.contains(at) {
            continue;
        }
        let sign = sign(input, state);
        let at = if input.furniture == Furniture::Window { at } else { moved_within(&page, &sign, at) };
        let reach = match input.band() {
            _ if sign.is_small => STACK * 0.5,
            ScaleBand::Theatre => FAR_STACK,
            _ => STACK,
        };
        let host = stacks.iter_mut().find(|stack| stack.sign.camp == sign.camp && stack.at.distance(at) < reach);
        match host {
            Some(stack) if !is_chosen(input, state) => stack.states.push(state),
            _ => stacks.push(Stack { states: vec![state], at, sign }),
        }
    }
    stacks
}

/// A point as near as can be at which a symbol lies wholly on the page.
fn moved_within(page: &PageRect, sign: &UnitSign, at: Page) -> Page {
    let rect = sign.rect(at).grown(2.0);
    let shift = |low: f64, high: f64, from: f64, to: f64| if low < from { from - low } else { (to - high).min(0.0) };
    at.offset(shift(rect.min.x, rect.max.x, page.min.x, page.max.x), shift(rect.min.y, rect.max.y, page.min.y, page.max.y))
}

fn is_chosen(input: &MapInput<'_>, state: &FormationState) -> bool {
    input.selection == Some(Target::Formation(state.formation))
}

/// Selected first, then those still fighting, then by level and order of the campaign.
fn rank(input: &MapInput<'_>, state: &FormationState) -> (bool, bool, Echelon, usize) {
    (!is_chosen(input, state), state.ended.is_some(), input.campaign.formation(state.formation).echelon, state.formation.0)
}

/// The symbol of a formation at the scale of the view.
pub fn sign(input: &MapInput<'_>, state: &FormationState) -> UnitSign {
    let formation = input.campaign.formation(state.formation);
    let camp = input.campaign.side_of(state.formation).camp;
    let is_far = input.band() == ScaleBand::Theatre;
    UnitSign {
        camp,
        echelon: formation.echelon,
        arm: formation.arm,
        status: input.doubt.drawn(state.status),
        doubt: input.doubt,
        is_struck: state.ended.is_some(),
        opacity: emphasis::of_formation(input, state.formation) * presence(input, state),
        is_small: is_far && formation.echelon >= Echelon::Division && !is_chosen(input, state),
        is_bare: false,
        scale: (FULL_SIZE / input.view.metres_per_point).clamp(SMALLEST, 1.0),
        badge: input.campaign.side_of(state.formation).badge.as_ref().and_then(|badge| badge.chars().next()),
    }
}

/// A formation that has laid down its arms fades into the past.
fn presence(input: &MapInput<'_>, state: &FormationState) -> f64 {
    let age = |ended| input.situation.instant.since(ended) as f64 / FADES_AFTER as f64;
    state.ended.map_or(emphasis::NOW, |ended| emphasis::NOW + (emphasis::PAST - emphasis::NOW) * age(ended).clamp(0.0, 1.0))
}

/// A place near its own where a stack covers no other: the symbols drawn first stay, later ones step aside. A stack
/// of the defender that does not move steps off the sign of its town too.
fn clear_of(input: &MapInput<'_>, stack: &Stack<'_>, covered: &[PageRect], places: &[PageRect]) -> Page {
    let (width, height) = stack.sign.size();
    // Half a symbol aside is enough beside a smaller one; off a symbol at the same place it has to go further.
    let around = [(0.0, 1.0), (1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)];
    let rings = [1.0, 1.45, 2.0].into_iter().flat_map(move |far| around.map(|(dx, dy)| (dx * far, dy * far)));
    let steps = || std::iter::once((0.0, 0.0)).chain(rings.clone());
    let spot = |(dx, dy): (f64, f64)| stack.at.offset(dx * (width * 0.6 + 7.0), dy * (height * 0.6 + 9.0));
    let is_clear = |at: &Page, others: &[PageRect]| !others.iter().any(|rect| rect.overlaps(&stack.sign.rect(*at)));
    let keeps_off = stack.sign.camp == Camp::Defender && stack.states.first().is_some_and(|state| state.movement.is_none());
    let is_free = |at: &Page| is_clear(at, covered) && (!keeps_off || is_clear(at, places));
    if is_free(&stack.at) {
        return stack.at;
    }
    let at_home = steps().map(spot).find(|at| is_free(at) && is_no_invasion(input, stack, *at));
    let free = at_home.or_else(|| steps().map(spot).find(is_free));
    free.or_else(|| steps().map(spot).find(|at| is_clear(at, covered))).unwrap_or(stack.at)
}

/// Whether a point is no land of the attacker's, for a symbol of the defender that steps aside: seen from near, a garrison
/// across the border would have invaded.
fn is_no_invasion(input: &MapInput<'_>, stack: &Stack<'_>, at: Page) -> bool {
    let is_told = input.band() > ScaleBand::Army && stack.sign.camp == Camp::Defender;
    let point = input.view.plane_from_page(at);
    let attackers = || input.basemap.coarse.polities.iter().filter(|polity| input.campaign.attacker_polities.contains(&polity.id));
    !is_told || !attackers().any(|polity| polity.area.contains(point))
}

fn draw_stack(input: &MapInput<'_>, stack: &Stack<'_>, at: Page, rect: PageRect, canvas: &mut Canvas) {
    let Some(top) = stack.states.first() else { return };
    let target = Target::Formation(top.formation);
    let formation = input.campaign.formation(top.formation);
    let (width, height) = stack.sign.size();
    if input.selection == Some(target) || input.hovered == Some(target) {
        let ring = PageRect::around(at, width + 9.0, height + 9.0);
        let corners = vec![ring.min, Page::new(ring.max.x, ring.min.y), ring.max, Page::new(ring.min.x, ring.max.y)];
        canvas.line(LineShape::Closed(corners.clone()), Stroke::solid(3.6, input.theme.paper));
        canvas.line(LineShape::Closed(corners), Stroke::solid(1.8, input.theme.selection));
    }
    let behind = if stack.sign.is_small { 0 } else { (stack.states.len() - 1).min(2) };
    for k in (1..=behind).rev() {
        let shift = 2.5 * k as f64;
        let edge = PageRect::around(at.offset(shift, shift), width, height);
        let corners = vec![Page::new(edge.max.x, edge.min.y), edge.max, Page::new(edge.min.x, edge.max.y)];
        canvas.line(LineShape::Open(corners), Stroke::solid(1.2, input.theme.camp(stack.sign.camp).line.faded(stack.sign.opacity)));
    }
    unit::draw(&stack.sign, at, input.theme, canvas);
    canvas.obstacles.push(rect);
    for state in stack.states.iter().rev() {
        let name = input.campaign.formation(state.formation).names.english().into();
        canvas.hits.push(Hit { target: Target::Formation(state.formation), rect, name });
    }
    let more = stack.states.len() - 1;
    if !stack.sign.is_small || is_chosen(input, top) {
        canvas.labels.push(label(input, stack, formation, more, rect));
    }
}

fn label(input: &MapInput<'_>, stack: &Stack<'_>, formation: &Formation, more: usize, beside: PageRect) -> LabelRequest {
    let colors = input.theme.camp(stack.sign.camp);
    let target = Target::Formation(stack.states[0].formation);
    let is_chosen = input.selection == Some(target);
    let text = if more == 0 { formation.short.clone() } else { format!("{} +{more}", formation.short) };
    let priority = match formation.echelon {
        _ if is_chosen => 1,
        Echelon::Theatre | Echelon::Front => 70,
        Echelon::Army | Echelon::AreaArmy => 80,
        // On the map of a fortress or a landing they are what it is about.
        _ if input.band() == ScaleBand::Local => 140,
        Echelon::Corps | Echelon::Flotilla => 200,
        _ => 400,
    };
    let style = input.style(Face::Bold, 10.5);
    let lines = [(text, style, colors.text.faded(stack.sign.opacity.max(0.6)))].into();
    LabelRequest { priority, key: Some(LabelKey::Target(target)), beside, lines, spots: Spots::Beside, halo: Some((input.theme.halo, 1.6)) }
}

/// Camps, kinds of frame and branches: of just what is on the map.
pub fn legend(input: &MapInput<'_>) -> Vec<LegendEntry> {
    let map = input.sheet().map;
    let on_map = |state: &&FormationState| is_shown(input, state) && map.contains(input.page(state.position));
    let signs: Vec<UnitSign> = input.situation.formations.iter().filter(on_map).map(|state| sign(input, state)).collect();
    let base = UnitSign {
        camp: Camp::Attacker,
        echelon: Echelon::Army,
        arm: Arm::Mixed,
        status: Status::Attested,
        doubt: input.doubt,
        is_struck: false,
        opacity: 1.0,
        is_small: false,
        is_bare: false,
        scale: 1.0,
        badge: None,
    };
    let row = |title: String, sign: UnitSign| {
        LegendEntry::new(title, move |rect, theme, canvas| {
            // In all but airy rows the marks of the echelon would touch the row above.
            let sign = UnitSign { is_bare: sign.is_bare || rect.height() < 26.0, ..sign };
            // In tight rows frames would touch each other, too.
            let echelon = if rect.height() < 18.0 { sign.echelon.max(Echelon::Brigade) } else { sign.echelon };
            let sign = UnitSign { echelon, ..sign };
            unit::draw(
                &sign,
                rect.center().offset(if sign.badge.is_some() { -5.0 } else { 0.0 }, if sign.is_bare { 0.0 } else { 2.5 }),
                theme,
                canvas,
            );
        })
    };
    let mut rows = Vec::new();
    for (camp, frame) in [(Camp::Attacker, "single"), (Camp::Defender, "double")] {
        if signs.iter().any(|sign| sign.camp == camp) {
            let present = |side: &SideIdx| {
                input.situation.formations.iter().filter(on_map).any(|state| input.campaign.formation(state.formation).side == *side)
            };
            let sides = (0..input.campaign.sides.len()).map(SideIdx);
            let names: Vec<&str> = sides
                .filter(|side| input.campaign.sides[side.0].camp == camp && present(side))
                .map(|side| input.campaign.sides[side.0].names.english())
                .collect();
            rows.push(row(format!("{} ({frame} frame)", names.join(", ")), UnitSign { camp, ..base }).of(Group::Side));
        }
    }
    if signs.iter().any(|sign| sign.status != Status::Attested) {
        let title = if input.doubt == Doubt::Off { "Position, accounts differ" } else { "Position inferred" };
        rows.push(row(title.to_owned(), UnitSign { status: Status::Inferred, ..base }).of(Group::Status));
    }
    rows.extend(badges(input, &signs).into_iter().map(|(title, sign)| row(title, sign).of(Group::Side)));
    if signs.iter().any(|sign| sign.is_struck) {
        let struck = UnitSign { camp: Camp::Defender, is_struck: true, ..base };
        rows.push(row("Laid down its arms, or destroyed".to_owned(), struck));
    }
    for (arm, title) in [
        (Arm::Infantry, "Infantry"),
        (Arm::Tank, "Tanks"),
        (Arm::Mechanized, "Mechanized troops"),
        (Arm::Cavalry, "Cavalry"),
        (Arm::Naval, "Ships and sailors"),
        (Arm::Airborne, "Landed from the air"),
        (Arm::Air, "Air forces"),
        (Arm::Fortification, "Fortress troops"),
    ] {
        if signs.iter().any(|sign| sign.arm == arm && !sign.is_small) {
            rows.push(row(title.to_owned(), UnitSign { arm, echelon: Echelon::Brigade, ..base }));
        }
    }
    if signs.iter().any(|sign| sign.is_small) {
        rows.push(row(
            "Division or smaller".to_owned(),
            UnitSign { is_small: true, arm: Arm::Infantry, echelon: Echelon::Division, ..base },
        ));
    }
    rows.extend(notes(input, &signs));
    rows
}

/// What is to be said of the signs on the page.
fn notes(input: &MapInput<'_>, signs: &[UnitSign]) -> Vec<LegendEntry> {
    let mut notes = Vec::new();
    let num_left_out = num_left_out(input);
    if num_left_out > 0 {
        notes.push(format!("{num_left_out} more formations show when you come nearer"));
    }
    if !signs.is_empty() {
        notes.push(format!("Marks above: {}", marks_in_words(signs)));
        notes.push("Modern NATO-style signs, for readability".to_owned());
    }
    notes.into_iter().map(LegendEntry::note).collect()
}

/// The echelons on the page with their marks.
fn marks_in_words(signs: &[UnitSign]) -> String {
    let mut echelons: Vec<Echelon> = signs.iter().filter(|sign| !sign.is_small).map(|sign| sign.echelon).collect();
    echelons.sort_unstable();
    echelons.dedup_by_key(|echelon| echelon.marks());
    let words: Vec<String> = echelons.iter().map(|echelon| format!("{} {}", echelon.marks(), echelon.title())).collect();
    words.join(", ")
}

/// A row for each side with a badge that is on the page.
fn badges(input: &MapInput<'_>, signs: &[UnitSign]) -> Vec<(String, UnitSign)> {
    let sides = input.campaign.sides.iter().filter_map(|side| Some((side, side.badge.as_ref()?.chars().next()?)));
    let shown = sides.filter_map(|(side, letter)| {
        let sign = signs.iter().find(|sign| sign.badge == Some(letter) && sign.camp == side.camp)?;
        let sign =
            UnitSign { is_small: false, is_struck: false, opacity: 1.0, status: Status::Attested, echelon: Echelon::Division, ..*sign };
        Some((side.names.english().to_owned(), sign))
    });
    shown.collect()
}
