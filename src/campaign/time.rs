//! Instants, periods and the campaign's calendar: how a moment is stored, read and printed.
//!
//! Leaves to others what happened at a moment, and the running clock (`session`).

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Seconds in an hour.
pub const HOUR: i64 = 3600;
/// Seconds in a day.
pub const DAY: i64 = 24 * HOUR;

/// A moment: whole seconds since 1970-01-01T00:00:00Z, negative before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl Instant {
    /// The moment this many seconds later (earlier if negative).
    #[must_use]
    pub fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Seconds from `earlier` to this moment.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The moment a share (0 to 1) of the way to another.
    #[must_use]
    pub fn lerp(self, other: Self, share: f64) -> Self {
        Self(self.0 + (other.since(self) as f64 * share).round() as i64)
    }
}

impl FromStr for Instant {
    type Err = String;

    /// Reads ISO 8601 with an offset, as in `1945-08-09T00:10:00+09:00`.
    fn from_str(text: &str) -> Result<Self, String> {
        match text.parse::<jiff::Timestamp>() {
            Ok(stamp) => Ok(Self(stamp.as_second())),
            Err(_) if text.parse::<DateTime>().is_ok() => Err(format!("the time {text:?} has no offset")),
            Err(_) => Err(format!("{text:?} is not a time")),
        }
    }
}

/// A half-open stretch of time: `start` belongs to it, `end` does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// Its first instant.
    pub start: Instant,
    /// The first instant after it.
    pub end: Instant,
}

impl Period {
    /// Whether the instant lies in it.
    pub fn contains(self, instant: Instant) -> bool {
        self.start <= instant && instant < self.end
    }

    /// Its length in seconds.
    pub fn seconds(self) -> i64 {
        self.end.since(self.start)
    }

    /// The instant nearest to `instant` that is in it or ends it.
    pub fn clamp(self, instant: Instant) -> Instant {
        instant.clamp(self.start, self.end)
    }

    /// The middle.
    pub fn middle(self) -> Instant {
        self.start.plus(self.seconds() / 2)
    }
}

/// When a dated fact happened: margins, and the best estimate between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// No earlier than this.
    pub earliest: Instant,
    /// Before this.
    pub latest: Instant,
    /// The best estimate.
    pub best: Instant,
}

impl Dated {
    /// Margins with the best estimate in their middle.
    pub fn between(earliest: Instant, latest: Instant) -> Self {
        Self { earliest, latest, best: Period { start: earliest, end: latest }.middle() }
    }
}

/// A zone without summer time, as all of 1945 here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Where it holds.
    pub name: String,
    offset: Offset,
}

impl Zone {
    /// A zone from its name and an offset such as `+09:00`.
    ///
    /// # Errors
    /// Says what is wrong with the offset.
    pub fn new(name: &str, offset: &str) -> Result<Self, String> {
        let probe = format!("1945-08-09T00:00:00{offset}");
        let at: Instant = probe.parse().ok().ok_or_else(|| format!("{offset:?} is not an offset such as +09:00"))?;
        let utc: Instant = "1945-08-09T00:00:00Z".parse()?;
        let offset = Offset::from_seconds(i32::try_from(utc.since(at)).unwrap_or(0)).unwrap_or(Offset::UTC);
        Ok(Self { name: name.to_owned(), offset })
    }

    /// Seconds east of Greenwich.
    pub fn seconds(&self) -> i64 {
        i64::from(self.offset.seconds())
    }

    /// The civil date and hour here.
    pub fn civil(&self, instant: Instant) -> DateTime {
        let stamp = jiff::Timestamp::from_second(instant.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        self.offset.to_datetime(stamp)
    }

    /// The instant of a civil date and hour here.
    pub fn instant(&self, civil: DateTime) -> Instant {
        let zoned = civil.to_zoned(TimeZone::fixed(self.offset));
        Instant(zoned.map_or(0, |zoned| zoned.timestamp().as_second()))
    }

    /// `UTC+9`.
    pub fn label(&self) -> String {
        let seconds = self.seconds();
        let sign = if seconds < 0 { '−' } else { '+' };
        let (hours, minutes) = (seconds.abs() / HOUR, seconds.abs() % HOUR / 60);
        if minutes == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{minutes:02}") }
    }

    /// ISO 8601 with this zone's offset.
    pub fn iso(&self, instant: Instant) -> String {
        let seconds = self.seconds();
        let sign = if seconds < 0 { '-' } else { '+' };
        let civil = self.civil(instant);
        format!(
            "{}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
            civil.date(),
            civil.hour(),
            civil.minute(),
            civil.second(),
            seconds.abs() / HOUR,
            seconds.abs() % HOUR / 60
        )
    }
}

/// How the campaign counts time: its zone, the zones shown beside it, and the day called D+0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Civil time of the campaign.
    pub zone: Zone,
    /// Zones shown beside it.
    pub clocks: Vec<Zone>,
    /// The civil day of D+0.
    pub day_zero: Date,
}

