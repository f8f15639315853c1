//! topology.md section 2: random patterns against the programs themselves, Ruby's `File.fnmatch` and `git check-ignore`.
//!
//! Extra: skipped, and said so, where the program is not installed. `THALWEG_ORACLE_PATTERNS=20000` asks more.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::panic,
    reason = "tests fail by panicking"
)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use thalweg_topology::codeowners::{CodeOwners, Dialect, Ownership};

/// Seeded, so that a failure can be run again (Knuth's MMIX constants).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % sides as u64).unwrap()
    }

    fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.roll(all.len())]
    }
}

fn patterns_asked() -> usize {
    std::env::var("THALWEG_ORACLE_PATTERNS").ok().and_then(|it| it.parse().ok()).unwrap_or(700)
}

const NAMES: [&str; 16] =
    ["a", "b", ".a", "ab", "a.rb", ".b.rb", "#a", "a b", "{a,b}", "ba", "é", "A", "a-b", "-", "]", "a\\b"];

fn paths(dice: &mut Dice) -> Vec<String> {
    let mut all: Vec<String> = NAMES.iter().map(|it| (*it).to_owned()).collect();
    while all.len() < 100 {
        let depth = 2 + dice.roll(3);
        all.push((0..depth).map(|_| dice.pick(&NAMES)).collect::<Vec<_>>().join("/"));
    }
    all.sort();
    all.dedup();
    all
}

/// The answer of a program to lines on its standard input.
fn ask(command: &mut Command, input: &str) -> Option<String> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    let mut pipe = child.stdin.take()?;
    let input = input.to_owned();
    let writer = std::thread::spawn(move || pipe.write_all(input.as_bytes()));
    let output = child.wait_with_output().ok()?;
    _ = writer.join();
    String::from_utf8(output.stdout).ok()
}

