//! Which file systems may hold a store: local ones.
//!
//! A store needs locks that all processes see, memory shared by mapping a file, and an fsync that
//! means the disk. Network file systems break one or more of these, mostly silently. Only Linux is
//! asked; elsewhere nothing is checked.

use std::path::Path;

use crate::Error;

/// The kinds refused, by the kernel's number for each (`statfs(2)`, `linux/magic.h` and the file
/// systems' own headers).
#[cfg(target_os = "linux")]
const REFUSED: [(rustix::fs::FsWord, &str); 18] = [
    (0x0000_6969, "NFS"),
    (0x0000_517B, "SMB"),
    (0xFF53_4D42, "CIFS"),
    (0xFE53_4D42, "SMB"),
    (0x5346_414F, "AFS"),
    (0x6B41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x0000_564C, "NCP"),
    (0x00C3_6400, "Ceph"),
    // Shared by several machines over one block device: locks reach all of them, mapped memory does not.
    (0x7461_636F, "OCFS2"),
    (0x0116_1970, "GFS2"),
    (0x0BD0_0BD0, "Lustre"),
    (0x4750_4653, "GPFS"),
    (0x2003_0528, "OrangeFS"),
    (0x1983_0326, "BeeGFS"),
    // Folders that a virtual machine shares with its host.
    (0x0102_1997, "9P"),
    (0x786F_4256, "VirtualBox shared folder"),
    // sshfs, GlusterFS, S3 mounts, virtiofs and also local ones: what fsync means is up to some
    // program, and the kernel does not tell which.
    (0x6573_5546, "FUSE"),
];

/// Refuses a folder on a file system that is not local.
#[cfg(target_os = "linux")]
pub(super) fn demand_local(folder: &Path) -> Result<(), Error> {
    let answer = rustix::fs::statfs(folder)
        .map_err(|error| Error::Read(format!("failed to ask for the file system of {}: {error}", folder.display())))?;
    match refused(answer.f_type) {
        None => Ok(()),
        Some(kind) => Err(Error::Refused(format!(
            "{} lies on a network or foreign file system ({kind}), where locks and fsync cannot be relied on; \
             use a folder on a local disk",
            folder.display()
        ))),
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn demand_local(_folder: &Path) -> Result<(), Error> {
    Ok(())
}

#[cfg(target_os = "linux")]
fn refused(file_system: rustix::fs::FsWord) -> Option<&'static str> {
    // The kernel's number has 32 bits; some platforms hand it over with its sign extended.
    let number = file_system & 0xFFFF_FFFF;
    REFUSED.iter().find(|(refused, _)| *refused == number).map(|(_, name)| *name)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn remote_kinds_are_refused_and_local_ones_are_not() {
        assert_eq!(refused(rustix::fs::NFS_SUPER_MAGIC), Some("NFS"));
        assert_eq!(refused(0xFF53_4D42), Some("CIFS"));
        assert_eq!(refused(-0x00AC_B2BE), Some("CIFS"), "with its sign extended");
        for (local, name) in [(0xEF53, "ext4"), (0x5846_5342, "XFS"), (0x9123_683E, "btrfs"), (0x0102_1994, "tmpfs")] {
            assert_eq!(refused(local), None, "{name}");
        }
        for (local, name) in [(0x2FC1_2FC1, "ZFS"), (0x794C_7630, "overlayfs")] {
            assert_eq!(refused(local), None, "{name}");
        }
    }

    #[test]
    fn the_kernel_is_really_asked() {
        let missing = demand_local(Path::new("/nowhere/at/all"));
        assert!(matches!(missing, Err(Error::Read(_))), "{missing:?}");
        // /proc is no place for a store either, but it is local.
        assert!(demand_local(Path::new("/proc")).is_ok());
    }
}
