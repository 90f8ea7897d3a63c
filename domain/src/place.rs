//! Where something is on the earth, exactly: coordinates are whole hundred-millionths of a degree
//! (about a millimetre), so that no rounding moves a border.

use serde::Deserialize;

/// How many parts a degree has, here and in forms that ask for a place.
pub(crate) const PARTS: i64 = 100_000_000;

/// How many decimal places of a degree are told apart.
const PLACES: usize = 8;

/// A point of the earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "[f64; 2]")]
pub struct Point {
    longitude: i64,
    latitude: i64,
}

/// Why two numbers are no point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoPoint {
    /// Write longitude first, then latitude.
    #[error("a longitude is from -180 to 180 and a latitude from -90 to 90; the longitude stands first")]
    OutOfRange,
    /// Round it.
    #[error("at most 8 decimal places: that is a millimetre")]
    TooPrecise,
}

impl TryFrom<[f64; 2]> for Point {
    type Error = NoPoint;

    fn try_from([longitude, latitude]: [f64; 2]) -> Result<Self, NoPoint> {
        Ok(Self { longitude: parts(longitude, 180)?, latitude: parts(latitude, 90)? })
    }
}

impl Point {
    /// Longitude and latitude in decimal degrees, as people write them.
    #[must_use]
    pub fn degrees(self) -> [f64; 2] {
        [self.longitude, self.latitude].map(|parts| written(parts).parse().unwrap_or_default())
    }
}

/// The number's own digits are read: the shortest that stand for it are those that somebody wrote.
fn parts(degrees: f64, degrees_max: i64) -> Result<i64, NoPoint> {
    if !(0.0..=180.0).contains(&degrees.abs()) {
        return Err(NoPoint::OutOfRange);
    }
    let digits = degrees.abs().to_string();
    let (whole, places) = digits.split_once('.').unwrap_or((&digits, ""));
    if places.len() > PLACES {
        return Err(NoPoint::TooPrecise);
    }
    let parts: i64 = format!("{whole}{places:0<PLACES$}").parse().map_err(|_| NoPoint::OutOfRange)?;
    if parts > degrees_max * PARTS {
        return Err(NoPoint::OutOfRange);
    }
    Ok(if degrees < 0.0 { -parts } else { parts })
}

fn written(parts: i64) -> String {
    let sign = if parts < 0 { "-" } else { "" };
    let parts = parts.abs();
    format!("{sign}{}.{:0PLACES$}", parts / PARTS, parts % PARTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_millimetre_is_told_apart() {
        let west = Point::try_from([90.219_999_98, -30.08]).unwrap();
        let east = Point::try_from([90.220_000_02, -30.08]).unwrap();
        assert_eq!((west.longitude, west.latitude), (9_021_999_998, -3_008_000_000));
        assert_eq!(east.longitude - west.longitude, 4);
    }

    #[test]
    fn what_is_read_is_told_again() {
        for point in [[90.0, -30.14], [-0.000_000_01, 0.0], [180.0, 90.0], [-180.0, -90.0], [116.407_413_12, 39.9]] {
            assert_eq!(Point::try_from(point).unwrap().degrees().map(f64::to_bits), point.map(f64::to_bits));
        }
    }

    #[test]
    fn what_is_no_point() {
        assert_eq!(Point::try_from([30.0, 90.000_000_01]), Err(NoPoint::OutOfRange));
        assert_eq!(Point::try_from([180.000_000_01, 0.0]), Err(NoPoint::OutOfRange));
        assert_eq!(Point::try_from([f64::NAN, 0.0]), Err(NoPoint::OutOfRange));
        assert_eq!(Point::try_from([90.123_456_789, 0.0]), Err(NoPoint::TooPrecise));
        assert_eq!(Point::try_from([0.000_000_001, 0.0]), Err(NoPoint::TooPrecise));
    }
}
