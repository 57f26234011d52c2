//! What answers of EC2 other than success mean.

use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};

use crate::answer::Meaning;
use crate::aws::{is_about_credentials, said};
use crate::fleet::{FleetError, Shortfall};

/// What follows this is for the eyes of AWS only.
const ENCODED: &str = "Encoded authorization failure message: ";

/// A call that did not succeed.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    /// The error code; empty when there was no answer.
    pub code: String,
    pub message: String,
    /// The status of the answer, 0 without one.
    status: u16,
    is_about_credentials: bool,
    was_sent: bool,
}

impl Refusal {
    pub(super) fn of<E>(error: &SdkError<E>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let status = error.raw_response().map_or(0, |answer| answer.status().as_u16());
        let is_unsent = match error {
            SdkError::DispatchFailure(failure) => !failure.is_io() && !failure.is_timeout(),
            _ => false,
        };
        Self {
            code: error.code().unwrap_or_default().to_owned(),
            message: error.message().map_or_else(|| said(error), str::to_owned),
            status,
            is_about_credentials: is_unsent && is_about_credentials(error),
            was_sent: !matches!(error, SdkError::ConstructionFailure(_)),
        }
    }

    pub(super) fn said(&self) -> String {
        let message = readable(&self.message);
        if self.code.is_empty() { message.to_owned() } else { format!("{}: {message}", self.code) }
    }

    /// The blob in which AWS tells those who may know why it refuses.
    pub(super) fn encoded(&self) -> Option<&str> {
        let (_, blob) = self.message.split_once(ENCODED)?;
        (self.is_denied() && right_in(&self.message).is_none()).then(|| blob.trim())
    }

    fn is_denied(&self) -> bool {
        Meaning::of(&self.code) == Some(Meaning::Denied)
    }

    /// The error for the call that was made.
    pub(super) fn into_error(self, action: &str) -> FleetError {
        let detail = self.said();
        let meaning = Meaning::of_answer(&self.code, &self.message);
        if meaning == Some(Meaning::Clock) {
            FleetError::Clock { detail: self.code }
        } else if self.is_about_credentials || meaning == Some(Meaning::Credentials) {
            FleetError::Credentials { detail: self.code }
        } else if meaning == Some(Meaning::NoSpotRole) {
            FleetError::Denied { action: "iam:CreateServiceLinkedRole".to_owned(), detail }
        } else if self.is_denied() {
            FleetError::Denied {
                action: right_in(&self.message).unwrap_or(action).to_owned(),
                detail,
            }
        } else if self.code.starts_with("InvalidAMIID") {
            FleetError::NoImage { detail }
        } else if meaning == Some(Meaning::Quota) {
            FleetError::Quota { detail: self.code }
        } else if meaning == Some(Meaning::Passing)
            || matches!(self.status, 429 | 500..)
            || (self.status == 0 && self.was_sent)
        {
            FleetError::Busy { detail }
        } else {
            other(action, detail)
        }
    }
}

/// What a launch came to that gave nothing, when asking again for the same would give the same.
pub(super) fn hopeless(shortfalls: &[Shortfall]) -> Option<FleetError> {
    let passes = |shortfall: &Shortfall| {
        matches!(Meaning::of(&shortfall.code), Some(Meaning::Scarce | Meaning::Passing))
    };
    if shortfalls.iter().any(passes) {
        return None;
    }
    let shortfall = shortfalls.iter().find(|shortfall| !is_quota(shortfall))?;
    let refusal = Refusal {
        code: shortfall.code.clone(),
        message: shortfall.message.clone(),
        status: 400,
        is_about_credentials: false,
        was_sent: true,
    };
    Some(refusal.into_error("ec2:CreateFleet"))
}

/// Whether there is none of that at the moment.
pub(super) fn is_scarce(shortfall: &Shortfall) -> bool {
    Meaning::of(&shortfall.code) == Some(Meaning::Scarce)
}

/// Whether the account may not have more of that.
pub(super) fn is_quota(shortfall: &Shortfall) -> bool {
    Meaning::of(&shortfall.code) == Some(Meaning::Quota)
}

pub(super) fn other(action: &str, detail: impl Into<String>) -> FleetError {
    FleetError::Other { action: action.to_owned(), detail: detail.into() }
}

