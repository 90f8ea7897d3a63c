//! The chart as an SVG picture that needs nothing else: no script, no style sheet, no font of its own.

use std::fmt::Write;

use cityhall_domain::module::End;
use cityhall_domain::text::Language;
use svg::node::Text as Content;
use svg::node::element::{
    Circle, Definitions, Description, Group, Line as Stroke, Marker, Path, Rectangle, Text, Title,
};
use svg::{Document, Node};

use super::chart::{Chart, StateBox};
use super::layout::{CORNER, Layout, PADDING, Place, Route, Written, layout};
use super::lines::width;

const FONTS: &str = "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', \
                     'WenQuanYi Micro Hei', sans-serif";
const INK: &str = "#1a1a1a";
const SOFT: &str = "#55595e";
const LINE: &str = "#5b6770";
const BY_ITSELF: &str = "#a86b00";
const MARGIN: f64 = 28.0;
const HEADING: f64 = 74.0;
const TIP: f64 = 12.0;
const LEGEND: f64 = 44.0;

/// Draws the chart.
pub(super) fn svg(chart: &Chart, language: Language) -> String {
    let layout = layout(chart);
    let legend = legend(chart, language);
    let heading = width(&chart.title, 20.0, true).max(width(&chart.limits, 13.0, false));
    let across = layout.width.max(heading).max(legend.1) + 2.0 * MARGIN;
    let down = HEADING + layout.height + LEGEND + 2.0 * MARGIN;
    let left = (across - layout.width) / 2.0;
    let picture = Group::new().set("transform", format!("translate({} {})", number(left), number(MARGIN + HEADING)));
    let legend = legend.0.set("transform", format!("translate({} {})", number(MARGIN), number(down - MARGIN)));
    let document = Document::new()
        .set("viewBox", format!("0 0 {} {}", number(across), number(down)))
        .set("width", number(across))
        .set("height", number(down))
        .set("role", "img")
        .set("aria-labelledby", "cityhall-title cityhall-description")
        .set(
            "xml:lang",
            match language {
                Language::Chinese => "zh-CN",
                Language::English => "en",
            },
        )
        .set("font-family", FONTS)
        .set("fill", INK)
        .add(Title::new(chart.title.as_str()).set("id", "cityhall-title"))
        .add(Description::new().set("id", "cityhall-description").add(Content::new(chart.description.as_str())))
        .add(Definitions::new().add(head("cityhall-arrow", LINE)).add(head("cityhall-arrow-by-itself", BY_ITSELF)))
        .add(Rectangle::new().set("width", "100%").set("height", "100%").set("fill", "#ffffff"))
        .add(line(&chart.title, MARGIN, MARGIN + 20.0, 20.0, true, INK))
        .add(line(&chart.limits, MARGIN, MARGIN + 44.0, 13.0, false, SOFT))
        .add(draw(picture, chart, &layout))
        .add(legend);
    format!("{document}\n")
}

/// Arrows first, so that labels and boxes lie over them.
fn draw(mut picture: Group, chart: &Chart, layout: &Layout) -> Group {
    let by_itself = |index: usize| index.checked_sub(1).is_some_and(|index| chart.arrows[index].by_itself);
    for (index, route) in layout.routes.iter().enumerate() {
        picture = picture.add(arrow(route, by_itself(index)));
    }
    for (index, route) in layout.routes.iter().enumerate().skip(1) {
        picture = picture.add(label(&route.label, by_itself(index)));
    }
    let Place { x, y, width, .. } = layout.start;
    picture = picture.add(Circle::new().set("cx", number(x)).set("cy", number(y)).set("r", number(width / 2.0)));
    for (state, written) in chart.boxes.iter().zip(&layout.boxes) {
        picture = picture.add(state_box(state, written));
    }
    picture
}

// === Boxes ===

fn state_box(state: &StateBox, written: &Written) -> Group {
    let (fill, stroke) = colours(state.end);
    let Place { x, y, width, height } = written.place;
    let round = if state.end.is_some() { CORNER } else { 5.0 };
    let frame = Rectangle::new()
        .set("x", number(x - width / 2.0))
        .set("y", number(y - height / 2.0))
        .set("width", number(width))
        .set("height", number(height))
        .set("rx", number(f64::min(round, height / 2.0)))
        .set("fill", fill)
        .set("stroke", stroke)
        .set("stroke-width", if state.end.is_some() { "2.5" } else { "1.5" });
    lines(Group::new().add(frame), written, y - height / 2.0 + PADDING, INK)
}

