//! Readers that end by themselves or by others.

use super::*;

#[test]
fn a_reader_killed_from_outside_costs_nothing_but_time() {
    for signal in [Signal::KILL, Signal::SEGV] {
        let mut slot = bad_slot("slow@100", None);
        slot.inspect(&pdf()).unwrap();
        let victim = pid(&slot);
        let mut came = Vec::new();
        let end = slot.text(&pdf(), 1, PAGES, &mut |pass| {
            if let TextPass::NeedsOcr { page, .. } = pass {
                if page == 2 {
                    rustix::process::kill_process(victim, signal).unwrap();
                    std::thread::sleep(Duration::from_millis(20));
                    // Rust's own handler takes the first SIGSEGV.
                    let _ = rustix::process::kill_process(victim, signal);
                }
                came.push(page);
            }
        });
        assert_eq!(end, Ok(()));
        assert_eq!(came, [1, 2, 3, 4, 5]);
        let how = format!("signal {}", signal.as_raw());
        let cause = match signal {
            Signal::KILL => Cause::Machine { detail: how },
            _ => crashed(&how, Some(3)),
        };
        assert_eq!(slot.take_replacements(), [cause]);
    }
}

#[test]
fn a_reader_that_died_unseen_is_replaced_without_a_word() {
    // The real one: it has one thread, and can be waited for as soon as it is a zombie.
    let mut slot = real_slot(|_| {});
    let document = in_memory(MediaKind::Ubl, &ubl(1, 100));
    slot.inspect(&document).unwrap();
    let first = pid(&slot);
    rustix::process::kill_process(first, Signal::KILL).unwrap();
    wait_until("it is a zombie", || state(first) == Some('Z'));
    slot.inspect(&document).unwrap();
    assert_ne!(pid(&slot), first);
    assert!(slot.take_replacements().is_empty());
    assert_eq!(state(first), None, "reaped");
}

#[test]
fn a_reader_that_closes_its_output_and_lives_on_is_ended() {
    let mut slot = slot_with(
        ReaderCommand {
            program: "/bin/sh".into(),
            args: vec!["-c".into(), "exec >&-; exec sleep 600".into()],
        },
        |_| {},
    );
    assert_eq!(slot.inspect(&pdf()).unwrap_err(), crashed("closed its output", None));
}

#[test]
fn a_reader_that_cannot_start_stops_the_run_or_fails_the_document() {
    for mut slot in [
        bad_slot("dead", None),
        slot_with(ReaderCommand { program: "/nonexistent/dizzy".into(), args: Vec::new() }, |_| {}),
    ] {
        assert!(slot.unconfined().is_err());
        let end = slot.inspect(&pdf());
        assert!(matches!(end, Err(Cause::Crashed { .. } | Cause::Machine { .. })), "{end:?}");
    }
    assert_eq!(bad_slot("dead", None).inspect(&pdf()).unwrap_err(), crashed("exit code 101", None));
}

// ---------------------------------------------------------------------------------------------------------------------
// Life