/// A message without the part that no person can read.
pub(super) fn readable(message: &str) -> &str {
    let (message, _) = message.split_once(ENCODED).unwrap_or((message, ""));
    message.trim()
}

/// The right that a message of AWS names (`ec2:RunInstances`).
fn right_in(message: &str) -> Option<&str> {
    let (_, after) = message.split_once("to perform: ")?;
    let right = after.split([' ', ',']).next()?.trim_end_matches('.');
    let (service, call) = right.split_once(':')?;
    let is_word = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric());
    (is_word(service) && is_word(call)).then_some(right)
}

/// The right that a decoded message names.
pub(super) fn right_in_decoded(decoded: &str) -> Option<String> {
    let decoded: serde_json::Value = serde_json::from_str(decoded).ok()?;
    Some(decoded["context"]["action"].as_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, code: &str, message: &str) -> FleetError {
        Refusal {
            code: code.to_owned(),
            message: message.to_owned(),
            status,
            is_about_credentials: false,
            was_sent: true,
        }
        .into_error("ec2:CreateFleet")
    }

    #[test]
    fn each_answer_has_its_meaning() {
        for (status, code) in
            [(503, "RequestLimitExceeded"), (500, "InternalError"), (503, ""), (0, "")]
        {
            assert!(refused(status, code, "").is_passing(), "{status} {code}");
        }
        assert!(matches!(refused(401, "AuthFailure", ""), FleetError::Credentials { .. }));
        assert!(matches!(refused(400, "RequestExpired", ""), FleetError::Credentials { .. }));
        assert!(matches!(refused(400, "RequestInTheFuture", ""), FleetError::Clock { .. }));
        let quota = refused(400, "VcpuLimitExceeded", "");
        assert_eq!(quota, FleetError::Quota { detail: "VcpuLimitExceeded".to_owned() });
        let image = refused(400, "InvalidAMIID.NotFound", "");
        assert!(matches!(image, FleetError::NoImage { .. }));
        let odd = refused(400, "InvalidParameterValue", "x");
        assert_eq!(odd, other("ec2:CreateFleet", "InvalidParameterValue: x".to_owned()));
    }

    #[test]
    fn a_launch_that_gave_nothing_is_hopeless_when_no_zone_can_change_that() {
        let shortfall = |code: &str| Shortfall {
            code: code.to_owned(),
            message: "You are not authorized to perform: ec2:RunInstances".to_owned(),
            instance_type: String::new(),
            market: crate::fleet::Market::Spot,
        };
        let none = shortfall("InsufficientInstanceCapacity");
        let quota = shortfall("VcpuLimitExceeded");
        let denied = shortfall("UnauthorizedOperation");
        let role = shortfall("AuthFailure.ServiceLinkedRoleCreationNotPermitted");
        assert_eq!(hopeless(&[denied.clone(), none]), None);
        assert_eq!(hopeless(std::slice::from_ref(&quota)), None);
        for (lasting, right) in
            [(denied, "ec2:RunInstances"), (role, "iam:CreateServiceLinkedRole")]
        {
            let error = hopeless(&[quota.clone(), lasting]);
            assert!(
                matches!(&error, Some(FleetError::Denied { action, .. }) if action == right),
                "{error:?}"
            );
        }
    }

    #[test]
    fn the_right_that_lacks_is_named() {
        let message = "You are not authorized to perform this operation. User: arn:aws:iam::1:user/k is not \
                       authorized to perform: iam:PassRole on resource: arn:aws:iam::1:role/r because no policy allows \
                       it. Encoded authorization failure message: Zm9vYmFy";
        let FleetError::Denied { action, detail } = refused(403, "UnauthorizedOperation", message)
        else {
            panic!("denied")
        };
        assert_eq!(action, "iam:PassRole");
        assert!(!detail.contains("Zm9v"), "{detail}");
        let FleetError::Denied { action, .. } = refused(403, "UnauthorizedOperation", "No.") else {
            panic!("denied")
        };
        assert_eq!(action, "ec2:CreateFleet");
        let decoded = r#"{"allowed":false,"context":{"principal":{},"action":"ec2:RunInstances"}}"#;
        assert_eq!(right_in_decoded(decoded).as_deref(), Some("ec2:RunInstances"));
        assert_eq!(right_in_decoded("no JSON"), None);
    }
}