/// Each end looks different, and says in words how it is over.
fn colours(end: Option<End>) -> (&'static str, &'static str) {
    match end {
        None => ("#eef4fb", "#2f5d8a"),
        Some(End::Completed) => ("#e3f4e6", "#2e7d3c"),
        Some(End::Unsolved) => ("#fff3d6", "#a86b00"),
        Some(End::Refused | End::Revoked) => ("#fbe4e2", "#b3261e"),
        Some(End::Declined) => ("#f7e6f1", "#8e2a6b"),
        Some(End::Withdrawn) => ("#eeeeee", "#5f6368"),
        Some(End::Terminated) => ("#e6e0f0", "#4a3b76"),
    }
}

fn label(written: &Written, by_itself: bool) -> Group {
    let Place { x, y, width, height } = written.place;
    let ground = Rectangle::new()
        .set("x", number(x - width / 2.0))
        .set("y", number(y - height / 2.0))
        .set("width", number(width))
        .set("height", number(height))
        .set("fill", "#ffffff");
    let text: f64 = written.lines.last().map_or(0.0, |line| line.foot + line.size * 0.35);
    lines(Group::new().add(ground), written, y - text / 2.0, if by_itself { BY_ITSELF } else { INK })
}

fn lines(mut group: Group, written: &Written, top: f64, ink: &'static str) -> Group {
    for one in &written.lines {
        let ink = if one.bold { ink } else { SOFT };
        let text = line(&one.text, written.place.x, top + one.foot, one.size, one.bold, ink);
        group = group.add(text.set("text-anchor", "middle"));
    }
    group
}

fn line(text: &str, x: f64, y: f64, size: f64, bold: bool, ink: &str) -> Text {
    Text::new(text)
        .set("x", number(x))
        .set("y", number(y))
        .set("font-size", number(size))
        .set("font-weight", if bold { "bold" } else { "normal" })
        .set("fill", ink)
}

// === Arrows ===

fn arrow(route: &Route, by_itself: bool) -> Path {
    let path = Path::new().set("d", way(route)).set("fill", "none").set("stroke-width", "1.6");
    if by_itself {
        let path = path.set("stroke", BY_ITSELF).set("stroke-dasharray", "6 4");
        return path.set("marker-end", "url(#cityhall-arrow-by-itself)");
    }
    path.set("stroke", LINE).set("marker-end", "url(#cityhall-arrow)")
}

/// Upright through the layers, bent between them, and upright again before the tip.
fn way(route: &Route) -> String {
    let mut way = String::new();
    let mut at: Option<(f64, f64)> = None;
    for (index, [enter, leave]) in route.passes.iter().enumerate() {
        let Some(from) = at.replace(*leave) else {
            let _ = write!(way, "M{} {}", number(enter.0), number(enter.1));
            continue;
        };
        let tip = if index + 1 == route.passes.len() { TIP.copysign(enter.1 - from.1) } else { 0.0 };
        let y = enter.1 - tip;
        let half = number(f64::midpoint(from.1, y));
        let _ = write!(way, " C{0} {half} {1} {half} {1} {2}", number(from.0), number(enter.0), number(y));
        let _ = write!(way, " V{}", number(leave.1));
    }
    way
}

fn head(id: &str, colour: &str) -> Marker {
    let tip = Path::new().set("d", "M0 0 L10 5 L0 10 z").set("fill", colour);
    Marker::new()
        .set("id", id)
        .set("viewBox", "0 0 10 10")
        .set("refX", "9")
        .set("refY", "5")
        .set("markerWidth", "7")
        .set("markerHeight", "7")
        .set("orient", "auto")
        .add(tip)
}

/// What the signs mean that the chart uses, and how wide it is to tell.
fn legend(chart: &Chart, language: Language) -> (Group, f64) {
    let [done, moves, stays] = match language {
        Language::Chinese => ["有人操作", "到期由系统自动流转", "↻ 操作后仍在本环节"],
        Language::English => {
            ["somebody does it", "the city moves the case when time has passed", "↻ the case stays in the state"]
        }
    };
    let (mut group, mut x) = (Group::new(), 0.0);
    let mut tell = |stroke: Option<Stroke>, text: &str| {
        let mut part = Group::new();
        if let Some(stroke) = stroke {
            part = part.add(stroke.set("x1", number(x)).set("x2", number(x + 30.0)).set("y1", "-4").set("y2", "-4"));
            x += 38.0;
        }
        group.append(part.add(line(text, x, 0.0, 12.0, false, SOFT)));
        x += width(text, 12.0, false) + 20.0;
    };
    let stroke = |colour: &'static str| Stroke::new().set("stroke", colour).set("stroke-width", "1.6");
    tell(Some(stroke(LINE)), done);
    if chart.arrows.iter().any(|arrow| arrow.by_itself) {
        tell(Some(stroke(BY_ITSELF).set("stroke-dasharray", "6 4")), moves);
    }
    if chart.boxes.iter().any(|state| !state.stays.is_empty()) {
        tell(None, stays);
    }
    (group, x)
}

/// Tenths of a pixel are enough, and the same everywhere.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
