//! What is kept from scene to scene changes nothing that is seen; and a campaign of thousands stays a map.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use august_storm::campaign::{Campaign, FormationIdx, HOUR, Instant, Language, PlaceIdx};
use august_storm::cartography::{Page, PageRect, PageSize, View};
use august_storm::paint::egui::ScenePainter;
use august_storm::paint::raster::Renderer;
use august_storm::scene::{
    self, Doubt, Furniture, LAYERS, LIGHT, LabelSlots, Lag, LegendRow, MapInput, Mark, Memory, Order, Run, Scene, SceneLayer, Target,
    legend,
};
use august_storm::situation::{GroundModel, Situation};
use egui::emath::TSTransform;

use super::atlas::ground;
use super::{Ask, at, basemap, manchuria};

/// A window in play, and one whose map is moved by hand.
const PLAY: Run = Run { is_clock_running: true, is_fluent: true };
const BY_HAND: Run = Run { is_clock_running: false, is_fluent: true };

/// A scene of the window, made with what the scenes before it have left.
fn scene_at(ask: &Ask<'_>, instant: Instant, slots: &LabelSlots, memory: &Memory, ground: &GroundModel) -> Scene {
    scene::build(&MapInput {
        campaign: ask.campaign,
        basemap: basemap(),
        detail: &basemap().coarse,
        situation: &Situation::at(ask.campaign, instant),
        ground: Some(ground),
        view: ask.view(),
        theme: &LIGHT,
        language: ask.language,
        hidden: &ask.hidden,
        selection: ask.selection,
        hovered: None,
        slots,
        flashes: &[],
        memory,
        changed: &[],
        chapter: None,
        doubt: Doubt::Normal,
        furniture: Furniture::Window,
    })
}

/// All corners that a painter makes of a scene, in no order: where each stands, and its color.
fn corners(ctx: &egui::Context, painter: &mut ScenePainter, scene: &Scene) -> Vec<(i64, i64, [u8; 4])> {
    corners_moved(ctx, painter, scene, TSTransform::IDENTITY)
}

/// The same of a scene whose ground is moved and scaled on its page.
fn corners_moved(ctx: &egui::Context, painter: &mut ScenePainter, scene: &Scene, moved: TSTransform) -> Vec<(i64, i64, [u8; 4])> {
    let size = egui::vec2(scene.view.size.width as f32, scene.view.size.height as f32);
    let input = egui::RawInput { screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, size)), ..egui::RawInput::default() };
    let mut output = ctx.run_ui(input, |ui| painter.paint_moved(ui.painter(), egui::Pos2::ZERO, scene, moved));
    let parts = ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
    output.drop_without_applying_deltas();
    let meshes = parts.into_iter().filter_map(|part| match part.primitive {
        egui::epaint::Primitive::Mesh(mesh) => Some(mesh),
        egui::epaint::Primitive::Callback(_) => None,
    });
    let hundredth = |value: f32| (f64::from(value) * 100.0).round() as i64;
    let corner = |vertex: &egui::epaint::Vertex| (hundredth(vertex.pos.x), hundredth(vertex.pos.y), vertex.color.to_array());
    let mut corners: Vec<_> = meshes.flat_map(|mesh| mesh.vertices.iter().map(corner).collect::<Vec<_>>()).collect();
    corners.sort_unstable();
    corners
}

#[test]
fn a_frame_after_an_hour_of_play_is_painted_as_if_it_were_the_first() {
    let campaign = manchuria();
    let ask = Ask {
        hidden: BTreeSet::from(["plan".to_owned()]),
        size: PageSize { width: 1280.0, height: 800.0 },
        ..Ask::at(campaign, at(campaign, "14 Aug 18:00"))
    };
    let ctx = egui::Context::default();
    ctx.set_fonts(august_storm::paint::egui::fonts());
    // egui takes fonts over with its next frame.
    ctx.run_ui(egui::RawInput::default(), |_| ()).drop_without_applying_deltas();
    let (memory, mut painter, mut slots) = (Memory::default(), ScenePainter::default(), LabelSlots::new());
    for step in 0..=24 {
        let instant = ask.instant.plus(step * HOUR / 20);
        let played = scene_at(&ask, instant, &slots, &memory, ground());
        let kept = corners(&ctx, &mut painter, &played);
        if step % 8 == 0 {
            let first = scene_at(&ask, instant, &slots, &Memory::default(), ground());
            let fresh = corners(&ctx, &mut ScenePainter::default(), &first);
            assert_eq!(kept.len(), fresh.len(), "at step {step}");
            assert!(kept.len() > 10_000 && kept == fresh, "at step {step}");
            assert_eq!(played.hits, first.hits, "at step {step}");
        }
        slots = played.slots;
    }
}

