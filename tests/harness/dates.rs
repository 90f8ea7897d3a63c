//! When a limit ends in a city, by its manifests. The counting is the domain's, whose own dates are judged by
//! `domain/golden/due-dates.jsonl`; what is seen here is which limit a city took, and from when.

use std::path::Path;

use cityhall_crds::{calendar_year, spec::HolidayCalendarSpec};
use cityhall_domain::calendar::{Calendar, Limit};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::Value;

use crate::Failure;

/// The holidays of a city's folder, and its zone.
pub struct Dates {
    calendar: Calendar,
    zone: TimeZone,
}

impl Dates {
    /// Reads them.
    ///
    /// # Errors
    /// When a manifest cannot be read.
    pub fn of(city: &Path) -> Result<Self, Failure> {
        let manifest: Value = serde_saphyr::from_str(&std::fs::read_to_string(city.join("city.yaml"))?)?;
        let zone = TimeZone::get(manifest["spec"]["timeZone"].as_str().ok_or("the city names no zone")?)?;
        let mut calendar = Calendar::default();
        for entry in std::fs::read_dir(city.join("calendars"))? {
            let manifest: Value = serde_saphyr::from_str(&std::fs::read_to_string(entry?.path())?)?;
            let spec = HolidayCalendarSpec::deserialize(&manifest["spec"])?;
            calendar.years.insert(i16::try_from(spec.year)?, calendar_year(&spec));
        }
        Ok(Self { calendar, zone })
    }

    /// The first moment that is too late for a limit that starts at `start`.
    #[must_use]
    pub fn due(&self, start: Timestamp, limit: Limit) -> Timestamp {
        self.calendar.due(start, limit, &self.zone).at
    }
}
