//! Showing and checking settings; and what the program writes about itself.

use std::path::Path;

use clap::CommandFactory;

use super::{Answer, Cli};
use crate::error::{Error, Result};
use crate::settings::Settings;

/// What `trenza config` can be asked.
#[derive(Debug, Clone, Copy, clap::Subcommand)]
pub enum Command {
    /// Write an example of the file in which every setting is explained.
    Example,
    /// Say whether the file and the TRENZA_ variables are in order.
    Check,
    /// Write the settings in force, without passwords.
    Dump,
}

/// Does it, without opening the database.
pub(super) fn run(command: Command, path: &Path) -> Result<Answer> {
    match command {
        Command::Example => {
            let example = Settings::render_example();
            Answer::of(example.clone(), &example)
        }
        Command::Check => {
            Settings::load(path)?;
            Ok(Answer::said(format!("{} is in order", path.display())))
        }
        Command::Dump => {
            let settings = Settings::load(path)?;
            let dump = settings.dump()?;
            let json: toml::Table = toml::from_str(&dump).map_err(Error::internal)?;
            Answer::of(dump, &json)
        }
    }
}

/// The completion script of a shell.
pub(super) fn completions(shell: clap_complete::Shell) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "trenza", &mut script);
    Answer::said(String::from_utf8_lossy(&script))
}

/// The manual page: one page for the program and each of its verbs.
pub(super) fn manual() -> Result<Answer> {
    let mut page = Vec::new();
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone())
        .render(&mut page)
        .map_err(Error::internal)?;
    for verb in command
        .get_subcommands()
        .filter(|verb| verb.get_name() != "help")
    {
        clap_mangen::Man::new(verb.clone())
            .render(&mut page)
            .map_err(Error::internal)?;
    }
    Ok(Answer::said(String::from_utf8_lossy(&page)))
}
