//! Where everything in the picture stands: boxes in layers from the top down, a label on each arrow
//! with a place of its own.
//!
//! The layers, their order and the coordinates are dagre's; sizes, and where an arrow touches a box, are
//! ours. The same chart gives the same coordinates.

use dagre::graph::{Graph, GraphOptions};
use dagre::layout::types::LabelPos;
use dagre::{EdgeLabel, LayoutOptions, NodeLabel};

use super::chart::{Arrow, Chart, Label, StateBox};
use super::lines::{width, wrapped};

/// A picture without its heading.
pub(super) struct Layout {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Where a case comes from: a dot before the first state.
    pub(super) start: Place,
    /// One for each box of the chart.
    pub(super) boxes: Vec<Written>,
    /// The way from the dot, then one for each arrow of the chart.
    pub(super) routes: Vec<Route>,
}

/// A rectangle, by its middle.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Place {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Lines of text and the rectangle that holds them.
#[derive(Debug, PartialEq)]
pub(super) struct Written {
    pub(super) place: Place,
    pub(super) lines: Vec<Line>,
}

/// One line of text.
#[derive(Debug, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) size: f64,
    pub(super) bold: bool,
    /// How far the line's foot lies below the top of the text.
    pub(super) foot: f64,
}

/// The way of an arrow: from its first point to its last, straight where it passes a layer.
#[derive(Debug, PartialEq)]
pub(super) struct Route {
    /// Each layer that it passes, as the points where it enters and leaves it.
    pub(super) passes: Vec<[(f64, f64); 2]>,
    pub(super) label: Written,
}

/// Between boxes, between arrows, between layers.
const BOXES_APART: f64 = 36.0;
const ARROWS_APART: f64 = 18.0;
const LAYERS_APART: f64 = 68.0;

/// Between the ends of arrows on one side of a box.
const ENDS_APART: f64 = 22.0;

/// Around the text of a box.
pub(super) const PADDING: f64 = 13.0;

/// How round the corners of an end are; no arrow touches a corner.
pub(super) const CORNER: f64 = 22.0;

const DOT: f64 = 14.0;
const START: &str = "start";

/// Lays out a chart.
pub(super) fn layout(chart: &Chart) -> Layout {
    let boxes: Vec<Written> = chart.boxes.iter().map(box_text).collect();
    let labels: Vec<Written> = std::iter::once(Written::of(Vec::new(), 0.0))
        .chain(chart.arrows.iter().map(|arrow| label_text(&arrow.label)))
        .collect();
    let mut graph = graph(chart, &boxes, &labels);
    dagre::layout(&mut graph, Some(options()));
    let start = place(&graph, START);
    let places: Vec<Place> = (0..boxes.len()).map(|index| place(&graph, &key(index))).collect();
    let boxes: Vec<Written> =
        boxes.into_iter().zip(&places).map(|(written, place)| Written { place: *place, ..written }).collect();
    let mut routes: Vec<Route> =
        labels.into_iter().enumerate().map(|(index, label)| route(&graph, chart, index, label)).collect();
    straighten(&mut routes, &places);
    attach(&mut routes, &chart.arrows, &places, start);
    let (width, height) = extent(&places, &routes, start);
    Layout { width, height, start, boxes, routes }
}

/// How far everything reaches to the right and down.
fn extent(places: &[Place], routes: &[Route], start: Place) -> (f64, f64) {
    let feet = places.iter().map(|place| place.y + place.height / 2.0);
    let rights = places.iter().chain([&start]).map(|place| place.x + place.width / 2.0);
    let ways = routes.iter().map(|route| {
        let passes = route.passes.iter().map(|[enter, _]| enter.0);
        passes.fold(route.label.place.x + route.label.place.width / 2.0, f64::max)
    });
    let width = rights.chain(ways).fold(0.0, f64::max);
    let labels = routes.iter().map(|route| route.label.place.y + route.label.place.height / 2.0);
    let height = feet.chain(labels).fold(0.0, f64::max);
    (width, height)
}

// === Sizes ===

impl Written {
    fn of(parts: Vec<(Vec<String>, f64, bool)>, padding: f64) -> Self {
        let mut lines = Vec::new();
        let (mut wide, mut high) = (0.0, 0.0);
        for (texts, size, bold) in parts {
            for text in texts {
                wide = f64::max(wide, width(&text, size, bold));
                high += size * 1.35;
                lines.push(Line { text, size, bold, foot: high - size * 0.35 });
            }
        }
        let place = Place { width: wide + 2.0 * padding, height: high + 2.0 * padding, ..Place::default() };
        Self { place, lines }
    }
}

fn box_text(state: &StateBox) -> Written {
    let mut parts = vec![(wrapped(&state.title, 26), 15.0, true)];
    parts.extend(state.note.iter().map(|note| (wrapped(note, 32), 12.5, false)));
    for stay in &state.stays {
        parts.push((wrapped(&format!("↻ {}", stay.title), 30), 12.0, false));
        parts.push((wrapped(&stay.notes.join(" · "), 34), 11.0, false));
    }
    Written::of(parts, PADDING)
}

fn label_text(label: &Label) -> Written {
    let mut parts = vec![(wrapped(&label.title, 22), 13.0, true)];
    parts.extend(label.notes.iter().map(|note| (wrapped(note, 26), 11.5, false)));
    Written::of(parts, 3.0)
}

// === Layers ===

fn options() -> LayoutOptions {
    LayoutOptions { nodesep: BOXES_APART, edgesep: ARROWS_APART, ranksep: LAYERS_APART, ..LayoutOptions::default() }
}

fn key(index: usize) -> String {
    index.to_string()
}

