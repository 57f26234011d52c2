//! What goes wrong around a burst, and what to do about it.

use super::{Lang, Said, said, text};
use burst::BurstError;
use burst::fleet::{FleetError, ProgramError};
use burst::store::StoreError;

/// Says what is wrong with a store.
pub fn store(lang: Lang, error: &StoreError) -> Said {
    said!(lang, match error {
        StoreError::NoAws =>
            "dit programma is gebouwd zonder AWS" / "this dizzy was built without AWS support",
            "Bouw het met `cargo install --path . --features aws`, of gebruik een gedeelde map als opslag."
            / "Build it with `cargo install --path . --features aws`, or use a shared folder as store.";
        StoreError::Busy { store, detail } =>
            "{store} antwoordt niet: {detail}" / "{store} does not answer: {detail}",
            "Controleer de verbinding en geef dezelfde opdracht later opnieuw: er is niets verloren."
            / "Check the connection and run the same command again later: nothing is lost.";
        StoreError::Denied { store, action, .. } if action.starts_with("s3:") =>
            "{store} weigert {action}" / "{store} refuses {action}",
            "Deze AWS-gebruiker of -rol heeft het recht {action} op die bucket nodig. De regels staan in examples/aws/; `dizzy doctor --burst` zegt wat er nog ontbreekt."
            / "This AWS user or role needs the right {action} on that bucket. The policies are in examples/aws/; `dizzy doctor --burst` says what else is missing.";
        StoreError::Denied { store, detail, .. } =>
            "geen toegang tot {store}: {detail}" / "no access to {store}: {detail}",
            "Zorg dat u in die map mag lezen en schrijven, of kies een andere als burst.store."
            / "See to it that you may read and write in that folder, or choose another one as burst.store.";
        StoreError::Credentials { detail } => let why = answered(lang, detail);
            "geen geldige toegang tot AWS: {why}" / "no valid AWS credentials: {why}",
            "Meld u aan met `aws sso login` of `aws configure`, of zet AWS_PROFILE; een sleutel die verlopen is, moet vernieuwd worden."
            / "Sign in with `aws sso login` or `aws configure`, or set AWS_PROFILE; a key that has expired must be renewed.";
        StoreError::Clock { detail } =>
            "de klok van deze machine loopt verkeerd, en AWS weigert daarom ({detail})"
            / "the clock of this machine is wrong, and AWS refuses for that ({detail})",
            "Zet de klok gelijk (`timedatectl set-ntp true`) en geef dezelfde opdracht opnieuw: er is niets verloren."
            / "Set the clock (`timedatectl set-ntp true`) and run the same command again: nothing is lost.";
        StoreError::NoStore { store } if store.starts_with("s3://") =>
            "{store} bestaat niet" / "{store} does not exist",
            "Controleer de naam in burst.store; hoe u de bucket maakt, staat in examples/aws/."
            / "Check the name in burst.store; how to make the bucket is told in examples/aws/.";
        StoreError::NoStore { store } =>
            "{store} bestaat niet" / "{store} does not exist",
            "Controleer of de gedeelde schijf is aangesloten en of de naam in burst.store klopt."
            / "Check that the shared disk is connected and that the name in burst.store is right.";
        StoreError::WrongRegion { store, region, found: Some(found) } =>
            "{store} ligt in regio {found}, niet in {region}"
            / "{store} is in region {found}, not in {region}",
            "Zet burst.region op \"{found}\", of kies een bucket in {region}."
            / "Set burst.region to \"{found}\", or choose a bucket in {region}.";
        StoreError::WrongRegion { store, region, .. } =>
            "{store} ligt niet in regio {region}" / "{store} is not in region {region}",
            "Zet burst.region op de regio van de bucket, of kies een andere bucket."
            / "Set burst.region to the region of the bucket, or choose another bucket.";
        StoreError::Altered { key, .. } =>
            "{key} is veranderd of beschadigd: het controlegetal klopt niet"
            / "{key} was altered or damaged: its checksum does not fit",
            "Geef dezelfde opdracht opnieuw. Blijft het zo, beëindig deze burst dan met `dizzy burst stop` en begin een nieuwe: de documenten zijn nog hier."
            / "Run the same command again. If it stays so, end this burst with `dizzy burst stop` and begin a new one: the documents are still here.";
        StoreError::Local { path, is_full: true, .. } =>
            "de schijf is vol: {path} kan niet worden geschreven"
            / "the disk is full: {path} cannot be written",
            "Maak ruimte op de schijf en geef dezelfde opdracht opnieuw: er is niets verloren."
            / "Make room on the disk and run the same command again: nothing is lost.";
        StoreError::Local { path, detail, .. } =>
            "{path} kan niet worden gebruikt: {detail}" / "{path} cannot be used: {detail}",
            "Controleer of het pad klopt en of de schijf in orde is."
            / "Check that the path is right and that the disk is sound.";
        StoreError::BadLocation { location, detail } =>
            "\"{location}\" is geen plaats voor een burst"
            / "\"{location}\" is no place for a burst: {detail}",
            "Een plaats is s3://bucket, s3://bucket/map of een map; de naam van een bucket heeft 3 tot 63 tekens uit a-z, 0-9, '-' en '.'. Een run heet PLAATS/runs/NAAM."
            / "A place is s3://bucket, s3://bucket/folder or a folder; the name of a bucket has 3 to 63 characters of a-z, 0-9, '-' and '.'. A run is called PLACE/runs/NAME.";
        StoreError::Other { store, detail } =>
            "{store}: {detail}" / "{store}: {detail}",
            "`dizzy doctor --burst` controleert de toegang en de bucket."
            / "`dizzy doctor --burst` checks the access and the bucket.";
    })
}

