//! What part of the ground is in view: the hand moves it, flights lead to what was asked for, and it settles while panels
//! open and close around the map.

use super::flight::Flight;
use super::{CLOSEST, FIRST_PLACINGS, FURTHEST, LinkView, MapPlace, SETTLES_IN, Session, ViewCommand};
use crate::campaign::Campaign;
use crate::cartography::{Geo, Page, PageRect, PlaneRect, Projection, View};

impl Session {
    pub(super) fn change_view(&mut self, command: ViewCommand) {
        let view = match command {
            ViewCommand::Place(place) => return self.place_map(place),
            ViewCommand::Zoom(anchor, factor) => self.zoomed(anchor, factor),
            ViewCommand::ZoomCenter(factor) => self.zoomed(self.view.page().center(), factor),
            ViewCommand::Pan(dx, dy) => self.view.panned(dx, dy),
            ViewCommand::Home => View::fitting(self.home, self.view.size),
            ViewCommand::Show(geo) => self.showing(self.view, geo),
            ViewCommand::Keep(geo) => {
                self.asked_place = Some((geo, SETTLES_IN));
                return;
            }
            ViewCommand::Look(geo, width_km) => self.looking(LinkView { center: geo, width_km }),
        };
        let view = self.limited(view);
        self.leave_followed(command);
        self.asked_place = match command {
            ViewCommand::Show(geo) => Some((geo, SETTLES_IN)),
            _ => None,
        };
        self.is_home = command == ViewCommand::Home;
        // Whatever the hand does ends a flight; only a link or a key starts one.
        let is_far = matches!(command, ViewCommand::Home | ViewCommand::Show(_) | ViewCommand::Look(..));
        let is_flown = is_far && !self.reach.is_motion_reduced;
        self.flight = is_flown.then(|| Flight::new(self.view, view)).flatten();
        if self.flight.is_none() {
            self.view = view;
        }
    }

    /// The page has another size or place. A flight goes on to where it was bound for.
    fn place_map(&mut self, place: MapPlace) {
        let placed = self.placed(place);
        let flight = self.flight.take();
        self.view = self.limited(placed);
        let bound = match (self.asked_view, &flight) {
            (Some((asked, _)), _) => self.looking(asked),
            (None, Some(_)) if self.is_home => View::fitting(self.home, place.size),
            (None, Some(flight)) => flight.end().resized(place.size),
            (None, None) if self.asked_place.is_none() => return,
            (None, None) => self.view,
        };
        // A panel that opens must not cover what it tells of.
        let bound = self.asked_place.map_or(bound, |(asked, _)| self.showing(bound, asked));
        let bound = self.limited(bound);
        let is_flown = flight.is_some() || (self.asked_place.is_some() && !self.reach.is_motion_reduced);
        self.flight = if is_flown { Flight::new(self.view, bound) } else { None };
        if self.flight.is_none() {
            self.view = bound;
        }
    }

    /// When the window changes, the whole theatre is fitted to it again if it was in view. When only a panel opens or
    /// closes, the ground stays where it is on the screen.
    fn placed(&mut self, place: MapPlace) -> View {
        let before = self.place.replace(place);
        // The first frames of a window find out how large its panels are.
        self.placings = self.placings.saturating_add(1);
        let is_opening = self.is_title_shown || self.placings <= FIRST_PLACINGS;
        match before {
            Some(before) if before.window == place.window && !(self.is_home && is_opening) => {
                let moved = self.view.resized(place.size);
                let (dx, dy) = (before.origin.x - place.origin.x, before.origin.y - place.origin.y);
                let grown = ((self.view.size.width - place.size.width) / 2.0, (self.view.size.height - place.size.height) / 2.0);
                moved.panned(dx + grown.0, dy + grown.1)
            }
            _ if self.is_home => View::fitting(self.home, place.size),
            _ => self.view.resized(place.size),
        }
    }

    fn zoomed(&self, anchor: Page, factor: f64) -> View {
        let wanted = (self.view.metres_per_point / factor).clamp(CLOSEST, self.furthest());
        self.view.zoomed(anchor, self.view.metres_per_point / wanted)
    }

    /// The smallest scale the map can have, metres to a point.
    pub(super) fn furthest(&self) -> f64 {
        View::fitting(self.home, self.view.size).metres_per_point * FURTHEST
    }

    /// The middle of the page stays in the theatre.
    fn limited(&self, view: View) -> View {
        let mut center = view.center;
        center.x = center.x.clamp(self.roam.min.x, self.roam.max.x);
        center.y = center.y.clamp(self.roam.min.y, self.roam.max.y);
        View { center, ..view }
    }

    /// A view, moved where it must be so that a place is well inside the page. For what lies beyond the map, as a capital
    /// far away does, it stays.
    fn showing(&self, view: View, geo: Geo) -> View {
        let plane = self.projection.plane_from_geo(geo);
        let page = PageRect::of(view.size);
        let margin = page.width().min(page.height()) * 0.12;
        let moved = self.limited(View { center: plane, ..view });
        let is_seen = page.grown(-margin).contains(view.page_from_plane(plane));
        if is_seen || !page.contains(moved.page_from_plane(plane)) { view } else { moved }
    }
}

/// What happened no further from the theatre belongs to it, metres.
const BESIDE: f64 = 600_000.0;

/// The theatre with the events beside it, and the middles of the chapters' views.
pub(super) fn roam(campaign: &Campaign, projection: &Projection, home: PlaneRect) -> PlaneRect {
    let views = campaign.chapters.iter().filter_map(|chapter| chapter.view);
    let centers = views.map(|(center, _)| projection.plane_from_geo(center.into()));
    let events = campaign.events.iter().filter_map(|event| event.position);
    let is_beside = |at: f64, from: f64, to: f64| (from - BESIDE..=to + BESIDE).contains(&at);
    let near = events
        .map(|position| projection.plane_from_geo(position.into()))
        .filter(|at| is_beside(at.x, home.min.x, home.max.x) && is_beside(at.y, home.min.y, home.max.y));
    PlaneRect::around(&centers.chain(near).chain([home.min, home.max]).collect::<Vec<_>>())
}