/// An input of the window, with what the scenes before it have left.
fn of_window<'a>(input: &MapInput<'a>, slots: &'a LabelSlots, memory: &'a Memory) -> MapInput<'a> {
    MapInput { slots, memory, furniture: Furniture::Window, ..*input }
}

/// What an order asks for, of the same input.
fn ordered<'a>(input: &MapInput<'a>, order: &Order) -> MapInput<'a> {
    assert_eq!(input.situation.instant, order.instant);
    MapInput { view: order.view, hovered: order.hovered, ..*input }
}

/// The painter of a frame in which nothing is drawn, of a window of some size.
fn painter_of(ctx: &egui::Context, size: PageSize) -> egui::Painter {
    let rect = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(size.width as f32, size.height as f32));
    let mut found = None;
    let input = egui::RawInput { screen_rect: Some(rect), ..egui::RawInput::default() };
    ctx.run_ui(input, |ui| found = Some(ui.painter().clone())).drop_without_applying_deltas();
    found.expect("the frame ran")
}

#[test]
fn a_scene_that_was_drawn_and_painted_beside_the_frames_looks_as_one_that_was_drawn_when_it_was_asked_for() {
    let campaign = manchuria();
    let ask = Ask {
        hidden: BTreeSet::from(["plan".to_owned()]),
        size: PageSize { width: 1280.0, height: 800.0 },
        ..Ask::at(campaign, at(campaign, "14 Aug 20:00"))
    };
    let ctx = egui::Context::default();
    ctx.set_fonts(august_storm::paint::egui::fonts());
    ctx.run_ui(egui::RawInput::default(), |_| ()).drop_without_applying_deltas();
    let (memory, mut painter, mut slots) = (Memory::default(), ScenePainter::default(), LabelSlots::new());
    // Over a midnight, at which layers that seldom change are drawn anew.
    for step in 0..=10 {
        let [ask, next] = [0, 1].map(|more| Ask { instant: ask.instant.plus((step + more) * HOUR / 2), ..ask.clone() });
        let scene = ask.with_input(Some(ground()), |input| memory.scene(&of_window(input, &slots, &memory), PLAY));
        assert_eq!(memory.has_come(), step > 0, "step {step}: after the first, all come from beside the frames");
        if memory.has_come() {
            painter.take_ahead();
        }
        let kept = corners(&ctx, &mut painter, &scene);
        let fresh = corners(&ctx, &mut ScenePainter::default(), &scene_at(&ask, ask.instant, &slots, &Memory::default(), ground()));
        assert!(kept.len() > 10_000 && kept == fresh, "at step {step}");
        slots.clone_from(&scene.slots);
        let order = |input: &MapInput<'_>| memory.order(&of_window(input, &slots, &memory), Some(next.instant));
        let order = ask.with_input(Some(ground()), order).expect("the next scene is ordered");
        let ahead = painter.begin_ahead(&painter_of(&ctx, ask.size), egui::Pos2::ZERO, order.view);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                next.with_input(Some(ground()), |input| {
                    let input = of_window(input, &slots, &memory);
                    let input = ordered(&input, &order);
                    ahead.paint(&order.draw(&input).expect("nobody calls it off"));
                });
            });
            // Until then the same scene stands, and nothing else is ordered.
            let again = ask.with_input(Some(ground()), |input| memory.scene(&of_window(input, &slots, &memory), PLAY));
            assert!(Arc::ptr_eq(&again, &scene) && !memory.has_come(), "at step {step}");
            assert!(ask.with_input(Some(ground()), |input| memory.order(&of_window(input, &slots, &memory), Some(next.instant))).is_none());
        });
    }
}

