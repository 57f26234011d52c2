//! What the AWS seams share: one private runtime, one HTTP client, credentials and region by the SDK's own rules.
//!
//! Seams are synchronous: a call of the SDK runs to its end on whatever thread asks, and no future leaves the modules
//! that speak to AWS.

mod metadata;

use std::sync::OnceLock;
use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_smithy_http_client::tls::{self, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use tokio::runtime::Runtime;

pub(crate) use metadata::Metadata;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);

/// How long a request may wait for its answer to begin.
pub(crate) const ANSWER: Duration = Duration::from_mins(1);

/// Runs a call of the SDK to its end. For threads of the program only, never from within the runtime.
pub(crate) fn wait_for<F: Future>(call: F) -> F::Output {
    runtime().block_on(call)
}

/// The runtime behind all AWS seams, begun when it is first needed.
///
/// # Panics
/// When the system gives the program no more threads.
pub fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("aws")
            .enable_all()
            .build()
            .expect("the system starts two threads")
    })
}

/// The configuration for a region: credentials by the SDK's default chain (environment, profiles, SSO, instance),
/// looked up when they are first needed; endpoints from `AWS_ENDPOINT_URL` and its like.
pub fn config(region: &str) -> SdkConfig {
    let timeouts =
        TimeoutConfig::builder().connect_timeout(CONNECT).operation_attempt_timeout(ANSWER).build();
    wait_for(
        aws_config::defaults(BehaviorVersion::v2026_01_12())
            .region(Region::new(region.to_owned()))
            .http_client(http_client())
            .timeout_config(timeouts)
            .retry_config(RetryConfig::standard())
            .load(),
    )
}

/// Connections are shared by all that speaks to AWS.
fn http_client() -> SharedHttpClient {
    static CLIENT: OnceLock<SharedHttpClient> = OnceLock::new();
    CLIENT
        .get_or_init(|| {
            aws_smithy_http_client::Builder::new()
                .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
                .build_https()
        })
        .clone()
}

/// What lies at the bottom of an error, in one line: what stands above says only that a call came to nothing.
pub(crate) fn said(error: &(dyn std::error::Error + 'static)) -> String {
    let mut deepest = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    deepest.to_string()
}

/// Whether an error that nothing was sent for is about credentials. The SDK has no type for this at its surface; the name of its error does not change.
pub(crate) fn is_about_credentials(error: &dyn std::error::Error) -> bool {
    let mut source = Some(error);
    while let Some(error) = source {
        let said = format!("{error:?}");
        if said.starts_with("CredentialsNotLoaded")
            || said.starts_with("InvalidConfiguration")
            || said.starts_with("ProviderError")
            || said.starts_with("Unhandled")
        {
            return true;
        }
        source = error.source();
    }
    false
}
