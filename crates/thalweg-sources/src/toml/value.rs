//! Values of TOML that the records know under another form.

use std::borrow::Cow;

use ::toml::Spanned;
use ::toml::de::DeValue;

use crate::fault::{Fault, shown};

/// The id of a table, as far as it has one.
pub(super) fn id(table: &DeValue<'_>) -> Option<String> {
    let table = table.as_table()?;
    ["id", "sha", "tag"].iter().find_map(|name| table.get(*name)?.get_ref().as_str()).map(str::to_owned)
}

/// Turns dates and times into text, as records hold them, and refuses numbers that are none.
pub(super) fn plain(value: &mut Spanned<DeValue<'_>>) -> Result<(), Fault> {
    let value = value.get_mut();
    match value {
        DeValue::Datetime(at) => *value = DeValue::String(Cow::Owned(at.to_string())),
        DeValue::Float(number) if !number.as_str().parse::<f64>().is_ok_and(f64::is_finite) => {
            return Err(Fault::new(format!("`{}` is no number to reckon with", shown(number.as_str()))));
        }
        DeValue::Array(array) => {
            for member in array.iter_mut() {
                plain(member)?;
            }
        }
        DeValue::Table(table) => {
            for (key, member) in table.iter_mut() {
                plain(member).map_err(|fault| within(key.get_ref(), fault))?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn within(key: &str, fault: Fault) -> Fault {
    let field = fault.field.map_or_else(|| key.to_owned(), |below| format!("{key}.{below}"));
    Fault { field: Some(field), ..fault }
}
