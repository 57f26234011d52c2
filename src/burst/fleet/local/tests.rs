use super::*;

/// Says what it was asked and finishes at once when it is told to.
const WORKER: &str =
    "#!/bin/sh\ntrap 'echo told; exit 0' TERM\necho \"asked $*\"\nwhile :; do sleep 0.05; done\n";
/// Does not listen.
const DEAF: &str = "#!/bin/sh\ntrap '' TERM\necho deaf\nwhile :; do sleep 0.05; done\n";

/// A state folder and a program; kills what is left of its workers.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new(program: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("program");
        // Not written by this process: while a file is open for writing, in a child that another test has just forked
        // too, it cannot be started.
        let status = Command::new("/bin/sh")
            .args(["-c", "printf %s \"$2\" >\"$1\" && chmod 755 \"$1\"", "sh"])
            .arg(&path)
            .arg(program)
            .status()
            .unwrap();
        assert!(status.success());
        Self { folder }
    }

    fn fleet(&self) -> LocalFleet {
        LocalFleet::new(self.folder.path().join("program"), self.folder.path(), 2)
    }

    fn workers(&self) -> PathBuf {
        self.folder.path().join("workers")
    }

    fn log(&self, id: &InstanceId) -> String {
        fs::read_to_string(self.workers().join(format!("{id}.log"))).unwrap_or_default()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        for known in self.fleet().known().unwrap_or_default() {
            let _ = known.pid.kill();
        }
    }
}

fn run(name: &str) -> RunId {
    RunId(name.into())
}

fn request(count: u32) -> LaunchRequest {
    LaunchRequest {
        run: run("r1"),
        round: 1,
        token: "dizzy-r1-1/../x".into(),
        count,
        offers: Vec::new(),
        spot: false,
        shard_uri: "/store/runs/r1".into(),
        program: None,
        most_minutes: 60,
    }
}

fn ids(instances: &[Instance]) -> Vec<InstanceId> {
    instances.iter().map(|i| i.id.clone()).collect()
}

fn states(fleet: &mut LocalFleet) -> Vec<InstanceState> {
    let instances = fleet.instances(Some(&run("r1"))).unwrap();
    instances.iter().map(|i| i.state).collect()
}

