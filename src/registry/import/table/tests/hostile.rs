//! Workbooks that were made to do harm, or came to it.

use rust_xlsxwriter::Workbook;

use super::compound::{container, label, of_records, record};
use super::package::{archive, document, document_listed, in_sheet, sheet, workbook};
use super::*;

const ROWS: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>Id</t></is></c></row>"#;

#[test]
fn what_a_workbook_says_of_its_size_is_not_believed() {
    let zeros = vec![b' '; 129 * 1024 * 1024];
    let strings = |count: &str| format!(r#"<sst uniqueCount="{count}"><si/></sst>"#);
    let beside = |name: &str, bytes: &[u8]| workbook(&sheet(ROWS), &[(name, bytes)]);
    let texts = "xl/sharedStrings.xml";
    for (bytes, reason) in [
        (beside("xl/media/image1.png", &zeros), "more than 128 MB"),
        (
            beside(texts, strings("99999999999").as_bytes()),
            "false count",
        ),
        (beside(texts, strings("x").as_bytes()), "false count"),
    ] {
        let refusal = refusal(&bytes);
        assert!(refusal.contains(reason), "{refusal}");
        assert!(refusal.contains("Nothing was imported"), "{refusal}");
    }
    // The size that an archive states for a part is changed, here and in its list of parts.
    let mut forged = workbook(&sheet(ROWS), &[]);
    let size = u32::try_from(sheet(ROWS).len()).unwrap().to_le_bytes();
    let mut at = 0;
    while let Some(found) = forged[at..].windows(4).position(|four| four == size) {
        forged[at + found] = 1;
        at += found + 1;
    }
    let refusal = refusal(&forged);
    assert!(
        refusal.contains("false size") || refusal.contains("damaged"),
        "{refusal}"
    );
}

/// Blanks that unpack to so many megabytes, packed to a thousandth.
fn packed_blanks(megabytes: usize) -> Vec<u8> {
    let mut packer = flate2::Compress::new(flate2::Compression::fast(), false);
    let mut block = Vec::with_capacity(64 * 1024);
    let blanks = vec![b' '; 1024 * 1024];
    packer
        .compress_vec(&blanks, &mut block, flate2::FlushCompress::Full)
        .unwrap();
    let mut whole = block.repeat(megabytes);
    // An empty last block.
    whole.extend([3, 0]);
    whole
}

#[test]
fn a_bomb_is_not_unpacked_to_its_end() {
    let mut bomb = workbook(&packed_blanks(513), &[]);
    // The part was put in as it is: now it is said to be packed, and then of its true size.
    let name = b"xl/worksheets/sheet1.xml";
    let mut sizes = Vec::new();
    for (head, method, size, name_at) in
        [(&b"PK\x03\x04"[..], 8, 22, 30), (b"PK\x01\x02", 10, 24, 46)]
    {
        let is_head = |at: &usize| {
            let entry = &bomb[*at..];
            entry.starts_with(head) && entry.len() > name_at && entry[name_at..].starts_with(name)
        };
        let at = (0..bomb.len()).find(is_head).unwrap();
        bomb[at + method] = 8;
        sizes.push(at + size);
    }
    let refused = refusal(&bomb);
    assert!(refused.contains("larger than its declared"), "{refused}");
    for at in sizes {
        bomb[at..at + 4].copy_from_slice(&(513_u32 * 1024 * 1024).to_le_bytes());
    }
    let refused = refusal(&bomb);
    assert!(refused.contains("more than 512 MB"), "{refused}");
}

#[test]
fn parts_that_lead_outside_or_define_entities_are_refused() {
    let entities = r#"<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]>"#;
    let content = |rows: &str| [entities.as_bytes(), &sheet(rows)].concat();
    let beside = |name: &str| workbook(&sheet(ROWS), &[(name, b"x")]);
    for (bytes, reason) in [
        (beside("../../etc/passwd"), "leads out of it"),
        (beside("/etc/passwd"), "leads out of it"),
        (beside("xl/..\\..\\evil"), "leads out of it"),
        (workbook(&content(ROWS), &[]), "entities of its own"),
    ] {
        let refusal = refusal(&bytes);
        assert!(refusal.contains(reason), "{refusal}");
        assert!(refusal.contains("ask whoever sent it"), "{refusal}");
    }
    let names: Vec<String> = (0..4001).map(|n| format!("xl/{n}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let refusal = refusal(&workbook(&sheet(ROWS), &parts));
    assert!(refusal.contains("parts"), "{refusal}");
}

#[test]
fn cells_far_away_and_cells_without_end_take_no_memory() {
    let text = r#"office:value-type="string"><text:p>x</text:p></table:table-cell>"#;
    let sheet = |rows: &str| {
        document(&format!(
            r#"<table:table table:name="a">{rows}</table:table>"#
        ))
    };
    let row = |repeats: u64, columns: u64| {
        format!(
            r#"<table:table-row table:number-rows-repeated="{repeats}"><table:table-cell table:number-columns-repeated="{columns}" {text}</table:table-row>"#
        )
    };
    let far = r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#;
    let spaces = r#"<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="4000000000"/></text:p></table:table-cell></table:table-row>"#;
    let mul = |row: u16| record(0x00BD, &[&row.to_le_bytes()[..], &[0; 8192]].concat());
    let size = |rows: u32| {
        let columns = [0, 0, 0xFF, 0xFF, 0, 0];
        record(
            0x0200,
            &[&[0; 4][..], &rows.to_le_bytes(), &columns].concat(),
        )
    };
    for (bytes, reason) in [
        (in_sheet(far), "reaches to column 16384"),
        (sheet(&row(1, 16_000)), "reaches to column 16000"),
        (sheet(&row(1_000_000, 900)), "5000000 cells"),
        (sheet(spaces), "run of spaces"),
        (document("<table:table table:name='a'>"), "damaged"),
        (of_records(&size(4_000_000_000)), "false size"),
        (of_records(&[mul(0), mul(65_000)].concat()), "5000000 cells"),
        (
            of_records(&label(0, 60_000, "x")),
            "reaches to column 60001",
        ),
    ] {
        let refusal = refusal(&bytes);
        assert!(refusal.contains(reason), "{reason}: {refusal}");
    }
}

#[test]
fn a_text_that_stands_in_every_cell_takes_its_memory_once() {
    let long = "x".repeat(30_000);
    let strings = format!(r#"<sst uniqueCount="1"><si><t>{long}</t></si></sst>"#);
    let rows = r#"<row><c t="s"><v>0</v></c></row>"#.repeat(9000);
    let bytes = workbook(
        &sheet(&rows),
        &[("xl/sharedStrings.xml", strings.as_bytes())],
    );
    let refusal = refusal(&bytes);
    assert!(refusal.contains("256 MB of text"), "{refusal}");
}

#[test]
fn a_workbook_with_a_password_is_refused_with_advice() {
    let encrypted = "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    for bytes in [
        container("/EncryptedPackage", b"secret"),
        of_records(&record(0x002F, &[1, 0, 1, 0, 1, 0])),
        document_listed("", encrypted),
    ] {
        let refusal = refusal(&bytes);
        assert!(refusal.contains("without the password"), "{refusal}");
    }
}

#[test]
fn archives_and_documents_that_are_no_workbook_are_refused_with_advice() {
    for (bytes, advice) in [
        (archive(&[("padron.csv", b"a,b")]), "unpack it first"),
        (archive(&[("word/document.xml", b"<a/>")]), "copy its table"),
        (archive(&[("Index/Document.iwa", b"")]), "export it as XLSX"),
        (archive(&[("xl/workbook.bin", b"")]), "save it as XLSX"),
        (archive(&[]), "unpack it first"),
        (container("/WordDocument", b"x"), "copy its table"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), "damaged"),
    ] {
        let refusal = refusal(&bytes);
        assert!(refusal.contains(advice), "{refusal}");
    }
}

#[test]
fn a_workbook_that_is_cut_off_anywhere_is_refused() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, ["Id", "Name"]).unwrap();
    sheet.write_row(1, 0, ["1", "Ash"]).unwrap();
    let whole = workbook.save_to_buffer().unwrap();
    let old = compound::workbook(&[&["Id", "Name"], &["1", "Ash"]]);
    for length in (4..whole.len()).step_by(97) {
        let refusal = refusal(&whole[..length]);
        assert!(refusal.contains("cut off or damaged"), "{refusal}");
    }
    // What is missing at the very end of the old container is only room that was kept free.
    for length in (8..old.len()).step_by(97) {
        match opened(&old[..length]).and_then(super::whole) {
            Ok((_, rows, _)) => assert_eq!(fields(&rows, 0), ["1", "Ash"], "{length}"),
            Err(error) => assert!(error.to_string().contains("cut off or damaged"), "{error}"),
        }
    }
}