/// What an error code in an answer of AWS says, with the code; without one there are no credentials.
pub(crate) fn answered(lang: Lang, code: &str) -> String {
    text!(lang, match code {
        "" => "er zijn geen toegangsgegevens" / "there are no credentials";
        "ExpiredToken" | "ExpiredTokenException" | "RequestExpired" | "TokenRefreshRequired" =>
            "de aanmelding is verlopen ({code})" / "the sign-in has expired ({code})";
        "SignatureDoesNotMatch" =>
            "de geheime sleutel hoort niet bij de sleutel ({code})"
            / "the secret key does not belong to the key ({code})";
        "AuthFailure" | "InvalidAccessKeyId" | "InvalidClientTokenId" | "InvalidToken"
        | "UnrecognizedClientException" =>
            "AWS kent deze sleutel niet ({code})" / "AWS does not know this key ({code})";
        "MaxSpotInstanceCountExceeded" =>
            "het quotum van spotmachines is vol ({code})"
            / "the quota of spot machines is used up ({code})";
        "InstanceLimitExceeded" | "VcpuLimitExceeded" =>
            "het quotum van vCPU's is vol ({code})" / "the quota of vCPUs is used up ({code})";
        "InsufficientInstanceCapacity" | "UnfulfillableCapacity" =>
            "AWS heeft er nu niet meer van dit soort, probeer het later of noem meer soorten in burst.instance_types ({code})"
            / "AWS has no more of this type now, try later or name more in burst.instance_types ({code})";
        "SpotMaxPriceTooLow" =>
            "de spotprijs is hoger dan betaald mag worden ({code})"
            / "the spot price is higher than may be paid ({code})";
        code => "{code}" / "{code}";
    })
}

