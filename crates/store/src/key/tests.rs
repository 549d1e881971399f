//! A key is made once, read strictly, and known by its fingerprint.

use super::*;

#[test]
fn a_key_is_read_in_all_its_written_forms_and_never_shown() {
    let text = "0123456789abcdef".repeat(4);
    let key = Key::parse(&text).unwrap();
    let grouped = "0123 4567-89AB\ncdef ".repeat(4);
    assert_eq!(Key::parse(&grouped), Some(key.clone()));
    for wrong in
        ["", "0123", &text[1..], &format!("{text}0"), &text.replace('a', "g"), &text.replace('a', "æ")]
    {
        assert_eq!(Key::parse(wrong), None, "{wrong}");
    }
    assert!(!format!("{key:?}").contains("0123"));
    assert_eq!(key.fingerprint().len(), 12);
    assert_ne!(key.derive("a"), key.derive("b"));
}

/// RFC 4231, test case 2 with its key filled up with zeros to 32 bytes, which HMAC does by itself.
#[test]
fn the_keyed_hash_is_hmac_sha_256() {
    let mut jefe = [0; 32];
    jefe[..4].copy_from_slice(b"Jefe");
    let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(hex(&keyed_hash(&jefe, b"what do ya want for nothing?")), expected);
}
