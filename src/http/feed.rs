//! The formats in which a list can be followed without an account: what they are called, and
//! where they stand.

/// A format of feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4287.
    Atom,
    /// RSS 2.0.
    Rss,
    /// JSON Feed 1.1.
    Json,
    /// iCalendar, RFC 5545: what has a last day.
    Calendar,
}

impl Format {
    /// All of them, the fittest first.
    pub const ALL: [Self; 4] = [Self::Atom, Self::Rss, Self::Json, Self::Calendar];

    /// What stands behind the path of a list.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Atom => "/feed.atom",
            Self::Rss => "/feed.rss",
            Self::Json => "/feed.json",
            Self::Calendar => "/feed.ics",
        }
    }

    /// The media type without parameters.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::Rss => "application/rss+xml",
            Self::Json => "application/feed+json",
            Self::Calendar => "text/calendar",
        }
    }

    /// What readers of feeds call it; calendars have a word in each language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Atom => "Atom",
            Self::Rss => "RSS",
            Self::Json => "JSON Feed",
            Self::Calendar => "iCalendar",
        }
    }

    /// Where the list at `path` stands in this format, with these filters and texts in the
    /// language of `tag`. The first page's path is `/`.
    pub fn address(self, path: &str, filters: &[(&str, &str)], tag: &str) -> String {
        let asked = filters.iter().filter(|(_, value)| !value.is_empty());
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(asked)
            .append_pair("lang", tag)
            .finish();
        format!("{}{}?{query}", path.trim_end_matches('/'), self.ending())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_stands_below_its_list_and_keeps_what_was_asked() {
        let filters = [("purpose", "need"), ("what", ""), ("q", "a&b")];
        assert_eq!(
            Format::Atom.address("/offers", &filters, "es"),
            "/offers/feed.atom?purpose=need&q=a%26b&lang=es"
        );
        assert_eq!(
            Format::Calendar.address("/", &[], "en"),
            "/feed.ics?lang=en"
        );
    }
}
