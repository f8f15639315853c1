//! Lines as Gitea and Forgejo read them: a regular expression over the whole path, then owners.

use regex_lite::Regex;

use super::super::diagnostic::{Diagnostic, Fix, Problem};
use super::super::dialect::Dialect;
use super::super::owner::Owner;
use super::super::rule::{Rule, Section};
use super::Draft;
use super::line::Line;

pub(super) fn read<'a>(lines: impl Iterator<Item = Line<'a>>) -> Draft {
    let mut draft = Draft { sections: vec![Section::unnamed()], ..Draft::default() };
    for line in lines {
        if let Err(problem) = entry(&line, &mut draft) {
            draft.diagnostics.push(*problem);
        }
    }
    draft
}

fn entry(line: &Line<'_>, draft: &mut Draft) -> Result<(), Box<Diagnostic>> {
    let mut tokens = tokens(line.text).into_iter();
    let pattern = tokens.next().unwrap_or_default();
    let (excludes, body) = match pattern.strip_prefix(b"!") {
        Some(body) => (true, body),
        None => (false, pattern.as_slice()),
    };
    let regexp = regexp(line, body)?;
    let names: Vec<Vec<u8>> = tokens.collect();
    if names.is_empty() {
        let fix = Fix::advice("name at least one owner");
        let message = "no owners: the line is skipped".to_owned();
        return Err(Box::new(Diagnostic::error(line.place, Problem::MissingOwners, message, fix)));
    }
    let mut owners = Vec::new();
    for name in names {
        let text = String::from_utf8_lossy(&name);
        match Owner::parse(&text, Dialect::Gitea) {
            Some(owner) => owners.push(owner),
            None => draft.diagnostics.push(not_an_owner(line, &text)),
        }
    }
    if owners.is_empty() {
        let message = "none of the owners is one: the line is skipped".to_owned();
        let fix = Fix::advice("name at least one `@user` or `@org/team`");
        return Err(Box::new(Diagnostic::error(line.place, Problem::MissingOwners, message, fix)));
    }
    let (place, pattern) = (line.place, body.into());
    draft.rules.push(Rule { place, pattern, owners, section: 0, excludes, inherited: false, approvals: 1 });
    draft.regexps.push(regexp);
    Ok(())
}

/// The host puts `^` and `$` around the text without a group, and so does this.
fn regexp(line: &Line<'_>, body: &[u8]) -> Result<Regex, Box<Diagnostic>> {
    let text = std::str::from_utf8(body).ok();
    text.and_then(|text| Regex::new(&format!("^{text}$")).ok()).ok_or_else(|| {
        let message =
            format!("`{}` is no regular expression: the line is skipped", String::from_utf8_lossy(body));
        let fix = Fix::advice("write a regular expression over the whole path, for example `docs/.*`");
        Box::new(Diagnostic::error(line.place, Problem::InvalidPattern, message, fix))
    })
}

fn not_an_owner(line: &Line<'_>, text: &str) -> Diagnostic {
    let message = format!("`{text}` is no owner on Gitea and is passed over");
    let fix = Fix::advice("name a `@user`, an `@org/team` or a mail address");
    Diagnostic::error(line.place, Problem::InvalidOwner, message, fix)
}

/// Words up to a comment; a backslash stands for the character after it, so that a regular expression doubles it.
fn tokens(text: &[u8]) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    let mut word = Vec::new();
    let mut bytes = text.iter().copied();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => word.extend(bytes.next()),
            b'#' => break,
            b' ' | b'\t' if word.is_empty() => {}
            b' ' | b'\t' => all.push(std::mem::take(&mut word)),
            _ => word.push(byte),
        }
    }
    if !word.is_empty() {
        all.push(word);
    }
    all
}
