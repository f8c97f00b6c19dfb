//! A file that a form brings (`multipart/form-data`, RFC 7578), with the fields beside it, held
//! in memory and therefore bounded.

use axum::extract::multipart::{Field, Multipart, MultipartError, MultipartRejection};
use bytes::{Bytes, BytesMut};

use crate::error::{Error, Result};
use crate::text::LanguageMap;

/// A form as it may be sent, or why it is none.
pub type Form = std::result::Result<Multipart, MultipartRejection>;

/// How many bytes the fields beside the file may have together.
pub const MOST_BESIDE: usize = 64 << 10;
/// How many of them there may be.
const MOST_FIELDS: usize = 200;

/// What a form brought.
#[derive(Debug, Default)]
pub struct Upload {
    /// The file's bytes; none where none was chosen.
    pub file: Bytes,
    /// What its sender calls it: a media type.
    pub said: Option<String>,
    /// The other fields, in the order in which they came.
    pub fields: Vec<(String, String)>,
}

impl Upload {
    /// Reads a form whose file is its part `file` and has at most `most` bytes.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it did not arrive whole, or holds more than it may.
    pub async fn read(form: Form, most: usize) -> Result<Self> {
        let mut upload = Self::default();
        upload.fill(form, most).await?;
        Ok(upload)
    }

    /// The same into an empty one, which keeps the fields that came before what is refused.
    ///
    /// # Errors
    /// Those of [`Self::read`].
    pub async fn fill(&mut self, form: Form, most: usize) -> Result<()> {
        let mut form = form.map_err(|rejection| {
            let reason = format!("send it as multipart/form-data ({rejection})");
            Error::invalid("file", reason)
        })?;
        let mut room = MOST_BESIDE;
        while let Some(part) = form.next_field().await.map_err(|error| broken(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == "file" {
                self.said = part.content_type().map(str::to_owned);
                self.file = bounded(part, most, "file").await?;
                continue;
            }
            let text = bounded(part, room, "form").await?;
            room -= text.len();
            if self.fields.len() == MOST_FIELDS {
                let reason = format!("has more than {MOST_FIELDS} fields");
                return Err(Error::invalid("form", reason));
            }
            let text = String::from_utf8(text.to_vec())
                .map_err(|_no_text| Error::invalid(&name, "is no text in UTF-8"))?;
            self.fields.push((name, text));
        }
        Ok(())
    }

    /// The texts of the fields `name-LANGUAGE`.
    ///
    /// # Errors
    /// [`Error::Invalid`] when what stands for the language names none.
    pub fn texts(&self, name: &str) -> Result<LanguageMap> {
        let mut texts = LanguageMap::default();
        for (field, text) in &self.fields {
            let language = field.strip_prefix(name).and_then(|it| it.strip_prefix('-'));
            if let Some(language) = language {
                texts.insert(language, text)?;
            }
        }
        Ok(texts)
    }

    /// What stands in a field; nothing where there is none.
    pub fn get(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, text)| text.as_str())
    }
}

async fn bounded(mut part: Field<'_>, most: usize, field: &str) -> Result<Bytes> {
    let mut held = BytesMut::new();
    while let Some(bytes) = part.chunk().await.map_err(|error| broken(&error))? {
        if held.len() + bytes.len() > most {
            let reason = format!("is larger than {most} bytes; make it smaller and send it again");
            return Err(Error::invalid(field, reason));
        }
        held.extend_from_slice(&bytes);
    }
    Ok(held.freeze())
}

fn broken(error: &MultipartError) -> Error {
    let reason = format!("did not arrive whole ({error}); send it again");
    Error::invalid("file", reason)
}

/// Forms for tests.
#[cfg(test)]
pub(crate) mod testing {
    use axum::body::Body;
    use http::{Method, Request, header};

    /// A form that brings a file, with fields beside it.
    pub(crate) fn request(
        (method, path): (Method, &str),
        (file, said): (&[u8], &str),
        fields: &[(&str, &str)],
    ) -> Request<Body> {
        let mut body = Vec::new();
        for (name, text) in fields {
            let head = format!("Content-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(format!("--edge\r\n{head}{text}\r\n").as_bytes());
        }
        let head = "Content-Disposition: form-data; name=\"file\"; filename=\"one\"\r\n";
        let head = format!("--edge\r\n{head}Content-Type: {said}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .body(Body::from(body))
            .unwrap()
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::extract::FromRequest;
    use http::{Method, Request, header};

    use super::*;

    async fn read(request: Request<Body>, most: usize) -> Result<Upload> {
        let form = Multipart::from_request(request, &()).await;
        Upload::read(form, most).await
    }

    fn sent(file: &[u8], fields: &[(&str, &str)]) -> Request<Body> {
        testing::request((Method::POST, "/"), (file, "image/png"), fields)
    }

    #[tokio::test]
    async fn a_form_is_read_with_its_fields_and_texts_by_language() {
        let fields = [
            ("role", "icon"),
            ("alt-es", "una taza"),
            ("alt-en", "a cup"),
        ];
        let upload = read(sent(b"\x89PNG", &fields), 4).await.unwrap();
        assert_eq!(
            (&upload.file[..], upload.said.as_deref()),
            (&b"\x89PNG"[..], Some("image/png"))
        );
        assert_eq!((upload.get("role"), upload.get("other")), ("icon", ""));
        let alt = upload.texts("alt").unwrap();
        assert_eq!(
            (alt.get("es"), alt.get("en")),
            (Some("una taza"), Some("a cup"))
        );
        let strange = read(sent(b"", &[("alt-no language", "x")]), 4)
            .await
            .unwrap();
        assert!(strange.texts("alt").is_err());
    }

    #[tokio::test]
    async fn what_is_too_large_cut_off_or_no_form_is_refused() {
        let large = "x".repeat(MOST_BESIDE);
        let many = vec![("one", ""); MOST_FIELDS + 1];
        let mut cut = sent(b"12345678", &[]);
        *cut.body_mut() =
            Body::from("--edge\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n123");
        let plain = Request::post("/")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from("{}"))
            .unwrap();
        for (request, field, reason) in [
            (sent(b"12345", &[]), "file", "larger than 4 bytes"),
            (
                sent(b"", &[("one", &large), ("two", "x")]),
                "form",
                "larger than 0 bytes",
            ),
            (sent(b"", &many), "form", "more than 200 fields"),
            (cut, "file", "did not arrive whole"),
            (plain, "file", "multipart/form-data"),
        ] {
            match read(request, 4).await {
                Err(Error::Invalid {
                    field: at,
                    reason: said,
                }) => {
                    assert!(at == field && said.contains(reason), "{at}: {said}");
                }
                other => panic!("{reason}: {other:?}"),
            }
        }
    }
}
