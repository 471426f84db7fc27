//! eframe glue: opens the window, runs the frame loop, and carries out what needs the outside world.

mod beside;
mod pictures;
mod settings;

use std::path::PathBuf;
use std::sync::{Arc, mpsc};

use eframe::egui;

use settings::SettingsFile;

use crate::campaign::coverage::Coverage;
use crate::campaign::search::SearchIndex;
use crate::campaign::{self, Account, Campaign, Instant, Reading};
use crate::cartography::{BaseMap, Projection, ScaleBand};
use crate::charts::{CHARTS, Chart};
use crate::library::{self, OpenRequest, Problem};
use crate::scene::{self, Furniture, LabelSlots, MapInput, Memory, Scene};
use crate::session::{ClockCommand, Command, DeskCommand, Kiosk, Panel, Presence, Request, Saved, Session, ThemeChoice, link};
use crate::situation::{Change, GroundModel, Situation, changes, weightiest};
use crate::ui::{self, ComparedHour, Painters, PanelInput};

/// The most changes told after a step.
const MOST_CHANGES: usize = 7;

/// Panels that open or close take this many frames to find their size.
const SETTLES_IN: u8 = 3;

/// Settings are written this long after the last change, seconds.
const SAVES_AFTER: f64 = 1.0;

/// The name the desktop knows the window by.
const APP_ID: &str = "august-storm";

/// A campaign as it is told, with what is made from it once.
struct Loaded {
    campaign: Arc<Campaign>,
    basemap: Arc<BaseMap>,
    ground: Arc<GroundModel>,
    charts: Vec<Chart>,
    index: SearchIndex,
    coverage: Coverage,
}

impl Loaded {
    fn new(campaign: Campaign) -> Result<Self, Vec<Problem>> {
        let choice = campaign.projection;
        let projection = Projection::lambert(choice.standard_parallels, choice.central_meridian, choice.origin_latitude);
        let basemap = Arc::new(BaseMap::read(library::base_map(), projection)?);
        Ok(Self::on(campaign, basemap))
    }

    fn on(campaign: Campaign, basemap: Arc<BaseMap>) -> Self {
        let charts = CHARTS.iter().flat_map(|kind| (kind.make)(&campaign)).collect();
        let ground = Arc::new(GroundModel::build(&campaign, &basemap));
        let index = SearchIndex::new(ui::ACTIONS.iter().map(|action| (action.title, action.help)));
        Self { campaign: Arc::new(campaign), basemap, ground, charts, index, coverage: Coverage::default() }
    }
}

/// The campaign as another account tells it, being made in the background.
struct Telling {
    account: Option<Account>,
    made: mpsc::Receiver<Loaded>,
}

/// The window.
pub struct App {
    /// What is shown.
    loaded: Loaded,
    /// The same campaign as all accounts tell it together, and as the account before told it.
    other_tellings: Vec<Loaded>,
    telling: Option<Telling>,
    session: Session,
    situation: Situation,
    /// The same at the next instant of the map, while the clock runs.
    next: Option<Situation>,
    /// The hours beside the clock's.
    compared: Vec<ComparedHour>,
    changes: Vec<Change>,
    told: Option<(Instant, Instant)>,
    memory: Arc<Memory>,
    /// Frames still to be drawn after a change.
    frames_to_settle: u8,
    /// Whether slow parts are made ready in the background, as in a window.
    is_warm: bool,
    /// Whether that begins as soon as the first frame is shown: until then the window has the machine to itself.
    warms_up: bool,
    /// When the last frame was, seconds of egui's clock.
    last_frame: f64,
    painters: Painters,
    beside: beside::Beside,
    problems: Vec<Problem>,
    styled: Option<ThemeChoice>,
    /// Where settings are kept, where they are.
    settings: Option<SettingsFile>,
    /// What was last written.
    saved: Saved,
    /// When a change is to be written, seconds of egui's clock.
    saves_at: Option<f64>,
    /// Where pictures go, where that is not the user's own folder.
    pictures: Option<PathBuf>,
    /// A picture that is being written.
    writing: Option<pictures::Writing>,
}

