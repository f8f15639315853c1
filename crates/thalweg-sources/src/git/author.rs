//! Authors as opaque ids, and those that are bots.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hasher;

use gix::bstr::{BStr, BString, ByteSlice};
use siphasher::sip128::{Hasher128, SipHasher24};

/// What the addresses and names of bots hold.
const BOTS: [&str; 12] = [
    "[bot]",
    "dependabot",
    "renovate",
    "github-actions",
    "gitlab-bot",
    "greenkeeper",
    "snyk-bot",
    "pre-commit-ci",
    "mergify",
    "semantic-release-bot",
    "allcontributors",
    "pyup-bot",
];

/// The opaque ids of authors by their addresses.
#[derive(Debug)]
pub(super) struct Authors {
    key: [u8; 16],
    known: HashMap<BString, String>,
    bots: BTreeSet<String>,
}

impl Authors {
    pub(super) fn new(key: [u8; 16]) -> Self {
        Self { key, known: HashMap::new(), bots: BTreeSet::new() }
    }

    /// The opaque id of an author: of the address, whatever its case, or of the name where there is no address.
    pub(super) fn id(&mut self, name: &BStr, address: &BStr) -> String {
        let who = if address.is_empty() { name } else { address };
        if let Some(id) = self.known.get(who) {
            return id.clone();
        }
        let mut hasher = SipHasher24::new_with_key(&self.key);
        hasher.write(&who.to_lowercase());
        let id = format!("a{:016x}", hasher.finish128().as_u64().0);
        if is_bot(name) || is_bot(address) {
            self.bots.insert(id.clone());
        }
        self.known.insert(who.to_owned(), id.clone());
        id
    }

    pub(super) fn bots(self) -> BTreeSet<String> {
        self.bots
    }
}

fn is_bot(text: &BStr) -> bool {
    let lower = text.to_lowercase();
    lower.ends_with(b"-bot") || lower.ends_with(b" bot") || BOTS.iter().any(|bot| lower.contains_str(bot))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_one_author_and_bots_are_known() {
        let mut authors = Authors::new([0; 16]);
        let id = authors.id("Ada".into(), "Ada@Example.org".into());
        assert_eq!(id, authors.id("A. L.".into(), "ada@example.org".into()));
        assert!(id.len() == 17 && !id.contains("ada"));
        let bot =
            authors.id("renovate[bot]".into(), "29139614+renovate[bot]@users.noreply.github.com".into());
        for person in ["Abbott", "Talbot Robotics"] {
            authors.id(person.into(), "".into());
        }
        assert_eq!(authors.bots(), BTreeSet::from([bot]));
    }
}
