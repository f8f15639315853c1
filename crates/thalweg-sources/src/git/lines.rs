//! How many lines of a file a commit added and deleted.

use gix::ObjectId;
use gix_imara_diff::{Algorithm, Diff, InternedInput};

/// Files of more bytes are not compared line by line: nobody wrote them.
const LARGEST: u64 = 1 << 20;
/// A NUL among the first bytes means that a file has no lines; git looks at as many.
const LOOKED_AT: usize = 8_000;

/// Lines added and deleted.
pub(super) type Counts = (u64, u64);

/// The counts of a change from one object to another (`None`: the file was not there).
///
/// `None` for what has no lines: binary files, submodules, files of more than a mebibyte, and objects that a partial clone left out.
pub(super) fn counts(
    repository: &gix::Repository,
    old: Option<ObjectId>,
    new: Option<ObjectId>,
) -> Option<Counts> {
    if old == new {
        return Some((0, 0));
    }
    let (old, new) = (bytes(repository, old)?, bytes(repository, new)?);
    if [&old, &new].iter().any(|bytes| bytes.iter().take(LOOKED_AT).any(|byte| *byte == 0)) {
        return None;
    }
    let input = InternedInput::new(old.as_slice(), new.as_slice());
    let diff = Diff::compute(Algorithm::Myers, &input);
    Some((u64::from(diff.count_additions()), u64::from(diff.count_removals())))
}

fn bytes(repository: &gix::Repository, id: Option<ObjectId>) -> Option<Vec<u8>> {
    let Some(id) = id else { return Some(Vec::new()) };
    let header = repository.find_header(id).ok()?;
    let readable = header.kind() == gix::object::Kind::Blob && header.size() <= LARGEST;
    readable.then(|| repository.find_object(id).ok()).flatten().map(|object| object.data.clone())
}