/// Waits for what is bound to come; a test that waits in vain fails.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let patience = Instant::now() + Duration::from_secs(30);
    while !is_so() {
        assert!(Instant::now() < patience, "in vain: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn the_same_token_never_starts_a_worker_twice() {
    let place = Place::new(WORKER);
    let mut fleet = place.fleet();
    let first = fleet.launch(&request(3)).unwrap();
    assert_eq!(first.instances.len(), 3);
    assert_eq!(first.shortfalls, []);
    assert!(first.instances.iter().all(|i| {
        (i.market, i.state, i.instance_type.as_str())
            == (Market::Own, InstanceState::Running, "local")
    }));
    assert_eq!(fleet.launch(&request(3)).unwrap(), first);
    // Another coordinator, after the first was killed.
    assert_eq!(place.fleet().launch(&request(3)).unwrap(), first);
    let listed = place.fleet().instances(None).unwrap();
    assert_eq!(ids(&listed), ids(&first.instances));
    assert_eq!(fleet.instances(Some(&run("other"))).unwrap(), []);

    let another = LaunchRequest { token: "another".into(), ..request(1) };
    let more = fleet.launch(&another).unwrap();
    assert!(!ids(&first.instances).contains(&more.instances[0].id));
    let asked = "asked process --shard /store/runs/r1 --jobs 2\n";
    until("its first words", || place.log(&more.instances[0].id) == asked);
}

#[test]
fn a_worker_that_has_ended_is_not_started_again() {
    let place = Place::new("#!/bin/sh\nexit 3\n");
    let mut fleet = place.fleet();
    let first = ids(&fleet.launch(&request(1)).unwrap().instances);
    until("its end", || states(&mut fleet) == [InstanceState::Ended]);
    let again = place.fleet().launch(&request(1)).unwrap().instances;
    assert_eq!(ids(&again), first);
    assert_eq!(again[0].state, InstanceState::Ended);
}

#[test]
fn a_launch_that_was_cut_short_is_made_good() {
    let place = Place::new(WORKER);
    let mut fleet = place.fleet();
    let first = ids(&fleet.launch(&request(2)).unwrap().instances);
    fleet.terminate(&first).unwrap();
    until("the end of both", || states(&mut fleet) == [InstanceState::Ended; 2]);
    // The coordinator was killed after it had written down what it would start.
    let files = fleet.known().unwrap();
    fs::remove_file(files[1].slot.with_extension("pid")).unwrap();
    assert_eq!(states(&mut fleet).len(), 1);
    let again = place.fleet().launch(&request(2)).unwrap().instances;
    assert_eq!(again[0].id, first[0]);
    assert_eq!(again[0].state, InstanceState::Ended);
    assert_ne!(again[1].id, first[1]);
    assert_eq!(again[1].state, InstanceState::Running);
}

#[test]
fn a_slot_has_one_worker_whoever_starts_it() {
    let place = Place::new(WORKER);
    fs::create_dir_all(place.workers()).unwrap();
    let pid = place.workers().join("slot.pid");
    // As two coordinators that start the same worker at the same moment.
    let mut shells: Vec<Child> = (0..8)
        .map(|_| {
            Command::new("/bin/sh")
                .args(["-c", START, "sh"])
                .args([&pid, &place.workers()])
                .args(["/bin/sh", "-c", "echo begun; sleep 60"])
                .spawn()
                .unwrap()
        })
        .collect();
    let mut running = 8;
    until("the end of all but one", || {
        running = shells
            .iter_mut()
            .filter_map(|shell| shell.try_wait().unwrap().is_none().then_some(()))
            .count();
        running <= 1
    });
    assert_eq!(running, 1);
    let winner = Pid::read(&pid).unwrap();
    assert!(winner.is_running());
    assert!(shells.iter().any(|shell| shell.id() == winner.number()));
    let log = InstanceId(format!("pid-{}", winner.number()));
    until("its first words", || place.log(&log) == "begun\n");
    winner.kill().unwrap();
    for shell in &mut shells {
        shell.wait().unwrap();
    }
    assert!(!winner.is_running());
}

#[test]
fn workers_end_when_they_are_told_and_leave_nothing() {
    let place = Place::new(WORKER);
    let mut fleet = place.fleet();
    let both = ids(&fleet.launch(&request(2)).unwrap().instances);
    for id in &both {
        until("its first words", || place.log(id).starts_with("asked"));
    }
    // Only what has ended is removed.
    assert_eq!(fleet.clean(None).unwrap(), Vec::<String>::new());
    fleet.terminate(&both[..1]).unwrap();
    until("the end of one", || {
        let mut states = states(&mut fleet);
        states.sort_by_key(|state| *state == InstanceState::Running);
        states == [InstanceState::Ended, InstanceState::Running]
    });
    assert!(place.log(&both[0]).ends_with("told\n"));
    // No zombie stays: whoever started it reaps it, at the next look if it ended during this one.
    until("its burial", || {
        states(&mut fleet);
        !Path::new(&format!("/proc/{}", both[0].0.replace("pid-", ""))).exists()
    });
    // A worker that was started by another coordinator, and one that has ended.
    let mut next = place.fleet();
    next.terminate(&both).unwrap();
    until("the end of both", || states(&mut fleet) == [InstanceState::Ended; 2]);
    assert_eq!(next.clean(Some(&run("other"))).unwrap().len(), 0);
    assert_eq!(next.clean(Some(&run("r1"))).unwrap().len(), 2);
    assert!(!place.workers().exists());
    assert_eq!(next.instances(None).unwrap(), []);
    assert_eq!(next.clean(None).unwrap(), Vec::<String>::new());
}

#[test]
fn a_worker_that_does_not_listen_is_killed() {
    let place = Place::new(DEAF);
    let mut fleet = place.fleet();
    let one = ids(&fleet.launch(&request(1)).unwrap().instances);
    until("its first words", || place.log(&one[0]) == "deaf\n");
    fleet.terminate(&one).unwrap();
    // Told again at once, it is let alone.
    fleet.terminate(&one).unwrap();
    assert_eq!(states(&mut fleet), [InstanceState::Running]);
    fleet.grace = Duration::ZERO;
    fleet.terminate(&one).unwrap();
    until("its end", || states(&mut fleet) == [InstanceState::Ended]);
}

#[test]
fn a_worker_that_is_stopped_is_killed_too() {
    let place = Place::new(WORKER);
    let mut fleet = place.fleet();
    let one = ids(&fleet.launch(&request(1)).unwrap().instances);
    let known = fleet.known().unwrap();
    let number = i32::try_from(known[0].pid.number()).unwrap();
    let pid = rustix::process::Pid::from_raw(number).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::STOP).unwrap();
    fleet.grace = Duration::ZERO;
    fleet.terminate(&one).unwrap();
    fleet.terminate(&one).unwrap();
    until("its end", || states(&mut fleet) == [InstanceState::Ended]);
}

