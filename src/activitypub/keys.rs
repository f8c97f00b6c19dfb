//! RSA and Ed25519 keys, and the texts in which actors publish them.
//!
//! Keys come and go as PEM (RFC 7468) or Multikey (FEP-521a); the arithmetic is
//! `aws-lc-rs`. This module does not know whose key it holds.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize, PublicKey as RsaPublicKey};
use aws_lc_rs::signature::{
    ED25519, ED25519_PUBLIC_KEY_LEN, Ed25519KeyPair, KeyPair as _, ParsedPublicKey,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256,
};
use pem::{EncodeConfig, LineEnding, Pem};

use crate::error::{Error, Result};

/// The kinds of key that this node makes and accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSA with PKCS #1 v1.5 and SHA-256 (`rsa-v1_5-sha256` in RFC 9421 §3.3.2).
    Rsa,
    /// Ed25519 (RFC 8032).
    Ed25519,
}

impl Algorithm {
    /// The name under which the database keeps it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ed25519 => "ed25519",
        }
    }
}

/// The prefix of an Ed25519 public key in a Multikey: the multicodec 0xed as a varint.
const MULTICODEC_ED25519: [u8; 2] = [0xed, 0x01];
/// The prefix of an RSA public key in a Multikey: the multicodec 0x1205 as a varint.
const MULTICODEC_RSA: [u8; 2] = [0x85, 0x24];
/// Below this, a modulus is within reach of an attacker.
const MIN_RSA_BITS: usize = 2048;
/// Above this, verifying costs us more than asking costs the sender.
const MAX_RSA_BITS: usize = 8192;
/// The smallest exponent accepted; with 1, every message is its own signature.
const MIN_RSA_EXPONENT: u64 = 65_537;

/// A key that signs. Its clones share one copy of the secret.
#[derive(Clone)]
pub struct PrivateKey(Arc<Pair>);

enum Pair {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl PrivateKey {
    /// Makes a key; RSA has 2048 bits, and takes up to some hundred milliseconds.
    pub fn generate(algorithm: Algorithm) -> Result<Self> {
        let pair = match algorithm {
            Algorithm::Rsa => Pair::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).map_err(fault)?),
            Algorithm::Ed25519 => Pair::Ed25519(Ed25519KeyPair::generate().map_err(fault)?),
        };
        Ok(Self(Arc::new(pair)))
    }

    /// Reads a private key in PKCS #8 (`BEGIN PRIVATE KEY`).
    pub fn from_pem(text: &str) -> Result<Self> {
        let pem =
            pem::parse(text).map_err(|error| Error::invalid("private key", error.to_string()))?;
        if pem.tag() != "PRIVATE KEY" {
            return Err(Error::invalid(
                "private key",
                "expected PKCS #8, BEGIN PRIVATE KEY",
            ));
        }
        let pair = if let Ok(pair) = Ed25519KeyPair::from_pkcs8(pem.contents()) {
            Pair::Ed25519(pair)
        } else {
            let pair = RsaKeyPair::from_pkcs8(pem.contents())
                .map_err(|error| Error::invalid("private key", error.to_string()))?;
            checked_rsa(pair.public_key())?;
            Pair::Rsa(pair)
        };
        Ok(Self(Arc::new(pair)))
    }

    /// Writes the private key in PKCS #8. The text is the secret itself.
    pub fn to_pem(&self) -> Result<String> {
        let der = match &*self.0 {
            Pair::Rsa(pair) => AsDer::<Pkcs8V1Der>::as_der(pair).map_err(fault)?,
            // Version 1 leaves the public half out, as OpenSSL writes and reads it.
            Pair::Ed25519(pair) => AsDer::<Pkcs8V1Der>::as_der(pair).map_err(fault)?,
        };
        Ok(armoured("PRIVATE KEY", der.as_ref()))
    }

    /// What kind of key it is.
    pub fn algorithm(&self) -> Algorithm {
        match &*self.0 {
            Pair::Rsa(_) => Algorithm::Rsa,
            Pair::Ed25519(_) => Algorithm::Ed25519,
        }
    }

    /// The public half.
    pub fn public(&self) -> Result<PublicKey> {
        match &*self.0 {
            Pair::Rsa(pair) => PublicKey::rsa(pair.public_key()),
            Pair::Ed25519(pair) => PublicKey::ed25519(pair.public_key().as_ref()),
        }
    }

    /// Signs a message: PKCS #1 v1.5 with SHA-256, or Ed25519.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        match &*self.0 {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(
                    &RSA_PKCS1_SHA256,
                    &SystemRandom::new(),
                    message,
                    &mut signature,
                )
                .map_err(fault)?;
                Ok(signature)
            }
            Pair::Ed25519(pair) => Ok(pair.try_sign(message).map_err(fault)?.as_ref().to_vec()),
        }
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "PrivateKey({:?})", self.algorithm())
    }
}

/// A key that verifies, read once and checked for strength.
#[derive(Clone)]
pub struct PublicKey {
    algorithm: Algorithm,
    /// `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7) in DER, the form that is compared.
    info: Arc<[u8]>,
    /// What a Multikey carries: PKCS #1 for RSA, the 32 bytes for Ed25519.
    raw: Arc<[u8]>,
    parsed: ParsedPublicKey,
}

impl PublicKey {
    /// Reads `SubjectPublicKeyInfo` (`BEGIN PUBLIC KEY`) or PKCS #1 (`BEGIN RSA PUBLIC
    /// KEY`), as actors publish it in `publicKeyPem`.
    ///
    /// RSA must have 2048 to 8192 bits and an odd exponent of at least 65537.
    pub fn from_pem(text: &str) -> Result<Self> {
        let pem =
            pem::parse(text).map_err(|error| Error::invalid("public key", error.to_string()))?;
        if !matches!(pem.tag(), "PUBLIC KEY" | "RSA PUBLIC KEY") {
            return Err(Error::invalid("public key", "expected BEGIN PUBLIC KEY"));
        }
        if let Ok(rsa) = RsaPublicKey::from_der(pem.contents()) {
            return Self::rsa(&rsa);
        }
        Self::ed25519(pem.contents())
            .map_err(|_error| Error::invalid("public key", "it is neither RSA nor Ed25519"))
    }

