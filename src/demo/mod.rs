//! Three nodes on loopback that show what the software does.
//!
//! They are whole nodes, each with its own directory, database, keys and host name; they
//! speak with each other as with anybody, over signed HTTP. All that is in them is invented.

/// Asking a node over HTTP.
mod ask;
/// Who takes part: invented organizations in three languages.
mod cast;
/// The checklist: what was done, when, and whether it held.
mod checklist;
/// What the nodes' organizations do.
mod desk;
/// Where the nodes' files are.
mod folder;
/// The nodes and what is asked of them.
mod stage;

use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};

use crate::cli::{Answer, Demo};
use crate::clock::Clock;
use crate::error::{Error, Result};

use checklist::Checklist;
use stage::Stage;

/// Runs the demonstration: once, or until it is interrupted. Either way it stops its nodes
/// and leaves nothing behind that was not to be kept.
///
/// # Errors
/// When a line of the checklist does not hold, with that line.
pub async fn run(demo: Demo, clock: Clock, is_quiet: bool) -> Result<Answer> {
    let mut checklist = Checklist::new(clock.clone(), is_quiet);
    checklist.say("Three nodes on this machine. Everything in them is invented.\n")?;
    let mut stage = Stage::new(demo.keep.as_deref(), clock)?;
    let early = || Error::Conflict("interrupted before the end of the checklist".into());
    let mut shown = tokio::select! {
        played = play(&mut stage, &mut checklist) => played,
        told = interrupted() => told.and_then(|()| Err(early())),
    };
    if shown.is_ok() && !demo.once {
        let invited = stage.invitation().await;
        shown = match invited.and_then(|text| checklist.say(&text)) {
            Ok(()) => interrupted().await,
            unsaid => unsaid,
        };
    }
    let struck = stage.strike().await;
    if let (Err(_), Err(error)) = (&shown, &struck) {
        // The line that failed is what is answered; this one goes to the log.
        tracing::warn!(%error, "the demonstration could not put everything away");
    }
    shown.and(struck)?;
    let text = format!(
        "all {} lines of the checklist hold",
        checklist.lines().len()
    );
    Ok(Answer {
        text,
        json: json!({"checklist": checklist.lines(), "held": true}),
    })
}

/// Waits for Ctrl-C, or for the signal that asks a process to end.
async fn interrupted() -> Result<()> {
    let mut terminate = signal(SignalKind::terminate()).map_err(Error::internal)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Error::internal)?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

async fn play(stage: &mut Stage, checklist: &mut Checklist) -> Result<()> {
    checklist
        .check(
            "three nodes are open, each with its database and keys",
            async || {
                stage.open().await?;
                stage.until_ready().await
            },
        )
        .await?;
    let cast = stage.cast().await?;
    checklist
        .check(
            "each publishes its organizations, in Spanish, French and English",
            async || stage.until_published().await,
        )
        .await?;
    checklist
        .check("the nodes follow each other", async || {
            stage.befriend().await
        })
        .await?;

    let offer = stage
        .offer("oaxaca", &cast.oaxaca, cast::roaster(stage.in_days(60))?)
        .await?;
    stage.pin("oaxaca", &offer).await?;
    checklist
        .check(
            "an offer made in Oaxaca arrives in Lyon and Leeds",
            async || {
                stage
                    .until_held(&["lyon", "leeds"], &offer, "tostador")
                    .await
            },
        )
        .await?;
    stage
        .retitle("oaxaca", &offer, "es", "Horas de tostador y molino")
        .await?;
    checklist
        .check("its edit arrives too", async || {
            stage.until_held(&["lyon", "leeds"], &offer, "molino").await
        })
        .await?;

    let need = stage.offer("lyon", &cast.lyon, cast::coffee()?).await?;
    checklist
        .check("a need from Lyon arrives in Oaxaca and Leeds", async || {
            stage.until_held(&["oaxaca", "leeds"], &need, "café").await
        })
        .await?;
    stage.withdraw("lyon", &need).await?;
    checklist
        .check(
            "withdrawn, it disappears everywhere: tombstones there, 410 here",
            async || stage.until_gone(&["oaxaca", "leeds"], &need).await,
        )
        .await?;

    stage.stop("leeds").await?;
    let sacks = cast::sacks(stage.in_days(20))?;
    let missed = stage.offer("oaxaca", &cast.oaxaca, sacks).await?;
    checklist
        .check(
            "while Leeds is away, a need of Oaxaca arrives in Lyon",
            async || stage.until_held(&["lyon"], &missed, "yute").await,
        )
        .await?;
    stage.start("leeds").await?;
    checklist
        .check("Leeds comes back and catches up from the log", async || {
            stage.until_held(&["leeds"], &missed, "yute").await
        })
        .await?;
    checklist
        .check(
            "every node holds the same records of every other, by their digests",
            async || stage.until_equal().await,
        )
        .await
}
