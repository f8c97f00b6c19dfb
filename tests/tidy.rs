//! The house rules that a compiler does not know: who may import whom, how long a file may
//! be, what every file begins with, and which words have no place in it.

use std::fs;
use std::path::{Path, PathBuf};

/// Files longer than this are hard to read in one sitting.
const MOST_LINES: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![root().join(folder)];
    while let Some(place) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&place) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The sources of a module: its file and its folder.
fn sources_of(module: &str) -> Vec<PathBuf> {
    let mut found = files(&format!("src/{module}"), "rs");
    let file = root().join("src").join(module).with_extension("rs");
    found.extend(file.exists().then_some(file));
    assert!(!found.is_empty(), "there is no module {module}");
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}

fn fail_on(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

/// The modules in the order of `lib.rs`.
fn order(lib: &str) -> Vec<&str> {
    lib.lines()
        .filter_map(|line| {
            line.strip_prefix("pub mod ")
                .or_else(|| line.strip_prefix("mod "))
        })
        .filter_map(|rest| rest.strip_suffix(';'))
        .collect()
}

/// The first segment of every path below `crate::`, each name of a group in braces.
fn imports(source: &str) -> Vec<(usize, String)> {
    let word = |c: &char| c.is_alphanumeric() || *c == '_';
    let mut found = Vec::new();
    for (number, line) in source.lines().enumerate() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        for part in line.split("crate::").skip(1) {
            let group = part
                .strip_prefix('{')
                .map(|rest| rest.split('}').next().unwrap_or(rest));
            for name in group.unwrap_or(part).split(',') {
                found.push((number + 1, name.trim().chars().take_while(word).collect()));
                if group.is_none() {
                    break;
                }
            }
        }
    }
    found
}

/// What a module imports that does not stand above it.
fn upward(module: &str, source: &str, order: &[&str]) -> Vec<(usize, String)> {
    let own = order.iter().position(|name| *name == module);
    imports(source)
        .into_iter()
        .filter(|(_, name)| order.iter().position(|other| other == name) > own)
        .collect()
}

#[test]
fn modules_import_only_modules_above_them() {
    let lib = read(&root().join("src/lib.rs"));
    let order = order(&lib);
    assert!(order.len() > 10, "lib.rs was not understood");
    let mut problems = Vec::new();
    for path in files("src", "rs") {
        let inside = path
            .strip_prefix(root().join("src"))
            .unwrap()
            .with_extension("");
        let module = inside.iter().next().unwrap().to_string_lossy().into_owned();
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        for (line, name) in upward(&module, &read(&path), &order) {
            problems.push(format!(
                "{}:{line}: {module} imports crate::{name}, which does not stand above it in lib.rs",
                shown(&path)
            ));
        }
    }
    fail_on(&problems);
}

#[test]
fn an_import_from_below_is_noticed() {
    let order = ["error", "store", "registry", "web"];
    assert!(upward("registry", "use crate::store::Db;", &order).is_empty());
    assert!(upward("registry", "use crate::registry::sql;", &order).is_empty());
    assert!(upward("registry", "// see crate::web", &order).is_empty());
    assert_eq!(
        upward("registry", "a\n    crate::web::page()", &order).len(),
        1
    );
    assert_eq!(upward("store", "use crate::{error, web};", &order).len(), 1);
}

#[test]
fn surfaces_write_no_queries() {
    let mut problems = Vec::new();
    let surfaces = [
        "http",
        "api",
        "web",
        "feeds",
        "endpoints",
        "cli",
        "app",
        "demo",
    ];
    for module in surfaces {
        for path in sources_of(module) {
            let source = read(&path);
            // A surface's own tests may look at the rows that a verb left.
            if path.components().any(|part| part.as_os_str() == "tests") {
                continue;
            }
            let source = source.split("#[cfg(test)]").next().unwrap_or_default();
            if source.contains("sqlx::query") {
                problems.push(format!(
                    "{}: a surface asks a domain, not SQL",
                    shown(&path)
                ));
            }
        }
    }
    fail_on(&problems);
}

#[test]
fn domains_know_nothing_of_the_wire() {
    let mut problems = Vec::new();
    let domains = [
        "slice",
        "access",
        "site",
        "pictures",
        "registry",
        "mail",
        "people",
        "offers",
        "profiles",
        "export",
        "channels",
        "conversation",
        "search",
    ];
    let wire = ["activitystreams", "axum::", "crate::activitypub"];
    for module in domains {
        for path in sources_of(module) {
            let source = read(&path);
            if wire.iter().any(|word| source.contains(word)) {
                problems.push(format!(
                    "{}: a domain knows no wire and no HTTP",
                    shown(&path)
                ));
            }
        }
    }
    fail_on(&problems);
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut problems = Vec::new();
    for path in files("src", "rs").into_iter().chain(files("tests", "rs")) {
        let source = read(&path);
        let lines = source.lines().count();
        if lines > MOST_LINES {
            problems.push(format!("{}: {lines} lines; split it", shown(&path)));
        }
        if !source.starts_with("//!") {
            problems.push(format!(
                "{}: begins without //! and its purpose",
                shown(&path)
            ));
        }
    }
    fail_on(&problems);
}

