//! Encodings that are stated, of this file or an earlier one, and are not those of the file.

use super::text::{in_code_page_850, stated};
use super::*;
use encoding_rs::WINDOWS_1252;

const UTF8: &str = "Folio,Nombre\n1,Café Unión\n2,Señorío\n";

/// What becomes of a file when an earlier one was in this encoding.
fn kept(bytes: &[u8], encoding: &str) -> Result<Table> {
    let choice = Choice {
        encoding: Some(encoding.to_owned()),
        encoding_is_kept: true,
        ..Choice::default()
    };
    open(Cursor::new(bytes.to_vec()), "register.csv", &choice)
}

fn with_mark(text: &str) -> Vec<u8> {
    [b"\xEF\xBB\xBF", text.as_bytes()].concat()
}

/// The text in two bytes a character, the higher one first, with its mark.
fn in_utf16(text: &str) -> Vec<u8> {
    let units = [0xFEFF].into_iter().chain(text.encode_utf16());
    units.flat_map(u16::to_be_bytes).collect()
}

#[test]
fn an_encoding_of_an_earlier_file_is_refused_for_one_in_utf_8() {
    for encoding in ["cp850", "windows-1252", "macintosh", "utf-16"] {
        for bytes in [UTF8.as_bytes(), &with_mark("a,b\n1,2\n")] {
            let refusal = kept(bytes, encoding).unwrap_err().to_string();
            let line = format!("encoding = \"{encoding}\"");
            assert!(refusal.contains(&line), "{refusal}");
        }
    }
    let (_, rows, notes) = whole(kept(UTF8.as_bytes(), "utf8").unwrap()).unwrap();
    assert_eq!((fields(&rows, 0)[1], notes.len()), ("Café Unión", 0));
    // What could be in either is in neither's way.
    assert!(kept(b"a,b\n1,2\n", "cp850").is_ok());
    let (_, rows, _) = whole(kept(&in_code_page_850(), "cp850").unwrap()).unwrap();
    assert_eq!(fields(&rows, 0)[1], "Café Unión");
}

#[test]
fn an_encoding_that_a_person_states_of_a_file_in_utf_8_is_told() {
    let (_, rows, notes) = whole(stated(UTF8.as_bytes(), "cp850", None).unwrap()).unwrap();
    assert_ne!(
        fields(&rows, 0)[1],
        "Café Unión",
        "the office has the last word"
    );
    assert!(told(&notes)[0].1.contains("is in UTF-8"), "{notes:?}");
    let (_, rows, notes) = whole(stated(&with_mark(UTF8), "cp850", None).unwrap()).unwrap();
    assert_eq!(fields(&rows, 0)[1], "Café Unión", "but a mark is surer");
    assert!(told(&notes)[0].1.contains("read as UTF-8"), "{notes:?}");
}

#[test]
fn a_mark_says_in_which_order_two_bytes_stand() {
    for encoding in ["utf-16", "utf-16le", "utf-8", "cp850"] {
        let table = stated(&in_utf16(UTF8), encoding, None).unwrap();
        assert_eq!(table.encoding, "UTF-16BE", "{encoding}");
        let (_, rows, _) = whole(table).unwrap();
        assert_eq!(fields(&rows, 0)[1], "Café Unión");
    }
}

#[test]
fn an_encoding_has_no_meaning_for_json() {
    let document = "[{\"id\": 1, \"name\": \"Café\"}]";
    let lines = "{\"id\": 1, \"name\": \"Café\"}\n{\"id\": 2, \"name\": \"Té\"}\n";
    for text in [document, lines] {
        for opened in [
            stated(text.as_bytes(), "cp850", None),
            kept(text.as_bytes(), "cp850"),
        ] {
            let refusal = opened.unwrap_err().to_string();
            assert!(refusal.contains("is JSON"), "{refusal}");
        }
        assert!(stated(text.as_bytes(), "UTF-8", None).is_ok());
    }
}

#[test]
fn an_encoding_of_an_earlier_file_is_refused_where_letters_look_like_another() {
    let windows = WINDOWS_1252.encode(UTF8).0.into_owned();
    for (bytes, encoding, like) in [
        (windows.clone(), "cp850", "windows-1252"),
        (windows.clone(), "cp437", "windows-1252"),
        (in_code_page_850(), "windows-1252", "cp850"),
        (windows.clone(), "utf-16", "windows-1252"),
        (b"a,b\n1,2\n".to_vec(), "utf-16", "UTF-8"),
        (in_utf16(UTF8), "cp850", "UTF-16BE"),
    ] {
        let refusal = kept(&bytes, encoding).unwrap_err().to_string();
        assert!(refusal.contains(like), "{encoding}: {refusal}");
        // Of this very file its office knows better, and is told.
        let (_, _, notes) = match stated(&bytes, encoding, None).and_then(whole) {
            Ok(table) => table,
            // Two bytes a character that are none hold no table.
            Err(_) if encoding == "utf-16" => continue,
            Err(error) => panic!("{encoding}: {error}"),
        };
        assert!(told(&notes)[0].1.contains(like), "{encoding}: {notes:?}");
    }
    for encoding in ["windows-1252", "iso-8859-15"] {
        let (_, rows, notes) = whole(kept(&windows, encoding).unwrap()).unwrap();
        assert_eq!((fields(&rows, 0)[1], notes.len()), ("Café Unión", 0));
    }
}

#[test]
fn the_sign_of_ms_dos_behind_the_last_line_is_no_row() {
    for end in ["\u{1a}", "\u{1a}\u{1a}", "\u{1a}\r\n", ""] {
        let text = format!("Folio,Nombre\r\n1,Alba\r\n2,Bruma\r\n{end}");
        let table = stated(text.as_bytes(), "cp850", None).unwrap();
        let (_, rows, notes) = whole(table).unwrap();
        assert_eq!((rows.len(), notes.len()), (2, 0), "{end:?}");
    }
    // Amid the rows it is a fault.
    let text = b"Folio,Nombre,Pais\r\n1,Alba,ES\r\n\x1A\r\n2,Bruma,ES\r\n";
    let read = stated(text, "cp850", None).and_then(whole);
    assert!(!matches!(read, Ok((_, rows, notes)) if rows.len() == 2 && notes.is_empty()));
}

#[test]
fn what_is_stated_of_no_text_is_told_as_passed_over() {
    let choice = Choice {
        delimiter: Some(";".to_owned()),
        ..Choice::default()
    };
    let document = b"[{\"id\": 1, \"name\": \"Alba\"}]".to_vec();
    let open = |choice: &Choice| open(Cursor::new(document.clone()), "list.json", choice).unwrap();
    let is_told = |table: Table| {
        told(&table.notes)
            .iter()
            .any(|note| note.1.contains("not a text table"))
    };
    assert!(is_told(open(&choice)));
    assert!(!is_told(open(&Choice::default())));
}
