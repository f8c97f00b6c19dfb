//! A full disk again, where writes fail at the operating system: a node that is a process of its
//! own on a small disk, or one whose files may not grow. Each says so wherever it is asked,
//! keeps what it took, and goes on by itself once there is room.

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use trenza::on;
use trenza::store::Db;

use crate::full_disk::post;
use crate::nodes::{Running, Stage, Stopped, until};

/// How many organizations a register has.
const ROWS: usize = 200;
/// What a file may hold when it may not grow: less than one activity takes.
const BYTES: u64 = 64 << 10;
/// The program.
const TRENZA: &str = env!("CARGO_BIN_EXE_trenza");
/// Makes a small disk in `$1`, with the node on it, for as long as somebody holds the input.
const MAKE_DISK: &str = "mount -t tmpfs -o size=6m trenza \"$1/disk\" \
    && cp \"$1/embedded.db\" \"$1/disk/trenza.db\" && cp \"$1/small.toml\" \"$1/disk/trenza.toml\" \
    && echo made && exec cat";
/// Runs a program that hears of a file that may not grow, and is not ended by it.
const UNENDED: &str = "trap '' XFSZ; exec \"$@\"";
/// How mounts of one's own are made, and entered: as root, and as anybody where that may be.
const WAYS: [(&[&str], &[&str]); 2] = [
    (&["--mount"], &["--mount"]),
    (
        &["--user", "--map-root-user", "--mount"],
        &["--user", "--preserve-credentials", "--mount"],
    ),
];

/// A process that ends with whoever holds it, also when a test fails.
struct Held(Child);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// How room is taken from a node.
enum Place {
    /// By filling the disk that is mounted for the holder alone.
    Disk(Held),
    /// By a limit of how large the process may make its files.
    Limit,
}

/// A node that is a process of its own and may lack room.
struct Small {
    place: Place,
    /// What a program is begun with, to be where the node is.
    within: Vec<String>,
    folder: PathBuf,
    address: SocketAddr,
    served: Option<Held>,
}

impl Small {
    /// Takes over a node that was stopped; `is_mounted`, on a disk of its own where one can be.
    fn of(stopped: &Stopped, is_mounted: bool) -> Self {
        let settings = PathBuf::from(stopped.write_settings());
        let folder = settings.parent().unwrap().to_owned();
        let database = folder.join("embedded.db");
        let text = fs::read_to_string(&settings).unwrap();
        let text = text.replace(database.to_str().unwrap(), "trenza.db");
        fs::write(folder.join("small.toml"), text).unwrap();
        fs::create_dir(folder.join("disk")).unwrap();
        let disk = is_mounted.then(|| disk(&folder)).flatten();
        if is_mounted && disk.is_none() {
            eprintln!("no disk can be mounted here: a limit of files takes its place");
        }
        let (place, within) = disk.unwrap_or_else(|| {
            fs::copy(&database, folder.join("disk/trenza.db")).unwrap();
            fs::copy(folder.join("small.toml"), folder.join("disk/trenza.toml")).unwrap();
            (Place::Limit, words(&["sh", "-c", UNENDED, "sh"]))
        });
        Self {
            place,
            within,
            folder,
            address: stopped.listen(),
            served: None,
        }
    }

    fn command(&self, asked: &[&str]) -> Command {
        let mut all = self.within.iter();
        let mut command = Command::new(all.next().unwrap());
        let settings = self.folder.join("disk/trenza.toml");
        command.args(all).arg(TRENZA).arg("--config").arg(settings);
        command.args(asked).stdin(Stdio::null());
        command
    }

    /// Starts the node.
    async fn start(&mut self) {
        let mut command = self.command(&["serve"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        self.served = Some(Held(command.spawn().unwrap()));
        until("the node answers", async || {
            self.status("/livez").await == 200
        })
        .await;
    }

    /// Runs a command; what it says when it fails.
    async fn run(&self, asked: &[&str]) -> Result<(), String> {
        let mut command = self.command(asked);
        let output = tokio::task::spawn_blocking(move || command.output());
        let output = output.await.unwrap().unwrap();
        if output.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8(output.stderr).unwrap())
        }
    }

    /// The file of that name on the node's disk, as it is reached from here.
    fn file(&self, name: &str) -> PathBuf {
        let file = self.folder.join("disk").join(name);
        match &self.place {
            Place::Disk(holder) => {
                let root = format!("/proc/{}/root", holder.0.id());
                Path::new(&root).join(file.strip_prefix("/").unwrap())
            }
            Place::Limit => file,
        }
    }

    fn take_room(&self) {
        if matches!(self.place, Place::Limit) {
            return self.limit(&format!("{BYTES}:"));
        }
        let filling = self.file("filling");
        let opened = OpenOptions::new().append(true).create(true).open(filling);
        let mut filling = opened.unwrap();
        while filling.write_all(&[0; 512]).is_ok() {}
    }

    fn give_room(&self) {
        if matches!(self.place, Place::Limit) {
            return self.limit("unlimited:");
        }
        fs::remove_file(self.file("filling")).unwrap();
    }

    fn limit(&self, bytes: &str) {
        let node = self.served.as_ref().unwrap().0.id().to_string();
        let mut command = Command::new("prlimit");
        command.args(["--pid", &node, &format!("--fsize={bytes}")]);
        assert!(command.status().unwrap().success());
    }