#[test]
fn a_scene_that_was_ordered_in_vain_or_could_not_be_drawn_is_drawn_when_it_is_asked_for() {
    let campaign = manchuria();
    let size = PageSize { width: 700.0, height: 420.0 };
    let ask = Ask { size, ..Ask::at(campaign, at(campaign, "14 Aug 20:00")) };
    let (memory, slots) = (Memory::default(), LabelSlots::new());
    let scene = |ask: &Ask<'_>| ask.with_input(None, |input| memory.scene(&of_window(input, &slots, &memory), PLAY));
    let hour = |hours: i64| Ask { instant: ask.instant.plus(hours * HOUR), ..ask.clone() };
    let order = |hours: i64| ask.with_input(None, |input| memory.order(&of_window(input, &slots, &memory), Some(hour(hours).instant)));
    let fresh = |ask: &Ask<'_>| ask.with_input(None, |input| scene::build(&of_window(input, &slots, &Memory::default())).hits);
    scene(&ask);
    // Whoever was to draw it is gone.
    drop(order(1).expect("the next scene is ordered"));
    assert_eq!(scene(&hour(1)).hits, fresh(&hour(1)));
    // The clock goes elsewhere while it is drawn.
    let drawing = order(2).expect("the next scene is ordered");
    std::thread::scope(|scope| {
        let drawn = scope.spawn(|| hour(2).with_input(None, |input| drawing.draw(&of_window(input, &slots, &memory)).is_some()));
        assert_eq!(scene(&hour(7)).hits, fresh(&hour(7)));
        assert!(!memory.has_come(), "it is not what was ordered");
        let _ = drawn.join().expect("it ends in any case");
    });
    assert_eq!(scene(&hour(8)).hits, fresh(&hour(8)));
}

/// The built-in campaign with each of its tracks thirty times, an hour apart.
fn thirtyfold(campaign: &Campaign) -> Campaign {
    let mut large = campaign.clone();
    for track in &campaign.tracks {
        for copy in 1..30_i64 {
            let mut track = track.clone();
            large.formations.push(campaign.formation(track.formation).clone());
            track.formation = FormationIdx(large.formations.len() - 1);
            for waypoint in &mut track.waypoints {
                let time = &mut waypoint.time;
                (time.earliest, time.best, time.latest) =
                    (time.earliest.plus(copy * HOUR), time.best.plus(copy * HOUR), time.latest.plus(copy * HOUR));
            }
            large.tracks.push(track);
        }
    }
    large
}

fn formations(scene: &Scene) -> BTreeSet<FormationIdx> {
    let of = |target: Target| if let Target::Formation(idx) = target { Some(idx) } else { None };
    scene.hits.iter().filter_map(|hit| of(hit.target)).collect()
}

#[test]
fn a_campaign_of_thousands_shows_its_highest_level_and_says_what_waits() {
    let large = thirtyfold(manchuria());
    let size = PageSize { width: 1600.0, height: 900.0 };
    let notes = |ask: &Ask<'_>| -> Vec<String> {
        let rows = ask.with_input(None, legend::rows);
        rows.into_iter().flat_map(|(_, rows)| rows).map(|row| row.title).filter(|title| title.contains("come nearer")).collect()
    };
    let far = Ask { size, ..Ask::at(&large, at(&large, "14 Aug 18:00")) };
    let seen = formations(&far.scene());
    assert!((60..=200).contains(&seen.len()), "{} formations", seen.len());
    let levels = |seen: &BTreeSet<FormationIdx>| seen.iter().map(|idx| large.formation(*idx).echelon).collect::<BTreeSet<_>>();
    assert_eq!(notes(&far).len(), 1);
    let near = Ask { zoom: 8.0, ..far.clone() };
    assert!(levels(&formations(&near.scene())).last() > levels(&seen).last(), "lower levels show from nearer");
    // A campaign of hundreds has room for all at every scale.
    for zoom in [0.6, 1.0, 2.0, 3.0, 5.0, 9.0, 20.0] {
        assert_eq!(notes(&Ask { size, zoom, ..Ask::at(manchuria(), far.instant) }), Vec::<String>::new(), "{zoom}");
    }
}

