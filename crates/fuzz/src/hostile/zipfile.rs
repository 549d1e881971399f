//! ZIP files of which every field can be wrong.
//!
//! Invariant: what is not set otherwise is right, so that a file is broken in one way at a time.

/// One entry.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) name: Vec<u8>,
    pub(super) data: Vec<u8>,
    /// 0 is stored, 8 deflated.
    pub(super) method: u16,
    pub(super) flags: u16,
    pub(super) crc: u32,
    pub(super) unpacked: u32,
    /// Where the table of contents says that it stands, if not where it does.
    pub(super) offset: Option<u32>,
}

impl Entry {
    /// An entry stored as it is.
    pub(super) fn stored(name: &str, data: &[u8]) -> Entry {
        Entry {
            name: name.into(),
            data: data.to_vec(),
            method: 0,
            flags: 0,
            crc: crc(data),
            unpacked: data.len() as u32,
            offset: None,
        }
    }

    /// An entry with a long run of a byte in it. Its sum is not right: the end of it is not meant to be reached.
    pub(super) fn bomb(name: &str, before: &str, byte: u8, times: usize, after: &str) -> Entry {
        let (data, unpacked) = super::deflate::packed(before.as_bytes(), byte, times, after.as_bytes());
        Entry { data, method: 8, unpacked: unpacked as u32, ..Entry::stored(name, b"") }
    }
}

/// The file of these entries.
pub(super) fn zip(entries: &[Entry]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let at = bytes.len() as u32;
        let mut common = Vec::new();
        for field in [20, entry.flags, entry.method, 0, 0x5C21] {
            common.extend(u16::to_le_bytes(field));
        }
        for field in [entry.crc, entry.data.len() as u32, entry.unpacked] {
            common.extend(field.to_le_bytes());
        }
        common.extend((entry.name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(&entry.name);
        bytes.extend(&entry.data);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(entry.offset.unwrap_or(at).to_le_bytes());
        directory.extend(&entry.name);
    }
    let (at, length) = (bytes.len() as u32, directory.len() as u32);
    let count = (entries.len() as u16).to_le_bytes();
    bytes.extend(directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count, count].concat());
    bytes.extend(length.to_le_bytes());
    bytes.extend(at.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

fn crc(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
    })
}
