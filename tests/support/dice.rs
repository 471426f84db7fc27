//! Changes that nobody would think of, the same in every run.

use serde_json::{Value, json};

/// A small generator of numbers that look random and are always the same (Marsaglia 2003, xorshift64).
pub struct Dice(pub u64);

impl Dice {
    /// A number from 0 to one less than this.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

/// Walks down to some member and changes it.
pub fn disturb(value: &mut Value, dice: &mut Dice) {
    let goes_on = dice.roll(8) > 0;
    match value {
        Value::Array(items) if goes_on && !items.is_empty() => {
            let at = dice.roll(items.len());
            match dice.roll(12) {
                0 => drop(items.remove(at)),
                1 => items.push(items[at].clone()),
                2 => items.swap(0, at),
                _ => disturb(&mut items[at], dice),
            }
        }
        Value::Object(members) if goes_on && !members.is_empty() => {
            let key = members.keys().nth(dice.roll(members.len())).unwrap().clone();
            match dice.roll(12) {
                0 => drop(members.remove(&key)),
                _ => disturb(&mut members[&key], dice),
            }
        }
        Value::Number(number) if dice.roll(2) == 0 => {
            let factor = [-1.0, 0.0, 0.5, 1.01, 2.0, 1e6][dice.roll(6)];
            *value = json!(number.as_f64().unwrap() * factor);
        }
        _ => *value = strange(dice),
    }
}

fn strange(dice: &mut Dice) -> Value {
    let all = [
        Value::Null,
        json!(true),
        json!(0),
        json!(-1),
        json!(1e308),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(90),
        json!(""),
        json!("\u{0}\u{202E}日本"),
        json!("red-tanks"),
        json!("midtown"),
        json!("attested"),
        json!("1945-08-12T18:00:00+09:00"),
        json!("-009999-01-02T00:00:00Z"),
        json!("9999-12-30T00:00:00Z"),
        json!("+25:59"),
        json!([]),
        json!([[]]),
        json!([120, 45]),
        json!({}),
        json!({ "type": "Point", "coordinates": [120, 45] }),
    ];
    all[dice.roll(all.len())].clone()
}
