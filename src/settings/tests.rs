//! What a settings file may say, and how it is refused.

use super::*;

const LEAST: &str = "public_url = \"https://directory.example\"\n";

fn read(text: &str) -> Result<Settings> {
    Settings::read(text, "trenza.toml", PathBuf::from("/srv/trenza"), false)
}

fn refusal(text: &str) -> String {
    let line = read(text)
        .expect_err("the settings should be refused")
        .to_string();
    assert!(!line.contains('\n'), "more than one line: {line}");
    line
}

#[test]
fn the_address_alone_is_enough() {
    let settings = read(LEAST).unwrap();
    assert_eq!(settings.url("/actor"), "https://directory.example/actor");
    assert_eq!(settings.listen.port(), 8540);
    assert_eq!(settings.peers.policy, Policy::Ask);
    assert!(!settings.insecure_loopback);
}

#[test]
fn a_relative_database_lies_beside_the_file() {
    let settings = read(LEAST).unwrap();
    assert_eq!(settings.database.url, "/srv/trenza/trenza.db");
    let text = format!("{LEAST}[database]\nurl = \"sqlite:data/a.db\"\n");
    assert_eq!(read(&text).unwrap().database.url, "/srv/trenza/data/a.db");
    let text = format!("{LEAST}[database]\nurl = \"postgres://u:secret@db/trenza\"\n");
    let settings = read(&text).unwrap();
    assert_eq!(settings.database.url, "postgres://u:secret@db/trenza");
    assert!(!settings.dump().unwrap().contains("secret"));
}

#[test]
fn an_unknown_key_is_refused_with_its_line_and_the_nearest_name() {
    let line = refusal(&format!("{LEAST}\nlisen = \"127.0.0.1:80\"\n"));
    assert_eq!(
        line,
        "trenza.toml, line 3: no setting is called lisen; did you mean listen?"
    );
    let line = refusal(&format!("{LEAST}[peers]\n\npolicies = \"ask\"\n"));
    assert!(
        line.contains("line 4") && line.contains("peers.policy?"),
        "{line}"
    );
    let line = refusal(&format!("{LEAST}[directory]\nx = 1\n"));
    assert!(
        line.contains("line 2") && line.contains("config example"),
        "{line}"
    );
}

#[test]
fn a_value_of_the_wrong_kind_is_refused_with_its_line() {
    assert!(refusal(&format!("{LEAST}insecure_loopback = \"yes\"\n")).contains("line 2"));
    assert!(refusal(&format!("{LEAST}[peers]\npolicy = \"maybe\"\n")).contains("line 3"));
    assert!(refusal("public_url = \n").contains("line 1"));
    assert!(refusal(&format!("{LEAST}limits = 3\n")).contains("line 2"));
}

#[test]
fn a_missing_address_is_named() {
    assert!(refusal("name = \"x\"\n").contains("public_url"));
}

#[test]
fn plain_http_needs_the_setting_for_trials() {
    let text = "public_url = \"http://127.0.0.1:8541\"\n";
    assert!(refusal(text).contains("plain http"));
    assert!(read(&format!("{text}insecure_loopback = true\n")).is_ok());
}

#[test]
fn an_address_with_more_than_a_host_is_refused() {
    for bad in [
        "https://a.example/x",
        "https://a.example/?q",
        "https://u@a.example",
        "a.example",
        "ftp://a.example",
        "https://10.0.0.1",
        "https://",
    ] {
        assert!(
            refusal(&format!("public_url = \"{bad}\"\n")).contains("public_url"),
            "{bad}"
        );
    }
    assert!(refusal(&format!("{LEAST}[operator]\nsource = \"javascript:1\"\n")).contains("source"));
    let text = format!("{LEAST}[operator]\nsource = \"javascript:1\"\n");
    assert!(refusal(&text).contains("operator.source"));
    assert!(refusal(&format!("{LEAST}listen = \"8540\"\n")).contains("127.0.0.1:8540"));
    assert!(refusal(&format!("{LEAST}languages = [\"english\"]\n")).contains("pt-BR"));
    assert!(refusal(&format!("{LEAST}[database]\nurl = \"mysql://x/y\"\n")).contains("SQLite"));
}

#[test]
fn what_init_writes_is_read_back() {
    let url = public_url("https://directory.example", false).unwrap();
    let at = listen("127.0.0.1:9000").unwrap();
    let settings = read(&Settings::render_file(&url, at, false, "trenza.db")).unwrap();
    assert_eq!((settings.public_url, settings.listen), (url, at));
}

#[test]
fn the_example_is_current_and_names_every_variable() {
    let example = Settings::render_example();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/trenza.example.toml");
    let is_current = std::fs::read_to_string(file).unwrap_or_default() == example;
    assert!(
        is_current,
        "write it anew: cargo run -- config example > config/trenza.example.toml"
    );
    assert!(example.contains("TRENZA_PEERS_POLICY") && example.contains("#policy = \"ask\""));
}

