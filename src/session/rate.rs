//! How fast campaign time runs: the ladder of rates, what a person types, and how a rate is printed.

/// Campaign hours per second of play, slowest first.
pub const RATES: [f64; 8] = [1.0 / 6.0, 0.5, 1.0, 3.0, 6.0, 12.0, 24.0, 48.0];

/// The rung at first start: 6 hours a second plays 28 days in under two minutes.
pub const DEFAULT_RATE: usize = 4;

/// The slowest and the fastest rate that can be typed, campaign hours per second.
pub const RATE_LIMITS: (f64, f64) = (1.0 / 60.0, 96.0);

/// Rates nearer than this share of themselves are the same rung.
const SAME: f64 = 1e-6;

/// How a rate, in campaign hours per second, is printed: `10 min/s`, `6 h/s`, `1.5 d/s`.
pub fn rate_label(hours_per_sec: f64) -> String {
    match hours_per_sec {
        hours if hours < 1.0 - SAME => format!("{} min/s", short(hours * 60.0)),
        hours if hours < 24.0 - SAME => format!("{} h/s", short(hours)),
        hours => format!("{} d/s", short(hours / 24.0)),
    }
}

/// At most one digit after the point, and none where it is a nought.
fn short(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if (rounded - rounded.round()).abs() < 0.05 { format!("{rounded:.0}") } else { format!("{rounded:.1}") }
}

/// The rung of a rate, if it is on the ladder.
pub fn rung(hours_per_sec: f64) -> Option<usize> {
    RATES.iter().position(|rate| (rate / hours_per_sec - 1.0).abs() < SAME)
}

/// So many rungs faster (slower if negative), on the ladder; from between two rungs to the next.
pub fn climbed(hours_per_sec: f64, rungs: i32) -> f64 {
    let mut rate = hours_per_sec;
    for _ in 0..rungs.unsigned_abs().min(RATES.len() as u32) {
        let next = if rungs > 0 {
            RATES.into_iter().find(|rung| *rung > rate * (1.0 + SAME))
        } else {
            RATES.into_iter().rev().find(|rung| *rung < rate * (1.0 - SAME))
        };
        rate = next.unwrap_or(rate);
    }
    rate
}

/// Reads a rate that a person typed: `90 min/s`, `2 h/s`, `1.5 d/s`, `4 h`, or bare hours.
///
/// # Errors
/// A sentence that names the forms or the limits.
pub fn parse_rate(text: &str) -> Result<f64, String> {
    let wrong = || format!("{:?} is not a speed; write 30 min/s, 6 h/s or 2 d/s", text.trim());
    let words = text.trim().trim_start_matches('≈').trim().replace(',', ".");
    let split = words.find(|letter: char| !(letter.is_ascii_digit() || letter == '.')).unwrap_or(words.len());
    let (number, unit) = words.split_at(split);
    let number: f64 = number.parse().ok().ok_or_else(wrong)?;
    let unit = unit.trim().trim_end_matches("/s").trim();
    let hours = match unit {
        "min" | "m" => number / 60.0,
        "h" | "" => number,
        "d" => number * 24.0,
        _ => return Err(wrong()),
    };
    let (slowest, fastest) = RATE_LIMITS;
    if hours < slowest * (1.0 - SAME) || hours > fastest * (1.0 + SAME) {
        return Err("A speed lies between 1 min/s and 4 d/s".to_owned());
    }
    Ok(hours.clamp(slowest, fastest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_printed_short_and_read_back() {
        for (hours, words) in
            [(1.0 / 6.0, "10 min/s"), (0.5, "30 min/s"), (1.5, "1.5 h/s"), (6.0, "6 h/s"), (24.0, "1 d/s"), (96.0, "4 d/s")]
        {
            assert_eq!(rate_label(hours), words);
            assert!((parse_rate(words).unwrap() / hours - 1.0).abs() < 1e-9, "{words}");
        }
        assert_eq!(parse_rate(" 90 min "), Ok(1.5));
        assert_eq!(parse_rate("2,5"), Ok(2.5));
        for text in ["", "fast", "5 d/s", "0", "0.5 min/s", "-3 h/s", "3 weeks", "NaN", "1e9"] {
            assert!(parse_rate(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_ladder_is_climbed_from_between_its_rungs() {
        assert!((climbed(2.0, 1) - 3.0).abs() < 1e-9 && (climbed(2.0, -1) - 1.0).abs() < 1e-9);
        assert!((climbed(6.0, 99) - 48.0).abs() < 1e-9 && (climbed(6.0, -99) - RATES[0]).abs() < 1e-9);
        assert!((climbed(96.0, -1) - 48.0).abs() < 1e-9);
        assert_eq!((rung(6.0), rung(2.0)), (Some(DEFAULT_RATE), None));
    }
}
