//! Which of many globs a name can match at all, by one pass over the name.
//!
//! Nearly every glob needs some text: `*.rs` needs `.rs` at the end. All such texts are looked for at once by an Aho–Corasick automaton, and
//! only the globs whose text is there are tried.

use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{Anchored, MatchKind};

use super::glob::Glob;
use crate::names::{NameIx, Names};

/// The number of a glob in its trie.
pub(crate) type GlobIx = u32;

/// Longer texts are cut, so that no byte of a name ends more than that many.
const LONGEST: usize = 64;

/// What is looked for, and which globs wait for it.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    automaton: Option<NFA>,
    /// The globs that wait for each text, one after the other.
    waiting: Vec<GlobIx>,
    /// Where the globs of each text end in `waiting`.
    ends: Vec<u32>,
    /// The globs that need no text.
    always: Vec<GlobIx>,
}

impl Screen {
    /// A screen for some of the globs, given in rising order.
    pub(crate) fn new(globs: &[Glob], crowd: &[GlobIx]) -> Self {
        let (texts, chosen) = choose(globs, crowd);
        let mut screen = Self::default();
        let mut kept: Vec<&[u8]> = Vec::new();
        let mut rest = chosen.as_slice();
        while let Some(&(text, _)) = rest.first() {
            let (same, after) = rest.split_at(rest.partition_point(|(other, _)| *other == text));
            screen.waiting.extend(same.iter().map(|(_, glob)| *glob));
            match text {
                None => screen.always = std::mem::take(&mut screen.waiting),
                Some(text) => {
                    kept.push(texts.text(text));
                    screen.ends.push(u32::try_from(screen.waiting.len()).unwrap_or(u32::MAX));
                }
            }
            rest = after;
        }
        screen.automaton = NFA::builder().match_kind(MatchKind::Standard).prefilter(false).build(kept).ok();
        if screen.automaton.is_none() {
            screen.always = crowd.to_vec();
        }
        screen
    }

    /// The globs that match `name`, in rising order.
    pub(crate) fn matching(&self, globs: &[Glob], name: &[u8]) -> Vec<GlobIx> {
        let mut found = self.texts_in(name);
        found.sort_unstable();
        found.dedup();
        let waiting = found.into_iter().flat_map(|text| self.waiting(text)).chain(&self.always).copied();
        let shaped = |ix: &GlobIx| globs.get(*ix as usize).is_some_and(|glob| glob.matches(name));
        let mut matching: Vec<GlobIx> = waiting.filter(shaped).collect();
        matching.sort_unstable();
        matching
    }

    fn waiting(&self, text: u32) -> &[GlobIx] {
        let at = |ix: u32| self.ends.get(ix as usize).map_or(0, |&end| end as usize);
        let start = text.checked_sub(1).map_or(0, at);
        self.waiting.get(start..at(text)).unwrap_or(&[])
    }

    /// The texts that stand in a name, some several times. A slash before and behind it tells where it begins and ends.
    fn texts_in(&self, name: &[u8]) -> Vec<u32> {
        let mut found = Vec::new();
        let Some(automaton) = &self.automaton else { return found };
        let Ok(mut state) = automaton.start_state(Anchored::No) else { return found };
        for &byte in b"/".iter().chain(name).chain(b"/") {
            state = automaton.next_state(Anchored::No, state, byte);
            if automaton.is_match(state) {
                found.extend(ended(automaton, state));
            }
        }
        found
    }
}

/// The texts that end at a state.
fn ended(automaton: &NFA, state: StateID) -> impl Iterator<Item = u32> {
    (0..automaton.match_len(state)).map(move |at| automaton.match_pattern(state, at).as_u32())
}

/// For each glob the text that the fewest globs need, of several the longest; in the order of the texts.
fn choose(globs: &[Glob], crowd: &[GlobIx]) -> (Names, Vec<(Option<NameIx>, GlobIx)>) {
    let mut texts = Names::default();
    let mut counts: Vec<u32> = Vec::new();
    let mut needs: Vec<(NameIx, GlobIx)> = Vec::new();
    for &ix in crowd {
        let Some(glob) = globs.get(ix as usize) else { continue };
        glob.needs(|text| {
            if let Some(text) = texts.intern(cut(text)) {
                counts.resize(texts.len(), 0);
                counts.get_mut(text as usize).into_iter().for_each(|count| *count += 1);
                needs.push((text, ix));
            }
        });
    }
    let cost = |text: NameIx| {
        let count = counts.get(text as usize).copied().unwrap_or(0);
        (count, std::cmp::Reverse(texts.text(text).len()), text)
    };
    let mut rest = needs.as_slice();
    let mut chosen: Vec<(Option<NameIx>, GlobIx)> = Vec::with_capacity(crowd.len());
    for &ix in crowd {
        let (own, after) = rest.split_at(rest.partition_point(|(_, glob)| *glob <= ix));
        chosen.push((own.iter().map(|(text, _)| *text).min_by_key(|text| cost(*text)), ix));
        rest = after;
    }
    chosen.sort_unstable();
    (texts, chosen)
}

/// The end of a text that has to stand at the end of a name, the beginning of any other.
fn cut(text: &[u8]) -> &[u8] {
    if text.ends_with(b"/") {
        return text.get(text.len().saturating_sub(LONGEST)..).unwrap_or(text);
    }
    text.get(..LONGEST).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::super::glob::Token;
    use super::*;

    fn glob(text: &str) -> Glob {
        let mut tokens = Vec::new();
        for c in text.bytes() {
            match (c, tokens.last_mut()) {
                (b'*', _) => tokens.push(Token::Run),
                (b'?', _) => tokens.push(Token::Any),
                (c, Some(Token::Text(text))) => text.push(c),
                (c, _) => tokens.push(Token::Text(vec![c])),
            }
        }
        Glob::new(tokens)
    }

    #[test]
    fn a_screen_says_what_trying_each_glob_says() {
        let long = "x".repeat(200);
        let (long_first, long_last) = (format!("{long}*"), format!("*{long}"));
        let texts = [
            "a*",
            "*a",
            "*a*",
            "a*b",
            "*a*b*",
            "?",
            "??*",
            "*aa*",
            "a?b",
            "*b?a*",
            "*ab*ba*",
            &long_first,
            &long_last,
        ];
        let globs = texts.map(glob);
        let crowd: Vec<GlobIx> = (0..13).collect();
        let screen = Screen::new(&globs, &crowd);
        let long_names = [long.clone(), format!("{long}y"), format!("y{long}"), "x".repeat(64)];
        let names = ["", "a", "b", "ab", "ba", "aab", "abba", "aXb", "bXa", "a/b"].map(str::to_owned);
        for name in names.into_iter().chain(long_names) {
            let each = crowd.iter().copied().filter(|&ix| globs[ix as usize].matches(name.as_bytes()));
            assert_eq!(screen.matching(&globs, name.as_bytes()), each.collect::<Vec<_>>(), "{name}");
        }
    }

    #[test]
    fn the_rarest_text_is_waited_for() {
        let globs = ["*common*1*", "*common*2*", "*common*3*"].map(glob);
        let (texts, chosen) = choose(&globs, &[0, 1, 2]);
        let waited: Vec<_> =
            chosen.iter().filter_map(|(text, _)| text.map(|text| texts.text(text))).collect();
        assert_eq!(waited, [b"1", b"2", b"3"]);
    }
}
