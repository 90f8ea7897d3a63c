//! Where a request comes from: the other end of the connection, or what a proxy says whom the city was told to
//! trust.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;

use axum::http::HeaderMap;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// The header in which each proxy adds the address that it was asked from.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The address of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(IpAddr);

/// Addresses that are counted together: those of one line, or of one network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Block(IpNet);

impl ClientAddress {
    /// The other end of a connection. An IPv4 address that is written as IPv6 is the same address.
    #[must_use]
    pub fn of(peer: IpAddr) -> Self {
        Self(peer.to_canonical())
    }

    /// Where nobody said whence a request comes: all of them together.
    #[must_use]
    pub fn unknown() -> Self {
        Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
    }

    /// The address; `None` where nobody said it.
    pub(crate) fn known(self) -> Option<IpAddr> {
        (self != Self::unknown()).then_some(self.0)
    }

    /// One line: an address, with IPv6 the 64 bits that a line has for itself.
    pub(crate) fn line(self) -> Block {
        Block::of(self.0, 32, 64)
    }

    /// The network: 24 bits of IPv4, 48 bits of IPv6, as they are handed out.
    pub(crate) fn network(self) -> Block {
        Block::of(self.0, 24, 48)
    }
}

impl Block {
    fn of(address: IpAddr, v4: u8, v6: u8) -> Self {
        Self(
            match address {
                IpAddr::V4(address) => {
                    Ipv4Net::new(address, v4).map_or_else(|_| IpNet::from(IpAddr::from(address)), IpNet::from)
                }
                IpAddr::V6(address) => {
                    Ipv6Net::new(address, v6).map_or_else(|_| IpNet::from(IpAddr::from(address)), IpNet::from)
                }
            }
            .trunc(),
        )
    }
}

/// A network of proxies, such as `10.0.0.0/8` or `192.0.2.7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proxy(IpNet);

impl FromStr for Proxy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let network = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        network.map(Self).map_err(|_| format!("`{text}` is no address and no network such as 10.0.0.0/8"))
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// The proxies whose word counts.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Vec<Proxy>);

impl TrustedProxies {
    /// These and no others.
    #[must_use]
    pub fn new(proxies: Vec<Proxy>) -> Self {
        Self(proxies)
    }

    /// Whether somebody at this address is one of them.
    #[must_use]
    pub fn trusts(&self, address: ClientAddress) -> bool {
        self.0.iter().any(|proxy| proxy.0.contains(&address.0))
    }

    /// Where a request comes from that came over a connection from `peer`: the last address in
    /// `X-Forwarded-For` that is none of the proxies'. What stands before it anybody could have written.
    #[must_use]
    pub fn origin(&self, peer: ClientAddress, headers: &HeaderMap) -> ClientAddress {
        let mut nearest = peer;
        let lines: Vec<_> = headers.get_all(FORWARDED_FOR).iter().collect();
        let said = lines.iter().rev().flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
        for one in said {
            if !self.trusts(nearest) {
                break;
            }
            match address(one.trim()) {
                Some(next) => nearest = next,
                None => break,
            }
        }
        nearest
    }
}

/// An address, with or without a port.
fn address(text: &str) -> Option<ClientAddress> {
    let plain = text.parse::<IpAddr>().ok();
    plain.or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip())).map(ClientAddress::of)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> ClientAddress {
        address(text).expect("an address")
    }

    fn origin(trusted: &[&str], peer: &str, forwarded: &[&str]) -> ClientAddress {
        let proxies = trusted.iter().map(|one| one.parse().expect("a network")).collect();
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, HeaderValue::from_str(line).expect("a header"));
        }
        TrustedProxies::new(proxies).origin(at(peer), &headers)
    }

    #[test]
    fn nobody_is_trusted_unless_it_was_said() {
        assert_eq!(origin(&[], "192.0.2.1", &["198.51.100.9"]), at("192.0.2.1"));
        assert_eq!(origin(&["10.0.0.0/8"], "192.0.2.1", &["198.51.100.9"]), at("192.0.2.1"));
    }

    #[test]
    fn the_last_address_that_is_no_proxys_counts() {
        let trusted = ["10.0.0.0/8", "2001:db8::1"];
        for (forwarded, from) in [
            (&["198.51.100.9"][..], "198.51.100.9"),
            (&["203.0.113.5, 198.51.100.9"], "198.51.100.9"),
            (&["203.0.113.5, 198.51.100.9, 10.1.1.1"], "198.51.100.9"),
            (&["203.0.113.5", "198.51.100.9 ,10.1.1.1"], "198.51.100.9"),
            (&["198.51.100.9:4711"], "198.51.100.9"),
            (&["[2001:db8:7::1]:4711"], "2001:db8:7::1"),
            (&["::ffff:198.51.100.9"], "198.51.100.9"),
            (&["198.51.100.9, 2001:db8::1"], "198.51.100.9"),
            (&["nonsense"], "10.0.0.1"),
            (&["198.51.100.9, nonsense, 10.1.1.1"], "10.1.1.1"),
            (&[""], "10.0.0.1"),
            (&[], "10.0.0.1"),
        ] {
            assert_eq!(origin(&trusted, "10.0.0.1", forwarded), at(from), "{forwarded:?}");
        }
    }

    #[test]
    fn lines_and_networks() {
        for (one, other, same_line, same_network) in [
            ("192.0.2.1", "192.0.2.1", true, true),
            ("192.0.2.1", "::ffff:192.0.2.1", true, true),
            ("192.0.2.1", "192.0.2.200", false, true),
            ("192.0.2.1", "192.0.3.1", false, false),
            ("2001:db8:1:1::1", "2001:db8:1:1:9::2", true, true),
            ("2001:db8:1:1::1", "2001:db8:1:2::1", false, true),
            ("2001:db8:1::1", "2001:db8:2::1", false, false),
        ] {
            assert_eq!(at(one).line() == at(other).line(), same_line, "{one} {other}");
            assert_eq!(at(one).network() == at(other).network(), same_network, "{one} {other}");
        }
    }

    #[test]
    fn networks_are_read() {
        for good in ["10.0.0.0/8", "192.0.2.7", "2001:db8::/32", "::1"] {
            assert!(good.parse::<Proxy>().is_ok(), "{good}");
        }
        for bad in ["", "10.0.0.0/33", "proxy.example", "10.0.0"] {
            assert!(bad.parse::<Proxy>().is_err(), "{bad}");
        }
    }

    proptest! {
        /// Whatever a client writes, the address that our own proxy added last is the one that counts.
        #[test]
        fn what_a_client_writes_does_not_count(written in "[0-9a-f:., \\[\\]]{0,60}") {
            let forwarded = format!("{written}, 198.51.100.9");
            prop_assert_eq!(origin(&["10.0.0.0/8"], "10.0.0.1", &[&forwarded]), at("198.51.100.9"));
        }
    }
}
