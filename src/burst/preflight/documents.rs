//! The JSON documents of a bucket: whether its policy refuses plain HTTP, and what a policy that does looks like.

use serde_json::{Value, json};

/// Whether a bucket policy refuses every request over plain HTTP.
pub(super) fn refuses_plain_http(policy: &str, arn: &str) -> bool {
    let Ok(policy) = serde_json::from_str::<Value>(policy) else {
        return false;
    };
    list(&policy["Statement"]).any(|statement| denies_plain_http(statement, arn))
}

fn denies_plain_http(statement: &Value, arn: &str) -> bool {
    let principal = &statement["Principal"];
    let is_everybody = principal == "*" || list(&principal["AWS"]).any(|who| who == "*");
    let is_everything = list(&statement["Action"]).any(|action| action == "*" || action == "s3:*");
    let covers =
        |wanted: &str| list(&statement["Resource"]).any(|given| given == wanted || given == "*");
    statement["Effect"] == "Deny"
        && is_everybody
        && is_everything
        && (covers(&format!("{arn}*")) || (covers(arn) && covers(&format!("{arn}/*"))))
        && only_condition_is_plain_http(&statement["Condition"])
}

/// Any further condition would let some requests through.
fn only_condition_is_plain_http(condition: &Value) -> bool {
    let Some(operators) = condition.as_object().filter(|all| all.len() == 1) else {
        return false;
    };
    operators.iter().all(|(operator, test)| {
        matches!(operator.as_str(), "Bool" | "BoolIfExists") && is_plain_http(test)
    })
}

fn is_plain_http(test: &Value) -> bool {
    let is_false = |value: &Value| value == "false" || value == &json!(false);
    let Some(keys) = test.as_object().filter(|all| all.len() == 1) else {
        return false;
    };
    keys.iter().all(|(key, value)| {
        key.eq_ignore_ascii_case("aws:SecureTransport") && list(value).any(is_false)
    })
}

/// One or several, as policies write it.
fn list(value: &Value) -> impl Iterator<Item = &Value> {
    let several = value.as_array().map(Vec::as_slice);
    let one = (!value.is_null() && several.is_none()).then_some(value);
    several.unwrap_or_default().iter().chain(one)
}

/// The policy with a statement that refuses plain HTTP, beside what it has already.
pub(super) fn with_tls_only(policy: Option<&str>, arn: &str) -> String {
    let statement = json!({
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, format!("{arn}/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}}
    });
    let mut whole = policy
        .and_then(|policy| serde_json::from_str::<Value>(policy).ok())
        .filter(Value::is_object)
        .unwrap_or_else(|| json!({"Version": "2012-10-17"}));
    let statements: Vec<Value> = list(&whole["Statement"])
        .filter(|given| given["Sid"] != "TlsOnly")
        .cloned()
        .chain([statement])
        .collect();
    whole["Statement"] = Value::Array(statements);
    whole.to_string()
}

/// Lifecycle rules for the runs below a prefix.
pub(super) fn lifecycle_rules(runs: &str) -> Value {
    json!([
        {
            "ID": "dizzy-runs",
            "Status": "Enabled",
            "Filter": {"Prefix": runs},
            "Expiration": {"Days": 7}
        },
        {
            "ID": "dizzy-uploads",
            "Status": "Enabled",
            "Filter": {"Prefix": ""},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}
        }
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:s3:::kantoor";

    #[test]
    fn what_it_asks_for_is_what_it_accepts() {
        let policy = with_tls_only(None, ARN);
        assert!(refuses_plain_http(&policy, ARN), "{policy}");
        assert!(!refuses_plain_http(&policy, "arn:aws:s3:::ander"));
    }

    #[test]
    fn other_statements_stay() {
        let there = r#"{"Version":"2012-10-17","Statement":{"Sid":"Lezen","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::kantoor/a"}}"#;
        assert!(!refuses_plain_http(there, ARN));
        let policy = with_tls_only(Some(there), ARN);
        assert!(refuses_plain_http(&policy, ARN));
        assert!(policy.contains("Lezen"), "{policy}");
        assert_eq!(with_tls_only(Some(&policy), ARN), policy);
    }

    #[test]
    fn half_a_refusal_is_none() {
        let whole: Value = serde_json::from_str(&with_tls_only(None, ARN)).unwrap();
        for (pointer, value) in [
            ("/Statement/0/Effect", json!("Allow")),
            ("/Statement/0/Principal", json!({"AWS": "arn:aws:iam::1:user/a"})),
            ("/Statement/0/Action", json!(["s3:PutObject"])),
            ("/Statement/0/Resource", json!(ARN)),
            ("/Statement/0/Resource", json!("arn:aws:s3:::kantoor/*")),
            ("/Statement/0/Condition", json!({})),
            ("/Statement/0/Condition", json!({"Bool": {"aws:SecureTransport": "true"}})),
            (
                "/Statement/0/Condition",
                json!({"Bool": {"aws:SecureTransport": "false"}, "IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}),
            ),
        ] {
            let mut half = whole.clone();
            *half.pointer_mut(pointer).unwrap() = value;
            assert!(!refuses_plain_http(&half.to_string(), ARN), "{half}");
        }
        let mut other = whole;
        other["Statement"][0]["Principal"] = json!({"AWS": ["*"]});
        other["Statement"][0]["Condition"] = json!({"Bool": {"AWS:securetransport": false}});
        assert!(refuses_plain_http(&other.to_string(), ARN));
    }
}
