//! Reading what a deserializer says, and saying it in the words of a record.

use thalweg_model::nearest;

/// How much of a text from the input a message shows.
const SHOWN: usize = 80;

/// A text of the input as a message may show it: short, and without control characters.
pub(crate) fn shown(text: &str) -> String {
    let mut out: String = text.chars().take(SHOWN).flat_map(escaped).collect();
    if text.chars().nth(SHOWN).is_some() {
        out.push('…');
    }
    out
}

fn escaped(c: char) -> impl Iterator<Item = char> {
    let hidden =
        c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c);
    let (plain, code) = if hidden { (None, Some(c.escape_unicode())) } else { (Some(c), None) };
    plain.into_iter().chain(code.into_iter().flatten())
}

/// The text between a prefix, which ends with a backtick, and the backtick that closes it.
pub(super) fn quoted_after(message: &str, prefix: &str) -> Option<String> {
    let rest = message.strip_prefix(prefix)?;
    let closing =
        rest.find("`, expected").or_else(|| rest.find("`, there are")).or_else(|| rest.rfind('`'))?;
    rest.get(..closing).map(str::to_owned)
}

/// The names that a message lists after `expected`.
pub(super) fn expected(message: &str) -> Vec<&str> {
    let Some((_, list)) = message.rsplit_once(", expected ") else { return Vec::new() };
    list.split('`').skip(1).step_by(2).collect()
}

/// The nearest of the known names, or all of them where none is near.
pub(super) fn suggestion(typed: &str, known: &[&str], lead: &str) -> String {
    match nearest(typed, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None if known.is_empty() => "there are none here".to_owned(),
        None => format!("{lead} {}", listed(known)),
    }
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The message without the place that the deserializer puts behind it, in words of a record.
pub(super) fn told(message: &str) -> String {
    let message = message.rsplit_once(" at line ").map_or(message, |(text, _)| text);
    if let Some(word) = quoted_after(message, "unknown variant `") {
        let known = expected(message);
        let near = nearest(&word, known.iter().copied());
        let lead = near.map_or_else(String::new, |name| format!("did you mean `{name}`? "));
        return format!("`{}` is no known word here: {lead}the words are {}", shown(&word), listed(&known));
    }
    if is_of_date(message) {
        return "this is no date: write it as `2026-03-01`".to_owned();
    }
    for prefix in ["invalid type: ", "invalid value: "] {
        let mistaken = message.strip_prefix(prefix).and_then(|rest| rest.rsplit_once(", expected "));
        if let Some((found, wanted)) = mistaken {
            return format!("{} stands where {} is expected", named(found), wish(wanted));
        }
    }
    shown_long(message)
}

/// What chrono says of a text that is no date.
fn is_of_date(message: &str) -> bool {
    const SAID: [&str; 6] = [
        "input is out of range",
        "no possible date and time matching input",
        "input is not enough for unique date and time",
        "input contains invalid characters",
        "premature end of input",
        "trailing input",
    ];
    SAID.contains(&message)
}

/// What was found, with serde's words for JSON's things.
fn named(found: &str) -> String {
    match found {
        "null" | "unit value" => "null".to_owned(),
        "map" => "an object".to_owned(),
        "sequence" => "a list".to_owned(),
        _ => {
            shown(&found.replacen("string ", "the text ", 1).replacen("integer ", "the number ", 1).replacen(
                "floating point ",
                "the number ",
                1,
            ))
        }
    }
}

fn wish(wanted: &str) -> String {
    match wanted {
        "a sequence" => "a list".to_owned(),
        "a map" => "an object".to_owned(),
        "a string" | "a borrowed string" | "string or map" | "path string" => "a text".to_owned(),
        "a formatted date string or a unix timestamp" | "a formatted date string" => {
            "a date such as `2026-03-01`".to_owned()
        }
        "bool" | "a boolean" => "`true` or `false`".to_owned(),
        "f64" | "f32" => "a number".to_owned(),
        "u64" | "u32" | "u8" | "usize" => "a whole number from 0".to_owned(),
        "i64" | "i32" => "a whole number".to_owned(),
        _ => match wanted.strip_prefix("struct ") {
            Some(_) => "an object".to_owned(),
            None => shown(wanted),
        },
    }
}

/// A message of a deserializer, cut where a hostile input made it long.
fn shown_long(message: &str) -> String {
    let mut out: String = message.chars().take(4 * SHOWN).flat_map(escaped).collect();
    if message.chars().nth(4 * SHOWN).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_serde_says_becomes_words_of_a_record() {
        assert_eq!(expected("unknown field `a`, expected one of `b`, `c`"), ["b", "c"]);
        assert_eq!(quoted_after("unknown field `a`b`, expected `c`", "unknown field `").unwrap(), "a`b");
        assert_eq!(
            told("invalid type: string \"x\", expected a boolean at line 1 column 4"),
            "the text \"x\" stands where `true` or `false` is expected"
        );
        assert_eq!(
            told("unknown variant `helt`, expected one of `held`, `cancelled`"),
            "`helt` is no known word here: did you mean `held`? the words are `held`, `cancelled`"
        );
    }

    #[test]
    fn no_escape_sequence_reaches_a_terminal() {
        assert_eq!(shown("a\u{1b}[31mb\u{202e}"), "a\\u{1b}[31mb\\u{202e}");
        assert_eq!(shown(&"x".repeat(200)).chars().count(), 81);
    }
}