/// How GitLab rewrites a pattern, and what it then asks Ruby.
const RUBY: &str = r"
STDIN.set_encoding('UTF-8'); STDOUT.sync = false
paths = STDIN.gets.chomp.split(31.chr)
STDIN.each_line(chomp: true) do |line|
  text = line == '*' ? '/**/*' : line.sub(/\A\\#/, '#').gsub(/\\\s+/, ' ')
  text = '/**/' + text unless text.start_with?('/')
  text += '**/*' if text.end_with?('/')
  puts paths.map { |path| File.fnmatch?(text, '/' + path, File::FNM_DOTMATCH | File::FNM_PATHNAME) ? 1 : 0 }.join
end";

fn gitlab_pattern(dice: &mut Dice) -> String {
    const BITS: [&str; 30] = [
        "a", "b", ".", "é", "-", "*", "**", "***", "?", "[a-c]", "[!a]", "[^b]", "[]a]", "[a", "[é-ü]",
        "[a/b]", "{a,b}", "\\a", "\\*", "\\ ", "\\\\", "#", "!", ".rb", "/", "/", "/", "/**/", "**/", "A",
    ];
    let starts = ["", "", "/", "\\#", "**/", "*"];
    let count = 1 + dice.roll(5);
    let mut text = dice.pick(&starts).to_owned();
    text.extend((0..count).map(|_| dice.pick(&BITS)));
    text + dice.pick(&["", "", "", "/", "/*", "/**"])
}

#[test]
fn random_patterns_answer_as_ruby_does() {
    let mut dice = Dice(20_261_125);
    let paths = paths(&mut dice);
    let mut patterns = Vec::new();
    while patterns.len() < patterns_asked() {
        let pattern = gitlab_pattern(&mut dice);
        // A header, an exclusion, a comment, what a ruling decides, and a backslash that would take the blank after it.
        let other = pattern.starts_with(['[', '!', '#']) || pattern == "/" || pattern.ends_with('\\');
        if !other {
            patterns.push(pattern);
        }
    }
    let input = format!("{}\n{}\n", paths.join("\u{1f}"), patterns.join("\n"));
    let Some(told) = ask(Command::new("ruby").args(["-e", RUBY]), &input) else {
        eprintln!("skipped: Ruby is not at hand");
        return;
    };
    let mut wrong = Vec::new();
    let mut asked = 0;
    assert_eq!(told.lines().count(), patterns.len());
    for (pattern, bits) in patterns.iter().zip(told.lines()) {
        let file = CodeOwners::parse(format!("{pattern} @x\n").as_bytes(), Dialect::GitLab);
        for (path, bit) in paths.iter().zip(bits.bytes()) {
            asked += 1;
            let matches = file.owners(path) != Ownership::Unmatched;
            if matches != (bit == b'1') {
                wrong.push(format!("`{pattern}` on `{path}`: Ruby says {}", bit == b'1'));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {asked} differ: {:#?}", wrong.len(), &wrong[..wrong.len().min(30)]);
    assert!(asked >= 50_000, "{asked}");
    eprintln!("{asked} answers of Ruby");
}

/// Only what CODEOWNERS files and gitignore files read alike: see `rulings.toml` for what they do not.
fn undisputed(dice: &mut Dice) -> String {
    const BITS: [&str; 18] = [
        "a", "b", ".", "é", "-", "*", "?", "\\*", "\\?", "\\a", "{a,b}", ".rb", "/", "/", "/", "/**/", "A",
        "a b",
    ];
    loop {
        let count = 1 + dice.roll(5);
        let mut text = dice.pick(&["", "", "/", "**/"]).to_owned();
        text.extend((0..count).map(|_| dice.pick(&BITS)));
        text += dice.pick(&["", "", "", "/", "/**"]);
        let text = text.replace("a b", "a\\ b");
        let last = text.trim_start_matches('/');
        let odd = text.contains("//") || text.contains("***") || text.contains("/**/**");
        if !(odd || last.is_empty() || text.ends_with("/*") || text.ends_with("**/") || last == "**") {
            return text;
        }
    }
}

#[test]
fn random_patterns_answer_as_git_does_where_hosts_and_git_agree() {
    let mut dice = Dice(42);
    let paths: Vec<String> = paths(&mut dice).into_iter().filter(|it| !it.contains('\\')).collect();
    let patterns: Vec<String> = (0..patterns_asked()).map(|_| undisputed(&mut dice)).collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("check-ignore");
    _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let made = Command::new("git").args(["init", "-q"]).current_dir(&folder).status();
    if !made.is_ok_and(|it| it.success()) {
        eprintln!("skipped: git is not at hand");
        return;
    }
    let mut input = String::new();
    for (index, pattern) in patterns.iter().enumerate() {
        let room = folder.join(format!("d{index}"));
        fs::create_dir_all(&room).unwrap();
        fs::write(room.join(".gitignore"), format!("{pattern}\n")).unwrap();
        paths.iter().for_each(|path| input += &format!("d{index}/{path}\0"));
    }
    let mut git = Command::new("git");
    git.args(["check-ignore", "--no-index", "--stdin", "-z", "--verbose", "--non-matching"])
        .current_dir(&folder);
    let told = ask(&mut git, &input).unwrap();
    let fields: Vec<&str> = told.split('\0').collect();
    let (mut wrong, mut asked) = (Vec::new(), 0);
    let mut answers = fields.chunks_exact(4);
    for (index, pattern) in patterns.iter().enumerate() {
        let file = CodeOwners::parse(format!("{pattern} @x\n").as_bytes(), Dialect::GitHub);
        for path in &paths {
            let answer = answers.next().unwrap();
            assert_eq!(answer[3], format!("d{index}/{path}"));
            // To git `?` is a byte; see the ruling.
            if pattern.contains('?') && !path.is_ascii() {
                continue;
            }
            asked += 1;
            if file.owners(path).is_owned() == answer[2].is_empty() {
                wrong.push(format!("`{pattern}` on `{path}`: git says {}", !answer[2].is_empty()));
            }
        }
    }
    fs::remove_dir_all(&folder).unwrap();
    assert!(wrong.is_empty(), "{} of {asked} differ: {:#?}", wrong.len(), &wrong[..wrong.len().min(30)]);
    assert!(asked >= 50_000, "{asked}");
    eprintln!("{asked} answers of git");
}
