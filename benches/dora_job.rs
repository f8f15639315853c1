//! The peers' job as a program of its own, to be run beside them: see `run_peers.sh`.
//!
//! `dora_job FOLDER MODE THREADS REPETITIONS LINK [SAVE]` reads the flat columns of a folder, repeats the work and prints the wall and
//! the CPU seconds of each time as JSON. MODE `query` times the table on facts that were made before, `build` the making of the
//! facts and the table together, `facts` the making alone, `live` an accumulator that is told every record, `scan` one reading of every column that the job touches, `copy`
//! a copy of those with eight bytes a value by all threads, which is what the memory allows. SAVE gets the table as CSV.
#![allow(clippy::print_stdout, reason = "a program")]

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::{BufReader, Read, Write};
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Instant;

use thalweg::dora::live::{Accumulator, Event};
use thalweg::dora::table::{
    Carry, ChangeColumns, Columns, DeploymentColumns, Facts, IncidentColumns, Marks, Monthly, Table, Tick,
};
use thalweg::model::{Calendar, Tz};
use thalweg_benches::facts::facts;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The columns as they lie in the folder.
struct Raw {
    ids: Vec<u64>,
    services: Vec<u32>,
    groups: Vec<u32>,
    finished_at: Vec<i64>,
    marks: Vec<Marks>,
    of_changes: Vec<u64>,
    committed_at: Vec<i64>,
    of_incidents: Vec<u64>,
    restored_at: Vec<i64>,
}

fn column<T, const N: usize>(folder: &Path, file: &str, of: fn([u8; N]) -> T) -> Outcome<Vec<T>> {
    let path = folder.join("raw").join(file);
    let open = || -> std::io::Result<(u64, BufReader<fs::File>)> {
        let file = fs::File::open(&path)?;
        Ok((file.metadata()?.len(), BufReader::with_capacity(1 << 16, file)))
    };
    let (size, mut bytes) = open().map_err(|why| format!("{}: {why}", path.display()))?;
    // As large as the file says, so that the reading itself does not raise the peak of memory.
    let mut values = Vec::with_capacity(usize::try_from(size)? / N);
    let mut value = [0; N];
    while bytes.read_exact(&mut value).is_ok() {
        values.push(of(value));
    }
    Ok(values)
}

impl Raw {
    fn read(folder: &Path) -> Outcome<Self> {
        let environments = column(folder, "dep_env.u8.bin", u8::from_le_bytes)?;
        let outcomes = column(folder, "dep_outcome.u8.bin", u8::from_le_bytes)?;
        let rework = column(folder, "dep_rework.u8.bin", u8::from_le_bytes)?;
        let marks = |((environment, outcome), rework): ((&u8, &u8), &u8)| {
            let production = Marks::PRODUCTION.when(*environment == 0);
            production.and(Marks::SUCCESSFUL.when(*outcome == 0)).and(Marks::REWORK.when(*rework == 1))
        };
        Ok(Self {
            ids: column(folder, "dep_id.u64.bin", u64::from_le_bytes)?,
            services: column(folder, "dep_service.u32.bin", u32::from_le_bytes)?,
            groups: column(folder, "dep_team.u32.bin", u32::from_le_bytes)?,
            finished_at: column(folder, "dep_finished.i64.bin", i64::from_le_bytes)?,
            marks: environments.iter().zip(&outcomes).zip(&rework).map(marks).collect(),
            of_changes: column(folder, "ch_dep.u64.bin", u64::from_le_bytes)?,
            committed_at: column(folder, "ch_committed.i64.bin", i64::from_le_bytes)?,
            of_incidents: column(folder, "inc_dep.u64.bin", u64::from_le_bytes)?,
            restored_at: column(folder, "inc_resolved.i64.bin", i64::from_le_bytes)?,
        })
    }