    /// Reads a Multikey's `publicKeyMultibase` (FEP-521a): base58btc, Ed25519 or RSA.
    pub fn from_multibase(text: &str) -> Result<Self> {
        let bytes = decode_base58btc(text)
            .ok_or_else(|| Error::invalid("publicKeyMultibase", "expected z and base58btc"))?;
        if let Some(raw) = bytes.strip_prefix(&MULTICODEC_ED25519) {
            if raw.len() != ED25519_PUBLIC_KEY_LEN {
                return Err(Error::invalid(
                    "publicKeyMultibase",
                    "Ed25519 keys have 32 bytes",
                ));
            }
            Self::ed25519(raw)
        } else if let Some(raw) = bytes.strip_prefix(&MULTICODEC_RSA) {
            let rsa = RsaPublicKey::from_der(raw)
                .map_err(|error| Error::invalid("publicKeyMultibase", error.to_string()))?;
            Self::rsa(&rsa)
        } else {
            Err(Error::invalid(
                "publicKeyMultibase",
                "the key is neither Ed25519 nor RSA",
            ))
        }
    }

    /// Writes `SubjectPublicKeyInfo` in PEM, for `publicKeyPem`.
    pub fn to_pem(&self) -> String {
        armoured("PUBLIC KEY", &self.info)
    }

    /// Writes a Multikey's `publicKeyMultibase`.
    pub fn to_multibase(&self) -> String {
        let prefix = match self.algorithm {
            Algorithm::Ed25519 => MULTICODEC_ED25519,
            Algorithm::Rsa => MULTICODEC_RSA,
        };
        encode_base58btc(&[&prefix, &*self.raw].concat())
    }

    /// What kind of key it is.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Whether `signature` was made over `message` by this key's other half.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.parsed.verify_sig(message, signature).is_ok()
    }

    fn rsa(key: &RsaPublicKey) -> Result<Self> {
        checked_rsa(key)?;
        let info = AsDer::<PublicKeyX509Der>::as_der(key).map_err(fault)?;
        let parsed = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, info.as_ref())
            .map_err(|error| Error::invalid("public key", error.to_string()))?;
        Ok(Self {
            algorithm: Algorithm::Rsa,
            info: info.as_ref().into(),
            raw: key.as_ref().into(),
            parsed,
        })
    }

    /// Takes the 32 bytes, or a `SubjectPublicKeyInfo` around them.
    fn ed25519(bytes: &[u8]) -> Result<Self> {
        let parsed = ParsedPublicKey::new(&ED25519, bytes)
            .map_err(|error| Error::invalid("public key", error.to_string()))?;
        let info = AsDer::<PublicKeyX509Der>::as_der(&parsed).map_err(fault)?;
        // The wrapped form ends with the key's own bytes (RFC 8410 §4).
        let raw = info.as_ref().last_chunk::<ED25519_PUBLIC_KEY_LEN>();
        let raw = raw.ok_or_else(|| Error::invalid("public key", "it is too short"))?;
        Ok(Self {
            algorithm: Algorithm::Ed25519,
            info: info.as_ref().into(),
            raw: raw.as_slice().into(),
            parsed,
        })
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.info == other.info
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "PublicKey({})", self.to_multibase())
    }
}

/// Bytes as multibase base58btc: `z` and the digits.
pub fn encode_base58btc(bytes: &[u8]) -> String {
    format!("z{}", bs58::encode(bytes).into_string())
}

/// The bytes of a multibase base58btc text; `None` when it is not one.
pub fn decode_base58btc(text: &str) -> Option<Vec<u8>> {
    // Decoding takes time in the square of the length; the longest key stays below this.
    let digits = text
        .strip_prefix('z')
        .filter(|digits| digits.len() <= 2048)?;
    bs58::decode(digits).into_vec().ok()
}

/// Refuses RSA keys too weak to trust or so large that verifying becomes a burden.
fn checked_rsa(key: &RsaPublicKey) -> Result<()> {
    let modulus = key.modulus().big_endian_without_leading_zero();
    let leading = modulus
        .first()
        .map_or(0, |byte| byte.leading_zeros() as usize);
    let bits = modulus.len() * 8 - leading;
    if !(MIN_RSA_BITS..=MAX_RSA_BITS).contains(&bits) {
        let reason =
            format!("the RSA modulus has {bits} bits, not {MIN_RSA_BITS} to {MAX_RSA_BITS}");
        return Err(Error::invalid("public key", reason));
    }
    let exponent = key.exponent().big_endian_without_leading_zero();
    let exponent = exponent.iter().fold(0_u64, |sum, byte| {
        sum.saturating_mul(256).saturating_add(u64::from(*byte))
    });
    if exponent < MIN_RSA_EXPONENT || exponent.is_multiple_of(2) {
        let reason = format!("the RSA exponent is not an odd number from {MIN_RSA_EXPONENT}");
        return Err(Error::invalid("public key", reason));
    }
    Ok(())
}

fn armoured(tag: &str, der: &[u8]) -> String {
    pem::encode_config(
        &Pem::new(tag, der),
        EncodeConfig::new().set_line_ending(LineEnding::LF),
    )
}

fn fault(error: aws_lc_rs::error::Unspecified) -> Error {
    Error::internal(error)
}

#[cfg(test)]
mod tests;