/// Says why machines cannot be had.
pub fn fleet(lang: Lang, error: &FleetError) -> Said {
    said!(lang, match error {
        FleetError::Busy { detail } =>
            "EC2 antwoordt niet: {detail}" / "EC2 does not answer: {detail}",
            "Geef dezelfde opdracht later opnieuw: geen machine wordt dubbel gestart en er is niets verloren."
            / "Run the same command again later: no machine is started twice and nothing is lost.";
        FleetError::Denied { action, .. } =>
            "AWS weigert {action}" / "AWS refuses {action}",
            "Deze AWS-gebruiker of -rol heeft het recht {action} nodig. Alle rechten staan in examples/aws/coordinator-policy.json; `dizzy doctor --burst` zegt wat er ontbreekt en hoe dat te geven."
            / "This AWS user or role needs the right {action}. All rights are in examples/aws/coordinator-policy.json; `dizzy doctor --burst` says which are missing and how to give them.";
        FleetError::Quota { detail } => let why = answered(lang, detail);
            "dit AWS-account mag niet meer machines starten: {why}"
            / "this AWS account may not start more machines: {why}",
            "Het quotum telt vCPU's van alle machines in de regio. `dizzy doctor --burst` noemt het en geeft de opdracht om meer te vragen (vaak binnen een dag verleend). Of vraag minder: --max-workers 1."
            / "The quota counts vCPUs of all machines in the region. `dizzy doctor --burst` names it and gives the command that asks for more (often granted within a day). Or ask for less: --max-workers 1.";
        FleetError::NoImage { detail } =>
            "er is geen machinebestand (AMI) om mee te starten: {detail}"
            / "there is no machine image to start from: {detail}",
            "Laat burst.image leeg voor de nieuwste Debian, of noem een AMI die er in deze regio is: `aws ec2 describe-images --owners 136693071363`."
            / "Leave burst.image empty for the newest Debian, or name an AMI that is there in this region: `aws ec2 describe-images --owners 136693071363`.";
        FleetError::Start { detail } =>
            "een werkproces kan niet worden gestart: {detail}"
            / "a worker cannot be started: {detail}",
            "Controleer het geheugen en het aantal processen van deze machine, of vraag minder: --max-workers 1."
            / "Check this machine's memory and number of processes, or ask for less: --max-workers 1.";
        FleetError::Other { action, detail } =>
            "{action}: {detail}" / "{action}: {detail}",
            "`dizzy doctor --burst` kijkt na wat een burst nodig heeft, en zegt hoe het te verhelpen."
            / "`dizzy doctor --burst` looks at all that a burst needs, and says how to mend it.";
    } and {
        FleetError::Credentials { detail } => {
            store(lang, &StoreError::Credentials { detail: detail.clone() })
        }
        FleetError::Clock { detail } => store(lang, &StoreError::Clock { detail: detail.clone() }),
        FleetError::Program(error) => program(lang, error),
    })
}

/// Why this program cannot be sent to workers, and what to do about it.
fn program(lang: Lang, error: &ProgramError) -> Said {
    let mut said = said!(lang, match error {
        ProgramError::OtherSystem { system } =>
            "een programma voor {system} kan niet naar werkers, want die draaien Linux"
            / "a program for {system} cannot be sent to workers, which run Linux",
            "Begin de burst op een machine met Linux." / "Begin the burst on a machine with Linux.";
        ProgramError::NotElf { path, detail } => let path = path.display();
            "{path} is geen programma of bibliotheek van deze machine: {detail}"
            / "{path} is no program or library of this machine: {detail}",
            "Installeer dizzy en Tesseract opnieuw." / "Install dizzy and Tesseract again.";
        ProgramError::NoLibrary { name, needed_by } => let needed_by = needed_by.display();
            "de bibliotheek {name}, die {needed_by} nodig heeft, is er niet"
            / "the shared library {name}, which {needed_by} needs, is not to be found",
            "Installeer haar (`apt install libtesseract5 liblept5`, of zet haar map in LD_LIBRARY_PATH)."
            / "Install it (`apt install libtesseract5 liblept5`, or put its folder into LD_LIBRARY_PATH).";
        ProgramError::NoLanguage { languages } =>
            "er zijn geen taalgegevens van Tesseract voor {languages}"
            / "no Tesseract language data are installed for {languages}",
            "Installeer ze: `apt install tesseract-ocr-nld tesseract-ocr-eng`."
            / "Install them: `apt install tesseract-ocr-nld tesseract-ocr-eng`.";
    });
    said.hint.push_str(lang.pick(
        " Of gebruik een machinebestand waar dizzy al op staat: burst.image en burst.image_program.",
        " Or use a machine image that has dizzy: burst.image and burst.image_program.",
    ));
    said
}

