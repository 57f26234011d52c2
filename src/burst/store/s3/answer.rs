//! What the answers of S3 mean.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::config::interceptors::BeforeDeserializationInterceptorContextRef;
use aws_sdk_s3::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_s3::error::{BoxError, ProvideErrorMetadata, SdkError};
use aws_sdk_s3::primitives::{DateTime, DateTimeFormat};
use aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint;

use crate::answer::Meaning;
use crate::aws::{is_about_credentials, said};
use crate::store::{StoreError, StoreTime};

#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// How a person names the store.
    pub store: &'a str,
    pub region: &'a str,
    /// The call, in the words of IAM policies.
    pub action: &'a str,
}

impl Asked<'_> {
    /// What went wrong with a call.
    pub(super) fn failed<E>(&self, error: &SdkError<E>) -> StoreError
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let store = self.store.to_owned();
        match error {
            SdkError::ServiceError(service) => {
                let meta = service.err().meta();
                self.refused(service.raw(), meta.code(), meta.message())
            }
            SdkError::DispatchFailure(failure)
                if !failure.is_io() && !failure.is_timeout() && is_about_credentials(error) =>
            {
                StoreError::Credentials { detail: String::new() }
            }
            SdkError::ConstructionFailure(_) => StoreError::Other { store, detail: said(error) },
            // no connection, no answer in time, or one that breaks off
            _ => StoreError::Busy { store, detail: said(error) },
        }
    }

    /// What an answer other than success means.
    fn refused(
        &self,
        answer: &HttpResponse,
        code: Option<&str>,
        message: Option<&str>,
    ) -> StoreError {
        let status = answer.status().as_u16();
        // answers without a body have no code
        let code = code.unwrap_or_default();
        let mut detail = format!("{status} {code}");
        if let Some(message) = message {
            detail = format!("{detail}: {message}");
        }
        let store = self.store.to_owned();
        match (status, Meaning::of_answer(code, message.unwrap_or_default())) {
            (_, Some(Meaning::NoBucket)) => StoreError::NoStore { store },
            (_, Some(Meaning::OtherRegion)) | (301 | 307, _) => StoreError::WrongRegion {
                store,
                region: self.region.to_owned(),
                found: region_in(answer),
            },
            (_, Some(Meaning::Credentials)) => StoreError::Credentials { detail: code.to_owned() },
            (_, Some(Meaning::Clock)) => StoreError::Clock { detail: code.to_owned() },
            (_, Some(Meaning::Passing)) | (429 | 500 | 502.., _) => {
                StoreError::Busy { store, detail }
            }
            (403, _) => StoreError::Denied { store, action: self.action.to_owned(), detail },
            _ => StoreError::Other { store, detail },
        }
    }

    /// What S3 says about one of several objects that it did not delete.
    pub(super) fn not_deleted(&self, error: &aws_sdk_s3::types::Error) -> StoreError {
        let code = error.code().unwrap_or_default();
        let detail = format!("{code}: {}", error.message().unwrap_or_default());
        let store = self.store.to_owned();
        match Meaning::of(code) {
            Some(Meaning::Denied) => {
                StoreError::Denied { store, action: self.action.to_owned(), detail }
            }
            Some(Meaning::Passing) => StoreError::Busy { store, detail },
            _ => StoreError::Other { store, detail },
        }
    }

    /// A body that broke off on its way.
    pub(super) fn cut_off(&self, error: &(dyn std::error::Error + 'static)) -> StoreError {
        StoreError::Busy { store: self.store.to_owned(), detail: said(error) }
    }

    /// An answer without what every answer has.
    pub(super) fn lacks(&self, what: &str) -> StoreError {
        StoreError::Other {
            store: self.store.to_owned(),
            detail: format!("an answer to {} has no {what}", self.action),
        }
    }
}

pub(super) fn status<E>(error: &SdkError<E>) -> Option<u16> {
    error.raw_response().map(|answer| answer.status().as_u16())
}

