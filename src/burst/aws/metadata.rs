//! What an instance is told about itself (IMDSv2): who it is, and that it is about to be taken away.

use std::time::Duration;

use aws_config::imds::Client;
use aws_config::provider_config::ProviderConfig;

use super::wait_for;

/// The metadata service answers within this time, or this is no instance.
const ANSWER: Duration = Duration::from_secs(2);

/// The metadata service of the instance that this program runs on.
#[derive(Debug)]
pub struct Metadata {
    client: Client,
    id: String,
    instance_type: String,
}

impl Metadata {
    /// Asks the metadata service who this instance is; `None` when this is none, or when
    /// `AWS_EC2_METADATA_DISABLED` says not to ask.
    pub(crate) fn of_this_instance() -> Option<Self> {
        let is_disabled = std::env::var("AWS_EC2_METADATA_DISABLED")
            .is_ok_and(|value| value.eq_ignore_ascii_case("true"));
        if is_disabled {
            return None;
        }
        let provider = ProviderConfig::without_region().with_http_client(super::http_client());
        let client = Client::builder()
            .configure(&provider)
            .max_attempts(2)
            .connect_timeout(ANSWER)
            .read_timeout(ANSWER)
            .build();
        let get = |path| wait_for(client.get(path)).ok().map(String::from);
        let id = get("/latest/meta-data/instance-id")?;
        let instance_type = get("/latest/meta-data/instance-type").unwrap_or_default();
        Some(Self { client, id, instance_type })
    }

    /// The instance's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The instance's type.
    pub fn instance_type(&self) -> &str {
        &self.instance_type
    }

    /// Whether the instance is about to be taken away: the notice comes two minutes before. That there is none is
    /// answered with 404, which is an error to the client; so is silence.
    pub(crate) fn has_notice(&self) -> bool {
        wait_for(self.client.get("/latest/meta-data/spot/instance-action")).is_ok()
    }
}
