//! What goes wrong around a burst, and what to do about it.

use super::{Lang, Said};
use crate::error::BurstError;
use crate::fleet::FleetError;
use crate::store::StoreError;

/// Says what is wrong with a store.
pub fn store(lang: Lang, error: &StoreError) -> Said {
    let (what, hint) = match error {
        StoreError::Busy { store, detail } => (
            lang.pick(
                format!("{store} antwoordt niet: {detail}"),
                format!("{store} does not answer: {detail}"),
            ),
            lang.pick(
                "Controleer de verbinding en geef dezelfde opdracht later opnieuw: er is niets verloren.",
                "Check the connection and run the same command again later: nothing is lost.",
            )
            .to_owned(),
        ),
        StoreError::Denied {
            store,
            action,
            detail,
        } if action.starts_with("s3:") => (
            lang.pick(
                format!("{store} weigert {action}: {detail}"),
                format!("{store} refuses {action}: {detail}"),
            ),
            lang.pick(
                format!("Deze AWS-gebruiker of -rol heeft het recht {action} op die bucket nodig. De regels staan in examples/aws/; `dizzy doctor --burst` zegt wat er nog ontbreekt."),
                format!("This AWS user or role needs the right {action} on that bucket. The policies are in examples/aws/; `dizzy doctor --burst` says what else is missing."),
            ),
        ),
        StoreError::Denied { store, detail, .. } => (
            lang.pick(
                format!("geen toegang tot {store}: {detail}"),
                format!("no access to {store}: {detail}"),
            ),
            lang.pick(
                "Zorg dat u in die map mag lezen en schrijven, of kies een andere als burst.store.",
                "See to it that you may read and write in that folder, or choose another one as burst.store.",
            )
            .to_owned(),
        ),
        StoreError::Credentials { detail } => (
            lang.pick(
                format!("geen geldige toegang tot AWS: {detail}"),
                format!("no valid AWS credentials: {detail}"),
            ),
            lang.pick(
                "Meld u aan met `aws sso login` of `aws configure`, of zet AWS_PROFILE; een sleutel die verlopen is, moet vernieuwd worden.",
                "Sign in with `aws sso login` or `aws configure`, or set AWS_PROFILE; a key that has expired must be renewed.",
            )
            .to_owned(),
        ),
        StoreError::NoStore { store } => (
            lang.pick(
                format!("{store} bestaat niet"),
                format!("{store} does not exist"),
            ),
            if store.starts_with("s3://") {
                lang.pick(
                    "Controleer de naam in burst.store; hoe u de bucket maakt, staat in examples/aws/.",
                    "Check the name in burst.store; how to make the bucket is told in examples/aws/.",
                )
            } else {
                lang.pick(
                    "Controleer of de gedeelde schijf is aangesloten en of de naam in burst.store klopt.",
                    "Check that the shared disk is connected and that the name in burst.store is right.",
                )
            }
            .to_owned(),
        ),
        StoreError::WrongRegion {
            store,
            region,
            found: Some(found),
        } => (
            lang.pick(
                format!("{store} ligt in regio {found}, niet in {region}"),
                format!("{store} is in region {found}, not in {region}"),
            ),
            lang.pick(
                format!("Zet burst.region op \"{found}\", of kies een bucket in {region}."),
                format!("Set burst.region to \"{found}\", or choose a bucket in {region}."),
            ),
        ),
        StoreError::WrongRegion { store, region, .. } => (
            lang.pick(
                format!("{store} ligt niet in regio {region}"),
                format!("{store} is not in region {region}"),
            ),
            lang.pick(
                "Zet burst.region op de regio van de bucket, of kies een andere bucket.",
                "Set burst.region to the region of the bucket, or choose another bucket.",
            )
            .to_owned(),
        ),
        StoreError::Altered { key, .. } => (
            lang.pick(
                format!("{key} is veranderd of beschadigd: het controlegetal klopt niet"),
                format!("{key} was altered or damaged: its checksum does not fit"),
            ),
            lang.pick(
                "Geef dezelfde opdracht opnieuw. Blijft het zo, beëindig deze burst dan met `dizzy burst stop` en begin een nieuwe: de documenten zijn nog hier.",
                "Run the same command again. If it stays so, end this burst with `dizzy burst stop` and begin a new one: the documents are still here.",
            )
            .to_owned(),
        ),
        StoreError::Local {
            path,
            is_full: true,
            ..
        } => (
            lang.pick(
                format!("de schijf is vol: {path} kan niet worden geschreven"),
                format!("the disk is full: {path} cannot be written"),
            ),
            lang.pick(
                "Maak ruimte op de schijf en geef dezelfde opdracht opnieuw: er is niets verloren.",
                "Make room on the disk and run the same command again: nothing is lost.",
            )
            .to_owned(),
        ),
        StoreError::Local { path, detail, .. } => (
            lang.pick(
                format!("{path} kan niet worden gebruikt: {detail}"),
                format!("{path} cannot be used: {detail}"),
            ),
            lang.pick(
                "Controleer of het pad klopt en of de schijf in orde is.",
                "Check that the path is right and that the disk is sound.",
            )
            .to_owned(),
        ),
        StoreError::BadLocation { location, detail } => (
            lang.pick(
                format!("\"{location}\" is geen plaats voor een burst"),
                format!("\"{location}\" is no place for a burst: {detail}"),
            ),
            lang.pick(
                "Een plaats is s3://bucket, s3://bucket/map of een map; de naam van een bucket heeft 3 tot 63 tekens uit a-z, 0-9, '-' en '.'. Een run heet PLAATS/runs/NAAM.",
                "A place is s3://bucket, s3://bucket/folder or a folder; the name of a bucket has 3 to 63 characters of a-z, 0-9, '-' and '.'. A run is called PLACE/runs/NAME.",
            )
            .to_owned(),
        ),
        StoreError::Other { store, detail } => (
            format!("{store}: {detail}"),
            if detail.contains("RequestTimeTooSkewed") {
                lang.pick(
                    "De klok van deze machine loopt meer dan een kwartier verkeerd: zet hem gelijk.",
                    "The clock of this machine is wrong by more than a quarter of an hour: set it.",
                )
            } else {
                lang.pick(
                    "`dizzy doctor --burst` controleert de toegang en de bucket.",
                    "`dizzy doctor --burst` checks the access and the bucket.",
                )
            }
            .to_owned(),
        ),
    };
    Said { what, hint }
}