impl App {
    /// The window on a campaign. Fails with every problem where the campaign or the base map cannot be used.
    ///
    /// # Errors
    /// All problems of the campaign or the base map.
    pub fn new(ctx: &egui::Context, reading: Reading) -> Result<Self, Vec<Problem>> {
        Ok(Self::of(ctx, Loaded::new(reading.into_result()?)?))
    }

    fn of(ctx: &egui::Context, loaded: Loaded) -> Self {
        ui::install(ctx);
        let session = Session::new(&loaded.campaign, &loaded.basemap.projection);
        let situation = Situation::at(&loaded.campaign, session.clock.now());
        Self {
            loaded,
            other_tellings: Vec::new(),
            telling: None,
            session,
            situation,
            next: None,
            compared: Vec::new(),
            changes: Vec::new(),
            told: None,
            memory: Arc::default(),
            frames_to_settle: 0,
            is_warm: false,
            warms_up: false,
            last_frame: 0.0,
            painters: Painters::default(),
            beside: beside::Beside::default(),
            problems: Vec::new(),
            styled: None,
            settings: None,
            saved: Saved::default(),
            saves_at: None,
            pictures: None,
            writing: None,
        }
    }

    /// Takes up what a file has kept, and keeps in it what is chosen from now on.
    pub fn keep_settings_in(&mut self, path: PathBuf, is_reset: bool) {
        let file = SettingsFile::at(path);
        let loaded = if is_reset { file.reset() } else { file.load() };
        self.take_up(file, loaded);
    }

    fn take_up(&mut self, file: SettingsFile, loaded: settings::Loaded) {
        loaded.saved.apply(&mut self.session);
        if let Some(problem) = loaded.problem {
            self.session.toasts.say(problem);
        }
        self.saved = loaded.saved;
        self.settings = Some(file);
    }

    /// Goes to the moment of a link, as `--link` does.
    pub fn open_link(&mut self, text: &str) {
        self.session.apply(&self.loaded.campaign, Command::Desk(DeskCommand::OpenLink(text.to_owned())));
        self.session.apply(&self.loaded.campaign, Command::ForgetChanges);
    }

