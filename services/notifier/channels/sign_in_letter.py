"""How does a link to sign in by become a mail?"""

from datetime import datetime

from services.notifier.channels.envelope import address_of, body, boundary_of, date_of, encoded, header, render
from services.notifier.channels.letter import Letter, Letterhead
from services.notifier.model.sign_in import SUBJECT, SignInClaim, mail_of
from services.runtime.clock import STOCKHOLM
from services.runtime.links import make_sign_in_token


def write_sign_in(claim: SignInClaim, mailbox: str, head: Letterhead, now: datetime) -> Letter:
    mail = mail_of(claim, mailbox, head.domain)
    token = make_sign_in_token(head.link_key.get_secret_value(), claim.id, claim.expires_at)
    view: dict[str, object] = {
        "subject": SUBJECT,
        "link": f"{head.portal_url.rstrip('/')}/logga-in/{token}",
        "until": f"{claim.expires_at.astimezone(STOCKHOLM):%H:%M}",
    }
    lines = (
        ("From", address_of(head.sender)),
        ("To", mailbox),
        ("Subject", encoded(SUBJECT)),
        ("Date", date_of(now)),
        ("Message-ID", mail.message_id),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("Content-Language", "sv"),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/alternative; boundary="{boundary_of(mail)}"'),
    )
    headers = b"".join(header(name, text) for name, text in lines) + b"\r\n"
    content = headers + body(mail, render("sign_in.txt", view), render("sign_in.html", view))
    return Letter(mail, mailbox, (), content)
