//! What whoever waits for a running server hears meanwhile.

use std::fmt::Write as _;
use std::sync::Mutex;

use clap::Parser;

use super::*;
use crate::cli::{Cli, Verb};
use crate::clock::Clock;
use crate::settings::Settings;
use crate::store::testing::fresh_url;

const ROWS: usize = 2_500;
const MAPPING: &str = "register = \"padron\"\nlanguage = \"es\"\nentity_type = \"cooperative\"\n\
    [columns]\nidentifier = \"Folio\"\nname = \"Nombre\"\n";

#[tokio::test]
async fn long_work_tells_whoever_waits_how_far_it_has_come() {
    let dir = tempfile::tempdir().unwrap();
    let url = fresh_url(dir.path()).await.unwrap();
    let text = format!("public_url = \"https://a.example\"\n[database]\nurl = \"{url}\"\n");
    let settings = Settings::read(&text, "test", dir.path().to_owned(), false).unwrap();
    let node = Node::open(settings.clone(), Clock::system()).await.unwrap();
    let stop = CancellationToken::new();
    let listener = listen(dir.path()).unwrap();
    let served = tokio::spawn(serve(listener, node, stop.clone()));

    let mut table = "Folio;Nombre\n".to_owned();
    for number in 0..ROWS {
        writeln!(table, "{number};Coop {number}").unwrap();
    }
    let (file, mapping) = (dir.path().join("p.csv"), dir.path().join("p.toml"));
    fs::write(&file, table).unwrap();
    fs::write(&mapping, MAPPING).unwrap();
    let (file, mapping) = (file.to_str().unwrap(), mapping.to_str().unwrap());
    let cli = Cli::try_parse_from(["trenza", "import", file, "--mapping", mapping]).unwrap();
    let Verb::Import(args) = cli.verb else {
        panic!("it is an import");
    };
    let command = Command::Import(args.read(&settings).unwrap());
    let heard = Arc::<Mutex<Vec<Step>>>::default();
    let told = Arc::clone(&heard);
    let tell: Tell = Arc::new(move |step| told.lock().unwrap().push(step));
    let done = send(&lock::socket(dir.path()), &command, &tell)
        .await
        .unwrap();
    assert_eq!(done.json["created"], ROWS, "{}", done.json);

    let heard = heard.lock().unwrap().clone();
    assert!(!heard.is_empty(), "nothing was told");
    // First the file is read, then its rows are applied; each goes forward.
    let is_applying = |step: &&Step| step.doing == "importing";
    let (applied, read): (Vec<&Step>, Vec<&Step>) = heard.iter().partition(is_applying);
    assert!(read.iter().all(|step| step.doing == "reading"), "{heard:?}");
    assert!(read.is_sorted_by_key(|step| step.done), "{heard:?}");
    assert!(applied.is_sorted_by_key(|step| step.done), "{heard:?}");
    stop.cancel();
    served.await.unwrap().unwrap();
}