#[test]
fn rows_of_the_legend_are_those_of_their_hour_and_the_very_same_while_they_look_the_same() {
    let campaign = manchuria();
    let (memory, sample) = (Memory::default(), (PageSize { width: 40.0, height: 26.0 }, 2.0));
    let mut last: BTreeMap<&str, Arc<Vec<LegendRow>>> = BTreeMap::new();
    let (mut changed, mut stood) = (0, 0);
    for step in 0..60 {
        let instant = campaign.period.start.plus(step * 8 * HOUR);
        for layer in LAYERS {
            Ask::at(campaign, instant).with_input(Some(ground()), |input| {
                let rows = |memory: &Memory, lag: Lag| memory.legend(input, layer, (instant, lag), sample);
                let before = last.get(layer.id).map(Arc::clone);
                if let Some(before) = &before {
                    let (late, is_late) = rows(&memory, Lag::Frames);
                    assert!(is_late && Arc::ptr_eq(&late, before), "{}: rows may be some frames late", layer.id);
                }
                let ((kept, is_late), (fresh, _)) = (rows(&memory, Lag::None), rows(&Memory::default(), Lag::None));
                let is_like = |other: &[LegendRow]| kept.len() == other.len() && kept.iter().zip(other).all(|(a, b)| a.is_like(b));
                assert!(!is_late && is_like(&fresh), "{} at {}", layer.id, campaign.calendar.date_hour(instant));
                if let Some(before) = before {
                    assert_eq!(Arc::ptr_eq(&kept, &before), is_like(&before), "{}", layer.id);
                    *(if is_like(&before) { &mut stood } else { &mut changed }) += 1;
                }
                last.insert(layer.id, kept);
            });
        }
    }
    assert!(changed > 50 && stood > 500, "{changed} changed, {stood} stood");
}

/// The opacities of what is drawn of formations, of 255.
fn opacities(scene: &Scene) -> BTreeSet<u8> {
    let of = |mark: &Mark| if let Mark::Line { stroke, .. } = mark { Some(stroke.color.a) } else { None };
    scene.layers.iter().filter(|layer| layer.id == "formations").flat_map(SceneLayer::marks).filter_map(of).collect()
}

#[test]
fn a_chapter_shows_nine_moving_things_at_most_and_the_rest_as_context() {
    let campaign = manchuria();
    let mut told = 0;
    for (number, chapter) in campaign.chapters.iter().enumerate() {
        let cast = campaign.cast(number);
        assert!(cast.len() <= 9, "{}", chapter.title);
        let takes_part = |idx: &FormationIdx| chapter.events.iter().any(|event| campaign.event(*event).formations.contains(idx));
        assert!(cast.iter().all(takes_part), "{}", chapter.title);
        if cast.is_empty() || !campaign.period.contains(chapter.at) {
            continue;
        }
        let size = PageSize { width: 1600.0, height: 900.0 };
        let explored = Ask { size, ..Ask::at(campaign, chapter.at.plus(6 * HOUR)) };
        let read = Ask { chapter: Some(number), ..explored.clone() };
        let context = |scene: &Scene| opacities(scene).contains(&140);
        assert!(!context(&explored.scene()) && context(&read.scene()), "{}", chapter.title);
        told += 1;
    }
    assert!(told >= 5, "{told}");
}

/// A scene of the window over a view, made with what the scenes before it have left. What is ordered after it is drawn.
fn kept_at(ask: &Ask<'_>, view: View, memory: &Memory) -> Arc<Scene> {
    ask.with_input(None, |input| {
        let input = MapInput { view, memory, furniture: Furniture::Window, ..*input };
        let scene = memory.scene(&input, BY_HAND);
        if let Some(order) = memory.order(&input, None) {
            let input = ordered(&input, &order);
            order.draw(&input);
        }
        scene
    })
}

/// Where the signs of places lie that stand on the ground of the map itself, not in a smaller map.
fn on_the_ground(scene: &Scene) -> BTreeMap<Target, Page> {
    let place = |target: Target| if let Target::Place(idx) = target { Some(manchuria().place(idx)) } else { None };
    let stands = |hit: &&scene::Hit| {
        place(hit.target).is_some_and(|place| {
            let plane = basemap().projection.plane_from_geo(place.position.into());
            hit.rect.center().distance(scene.view.page_from_plane(plane)) < 1.0
        })
    };
    scene.hits.iter().filter(stands).map(|hit| (hit.target, hit.rect.center())).collect()
}

