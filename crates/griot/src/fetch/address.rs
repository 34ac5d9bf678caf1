//! Which addresses are asked, and which machines are not.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address of the web, read so far as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) is_encrypted: bool,
    /// A name, or an IP address without brackets.
    pub(super) host: String,
    pub(super) port: u16,
    /// Path and query, beginning with `/`.
    pub(super) path: String,
}

impl Address {
    /// Reads an address, or says why it is not asked for, as the end of a sentence.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let text = text.split('#').next().unwrap_or_default();
        let (scheme, rest) = text.split_once("://").ok_or("is no address")?;
        let is_encrypted = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            other => {
                return Err(format!(
                    "begins with {other}://, and only http and https are asked"
                ));
            }
        };
        let end = rest.find(['/', '?', '\\']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if authority.contains('@') {
            return Err("has a user name in it, which would be kept for all to read".to_owned());
        }
        let usual = if is_encrypted { 443 } else { 80 };
        let (host, port) = match authority.strip_prefix('[') {
            Some(rest) => {
                let (host, after) =
                    rest.split_once(']').ok_or("has a bracket that is not closed")?;
                (host, after.strip_prefix(':'))
            }
            None => match authority.rsplit_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (authority, None),
            },
        };
        let port = match port {
            None | Some("") => usual,
            Some(port) => port.parse().map_err(|_no_number| format!("has no port {port}"))?,
        };
        if port != 80 && port != 443 && port < 1024 {
            return Err(format!("asks for port {port}, where no page is served"));
        }
        let known = |it: u8| it.is_ascii_alphanumeric() || b"-._:".contains(&it);
        if host.is_empty() || host.len() > 253 || !host.bytes().all(known) {
            let why = "has a host that is not written in ASCII letters, digits and hyphens; \
                       a browser shows how it is written (xn--…)";
            return Err(why.to_owned());
        }
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Self { is_encrypted, host: host.to_ascii_lowercase(), port, path: escaped(&path) })
    }

    /// Where a redirect from this address leads.
    pub(super) fn joined(&self, location: &str) -> Result<Self, String> {
        let location = location.trim();
        let scheme = if self.is_encrypted { "https" } else { "http" };
        if location.contains("://") && !location.starts_with(['/', '?', '#']) {
            return Self::read(location);
        }
        if location.starts_with("//") {
            return Self::read(&format!("{scheme}:{location}"));
        }
        let own = self.path.split('?').next().unwrap_or("/");
        let whole = match location.chars().next() {
            Some('/') => location.to_owned(),
            Some('?') => format!("{own}{location}"),
            _ => {
                format!("{}{location}", own.get(..=own.rfind('/').unwrap_or(0)).unwrap_or("/"))
            }
        };
        Self::read(&format!("{scheme}://{}{}", self.authority(), without_dots(&whole)))
    }

    /// Host and port, as they stand in an address and in a request.
    pub(super) fn authority(&self) -> String {
        let host = if self.host.contains(':') {
            format!("[{}]", self.host)
        } else {
            self.host.clone()
        };
        match (self.is_encrypted, self.port) {
            (true, 443) | (false, 80) => host,
            (_, port) => format!("{host}:{port}"),
        }
    }

    /// Its name as a file: the last part of the path, or the host.
    pub(super) fn file_name(&self) -> String {
        let path = self.path.split('?').next().unwrap_or_default();
        let last = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or(&self.host);
        let name: String =
            decoded(last).chars().filter(|it| *it != '/' && *it != '\\').collect();
        let name: String = name.trim_matches('.').chars().take(100).collect();
        if name.is_empty() { self.host.clone() } else { name }
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = if self.is_encrypted { "https" } else { "http" };
        write!(formatter, "{scheme}://{}{}", self.authority(), self.path)
    }
}

/// What may not stand in a request is written with `%`.
fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let pair = (*first == b'%').then(|| after.get(..2)).flatten();
        let value = pair
            .and_then(|pair| std::str::from_utf8(pair).ok())
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        if let Some(value) = value {
            bytes.push(value);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A path without `.` and `..`.
fn without_dots(path: &str) -> String {
    let (path, query) =
        path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let mut kept: Vec<&str> = Vec::new();
    let mut parts = path.split('/').skip(1).peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        match part {
            "." | ".." => {
                if part == ".." {
                    kept.pop();
                }
                if is_last {
                    kept.push("");
                }
            }
            part => kept.push(part),
        }
    }
    let query = query.map_or(String::new(), |query| format!("?{query}"));
    format!("/{}{query}", kept.join("/"))
}

