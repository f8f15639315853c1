//! Respondents as keyed hashes.

use std::fmt;
use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher24};
use thalweg_model::answer::Respondent;

/// The key under which respondents are hashed: SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, 2012).
///
/// The same key links the waves of a person; another key unlinks them. Who holds the key can find out whether a known
/// person is a respondent, so keep it apart from the answers. Give a random one; a key from a password is as weak as it.
///
/// ```
/// use thalweg_sources::survey::RespondentKey;
/// let key = RespondentKey::new([7; 16]);
/// assert!(key.respondent("r-1") == key.respondent(" r-1 "));
/// assert!(key.respondent("r-1") != RespondentKey::new([8; 16]).respondent("r-1"));
/// assert_eq!(format!("{key:?}"), "RespondentKey(hidden)");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct RespondentKey([u8; 16]);

impl RespondentKey {
    /// A key of the caller's.
    #[must_use]
    pub const fn new(key: [u8; 16]) -> Self {
        Self(key)
    }

    /// The key of a folder whose caller gave none: made of its name, so it hides nothing from who knows the name.
    pub(crate) fn of_name(name: &str) -> Self {
        Self(Self([0; 16]).hash(name))
    }

    /// The respondent of what the source calls the person.
    #[must_use]
    pub fn respondent(&self, person: &str) -> Respondent {
        Respondent::of_hash(self.hash(person.trim()))
    }

    fn hash(&self, text: &str) -> [u8; 16] {
        let mut hasher = SipHasher24::new_with_key(&self.0);
        hasher.write(text.as_bytes());
        hasher.finish128().as_bytes()
    }
}

impl fmt::Debug for RespondentKey {
    /// Names the type and nothing of its content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RespondentKey(hidden)")
    }
}