#[test]
fn a_map_that_is_moved_by_hand_stands_where_it_should_in_each_frame_and_is_drawn_anew_when_the_hand_rests() {
    let campaign = manchuria();
    let ask = Ask { size: PageSize { width: 1200.0, height: 800.0 }, ..Ask::at(campaign, at(campaign, "14 Aug 18:00")) };
    let memory = Memory::default();
    let mut view = ask.view();
    kept_at(&ask, view, &memory);
    let mut frames = 0;
    let mut drawn: Vec<Arc<Scene>> = Vec::new();
    for step in 0..48 {
        view = if step < 24 { view.panned(9.0, -4.0) } else { view.zoomed(Page::new(300.0, 200.0), 1.02) };
        let scene = kept_at(&ask, view, &memory);
        let (scale, [dx, dy]) = scene.moved_to(&view);
        let off = scene.view.page().center().distance(view.page_from_plane(scene.view.center));
        assert!(off <= 160.0 && (0.8..=1.5).contains(&scale), "step {step}: what is shown is of a view {off} points off, at {scale}");
        if drawn.last().is_none_or(|last| !Arc::ptr_eq(last, &scene)) {
            drawn.push(Arc::clone(&scene));
            frames = 0;
        }
        frames += 1;
        assert!(frames <= 11, "step {step}: the same is shown for {frames} frames");
        let fresh = on_the_ground(&kept_at(&ask, view, &Memory::default()));
        let moved = on_the_ground(&scene).into_iter().map(|(target, at)| (target, Page::new(at.x * scale + dx, at.y * scale + dy)));
        let both: Vec<f64> = moved.filter_map(|(target, at)| Some(fresh.get(&target)?.distance(at))).collect();
        let furthest = both.iter().copied().fold(0.0, f64::max);
        assert!(both.len() > 40 && furthest < 0.01, "step {step}: a sign stands {furthest} points off, of {}", both.len());
    }
    assert!((6..=12).contains(&drawn.len()), "{} were drawn in 48 frames", drawn.len());
    view = view.panned(500.0, 0.0);
    assert_eq!(kept_at(&ask, view, &memory).view, view, "what was far off is drawn at once");
    // Also where nothing is drawn but furniture.
    let bare = Ask { hidden: august_storm::scene::LAYERS.iter().map(|layer| layer.id.to_owned()).collect(), ..ask.clone() };
    let first = kept_at(&bare, view, &memory);
    let last = (0..12).fold(first.clone(), |_, _| {
        view = view.panned(4.0, 0.0);
        kept_at(&bare, view, &memory)
    });
    assert!(!Arc::ptr_eq(&first, &last), "it is drawn anew in time");
    kept_at(&ask, view, &memory);
    // Where frames come slowly, each is drawn for where the map is.
    for _ in 0..3 {
        view = view.panned(6.0, 0.0);
        let slow = ask.with_input(None, |input| memory.scene(&MapInput { view, memory: &memory, ..*input }, Run::default()));
        assert_eq!(slow.view, view);
    }
    let at_rest = kept_at(&ask, view, &memory);
    assert_eq!(at_rest.view, view);
    // Where they come fast, the map is drawn anew some frames after the hand has come to rest, and then stands.
    for _ in 0..9 {
        view = view.panned(4.0, 0.0);
        kept_at(&ask, view, &memory);
    }
    let mut rested = 0;
    while kept_at(&ask, view, &memory).view != view {
        assert!(memory.is_expecting());
        rested += 1;
        assert!(rested <= 10, "it is drawn anew in time");
    }
    assert!(rested > 0 && !memory.is_expecting());
    let at_rest = kept_at(&ask, view, &memory);
    assert_eq!(at_rest.hits.len(), kept_at(&ask, view, &Memory::default()).hits.len());
}

#[test]
fn a_map_that_a_hand_has_moved_in_play_follows_the_clock_again_even_if_it_jumps() {
    let campaign = manchuria();
    let ask = Ask { size: PageSize { width: 700.0, height: 420.0 }, ..Ask::at(campaign, at(campaign, "14 Aug 18:00")) };
    let memory = Memory::default();
    // A frame in play, with the next instant of the map, whose scene is drawn where it is ordered.
    let frame = |instant: Instant, view: View, next: Option<Instant>| {
        let now = Ask { instant, ..ask.clone() };
        now.with_input(None, |input| {
            let input = MapInput { view, memory: &memory, furniture: Furniture::Window, ..*input };
            let scene = memory.scene(&input, PLAY);
            if let Some(order) = memory.order(&input, next) {
                let situation = Situation::at(campaign, order.instant);
                let then = MapInput { view: order.view, hovered: order.hovered, situation: &situation, ..input };
                order.draw(&then);
            }
            scene
        })
    };
    let mut view = ask.view();
    frame(ask.instant, view, None);
    for _ in 0..9 {
        view = view.panned(5.0, 0.0);
        frame(ask.instant, view, None);
    }
    let came: Vec<View> = (0..10).map(|_| frame(ask.instant, view, None).view).collect();
    assert_eq!(came[9], view, "it has come to rest");
    // The clock passes the instant that is ordered, and goes to a later one.
    let [passed, later] = [1, 2].map(|hours| ask.instant.plus(hours * HOUR));
    let mut shown = frame(ask.instant.plus(60), view, Some(passed));
    let fresh = Ask { instant: later, ..ask.clone() }.with_input(None, |input| {
        scene::build(&MapInput { view, memory: &Memory::default(), furniture: Furniture::Window, ..*input }).hits
    });
    assert_ne!(shown.hits, fresh, "something moves in two hours");
    let frames = (0..14).take_while(|_| {
        shown = frame(later, view, Some(later.plus(HOUR)));
        shown.hits != fresh
    });
    assert!(frames.count() < 14, "the map follows the clock");
}