    async fn status(&self, path: &str) -> u16 {
        #[expect(clippy::disallowed_methods, reason = "a stranger's client")]
        let request = reqwest::Client::new().get(format!("http://{}{path}", self.address));
        let answer = request.send().await;
        answer.map_or(0, |answer| answer.status().as_u16())
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().copied().map(str::to_owned).collect()
}

/// A small disk that is mounted in `folder`, and what enters it; `None` where that may not be.
fn disk(folder: &Path) -> Option<(Place, Vec<String>)> {
    WAYS.iter().find_map(|(apart, enter)| {
        let mut command = Command::new("unshare");
        command.args(*apart).args(["sh", "-c", MAKE_DISK, "sh"]);
        command.arg(folder).stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut holder = Held(command.spawn().ok()?);
        let output = BufReader::new(holder.0.stdout.as_mut()?);
        let said = output.lines().next()?.ok()?;
        let mut within = words(&["nsenter", "--target", &holder.0.id().to_string()]);
        within.extend(words(enter));
        let mut trial = Command::new("nsenter");
        trial.args(within.iter().skip(1)).arg("true");
        let may_enter = trial.status().is_ok_and(|status| status.success());
        (said == "made" && may_enter).then_some((Place::Disk(holder), within))
    })
}

/// Posts until an activity finds no room, taking what there is each time; notes what was taken.
async fn post_until_full(
    small: &Small,
    (from, base): (&Running, &str),
    taken: &Mutex<Vec<String>>,
) {
    until("an activity finds no room", async || {
        small.take_room();
        let (status, id) = post(from, base).await;
        if status == 202 {
            taken.lock().unwrap().push(id);
            return false;
        }
        assert_eq!(status, 503);
        true
    })
    .await;
}

/// A register's file and its mapping.
fn register(folder: &Path) -> (String, String) {
    let rows = (0..ROWS).map(|row| format!("{row};Cooperativa {row} de los pueblos unidos\n"));
    let table: String = std::iter::once("Folio;Nombre\n".to_owned())
        .chain(rows)
        .collect();
    let mapping = "register = \"padron\"\nlanguage = \"es\"\nentity_type = \"cooperative\"\n\
        [columns]\nidentifier = \"Folio\"\nname = \"Nombre\"\n";
    let files = [("padron.csv", table.as_str()), ("padron.toml", mapping)];
    let [table, mapping] = files.map(|(name, text)| {
        let file = folder.join(name);
        fs::write(&file, text).unwrap();
        file.to_str().unwrap().to_owned()
    });
    (table, mapping)
}

/// What a node does that lacks room, and when it is given some.
async fn without_room(is_mounted: bool) {
    let stage = Stage::new();
    let oaxaca = stage.embedded("oaxaca").await;
    let lyon = stage.open("lyon", "accept").await;
    stage.befriend(&lyon, &oaxaca).await;
    let base = oaxaca.node.url("");
    let mut small = Small::of(&oaxaca.stop().await, is_mounted);
    small.start().await;
    let taken = Mutex::<Vec<String>>::default();
    let (status, id) = post(&lyon, &base).await;
    assert_eq!(status, 202);
    taken.lock().unwrap().push(id);

    until("it is not ready", async || {
        post_until_full(&small, (&lyon, &base), &taken).await;
        small.status("/readyz").await == 503
    })
    .await;
    until("a command says why", async || {
        post_until_full(&small, (&lyon, &base), &taken).await;
        let told = small.run(&["healthcheck"]).await;
        told.is_err_and(|told| told.contains("make room"))
    })
    .await;
    let (table, mapping) = register(&small.folder);
    let import = ["import", &table, "--mapping", &mapping];
    small.take_room();
    let told = small.run(&import).await.unwrap_err();
    assert!(told.contains("make room"), "{told}");
    assert_eq!(told.trim_end().lines().count(), 1, "{told}");
    if matches!(small.place, Place::Disk(_)) {
        let copy = small.folder.join("disk/copy.db");
        let told = small.run(&["backup", copy.to_str().unwrap()]).await;
        let told = told.unwrap_err();
        assert!(told.contains("make room on its disk"), "{told}");
        for left in ["copy.db", "copy.db.part"] {
            assert!(!small.file(left).exists(), "{left} is left");
        }
    }

    // Whoever only reads is served, also by a node that starts on a full disk.
    drop(small.served.take());
    small.start().await;
    post_until_full(&small, (&lyon, &base), &taken).await;
    assert_eq!(small.status("/about").await, 200);

    small.give_room();
    until("it is ready again", async || {
        small.status("/readyz").await == 200
    })
    .await;
    until("activities are taken again", async || {
        let (status, id) = post(&lyon, &base).await;
        let is_taken = status == 202;
        taken.lock().unwrap().extend(is_taken.then_some(id));
        is_taken
    })
    .await;
    // One that was stopped in the middle goes on by itself, and is in this one's way so long.
    until("the register is imported", async || {
        small.run(&import).await.is_ok()
    })
    .await;

    let copy = small.folder.join("whole.db");
    let copy = copy.to_str().unwrap();
    small.run(&["backup", copy]).await.unwrap();
    let db = Db::open(copy).await.unwrap();
    let mut tx = db.read().await.unwrap();
    for id in taken.into_inner().unwrap() {
        let query = "SELECT COUNT(*) FROM received WHERE activity = $1";
        let kept: i64 = on!(tx, |c| sqlx::query_scalar(query).bind(&id).fetch_one(c)).unwrap();
        assert_eq!(kept, 1, "{id} was acknowledged");
    }
    let query = "SELECT COUNT(*) FROM organizations";
    let rows: i64 = on!(tx, |c| sqlx::query_scalar(query).fetch_one(c)).unwrap();
    assert_eq!(usize::try_from(rows).unwrap(), ROWS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_is_full_stops_no_reader_loses_nothing_and_heals_by_itself() {
    without_room(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_that_may_not_grow_stop_no_reader_lose_nothing_and_heal_by_themselves() {
    without_room(false).await;
}
