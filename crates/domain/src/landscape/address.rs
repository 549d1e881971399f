//! Where a source's own system is opened, in a browser: one citizen in it, or its front page.
//!
//! Invariant: an address leads to the named server alone; a key stands in it as one value and can change no other part.

/// What stands for the citizen's key in an address.
pub const KEY_PLACE: &str = "{noegle}";

/// Bytes of an address, at most.
const LONGEST: usize = 500;

/// The address of a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemAddress(String);

/// Why a text is no address of a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressFault {
    /// Neither `https`, nor `http` on this machine.
    Scheme,
    /// No server, or a user's name before it.
    Server,
    /// Signs that no address has, or more than an address can hold.
    Signs,
    /// Braces that are not [`KEY_PLACE`] once, behind the server.
    Place,
}

impl SystemAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// Why it is none.
    pub fn parse(text: &str) -> Result<SystemAddress, AddressFault> {
        let (is_open, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => (false, rest),
            (_, Some(rest)) => (true, rest),
            _ => return Err(AddressFault::Scheme),
        };
        let fits = |b: u8| b.is_ascii_graphic() && !b"\"'<>\\^`|".contains(&b);
        if text.len() > LONGEST || !text.bytes().all(fits) {
            return Err(AddressFault::Signs);
        }
        let server = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
        let behind = &rest[server.len()..];
        if server.contains(['{', '}']) || behind.replacen(KEY_PLACE, "", 1).contains(['{', '}']) {
            return Err(AddressFault::Place);
        }
        let (host, port) = host_and_port(server);
        let has_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
        if !is_host(host) || !has_port {
            return Err(AddressFault::Server);
        }
        if is_open && !is_this_machine(host) {
            return Err(AddressFault::Scheme);
        }
        Ok(SystemAddress(text.to_owned()))
    }

    /// True where it opens a citizen; else it opens the system's front page.
    #[must_use]
    pub fn takes_key(&self) -> bool {
        self.0.contains(KEY_PLACE)
    }

    /// The address with a citizen's key in its place.
    #[must_use]
    pub fn with(&self, key: &str) -> String {
        self.0.replace(KEY_PLACE, &escaped(key))
    }

    /// The address as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The server's name with what follows a colon; an address in brackets has colons of its own.
fn host_and_port(server: &str) -> (&str, Option<&str>) {
    let from = server.rfind(']').map_or(0, |at| at + 1);
    match server[from..].split_once(':') {
        Some((name, port)) => (&server[..from + name.len()], Some(port)),
        None => (server, None),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[') {
        return inner.strip_suffix(']').is_some_and(|own| own.parse::<std::net::Ipv6Addr>().is_ok());
    }
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    host.split('.').all(part)
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_matches(['[', ']']);
    host.eq_ignore_ascii_case("localhost")
        || bare.parse::<std::net::IpAddr>().is_ok_and(|own| own.is_loopback())
}

/// A value in an address: everything but letters, digits and `-._~` is written by its bytes.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_systems_are_read_and_others_are_not() {
        for text in [
            "https://nexus.example.dk/borger/{noegle}",
            "https://nexus.example.dk",
            "https://nexus.example.dk:8443/?borger={noegle}&fane=1#top",
            "http://localhost:8000/{noegle}",
            "http://127.0.0.1/",
            "http://[::1]:80/x",
        ] {
            assert_eq!(SystemAddress::parse(text).map(|own| own.0), Ok(text.to_owned()));
        }
        for (text, fault) in [
            ("http://nexus.example.dk/{noegle}", AddressFault::Scheme),
            ("http://localhost.example.dk/", AddressFault::Scheme),
            ("javascript:alert(1)", AddressFault::Scheme),
            ("nexus.example.dk/{noegle}", AddressFault::Scheme),
            ("", AddressFault::Scheme),
            ("https:///borger/{noegle}", AddressFault::Server),
            ("https://os@nexus.example.dk/", AddressFault::Server),
            ("https://nexus.example.dk:/", AddressFault::Server),
            ("https://nexus..dk/", AddressFault::Server),
            ("https://[x]/", AddressFault::Server),
            ("https://nexus.example.dk/ {noegle}", AddressFault::Signs),
            ("https://nexus.example.dk/\"onclick=", AddressFault::Signs),
            ("https://nexus.example.dk/æ", AddressFault::Signs),
            ("https://{noegle}.example.dk/", AddressFault::Place),
            ("https://nexus.example.dk/{noegle}/{noegle}", AddressFault::Place),
            ("https://nexus.example.dk/{cpr}", AddressFault::Place),
            ("https://nexus.example.dk/{noegle", AddressFault::Place),
        ] {
            assert_eq!(SystemAddress::parse(text), Err(fault), "{text}");
        }
        let long = format!("https://nexus.example.dk/{}", "x".repeat(500));
        assert_eq!(SystemAddress::parse(&long), Err(AddressFault::Signs));
    }

    #[test]
    fn a_key_is_one_value_whatever_it_is() {
        let address = SystemAddress::parse("https://nexus.example.dk/borger/{noegle}?fane=1").unwrap();
        assert!(address.takes_key());
        assert_eq!(address.with("7004-xq"), "https://nexus.example.dk/borger/7004-xq?fane=1");
        let odd = address.with("../a?b#c&d \"æ{noegle}%");
        assert_eq!(
            odd,
            "https://nexus.example.dk/borger/..%2Fa%3Fb%23c%26d%20%22%C3%A6%7Bnoegle%7D%25?fane=1"
        );
        let front = SystemAddress::parse("https://nexus.example.dk/").unwrap();
        assert!(!front.takes_key() && front.with("7004") == front.as_str());
    }
}
