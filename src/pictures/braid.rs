//! Three strands that run beside each other and cross, as in the name of the program.

use super::colors::Colors;

/// How a braid runs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Braid {
    /// Whether it runs downwards, or else to the right.
    pub(super) is_upright: bool,
    /// Where its middle lies, across its run.
    pub(super) middle: f32,
    /// How far it runs.
    pub(super) length: f32,
    /// After how many pixels a strand is where it was.
    pub(super) wave: f32,
    /// How far a strand goes to each side.
    pub(super) reach: f32,
    /// How thick a strand is.
    pub(super) thickness: f32,
}

/// How many pixels a piece of a strand spans.
const STEP: f32 = 6.0;
/// How far strands run beyond the edges, so that their ends are not seen.
const BEYOND: f32 = 40.0;

impl Braid {
    /// The strands, each with a thin edge of the ground's colour where it crosses another.
    pub(super) fn svg(self, colors: Colors, ground: &str) -> String {
        let first = if ground == colors.deep {
            colors.ground
        } else {
            colors.deep
        };
        let strands = [(0.0, colors.soft), (1.0, colors.warm), (2.0, first)];
        strands
            .map(|(turn, color)| self.strand(turn / 3.0, color, ground))
            .concat()
    }

    fn strand(self, phase: f32, color: &str, ground: &str) -> String {
        let mut path = String::new();
        let mut along = -BEYOND;
        while along < self.length + BEYOND {
            let turn = std::f32::consts::TAU * (along / self.wave + phase);
            let across = self.middle + self.reach * turn.sin();
            let (x, y) = if self.is_upright {
                (across, along)
            } else {
                (along, across)
            };
            path += if path.is_empty() { "M" } else { "L" };
            path += &[x, y].map(|number| format!("{number:.1}")).join(" ");
            along += STEP;
        }
        let edge = self.thickness + 8.0;
        let line = "fill=\"none\" stroke-linejoin=\"round\"";
        let thickness = self.thickness;
        format!(
            "<path d=\"{path}\" {line} stroke=\"{ground}\" stroke-width=\"{edge}\"/>\
             <path d=\"{path}\" {line} stroke=\"{color}\" stroke-width=\"{thickness}\"/>"
        )
    }
}