    /// Writes what is to be kept, if it has changed and the last change is some time ago, or at once.
    fn save_settings(&mut self, ctx: &egui::Context, is_now: bool) {
        let Some(file) = self.settings.as_ref().filter(|_| self.session.kiosk.is_none()) else { return };
        let mut saved = self.saved.with(&self.session);
        saved.window = window_size(ctx).or(saved.window);
        if saved == self.saved {
            self.saves_at = None;
            return;
        }
        let now = ctx.input(|input| input.time);
        let due = *self.saves_at.get_or_insert(now + SAVES_AFTER);
        if !is_now && now < due {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(due - now));
            return;
        }
        self.saves_at = None;
        if let Err(problem) = file.save(&saved) {
            self.session.toasts.say(problem);
        }
        self.saved = saved;
    }

    /// Moves the clock, as `--at` does.
    pub fn seek(&mut self, instant: Instant) {
        self.session.apply(&self.loaded.campaign, Command::Clock(ClockCommand::Seek(instant)));
        self.session.apply(&self.loaded.campaign, Command::ForgetChanges);
    }

    /// What the user has chosen, for tests.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The campaign shown.
    pub fn campaign(&self) -> &Campaign {
        &self.loaded.campaign
    }

    /// Reads relief and fine level of the base map in the background, and makes ready what a zoom needs.
    pub fn warm_up(&mut self, ctx: &egui::Context) {
        self.is_warm = true;
        let is_dark = self.session.map_theme().is_dark;
        let (basemap, ground, ctx) = (Arc::clone(&self.loaded.basemap), Arc::clone(&self.loaded.ground), ctx.clone());
        let (calendar, period) = (self.loaded.campaign.calendar.clone(), self.loaded.campaign.period);
        let thread = std::thread::Builder::new().name("base map".to_owned());
        // Without a thread the coarse level stays; nothing else is lost.
        let _ = thread.spawn(move || {
            basemap.relief(is_dark);
            ctx.request_repaint();
            basemap.prepare();
            ground.refine(&calendar, period, &basemap);
            ctx.request_repaint();
        });
    }

    /// Lets time run before a frame is drawn, on its first pass only.
    pub fn advance(&mut self, ctx: &egui::Context) {
        if self.warms_up && ctx.current_pass_index() == 0 && self.session.place().is_some() {
            self.warms_up = false;
            self.warm_up(ctx);
        }
        if ctx.current_pass_index() == 0 {
            let dt = ctx.input(|input| f64::from(input.stable_dt));
            self.session.tick(&self.loaded.campaign, dt);
            let time = ctx.input(|input| input.time);
            let since = time - std::mem::replace(&mut self.last_frame, time);
            self.session.toasts.tick(since);
            self.watch_kiosk(ctx, since);
        }
        self.heed_account(ctx);
        self.heed_picture();
        let shown = self.session.map_instant();
        if self.situation.instant != shown {
            let next = self.next.take().filter(|next| next.instant == shown);
            self.situation = next.unwrap_or_else(|| Situation::at(&self.loaded.campaign, shown));
        }
        let next = self.session.next_map_instant();
        if self.next.as_ref().map(|kept| kept.instant) != next {
            self.next = next.map(|next| Situation::at(&self.loaded.campaign, next));
        }
        self.heed_compared();
        if let Some(state) = self.session.followed.and_then(|followed| self.situation.formation(followed)) {
            self.session.keep_in_middle(state.position);
        }
        if self.told != self.session.changes() {
            self.told = self.session.changes();
            let all = self.told.map(|(from, to)| changes(&self.loaded.campaign, from, to));
            self.changes = weightiest(all.unwrap_or_default(), MOST_CHANGES);
        }
        if ctx.input(|input| input.viewport().minimized == Some(true)) && self.session.clock.is_playing() {
            self.session.apply(&self.loaded.campaign, Command::Clock(ClockCommand::Pause));
        }
        if self.styled != Some(self.session.theme) {
            ui::apply_theme(ctx, self.session.map_theme());
            self.styled = Some(self.session.theme);
            // What egui has begun to draw has the look before.
            ctx.request_discard("another look");
            // The other look has a relief of its own.
            if self.is_warm {
                self.warm_up(ctx);
            }
        }
        ui::apply_reach(ctx, self.session.reach, self.session.kiosk.is_some());
    }

    /// Shows the campaign as the chosen account tells it. What is not made yet is made in the background; until then the
    /// account before stays.
    fn heed_account(&mut self, ctx: &egui::Context) {
        let wanted = self.session.account.only();
        if self.loaded.campaign.told_by == wanted {
            self.telling = None;
            return;
        }
        if let Some(at) = self.other_tellings.iter().position(|other| other.campaign.told_by == wanted) {
            let telling = self.other_tellings.swap_remove(at);
            return self.tell(telling);
        }
        if self.telling.as_ref().is_none_or(|telling| telling.account != wanted) {
            self.telling = self.begin_telling(ctx, wanted);
        }
        let made = self.telling.as_ref().map(|telling| if self.is_warm { telling.made.try_recv().ok() } else { telling.made.recv().ok() });
        if let Some(telling) = made.flatten() {
            self.telling = None;
            self.tell(telling);
        }
    }

    fn begin_telling(&self, ctx: &egui::Context, wanted: Option<Account>) -> Option<Telling> {
        let whole = std::iter::once(&self.loaded).chain(&self.other_tellings).find(|loaded| loaded.campaign.told_by.is_none())?;
        let (campaign, basemap, ctx) = (whole.campaign.told(wanted?), Arc::clone(&whole.basemap), ctx.clone());
        let (sender, made) = mpsc::channel();
        let is_fine = self.is_warm;
        // Without a thread the account before stays on the map.
        let _ = std::thread::Builder::new().name("account".to_owned()).spawn(move || {
            let loaded = Loaded::on(campaign, basemap);
            if is_fine {
                loaded.ground.refine(&loaded.campaign.calendar, loaded.campaign.period, &loaded.basemap);
            }
            // Nobody waits for it where another account was chosen meanwhile.
            let _ = sender.send(loaded);
            ctx.request_repaint();
        });
        Some(Telling { account: wanted, made })
    }

    fn tell(&mut self, telling: Loaded) {
        let before = std::mem::replace(&mut self.loaded, telling);
        self.session.retold(&before.campaign, &self.loaded.campaign);
        // The whole campaign and the account before are kept; each takes memory of its own.
        self.other_tellings.retain(|other| other.campaign.told_by.is_none());
        self.other_tellings.push(before);
        self.situation = Situation::at(&self.loaded.campaign, self.session.map_instant());
        self.next = None;
        self.compared.clear();
        self.memory = Arc::default();
    }

    /// Keeps the hours beside the clock's; one that is shown still keeps what its scenes have computed.
    fn heed_compared(&mut self) {
        let wanted = self.session.hours_beside();
        let is_right =
            wanted.len() == self.compared.len() && wanted.iter().zip(&self.compared).all(|(at, kept)| *at == kept.situation.instant);
        if is_right {
            return;
        }
        let mut before = std::mem::take(&mut self.compared);
        self.compared = wanted
            .into_iter()
            .map(|at| match before.iter().position(|kept| kept.situation.instant == at) {
                Some(kept) => before.swap_remove(kept),
                None => ComparedHour { situation: Situation::at(&self.loaded.campaign, at), memory: Arc::default() },
            })
            .collect();
    }

    /// Makes it a museum's screen.
    pub fn set_kiosk(&mut self) {
        self.session.kiosk = Some(Kiosk::default());
    }

    /// Back to the beginning when nobody has touched a museum's screen for long.
    fn watch_kiosk(&mut self, ctx: &egui::Context, since: f64) {
        let Some(kiosk) = &mut self.session.kiosk else { return };
        // Who watches the campaign run through is there; a loop would run for nobody, too.
        let is_watched = self.session.clock.is_playing() && self.session.clock.looping().active(self.session.clock.period()).is_none();
        let presence = match ctx.input(is_touched) {
            true => Presence::Touching,
            false if is_watched => Presence::Watching,
            false => Presence::Nobody,
        };
        if kiosk.tick(since, presence) {
            let fresh = Session::new(&self.loaded.campaign, &self.loaded.basemap.projection);
            let before = std::mem::replace(&mut self.session, fresh);
            // As the museum has set it up, but for what only a keyboard changes.
            self.saved.apply(&mut self.session);
            let height = self.session.ruler.height;
            self.session.take_habits(before.keys, height, before.reach);
            self.set_kiosk();
        }
        if let Some(seconds) = self.session.kiosk.and_then(|kiosk| kiosk.changes_in()) {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(seconds));
        }
    }

    /// Draws a frame, then does what was commanded in it.
    pub fn frame(&mut self, ui: &mut egui::Ui) {
        let mut commands = if self.session.kiosk.is_some() { Vec::new() } else { dropped_folder(ui) };
        let input = PanelInput {
            campaign: &self.loaded.campaign,
            basemap: &self.loaded.basemap,
            situation: &self.situation,
            next: self.next.as_ref(),
            compared: &self.compared,
            ground: &self.loaded.ground,
            changes: &self.changes,
            memory: &self.memory,
            session: &self.session,
            charts: &self.loaded.charts,
            index: &self.loaded.index,
            coverage: &self.loaded.coverage,
            problems: &self.problems,
        };
        let slots = ui::show(ui, &input, &mut self.painters, &mut commands);
        for work in self.painters.take_work() {
            self.beside.begin(work);
        }
        self.session.slots = slots;
        let is_changed = !commands.is_empty();
        for command in commands {
            if let Some(request) = self.session.apply(&self.loaded.campaign, command) {
                self.carry_out(ui.ctx(), request);
            }
        }
        if is_changed {
            self.frames_to_settle = SETTLES_IN;
        }
        self.save_settings(ui.ctx(), false);
        if let Some(seconds) = self.session.toasts.next_end() {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(seconds));
        }
        if self.frames_to_settle > 0 || self.session.is_moving() || self.warms_up {
            self.frames_to_settle = self.frames_to_settle.saturating_sub(1);
            ui.ctx().request_repaint();
        }
    }

    fn carry_out(&mut self, ctx: &egui::Context, request: Request) {
        match request {
            Request::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            Request::ToggleFullScreen => {
                let is_full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
                ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(!is_full));
            }
            Request::LeaveFullScreen => {
                if ctx.input(|input| input.viewport().fullscreen.unwrap_or(false)) {
                    ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(false));
                }
            }
            Request::OpenCampaign(dir) => self.open(campaign::open(&dir)),
            Request::OpenBuiltIn => self.open(campaign::built_in()),
            Request::Copy(text) => ctx.copy_text(text),
            Request::Paste => ctx.send_viewport_cmd(egui::ViewportCommand::RequestPaste),
            Request::CopyBriefing => {
                ctx.copy_text(ui::briefing(&self.loaded.campaign, &self.situation, &self.loaded.ground, self.session.selection));
                self.session.toasts.say("The view is on the clipboard, in three sentences");
            }
            Request::SavePicture => self.save_picture(ctx),
        }
    }

    /// Shows another campaign; where it has problems, they are shown and the last good one stays.
    fn open(&mut self, reading: Reading) {
        match reading.into_result().and_then(Loaded::new) {
            Ok(loaded) => {
                let kept = self.saved.with(&self.session);
                self.session = Session::new(&loaded.campaign, &loaded.basemap.projection);
                kept.apply(&mut self.session);
                self.situation = Situation::at(&loaded.campaign, self.session.clock.now());
                self.next = None;
                self.loaded = loaded;
                self.other_tellings.clear();
                self.telling = None;
                self.painters = Painters::default();
                self.memory = Arc::default();
                self.compared.clear();
                self.styled = None;
                self.problems.clear();
            }
            Err(problems) => {
                self.problems = problems;
                self.session.apply(&self.loaded.campaign, Command::Open(Panel::Problems));
            }
        }
    }

    /// What is shown as a still, with all furniture. Nothing in it is of how the window came there: `render` draws the
    /// same for the same instant and view.
    pub fn still(&self) -> Scene {
        let session = &self.session;
        let basemap = &self.loaded.basemap;
        scene::build(&MapInput {
            campaign: &self.loaded.campaign,
            basemap,
            detail: if session.view.band() == ScaleBand::Theatre { &basemap.coarse } else { basemap.fine() },
            situation: &self.situation,
            ground: Some(&self.loaded.ground),
            view: session.view,
            theme: session.map_theme(),
            language: session.language,
            hidden: &session.hidden,
            doubt: session.doubt,
            selection: session.selection,
            hovered: None,
            slots: &LabelSlots::new(),
            flashes: &[],
            memory: &Memory::default(),
            changed: &[],
            chapter: session.chapter_read(),
            furniture: Furniture::Still,
        })
    }

    /// Begins to write a picture of what is shown, named after the moment.
    fn save_picture(&mut self, ctx: &egui::Context) {
        if self.writing.is_some() {
            return self.session.toasts.say("A picture is being written");
        }
        let folder = self.pictures.clone().unwrap_or_else(pictures::folder);
        let calendar = &self.loaded.campaign.calendar;
        let hour = calendar.zone.iso(self.situation.instant).chars().take(16).collect::<String>().replace([':', 'T'], " ");
        let name = format!("{} {hour}", self.loaded.campaign.title.english());
        let ctx = ctx.clone();
        self.writing = Some(pictures::write(self.still(), &folder, &name, move || ctx.request_repaint()));
    }

    /// Says where a picture was written, or why it was not.
    fn heed_picture(&mut self) {
        let Some(written) = self.writing.as_ref().map(pictures::Writing::try_recv) else { return };
        match written {
            Ok(Ok(path)) => self.session.toasts.say(format!("The picture is in {}", path.display())),
            Ok(Err(problem)) => {
                self.problems = vec![problem];
                self.session.apply(&self.loaded.campaign, Command::Open(Panel::Problems));
            }
            Err(mpsc::TryRecvError::Empty) => return,
            Err(mpsc::TryRecvError::Disconnected) => self.session.toasts.say("The picture could not be written"),
        }
        self.writing = None;
    }

    /// Puts pictures into a folder of its own, for tests.
    pub fn keep_pictures_in(&mut self, folder: PathBuf) {
        self.pictures = Some(folder);
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        self.advance(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        self.frame(ui);
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        if let Some(file) = self.settings.as_ref().filter(|_| self.session.kiosk.is_none()) {
            // There is no window any more to say it in.
            let _ = file.save(&self.saved.with(&self.session));
        }
    }
}

