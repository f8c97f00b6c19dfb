//! Signatures that no honest library makes: weak keys, weak hashes, public keys as secrets.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use aws_lc_rs::hmac;
use num_bigint::BigUint;
use pem::Pem;
use trenza::activitypub::keys::PrivateKey;

/// What precedes the hash in PKCS #1 v1.5 (RFC 8017 §9.2, note 1).
const SHA1_PREFIX: &str = "3021300906052b0e03021a05000414";
const SHA256_PREFIX: &str = "3031300d060960864801650304020105000420";

/// HMAC with SHA-256, the way that once let public keys serve as secrets.
pub fn hmac(secret: &[u8], text: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), text)
        .as_ref()
        .to_vec()
}

/// A valid RSA signature over SHA-1.
pub fn sha1(key: &PrivateKey, text: &[u8]) -> Vec<u8> {
    let pem = pem::parse(key.to_pem().expect("a PEM")).expect("a PEM");
    // PrivateKeyInfo is version, algorithm, and the RSAPrivateKey in an OCTET STRING;
    // RSAPrivateKey begins with version, modulus, public and private exponent.
    let info = children(&children(pem.contents())[0].1);
    let numbers = children(&children(&info[2].1)[0].1);
    let [modulus, exponent] = [1, 3].map(|at| BigUint::from_bytes_be(&numbers[at].1));
    let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, text);
    raw_sign(
        &padded(SHA1_PREFIX, hash.as_ref(), 256),
        &modulus,
        &exponent,
        256,
    )
}

/// A key that no verifier should accept, and how to sign with it.
pub struct WeakKey {
    pub name: &'static str,
    pub pem: String,
    modulus: BigUint,
    private: BigUint,
    length: usize,
}

impl WeakKey {
    /// Signs with SHA-256, correctly for this key.
    pub fn sign(&self, text: &[u8]) -> Vec<u8> {
        let message = padded(SHA256_PREFIX, digest(&SHA256, text).as_ref(), self.length);
        raw_sign(&message, &self.modulus, &self.private, self.length)
    }

    fn new(name: &'static str, modulus: BigUint, public: u32, private: BigUint) -> Self {
        let exponent = BigUint::from(public).to_bytes_be();
        let content = [integer(&modulus.to_bytes_be()), integer(&exponent)].concat();
        let pem = pem::encode(&Pem::new("RSA PUBLIC KEY", element(0x30, &content)));
        let length = modulus.to_bytes_be().len();
        Self {
            name,
            pem,
            modulus,
            private,
            length,
        }
    }

    /// A key whose modulus is a single prime, which is all that signing needs.
    fn of_prime(name: &'static str, prime: BigUint, public: u32) -> Self {
        let inverse = BigUint::from(public)
            .modinv(&(&prime - 1_u32))
            .expect("coprime");
        Self::new(name, prime, public, inverse)
    }
}

pub fn weak_keys() -> Vec<WeakKey> {
    // 2^n - c is prime for these, which is quickly checked and needs no table of digits.
    let prime = |bits: u32, c: u32| (BigUint::from(1_u32) << bits) - c;
    vec![
        WeakKey::of_prime("a key of 512 bits", prime(512, 569), 65_537),
        WeakKey::of_prime("a key of 1024 bits", prime(1024, 105), 65_537),
        WeakKey::new(
            "an exponent of one",
            prime(2048, 1941),
            1,
            BigUint::from(1_u32),
        ),
    ]
}

fn padded(prefix: &str, hash: &[u8], length: usize) -> Vec<u8> {
    let info = [hex::decode(prefix).expect("hex"), hash.to_vec()].concat();
    let filling = vec![0xff; length - info.len() - 3];
    [&[0, 1][..], &filling, &[0], &info].concat()
}

fn raw_sign(message: &[u8], modulus: &BigUint, private: &BigUint, length: usize) -> Vec<u8> {
    let bytes = BigUint::from_bytes_be(message)
        .modpow(private, modulus)
        .to_bytes_be();
    [vec![0; length - bytes.len()], bytes].concat()
}

fn integer(number: &[u8]) -> Vec<u8> {
    let sign = if number[0] >= 0x80 { &[0][..] } else { &[] };
    element(2, &[sign, number].concat())
}

/// One DER element with the shortest length that can state it.
fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let length = &length[length.iter().take_while(|byte| **byte == 0).count()..];
    let stated = match (content.len(), u8::try_from(length.len())) {
        (0..128, _) => length.to_vec(),
        (_, Ok(count)) => [&[0x80 | count], length].concat(),
        (_, Err(_)) => unreachable!("a length has at most eight bytes"),
    };
    [&[tag][..], &stated, content].concat()
}

/// The DER elements that stand in `bytes`, by tag and content.
fn children(mut bytes: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let mut found = Vec::new();
    while let [tag, first, rest @ ..] = bytes {
        let count = if *first < 0x80 {
            0
        } else {
            usize::from(*first & 0x7f)
        };
        let length = if count == 0 {
            usize::from(*first)
        } else {
            rest[..count]
                .iter()
                .fold(0, |sum, byte| sum << 8 | usize::from(*byte))
        };
        found.push((*tag, rest[count..count + length].to_vec()));
        bytes = &rest[count + length..];
    }
    found
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{
        RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey,
    };

    use super::*;
    use crate::actor::HOSTILE;

    /// A forgery that is wrong for another reason would prove nothing.
    #[test]
    fn the_forged_sha_1_signature_is_valid_where_sha_1_is_accepted() {
        let public = HOSTILE.public().expect("public").to_pem();
        let public = pem::parse(public).expect("a PEM");
        let key = |algorithm| UnparsedPublicKey::new(algorithm, public.contents());
        let signature = sha1(&HOSTILE, b"text");
        let accepting = key(&RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY);
        accepting.verify(b"text", &signature).expect("valid");
        assert!(
            key(&RSA_PKCS1_2048_8192_SHA256)
                .verify(b"text", &signature)
                .is_err()
        );
    }

    #[test]
    fn weak_signatures_verify_under_the_weak_keys_arithmetic() {
        for (weak, public) in weak_keys().into_iter().zip([65_537_u32, 65_537, 1]) {
            let signature = BigUint::from_bytes_be(&weak.sign(b"text"));
            let opened = signature.modpow(&BigUint::from(public), &weak.modulus);
            let message = padded(
                SHA256_PREFIX,
                digest(&SHA256, b"text").as_ref(),
                weak.length,
            );
            assert_eq!(opened, BigUint::from_bytes_be(&message), "{}", weak.name);
        }
    }
}
