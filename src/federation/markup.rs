//! Small pieces of HTML inside documents.

use crate::text::to_html;

/// A line of plain text, escaped, without the paragraph around it.
pub(super) fn inline(line: &str) -> String {
    let html = to_html(line);
    let inner = html
        .strip_prefix("<p>")
        .and_then(|rest| rest.strip_suffix("</p>"));
    inner.unwrap_or(&html).to_owned()
}