/// Where the bucket is, when S3 says so: in a header, or in the error itself.
fn region_in(answer: &HttpResponse) -> Option<String> {
    if let Some(region) = answer.headers().get("x-amz-bucket-region") {
        return Some(region.to_owned());
    }
    let body = std::str::from_utf8(answer.body().bytes()?).ok()?;
    let (_, rest) = body.split_once("<Region>")?;
    let (region, _) = rest.split_once("</Region>")?;
    Some(region.to_owned())
}

/// Keeps the `Date` of an answer: the store's own clock.
#[derive(Debug, Clone, Default)]
pub(super) struct Clock(Arc<AtomicI64>);

impl Clock {
    pub(super) fn said(&self) -> Option<StoreTime> {
        let ms = self.0.load(Ordering::Acquire);
        (ms != 0).then_some(StoreTime(ms))
    }
}

#[dyn_dispatch_hint]
impl Intercept for Clock {
    fn name(&self) -> &'static str {
        "StoreClock"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let date = context.response().headers().get("date");
        let date = date.and_then(|date| DateTime::from_str(date, DateTimeFormat::HttpDate).ok());
        if let Some(ms) = date.and_then(|date| date.to_millis().ok()) {
            self.0.store(ms, Ordering::Release);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_s3::config::http::HttpResponse;
    use aws_sdk_s3::primitives::SdkBody;

    use super::*;

    const ACTION: &str = "s3:PutObject";

    const ASKED: Asked<'_> = Asked { store: "s3://b", region: "eu-central-1", action: ACTION };

    fn answer(status: u16, body: &str) -> HttpResponse {
        HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body))
    }

    fn refused(status: u16, code: &str) -> StoreError {
        let code = (!code.is_empty()).then_some(code);
        ASKED.refused(&answer(status, ""), code, None)
    }

    #[test]
    fn each_answer_has_its_meaning() {
        for (status, code) in [
            (503, "SlowDown"),
            (503, ""),
            (500, "InternalError"),
            (504, ""),
            (429, ""),
            (400, "RequestTimeout"),
            (409, "ConditionalRequestConflict"),
            (400, "BadDigest"),
        ] {
            assert!(refused(status, code).is_passing(), "{status} {code}");
        }
        for code in ["ExpiredToken", "InvalidAccessKeyId", "SignatureDoesNotMatch"] {
            assert!(matches!(refused(403, code), StoreError::Credentials { .. }), "{code}");
        }
        assert!(matches!(
            refused(403, "AccessDenied"),
            StoreError::Denied { action, .. } if action == ACTION
        ));
        assert!(matches!(refused(403, ""), StoreError::Denied { .. }));
        assert!(matches!(refused(404, "NoSuchBucket"), StoreError::NoStore { .. }));
        // a server without conditional writes, and a clock that is wrong, stay so
        assert!(matches!(refused(501, "NotImplemented"), StoreError::Other { .. }));
        assert!(matches!(refused(403, "RequestTimeTooSkewed"), StoreError::Clock { .. }));
    }

    #[test]
    fn the_region_that_s3_names_is_passed_on() {
        let found = |answer: &HttpResponse, code| match ASKED.refused(answer, Some(code), None) {
            StoreError::WrongRegion { region, found, .. } => {
                assert_eq!(region, "eu-central-1");
                found
            }
            other => panic!("{other:?}"),
        };
        let body =
            "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>";
        let malformed = answer(400, body);
        assert_eq!(found(&malformed, "AuthorizationHeaderMalformed").as_deref(), Some("eu-west-1"));
        let mut redirect = answer(301, "");
        assert_eq!(found(&redirect, "PermanentRedirect"), None);
        redirect.headers_mut().insert("x-amz-bucket-region", "us-east-1");
        assert_eq!(found(&redirect, "PermanentRedirect").as_deref(), Some("us-east-1"));
    }
}
