"""How is somebody mailed the link to sign in with?"""

from uuid import UUID

from pydantic import AwareDatetime

from schemas.base import Command


class SendSignInLink(Command):
    """Mail the holder of an account a link that signs in once, until `expires_at` (the real time, not the domain's).

    It carries no secret: the link is made from these and the key that portal and notifier share, when it is written.
    Sent at most once: who got none asks for another.
    """

    sign_in_id: UUID
    account_id: UUID
    expires_at: AwareDatetime
