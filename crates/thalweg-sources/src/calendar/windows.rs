//! Zones by the names that calendars use for them.

use thalweg_model::Tz;

use crate::zone;

/// Windows' names of zones, as Unicode's CLDR maps them for the zone's own territory.
const WINDOWS: [(&str, Tz); 18] = [
    ("UTC", Tz::UTC),
    ("GMT Standard Time", Tz::Europe__London),
    ("W. Europe Standard Time", Tz::Europe__Berlin),
    ("Romance Standard Time", Tz::Europe__Paris),
    ("Central Europe Standard Time", Tz::Europe__Budapest),
    ("Central European Standard Time", Tz::Europe__Warsaw),
    ("GTB Standard Time", Tz::Europe__Bucharest),
    ("FLE Standard Time", Tz::Europe__Kiev),
    ("Turkey Standard Time", Tz::Europe__Istanbul),
    ("Eastern Standard Time", Tz::America__New_York),
    ("Central Standard Time", Tz::America__Chicago),
    ("Mountain Standard Time", Tz::America__Denver),
    ("Pacific Standard Time", Tz::America__Los_Angeles),
    ("E. South America Standard Time", Tz::America__Sao_Paulo),
    ("India Standard Time", Tz::Asia__Kolkata),
    ("China Standard Time", Tz::Asia__Shanghai),
    ("Tokyo Standard Time", Tz::Asia__Tokyo),
    ("AUS Eastern Standard Time", Tz::Australia__Sydney),
];

/// The zone of a `TZID`: an IANA name, one behind a prefix as `/freeassociation.sourceforge.net/Europe/Berlin`, or Windows'.
pub(super) fn zone(name: &str) -> Result<Tz, String> {
    let name = name.trim_matches('"');
    let windows = WINDOWS.iter().find(|(windows, _)| *windows == name).map(|(_, zone)| *zone);
    let behind = name.rmatch_indices('/').skip(1).find_map(|(at, _)| name.get(at + 1..)?.parse().ok());
    windows.or(behind).map_or_else(|| zone::named(name), Ok)
}
