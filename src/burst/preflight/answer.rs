//! What an answer of AWS other than success means to a check.

use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};

use super::{Check, Item};
use crate::answer::Meaning;
use crate::aws::said;

/// Why a call did not succeed.
#[derive(Debug)]
pub(super) struct Refusal {
    /// The error code; empty when there was no answer, or one without a body.
    pub code: String,
    /// AWS's message, or what happened on the way.
    pub message: String,
    /// The status of the answer, 0 without one.
    pub status: u16,
}

impl Refusal {
    pub(super) fn of<E>(error: &SdkError<E>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let status = error.raw_response().map_or(0, |answer| answer.status().as_u16());
        let code = error.code().unwrap_or_default().to_owned();
        let message = error.message().map_or_else(|| said(error), str::to_owned);
        Self { code, message, status }
    }

    pub(super) fn is_denied(&self) -> bool {
        Meaning::of(&self.code) == Some(Meaning::Denied)
            || (self.code.is_empty() && self.status == 403)
    }

    pub(super) fn is_about_credentials(&self) -> bool {
        Meaning::of(&self.code) == Some(Meaning::Credentials)
    }

    /// In one line, for the person.
    pub(super) fn said(&self) -> String {
        if self.code.is_empty() {
            self.message.clone()
        } else {
            format!("{}: {}", self.code, self.message)
        }
    }

    /// The check of something that could not be looked at; `grant` gives the right when that is what lacks.
    pub(super) fn cannot_tell(&self, what: Item, grant: &str) -> Check {
        let mend = if self.is_denied() { grant } else { "" };
        Check::cannot_tell(what, self.said(), mend)
    }
}
