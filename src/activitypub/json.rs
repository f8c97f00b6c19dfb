//! Strict JSON: one meaning for each document, and bounds on its size.
//!
//! Two readers of one document must see the same thing, or a signature checked by the
//! one says nothing about what the other acts upon. `serde_json::Value` keeps the last of
//! two equal keys where others keep the first, so equal keys are refused (RFC 7493 §2.3).
//! This module does not know what the document is about.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::activitypub::refusal::Refusal;

/// How deep arrays and objects may be nested.
pub const MAX_DEPTH: usize = 64;

/// How many values one document may hold, those within others included.
pub const MAX_NODES: usize = 100_000;

/// The highest number that JSON carries exactly everywhere (RFC 8259 §6).
pub const HIGHEST: i64 = 1 << 53;

/// Reads a document, refusing what RFC 7493 (I-JSON) refuses and what exceeds
/// [`MAX_DEPTH`] or [`MAX_NODES`].
///
/// Refused are: equal keys in one object, NUL in a text, lone surrogates, invalid UTF-8,
/// numbers beyond a double's range, and anything after the document's end.
pub fn parse(bytes: &[u8]) -> Result<Value, Refusal> {
    let mut budget = MAX_NODES;
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Node {
        depth: 0,
        budget: &mut budget,
    }
    .deserialize(&mut reader)
    .map_err(|error| refused(&error))?;
    reader.end().map_err(|error| refused(&error))?;
    Ok(value)
}

fn refused(error: &serde_json::Error) -> Refusal {
    Refusal::malformed("json", format!("the body is not acceptable JSON: {error}"))
}

/// One value still to be read, `depth` levels down, with what is left of the budget.
struct Node<'a> {
    depth: usize,
    budget: &'a mut usize,
}

