"""What mail servers write when a mail does not arrive, as it comes through the pipe."""

OURS = "<r.0b5a1f6e-6f2c-5d0e-9a53-2f9e6f4c7b10.0123456789abcdef@notis.example.se>"
THREAD = "<o.1c0a4b0e-6f2c-5d0e-9a53-2f9e6f4c7b10@notis.example.se>"
PERSON = "erik.testsson@kommun.example"
POSTFIX = f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.se (Mail Delivery System)
To: paminnelse@example.se
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="9B095B5ADFF.1355429612/mx"
Message-Id: <20260302080512.CE36E59C6A@mx.example.se>

--9B095B5ADFF.1355429612/mx
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

<{PERSON}>: host mail.kommun.example said: 550 5.1.1 <{PERSON}>: Recipient address rejected

--9B095B5ADFF.1355429612/mx
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.se
X-Postfix-Queue-ID: 9B095B5ADFF
Arrival-Date: Mon,  2 Mar 2026 08:05:11 +0100 (CET)

Final-Recipient: rfc822; {PERSON}
Original-Recipient: rfc822;{PERSON}
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.kommun.example
Diagnostic-Code: smtp; 550 5.1.1 <{PERSON}>: Recipient address rejected

--9B095B5ADFF.1355429612/mx
Content-Description: Undelivered Message
Content-Type: message/rfc822

Message-ID: {OURS}
In-Reply-To: {THREAD}
References: {THREAD}
To: {PERSON}
Subject: =?utf-8?b?UMOlbWlubmVsc2U=?=
Content-Type: text/plain

Hej!
--9B095B5ADFF.1355429612/mx--
"""
EXCHANGE = f"""\
From: <postmaster@kommun.example>
To: <paminnelse@example.se>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="6a7c7e3a-0c4f-4f5e"
Content-Language: sv-SE
Message-ID: <5c1a-47b8@AM6PR01MB4711.prod.example.com>
In-Reply-To: {OURS}
References: {THREAD} {OURS}
Subject: =?utf-8?B?T2xldmVyZXJiYXJ0?=
Auto-Submitted: auto-replied

--6a7c7e3a-0c4f-4f5e
Content-Type: multipart/alternative; differences=Content-Type; boundary="inner"

--inner
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

SGVqIQ==
--inner--

--6a7c7e3a-0c4f-4f5e
Content-Type: message/delivery-status

Reporting-MTA: dns;AM6PR01MB4711.prod.example.com
Received-From-MTA: dns;mx.example.se
Arrival-Date: Mon, 2 Mar 2026 07:05:12 +0000

Final-Recipient: rfc822;{PERSON}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found by SMTP address lookup
X-Display-Name: {PERSON}


--6a7c7e3a-0c4f-4f5e--
""".replace("\n", "\r\n")
HEADERS_ONLY = POSTFIX.replace("message/rfc822", "text/rfc822-headers").replace("\n\nHej!", "")
DELAYED = POSTFIX.replace("Action: failed", "Action: delayed").replace("Status: 5.1.1", "Status: 4.4.1")
AUTO_REPLY = (
    f"From: {PERSON}\nAuto-Submitted: auto-replied\nIn-Reply-To: {OURS}\nSubject: Semester\n\nTillbaka i augusti.\n"
)
DEEP = (
    'Content-Type: multipart/report; boundary="b"\n\n--b\n' + "Content-Type: message/rfc822\n\n" * 20_000 + "\n--b--\n"
)
