//! What a tool's API answers: lists, which may come in pages.

use crate::catalog::{Gather, Pick};
use crate::format::{Node, Value};

/// The items of a list, or of the page of it that stands in its place.
pub(super) fn listed<'n>(gather: &mut Gather, node: &'n Node, name: &str) -> Vec<&'n Node> {
    let Some(list) = node.at(&[name]) else { return Vec::new() };
    let page = ["results", "data"].into_iter().find_map(|it| list.at(&[it]));
    unfinished(gather, list);
    page.unwrap_or(list).items(&[]).iter().collect()
}

/// Notes that a list goes on in another answer.
pub(super) fn unfinished(gather: &mut Gather, node: &Node) {
    let more = matches!(node.at(&["more"]), Some(Node { value: Value::Flag(true), .. }));
    if more || node.text(&["next"]).is_some() || node.text(&["paging", "next"]).is_some() {
        gather.note(node, "next", "the tool has more than this: give the further pages as well");
    }
}

/// Refuses a text that has none of the lists.
pub(super) fn expect(gather: &mut Gather, node: &Node, names: &[&str]) {
    if names.iter().all(|name| node.at(&[name]).is_none()) {
        gather.refuse(node, format!("none of the lists {} is there", names.join(", ")));
    }
}