#[test]
fn templates_leave_the_colon_to_the_language() {
    let is_glued = |line: &str| {
        ["}}: ", "%}: ", ">: "]
            .iter()
            .any(|glued| line.contains(glued))
    };
    assert!(is_glued("<dt>{{ label }}: {{ value }}</dt>") && !is_glued("<dt>{{ label }}</dt>"));
    let mut problems = Vec::new();
    for path in files("templates", "html") {
        for (number, line) in read(&path).lines().enumerate() {
            if is_glued(line) {
                let place = format!("{}:{}", shown(&path), number + 1);
                problems.push(format!("{place}: write frame.words.say(\"colon\")"));
            }
        }
    }
    fail_on(&problems);
}

#[test]
fn the_project_speaks_of_itself_alone() {
    // Taken apart here, so that this file does not name what it looks for.
    let words = [
        ["/wor", "k/"],
        ["TO", "DO"],
        ["FIX", "ME"],
        ["XX", "X"],
        ["lorem ", "ipsum"],
        ["unimplemented", "!("],
        ["todo", "!("],
    ]
    .map(|parts| parts.concat());
    let mut problems = Vec::new();
    let texts = files("src", "rs")
        .into_iter()
        .chain(files("tests", "rs"))
        .chain(files("docs", "md"))
        .chain(files("src", "html"))
        .chain(files("templates", "html"))
        .chain(
            [
                "README.md",
                "FEDERATION.md",
                "SECURITY.md",
                "CONTRIBUTING.md",
            ]
            .map(|f| root().join(f)),
        );
    for path in texts {
        for (number, line) in read(&path).lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(word.as_str())) {
                problems.push(format!("{}:{}: says {word}", shown(&path), number + 1));
            }
        }
    }
    fail_on(&problems);
}

/// The files that stand in the root; of folders there may be more.
const ROOT_FILES: &[&str] = &[
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "FEDERATION.md",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "clippy.toml",
    "deny.toml",
    "rustfmt.toml",
    "test",
];

#[test]
fn the_root_holds_only_known_files() {
    let mut problems = Vec::new();
    for entry in fs::read_dir(root()).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        // What begins with a dot belongs to somebody's tools.
        if name.starts_with('.') || entry.path().is_dir() {
            continue;
        }
        if !ROOT_FILES.contains(&name.as_str()) {
            problems.push(format!(
                "{name}: move it into a folder, or name it in this test if it belongs here"
            ));
        }
    }
    for name in ROOT_FILES {
        if !root().join(name).is_file() {
            problems.push(format!("{name}: is named in this test and not there"));
        }
    }
    fail_on(&problems);
}

#[test]
fn the_benchmarks_that_are_named_exist() {
    let (text, manifest) = (
        read(&root().join("docs/BENCHMARKS.md")),
        read(&root().join("Cargo.toml")),
    );
    let named: Vec<&str> = text
        .split("--bench ")
        .skip(1)
        .filter_map(|rest| rest.split(['`', ' ', '\n']).next())
        .collect();
    assert!(!named.is_empty());
    for name in named {
        let entry = format!("[[bench]]\nname = \"{name}\"");
        assert!(manifest.contains(&entry), "there is no benchmark {name}");
    }
}

#[test]
fn migrations_are_numbered_without_a_gap() {
    let names: Vec<String> = files("migrations", "sql")
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert!(!names.is_empty());
    for (number, name) in names.iter().enumerate() {
        assert!(
            name.starts_with(&format!("{:04}_", number + 1)),
            "{name} is out of order"
        );
    }
}

/// Every message that is shown in the markdown files as a link leads somewhere.
#[test]
fn links_in_the_documents_lead_to_files() {
    let mut problems = Vec::new();
    let texts = files("docs", "md").into_iter().chain(
        [
            "README.md",
            "FEDERATION.md",
            "SECURITY.md",
            "CONTRIBUTING.md",
            "CHANGELOG.md",
        ]
        .map(|f| root().join(f)),
    );
    for path in texts {
        for (number, line) in read(&path).lines().enumerate() {
            for link in line.split("](").skip(1) {
                let target = link.split([')', '#']).next().unwrap_or_default();
                if target.is_empty() || target.contains(':') {
                    continue;
                }
                if !path.parent().unwrap().join(target).exists() {
                    problems.push(format!(
                        "{}:{}: {target} is not there",
                        shown(&path),
                        number + 1
                    ));
                }
            }
        }
    }
    fail_on(&problems);
}
