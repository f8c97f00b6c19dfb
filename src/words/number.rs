//! Numbers as people write them in the languages of the pages: `12 345`, `12,345`, `12.345`.

use std::convert::Infallible;

use fluent_bundle::FluentValue;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::Locale;
use intl_memoizer::Memoizable;
use intl_memoizer::concurrent::IntlLangMemoizer;
use unic_langid::LanguageIdentifier;

/// Up to so many figures every language writes a whole number in the same way.
const SHORT: usize = 3;

/// A number in the language of `tag`; as programs write it where the language is not known.
pub fn number_in_words(number: &(impl ToString + ?Sized), tag: &str) -> String {
    let locale = tag.parse().unwrap_or(Locale::UNKNOWN);
    written(number.to_string(), &locale)
}

fn written(number: String, locale: &Locale) -> String {
    if number.len() <= SHORT && number.bytes().all(|byte| byte.is_ascii_digit()) {
        return number;
    }
    let formatter = DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default());
    match (formatter, Decimal::try_from_str(&number)) {
        (Ok(formatter), Ok(read)) => formatter.format(&read).to_string(),
        _ => number,
    }
}

/// The language of phrases, read once.
struct Language(Locale);

impl Memoizable for Language {
    type Args = ();
    type Error = Infallible;

    fn construct(language: LanguageIdentifier, (): ()) -> Result<Self, Infallible> {
        let locale = language.to_string().parse();
        Ok(Self(locale.unwrap_or(Locale::UNKNOWN)))
    }
}

/// Writes the numbers that are filled into phrases.
pub(super) fn filled(value: &FluentValue<'_>, languages: &IntlLangMemoizer) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    let number = number.as_string().into_owned();
    let written =
        languages.with_try_get::<Language, _, _>((), |language| written(number, &language.0));
    written.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_each_language_writes_them() {
        for (tag, thousand, more) in [
            ("en", "1,234", "1,234,567"),
            ("es", "1234", "1.234.567"),
            ("fr", "1\u{202f}234", "1\u{202f}234\u{202f}567"),
            ("pt", "1.234", "1.234.567"),
            ("ca", "1.234", "1.234.567"),
            ("ko", "1,234", "1,234,567"),
        ] {
            assert_eq!(number_in_words(&7, tag), "7");
            assert_eq!(number_in_words(&1_234, tag), thousand, "{tag}");
            assert_eq!(number_in_words(&1_234_567, tag), more, "{tag}");
        }
        assert_eq!(number_in_words("0.5", "fr"), "0,5");
        assert_eq!(number_in_words("much", "fr"), "much");
    }
}
