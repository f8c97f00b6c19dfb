//! What keys are accepted, and that they sign and verify.

use super::*;

fn both() -> [PrivateKey; 2] {
    [Algorithm::Rsa, Algorithm::Ed25519].map(|kind| PrivateKey::generate(kind).expect("a key"))
}

/// An RSA public key of any strength, in PKCS #1 DER: no honest maker would give us these.
fn rsa_pem(modulus: &[u8], exponent: &[u8]) -> String {
    fn element(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).expect("short").to_be_bytes();
        [&[tag, 0x82], &length[..], content].concat()
    }
    /// Lengths below 128 have a form of one byte, and DER demands it.
    fn integer(number: &[u8]) -> Vec<u8> {
        let padded = [&[0], number].concat();
        let number = if number[0] >= 0x80 { &padded } else { number };
        match u8::try_from(number.len()) {
            Ok(length) if length < 128 => [&[2, length], number].concat(),
            Ok(length) => [&[2, 0x81, length], number].concat(),
            Err(_) => element(2, number),
        }
    }
    let content = [integer(modulus), integer(exponent)].concat();
    armoured("RSA PUBLIC KEY", &element(0x30, &content))
}

fn odd_modulus(bits: usize) -> Vec<u8> {
    let mut modulus = vec![0xff_u8; bits.div_ceil(8)];
    modulus[0] >>= modulus.len() * 8 - bits;
    modulus
}

const F4: &[u8] = &[1, 0, 1];

#[test]
fn what_a_key_signs_its_public_half_verifies_and_nothing_else() {
    for key in both() {
        let public = key.public().expect("a public half");
        let signature = key.sign(b"forty bicycles").expect("signs");
        assert!(public.verify(b"forty bicycles", &signature));
        assert!(!public.verify(b"fifty bicycles", &signature));
        assert!(!public.verify(b"forty bicycles", &signature[1..]));
        assert!(!public.verify(b"forty bicycles", b""));
        let stranger = PrivateKey::generate(key.algorithm()).expect("a key");
        assert!(
            !stranger
                .public()
                .expect("public")
                .verify(b"forty bicycles", &signature)
        );
    }
}

#[test]
fn private_keys_survive_being_written_and_read() {
    for key in both() {
        let pem = key.to_pem().expect("writes");
        assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----\n"));
        let again = PrivateKey::from_pem(&pem).expect("reads");
        assert_eq!(again.algorithm(), key.algorithm());
        assert_eq!(
            again.public().expect("public"),
            key.public().expect("public")
        );
    }
}

#[test]
fn public_keys_survive_both_texts() {
    for key in both() {
        let public = key.public().expect("public");
        assert!(public.to_pem().starts_with("-----BEGIN PUBLIC KEY-----\n"));
        assert_eq!(
            PublicKey::from_pem(&public.to_pem()).expect("reads"),
            public
        );
        assert_eq!(
            PublicKey::from_multibase(&public.to_multibase()).expect("reads"),
            public
        );
    }
}

#[test]
fn an_ed25519_multikey_begins_as_fep_521a_shows_it() {
    let key = PrivateKey::generate(Algorithm::Ed25519).expect("a key");
    assert!(
        key.public()
            .expect("public")
            .to_multibase()
            .starts_with("z6Mk")
    );
}

#[test]
fn the_key_pair_of_rfc_8032_is_read_from_pkcs8() {
    // RFC 8032 §7.1, test 1, wrapped as RFC 8410 §7 prescribes.
    let seed = hex::decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    let prefix = hex::decode("302e020100300506032b657004220420").expect("hex");
    let pem = armoured("PRIVATE KEY", &[prefix, seed.expect("hex")].concat());
    let key = PrivateKey::from_pem(&pem).expect("reads");
    assert_eq!(
        hex::encode(&*key.public().expect("public").raw),
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    );
    assert_eq!(
        hex::encode(key.sign(b"").expect("signs")),
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555\
         fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    );
}

#[test]
fn rsa_keys_outside_the_accepted_strength_are_refused() {
    for bits in [512, 1024, 2047, 8193, 16384] {
        let refused = PublicKey::from_pem(&rsa_pem(&odd_modulus(bits), F4));
        assert!(refused.is_err(), "{bits} bits");
    }
    for bits in [2048, 3072, 4096, 8192] {
        PublicKey::from_pem(&rsa_pem(&odd_modulus(bits), F4)).expect("accepted");
    }
}

#[test]
fn rsa_exponents_that_sign_nothing_are_refused() {
    let modulus = odd_modulus(2048);
    for exponent in [&[1][..], &[3], &[17], &[0xff, 0xff], &[1, 0, 0], &[1, 0, 2]] {
        assert!(
            PublicKey::from_pem(&rsa_pem(&modulus, exponent)).is_err(),
            "{exponent:?}"
        );
    }
    PublicKey::from_pem(&rsa_pem(&modulus, &[1, 0, 3])).expect("an odd one above is accepted");
}

#[test]
fn a_key_made_by_openssl_with_exponent_three_is_refused() {
    // `openssl genrsa -3 2048`, in the wrapped form.
    let pem = "-----BEGIN PUBLIC KEY-----
MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEA6V56gMvPIVVXbMdEyC0n
DNkVyHFbslwHH2OeLqw2q2rNvHUZZ6V3Nxru/eauSiSoon8SFn3GaahdJz4Fe2ne
uBsXLzS6jFTZ3EE1z4/Q24D2FvTEzLxBwuIWx39riR1WabPjLPJFlcKvUzRKvKxz
9z6/A1ZvyYkLBg1fQZeGzvwZPbcHb4bnO8lCwjlSQmk28CSB6AEmEuRpd5DgslL1
5e5aKNL1UvPVe0m2xs+vTSEfLVhsoivd2MoyMRtuf5AO8Xib3aJKJFLdGNkp7JgV
iTawbJAdJ8SWSVqnCymACGAf4xTsz6QoroeYiuI+lQrr6XIvhbSvbJgTT51jhzTc
OQIBAw==
-----END PUBLIC KEY-----";
    let refused = PublicKey::from_pem(pem).expect_err("too small an exponent");
    assert!(refused.to_string().contains("exponent"), "{refused}");
}

#[test]
fn texts_that_are_no_keys_are_refused() {
    let key = PrivateKey::generate(Algorithm::Ed25519).expect("a key");
    let secret = key.to_pem().expect("writes");
    let public = key.public().expect("public").to_pem();
    for text in [
        "",
        "hello",
        &secret,
        &public.replace("PUBLIC", "EC PUBLIC"),
        &public[..60],
    ] {
        assert!(PublicKey::from_pem(text).is_err(), "{text}");
    }
    for text in [
        "",
        "hello",
        &public,
        &secret.replace("PRIVATE", "ENCRYPTED PRIVATE"),
    ] {
        assert!(PrivateKey::from_pem(text).is_err(), "{text}");
    }
    let long = format!("z{}", "1".repeat(100_000));
    let short = encode_base58btc(&[0xed, 0x01, 1, 2, 3]);
    let other = encode_base58btc(&[&[0x80, 0x24][..], &[2; 33]].concat());
    for text in ["", "z", "mAAAA", "z0OIl", &long, &short, &other] {
        assert!(PublicKey::from_multibase(text).is_err(), "{text}");
    }
}

#[test]
fn a_secret_is_not_shown_in_a_log() {
    for key in both() {
        assert_eq!(
            format!("{key:?}"),
            format!("PrivateKey({:?})", key.algorithm())
        );
    }
}