impl Calendar {
    /// The start of a civil day, counted from D+0.
    pub fn day_start(&self, day: i64) -> Instant {
        self.zone.instant(self.day_zero.to_datetime(jiff::civil::Time::midnight())).plus(day * DAY)
    }

    /// The civil day of an instant, counted from D+0.
    pub fn day_of(&self, instant: Instant) -> i64 {
        instant.since(self.day_start(0)).div_euclid(DAY)
    }

    /// `Tue 14 Aug 1945`.
    pub fn date(&self, instant: Instant) -> String {
        let civil = self.zone.civil(instant);
        format!("{} {} {}", self.weekday(instant), self.short_date(instant), civil.year())
    }

    /// `Tue`.
    pub fn weekday(&self, instant: Instant) -> &'static str {
        let weekday = self.zone.civil(instant).weekday().to_monday_zero_offset();
        WEEKDAYS[usize::try_from(weekday).unwrap_or(0) % 7]
    }

    /// `14 Aug`.
    pub fn short_date(&self, instant: Instant) -> String {
        let civil = self.zone.civil(instant);
        format!("{} {}", civil.day(), month_name(civil.date()))
    }

    /// `14 Aug`, with the year where it is not that of D+0.
    pub fn dated(&self, instant: Instant) -> String {
        let year = self.zone.civil(instant).year();
        if year == self.day_zero.year() { self.short_date(instant) } else { format!("{} {year}", self.short_date(instant)) }
    }

    /// `18:00`.
    pub fn hour(&self, instant: Instant) -> String {
        hour_in(&self.zone, instant)
    }

    /// `14 Aug 18:00`, with the year where it is not that of D+0.
    pub fn date_hour(&self, instant: Instant) -> String {
        format!("{} {}", self.dated(instant), self.hour(instant))
    }

    /// `D+5` or `D−1`.
    pub fn day_label(&self, instant: Instant) -> String {
        let day = self.day_of(instant);
        if day < 0 { format!("D−{}", -day) } else { format!("D+{day}") }
    }

    /// `Tue 14 Aug 1945 · 18:00 · D+5`.
    pub fn full(&self, instant: Instant) -> String {
        format!("{} · {} · {}", self.date(instant), self.hour(instant), self.day_label(instant))
    }

    /// What the margins say, in words: `14 Aug, about 18:00`, `14 Aug`, `between 14 and 16 Aug`.
    pub fn margins(&self, dated: Dated) -> String {
        let (from, to) = (dated.earliest, dated.latest.plus(-1).max(dated.earliest));
        let width = dated.latest.since(dated.earliest);
        let same_day = self.day_of(from) == self.day_of(to);
        if same_day && width >= 22 * HOUR {
            self.dated(from)
        } else if width <= 4 * HOUR {
            format!("{}, about {}", self.dated(dated.best), self.hour(dated.best))
        } else if same_day {
            format!("{}, between {} and {}", self.dated(from), self.hour(from), self.hour(dated.latest))
        } else if width < 2 * DAY
            && self.day_of(to) - self.day_of(from) == 1
            && (!self.is_midnight(from) || !self.is_midnight(dated.latest))
        {
            format!("between {} and {}", self.date_hour(from), self.date_hour(dated.latest))
        } else {
            self.days_between(from, to)
        }
    }

    fn days_between(&self, from: Instant, to: Instant) -> String {
        let (a, b) = (self.zone.civil(from), self.zone.civil(to));
        if (a.year(), a.month()) == (b.year(), b.month()) {
            format!("between {} and {}", a.day(), self.dated(to))
        } else {
            format!("between {} and {}", self.dated(from), self.dated(to))
        }
    }

    fn is_midnight(&self, instant: Instant) -> bool {
        instant.since(self.day_start(0)).rem_euclid(DAY) == 0
    }

    /// The hour on each further clock: `Moscow 12:00`.
    pub fn other_clocks(&self, instant: Instant) -> impl Iterator<Item = String> {
        self.clocks.iter().map(move |clock| format!("{} {}", clock.name, hour_in(clock, instant)))
    }

    /// Reads what a person types: `1945-08-14T18:00`, `14 Aug 18:00`, `14 Aug`, `D+5`, `D+5 18:00`, with or without offset.
    ///
    /// # Errors
    /// A sentence that names the forms.
    pub fn parse(&self, text: &str) -> Result<Instant, String> {
        let text = text.trim();
        let wrong = || format!("{text:?} is not a time; write 1945-08-14T18:00, \"14 Aug 18:00\" or D+5");
        if let Ok(instant) = text.parse::<Instant>() {
            return Ok(instant);
        }
        if let Ok(civil) = text.replace(' ', "T").parse::<DateTime>() {
            return Ok(self.zone.instant(civil));
        }
        let mut words: Vec<&str> = text.split([' ', ',', '·']).filter(|word| !word.is_empty()).collect();
        let seconds = match words.last().and_then(|word| parse_hour(word)) {
            Some(seconds) => {
                words.pop();
                seconds
            }
            None => 0,
        };
        let midnight = match words.as_slice() {
            [day] if day.starts_with(['D', 'd']) => {
                let day = day[1..].replace('−', "-").parse::<i32>().ok().ok_or_else(wrong)?;
                self.day_start(i64::from(day))
            }
            [day, month] => self.civil_day(day, month, self.day_zero.year()).ok_or_else(wrong)?,
            [day, month, year] => self.civil_day(day, month, year.parse().ok().ok_or_else(wrong)?).ok_or_else(wrong)?,
            [day] => self.civil_day(day, month_name(self.day_zero), self.day_zero.year()).ok_or_else(wrong)?,
            _ => return Err(wrong()),
        };
        Ok(midnight.plus(seconds))
    }

    fn civil_day(&self, day: &str, month: &str, year: i16) -> Option<Instant> {
        let start = month.get(..3)?;
        let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(start))?;
        let date = Date::new(year, i8::try_from(month + 1).ok()?, day.parse().ok()?).ok()?;
        Some(self.zone.instant(date.to_datetime(jiff::civil::Time::midnight())))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.label())
    }
}

