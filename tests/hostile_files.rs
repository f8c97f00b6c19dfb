//! Whatever file arrives, it is a table whose rows fit its headers, or it is refused with a
//! reason; it never ends the process. How well a table is read is not looked at here.

#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::HashSet;
use std::io::{Cursor, Write};

use proptest::prelude::*;
use trenza::registry::import::table::{self, Choice};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Reads a file to its end.
fn judge(bytes: Vec<u8>, name: &str) {
    let mut table = match table::open(Cursor::new(bytes), name, &Choice::default()) {
        Ok(table) => table,
        Err(error) => {
            assert!(error.to_string().starts_with("file: "), "{error}");
            return;
        }
    };
    let distinct: HashSet<&String> = table.headers.iter().collect();
    assert_eq!(distinct.len(), table.headers.len());
    assert!(table.headers.len() <= 1000);
    let width = table.headers.len();
    let mut is_refused = false;
    for line in table.by_ref() {
        assert!(!is_refused, "nothing comes after an error");
        match line {
            Ok(line) => assert_eq!(line.fields.len(), width),
            Err(_) => is_refused = true,
        }
    }
    assert!(table.notes.iter().all(|note| !note.reason.is_empty()));
}

/// Texts of these pieces in any order, and texts of anything.
fn text(pieces: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::collection::vec(prop::sample::select(pieces), 0..80);
    prop_oneof![
        4 => pieces.prop_map(|pieces| pieces.concat().into_bytes()),
        1 => prop::collection::vec(any::<u8>(), 0..200),
    ]
}

const DELIMITED: &[&str] = &[
    "a",
    "Name",
    "1",
    "2001-02-03",
    "é",
    "Total",
    "TOTALES",
    "x@y.example",
    ",",
    ",",
    ";",
    ";",
    "\t",
    "|",
    "\n",
    "\n",
    "\r\n",
    "\r",
    "\"",
    "\"\"",
    "sep=;\n",
    "\u{FEFF}",
    "\u{1}",
    "\u{B}",
    "\u{FFFD}",
    " ",
    ",,,,\n",
    "\u{1}end of file\u{1}",
    "\u{1}end of file\u{1}\n",
];

const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\n",
    "\"a\"",
    "\"b\":1",
    "\"a\":\"x\"",
    "\"type\":\"Feature\"",
    "\"type\":\"FeatureCollection\"",
    "\"features\":[",
    "\"properties\":{",
    "\"data\":[{",
    "\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}",
    "\"coordinates\":[",
    "null",
    "1e400",
    "-1",
    "true",
    "\\u0000",
    "\u{1E}",
    "{\"a\":1}\n",
    "{\"a\":{\"b\":[1,2]}}\n",
];

const CELLS: &[&str] = &[
    "<row>",
    "<row r=\"1\">",
    "<row r=\"4294967295\">",
    "</row>",
    "<c>",
    "<c r=\"A1\">",
    "<c r=\"B2\" t=\"s\">",
    "<c r=\"XFD1048576\">",
    "<c t=\"e\">",
    "<c t=\"inlineStr\">",
    "</c>",
    "<v>1</v>",
    "<v>x</v>",
    "<v>0</v>",
    "<v>#REF!</v>",
    "<is><t>a</t></is>",
    "<f>A1</f>",
    "<f t=\"shared\" si=\"99999999999\" ref=\"A1:XFD1048576\">A1</f>",
    "&amp;",
    "&b;",
    "<!--",
    "]]>",
];

const TABLES: &[&str] = &[
    "<table:table table:name=\"a\">",
    "</table:table>",
    "<table:table-row>",
    "</table:table-row>",
    "<table:table-row table:number-rows-repeated=\"1048576\">",
    "<table:table-cell/>",
    "<table:table-cell office:value-type=\"float\" office:value=\"1\"/>",
    "<table:table-cell table:number-columns-repeated=\"999\" office:value=\"1\"/>",
    "<table:table-cell table:formula=\"a\"/>",
    "<table:covered-table-cell/>",
    "<table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell>",
    "<text:s text:c=\"9\"/>",
    "<office:annotation>",
    "&lt;",
    "-1",
    "table:number-columns-repeated=\"x\"",
];

