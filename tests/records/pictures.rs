//! Pictures that an operator gives by command.

use image::{ImageFormat, Rgb, RgbImage};

use super::*;

/// A picture's file in the office's folder.
fn file(office: &Office, name: &str, shade: u8) -> String {
    let path = office.dir.path().join(name);
    RgbImage::from_pixel(120, 80, Rgb([shade, 60, 60]))
        .save_with_format(&path, ImageFormat::Png)
        .unwrap();
    path.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_organization_its_offer_and_the_directory_are_given_pictures() {
    let office = Office::new().await;
    office.told(ADD).await;
    let picture = file(&office, "one.png", 10);
    let give = [
        "org",
        "picture",
        "give",
        "taller_de_bicis",
        "icon",
        &picture,
    ];
    let given = office
        .told(&[&give[..], &["--alt", "es=Una rueda"]].concat())
        .await;
    assert_eq!(
        (&given["role"], &given["given"]),
        (&"icon".into(), &true.into())
    );
    assert_eq!(given["alt"]["es"], "Una rueda");
    office.told(&["org", "publish", "taller_de_bicis"]).await;
    let consent = ["--by", "Ana", "--statement", "carta"];
    office
        .told(&[&["org", "activate", "taller_de_bicis"][..], &consent].concat())
        .await;
    let offer = office
        .told(&[
            "offer",
            "add",
            "--org",
            "taller_de_bicis",
            "--purpose",
            "offer",
            "--title",
            "40 bicicletas",
            "--what",
            "product",
            "--lang",
            "es",
        ])
        .await;
    let offer = offer["id"].as_str().unwrap();
    let add = ["offer", "picture", "add", offer, &picture];
    let mute = office
        .refused(&[&add[..], &["--alt", "en=Bicycles"]].concat())
        .await;
    assert!(mute.contains("alt.es"), "{mute}");
    let shown = office
        .told(&[&add[..], &["--alt", "es=Bicicletas"]].concat())
        .await;
    let digest = shown[0]["digest"].as_str().unwrap();
    let describe = [
        "offer",
        "picture",
        "describe",
        offer,
        digest,
        "--alt",
        "es=Cuarenta",
    ];
    assert_eq!(office.told(&describe).await[0]["alt"]["es"], "Cuarenta");
    assert_eq!(
        office.told(&["offer", "picture", "list", offer]).await[0]["digest"],
        digest
    );
    let gone = office
        .told(&["offer", "picture", "remove", offer, digest])
        .await;
    assert_eq!(gone, Value::Array(Vec::new()));

    let text = office.dir.path().join("text.png");
    std::fs::write(&text, "no picture").unwrap();
    let text = text.to_str().unwrap();
    for (words, reason) in [
        (
            &["picture", "give", "header", text][..],
            "is no JPEG, PNG or WebP",
        ),
        (
            &["picture", "give", "header", "/nowhere.png"],
            "cannot be read",
        ),
        (&["picture", "remove", "icon"], "was not found"),
        (
            &["org", "picture", "give", "nobody", "icon", &picture],
            "was not found",
        ),
        (
            &["org", "picture", "remove", "taller_de_bicis", "header"],
            "was not found",
        ),
    ] {
        let refused = office.refused(words).await;
        assert!(refused.contains(reason), "{words:?}: {refused}");
    }
    office.told(&["picture", "give", "icon", &picture]).await;
    office.told(&["picture", "remove", "icon"]).await;
    office
        .told(&["org", "picture", "remove", "taller_de_bicis", "icon"])
        .await;
}
