//! Lines as GitLab reads them: sections, exclusions, owners wherever they stand in the line.

use std::collections::BTreeMap;

use super::super::diagnostic::{Diagnostic, Fix, Place, Problem};
use super::super::dialect::Dialect;
use super::super::owner::Owner;
use super::super::rule::{Rule, Section};
use super::Draft;
use super::header::{self, Header};
use super::line::{Line, words};

/// What is known while going down the file.
struct Reader {
    draft: Draft,
    /// Sections by their name without regard to case.
    known: BTreeMap<String, usize>,
    section: usize,
    defaults: Vec<Owner>,
    approvals: u32,
    optional: bool,
    /// Of each section with lines below a header: whether all those headers call it optional.
    entered: BTreeMap<usize, bool>,
}

/// The name under which GitLab itself keeps what stands before the first header.
const UNNAMED: &str = "codeowners";

pub(super) fn read<'a>(lines: impl Iterator<Item = Line<'a>>) -> Draft {
    let draft = Draft { sections: vec![Section::unnamed()], ..Draft::default() };
    let mut reader = Reader {
        draft,
        known: BTreeMap::new(),
        section: 0,
        defaults: Vec::new(),
        approvals: 1,
        optional: false,
        entered: BTreeMap::new(),
    };
    for line in lines {
        reader.line(&line);
    }
    reader.settle()
}

impl Reader {
    fn line(&mut self, line: &Line<'_>) {
        if header::looks_like_header(line.text) {
            match header::parse(line.text) {
                Some(header) => return self.header(line, &header),
                None => {
                    let fix = Fix::advice("close the section name with `]`");
                    self.warn(
                        line.place,
                        "the section name is never closed: the line is read as a pattern",
                        fix,
                    );
                }
            }
        }
        self.entry(line);
    }

    fn header(&mut self, line: &Line<'_>, header: &Header<'_>) {
        let name = String::from_utf8_lossy(header.name);
        if name.trim().is_empty() {
            self.warn(
                line.place,
                "the section has no name",
                Fix::advice("write a name between the brackets"),
            );
        }
        if header.leftover {
            let fix = Fix::advice("write `[Name][approvals] @owner …`");
            self.warn(line.place, "the section header has parts that are not read", fix);
        }
        self.approvals = self.asked(line, header);
        self.optional = header.optional;
        self.section = self.open(&name);
        self.defaults = Vec::new();
        for &(offset, word) in &header.owners {
            let owners = self.owner(line, offset, word);
            self.defaults.extend(owners);
        }
    }

    /// A header without lines below it has no say in whether its section is optional, unless none has any.
    fn settle(mut self) -> Draft {
        for (index, optional) in self.entered {
            if let Some(section) = self.draft.sections.get_mut(index) {
                section.optional = optional;
            }
        }
        self.draft
    }

    fn asked(&mut self, line: &Line<'_>, header: &Header<'_>) -> u32 {
        let Some(text) = header.approvals else { return 1 };
        let asked = std::str::from_utf8(text).ok().and_then(|digits| digits.parse::<u32>().ok());
        if asked.unwrap_or(0) < 1 {
            let fix = Fix::advice("ask for at least 1");
            self.warn(line.place, "fewer than 1 approval asked for: 1 is meant", fix);
        } else if header.optional {
            let fix = Fix::advice("take `^` or the number of approvals away");
            self.warn(line.place, "an optional section asks for approvals", fix);
        }
        asked.unwrap_or(0).max(1)
    }

    /// The section of that name: merged without regard to case, the first spelling kept.
    fn open(&mut self, name: &str) -> usize {
        let (optional, approvals) = (self.optional, self.approvals);
        let fresh = self.draft.sections.len();
        let folded = name.to_lowercase();
        // The host looks for other spellings only once a section has been named.
        let unnamed = name == UNNAMED || (folded == UNNAMED && fresh > 1);
        let index = if unnamed { 0 } else { *self.known.entry(folded).or_insert(fresh) };
        match self.draft.sections.get_mut(index) {
            Some(section) => {
                section.optional &= optional;
                section.approvals = section.approvals.max(approvals);
            }
            None => self.draft.sections.push(Section { name: Some(name.into()), optional, approvals }),
        }
        index
    }

