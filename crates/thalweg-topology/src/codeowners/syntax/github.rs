//! Lines as GitHub and Bitbucket read them: a pattern, then owners, then perhaps a comment.

use hashbrown::HashMap;

use super::super::diagnostic::{Diagnostic, Fix, Problem};
use super::super::dialect::Dialect;
use super::super::owner::Owner;
use super::super::rule::{Rule, Section};
use super::Draft;
use super::gitignore::matches_nothing;
use super::line::{Line, words};

/// The owners that words stand for, by the words: most owners are named more than once.
type Known<'a> = HashMap<&'a [u8], Option<Owner>>;

/// Reads all lines, of which about `room` are rules.
pub(super) fn read<'a>(lines: impl Iterator<Item = Line<'a>>, dialect: Dialect, room: usize) -> Draft {
    let (sections, rules) = (vec![Section::unnamed()], Vec::with_capacity(room));
    let mut draft = Draft { sections, rules, ..Draft::default() };
    let mut known = Known::default();
    for line in lines {
        match rule(&line, dialect, &mut known) {
            Ok(rule) => {
                draft.diagnostics.extend(remarks(&line, &rule, dialect));
                draft.rules.push(rule);
            }
            Err(problem) => draft.diagnostics.push(*problem),
        }
    }
    draft
}

fn rule<'a>(line: &Line<'a>, dialect: Dialect, known: &mut Known<'a>) -> Result<Rule, Box<Diagnostic>> {
    let len = pattern_len(line.text);
    let (pattern, rest) = line.text.split_at(len);
    check(line, pattern, dialect)?;
    let comment = memchr::memchr(b'#', rest).unwrap_or(rest.len());
    let mut owners = Vec::new();
    for (offset, word) in words(rest.get(..comment).unwrap_or(rest)) {
        let parsed = || std::str::from_utf8(word).ok().and_then(|text| Owner::parse(text, dialect));
        let owner = known.entry(word).or_insert_with(parsed).clone();
        owners.push(owner.ok_or_else(|| Box::new(not_an_owner(line, len + offset, word, dialect)))?);
    }
    Ok(Rule {
        place: line.place,
        pattern: pattern.into(),
        owners,
        section: 0,
        excludes: false,
        inherited: false,
        approvals: 1,
    })
}

/// Up to the first white space or `#` that no backslash escapes.
fn pattern_len(text: &[u8]) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'#';
    let plain = text.iter().position(|byte| ends(byte) || *byte == b'\\').unwrap_or(text.len());
    if text.get(plain) != Some(&b'\\') {
        return plain;
    }
    let mut escaped = false;
    let end = text.iter().position(|&byte| {
        let ends = !escaped && ends(&byte);
        escaped = !escaped && byte == b'\\';
        ends
    });
    end.unwrap_or(text.len())
}

/// What the host skips the whole line for.
fn check(line: &Line<'_>, pattern: &[u8], dialect: Dialect) -> Result<(), Box<Diagnostic>> {
    let refuse = |offset: usize, problem, message: String, fix| {
        Err(Box::new(Diagnostic::error(line.at(offset), problem, message, fix)))
    };
    if let Some(rest) = pattern.strip_prefix(b"!") {
        let fix = Fix::replace("name the path on a line of its own, without owners", rest.to_vec());
        let message = format!("{dialect} has no `!pattern`: the line is skipped");
        return refuse(0, Problem::UnsupportedSyntax, message, fix);
    }
    if pattern.starts_with(b"\\#") {
        let fix = Fix::advice("match the first character with `?`");
        let message = format!("{dialect} cannot escape a leading `#`: the line is skipped");
        return refuse(0, Problem::UnsupportedSyntax, message, fix);
    }
    if memchr::memchr2(b'[', b'*', pattern).is_none() {
        return Ok(());
    }
    if let Some(at) = unescaped(pattern, b'[') {
        let fix = Fix::advice("write one line for each character, or `?` for any");
        let message = format!("{dialect} has no character ranges `[…]`: the line is skipped");
        return refuse(at, Problem::UnsupportedSyntax, message, fix);
    }
    if let Some(at) = pattern.windows(3).position(|three| three == b"***") {
        let stars = pattern.iter().skip(at).take_while(|&&byte| byte == b'*').count();
        let fix = Fix::replace("write `**`", line.with(at, stars, b"**"));
        return refuse(
            at,
            Problem::InvalidPattern,
            "more than two `*` in a row: the line is skipped".into(),
            fix,
        );
    }
    Ok(())
}

fn unescaped(pattern: &[u8], wanted: u8) -> Option<usize> {
    let mut escaped = false;
    pattern.iter().position(|&byte| {
        let found = !escaped && byte == wanted;
        escaped = !escaped && byte == b'\\';
        found
    })
}

fn not_an_owner(line: &Line<'_>, offset: usize, word: &[u8], dialect: Dialect) -> Diagnostic {
    let text = String::from_utf8_lossy(word);
    let handle = format!("@{text}");
    let fix = match Owner::parse(&handle, dialect) {
        Some(_) => {
            Fix::replace(format!("write `{handle}`"), line.with(offset, word.len(), handle.as_bytes()))
        }
        None => Fix::advice("name a `@user`, an `@org/team` or a mail address"),
    };
    let message = format!("`{text}` is no owner on {dialect}: the line is skipped");
    Diagnostic::error(line.at(offset), Problem::InvalidOwner, message, fix)
}

/// What does not stop the line from counting.
fn remarks(line: &Line<'_>, rule: &Rule, dialect: Dialect) -> Option<Diagnostic> {
    if matches_nothing(&rule.pattern) {
        let fix = Fix::advice("write `*` for every file, `/*` for the files in the root");
        let message = format!("`{}` matches nothing", rule.pattern_text());
        return Some(Diagnostic::warning(line.place, Problem::MatchesNothing, message, fix));
    }
    if line.text.get(rule.pattern.len()) == Some(&b'#') {
        let message = format!("`#` begins a comment, so that the pattern is `{}`", rule.pattern_text());
        let fix = Fix::advice("match a `#` by `?`, or put white space before the comment");
        return Some(Diagnostic::warning(
            line.at(rule.pattern.len()),
            Problem::UnsupportedSyntax,
            message,
            fix,
        ));
    }
    if rule.owners.is_empty() && dialect == Dialect::Bitbucket {
        let message = format!("no owners for `{}`: on {dialect} the line does nothing", rule.pattern_text());
        let fix = Fix::advice("name an owner or delete the line");
        return Some(Diagnostic::warning(line.place, Problem::MissingOwners, message, fix));
    }
    None
}