#[test]
fn a_scene_is_drawn_once_while_nothing_of_it_changes() {
    let campaign = manchuria();
    let ask = Ask { size: PageSize { width: 700.0, height: 420.0 }, ..Ask::at(campaign, at(campaign, "14 Aug 18:00")) };
    let memory = Memory::default();
    let first = kept_at(&ask, ask.view(), &memory);
    assert!(Arc::ptr_eq(&first, &kept_at(&ask, ask.view(), &memory)));
    let changed = [
        Ask { instant: ask.instant.plus(HOUR), ..ask.clone() },
        Ask { language: Language::Russian, ..ask.clone() },
        Ask { selection: Some(Target::Place(PlaceIdx(0))), ..ask.clone() },
        Ask { hidden: BTreeSet::from(["places".to_owned()]), ..ask.clone() },
        Ask { chapter: Some(1), ..ask.clone() },
    ];
    for (number, other) in changed.iter().enumerate() {
        let before = kept_at(&ask, ask.view(), &memory);
        assert!(!Arc::ptr_eq(&before, &kept_at(other, ask.view(), &memory)), "change {number}");
    }
}

#[test]
fn pictures_in_a_row_look_as_each_by_itself() {
    let campaign = manchuria();
    let ask = Ask {
        hidden: BTreeSet::from(["plan".to_owned()]),
        size: PageSize { width: 640.0, height: 400.0 },
        ..Ask::at(campaign, at(campaign, "14 Aug 18:00"))
    };
    let mut film = Renderer::default();
    let mut moved = 0;
    let mut before: Vec<u8> = Vec::new();
    for (hours, zoom) in [(0, 1.0), (3, 1.0), (3, 1.0), (30, 1.0), (30, 1.6), (31, 1.6)] {
        let ask = Ask { instant: ask.instant.plus(hours * HOUR), zoom, ..ask.clone() };
        let scene = scene_at(&ask, ask.instant, &LabelSlots::new(), &Memory::default(), ground());
        let (kept, fresh) = (film.render(&scene, 1.0), Renderer::default().render(&scene, 1.0));
        assert_eq!((kept.width, kept.height), (fresh.width, fresh.height));
        // A letter may lie elsewhere in its atlas, and be mixed from its texels by a hair otherwise.
        let off: Vec<u8> = kept.rgba.iter().zip(&fresh.rgba).map(|(a, b)| a.abs_diff(*b)).filter(|off| *off > 1).collect();
        assert!(off.len() < 400 && off.iter().all(|off| *off < 40), "after {hours} hours at {zoom}: {}", off.len());
        moved += usize::from(kept.rgba != before);
        before = kept.rgba;
    }
    assert_eq!(moved, 5, "only the third picture is the same as the one before");
}