fn hour_in(zone: &Zone, instant: Instant) -> String {
    let civil = zone.civil(instant);
    format!("{:02}:{:02}", civil.hour(), civil.minute())
}

fn month_name(date: Date) -> &'static str {
    MONTHS[usize::try_from(date.month() - 1).unwrap_or(0) % 12]
}

/// `18:00` as seconds after midnight; `24:00` is the end of the day.
fn parse_hour(word: &str) -> Option<i64> {
    let (hours, minutes) = word.split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=24).contains(&hours) && (0..60).contains(&minutes) && hours * 60 + minutes <= 24 * 60).then_some(hours * HOUR + minutes * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        Calendar {
            zone: Zone::new("Tokyo", "+09:00").unwrap(),
            clocks: vec![Zone::new("Moscow", "+03:00").unwrap(), Zone::new("Khabarovsk", "+10:00").unwrap()],
            day_zero: Date::constant(1945, 8, 9),
        }
    }

    #[test]
    fn a_minute_past_midnight_in_chita_is_still_the_day_before_in_moscow() {
        let calendar = calendar();
        let instant = "1945-08-09T00:01:00+09:00".parse().unwrap();
        assert_eq!(calendar.full(instant), "Thu 9 Aug 1945 · 00:01 · D+0");
        assert_eq!(calendar.other_clocks(instant).collect::<Vec<_>>(), ["Moscow 18:01", "Khabarovsk 01:01"]);
        assert_eq!(calendar.clocks[0].iso(instant), "1945-08-08T18:01:00+03:00");
    }

    #[test]
    fn all_ways_to_type_a_moment_give_the_same_instant() {
        let calendar = calendar();
        let wanted = "1945-08-14T18:00:00+09:00".parse().unwrap();
        for text in [
            "1945-08-14T18:00",
            "1945-08-14 18:00",
            "14 Aug 18:00",
            "14 August 1945 18:00",
            "D+5 18:00",
            "1945-08-14T09:00:00Z",
            "14 18:00",
        ] {
            assert_eq!(calendar.parse(text), Ok(wanted), "{text}");
        }
        assert_eq!(calendar.parse("D+5"), Ok(calendar.day_start(5)));
        for text in ["", "soon", "32 Aug", "14 Foo", "D+", "14 Aug 25:00", "D5x", "日", "D+9223372036854775807"] {
            assert!(calendar.parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_time_without_offset_is_refused_in_files() {
        assert_eq!("1945-08-09T00:10:00".parse::<Instant>(), Err("the time \"1945-08-09T00:10:00\" has no offset".to_owned()));
        assert!("noon".parse::<Instant>().is_err());
    }

    #[test]
    fn margins_are_told_in_words_and_never_finer_than_they_are() {
        let calendar = calendar();
        let at = |text: &str| calendar.parse(text).unwrap();
        let words = |a, b| calendar.margins(Dated::between(at(a), at(b)));
        assert_eq!(words("14 Aug", "15 Aug"), "14 Aug");
        assert_eq!(words("14 Aug 17:00", "14 Aug 19:00"), "14 Aug, about 18:00");
        assert_eq!(words("14 Aug", "17 Aug"), "between 14 and 16 Aug");
        assert_eq!(words("31 Aug", "2 Sep"), "between 31 Aug and 1 Sep");
        assert_eq!(words("14 Aug 05:00", "14 Aug 11:00"), "14 Aug, between 05:00 and 11:00");
        assert_eq!(words("13 Aug 18:00", "14 Aug 06:00"), "between 13 Aug 18:00 and 14 Aug 06:00");
    }

    #[test]
    fn neighbouring_periods_share_no_instant() {
        let (a, b, c) = (Instant(0), Instant(10), Instant(20));
        let (first, second) = (Period { start: a, end: b }, Period { start: b, end: c });
        for t in 0..20 {
            assert_ne!(first.contains(Instant(t)), second.contains(Instant(t)));
        }
    }
}