    fn columns(&self) -> Columns<'_> {
        Columns {
            tick: Tick::Microsecond,
            deployments: DeploymentColumns {
                ids: &self.ids,
                services: &self.services,
                groups: &self.groups,
                finished_at: &self.finished_at,
                marks: &self.marks,
            },
            changes: ChangeColumns { deployments: &self.of_changes, committed_at: &self.committed_at },
            incidents: IncidentColumns { deployments: &self.of_incidents, restored_at: &self.restored_at },
        }
    }

    /// The size of all columns in MiB.
    fn mebibytes(&self) -> f64 {
        let deployments = self.ids.len() * (8 + 4 + 4 + 8 + 1);
        let links = (self.of_changes.len() + self.of_incidents.len()) * 16;
        #[expect(clippy::cast_precision_loss, reason = "far below 2⁵³")]
        let bytes = (deployments + links) as f64;
        bytes / 1_048_576.0
    }

    /// One reading of every column: what the memory allows at best.
    fn scan(&self) -> u64 {
        let wide = |of: &[u64]| of.iter().fold(0_u64, |sum, it| sum.wrapping_add(*it));
        let signed = |of: &[i64]| of.iter().fold(0_u64, |sum, it| sum.wrapping_add(it.cast_unsigned()));
        let narrow = |of: &[u32]| of.iter().fold(0_u64, |sum, it| sum.wrapping_add(u64::from(*it)));
        wide(&self.ids)
            ^ wide(&self.of_changes)
            ^ wide(&self.of_incidents)
            ^ signed(&self.finished_at)
            ^ signed(&self.committed_at)
            ^ signed(&self.restored_at)
            ^ narrow(&self.services)
            ^ narrow(&self.groups)
            ^ self.marks.iter().fold(0, |sum, it| sum ^ u64::from(it.bits()))
    }
}

/// Copies of the columns with eight bytes a value, in pieces, with room to copy to that was touched before.
struct Copies<'a> {
    pieces: Vec<(&'a [u64], Vec<u64>)>,
    signed: Vec<(&'a [i64], Vec<i64>)>,
}

/// A piece that no cache holds together with the others.
const PIECE: usize = 1 << 20;

impl<'a> Copies<'a> {
    fn of(raw: &'a Raw) -> Self {
        let pieces =
            [&raw.ids, &raw.of_changes, &raw.of_incidents].into_iter().flat_map(|it| it.chunks(PIECE));
        let signed = [&raw.finished_at, &raw.committed_at, &raw.restored_at]
            .into_iter()
            .flat_map(|it| it.chunks(PIECE));
        Self {
            pieces: pieces.map(|it| (it, it.to_vec())).collect(),
            signed: signed.map(|it| (it, it.to_vec())).collect(),
        }
    }

    fn mebibytes(&self) -> f64 {
        let values = self.pieces.iter().map(|it| it.0.len()).chain(self.signed.iter().map(|it| it.0.len()));
        #[expect(clippy::cast_precision_loss, reason = "far below 2⁵³")]
        let values = values.sum::<usize>() as f64;
        values * 8.0 / 1_048_576.0
    }

    fn copy(&mut self, threads: usize) {
        let share = |count: usize| count.div_ceil(threads).max(1);
        let (pieces, signed) = (share(self.pieces.len()), share(self.signed.len()));
        std::thread::scope(|scope| {
            for part in self.pieces.chunks_mut(pieces) {
                scope.spawn(move || part.iter_mut().for_each(|(from, to)| to.copy_from_slice(from)));
            }
            for part in self.signed.chunks_mut(signed) {
                scope.spawn(move || part.iter_mut().for_each(|(from, to)| to.copy_from_slice(from)));
            }
        });
        black_box(&self.pieces);
    }
}

/// The CPU seconds of this process until now, all threads together; 0 where the system does not tell.
fn cpu() -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> = text
        .rsplit(')')
        .next()
        .into_iter()
        .flat_map(str::split_whitespace)
        .skip(11)
        .take(2)
        .filter_map(|it| it.parse().ok())
        .collect();
    fields.iter().sum::<f64>() / 100.0
}

/// The most memory that this process ever held, in MiB; 0 where the system does not tell.
fn peak() -> f64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let kib: Option<f64> = line.and_then(|it| it.trim().trim_end_matches("kB").trim().parse().ok());
    kib.unwrap_or(0.0) / 1024.0
}

/// What a query reads of ready facts, in MiB: marks, lead times and recoveries, these at most one an incident.
fn asked(facts: &Facts, incidents: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "far below 2⁵³")]
    let bytes = (facts.deployments() + 8 * (facts.lead_times() + incidents)) as f64;
    bytes / 1_048_576.0
}