/// Whether somebody has touched the screen, a key or the pointer.
fn is_touched(input: &egui::InputState) -> bool {
    use egui::Event;
    input.events.iter().any(|event| !matches!(event, Event::WindowFocused(_) | Event::PointerGone))
}

/// The size of the window, points of the screen whatever the size of everything in it, while it is one among others.
fn window_size(ctx: &egui::Context) -> Option<[f32; 2]> {
    let zoom = ctx.zoom_factor();
    ctx.input(|input| {
        let viewport = input.viewport();
        let is_whole = [viewport.fullscreen, viewport.maximized, viewport.minimized].into_iter().any(|is| is == Some(true));
        viewport
            .inner_rect
            .filter(|rect| !is_whole && rect.is_positive())
            .map(|rect| [(rect.width() * zoom).round(), (rect.height() * zoom).round()])
    })
}

/// A folder dropped on the window is opened.
fn dropped_folder(ui: &egui::Ui) -> Vec<Command> {
    let dropped = ui.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_path_buf()));
    dropped.map(|path: PathBuf| Command::Request(Request::OpenCampaign(path))).into_iter().collect()
}

/// Opens the window.
///
/// # Errors
/// A sentence for stderr: what is wrong with the campaign, or why there is no window.
pub fn run(request: &OpenRequest) -> Result<(), String> {
    let reading = request.dir.as_deref().map_or_else(campaign::built_in, campaign::open);
    let said = |problems: &[Problem]| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let campaign = reading.into_result().map_err(|problems| said(&problems))?;
    let at = request.at.as_ref().map(|text| campaign.calendar.parse(text)).transpose()?;
    if let Some(link) = &request.link {
        link::read(&campaign, link)?;
    }
    let (link, is_reset) = (request.link.clone(), request.is_reset);
    let file = SettingsFile::of_user(APP_ID);
    let kept = file.map(|file| (if is_reset { file.reset() } else { file.load() }, file));
    let size = kept.as_ref().and_then(|(loaded, _)| loaded.saved.window).unwrap_or([1440.0, 860.0]);
    let title = campaign.title.english().to_owned();
    let viewport =
        egui::ViewportBuilder::default().with_title(&title).with_app_id(APP_ID).with_inner_size(size).with_min_inner_size([800.0, 520.0]);
    let is_kiosk = request.is_kiosk;
    let viewport = viewport.with_fullscreen(is_kiosk);
    let options = eframe::NativeOptions { viewport, persist_window: false, ..eframe::NativeOptions::default() };
    // Loading takes as long as opening the window: each has a core of its own where there are two.
    let loading = std::thread::spawn(move || Loaded::new(campaign));
    let opened = eframe::run_native(
        APP_ID,
        options,
        Box::new(move |cc| {
            let loaded = loading.join().map_err(|_panic| "the campaign cannot be read")?.map_err(|problems| said(&problems))?;
            let mut app = App::of(&cc.egui_ctx, loaded);
            if let Some((loaded, file)) = kept {
                app.take_up(file, loaded);
            }
            if let Some(at) = at {
                app.seek(at);
            }
            if let Some(link) = &link {
                app.open_link(link);
            }
            if is_kiosk {
                app.set_kiosk();
            }
            app.warms_up = true;
            Ok(Box::new(app))
        }),
    );
    opened.map_err(|err| format!("the window cannot be opened ({err}); without a display, use: august-storm render --at T -o FILE.png"))
}