/// Says why a burst cannot begin or go on.
pub fn burst(lang: Lang, error: &BurstError) -> Said {
    said!(lang, match error {
        BurstError::OtherVersion { run, theirs, ours } =>
            "run {run} is gemaakt door dizzy {theirs}; dit is {ours}"
            / "run {run} was made by dizzy {theirs}; this is {ours}",
            "Maak hem af met dizzy {theirs}, of gooi hem weg met `dizzy burst stop {run}` en begin opnieuw."
            / "Finish it with dizzy {theirs}, or drop it with `dizzy burst stop {run}` and begin anew.";
        BurstError::NoRun { run, store } =>
            "er is geen run {run} in {store}" / "there is no run {run} in {store}",
            "`dizzy burst status` noemt de runs die er zijn."
            / "`dizzy burst status` names the runs that are there.";
        BurstError::Coordinated { run, holder } =>
            "run {run} wordt al geleid door {holder}"
            / "run {run} is being coordinated by {holder}",
            "Laat die zijn werk doen: `dizzy burst status {run}`. Is hij er niet meer, wacht dan tot zijn teken verlopen is en geef `dizzy burst collect {run}`."
            / "Let it work: `dizzy burst status {run}`. If it is gone, wait until its mark has lapsed and run `dizzy burst collect {run}`.";
        BurstError::OutsideEu { region } =>
            "de regio {region} ligt niet in de Europese Unie"
            / "region {region} is not in the European Union",
            "Geef `export DIZZY_BURST_REGION=eu-central-1`, met een bucket in die regio. Mogen de documenten de Europese Unie verlaten, zet dan allow_outside_eu = true onder [burst] in dizzy.toml."
            / "Run `export DIZZY_BURST_REGION=eu-central-1`, with a bucket in that region. If the documents may leave the European Union, put allow_outside_eu = true under [burst] in dizzy.toml.";
        BurstError::NoStore =>
            "er is geen opslag ingesteld waar de machines van een burst elkaar treffen"
            / "no store is configured for the machines of a burst to meet in",
            "Geef een gedeelde map of een bucket: `export DIZZY_BURST_STORE=s3://BUCKET/dizzy`. `examples/aws/README.md` zegt hoe die bucket te maken."
            / "Give a shared folder or a bucket: `export DIZZY_BURST_STORE=s3://BUCKET/dizzy`. `examples/aws/README.md` says how to make that bucket.";
        BurstError::TooExpensive { cost_usd, limit_usd } =>
            "de burst kan tot {cost_usd} dollar kosten, meer dan de grens van {limit_usd}"
            / "the burst may cost up to {cost_usd} US dollars, over the limit of {limit_usd}",
            "Geef het meer tijd (--deadline) of minder machines (--max-workers), of sta het toe: --max-cost {cost_usd}"
            / "Give it more time (--deadline) or fewer machines (--max-workers), or allow it: --max-cost {cost_usd}";
    } and {
        BurstError::Lacks(check) => Said {
            what: format!(
                "{}: {}",
                super::preflight::item(lang, check.what),
                super::preflight::check(lang, check)
            ),
            hint: mended_by(lang, &check.mend),
        },
        BurstError::NotReady { what, mend } => Said {
            what: text!(lang, "de burst kan niet verder: {what}", "the burst cannot go on: {what}"),
            hint: mended_by(lang, mend),
        },
    })
}

