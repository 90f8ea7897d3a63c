//! One YAML document, built from the parser's events without recursion.

use saphyr_parser::{Event, ScalarStyle};
use serde_json::{Map, Value};

use super::{Lines, Problem, scalar};
use crate::{path, reason};

/// The deepest nesting that is read.
const DEPTH_MAX: usize = 64;

/// A document under construction, and then done.
#[derive(Default)]
pub(super) struct Document {
    pub(super) value: Value,
    pub(super) lines: Lines,
    pub(super) problems: Vec<Problem>,
    open: Vec<Frame>,
}

/// A list or mapping whose end is not reached.
struct Frame {
    path: String,
    line: usize,
    inside: Inside,
}

enum Inside {
    List(Vec<Value>),
    Mapping { done: Map<String, Value>, key: Option<String> },
}

/// Whether to read on.
pub(super) enum Step {
    Continue,
    Stop(Problem),
}

impl Document {
    /// The document, unless it is empty.
    pub(super) fn finished(self) -> Option<Self> {
        (!self.value.is_null() || !self.problems.is_empty()).then_some(self)
    }

    /// Takes the next event.
    pub(super) fn take(&mut self, event: Event<'_>, line: usize) -> Step {
        if self.lines.first == 0 {
            self.lines.first = line;
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_decoration(anchor, tag.is_some(), line);
                self.scalar(&text, style, line);
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_decoration(anchor, tag.is_some(), line);
                return self.begin(Inside::List(Vec::new()), line);
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_decoration(anchor, tag.is_some(), line);
                return self.begin(Inside::Mapping { done: Map::new(), key: None }, line);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(_) => {
                self.report(line, reason::NOT_PLAIN_YAML, "aliases are not allowed; write it out");
                self.place(Value::Null, line);
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {}
        }
        Step::Continue
    }

    fn refuse_decoration(&mut self, anchor: usize, tagged: bool, line: usize) {
        if anchor != 0 || tagged {
            self.report(line, reason::NOT_PLAIN_YAML, "anchors and tags are not allowed; write it out");
        }
    }

    fn begin(&mut self, inside: Inside, line: usize) -> Step {
        if self.open.len() >= DEPTH_MAX {
            let message = format!("nested deeper than {DEPTH_MAX}");
            return Step::Stop(Problem::new(line, &self.here(), reason::TOO_DEEP, message));
        }
        if self.is_at_key() {
            self.report(line, reason::NOT_PLAIN_YAML, "a key is a text");
        }
        let path = self.here();
        self.lines.set(&path, line);
        self.open.push(Frame { path, line, inside });
        Step::Continue
    }

    fn end(&mut self) {
        if let Some(frame) = self.open.pop() {
            let value = match frame.inside {
                Inside::List(items) => Value::Array(items),
                Inside::Mapping { done, .. } => Value::Object(done),
            };
            self.place(value, frame.line);
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, line: usize) {
        let is_plain = style == ScalarStyle::Plain;
        if self.is_at_key() {
            if is_plain && (text == "<<" || scalar::is_old_bool(text)) {
                self.report(line, reason::AMBIGUOUS_SCALAR, format!("key `{text}`: put it in quotes"));
            }
            return self.place(Value::String(text.to_owned()), line);
        }
        let value = if is_plain { scalar::plain(text) } else { Some(Value::String(text.to_owned())) };
        if value.is_none() {
            self.report(line, reason::AMBIGUOUS_SCALAR, format!("`{text}`: put it in quotes, or write a plain number"));
        }
        let path = self.here();
        self.lines.set(&path, line);
        self.place(value.unwrap_or_default(), line);
    }

    /// Whether the next value is a key of a mapping.
    fn is_at_key(&self) -> bool {
        matches!(self.open.last(), Some(Frame { inside: Inside::Mapping { key: None, .. }, .. }))
    }

    /// The path of the next value.
    fn here(&self) -> String {
        match self.open.last() {
            None => String::new(),
            Some(Frame { path, inside: Inside::List(items), .. }) => path::item(path, items.len()),
            Some(Frame { path, inside: Inside::Mapping { key, .. }, .. }) => {
                key.as_ref().map_or_else(|| path.clone(), |key| path::key(path, key))
            }
        }
    }

    /// Puts a finished value where it belongs.
    fn place(&mut self, value: Value, line: usize) {
        let here = self.here();
        match self.open.last_mut().map(|frame| &mut frame.inside) {
            None => self.value = value,
            Some(Inside::List(items)) => items.push(value),
            Some(Inside::Mapping { done, key }) => {
                if let Some(key) = key.take() {
                    done.insert(key, value);
                } else {
                    let name = value.as_str().unwrap_or_default().to_owned();
                    let is_double = done.contains_key(&name);
                    *key = Some(name.clone());
                    self.note_key(&path::key(&here, &name), is_double, line);
                }
            }
        }
    }

    fn note_key(&mut self, path: &str, is_double: bool, line: usize) {
        if is_double {
            self.report(line, reason::DUPLICATE_KEY, "the key stands twice in this mapping");
        }
        self.lines.set(path, line);
    }

    fn report(&mut self, line: usize, reason: &'static str, message: impl Into<String>) {
        let problem = Problem::new(line, &self.here(), reason, message);
        self.problems.push(problem);
    }
}