/// A workbook of these rows with these merged cells.
fn merged(rows: &str, regions: &[&str]) -> Vec<u8> {
    let cell = |region| format!(r#"<mergeCell ref="{region}"/>"#);
    let cells = regions.iter().map(cell).collect::<Vec<_>>().concat();
    let sheet = String::from_utf8(sheet(rows)).unwrap();
    let merged = format!("</sheetData><mergeCells>{cells}</mergeCells>");
    workbook(sheet.replace("</sheetData>", &merged).as_bytes(), &[])
}

#[test]
fn a_text_that_merged_cells_repeat_counts_each_time() {
    let cell =
        |at: &str, text: &str| format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#);
    let rows = |first: &str, count: usize| {
        let others = (2..=count).map(|row| {
            let cell = cell(&format!("B{row}"), "b");
            format!(r#"<row r="{row}">{cell}</row>"#)
        });
        format!(r#"<row r="1">{first}</row>{}"#, others.collect::<String>())
    };
    let large = cell("A1", &"x".repeat(32 * 1024));
    let told = refusal(&merged(&rows(&large, 9_000), &["A1:A9000"]));
    assert!(told.contains("256 MB of text"), "{told}");

    // A cell far to the right makes every row as long.
    let wide = cell("ALL1", "x");
    let told = refusal(&merged(&rows(&wide, 6_000), &["ALL1:ALL6000"]));
    assert!(told.contains("5000000 cells"), "{told}");
}

#[test]
fn merged_cells_without_end_are_refused() {
    let rows = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>"#;
    let told = refusal(&merged(rows, &vec!["A1:A2"; 500_001]));
    assert!(told.contains("merged cells"), "{told}");
    let told = refusal(&merged(rows, &vec!["C1:C2"; 1_000_001]));
    assert!(told.contains("merged cells"), "{told}");
}
