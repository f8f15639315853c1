//! The survey job of 8 scales × 5 items, timed: `survey_job DATA MODE THREADS REPS [SAVE]`.
//!
//! DATA holds `raw/answers.u8.bin` (row by row, 0 for no answer) and `raw/team.u32.bin`. It prints one line of JSON with the seconds of every
//! run; SAVE takes the result as CSV.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measuring program may stop where its data are not as described"
)]

use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::time::Instant;
use std::{env, fs};

use thalweg_survey::{Columns, Instrument, Table};

const SCALES: usize = 8;
const PER: usize = 5;

/// Eight scales of five items on 1 to 5, the fifth of each reversed.
fn instrument() -> Instrument {
    let mut text = String::from(
        "id = \"job\"\nversion = 1\ntitle = \"Job\"\nframe = \"self\"\nwording = \"key_only\"\n\
         [source]\ncitation = \"the survey job\"\n[scales.five]\nmin = 1\nmax = 5\n",
    );
    for item in 0..SCALES * PER {
        let key = if item % PER == PER - 1 { -1 } else { 1 };
        writeln!(text, "[[items]]\nid = \"q{:02}\"\nkey = {key}\nscale = \"five\"", item + 1).unwrap();
    }
    for scale in 0..SCALES {
        let items: Vec<_> = (0..PER).map(|i| format!("\"q{:02}\"", scale * PER + i + 1)).collect();
        writeln!(
            text,
            "[[constructs]]\nid = \"s{scale}\"\nitems = [{}]\npolarity = \"high_is_good\"\nscore = \"mean\"\n\
             missing = {{ at_least_fraction = {{ of = 1, whole = 2 }} }}",
            items.join(", ")
        )
        .unwrap();
    }
    Instrument::from_toml(&text).unwrap()
}

fn load(data: &str) -> (Vec<u32>, Vec<u32>, Vec<Vec<u8>>) {
    let answers = fs::read(format!("{data}/raw/answers.u8.bin")).unwrap();
    let teams = fs::read(format!("{data}/raw/team.u32.bin")).unwrap();
    let teams: Vec<u32> = teams.chunks_exact(4).map(|b| u32::from_le_bytes(b.try_into().unwrap())).collect();
    let mut names = teams.clone();
    names.sort_unstable();
    names.dedup();
    let group = teams.iter().map(|team| u32::try_from(names.binary_search(team).unwrap()).unwrap()).collect();
    let items = SCALES * PER;
    let codes = (0..items).map(|item| answers.iter().skip(item).step_by(items).copied().collect()).collect();
    (names, group, codes)
}

type Row = (i64, Vec<f64>);

/// Every number of the job, team by team and then for all.
fn numbers(table: &Table, names: &[u32]) -> Vec<Row> {
    let ids: Vec<String> = (0..SCALES).map(|scale| format!("s{scale}")).collect();
    let groups = names.iter().enumerate().map(|(at, name)| (i64::from(*name), Some(at))).chain([(-1, None)]);
    let rows = groups.map(|(name, at)| {
        let mut row = Vec::with_capacity(SCALES * (4 + 3 * PER));
        for id in &ids {
            let cell = at.map_or_else(|| table.whole(id), |at| table.cell(id, at)).unwrap();
            #[expect(clippy::cast_precision_loss, reason = "counts of respondents")]
            let count = |n: u64| n as f64;
            let or_none = |x: Option<f64>| x.unwrap_or(f64::NAN);
            row.extend([
                count(cell.scored()),
                or_none(cell.mean()),
                count(cell.complete()),
                or_none(cell.alpha()),
            ]);
            for at in 0..PER {
                let item = cell.item(at).unwrap();
                let share = (item.answered > 0).then(|| count(item.favourable) / count(item.answered));
                row.extend([count(item.answered), or_none(share), or_none(cell.alpha_without(at))]);
            }
        }
        (name, row)
    });
    rows.collect()
}

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let (data, threads, reps) =
        (&args[0], args[2].parse::<NonZeroUsize>().unwrap(), args[3].parse::<u32>().unwrap());
    let started = Instant::now();
    let (names, group, codes) = load(data);
    let columns = Columns::from_codes(&instrument(), group, codes).unwrap();
    let load_s = started.elapsed().as_secs_f64();
    let mut wall = Vec::new();
    let mut result = Vec::new();
    for _ in 0..=reps {
        let started = Instant::now();
        result = numbers(&Table::of(&columns, threads), &names);
        wall.push(started.elapsed().as_secs_f64());
    }
    if let Some(save) = args.get(4) {
        let lines = result.iter().map(|(name, row)| {
            let row: Vec<String> = row.iter().map(f64::to_string).collect();
            format!("{name},{}\n", row.join(","))
        });
        fs::write(save, lines.collect::<String>()).unwrap();
    }
    println!(
        "{{\"version\": \"{}\", \"threads\": \"{threads}\", \"load_s\": {load_s}, \"wall\": {:?}}}",
        env!("CARGO_PKG_VERSION"),
        &wall[1..]
    );
}
