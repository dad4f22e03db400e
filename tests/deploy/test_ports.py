"""A port that is chosen for a service stays free for it while it is down."""

from pathlib import Path

from deploy.embedded.folder import free_port


def test_it_is_none_that_an_outgoing_connection_may_be_given():
    first, last = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii").split())

    ports = [free_port() for _ in range(50)]

    assert not [port for port in ports if first <= port <= last]
    assert len(set(ports)) == 50  # none twice, though nobody has taken any of them yet