    fn entry(&mut self, line: &Line<'_>) {
        let (excludes, text) = match line.text.strip_prefix(b"!") {
            Some(text) => (true, text),
            None => (false, line.text),
        };
        let len = pattern_len(text);
        let skipped = line.text.len() - text.len();
        let mut owners = self.owners(line, skipped + len);
        let bare = text.get(len..).unwrap_or(&[]).trim_ascii().is_empty();
        // Whatever stands behind the pattern takes the place of the defaults, even where it names nobody.
        let inherited = bare && !excludes && !self.defaults.is_empty();
        if inherited {
            owners.clone_from(&self.defaults);
        }
        let pattern = text.get(..len).unwrap_or(text);
        if owners.is_empty() && !excludes {
            self.ownerless(line.place, pattern, bare);
        }
        if pattern == b"/" {
            let message = "`/` matches nothing".to_owned();
            let fix = Fix::advice("write `*` for every file");
            self.draft.diagnostics.push(Diagnostic::warning(
                line.place,
                Problem::MatchesNothing,
                message,
                fix,
            ));
        }
        let (place, section, approvals) = (line.place, self.section, self.approvals);
        *self.entered.entry(section).or_insert(true) &= self.optional;
        let pattern = pattern.into();
        self.draft.rules.push(Rule { place, pattern, owners, section, excludes, inherited, approvals });
    }

    fn ownerless(&mut self, place: Place, pattern: &[u8], bare: bool) {
        let why = match bare {
            true => "the section has no default",
            false => "what stands behind it takes the place of the section's default",
        };
        let message = format!("no owners for `{}`, and {why}", String::from_utf8_lossy(pattern));
        let fix = Fix::advice("name an owner in the line or in the section header");
        self.draft.diagnostics.push(Diagnostic::error(place, Problem::MissingOwners, message, fix));
    }

    /// The owners from `start` on. A comment hides none of them, which is worth a warning.
    fn owners(&mut self, line: &Line<'_>, start: usize) -> Vec<Owner> {
        let rest = line.text.get(start..).unwrap_or(&[]);
        let comment = rest.iter().position(|&byte| byte == b'#').unwrap_or(rest.len());
        let mut owners = Vec::new();
        for (offset, word) in words(rest) {
            let visible = offset < comment;
            let named = if visible { self.owner(line, start + offset, word) } else { mentioned(word) };
            for owner in named.iter().filter(|_| !visible) {
                let message = format!("`{owner}` stands in a comment and owns all the same");
                let fix = Fix::replace(
                    "put the comment on a line of its own",
                    line.with(start + comment, usize::MAX / 2, b""),
                );
                let place = line.at(start + offset);
                self.draft.diagnostics.push(Diagnostic::warning(
                    place,
                    Problem::OwnerInComment,
                    message,
                    fix,
                ));
            }
            owners.extend(named);
        }
        owners
    }

    fn owner(&mut self, line: &Line<'_>, offset: usize, word: &[u8]) -> Vec<Owner> {
        let owners = mentioned(word);
        if owners.is_empty() {
            let text = String::from_utf8_lossy(word);
            let message = format!("`{text}` is no owner on GitLab and is passed over");
            let fix = Fix::advice(
                "name a `@user`, a `@group/subgroup`, a role such as `@@maintainer` or a mail address",
            );
            self.draft.diagnostics.push(Diagnostic::error(
                line.at(offset),
                Problem::InvalidOwner,
                message,
                fix,
            ));
        }
        owners
    }

    fn warn(&mut self, place: Place, message: &str, fix: Option<Fix>) {
        self.draft.diagnostics.push(Diagnostic::warning(
            place,
            Problem::InvalidSection,
            message.to_owned(),
            fix,
        ));
    }
}

/// Up to the first white space that does not follow a backslash.
fn pattern_len(text: &[u8]) -> usize {
    let mut before = 0u8;
    let end = text.iter().position(|&byte| {
        let ends = byte.is_ascii_whitespace() && before != b'\\';
        before = byte;
        ends
    });
    end.unwrap_or(text.len())
}

/// The owners that a word names: the host looks for them within it, whatever stands around them.
fn mentioned(word: &[u8]) -> Vec<Owner> {
    let Ok(text) = std::str::from_utf8(word) else { return Vec::new() };
    if let Some(owner) = Owner::parse(text, Dialect::GitLab) {
        return vec![owner];
    }
    let within = |c: char| c.is_ascii_alphanumeric() || "@_.-/+%".contains(c);
    let pieces = text.split(|c| !within(c)).map(|piece| piece.trim_end_matches(['.', '/']));
    pieces.filter_map(|piece| Owner::parse(piece, Dialect::GitLab)).collect()
}
