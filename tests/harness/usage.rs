//! What a process has used: of the processor and of memory, as the kernel counts it.

use procfs::process::Process;

use crate::Failure;

/// What a process has used since it began.
#[derive(Debug, Clone, Copy, Default)]
pub struct Usage {
    /// Milliseconds of the processor, in user mode and in the kernel.
    pub cpu_ms: u64,
    /// KiB that are in memory now.
    pub resident_kib: u64,
    /// The most KiB that were ever in memory.
    pub peak_kib: u64,
}

impl Usage {
    /// Reads that of a process.
    ///
    /// # Errors
    /// When it has ended.
    pub fn of(process: u32) -> Result<Self, Failure> {
        let process = Process::new(i32::try_from(process)?)?;
        let (stat, status) = (process.stat()?, process.status()?);
        let ticks = stat.utime + stat.stime;
        Ok(Self {
            cpu_ms: ticks * 1_000 / procfs::ticks_per_second(),
            resident_kib: status.vmrss.unwrap_or_default(),
            peak_kib: status.vmhwm.unwrap_or_default(),
        })
    }
}
