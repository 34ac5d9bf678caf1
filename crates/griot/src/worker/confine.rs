//! What a worker gives up before it sees a byte of a stranger's file.
//!
//! | what | by |
//! | --- | --- |
//! | memory beyond [`MEMORY`], new files of any length | resource limits, on every Unix |
//! | reading, writing, making or removing any file | Landlock, on Linux since 5.13 |
//! | connections, programs, other processes | Landlock and a filter of system calls (seccomp), on Linux |
//! | time | a resource limit on work, and the clock of the process that asked |
//!
//! What a system does not offer is said, and the rest is given up all the same.

/// Bytes of memory that a worker may map.
pub(crate) const MEMORY: u64 = 1200 << 20;

/// Gives up what can be given up, and says what cannot.
pub(super) fn confine() -> Vec<String> {
    let mut without = Vec::new();
    limits(&mut without);
    files(&mut without);
    calls(&mut without);
    without
}

#[cfg(unix)]
fn limits(without: &mut Vec<String>) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let to = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
    for (what, resource, most) in [
        ("a bound on memory", Resource::As, MEMORY),
        ("a bound on files it writes", Resource::Fsize, 0),
        ("a bound on what it leaves when it crashes", Resource::Core, 0),
    ] {
        if let Err(error) = setrlimit(resource, to(most)) {
            without.push(format!("{what} ({error})"));
        }
    }
}

#[cfg(not(unix))]
fn limits(without: &mut Vec<String>) {
    without.push("a bound on memory (this system has none)".to_owned());
}

/// Gives the next file so many seconds of work.
#[cfg(unix)]
pub(super) fn time(seconds: u64) {
    use rustix::{
        process::{Resource, Rlimit, setrlimit},
        time::{ClockId, clock_gettime},
    };
    let worked = clock_gettime(ClockId::ProcessCPUTime).tv_sec;
    let until = u64::try_from(worked).unwrap_or(0) + seconds + 1;
    // Where it cannot be set, the clock of the process that asked still holds.
    let _set: rustix::io::Result<()> =
        setrlimit(Resource::Cpu, Rlimit { current: Some(until), maximum: None });
}

#[cfg(not(unix))]
pub(super) fn time(_seconds: u64) {}

#[cfg(target_os = "linux")]
fn files(without: &mut Vec<String>) {
    use landlock::{
        ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, Ruleset,
        RulesetAttr as _, RulesetStatus,
    };
    let locked = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(ABI::V5))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(ABI::V5)))
        .and_then(Ruleset::create)
        .and_then(landlock::RulesetCreated::restrict_self);
    match locked {
        Ok(status) if status.ruleset == RulesetStatus::NotEnforced => {
            without.push("a lock on files (this system has no Landlock)".to_owned());
        }
        Ok(_) => {}
        Err(error) => without.push(format!("a lock on files ({error})")),
    }
}

#[cfg(not(target_os = "linux"))]
fn files(without: &mut Vec<String>) {
    without.push("a lock on files (only Linux has one)".to_owned());
}

#[cfg(target_os = "linux")]
fn calls(without: &mut Vec<String>) {
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};
    let refused = [
        libc::SYS_socket,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_sendto,
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_kill,
        libc::SYS_io_uring_setup,
        libc::SYS_mount,
        libc::SYS_unshare,
        libc::SYS_setns,
        libc::SYS_bpf,
        libc::SYS_keyctl,
    ];
    let rules = refused.into_iter().map(|call| (call, Vec::new())).collect();
    let permission = u32::try_from(libc::EPERM).unwrap_or(1);
    let filter = std::env::consts::ARCH.try_into().and_then(|arch| {
        SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::Errno(permission), arch)
    });
    let program: Result<BpfProgram, _> = filter.and_then(BpfProgram::try_from);
    let applied = program
        .map_err(|error| error.to_string())
        .and_then(|program| apply_filter(&program).map_err(|error| error.to_string()));
    if let Err(error) = applied {
        without.push(format!("a filter of system calls ({error})"));
    }
}

#[cfg(not(target_os = "linux"))]
fn calls(without: &mut Vec<String>) {
    without.push("a filter of system calls (only Linux has one)".to_owned());
}
