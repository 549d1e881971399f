//! What the child forbids itself before it looks at a file.
//!
//! Invariant: taken on once, never given back. On systems without these limits the child runs without them.

#[cfg(target_os = "linux")]
mod linux {
    use crate::child::CHILD_MEMORY;
    use rustix::process::{Resource, Rlimit, Signal, setrlimit};
    use std::fs::File;
    use std::io::{self, Read, Seek};

    /// The child's own memory, readable after it may open nothing more.
    #[derive(Debug)]
    pub(crate) struct Gauge {
        status: File,
        start: u64,
    }

    /// Limits this process: memory, files, core dumps, other processes; dies with its parent.
    pub(crate) fn take_on() -> io::Result<Gauge> {
        rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
        let mut gauge = Gauge { status: File::open("/proc/self/status")?, start: 0 };
        gauge.start = gauge.field("VmRSS:")?;
        let present = gauge.field("VmSize:")? * 1024;
        for (resource, value) in [
            (Resource::As, present + CHILD_MEMORY),
            (Resource::Fsize, 0),
            (Resource::Core, 0),
            (Resource::Nofile, 0),
        ] {
            set(resource, value, value)?;
        }
        Ok(gauge)
    }

    /// Limits the processor time: a signal, and a second later the end.
    pub(crate) fn limit_time(seconds: u32) -> io::Result<()> {
        set(Resource::Cpu, u64::from(seconds), u64::from(seconds) + 1)
    }

    fn set(resource: Resource, current: u64, maximum: u64) -> io::Result<()> {
        Ok(setrlimit(resource, Rlimit { current: Some(current), maximum: Some(maximum) })?)
    }

    impl Gauge {
        /// The peak of resident memory over the start, in KiB.
        pub(crate) fn peak_kib(&mut self) -> u64 {
            self.field("VmHWM:").map_or(0, |peak| peak.saturating_sub(self.start))
        }

        fn field(&mut self, name: &str) -> io::Result<u64> {
            let mut text = [0; 4096];
            self.status.rewind()?;
            let length = self.status.read(&mut text)?;
            let text = String::from_utf8_lossy(&text[..length]);
            let value = text.lines().find_map(|line| line.strip_prefix(name));
            value
                .and_then(|value| value.trim().trim_end_matches(" kB").parse().ok())
                .ok_or_else(|| io::Error::other("/proc/self/status"))
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use std::io;

    /// Measures nothing here.
    #[derive(Debug)]
    pub(crate) struct Gauge;

    pub(crate) fn take_on() -> io::Result<Gauge> {
        Ok(Gauge)
    }

    pub(crate) fn limit_time(_seconds: u32) -> io::Result<()> {
        Ok(())
    }

    impl Gauge {
        pub(crate) fn peak_kib(&mut self) -> u64 {
            0
        }
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) use elsewhere::{limit_time, take_on};
#[cfg(target_os = "linux")]
pub(crate) use linux::{limit_time, take_on};
