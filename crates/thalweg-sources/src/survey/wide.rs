//! CSV with one respondent a row: our own and those of products.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use thalweg_model::answer::{Answer, Answers};
use thalweg_model::{ItemId, Loaded, Reject};

use super::dialect::{Dialect, GOOGLE, LIMESURVEY, OWN, QUALTRICS, State};
use super::frame::{Frame, Role};
use super::mapping::{Given, Mapping};
use super::sheets::Sheets;
use super::{Imported, RespondentKey};
use crate::SourceError;
use crate::csv::{Row, Rows};
use crate::fault::{Fault, shown};
use crate::source::Source;

macro_rules! readers {
    ($($(#[$doc:meta])* $name:ident $dialect:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// [`SourceError::Unreadable`] where the reader fails.
        pub fn $name(
            reader: impl BufRead,
            name: &str,
            mapping: &Mapping,
            key: &RespondentKey,
        ) -> Result<Loaded<Imported>, SourceError> {
            let mut source = Source::new(name);
            let mut imported = Imported::default();
            read(reader, &mut source, &Frame::new(mapping, $dialect, key), &mut imported)
                .map_err(|error| SourceError::unreadable(name, error))?;
            Ok(source.finish(imported))
        }
    )*};
}

readers! {
    /// Our own wide CSV: `respondent`, `wave`, `group` and a column for each item, or as the mapping says.
    ///
    /// ```
    /// use thalweg_sources::survey::{Mapping, RespondentKey, wide};
    /// let rows = "respondent,wave,group,trust,autonomy\nr-1,2026-q3,org/payments,6,dont_know\n";
    /// let read = wide(rows.as_bytes(), "answers_wide.csv", &Mapping::default(), &RespondentKey::new([7; 16]))?;
    /// assert_eq!((read.value.sheets, read.rejects.len()), (1, 0));
    /// # Ok::<(), thalweg_sources::SourceError>(())
    /// ```
    wide OWN;
    /// The CSV of a Google form's responses: the questions as headings, in the first column the time.
    ///
    /// A form has no id of its own: without a link key in the mapping every row is a respondent of its own.
    google_forms GOOGLE;
    /// The CSV of Qualtrics: codes, questions and import ids in three heading rows. The mapping may name a column by code or question.
    qualtrics QUALTRICS;
    /// The CSV of LimeSurvey, with question codes (`climate[trust]`) or texts as headings, answers as codes or texts.
    limesurvey LIMESURVEY;
}

/// Reads our own wide CSV into answers that are there already.
pub(crate) fn read_own(
    reader: impl BufRead,
    source: &mut Source,
    mapping: &Mapping,
    key: &RespondentKey,
    answers: &mut Answers,
) -> io::Result<usize> {
    let mut imported = Imported { answers: std::mem::take(answers), ..Imported::default() };
    let read = read(reader, source, &Frame::new(mapping, OWN, key), &mut imported);
    *answers = imported.answers;
    read.map(|()| usize::try_from(imported.sheets).unwrap_or(usize::MAX))
}

/// The columns of an export.
struct Columns {
    roles: Vec<Role>,
    names: Vec<String>,
}

fn read(
    reader: impl BufRead,
    source: &mut Source,
    frame: &Frame<'_>,
    imported: &mut Imported,
) -> io::Result<()> {
    let Some(mut rows) = Rows::open(reader, source)? else { return Ok(()) };
    let Some(columns) = columns(&mut rows, source, frame)? else { return Ok(()) };
    let mut sheets = Sheets::default();
    while let Some(row) = rows.next(source)? {
        match state(&columns, &row, &frame.dialect) {
            State::Preview => imported.previews += 1,
            State::Unfinished => imported.unfinished += 1,
            State::Counts => match sheet(&columns, &row, frame, source, &mut sheets) {
                Ok(()) => imported.sheets += 1,
                Err(fault) => source.refuse(row.line, fault),
            },
        }
    }
    dropped(imported, source);
    sheets.join(&mut imported.answers, source);
    Ok(())
}

/// Says what was dropped because it is no response.
fn dropped(imported: &Imported, source: &mut Source) {
    let counts = [
        (imported.previews, "previews or tests"),
        (imported.unfinished, "responses that were not handed in"),
    ];
    for (count, what) in counts.into_iter().filter(|(count, _)| *count > 0) {
        source.note(0, format!("{what} dropped: {count}"));
    }
}

fn state(columns: &Columns, row: &Row<'_>, dialect: &Dialect) -> State {
    let cell = |wanted: &str| {
        let at = columns.names.iter().position(|name| name == wanted)?;
        row.cell(at).map(str::to_owned)
    };
    (dialect.state)(&cell)
}

/// Reads the headings; `None` where no row can be read under them.
fn columns<R: BufRead>(
    rows: &mut Rows<R>,
    source: &mut Source,
    frame: &Frame<'_>,
) -> io::Result<Option<Columns>> {
    let mut headings: Vec<(u64, Vec<String>)> = Vec::new();
    while headings.len() < frame.dialect.headings {
        let Some(row) = rows.next(source)? else { break };
        headings.push((row.line, row.cells().map(str::to_owned).collect()));
    }
    let Some((line, names)) = headings.first().cloned() else { return Ok(None) };
    let texts = headings.get(1).map(|(_, texts)| texts.as_slice()).unwrap_or_default();
    if !import_ids(&headings, &frame.dialect) {
        let reason = "three heading rows are expected, the third with import ids: export as CSV, not in a legacy format";
        source.refuse(line, Fault::new(reason));
        return Ok(None);
    }
    let named = |(at, name): (usize, &String)| {
        let text = texts.get(at).map_or("", String::as_str);
        if text.is_empty() { frame.role(&[name]) } else { frame.role(&[name, text]) }
    };
    let roles: Vec<Role> = names.iter().enumerate().map(named).collect();
    let columns = Columns { roles, names };
    Ok(complete(&columns, line, source, frame).then_some(columns))
}

/// Whether the third heading row is what it must be, where there is one.
fn import_ids(headings: &[(u64, Vec<String>)], dialect: &Dialect) -> bool {
    let third = headings
        .get(2)
        .map(|(_, cells)| cells.iter().all(|cell| cell.is_empty() || cell.contains("ImportId")));
    dialect.headings < 3 || third == Some(true)
}

/// Says what is dropped, ignored or missing, and whether rows can be read.
fn complete(columns: &Columns, line: u64, source: &mut Source, frame: &Frame<'_>) -> bool {
    let mut complete = true;
    let has = |role: &Role| columns.roles.contains(role);
    let needed = [
        (frame.link(), Role::Respondent),
        (column(&frame.mapping.wave), Role::Wave),
        (column(&frame.mapping.group), Role::Group),
    ];
    for (name, _) in needed.iter().filter(|(name, role)| name.is_some() && !has(role)) {
        let name = shown(name.unwrap_or_default());
        source.refuse(line, Fault::in_field(name, "there is no such column; nothing of the file was taken"));
        complete = false;
    }
    personal(&columns.roles, line, source);
    for (at, (role, name)) in columns.roles.iter().zip(&columns.names).enumerate() {
        if twice(&columns.roles, at, role) {
            source.refuse(
                line,
                Fault::in_field(shown(name), "another column holds the same; nothing of the file was taken"),
            );
            complete = false;
        }
        tell(role, name, at, line, source);
    }
    if !columns.roles.iter().any(|role| matches!(role, Role::Item(_))) {
        source.refuse(line, Fault::new("no column holds an item: name them under `[items]` of the mapping"));
        complete = false;
    }
    complete
}

/// Whether an earlier column holds what must be there once.
fn twice(roles: &[Role], at: usize, role: &Role) -> bool {
    let once = matches!(role, Role::Respondent | Role::Wave | Role::Group | Role::Item(_));
    once && roles.iter().take(at).any(|other| other == role)
}

/// Says which columns were dropped for what they hold of persons.
fn personal(roles: &[Role], line: u64, source: &mut Source) {
    let dropped = roles.iter().zip(1..).filter(|(role, _)| **role == Role::Personal);
    let dropped: Vec<String> = dropped.map(|(_, at)| at.to_string()).collect();
    if !dropped.is_empty() {
        source.note(line, format!("dropped, for they hold data of persons: columns {}", dropped.join(", ")));
    }
}

fn tell(role: &Role, name: &str, at: usize, line: u64, source: &mut Source) {
    match role {
        Role::Other => source.note(
            line,
            format!("column {} (`{}`) is not in the mapping: it was not read", at + 1, shown(name)),
        ),
        Role::Unnamed(reason) => {
            let reject = Reject::part(Some(source.place(line)), format!("the column is no item: {reason}"));
            source.loaded.reject(reject.in_field(shown(name)));
        }
        _ => {}
    }
}

fn column<T>(given: &Given<T>) -> Option<&str> {
    match given {
        Given::Column(column) => Some(column),
        Given::Always(_) => None,
    }
}

fn sheet(
    columns: &Columns,
    row: &Row<'_>,
    frame: &Frame<'_>,
    source: &mut Source,
    sheets: &mut Sheets,
) -> Result<(), Fault> {
    if row.len() != columns.roles.len() {
        return Err(Fault::new(format!(
            "the row has {} cells and the header {}",
            row.len(),
            columns.roles.len()
        )));
    }
    let cell = |role: &Role| columns.roles.iter().position(|other| other == role).and_then(|at| row.cell(at));
    // Where nothing tells respondents apart, each row is one.
    let person = if frame.link().is_some() {
        cell(&Role::Respondent).unwrap_or_default().to_owned()
    } else {
        format!("{} row {}", source.name(), row.line)
    };
    let owner = frame.owner(&person, cell(&Role::Wave), cell(&Role::Group))?;
    let answers = answers(columns, row, frame, source);
    sheets.add(row.line, owner, answers).map_err(|reason| Fault::in_field("respondent", reason))
}

fn answers(
    columns: &Columns,
    row: &Row<'_>,
    frame: &Frame<'_>,
    source: &mut Source,
) -> BTreeMap<ItemId, Answer> {
    let mut answers = BTreeMap::new();
    for ((role, name), cell) in columns.roles.iter().zip(&columns.names).zip(row.cells()) {
        let Role::Item(item) = role else { continue };
        match frame.mapping.answer(item, cell) {
            Some(answer) => drop(answers.insert(item.clone(), answer)),
            None => source.loaded.reject(unread(source.place(row.line), name)),
        }
    }
    answers
}

/// What to say of an answer that cannot be read: where it stands, and never what it is.
pub(super) fn unread(place: thalweg_model::Place, column: &str) -> Reject {
    let reason = "the answer is no whole number and no label that the mapping knows";
    Reject::part(Some(place), reason).in_field(shown(column))
}
