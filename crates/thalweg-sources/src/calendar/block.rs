//! The events of a calendar, cut out of its lines.

use std::io::{self, BufRead};

use crate::fault::Fault;
use crate::source::Source;
use crate::text::{Line, Lines, MAX_RECORD_BYTES, too_long, utf8};

/// How deep components stand within an event: an alarm, and what it holds.
const MAX_DEPTH: usize = 4;

/// Cuts `VEVENT`s out of a reader.
pub(super) struct Blocks<R> {
    reader: Option<R>,
    lines: Option<Lines<R>>,
    begun: bool,
}

/// An event while its lines are gathered.
struct Open {
    line: u64,
    text: String,
    depth: usize,
    fault: Option<String>,
}

impl<R: BufRead> Blocks<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader: Some(reader), lines: None, begun: false }
    }

    /// The next event with its line, its folded lines made whole.
    pub(super) fn next(&mut self, source: &mut Source) -> io::Result<Option<(u64, String)>> {
        if let Some(mut reader) = self.reader.take()
            && source.opens(&mut reader)?
        {
            self.lines = Some(Lines::new(reader));
        }
        let Some(lines) = &mut self.lines else { return Ok(None) };
        let mut open: Option<Open> = None;
        while let Some((number, line)) = lines.next()? {
            self.begun |= matches!(line, Line::Whole(b"BEGIN:VCALENDAR"));
            match (&mut open, line) {
                (None, Line::Whole(b"BEGIN:VEVENT")) => open = Some(Open::new(number)),
                (None, _) => {}
                (Some(event), line) => {
                    if !event.take(&line) {
                        continue;
                    }
                    let Some(event) = open.take() else { continue };
                    match event.fault {
                        None => return Ok(Some((event.line, event.text))),
                        Some(reason) => source.refuse(event.line, Fault::new(reason)),
                    }
                }
            }
        }
        self.end(open, source);
        Ok(None)
    }

    fn end(&mut self, open: Option<Open>, source: &mut Source) {
        self.lines = None;
        if let Some(event) = open {
            source.refuse(event.line, Fault::new("the file ends in the middle of this event"));
        }
        if !self.begun {
            source.refuse(0, Fault::new("this is no calendar: there is no `BEGIN:VCALENDAR`"));
        }
    }
}

impl Open {
    fn new(line: u64) -> Self {
        Self { line, text: "BEGIN:VEVENT".to_owned(), depth: 1, fault: None }
    }

    /// Takes a line in, and says whether it ends the event.
    fn take(&mut self, line: &Line<'_>) -> bool {
        let text = match *line {
            Line::TooLong(bytes) => return self.fail(too_long("line", bytes)),
            Line::Whole(bytes) => match utf8(bytes) {
                Ok(text) => text,
                Err(reason) => return self.fail(reason),
            },
        };
        self.depth += usize::from(text.starts_with("BEGIN:"));
        self.depth = self.depth.saturating_sub(usize::from(text.starts_with("END:")));
        if self.depth > MAX_DEPTH {
            self.fail("components stand too deep within this event".to_owned());
        }
        if self.text.len() + text.len() > MAX_RECORD_BYTES {
            self.fail(too_long("event", (self.text.len() + text.len()) as u64));
        }
        if self.fault.is_none() {
            self.push(text);
        }
        self.depth == 0 || text == "END:VEVENT"
    }

    fn push(&mut self, text: &str) {
        match text.strip_prefix([' ', '\t']) {
            Some(rest) => self.text.push_str(rest),
            None => {
                self.text.push('\n');
                self.text.push_str(text);
            }
        }
    }

    /// Keeps the first fault; the event's end is still looked for.
    fn fail(&mut self, reason: String) -> bool {
        self.fault.get_or_insert(reason);
        self.text.clear();
        false
    }
}
