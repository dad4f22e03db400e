"""How is a program tied to us, so that it dies when we do and never runs as root where it must not?

Run as a script of its own between us and the program: `tether.py SIGNAL PARENT USER PASSAGE PROGRAM ARGUMENT…`.
A preexec_fn would do the same inside a forked copy of a threaded process, where a lock may be held for ever.
It imports nothing but the standard library, because it runs before any environment is known.

PASSAGE: PostgreSQL refuses to run as root, and a clone under /root (mode 0700) cannot be entered by anyone else. So
where a folder on the way is closed, the program keeps one right of root, CAP_DAC_OVERRIDE, to pass through it. Nobody's
folder is opened up, no user is added, and everything it writes belongs to the unprivileged user. (CAP_DAC_READ_SEARCH
would be narrower, but containers do not give it by default, and it does not run programs installed with umask 077.)
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG, PR_SET_KEEPCAPS, PR_SET_SECUREBITS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 8, 28, 47, 2
SECBIT_NO_SETUID_FIXUP = 4
"""Without it access(2), by which PostgreSQL looks for its own programs, does not see the right that we keep."""
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522
NOT_ALLOWED = 77
"""Our exit code when the system does not let us do what we must; the sentence stands on standard error."""


def main(words: list[str]) -> None:
    signal_number, parent, user, passage, *command = words
    libc = ctypes.CDLL(None, use_errno=True)
    if user:
        try:
            _become(libc, user, keep_passage=passage == "passage")
        except OSError as error:
            _say_and_leave(f"Det går inte att byta till användaren {user}: {error.strerror}.")
    # After the change of user, which clears it. It follows the *thread* that started us: use the main one.
    libc.prctl(PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)
    if os.getppid() != int(parent):
        return  # it died before we were tied to it
    try:
        os.execv(command[0], command)  # noqa: S606  no shell is wanted
    except OSError as error:
        _say_and_leave(f"{command[0]} går inte att köra: {error.strerror}.")


def _become(libc: ctypes.CDLL, user: str, *, keep_passage: bool) -> None:
    account = pwd.getpwnam(user)
    if keep_passage:
        libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
        libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
    os.setgroups([])
    os.setresgid(account.pw_gid, account.pw_gid, account.pw_gid)
    os.setresuid(account.pw_uid, account.pw_uid, account.pw_uid)
    if keep_passage:
        _keep_only(libc, 1 << CAP_DAC_OVERRIDE)


def _keep_only(libc: ctypes.CDLL, rights: int) -> None:
    """Effective, permitted, inheritable, and ambient so that it survives exec. What we cannot keep is missed later."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    wanted = (ctypes.c_uint32 * 6)(rights, rights, rights, 0, 0, 0)
    libc.capset(ctypes.byref(header), ctypes.byref(wanted))
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


def _say_and_leave(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
    os._exit(NOT_ALLOWED)


if __name__ == "__main__":
    main(sys.argv[1:])