/// An accumulator that was told all events.
fn told(events: &[Event], carry: Carry) -> Accumulator {
    let mut live = Accumulator::new(Tick::Microsecond, carry);
    for event in events {
        black_box(live.apply(*event));
    }
    live
}

fn save(table: &Table, path: &str) -> Outcome<()> {
    let mut out = std::io::BufWriter::new(fs::File::create(path)?);
    writeln!(
        out,
        "team,month,deployments,successful,per_day,changes,lead_p50,lead_p90,failed,change_fail_rate,recovered,\
         unresolved,fdrt_p50,fdrt_p90,rework_rate"
    )?;
    for cell in &table.cells {
        let Some(window) = table.windows.get(cell.window) else { continue };
        let Calendar::Month { year, month } = window.calendar() else { continue };
        let team = if cell.level == 0 { i64::from(cell.group) } else { -1 };
        let second = |of: &[f64], at: usize| {
            of.get(at).map_or(String::new(), |it| format!("{:?}", table.tick.hours(*it) * 3600.0))
        };
        let c = &cell.counts;
        let days = window.length().days();
        #[expect(clippy::cast_precision_loss, reason = "far below 2⁵³")]
        let per_day = c.successful as f64 / days;
        writeln!(
            out,
            "{team},{},{},{},{per_day:?},{},{},{},{},{:?},{},{},{},{},{:?}",
            year * 100 + i32::try_from(month)?,
            c.deployments,
            c.successful,
            c.lead_times,
            second(&cell.lead_times, 0),
            second(&cell.lead_times, 1),
            c.failed,
            c.change_fail_rate().unwrap_or(f64::NAN),
            c.recovered,
            c.open,
            second(&cell.recoveries, 0),
            second(&cell.recoveries, 1),
            c.rework_rate().unwrap_or(f64::NAN),
        )?;
    }
    Ok(())
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, mode, threads, repetitions, link, rest @ ..] = arguments.as_slice() else {
        return Err(
            "usage: dora_job FOLDER query|build|facts|live|scan|copy THREADS REPETITIONS rollforward|direct [SAVE]"
                .into(),
        );
    };
    let raw = Raw::read(Path::new(folder))?;
    let columns = raw.columns();
    let carry = if link == "direct" { Carry::Named } else { Carry::Forward };
    let threads: NonZeroUsize = threads.parse()?;
    let as_of = thalweg::model::Instant::MAX;
    let monthly = Monthly { carry, zone: Tz::UTC, as_of, probabilities: &[0.5, 0.9], threads };
    // Only where they are asked, so that they do not stand beside the ones that are made.
    let ready = if mode == "query" { columns.facts(carry, as_of, threads)? } else { Facts::default() };
    let mut copies = (mode == "copy").then(|| Copies::of(&raw));
    let events: Vec<Event> =
        if mode == "live" { facts(&columns).map(|it| Event::new(1, it)).collect() } else { Vec::new() };
    let (mut wall, mut used) = (Vec::new(), Vec::new());
    for turn in 0..=repetitions.parse::<usize>()? {
        let (start, before) = (Instant::now(), cpu());
        match mode.as_str() {
            "query" => drop(black_box(ready.monthly(&monthly))),
            "build" => drop(black_box(columns.monthly(&monthly)?)),
            "facts" => drop(black_box(columns.facts(carry, as_of, threads)?)),
            "live" => drop(black_box(told(&events, carry))),
            "scan" => _ = black_box(raw.scan()),
            "copy" => copies.iter_mut().for_each(|it| it.copy(threads.get())),
            _ => return Err(format!("unknown mode {mode}").into()),
        }
        // The first time warms up.
        if turn > 0 {
            wall.push(start.elapsed().as_secs_f64());
            used.push(cpu() - before);
        }
    }
    if let [path] = rest {
        save(&columns.monthly(&monthly)?, path)?;
    }
    println!(
        "{{\"peer\":\"thalweg\",\"mode\":\"{mode}\",\"threads\":\"{threads}\",\"wall\":{wall:?},\"cpu\":{used:?},\
         \"columns_mib\":{:.1},\"asked_mib\":{:.1},\"copied_mib\":{:.1},\"peak_mib\":{:.1}}}",
        raw.mebibytes(),
        asked(&ready, raw.of_incidents.len()),
        copies.map_or(0.0, |it| it.mebibytes()),
        peak()
    );
    Ok(())
}