fn graph(chart: &Chart, boxes: &[Written], labels: &[Written]) -> Graph<NodeLabel, EdgeLabel> {
    let mut graph = Graph::with_options(GraphOptions { directed: true, multigraph: true, compound: false });
    let node = |width: f64, height: f64| Some(NodeLabel { width, height, ..NodeLabel::default() });
    graph.set_node(START, node(DOT, DOT));
    for (index, written) in boxes.iter().enumerate() {
        graph.set_node(key(index), node(written.place.width, written.place.height));
    }
    for (index, written) in labels.iter().enumerate() {
        let (from, to) = ends(chart, index);
        let Place { width, height, .. } = written.place;
        let label = EdgeLabel { width, height, labelpos: LabelPos::Center, ..EdgeLabel::default() };
        graph.set_edge(from, to, Some(label), Some(&key(index)));
    }
    graph
}

/// The nodes of a route: the first comes from the dot, the others are the chart's arrows.
fn ends(chart: &Chart, route: usize) -> (String, String) {
    match route.checked_sub(1).and_then(|index| chart.arrows.get(index)) {
        Some(arrow) => (key(arrow.from), key(arrow.to)),
        None => (START.to_owned(), key(0)),
    }
}

fn place(graph: &Graph<NodeLabel, EdgeLabel>, node: &str) -> Place {
    let found = graph.node(node);
    found.map_or_else(Place::default, |node| Place {
        x: node.x.unwrap_or_default(),
        y: node.y.unwrap_or_default(),
        width: node.width,
        height: node.height,
    })
}

fn route(graph: &Graph<NodeLabel, EdgeLabel>, chart: &Chart, index: usize, label: Written) -> Route {
    let (from, to) = ends(chart, index);
    let Some(edge) = graph.edge(&from, &to, Some(&key(index))) else { return Route { passes: Vec::new(), label } };
    let passes = edge.points.iter().map(|point| [(point.x, point.y); 2]).collect();
    let (x, y) = (edge.x.unwrap_or_default(), edge.y.unwrap_or_default());
    Route { passes, label: Written { place: Place { x, y, ..label.place }, lines: label.lines } }
}

// === Arrows ===

/// Makes each route pass every layer upright, so that no curve crosses a label or a box in it.
fn straighten(routes: &mut [Route], boxes: &[Place]) {
    let layers: Vec<Place> = boxes.iter().copied().chain(routes.iter().map(|route| route.label.place)).collect();
    let half = |y: f64| {
        let in_layer = layers.iter().filter(|place| (place.y - y).abs() < 0.5);
        in_layer.map(|place| place.height / 2.0).fold(0.0, f64::max)
    };
    for route in routes {
        let down = goes_down(route);
        for [enter, leave] in &mut route.passes {
            let half = if down { half(enter.1) } else { -half(enter.1) };
            (enter.1, leave.1) = (enter.1 - half, leave.1 + half);
        }
    }
}

fn goes_down(route: &Route) -> bool {
    match (route.passes.first(), route.passes.last()) {
        (Some([first, _]), Some([last, _])) => first.1 < last.1,
        _ => true,
    }
}

/// One end of a route at a side of a box.
struct Touch {
    route: usize,
    is_first: bool,
    /// Where the route comes from or goes to.
    beside: f64,
}

/// Lets every arrow leave and reach its boxes at the top or the foot, side by side.
fn attach(routes: &mut [Route], arrows: &[Arrow], boxes: &[Place], start: Place) {
    for (index, place) in boxes.iter().enumerate() {
        let mut sides: [Vec<Touch>; 2] = [Vec::new(), Vec::new()];
        for (number, route) in routes.iter().enumerate() {
            let arrow = number.checked_sub(1).and_then(|number| arrows.get(number));
            let (from, to) = arrow.map_or((None, 0), |arrow| (Some(arrow.from), arrow.to));
            let (down, count) = (goes_down(route), route.passes.len());
            if count < 3 {
                continue;
            }
            if from == Some(index) {
                let touch = Touch { route: number, is_first: true, beside: route.passes[1][0].0 };
                sides[usize::from(down)].push(touch);
            }
            if to == index {
                let touch = Touch { route: number, is_first: false, beside: route.passes[count - 2][0].0 };
                sides[usize::from(!down)].push(touch);
            }
        }
        let [top, foot] = sides;
        spread(routes, top, *place, place.y - place.height / 2.0);
        spread(routes, foot, *place, place.y + place.height / 2.0);
    }
    if let Some(first) = routes.first_mut().and_then(|route| route.passes.first_mut()) {
        *first = [(start.x, start.y + start.height / 2.0); 2];
    }
}

/// Each as near to where it goes as the side is long, and none upon another.
fn spread(routes: &mut [Route], mut touches: Vec<Touch>, place: Place, y: f64) {
    touches.sort_by(|one, other| one.beside.total_cmp(&other.beside));
    let room = (place.width - 2.0 * CORNER).max(0.0);
    let (left, right) = (place.x - room / 2.0, place.x + room / 2.0);
    let gaps = f64::from(u32::try_from(touches.len().saturating_sub(1)).unwrap_or(u32::MAX));
    let apart = if gaps > 0.0 { ENDS_APART.min(room / gaps) } else { 0.0 };
    let mut ahead = gaps * apart;
    let mut least = left;
    for touch in touches {
        let x = touch.beside.max(least).min(right - ahead);
        (least, ahead) = (x + apart, ahead - apart);
        let passes = &mut routes[touch.route].passes;
        let end = if touch.is_first { passes.first_mut() } else { passes.last_mut() };
        if let Some(end) = end {
            *end = [(x, y); 2];
        }
    }
}