#[test]
fn a_licence_is_an_identifier_or_an_address_and_nothing_else() {
    let with = |license: &str| {
        let text = format!("public_url = \"https://a.example\"\ndata_license = \"{license}\"\n");
        Settings::read(&text, "t", PathBuf::from("/"), false)
    };
    let address = |license: &str| with(license).unwrap().data_license_address().unwrap();
    assert_eq!(address("CC-BY-4.0"), "https://spdx.org/licenses/CC-BY-4.0");
    assert_eq!(
        address("https://a.example/terms"),
        "https://a.example/terms"
    );
    for license in ["", "ask us", "javascript:alert(1)"] {
        let refusal = with(license).unwrap_err().to_string();
        assert!(refusal.contains("CC-BY-4.0"), "{refusal}");
    }
}

#[test]
fn mail_is_off_until_a_server_is_named_and_refuses_what_would_be_sent_in_the_open() {
    let mail = |lines: &str| format!("{LEAST}[mail]\n{lines}\n");
    assert!(!read(LEAST).unwrap().mail.is_on());
    let from = "from = \"Oficina <fichas@a.example>\"";
    let whole = read(&mail(&format!("server = \"smtp.a.example\"\n{from}"))).unwrap();
    assert_eq!((whole.mail.is_on(), whole.mail.port()), (true, 587));
    for (lines, field) in [
        ("server = \"smtp.a.example\"", "mail.from"),
        ("server = \"smtp.a.example\"\nfrom = \"Ana\"", "mail.from"),
        (
            "server = \"smtp.a.example\"\nfrom = \"a@b.example\\nBcc: c@d.example\"",
            "mail.from",
        ),
        (from, "mail.server"),
        (
            &format!("server = \"https://smtp.a.example\"\n{from}"),
            "mail.server",
        ),
        (
            &format!("server = \"smtp.a.example\"\nuser = \"u\"\n{from}"),
            "mail.user",
        ),
        (
            &format!(
                "server = \"smtp.a.example\"\ntls = \"never\"\nuser = \"u\"\npassword = \"p\"\n{from}"
            ),
            "mail.tls",
        ),
        (
            &format!(
                "server = \"smtp.a.example\"\nuser = \"u\"\npassword_file = \"/no/such\"\n{from}"
            ),
            "mail.password_file",
        ),
    ] {
        let refusal = refusal(&mail(lines));
        assert!(refusal.starts_with(field), "{lines}: {refusal}");
    }
}

#[test]
fn the_mail_password_is_read_from_its_file_and_not_shown() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("secret"), "s3cret\n").unwrap();
    let text = format!(
        "{LEAST}[mail]\nserver = \"smtp.a.example\"\nuser = \"u\"\npassword_file = \"secret\"\n\
         from = \"fichas@a.example\"\n"
    );
    let settings = Settings::read(&text, "t", dir.path().to_owned(), false).unwrap();
    assert_eq!(settings.mail.password.as_deref(), Some("s3cret"));
    assert!(!settings.dump().unwrap().contains("s3cret"));
}

#[test]
fn a_mistyped_variable_is_refused_with_the_nearest_name() {
    let look = |name: &str, value: &str| {
        let variables = std::iter::once((name.to_owned(), value.to_owned()));
        unknown::refuse_variables(variables, &File::META).map_err(|error| error.to_string())
    };
    for known in [
        "TRENZA_LISTEN",
        "TRENZA_MAIL_PASSWORD_FILE",
        "TRENZA_CONFIG",
        "TRENZA_DATA",
        "TRENZA_TEST_PG",
        "TRENZA_BENCH_RECORDS",
        "TRENZA_SERVICE_HOST",
        "TRENZA_SERVICE_PORT_HTTP",
        "TRENZA_PORT_8540_TCP_ADDR",
        "PATH",
    ] {
        look(known, "1").unwrap();
    }
    // A service of a cluster says this; somebody who means a port would write a number.
    look("TRENZA_PORT", "tcp://10.0.0.1:8540").unwrap();
    for (mistyped, meant) in [
        ("TRENZA_LISTENN", "did you mean TRENZA_LISTEN?"),
        ("TRENZA_DATABASE_URI", "did you mean TRENZA_DATABASE_URL?"),
        ("TRENZA_CONFG", "did you mean TRENZA_CONFIG?"),
        ("TRENZA_PORT", "TRENZA_PORT;"),
        ("TRENZA_SOMETHING_ELSE", "config example"),
    ] {
        let refusal = look(mistyped, "8540").unwrap_err();
        assert!(
            refusal.contains(mistyped) && refusal.contains(meant),
            "{refusal}"
        );
        assert!(!refusal.contains('\n'), "{refusal}");
    }
}

#[test]
fn a_file_that_is_not_for_this_account_is_no_reason_for_a_new_node() {
    let folder = tempfile::tempdir().unwrap();
    let missing = Settings::load(&folder.path().join(FILE_NAME)).unwrap_err();
    assert!(missing.to_string().contains("trenza init"), "{missing}");
    let no_file = Settings::load(folder.path()).unwrap_err();
    assert!(no_file.to_string().contains("--config"), "{no_file}");
    // Whoever runs the tests may be allowed to read everything.
    let denied = remedy(ErrorKind::PermissionDenied);
    assert!(denied.contains("account") && !denied.contains("init"));
}