fn archive(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn workbook(rows: &[u8], strings: &[u8]) -> Vec<u8> {
    let relations = |target: &str, kind: &str| {
        format!("<Relationships><Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/></Relationships>").into_bytes()
    };
    let within = |before: &str, bytes: &[u8], after: &str| {
        [before.as_bytes(), bytes, after.as_bytes()].concat()
    };
    archive(&[
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("_rels/.rels", relations("xl/workbook.xml", "officeDocument")),
        (
            "xl/workbook.xml",
            b"<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r\"/></sheets></workbook>".to_vec(),
        ),
        ("xl/_rels/workbook.xml.rels", relations("worksheets/sheet1.xml", "worksheet")),
        ("xl/sharedStrings.xml", within("<sst>", strings, "</sst>")),
        (
            "xl/worksheets/sheet1.xml",
            within("<worksheet><sheetData>", rows, "</sheetData></worksheet>"),
        ),
    ])
}

fn document(sheets: &[u8]) -> Vec<u8> {
    let content = [
        b"<office:document-content><office:body><office:spreadsheet>",
        sheets,
        b"</office:spreadsheet></office:body></office:document-content>",
    ]
    .concat();
    archive(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet".to_vec(),
        ),
        ("META-INF/manifest.xml", b"<manifest:manifest/>".to_vec()),
        ("content.xml", content),
    ])
}

/// A workbook of the old format with these records in its only stream.
fn compound(records: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut stream = Vec::new();
    for (kind, data) in records {
        stream.extend(kind.to_le_bytes());
        stream.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
        stream.extend(data);
    }
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook")
        .unwrap()
        .write_all(&stream)
        .unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// The file with some of its bytes changed, and perhaps cut off.
fn spoil(mut bytes: Vec<u8>, changes: &[(usize, u8)], length: usize) -> Vec<u8> {
    for (at, byte) in changes {
        let at = at % bytes.len();
        if let Some(old) = bytes.get_mut(at) {
            *old = *byte;
        }
    }
    bytes.truncate(if length.is_multiple_of(2) {
        bytes.len()
    } else {
        length
    });
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(usize, u8)>> {
    prop::collection::vec((any::<usize>(), any::<u8>()), 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_is_a_table_or_refused(bytes in text(DELIMITED)) {
        judge(bytes, "register.csv");
    }

    #[test]
    fn any_json_is_a_table_or_refused(bytes in text(JSON), first in prop::sample::select(vec!["[", "{", "{\"a\":1}\n", ""])) {
        judge([first.as_bytes(), &bytes].concat(), "register.json");
    }

    #[test]
    fn any_workbook_is_a_table_or_refused(
        rows in text(CELLS),
        strings in text(&["<si>", "</si>", "<t>", "</t>", "a", "<si/>", "<r>", "</r>", "&b;"]),
        changes in changes(),
        length in any::<usize>(),
    ) {
        let whole = workbook(&rows, &strings);
        judge(whole.clone(), "register.xlsx");
        judge(spoil(whole, &changes, length), "register.xlsx");
    }

    #[test]
    fn any_open_document_is_a_table_or_refused(
        sheets in text(TABLES),
        changes in changes(),
        length in any::<usize>(),
    ) {
        let whole = document(&sheets);
        judge(whole.clone(), "register.ods");
        judge(spoil(whole, &changes, length), "register.ods");
    }

    #[test]
    fn any_old_workbook_is_a_table_or_refused(
        records in prop::collection::vec(
            (
                prop::sample::select(vec![
                    0x0809_u16, 0x0085, 0x00FC, 0x003C, 0x0042, 0x0200, 0x0203, 0x0204, 0x0205,
                    0x0207, 0x027E, 0x00FD, 0x00BD, 0x0006, 0x00E5, 0x00E0, 0x041E, 0x0018, 0x0017,
                    0x000A, 0x002F, 0x013D,
                ]),
                prop::collection::vec(prop::sample::select(vec![0_u8, 0, 0, 1, 2, 5, 6, 8, 16, 255]), 0..40),
            ),
            0..30,
        ),
        changes in changes(),
        length in any::<usize>(),
    ) {
        let whole = compound(&records);
        judge(whole.clone(), "register.xls");
        judge(spoil(whole, &changes, length), "register.xls");
    }
}
