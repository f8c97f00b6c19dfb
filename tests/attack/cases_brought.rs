//! Case 52: workbooks that were made to do harm, brought to the office by its form.

use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use flate2::{Compress, Compression, FlushCompress};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::account::{at_the_door, head, open, text};
use crate::stage::{Reply, Stage};

const SHEET: &str = "xl/worksheets/sheet1.xml";
const ROWS: &str = "<worksheet><sheetData>\
    <row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Folio</t></is></c>\
    <c r=\"B1\" t=\"inlineStr\"><is><t>Nombre</t></is></c></row>\
    <row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>1</t></is></c>\
    <c r=\"B2\" t=\"inlineStr\"><is><t>Ash</t></is></c></row>\
    </sheetData></worksheet>";
const ENTITIES: &str =
    "<!DOCTYPE a [<!ENTITY b \"bbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
/// Within which each is judged.
const SOON: Duration = Duration::from_secs(30);

/// A workbook with this sheet, and parts beside it.
fn workbook(sheet: &[u8], beside: &[(&str, &[u8])]) -> Vec<u8> {
    let relations = |target: &str, kind: &str| {
        format!(
            "<Relationships><Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/\
             officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let whole = relations("xl/workbook.xml", "officeDocument");
    let within = relations("worksheets/sheet1.xml", "worksheet");
    let book = "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/\
        relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r\"/></sheets></workbook>";
    let parts = [
        ("[Content_Types].xml", &b"<Types/>"[..]),
        ("_rels/.rels", whole.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", within.as_bytes()),
        (SHEET, sheet),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts.iter().chain(beside) {
        archive.start_file(*name, stored).expect("a part");
        archive.write_all(bytes).expect("it is written");
    }
    archive.finish().expect("an archive").into_inner()
}

/// A sheet of blanks that unpacks to half a gigabyte, of a size that its archive states falsely.
fn bomb() -> Vec<u8> {
    let mut packer = Compress::new(Compression::fast(), false);
    let mut block = Vec::with_capacity(64 << 10);
    packer
        .compress_vec(&vec![b' '; 1 << 20], &mut block, FlushCompress::Full)
        .expect("it is packed");
    // The last block is an empty one.
    let blanks = [block.repeat(513), vec![3, 0]].concat();
    let mut bomb = workbook(&blanks, &[]);
    // The part was put in as it is: now it is said to be packed.
    for (mark, method, name_at) in [(&b"PK\x03\x04"[..], 8, 30), (b"PK\x01\x02", 10, 46)] {
        let is_head = |at: &usize| {
            let entry = &bomb[*at..];
            entry.starts_with(mark)
                && entry
                    .get(name_at..)
                    .is_some_and(|rest| rest.starts_with(SHEET.as_bytes()))
        };
        let at = (0..bomb.len()).find(is_head).expect("the sheet");
        bomb[at + method] = 8;
    }
    bomb
}

/// The size that an archive states for its sheet, changed here and in its list of parts.
fn misstated() -> Vec<u8> {
    let mut forged = workbook(ROWS.as_bytes(), &[]);
    let size = u32::try_from(ROWS.len())
        .expect("it is small")
        .to_le_bytes();
    let mut at = 0;
    while let Some(found) = forged[at..].windows(4).position(|four| four == size) {
        forged[at + found] = 1;
        at += found + 1;
    }
    forged
}

/// Brings a file to the office.
async fn bring(stage: &Stage, session: &str, file: &[u8]) -> Reply {
    let open = "--edge\r\nContent-Disposition: form-data; name=\"file\"; \
        filename=\"register.xlsx\"\r\nContent-Type: application/octet-stream\r\n\r\n";
    let body = [open.as_bytes(), file, b"\r\n--edge--\r\n"].concat();
    let headers = [
        ("Cookie", session),
        ("Content-Type", "multipart/form-data; boundary=edge"),
    ];
    let head = head(stage, ("POST", "/office/imports"), &headers, body.len());
    stage.exchange(&head, &body).await
}

#[test]
fn case_52_workbooks_made_to_do_harm() {
    at_the_door("52", async |stage, account, trial| {
        let session = account.signs_in(stage, "203.0.113.52").await;
        let cookie = [("Cookie", &*session)];
        let before = open(stage, "/office/imports", &cookie).await;
        if before.status != 200 {
            eprintln!("case 52: name an account of the office in TRENZA_ATTACK_MAIL");
            return;
        }
        let before = text(&before).matches("/office/imports/0").count();
        let beside = |name: &str| workbook(ROWS.as_bytes(), &[(name, b"x")]);
        let names: Vec<String> = (0..4_001).map(|number| format!("xl/{number}")).collect();
        let many: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &b""[..])).collect();
        for (name, file) in [
            ("../", beside("../../etc/passwd")),
            ("/", beside("/etc/passwd")),
            ("..\\", beside("xl/..\\..\\evil")),
            (
                "entities",
                workbook(&[ENTITIES, ROWS].concat().into_bytes(), &[]),
            ),
            ("a bomb", bomb()),
            ("a false size", misstated()),
            ("parts without end", workbook(ROWS.as_bytes(), &many)),
            ("no archive", b"PK\x03\x04 and nothing more".to_vec()),
        ] {
            let began = Instant::now();
            let reply = bring(stage, &session, &file).await;
            let took = began.elapsed();
            trial.check(name, reply.status == 422, &format!("{}", reply.status));
            trial.check(name, took < SOON, &format!("took {took:?}"));
        }
        let after = text(&open(stage, "/office/imports", &cookie).await);
        let after = after.matches("/office/imports/0").count();
        trial.check("the shelf", after == before, "keeps what was refused");
        // The same form takes what is sound.
        let sound = bring(stage, &session, &workbook(ROWS.as_bytes(), &[])).await;
        let what = format!("refuses everything: {}", sound.status);
        trial.check("a sound one", sound.status == 303, &what);
        let path = crate::account::to(&sound);
        let aside = format!("{path}/lay-aside");
        let aside = crate::account::post(stage, &aside, &[], &cookie).await;
        trial.check("a sound one", aside.status == 303, &format!("{aside:?}"));
    });
}
