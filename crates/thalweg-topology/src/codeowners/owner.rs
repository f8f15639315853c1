//! An owner as a CODEOWNERS file names it.

use std::fmt;
use std::sync::Arc;

use super::dialect::Dialect;

/// What an owner's text stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum OwnerKind {
    /// `@user`, or on GitLab a top-level group of that name.
    User,
    /// `@org/team`, or on GitLab a nested group `@group/subgroup/…`.
    Team,
    /// A mail address.
    Email,
    /// A GitLab role: `@@developer`, `@@maintainer`, `@@owner` (also in the plural).
    Role,
    /// A Bitbucket group with the rule by which reviewers are picked from it (`@group:random(2)`).
    Group,
}

/// One owner, as written. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Owner {
    text: Arc<str>,
    kind: OwnerKind,
}

impl Owner {
    /// Reads one owner as `dialect` does; `None` when the text is no owner there.
    ///
    /// ```
    /// use thalweg_topology::codeowners::{Dialect, Owner, OwnerKind};
    /// let team = Owner::parse("@org/core", Dialect::GitHub).unwrap();
    /// assert_eq!(team.kind(), OwnerKind::Team);
    /// assert!(Owner::parse("core", Dialect::GitHub).is_none());
    /// assert!(Owner::parse("@a/b/c", Dialect::GitHub).is_none());
    /// assert!(Owner::parse("@a/b/c", Dialect::GitLab).is_some());
    /// ```
    #[must_use]
    pub fn parse(text: &str, dialect: Dialect) -> Option<Self> {
        let kind = match dialect {
            Dialect::GitHub | Dialect::Gitea => handle_or_mail(text, 1, is_plain),
            Dialect::GitLab => role(text).or_else(|| match text.strip_prefix('@') {
                Some(_) => handle_or_mail(text, usize::MAX, is_dotted),
                None => loose_mail(text),
            }),
            Dialect::Bitbucket => group(text).or_else(|| handle_or_mail(text, 1, is_dotted)),
        }?;
        Some(Self { text: text.into(), kind })
    }

    /// The owner as written, `@` included.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What it stands for.
    #[must_use]
    pub fn kind(&self) -> OwnerKind {
        self.kind
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn is_dotted(byte: u8) -> bool {
    is_plain(byte) || byte == b'.'
}

/// `@name` with at most `depth` further parts, or a mail address.
fn handle_or_mail(text: &str, depth: usize, allowed: impl Fn(u8) -> bool) -> Option<OwnerKind> {
    let Some(name) = text.strip_prefix('@') else { return mail(text) };
    let mut parts = 0usize;
    for part in name.split('/') {
        if part.is_empty() || !part.bytes().all(&allowed) {
            return None;
        }
        parts += 1;
    }
    match parts {
        1 => Some(OwnerKind::User),
        n if n - 1 <= depth => Some(OwnerKind::Team),
        _ => None,
    }
}

fn mail(text: &str) -> Option<OwnerKind> {
    let (local, domain) = text.split_once('@')?;
    let (host, top) = domain.rsplit_once('.')?;
    let local_ok = !local.is_empty() && local.bytes().all(|b| is_dotted(b) || matches!(b, b'%' | b'+'));
    let host_ok =
        !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
    let top_ok = top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic());
    (local_ok && host_ok && top_ok).then_some(OwnerKind::Email)
}

/// On GitLab, whatever has one `@` inside and ends in a letter, a digit or `_`.
fn loose_mail(text: &str) -> Option<OwnerKind> {
    let (local, domain) = text.split_once('@')?;
    let ends = domain.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    (!local.is_empty() && ends && !domain.contains('@')).then_some(OwnerKind::Email)
}

/// `@@developer` and so on, also in the plural, in any case.
fn role(text: &str) -> Option<OwnerKind> {
    let name = text.strip_prefix("@@")?.to_ascii_lowercase();
    let name = name.strip_suffix('s').unwrap_or(&name);
    matches!(name, "developer" | "maintainer" | "owner").then_some(OwnerKind::Role)
}

/// `@group:all`, `@group:random(n)`, `@group:least_busy(n)`, also for `@workspace/group`.
fn group(text: &str) -> Option<OwnerKind> {
    let (name, pick) = text.split_once(':')?;
    handle_or_mail(name, 1, is_dotted).filter(|kind| *kind != OwnerKind::Email)?;
    let counted = |word: &str| {
        let inner = pick.strip_prefix(word)?;
        if inner.is_empty() {
            return Some(());
        }
        let digits = inner.strip_prefix('(')?.strip_suffix(')')?;
        (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(())
    };
    (pick == "all" || counted("random").is_some() || counted("least_busy").is_some())
        .then_some(OwnerKind::Group)
}
