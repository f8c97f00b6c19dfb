//! Errors as RFC 9457 problem details.
//!
//! Every error that leaves by HTTP passes here, so that none carries more than its reader
//! may know: faults of ours go to the log, and their readers get the request's id.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

use crate::error::Error;
use crate::words::Saying;

/// How long a caller should wait before it tries again when the database cannot take more.
const RETRY_AFTER: &str = "5";

/// A problem document (RFC 9457 §3). Put into the response's extensions as well, so that the
/// pages can show it to people.
#[derive(Debug, Clone, Serialize)]
pub struct Problem {
    /// A stable identifier of the kind of problem (§3.1.1); `docs/NAMESPACE.md` lists them.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words.
    pub title: &'static str,
    /// The status, repeated for readers that lost the header.
    pub status: u16,
    /// What happened this time, and what to do.
    pub detail: String,
    /// The fields that were refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Field>,
    /// What happened, as pages say it to people.
    #[serde(skip)]
    pub said: Box<Saying>,
}

/// One refused field.
#[derive(Debug, Clone, Serialize)]
pub struct Field {
    /// Its name, as the caller wrote it.
    pub field: String,
    /// Why it was refused, and what would be accepted.
    pub reason: String,
}

impl Problem {
    /// A problem of the kind `code`, a short word in kebab-case.
    pub fn new(
        status: StatusCode,
        code: &str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        let detail = detail.into();
        Self {
            kind: format!("https://w3id.org/trenza#problem-{code}"),
            title,
            status: status.as_u16(),
            said: Box::new(detail.as_str().into()),
            detail,
            errors: Vec::new(),
        }
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let said = error.saying();
        let mut problem = Self::of(error);
        // What another detail stands for is not for everybody.
        if problem.detail == *said {
            problem.said = Box::new(said);
        }
        problem
    }
}

impl Problem {
    fn of(error: Error) -> Self {
        let detail = error.to_string();
        match error {
            Error::NotFound(_) | Error::Absent { .. } => {
                Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", detail)
            }
            Error::AlreadyExists(_) => Self::new(
                StatusCode::CONFLICT,
                "already-exists",
                "Exists already",
                detail,
            ),
            Error::Conflict(_) => {
                let title = "Not possible in the present state";
                Self::new(StatusCode::CONFLICT, "conflict", title, detail)
            }
            Error::Invalid { field, reason } => {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                let mut problem = Self::new(status, "invalid", "Refused value", detail);
                problem.errors.push(Field {
                    field,
                    reason: reason.to_string(),
                });
                problem
            }
            Error::Unauthenticated(_) => {
                let title = "Not authenticated";
                Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", title, detail)
            }
            Error::Forbidden(_) => {
                Self::new(StatusCode::FORBIDDEN, "forbidden", "Not allowed", detail)
            }
            Error::Remote { host, reason, .. } => {
                tracing::warn!(%host, %reason, "another host failed a request");
                let detail = format!("{host} did not answer as it should; try again later");
                Self::new(
                    StatusCode::BAD_GATEWAY,
                    "remote",
                    "Another host failed",
                    detail,
                )
            }
            Error::Unavailable(reason) => {
                tracing::warn!(%reason, "the database cannot answer");
                let detail = "the database cannot answer just now; try again in some seconds";
                let title = "Temporarily unavailable";
                Self::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "unavailable",
                    title,
                    detail,
                )
            }
            Error::Internal(source) => {
                tracing::error!(error = %source, "a request failed by a fault of ours");
                let detail = "a fault of this server; its operator finds it in the log by \
                              the X-Request-Id of this answer";
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                Self::new(status, "internal", "Internal error", detail)
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status(), Json(&self)).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.status() == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
        }
        if self.status() == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_value_names_its_field() {
        let problem = Problem::from(Error::invalid("territory", "write an ISO code"));
        let shown = serde_json::to_value(&problem).unwrap();
        assert_eq!(shown["status"], 422);
        assert_eq!(shown["errors"][0]["field"], "territory");
        assert_eq!(shown["type"], "https://w3id.org/trenza#problem-invalid");
    }

    #[test]
    fn a_fault_of_ours_is_not_told_to_strangers() {
        let problem = Problem::from(Error::internal("password in a path"));
        assert!(
            !serde_json::to_string(&problem)
                .unwrap()
                .contains("password")
        );
    }

    #[test]
    fn an_overloaded_database_says_when_to_come_back() {
        let response = Problem::from(Error::Unavailable("locked".into())).into_response();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()[header::RETRY_AFTER], "5");
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "application/problem+json"
        );
    }

    #[test]
    fn a_missing_token_is_asked_for() {
        let response = Problem::from(Error::Unauthenticated("no token".into())).into_response();
        assert_eq!(response.headers()[header::WWW_AUTHENTICATE], "Bearer");
    }
}
