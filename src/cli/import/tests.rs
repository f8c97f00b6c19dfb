//! An import that the disk stops.

use std::fmt::Write as _;

use clap::Parser;

use super::super::{Cli, Verb, progress};
use super::*;
use crate::clock::{Clock, Timestamp};
use crate::store::testing;

const MAPPING: &str = "register = \"padron\"\nlanguage = \"es\"\nentity_type = \"cooperative\"\n\
    [columns]\nidentifier = \"Folio\"\nname = \"Nombre\"\n";
const ROWS: usize = 400;

#[tokio::test]
async fn whoever_imports_on_a_full_disk_is_told_what_becomes_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let text = "public_url = \"https://a.example\"\n";
    let settings = Settings::read(text, "test", dir.path().to_owned(), false).unwrap();
    // The limit on pages is SQLite's.
    let clock = Clock::fixed(Timestamp(1_790_000_000_000));
    let node = Node::create(settings, clock.clone()).await.unwrap();
    let mut table = "Folio;Nombre\n".to_owned();
    for number in 0..ROWS {
        writeln!(table, "{number};Cooperativa {number} de los pueblos unidos").unwrap();
    }
    let (file, mapping) = (dir.path().join("p.csv"), dir.path().join("p.toml"));
    std::fs::write(&file, table).unwrap();
    std::fs::write(&mapping, MAPPING).unwrap();
    let (file, mapping) = (file.to_str().unwrap(), mapping.to_str().unwrap());
    let words = ["trenza", "import", file, "--mapping", mapping];
    let command = || {
        let cli = Cli::try_parse_from(words).unwrap();
        let Verb::Import(args) = cli.verb else {
            panic!("it is an import");
        };
        args.read(&node.settings).unwrap()
    };
    let mut room = 0;
    let mut was_nothing_imported = false;
    // With more room each time, the disk is full later each time.
    loop {
        testing::leave_room(&node.db, room).await.unwrap();
        let stopped = execute(&node, command(), &progress::here()).await;
        testing::leave_room(&node.db, 1 << 20).await.unwrap();
        let told = stopped.expect_err("it stops before it is done").to_string();
        assert!(told.contains("make room on the disk"), "{told}");
        assert!(!told.contains('\n'), "{told}");
        if told.contains("stopped in the middle") {
            break;
        }
        assert!(told.contains("nothing was imported"), "{told}");
        was_nothing_imported = true;
        room += 4;
        import::release(&node.db).await.unwrap();
        let left = import::resume(&node.db, &clock, &mut |_, _| {}).await;
        let left = left.unwrap();
        assert_eq!(left, import::Resumed::Nothing, "nothing is left to do");
    }
    assert!(was_nothing_imported);
    import::release(&node.db).await.unwrap();
    let resumed = import::resume(&node.db, &clock, &mut |_, _| {}).await;
    let import::Resumed::Imported(_, report) = resumed.unwrap() else {
        panic!("it goes on");
    };
    assert_eq!(report.created, ROWS);
}