/// The command that mends it, or where to look.
fn mended_by(lang: Lang, mend: &str) -> String {
    text!(lang, match mend {
        "" => "Geef dezelfde opdracht later opnieuw; `dizzy doctor --burst` kijkt alles na."
            / "Run the same command again later; `dizzy doctor --burst` looks at everything.";
        _ => "Dit verhelpt het: {mend}" / "This mends it: {mend}";
    })
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
        let other = |detail: &str| StoreError::Other { store: store(), detail: detail.to_owned() };
        // what must be in what is said, in both languages
        let cases = [
            (
                StoreError::Busy { store: store(), detail: "503 SlowDown".to_owned() },
                "503 SlowDown",
            ),
            (denied("s3:PutObject"), "s3:PutObject"),
            (denied("write /srv/x"), "403 AccessDenied"),
            (StoreError::Credentials { detail: "ExpiredToken".to_owned() }, "ExpiredToken"),
            (StoreError::NoStore { store: store() }, "s3://bucket"),
            (StoreError::NoStore { store: "/srv/x".to_owned() }, "/srv/x"),
            (elsewhere(Some("eu-west-1")), "eu-west-1"),
            (elsewhere(None), "eu-central-1"),
            (
                StoreError::Altered { key: "runs/r/run.json".to_owned(), detail: detail() },
                "runs/r/run.json",
            ),
            (local(true), "/srv/x"),
            (local(false), "input/output error"),
            (
                StoreError::BadLocation { location: "ftp://x".to_owned(), detail: detail() },
                "ftp://x",
            ),
            (other("400 Odd"), "400 Odd"),
            (
                StoreError::Clock { detail: "RequestTimeTooSkewed".to_owned() },
                "RequestTimeTooSkewed",
            ),
        ];
        for (error, fact) in cases {
            let [nl, en] = [Lang::Nl, Lang::En].map(|lang| super::store(lang, &error));
            assert!(nl.what.contains(fact), "{}", nl.what);
            assert!(en.what.contains(fact), "{}", en.what);
            assert!(!nl.hint.is_empty() && !en.hint.is_empty(), "{error:?}");
            assert_ne!(nl.hint, en.hint);
        }
    }

    #[test]
    fn what_aws_answers_is_a_sentence_in_both_languages() {
        for code in [
            "",
            "ExpiredToken",
            "InvalidClientTokenId",
            "SignatureDoesNotMatch",
            "VcpuLimitExceeded",
            "MaxSpotInstanceCountExceeded",
            "InsufficientInstanceCapacity",
        ] {
            let [nl, en] = [Lang::Nl, Lang::En].map(|lang| answered(lang, code));
            assert_ne!(nl, en, "{code}");
            assert!(nl.contains(' ') && nl.contains(code) && en.contains(code), "{nl} / {en}");
        }
    }

    #[test]
    fn every_trouble_with_machines_says_what_to_do_in_both_languages() {
        let detail = || "VcpuLimitExceeded".to_owned();
        let library = ProgramError::NoLibrary {
            name: "liblept.so.5".to_owned(),
            needed_by: "/usr/bin/dizzy".into(),
        };
        let not_elf = ProgramError::NotElf { path: "/usr/bin/dizzy".into(), detail: detail() };
        let languages = "xyz".to_owned();
        let cases = [
            (FleetError::Busy { detail: detail() }, "VcpuLimitExceeded"),
            (
                FleetError::Denied { action: "ec2:CreateFleet".to_owned(), detail: detail() },
                "ec2:CreateFleet",
            ),
            (FleetError::Credentials { detail: detail() }, "VcpuLimit"),
            (FleetError::Quota { detail: detail() }, "VcpuLimitExceeded"),
            (FleetError::NoImage { detail: detail() }, "VcpuLimit"),
            (FleetError::Start { detail: detail() }, "VcpuLimit"),
            (FleetError::Program(library), "liblept.so.5"),
            (FleetError::Program(not_elf), "/usr/bin/dizzy"),
            (ProgramError::NoLanguage { languages }.into(), "xyz"),
            (ProgramError::OtherSystem { system: "macos" }.into(), "macos"),
            (
                FleetError::Other { action: "ec2:RunInstances".to_owned(), detail: detail() },
                "ec2:RunInstances",
            ),
        ];
        for (error, fact) in cases {
            let [nl, en] = [Lang::Nl, Lang::En].map(|lang| fleet(lang, &error));
            assert!(nl.what.contains(fact), "{}", nl.what);
            assert!(en.what.contains(fact), "{}", en.what);
            assert!(!nl.hint.is_empty() && !en.hint.is_empty(), "{error:?}");
            assert_ne!(nl.hint, en.hint);
        }
    }
}
