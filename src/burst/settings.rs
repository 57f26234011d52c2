//! The settings of a burst: `[burst]`.

use dispatch::Span;
use reading::settings::Kind::{
    Bool, FileBool, Integer, Money, Name, Names, Number, Store, Threshold, Time,
};
use rust_decimal::Decimal;

reading::settings! {
    /// Burst: when this machine is not enough.
    pub struct Burst("burst") {
        /// Where the machines of a burst meet: "s3://bucket/prefix" or a shared folder; "" means that there is no burst.
        store: String = "" => Store, flag "store";
        /// "dizzy process" bursts by itself when its work goes over the threshold (with a store only).
        auto: bool = true => Bool;
        /// Work that this machine does alone: a time ("45m", "2h") or a number of pages to recognise ("5000 pages").
        threshold: dispatch::Threshold = "1h" => Threshold, flag "threshold";
        /// All should be done this long after the burst begins; the fewest workers that make it are started.
        deadline: Span = "30m" => Time, flag "deadline";
        /// Workers at most.
        max_workers: u32 = 10 => Integer(1, 1000), flag "max-workers";
        /// What a burst may cost at most, US dollars.
        max_cost_usd: Decimal = "25.00" => Money, flag "max-cost";
        /// This machine takes shards too.
        work_here: bool = true => Bool;
        /// AWS region of bucket and workers.
        region: String = "eu-central-1" => Name, flag "region";
        /// Regions outside the European Union are refused unless this is true; there is no flag for it.
        allow_outside_eu: bool = false => FileBool;
        /// EC2 instance types that will do, all of this machine's architecture.
        instance_types: Vec<String> = ["c7i.large", "c6i.large", "c6a.large", "c5.large", "m6i.large", "m5.large",
            "c7i.xlarge", "c6i.xlarge", "c6a.xlarge", "c5.xlarge"] => Names;
        /// Ask for spare (spot) capacity first; what that cannot give is started on demand.
        spot: bool = true => Bool;
        /// Machine image: an id ("ami-…"); "" means the newest Debian 13 of this architecture.
        image: String = "" => Name;
        /// Where dizzy is on a machine image of your own ("/usr/bin/dizzy"); "" means that workers fetch the program.
        image_program: String = "" => Name;
        /// Instance profile of the workers.
        instance_profile: String = "dizzy-worker" => Name;
        /// Security group of the workers, by id or name; it needs no inbound rule.
        security_group: String = "dizzy-worker" => Name;
        /// Subnets for the workers; [] means those of the default VPC.
        subnets: Vec<String> = [] => Names;
        /// Disk of a worker, GiB.
        volume_gib: u32 = 16 => Integer(8, 1024);
        /// A worker ends itself after this long, whatever happens.
        worker_life: Span = "3h" => Time;
        /// What a worker's vCPU does in the time in which a core of this machine does 1.0.
        vcpu_speed: f64 = 0.7 => Number(0.05, 20.0);
        /// A shard is cut to take one core about this long, seconds.
        shard_seconds: u64 = 60 => Integer(1, 3600);
        /// A worker that is not heard of for this long loses its shard to another, seconds.
        lease_seconds: u64 = 120 => Integer(2, 3600);
    }
}
