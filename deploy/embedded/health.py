"""Does a service say that it is ready?"""

from http import HTTPStatus
from http.client import HTTPConnection, HTTPException


def answers(port: int) -> bool:
    """True also for what is never asked (port 0)."""
    if not port:
        return True
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/ready")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