/// Says why machines cannot be had.
pub fn fleet(_lang: Lang, error: &FleetError) -> Said {
    Said {
        what: error.to_string(),
        hint: String::new(),
    }
}

/// Says why a burst cannot begin or go on.
pub fn burst(_lang: Lang, error: &BurstError) -> Said {
    Said {
        what: error.to_string(),
        hint: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_with_a_store_says_what_to_do_in_both_languages() {
        let store = || "s3://bucket".to_owned();
        let detail = || "403 AccessDenied".to_owned();
        let denied = |action: &str| StoreError::Denied {
            store: store(),
            action: action.to_owned(),
            detail: detail(),
        };
        let elsewhere = |found: Option<&str>| StoreError::WrongRegion {
            store: store(),
            region: "eu-central-1".to_owned(),
            found: found.map(str::to_owned),
        };
        let local = |is_full| StoreError::Local {
            path: "/srv/x".to_owned(),
            detail: "input/output error".to_owned(),
            is_full,
        };
        let other = |detail: &str| StoreError::Other {
            store: store(),
            detail: detail.to_owned(),
        };
        // what must be in what is said, in both languages
        let cases = [
            (
                StoreError::Busy {
                    store: store(),
                    detail: "503 SlowDown".to_owned(),
                },
                "503 SlowDown",
            ),
            (denied("s3:PutObject"), "s3:PutObject"),
            (denied("write /srv/x"), "403 AccessDenied"),
            (
                StoreError::Credentials {
                    detail: "ExpiredToken".to_owned(),
                },
                "ExpiredToken",
            ),
            (StoreError::NoStore { store: store() }, "s3://bucket"),
            (
                StoreError::NoStore {
                    store: "/srv/x".to_owned(),
                },
                "/srv/x",
            ),
            (elsewhere(Some("eu-west-1")), "eu-west-1"),
            (elsewhere(None), "eu-central-1"),
            (
                StoreError::Altered {
                    key: "runs/r/run.json".to_owned(),
                    detail: detail(),
                },
                "runs/r/run.json",
            ),
            (local(true), "/srv/x"),
            (local(false), "input/output error"),
            (
                StoreError::BadLocation {
                    location: "ftp://x".to_owned(),
                    detail: detail(),
                },
                "ftp://x",
            ),
            (other("400 Odd"), "400 Odd"),
            (other("403 RequestTimeTooSkewed"), "RequestTimeTooSkewed"),
        ];
        for (error, fact) in cases {
            let [nl, en] = [Lang::Nl, Lang::En].map(|lang| super::store(lang, &error));
            assert!(nl.what.contains(fact), "{}", nl.what);
            assert!(en.what.contains(fact), "{}", en.what);
            assert!(!nl.hint.is_empty() && !en.hint.is_empty(), "{error:?}");
            assert_ne!(nl.hint, en.hint);
        }
    }
}