impl Node<'_> {
    fn descend(&mut self) -> Node<'_> {
        Node {
            depth: self.depth + 1,
            budget: self.budget,
        }
    }

    fn check_depth<E: serde::de::Error>(&self) -> Result<(), E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(format_args!(
                "nested deeper than {MAX_DEPTH} levels"
            )));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        *self.budget = self
            .budget
            .checked_sub(1)
            .ok_or_else(|| D::Error::custom(format_args!("more than {MAX_NODES} values")))?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number beyond the range of a double"))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        without_nul(value).map(|text| Value::String(text.to_owned()))
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Value, E> {
        without_nul(&value)?;
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Value, A::Error> {
        self.check_depth()?;
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self.descend())? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<Value, A::Error> {
        self.check_depth()?;
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            without_nul(&key)?;
            if object.contains_key(&key) {
                return Err(A::Error::custom(format_args!(
                    "the key {key:?} stands twice"
                )));
            }
            let value = entries.next_value_seed(self.descend())?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

/// Not every database keeps NUL in a text, and no name or address holds one.
fn without_nul<E: serde::de::Error>(text: &str) -> Result<&str, E> {
    if text.contains('\0') {
        Err(E::custom("a text contains NUL"))
    } else {
        Ok(text)
    }
}

/// What a value says that may be a list of one, which means the same as its member alone
/// (JSON-LD 1.1 §4.3.2): some servers write every value as a list. Whoever judges a value and
/// whoever acts upon it must both read it so.
pub fn one(value: &Value) -> &Value {
    match value.as_array().map(Vec::as_slice) {
        Some([only]) => only,
        _ => value,
    }
}

/// The one type of an object.
pub fn type_of(object: &Value) -> Option<&str> {
    one(object.get("type")?).as_str()
}

/// How many entries a collection says it has, when that is a number of entries.
pub fn total_of(collection: &Value) -> Option<i64> {
    let total = collection.get("totalItems")?.as_i64()?;
    (0..=HIGHEST).contains(&total).then_some(total)
}

/// The id of a value that is a string or an object with an `id`, alone or in a list of one.
pub fn id_of(value: &Value) -> Option<&str> {
    let value = one(value);
    value
        .as_str()
        .or_else(|| value.get("id").and_then(Value::as_str))
}

/// The ids in a value that is a string, an object, or a list of either.
pub fn ids_of(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(many) => many.iter().filter_map(id_of).collect(),
        one => id_of(one).into_iter().collect(),
    }
}

/// What an object is called: its `name`, or of its `nameMap` the entry in the language of its
/// `content`, or any (ActivityStreams 2.0 §4.7).
pub fn name_of(object: &Value) -> Option<&str> {
    if let Some(name) = object.get("name").and_then(Value::as_str) {
        return Some(name);
    }
    let names = object.get("nameMap")?.as_object()?;
    let contents = object.get("contentMap").and_then(Value::as_object);
    let mut contents = contents.into_iter().flatten();
    let own = contents.find(|(_, text)| Some(*text) == object.get("content"));
    let own = own.and_then(|(tag, _)| names.get(tag));
    own.or_else(|| names.values().next())?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_name_in_several_languages_is_read_in_the_language_of_the_text() {
        let names = json!({"en": "Shared roaster", "es": "Tostadora compartida"});
        let texts = json!({"en": "Forty hours", "es": "Cuarenta horas"});
        let mut offer = json!({"nameMap": names, "content": "Cuarenta horas", "contentMap": texts});
        assert_eq!(name_of(&offer), Some("Tostadora compartida"));
        offer["content"] = json!("Quaranta hores");
        assert_eq!(name_of(&offer), Some("Shared roaster"));
        offer["name"] = json!("Roaster");
        assert_eq!(name_of(&offer), Some("Roaster"));
        assert_eq!(name_of(&json!({"nameMap": "Roaster", "name": 1})), None);
    }

    #[test]
    fn a_list_of_one_says_what_its_member_says() {
        let id = "https://a.example/1";
        for value in [
            json!(id),
            json!([id]),
            json!({"id": id}),
            json!([{"id": id}]),
        ] {
            assert_eq!(
                (id_of(&value), ids_of(&value)),
                (Some(id), vec![id]),
                "{value}"
            );
        }
        assert_eq!(type_of(&json!({"type": ["Follow"]})), Some("Follow"));
        let two = json!([id, "https://b.example/1"]);
        assert_eq!((id_of(&two), one(&two)), (None, &two));
        assert_eq!(type_of(&json!({"type": ["Follow", "Like"]})), None);
    }

    fn refusal(text: &str) -> String {
        let refusal = parse(text.as_bytes()).expect_err("the document must be refused");
        assert_eq!((refusal.status.as_u16(), refusal.code), (400, "json"));
        refusal.reason
    }

    #[test]
    fn an_ordinary_document_reads_as_serde_reads_it() {
        let text = r#"{"id":"https://a.example/1","n":[1,-2,1.5,null,true,"ñ😀"],"o":{}}"#;
        assert_eq!(
            parse(text.as_bytes()).expect("reads"),
            serde_json::from_str::<Value>(text).unwrap()
        );
    }

    #[test]
    fn equal_keys_are_refused_at_any_depth_and_however_they_are_written() {
        assert!(refusal(r#"{"id":"a","id":"b"}"#).contains("stands twice"));
        assert!(refusal(r#"{"object":[{"actor":1,"actor":1}]}"#).contains("stands twice"));
        assert!(refusal(r#"{"id":"a","\u0069d":"b"}"#).contains("stands twice"));
        assert!(parse(br#"{"id":"a","Id":"b","o":{"id":"c"}}"#).is_ok());
    }

    #[test]
    fn nesting_is_allowed_to_the_limit_and_refused_beyond() {
        let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
        assert!(parse(nested(MAX_DEPTH).as_bytes()).is_ok());
        assert!(refusal(&nested(MAX_DEPTH + 1)).contains("deeper"));
        refusal(&nested(100_000));
        refusal(&(r#"{"a":"#.repeat(100_000) + "1" + &"}".repeat(100_000)));
    }

    #[test]
    fn values_are_allowed_to_the_limit_and_refused_beyond() {
        let list = |values: usize| format!("[{}]", vec!["0"; values].join(","));
        assert!(parse(list(MAX_NODES - 1).as_bytes()).is_ok());
        assert!(refusal(&list(MAX_NODES)).contains("more than"));
        let keys: Vec<_> = (0..1_000_000).map(|n| format!("\"{n}\":0")).collect();
        assert!(refusal(&format!("{{{}}}", keys.join(","))).contains("more than"));
    }

    #[test]
    fn numbers_beyond_a_double_are_refused() {
        for number in [
            "1e999", "-1e999", "[1e400]", "NaN", "Infinity", "01", "1.", "+1",
        ] {
            refusal(number);
        }
        assert_eq!(parse(b"1e308").expect("reads"), json!(1e308));
    }

    #[test]
    fn nul_is_refused_in_texts_and_keys() {
        assert!(refusal(r#""a\u0000b""#).contains("NUL"));
        assert!(refusal(r#"{"a\u0000":1}"#).contains("NUL"));
        refusal("\"a\0b\"");
        refusal("{}\0");
    }

    #[test]
    fn lone_surrogates_and_invalid_utf_8_are_refused() {
        for text in [
            r#""\ud800""#,
            r#""\udc00""#,
            r#""\ud800\u0041""#,
            r#"{"\ud800":1}"#,
        ] {
            refusal(text);
        }
        assert!(parse(b"\"\xff\"").is_err());
        assert!(parse(b"\"\xed\xa0\x80\"").is_err());
        assert_eq!(parse(br#""\ud83d\ude00""#).expect("reads"), json!("😀"));
    }

    #[test]
    fn a_document_ends_where_it_ends() {
        for text in [
            "",
            " ",
            "{}{}",
            "{} x",
            "{",
            "[1,]",
            "{'a':1}",
            "\u{feff}{}",
            "/**/{}",
        ] {
            refusal(text);
        }
        assert!(parse(b" {} \n").is_ok());
    }
}
