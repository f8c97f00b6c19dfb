//! Who may act on what, judged from ids alone.

use http::StatusCode;
use serde_json::json;

use super::*;

const ACTOR: &str = "https://a.example/actor";
const OWN: &str = "https://a.example/notes/1";
const FOREIGN: &str = "https://b.example/notes/1";

fn judged(kind: &str, object: &Value) -> Result<(), StatusCode> {
    let activity = json!({"object": object});
    judge_object(&activity, kind, ACTOR).map_err(|refusal| refusal.status)
}

#[test]
fn what_belongs_to_the_sender_may_be_changed_by_it() {
    for kind in ["Create", "Update", "Delete", "Undo"] {
        let forms = [
            json!(OWN),
            json!({"id": OWN}),
            json!({"id": OWN, "attributedTo": ACTOR, "actor": ACTOR}),
            json!({"id": OWN, "attributedTo": [ACTOR, {"id": ACTOR}]}),
        ];
        for object in forms {
            assert_eq!(judged(kind, &object), Ok(()), "{kind} {object}");
        }
    }
    let follow = json!({"id": FOREIGN, "type": "Follow", "object": ACTOR});
    assert_eq!(judged("Accept", &follow), Ok(()));
}

#[test]
fn what_belongs_to_another_origin_may_not() {
    let forms = [
        json!(FOREIGN),
        json!({"id": FOREIGN}),
        json!([OWN, FOREIGN]),
        json!([{"id": FOREIGN}]),
    ];
    for kind in ["Update", "Delete", "Undo"] {
        for object in &forms {
            let status = judged(kind, object).unwrap_err();
            assert_eq!(status, StatusCode::FORBIDDEN, "{kind} {object}");
        }
    }
    for object in &forms {
        assert_eq!(judged("Create", object), Err(StatusCode::BAD_REQUEST));
    }
}

#[test]
fn nobody_speaks_for_an_author_of_another_origin() {
    for author in [
        json!("https://b.example/actor"),
        json!({"id": "https://b.example/actor"}),
        json!([ACTOR, "https://b.example/actor"]),
        json!("https://a.example:8443/actor"),
        json!("http://a.example/actor"),
        json!("https://a.example./actor"),
        json!("https://user@a.example/actor"),
    ] {
        let object = json!({"id": OWN, "attributedTo": author});
        for object in [json!([object]), object] {
            assert_eq!(judged("Create", &object), Err(StatusCode::BAD_REQUEST));
            assert_eq!(judged("Update", &object), Err(StatusCode::FORBIDDEN));
        }
    }
    let another = json!({"id": OWN, "actor": "https://b.example/actor"});
    assert_eq!(judged("Undo", &another), Err(StatusCode::FORBIDDEN));
}

#[test]
fn nobody_answers_a_follow_that_was_sent_to_another() {
    for whom in [json!(FOREIGN), json!({"id": FOREIGN}), json!([FOREIGN])] {
        let follow = json!({"id": OWN, "type": "Follow", "object": whom});
        for kind in ["Accept", "Reject"] {
            assert_eq!(judged(kind, &follow), Err(StatusCode::FORBIDDEN));
        }
    }
}

#[test]
fn an_activitys_id_stands_under_its_actors_origin() {
    let of = |id: &str| envelope(&json!({"id": id, "type": "Like", "actor": ACTOR}));
    assert!(of("https://a.example/activities/1").is_ok());
    for id in [
        "https://b.example/activities/1",
        "http://a.example/activities/1",
        "https://a.example:444/activities/1",
        "https://a.example@b.example/1",
        "https://user@a.example/1",
        "urn:uuid:1",
        "/activities/1",
        "",
    ] {
        assert!(of(id).is_err(), "{id}");
    }
    let long = format!("{ACTOR}/{}", "x".repeat(2048));
    assert!(of(&long).is_err(), "longer than any id");
}

#[test]
fn addresses_without_a_host_have_no_origin_in_common() {
    assert!(!is_same_origin("urn:x:1", "urn:x:1"));
    assert!(!is_same_origin("data:,x", "data:,x"));
    // These are one address in the browser's spelling, and none that we connect to.
    assert!(is_same_origin("https://2130706433/", "https://127.0.0.1/"));
}
