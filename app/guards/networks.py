"""How far a network reaches: what one subscriber has, and what one provider hands out to many."""

from ipaddress import ip_address, ip_network

OWN = {4: 32, 6: 56}
WIDE = {4: 24, 6: 48}


def own(network: str) -> str:
    """The network of one subscriber: a whole library, or all networks that a script may call its own."""
    return _as_wide_as(network, OWN)


def wide(network: str) -> str:
    """The neighbourhood from which addresses are rented by the hundred."""
    return _as_wide_as(network, WIDE)


def _as_wide_as(network: str, prefixes: dict[int, int]) -> str:
    try:
        address = ip_address(network.partition("/")[0])
    except ValueError:
        return network
    return str(ip_network((address, prefixes[address.version]), strict=False))