/// Whether a machine is one that anybody on the internet reaches: no machine of this network, no service of a
/// cloud that answers its own machines alone, no address with a special use (IANA's registries).
pub(super) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, d] = ip.octets();
    let special = match a {
        0 | 10 | 127 | 224.. => true,
        100 => (64..128).contains(&b),
        169 => b == 254,
        172 => (16..32).contains(&b),
        192 => matches!((b, c), (0, 0 | 2) | (88, 99) | (168, _)),
        198 => matches!((b, c), (18 | 19, _) | (51, 100)),
        203 => (b, c) == (0, 113),
        // The service that answers machines of Azure lies among the addresses of all.
        168 => (b, c, d) == (63, 129, 16),
        _ => false,
    };
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    if let Some(inner) = ip.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    if let [0x64, 0xff9b, 0, 0, 0, 0, high, low] = ip.segments() {
        let [one, two] = high.to_be_bytes();
        let [three, four] = low.to_be_bytes();
        return is_public_v4(Ipv4Addr::new(one, two, three, four));
    }
    let is_global = a & 0xe000 == 0x2000;
    let is_special = a == 0x2001 && (b < 0x200 || b == 0xdb8) || a == 0x2002 || a == 0x3fff;
    is_global && !is_special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_of_this_network_are_not_public() {
        for ip in [
            "127.0.0.1",
            "127.8.8.8",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.100.100.200",
            "168.63.129.16",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.2.1",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "100::1",
        ] {
            assert!(!is_public(ip.parse().expect("an address")), "{ip}");
        }
        for ip in [
            "1.1.1.1",
            "172.32.0.1",
            "192.0.1.1",
            "100.128.0.1",
            "2606:4700::1111",
            "64:ff9b::101:101",
        ] {
            assert!(is_public(ip.parse().expect("an address")), "{ip}");
        }
    }

    #[test]
    fn an_address_is_read_or_refused_with_its_reason() {
        let read = |text: &str| Address::read(text).map(|it| it.to_string());
        let same = |text: &str, expected: &str| assert_eq!(read(text).as_deref(), Ok(expected));
        same("HTTPS://Example.org", "https://example.org/");
        same("http://example.org:80/a b?q=é#part", "http://example.org/a%20b?q=%C3%A9");
        same("http://[2606:4700::1111]:8080/x", "http://[2606:4700::1111]:8080/x");
        same("http://example.org?q", "http://example.org/?q");
        for wrong in [
            "file:///etc/passwd",
            "gopher://a/",
            "example.org",
            "http://",
            "http://a:b@example.org/",
            "http://exämple.org/",
            "http://example.org:22/",
            "http://example.org:x/",
            "http://[::1/",
            "http://a\r\nHost: b/",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_redirect_is_followed_from_where_it_stands() {
        let from = Address::read("https://example.org/a/b?c=1").expect("an address");
        let to = |location: &str| from.joined(location).map(|it| it.to_string());
        for (location, expected) in [
            ("d", "https://example.org/a/d"),
            ("../d", "https://example.org/d"),
            ("/d/./e/../f", "https://example.org/d/f"),
            ("?d=2", "https://example.org/a/b?d=2"),
            ("//other.org/x", "https://other.org/x"),
            ("http://other.org:8080", "http://other.org:8080/"),
            ("", "https://example.org/a/"),
        ] {
            assert_eq!(to(location).as_deref(), Ok(expected), "{location}");
        }
        assert!(to("file:///etc/passwd").is_err());
        assert!(to("../../../../x").as_deref() == Ok("https://example.org/x"));
    }

    #[test]
    fn a_file_is_named_by_its_path() {
        let name = |text: &str| Address::read(text).expect("an address").file_name();
        assert_eq!(
            name("https://example.org/a/letter%20of%20May.pdf?x=1"),
            "letter of May.pdf"
        );
        assert_eq!(name("https://example.org/a/b/"), "b");
        assert_eq!(name("https://example.org/"), "example.org");
        assert_eq!(name("https://example.org/..%2f..%2fetc"), "etc");
        assert_eq!(name("https://example.org/%2e%2e"), "example.org");
    }
}
