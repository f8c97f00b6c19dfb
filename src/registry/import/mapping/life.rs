//! What the marks and days of a row say: whether it may be published, when it was founded and
//! whether it has ended. Other columns are not looked at here.

use super::field::Field;
use super::mapped::{Mapped, Mark, Publishing};
use super::values::day_order::is_two_ways;
use super::values::{day, mark};
use crate::registry::Draft;
use crate::registry::import::entry::{Level, Problem, Row};
use crate::registry::import::noticed::Noticed;
use crate::words::phrase;

impl Mapped {
    /// Refuses a row that must not be published, or of which nobody can know that it may be.
    pub(super) fn publishing(&self, row: &Row<'_>, noticed: &mut Noticed) -> Result<(), Problem> {
        let mut marks = self.diffusion.iter();
        marks.try_for_each(|mark| is_agreed(mark, row, noticed))
    }

    /// Whether the column of statuses says that it has ended; each status is counted.
    pub(super) fn is_marked_as_ended(&self, row: &Row<'_>, noticed: &mut Noticed) -> bool {
        let Some(mark) = &self.ended else {
            return false;
        };
        let text = row.at(mark.column.place);
        let found = mark.has_ended(row);
        noticed.status(text, row.line, found);
        found == Some(true)
    }

    /// The days of its foundation and its end, where they go together.
    pub(super) fn days(&self, row: &Row<'_>, draft: &mut Draft, noticed: &mut Noticed) {
        draft.founded_on = self.day(row, Field::FoundedOn, noticed);
        draft.dissolved_on = self.day(row, Field::DissolvedOn, noticed);
        if let Some(day) = draft.dissolved_on
            && noticed.is_to_come(day)
        {
            let header = self
                .columns(Field::DissolvedOn)
                .first()
                .map_or("", |column| &column.header);
            let reason = phrase!("problem-day-to-come", day = day.to_string());
            let problem = row.problem(header, reason, phrase!("remedy-not-ended"));
            noticed.tell(problem.at(Level::Notice));
            draft.dissolved_on = None;
        }
        if let (Some(founded), Some(dissolved)) = (draft.founded_on, draft.dissolved_on)
            && dissolved < founded
        {
            let header = self
                .columns(Field::DissolvedOn)
                .first()
                .map_or("", |column| &column.header);
            let reason = phrase!(
                "problem-before-foundation",
                dissolved = dissolved.to_string(),
                founded = founded.to_string()
            );
            noticed.tell(row.problem(header, reason, phrase!("remedy-foundation")));
            draft.founded_on = None;
        }
    }

    fn day(&self, row: &Row<'_>, field: Field, noticed: &mut Noticed) -> Option<jiff::civil::Date> {
        let (column, text) = self
            .first(row, field)
            .filter(|(_, text)| !day::is_none(text))?;
        let order = self.mapping.days_read();
        match day::read(text, order) {
            Ok(day) => {
                if self.mapping.day_order.is_none() && is_two_ways(text) {
                    noticed.tell_once(&format!("order {}", column.header), || {
                        let date = day.date.to_string();
                        let reason = phrase!("problem-two-ways", value = text, date = date);
                        let remedy = phrase!("remedy-day-order");
                        row.problem(&column.header, reason, remedy)
                            .at(Level::Notice)
                    });
                }
                if day.is_year_alone {
                    noticed.tell_once(&format!("years {}", column.header), || {
                        let reason = phrase!("problem-years");
                        row.problem(&column.header, reason, phrase!("remedy-january"))
                    });
                }
                Some(day.date)
            }
            Err(reason) => {
                noticed.tell(row.problem(&column.header, reason, phrase!("remedy-day")));
                None
            }
        }
    }
}

/// Refuses a row of which one column does not say that it may be published.
fn is_agreed(mark: &Mark, row: &Row<'_>, noticed: &mut Noticed) -> Result<(), Problem> {
    let text = row.at(mark.column.place);
    let header = &mark.column.header;
    if mark.has_exceptions() {
        noticed.tell_once("exceptions", || {
            let reason = phrase!("problem-exceptions");
            row.problem(header, reason, phrase!("remedy-exceptions"))
                .at(Level::Notice)
        });
    }
    match mark.publishing(row) {
        Publishing::Agreed => Ok(()),
        Publishing::Withheld => {
            let reason = phrase!("problem-not-public", value = text);
            Err(row.problem(header, reason, phrase!("remedy-row")))
        }
        Publishing::Unclear if mark::is_empty(text) => {
            let reason = phrase!("problem-not-asked");
            Err(row.problem(header, reason, phrase!("remedy-row")))
        }
        Publishing::Unclear => {
            noticed.count("diffusion", text, row.line, || None);
            let reason = phrase!("problem-not-agreed", value = text);
            Err(row.problem(header, reason, phrase!("remedy-agreed")))
        }
    }
}