#[test]
fn workers_of_long_ago_are_forgotten() {
    let place = Place::new("#!/bin/sh\nexit 0\n");
    let mut fleet = place.fleet();
    fleet.launch(&request(1)).unwrap();
    until("its end", || states(&mut fleet) == [InstanceState::Ended]);
    let known = fleet.known().unwrap().remove(0);
    let asked = Asked { launched_s: now_s() - FORGET_S - 1, ..known.asked };
    let path = known.slot.with_extension("json");
    fs::write(path, serde_json::to_vec(&asked).unwrap()).unwrap();
    assert_eq!(states(&mut fleet), []);
    assert_eq!(fs::read_dir(place.workers()).unwrap().count(), 0);
}

#[test]
fn without_a_program_nothing_starts() {
    let place = Place::new(WORKER);
    fs::remove_file(place.folder.path().join("program")).unwrap();
    let error = place.fleet().launch(&request(1)).unwrap_err();
    assert!(matches!(error, FleetError::Start { .. }), "{error}");
    assert_eq!(place.fleet().instances(None).unwrap(), []);
}

#[test]
fn this_machine_costs_nothing() {
    let place = Place::new(WORKER);
    let mut fleet = place.fleet();
    let offers = fleet.offers().unwrap();
    assert_eq!((offers.len(), offers[0].vcpus), (1, 2));
    assert_eq!(fleet.hourly(&offers[0], Market::Own), Decimal::ZERO);
    assert_eq!(fleet.hourly(&offers[0], Market::OnDemand), Decimal::ZERO);
}

/// A coordinator for the test below, run by it as a process of its own.
#[test]
#[ignore = "runs for ever; the next test starts and kills it"]
fn coordinator() {
    let folder = PathBuf::from(std::env::var_os("DIZZY_TEST_FOLDER").unwrap());
    let mut fleet = LocalFleet::new(folder.join("program"), &folder, 1);
    let launched = fleet.launch(&request(2)).unwrap();
    assert_eq!(launched.instances.len(), 2);
    fs::write(folder.join("launched"), "").unwrap();
    loop {
        std::thread::park();
    }
}

#[test]
fn workers_outlive_a_coordinator_that_is_killed() {
    let place = Place::new(WORKER);
    let mut coordinator = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "fleet::local::tests::coordinator"])
        .env("DIZZY_TEST_FOLDER", place.folder.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    until("the launch", || {
        assert_eq!(coordinator.try_wait().unwrap(), None);
        place.folder.path().join("launched").exists()
    });
    coordinator.kill().unwrap();
    coordinator.wait().unwrap();

    let mut next = place.fleet();
    assert_eq!(states(&mut next), [InstanceState::Running; 2]);
    let found = ids(&next.instances(None).unwrap());
    assert_eq!(ids(&next.launch(&request(2)).unwrap().instances), found);
    // Ctrl-C in the coordinator's terminal goes to its group, which is not theirs.
    for known in next.known().unwrap() {
        let number = i32::try_from(known.pid.number()).unwrap();
        let pid = rustix::process::Pid::from_raw(number);
        assert_eq!(rustix::process::getpgid(pid).ok(), pid);
    }
    next.terminate(&found).unwrap();
    until("the end of both", || states(&mut next) == [InstanceState::Ended; 2]);
}
