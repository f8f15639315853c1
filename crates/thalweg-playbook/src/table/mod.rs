//! Records as tables: rows with named and typed fields, the vocabulary that playbooks ask with.

mod choice;
mod field;
mod funding;
mod horizon;
mod learning;
mod managers;
mod meetings;
mod organisation;
mod row;
mod spec;
mod value;
mod work;

pub(crate) use choice::CLASSES;
pub(crate) use field::{Field, Kind};
pub(crate) use horizon::Horizon;
pub(crate) use row::Row;
pub(crate) use spec::{TABLES, Table, Time};
pub(crate) use value::Value;
