//! From text to a drawing (SVG), and from a drawing to a picture (PNG). Nothing outside the
//! drawing is read: no file, no address, no font of the machine.

use quick_xml::escape::escape;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::Drawing;
use super::font::{self, FAMILIES};
use super::wrap::Type;
use crate::error::{Error, Result};

/// A drawing of some size on a ground.
pub(super) fn document((width, height): (u16, u16), ground: &str, body: &str) -> Drawing {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>{body}</svg>"
    );
    Drawing { svg, width, height }
}

/// A line of letters that begins at a point.
pub(super) fn letters((x, y): (f32, f32), kind: Type, color: &str, text: &str) -> String {
    // XML has no such characters, and a name that a register states may.
    let is_plain = |one: &char| !one.is_control() && !matches!(one, '\u{fffe}' | '\u{ffff}');
    let text: String = text.chars().filter(is_plain).collect();
    let (weight, size) = (kind.weight.as_str(), kind.size);
    format!(
        "<text x=\"{x:.1}\" y=\"{y:.1}\" font-family=\"{FAMILIES}\" font-weight=\"{weight}\" \
         font-size=\"{size}\" fill=\"{color}\" xml:space=\"preserve\">{}</text>",
        escape(text.as_str())
    )
}

/// The picture of a drawing, as PNG.
///
/// # Errors
/// [`Error::Internal`] when it is no drawing of ours.
pub(super) fn draw(svg: &str) -> Result<Vec<u8>> {
    let options = Options {
        fontdb: font::database(),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(Error::internal)?;
    let size = tree.size().to_int_size();
    let pixels = Pixmap::new(size.width(), size.height());
    let mut pixels = pixels.ok_or_else(|| Error::internal("a drawing without a size"))?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(Error::internal)
}
