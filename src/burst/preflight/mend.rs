//! The commands that mend what is missing, ready to be copied.

/// Makes all that a burst needs: `examples/aws/dizzy.yaml`.
pub(super) fn stack(region: &str, bucket: &str, prefix: &str) -> String {
    let slash = if prefix.is_empty() { "" } else { "/" };
    format!(
        "aws cloudformation deploy --region {region} --stack-name dizzy --template-file examples/aws/dizzy.yaml \
         --capabilities CAPABILITY_NAMED_IAM --parameter-overrides Bucket={bucket} Prefix={prefix}{slash}"
    )
}

/// A text between single quotes for a shell.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Gives the caller the rights of `examples/aws/coordinator-policy.json`, by the policy that the stack makes.
pub(super) fn grant(caller_arn: &str, account: &str) -> String {
    let partition = caller_arn.split(':').nth(1).unwrap_or("aws");
    let policy = format!("arn:{partition}:iam::{account}:policy/dizzy-coordinator");
    let who = caller_arn.rsplit(':').next().unwrap_or_default();
    let mut parts = who.split('/');
    match (parts.next(), parts.next_back()) {
        (Some("user"), Some(user)) => {
            format!("aws iam attach-user-policy --user-name {user} --policy-arn {policy}")
        }
        // assumed-role/ROLE/SESSION; roles of IAM Identity Center get their rights from a permission set
        (Some("assumed-role"), _) if !who.contains("/AWSReservedSSO_") => {
            let role = who.split('/').nth(1).unwrap_or_default();
            format!("aws iam attach-role-policy --role-name {role} --policy-arn {policy}")
        }
        _ => format!("{policy} → {caller_arn} (examples/aws/README.md)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_are_given_to_whoever_calls() {
        for (arn, mend) in [
            (
                "arn:aws:iam::123456789012:user/team/kantoor",
                "aws iam attach-user-policy --user-name kantoor --policy-arn arn:aws:iam::123456789012:policy/dizzy-coordinator",
            ),
            (
                "arn:aws-eusc:sts::123456789012:assumed-role/boekhouding/jan",
                "aws iam attach-role-policy --role-name boekhouding --policy-arn arn:aws-eusc:iam::123456789012:policy/dizzy-coordinator",
            ),
        ] {
            assert_eq!(grant(arn, "123456789012"), mend);
        }
        let sso = "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_1/jan";
        assert!(grant(sso, "123456789012").contains("README"));
    }

    #[test]
    fn quotes_hold() {
        assert_eq!(quoted("a 'b'"), r"'a '\''b'\'''");
    }
}