#[test]
fn a_scene_that_stands_in_at_another_scale_is_scaled_as_a_whole() {
    let campaign = manchuria();
    let size = PageSize { width: 900.0, height: 600.0 };
    let ask = Ask { size, hidden: BTreeSet::from(["plan".to_owned()]), ..Ask::at(campaign, at(campaign, "14 Aug 18:00")) };
    let scene = ask.with_input(Some(ground()), scene::build);
    let ctx = egui::Context::default();
    ctx.set_fonts(august_storm::paint::egui::fonts());
    ctx.run_ui(egui::RawInput::default(), |_| ()).drop_without_applying_deltas();
    let zoom = TSTransform::new(egui::vec2(-18.0, -12.0), 1.04);
    let mut painter = ScenePainter::default();
    let first = corners(&ctx, &mut painter, &scene);
    // One that has painted it before moves what it has; one that has not makes it for that place.
    for mut painter in [painter, ScenePainter::default()] {
        let cell = |x: i64, y: i64, color: [u8; 4]| (x.div_euclid(20), y.div_euclid(20), color);
        let scaled: BTreeSet<_> =
            corners_moved(&ctx, &mut painter, &scene, zoom).into_iter().map(|(x, y, color)| cell(x, y, color)).collect();
        let (mut met, mut missed) = (0, 0);
        for (x, y, color) in &first {
            let wanted = zoom * egui::pos2(*x as f32 / 100.0, *y as f32 / 100.0);
            if !egui::Rect::from_min_max(egui::pos2(60.0, 60.0), egui::pos2(840.0, 540.0)).contains(wanted) {
                continue;
            }
            let (x, y) = ((wanted.x * 100.0) as i64, (wanted.y * 100.0) as i64);
            let is_there = (-1..=1).any(|dx| (-1..=1).any(|dy| scaled.contains(&cell(x + 20 * dx, y + 20 * dy, *color))));
            if is_there {
                met += 1;
            } else {
                missed += 1;
            }
        }
        assert!(met > 5_000 && missed * 50 < met, "{missed} of {met} corners stand elsewhere");
    }
}

#[test]
fn a_map_that_is_painted_before_it_is_shown_looks_as_one_that_is_painted_then() {
    let campaign = manchuria();
    let size = PageSize { width: 900.0, height: 600.0 };
    let ask = Ask { size, hidden: BTreeSet::from(["plan".to_owned()]), ..Ask::at(campaign, at(campaign, "14 Aug 18:00")) };
    let ctx = egui::Context::default();
    ctx.set_fonts(august_storm::paint::egui::fonts());
    ctx.run_ui(egui::RawInput::default(), |_| ()).drop_without_applying_deltas();
    let memory = Memory::default();
    let first = ask.view();
    for view in [first.zoomed(Page::new(300.0, 200.0), 1.15), first.panned(60.0, -30.0)] {
        let [before, after] = [first, view].map(|view| {
            let input = |input: &MapInput<'_>| scene::build(&MapInput { view, memory: &memory, furniture: Furniture::Window, ..*input });
            ask.with_input(Some(ground()), input)
        });
        let (mut at_once, mut ahead) = (ScenePainter::default(), ScenePainter::default());
        corners(&ctx, &mut at_once, &before);
        let seen = corners(&ctx, &mut ahead, &before);
        let beside = ahead.begin_ahead(&painter_of(&ctx, size), egui::Pos2::ZERO, view);
        std::thread::scope(|scope| {
            scope.spawn(|| beside.paint(&after));
            assert!(corners(&ctx, &mut ahead, &before) == seen, "what is in sight stays as it is");
        });
        ahead.take_ahead();
        assert!(corners(&ctx, &mut ahead, &after) == corners(&ctx, &mut at_once, &after));
    }
}

#[test]
fn a_sign_for_what_changed_out_of_view_lies_off_the_clock_and_the_overview() {
    let campaign = manchuria();
    let size = PageSize { width: 1200.0, height: 800.0 };
    let ask = Ask { size, zoom: 5.0, furniture: Furniture::Window, ..Ask::at(campaign, at(campaign, "14 Aug 18:00")) };
    let mut pointed_at = 0;
    for number in 0..campaign.places.len() {
        let changed = [Target::Place(PlaceIdx(number))];
        let scene = ask.with_input(None, |input| scene::build(&MapInput { changed: &changed, ..*input }));
        let is_out_of_view = ask.with_input(None, |input| !input.view.page().contains(input.page(campaign.places[number].position.into())));
        let Some(sign) = scene.hits.iter().rfind(|hit| hit.target == changed[0]).filter(|_| is_out_of_view) else { continue };
        let card =
            scene.layers.iter().filter(|layer| layer.id == scene::FURNITURE).flat_map(SceneLayer::marks).find_map(|mark| match mark {
                Mark::Area { shape: scene::AreaShape::Convex(corners), .. } => Some(PageRect { min: corners[0], max: corners[2] }),
                _ => None,
            });
        let (card, (overview, _)) = (card.expect("the clock"), scene.overview.expect("the overview"));
        assert!(!sign.rect.overlaps(&card) && !sign.rect.overlaps(&overview), "{}", campaign.places[number].id);
        pointed_at += 1;
    }
    assert!(pointed_at > 100, "{pointed_at}");
}
