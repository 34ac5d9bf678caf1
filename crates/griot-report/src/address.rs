//! Does an address lead to what everybody can reach?

/// Only addresses that a browser opens without running anything, and that others can reach.
pub(crate) fn goes_to_the_web(address: &str) -> bool {
    let address = address.trim().to_ascii_lowercase();
    if address.starts_with("mailto:") {
        return true;
    }
    let rest = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"));
    rest.is_some_and(|rest| {
        let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        let host = authority.rsplit('@').next().unwrap_or_default();
        // A name and password are for whoever holds them.
        authority == host && !is_local(host)
    })
}

/// Whether a host is on this machine or in its own network.
fn is_local(host: &str) -> bool {
    if host.starts_with('[') {
        let inside = host.trim_start_matches('[').split(']').next().unwrap_or_default();
        return inside.parse::<std::net::Ipv6Addr>().map_or(true, |address| {
            address.is_loopback()
                || address.is_unspecified()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address.to_ipv4_mapped().is_some()
        });
    }
    let name = host.split(':').next().unwrap_or_default().trim_end_matches('.');
    if let Ok(address) = name.parse::<std::net::Ipv4Addr>() {
        return address.is_loopback()
            || address.is_private()
            || address.is_link_local()
            || address.is_unspecified();
    }
    !name.contains('.')
        || [".local", ".localhost", ".internal", ".lan", ".intranet", ".home.arpa", ".corp"]
            .iter()
            .any(|end| name.ends_with(end))
        // 2130706433 and 0x7f.1 are addresses too, to a browser.
        || name.rsplit('.').next().is_some_and(|last| {
            last.is_empty() || last.starts_with("0x") || last.bytes().all(|byte| byte.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_address_is_known() {
        for local in [
            "http://localhost/x",
            "https://127.0.0.1/",
            "http://[::1]/",
            "http://nas/x",
            "https://wiki.intranet/x",
            "http://192.168.1.4:80/",
            "http://2130706433/",
            "file:///x",
            "x.pdf",
            "//server/x",
            "javascript:alert(1)",
            "data:text/html,x",
        ] {
            assert!(!goes_to_the_web(local), "{local}");
        }
        for web in ["https://example.org/x", "http://93.184.216.34/", "mailto:a@example.org"] {
            assert!(goes_to_the_web(web), "{web}");
        }
    }
}
