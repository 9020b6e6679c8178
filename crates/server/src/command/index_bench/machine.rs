//! What something was measured on.

use std::path::Path;
use std::time::SystemTime;

use sysinfo::{CpuRefreshKind, Disk, Disks, System};

/// What something was measured on, and when.
#[derive(Debug)]
pub struct Machine {
    /// The processor's name.
    pub processor: String,
    /// How many threads it runs at once.
    pub cores: usize,
    /// Memory, in bytes.
    pub memory: u64,
    /// The kernel of the operating system, by name and version.
    pub kernel: String,
    /// The file system of the folder.
    pub file_system: String,
    /// When it was looked at: RFC 3339, in whole seconds.
    pub date: String,
}

const UNKNOWN: &str = "unknown";

impl Machine {
    /// Looks at this machine; what cannot be known is called so.
    pub fn look(folder: &Path) -> Machine {
        let unknown = || UNKNOWN.to_owned();
        let processor = System::new().ok().and_then(|mut system| {
            system.refresh_cpu_list(CpuRefreshKind::nothing());
            system.cpus().first().map(|core| core.brand().trim().to_owned())
        });
        let file_system = on_disk(folder, |disk| disk.file_system().to_string_lossy().into_owned());
        Machine {
            processor: processor.filter(|name| !name.is_empty()).unwrap_or_else(unknown),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory: memory(System::total_memory).unwrap_or_default(),
            kernel: System::kernel_long_version().unwrap_or_else(|_| unknown()),
            file_system: file_system.unwrap_or_else(unknown),
            date: humantime::format_rfc3339_seconds(SystemTime::now()).to_string(),
        }
    }

    /// The machine in one line.
    pub fn line(&self) -> String {
        let Machine { processor, cores, memory, kernel, file_system, .. } = self;
        let memory = memory.div_ceil(1 << 30);
        format!("{processor}, {cores} cores, {memory} GiB, {kernel}, {file_system}")
    }
}

/// How many bytes the disk of a folder has left for this user, where it can be known.
pub fn disk_left(folder: &Path) -> Option<u64> {
    on_disk(folder, Disk::available_space)
}

/// How many bytes of memory are left, where it can be known.
pub fn memory_left() -> Option<u64> {
    memory(System::available_memory)
}

fn memory(ask: impl Fn(&System) -> u64) -> Option<u64> {
    let mut system = System::new().ok()?;
    system.refresh_memory();
    Some(ask(&system))
}

/// Asks the disk that a folder lies on: the one with the longest path above it.
fn on_disk<T>(folder: &Path, ask: impl Fn(&Disk) -> T) -> Option<T> {
    let folder = folder.canonicalize().ok()?;
    let disks = Disks::new_with_refreshed_list().ok()?;
    let above = disks.iter().filter(|disk| folder.starts_with(disk.mount_point()));
    above.max_by_key(|disk| disk.mount_point().as_os_str().len()).map(ask)
}
