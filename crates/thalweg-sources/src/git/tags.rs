//! Tags as releases: annotated ones were made when their tagger says, others when their commit was.

use gix::ObjectId;
use gix::object::Kind;
use globset::{Glob, GlobMatcher};
use thalweg_model::Instant;
use thalweg_model::record::Release;

use super::Options;
use super::open::Clone;
use super::walk::instant;
use crate::SourceError;
use crate::fault::{Fault, shown};
use crate::source::Source;

/// The releases in the order of their tags, each with the commit that it leads to.
pub(super) fn releases(
    clone: &Clone,
    options: &Options,
    source: &mut Source,
) -> Result<Vec<(ObjectId, Release)>, SourceError> {
    let glob = options.tags.as_deref().map(matcher).transpose()?;
    let references =
        clone.repository.references().map_err(|error| clone.damaged("its references", &error))?;
    let tags = references.tags().map_err(|error| clone.damaged("its tags", &error))?;
    let mut releases = Vec::new();
    let mut others = 0_u64;
    for tag in tags {
        let tag = match tag {
            Ok(tag) => tag,
            Err(error) => {
                source.refuse(0, Fault::new(format!("a tag cannot be read: {}", shown(&error.to_string()))));
                continue;
            }
        };
        let name = tag.name().shorten().to_string();
        if glob.as_ref().is_some_and(|glob| !glob.is_match(&name)) {
            others += 1;
            continue;
        }
        match release(clone, &tag, &name) {
            Ok(release) => releases.push(release),
            Err(reason) => source.refuse(0, Fault::new(reason).of("tag", Some(&name))),
        }
    }
    if releases.is_empty() && options.need_tags {
        return Err(none(clone, options, others));
    }
    releases.sort_by(|(_, a), (_, b)| a.tag.cmp(&b.tag));
    Ok(releases)
}

fn none(clone: &Clone, options: &Options, others: u64) -> SourceError {
    let hint = if others > 0 {
        format!("and {others} other tags do not match: give another glob")
    } else {
        "and there is none: run `git fetch --tags`, or tag what was released".to_owned()
    };
    SourceError::NoTags { path: clone.path.clone(), glob: options.tags.clone(), hint }
}

fn matcher(glob: &str) -> Result<GlobMatcher, SourceError> {
    let made = Glob::new(glob).map(|glob| glob.compile_matcher());
    made.map_err(|error| SourceError::BadGlob { glob: glob.to_owned(), reason: error.kind().to_string() })
}

/// How many tags may point at each other before the last must be a commit.
const MAX_CHAIN: usize = 16;

fn release(clone: &Clone, tag: &gix::Reference<'_>, name: &str) -> Result<(ObjectId, Release), String> {
    let mut id = tag.try_id().ok_or("it points at another name, not at a commit")?.detach();
    let mut made = None;
    for _ in 0..MAX_CHAIN {
        let object = clone.repository.find_object(id).map_err(|_| format!("its object {id} is missing"))?;
        match object.kind {
            Kind::Tag => {
                let tag = object.into_tag();
                let tagger = tag.tagger().ok().flatten();
                made = made.or_else(|| tagger.map(|tagger| instant(tagger.seconds()).0));
                id = tag.target_id().map_err(|_| "it cannot be decoded")?.detach();
            }
            Kind::Commit => {
                let commit = object.into_commit();
                let released_at = made.map_or_else(|| committed(&commit), Ok)?;
                return Ok((id, Release { tag: name.to_owned(), sha: id.to_string(), released_at }));
            }
            Kind::Tree | Kind::Blob => return Err(format!("it leads to a {}, not to a commit", object.kind)),
        }
    }
    Err(format!("it leads over more than {MAX_CHAIN} other tags"))
}

fn committed(commit: &gix::Commit<'_>) -> Result<Instant, String> {
    let committer = commit.committer().map_err(|_| "its commit says not when it was made")?;
    Ok(instant(committer.seconds()).0)
}
