//! `export`: the campaign for other programs. A new format is a file here and a row in [`EXPORTS`].
//!
//! Every time is ISO 8601 with its offset and every interval half-open: `start` belongs to it, `end` does not. Positions
//! are longitude, latitude in degrees. Nothing is smoothed: between two waypoints a formation moves straight and evenly.

mod csv;
mod czml;
mod geojson;
mod kml;

use std::io::Write;
use std::path::Path;

use super::args::ExportFormat;
use super::{Failure, print};
use crate::campaign::{Campaign, DAY, Dated, Instant, SourceIdx, Track};
use crate::cartography::Geo;
use crate::situation::departure;

/// A file of an export: its name and what is in it.
type File = (&'static str, String);

/// A format a campaign can be exported in.
struct Export {
    format: ExportFormat,
    files: fn(&Campaign) -> Vec<File>,
}

/// All formats.
const EXPORTS: &[Export] = &[
    Export { format: ExportFormat::Geojson, files: geojson::files },
    Export { format: ExportFormat::Kml, files: kml::files },
    Export { format: ExportFormat::Czml, files: czml::files },
    Export { format: ExportFormat::Csv, files: csv::files },
];

/// Writes a campaign into a folder, and prints the names of the files.
pub fn export(campaign: &Campaign, format: ExportFormat, dir: &Path, out: &mut impl Write) -> Result<(), Failure> {
    let failed = |what: &str, err: &std::io::Error, path: &Path| Failure::Failed(format!("{what} ({err}): {}", path.display()));
    std::fs::create_dir_all(dir).map_err(|err| failed("the folder cannot be made", &err, dir))?;
    for export in EXPORTS.iter().filter(|export| export.format == format) {
        for (name, text) in (export.files)(campaign) {
            let path = dir.join(name);
            std::fs::write(&path, text).map_err(|err| failed("the file cannot be written", &err, &path))?;
            print(out, &format!("{}\n", path.display()))?;
        }
    }
    Ok(())
}

/// Where a formation was when: it rests until it leaves a waypoint, and moves straight and evenly to the next. Instants
/// rise strictly.
fn samples(campaign: &Campaign, track: &Track) -> Vec<(Instant, Geo)> {
    let mut samples: Vec<(Instant, Geo)> = Vec::new();
    for (number, waypoint) in track.waypoints.iter().enumerate() {
        let first = if number == 0 { waypoint.time.earliest } else { waypoint.time.best };
        for instant in [first, departure(campaign, track, number)] {
            if samples.last().is_none_or(|last| last.0 < instant) {
                samples.push((instant, waypoint.position.into()));
            }
        }
    }
    samples
}

/// A time with its offset.
fn iso(campaign: &Campaign, instant: Instant) -> String {
    campaign.calendar.zone.iso(instant)
}

/// A civil day, or one of several, in the Extended Date/Time Format: `1945-08-14`, `[1945-08-14..1945-08-16]`.
fn edtf(campaign: &Campaign, dated: Dated) -> String {
    let day = |instant: Instant| campaign.calendar.zone.civil(instant).date().to_string();
    let (first, last) = (day(dated.earliest), day(dated.latest.plus(-1).max(dated.earliest)));
    match () {
        () if first != last => format!("[{first}..{last}]"),
        () if dated.latest.since(dated.earliest) < DAY / 2 => format!("{first}~"),
        () => first,
    }
}

/// Ids of sources, with spaces between.
fn source_ids(campaign: &Campaign, sources: &[SourceIdx]) -> String {
    sources.iter().map(|idx| campaign.source(*idx).id.as_str()).collect::<Vec<_>>().join(" ")
}

/// Citations of sources, one a line.
fn citations(campaign: &Campaign, sources: &[SourceIdx]) -> String {
    sources.iter().map(|idx| campaign.source(*idx).citation()).collect::<Vec<_>>().join("\n")
}

/// The word a value has in the files of a campaign.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign;

    #[test]
    fn a_day_of_several_is_never_taken_for_one_that_lasts() {
        let campaign = campaign::built_in().into_result().unwrap();
        let at = |text: &str| campaign.calendar.parse(text).unwrap();
        for (from, to, wanted) in [
            ("14 Aug", "15 Aug", "1945-08-14"),
            ("14 Aug", "17 Aug", "[1945-08-14..1945-08-16]"),
            ("14 Aug 17:00", "14 Aug 19:00", "1945-08-14~"),
        ] {
            assert_eq!(edtf(&campaign, Dated::between(at(from), at(to))), wanted);
        }
    }

    #[test]
    fn samples_rise_and_begin_when_a_formation_is_first_known() {
        let campaign = campaign::built_in().into_result().unwrap();
        for track in &campaign.tracks {
            let samples = samples(&campaign, track);
            assert_eq!(samples.first().map(|first| Some(first.0)), Some(track.start()));
            assert!(samples.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }
}
