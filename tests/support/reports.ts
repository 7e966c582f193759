// Mail that comes back, as mail systems write it: shaped after what Postfix and Exchange send, with names of our own.

type About = {
  /** The Message-ID of the letter, in its brackets. null: the returned headers have none. */
  letter: string | null
  recipient: string
  action?: string
  status?: string
  diagnostic?: string
  /** The report's own Message-ID. */
  id?: string
  /** Lines among the report's own headers. */
  headers?: string[]
}

const lines = (parts: (string | string[])[]) => parts.flat().join("\r\n")

/** As Postfix writes it: the report, and the headers of the letter alone. */
export function postfixReport(about: About): string {
  const { letter, recipient, action = "failed", status = "5.1.1" } = about
  const diagnostic = about.diagnostic ?? `smtp; 550 5.1.1 <${recipient}>: Recipient address rejected: User unknown in\r\n    virtual mailbox table`
  return lines([
    "Return-Path: <>",
    "Received: by relay.example.net (Postfix)",
    "\tid 4F1B52C0A7; Wed, 25 Nov 2026 09:12:44 +0000 (UTC)",
    "Date: Wed, 25 Nov 2026 09:12:44 +0000 (UTC)",
    "From: MAILER-DAEMON@relay.example.net (Mail Delivery System)",
    action === "delayed" ? "Subject: Delayed Mail (still being retried)" : "Subject: Undelivered Mail Returned to Sender",
    "To: no-reply@localhost",
    "Auto-Submitted: auto-replied",
    about.headers ?? [],
    "MIME-Version: 1.0",
    "Content-Type: multipart/report; report-type=delivery-status;",
    '\tboundary="3D9C12C0A3.1795597964/relay.example.net"',
    "Content-Transfer-Encoding: 8bit",
    `Message-Id: ${about.id ?? "<20261125091244.4F1B52C0A7@relay.example.net>"}`,
    "",
    "This is a MIME-encapsulated message.",
    "",
    "--3D9C12C0A3.1795597964/relay.example.net",
    "Content-Description: Notification",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    "This is the mail system at host relay.example.net.",
    "",
    "I'm sorry to have to inform you that your message could not",
    "be delivered to one or more recipients. It's attached below.",
    "",
    `<${recipient}>: host mx.example.org[192.0.2.7] said: 550 5.1.1`,
    "",
    "--3D9C12C0A3.1795597964/relay.example.net",
    "Content-Description: Delivery report",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; relay.example.net",
    "X-Postfix-Queue-ID: 3D9C12C0A3",
    "X-Postfix-Sender: rfc822; no-reply@localhost",
    "Arrival-Date: Wed, 25 Nov 2026 09:12:40 +0000 (UTC)",
    "",
    `Final-Recipient: rfc822; ${recipient}`,
    `Original-Recipient: rfc822;${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    "Remote-MTA: dns; mx.example.org",
    `Diagnostic-Code: ${diagnostic}`,
    "",
    "--3D9C12C0A3.1795597964/relay.example.net",
    "Content-Description: Undelivered Message Headers",
    "Content-Type: text/rfc822-headers",
    "Content-Transfer-Encoding: 8bit",
    "",
    "Return-Path: <no-reply@localhost>",
    "From: Foyer <no-reply@localhost>",
    `To: Ada Example <${recipient}>`,
    "Subject: Registered: A session, Thu 8 Oct, 10:00 London",
    letter === null ? [] : [`Message-ID: ${letter}`],
    "Date: Wed, 25 Nov 2026 09:12:40 +0000",
    "MIME-Version: 1.0",
    "",
    "--3D9C12C0A3.1795597964/relay.example.net--",
    "",
  ])
}

const sentence = "Dear Ada Example, you are registered.\r\n"

/** As Exchange writes it: an explanation for people in two forms, the report, and the whole letter. `size` is the least length of the letter's text. */
export function exchangeReport({ letter, recipient, headers = [], size = 1 }: About & { size?: number }): string {
  return lines([
    "From: <postmaster@contoso.example>",
    "To: <no-reply@localhost>",
    "Date: Wed, 25 Nov 2026 09:13:02 +0000",
    "Content-Type: multipart/report; report-type=delivery-status;",
    '\tboundary="eaf25c01-7ae9-4ab3-9a53-6d1b4c8d3e10"',
    "X-MS-Exchange-Message-Is-Ndr:",
    "Content-Language: en-GB",
    "Message-ID: <0b1d57e1-95f4-4f0c-a3c4-6a1f6a2f7c55@AM0EX01.contoso.example>",
    headers,
    "Subject: Undeliverable: Registered: A session",
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    "",
    "--eaf25c01-7ae9-4ab3-9a53-6d1b4c8d3e10",
    'Content-Type: multipart/alternative; differences=Content-Type; boundary="5d2ee27e-3f4c-4dc4-8a3f-9f0f1f2a3b4c"',
    "",
    "--5d2ee27e-3f4c-4dc4-8a3f-9f0f1f2a3b4c",
    'Content-Type: text/plain; charset="us-ascii"',
    "Content-Transfer-Encoding: quoted-printable",
    "",
    "Delivery has failed to these recipients or groups:",
    "",
    `${recipient}<mailto:${recipient}>`,
    "The email address you entered couldn't be found.=20",
    "",
    "--5d2ee27e-3f4c-4dc4-8a3f-9f0f1f2a3b4c",
    'Content-Type: text/html; charset="us-ascii"',
    "Content-Transfer-Encoding: quoted-printable",
    "",
    `<html><body><p>Delivery has failed to <a href=3D"mailto:${recipient}">${recipient}</a></p></body></html>`,
    "",
    "--5d2ee27e-3f4c-4dc4-8a3f-9f0f1f2a3b4c--",
    "",
    "--eaf25c01-7ae9-4ab3-9a53-6d1b4c8d3e10",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns;AM0EX01.contoso.example",
    "Received-From-MTA: dns;relay.example.net",
    "Arrival-Date: Wed, 25 Nov 2026 09:13:01 +0000",
    "",
    `Final-Recipient: rfc822;${recipient}`,
    "Action: failed",
    "Status: 5.1.10",
    `Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ${recipient} not found by SMTP address lookup`,
    "",
    "--eaf25c01-7ae9-4ab3-9a53-6d1b4c8d3e10",
    "Content-Type: message/rfc822",
    "",
    "Received: from relay.example.net (192.0.2.1) by AM0EX01.contoso.example",
    " (192.0.2.9) with SMTP; Wed, 25 Nov 2026 09:13:01 +0000",
    "From: Foyer <no-reply@localhost>",
    `To: Ada Example <${recipient}>`,
    "Subject: Registered: A session",
    letter === null ? [] : ["Message-ID:", ` ${letter}`],
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "",
    sentence.repeat(Math.ceil(size / sentence.length)),
    "Message-ID: <11111111-1111-4111-8111-111111111111@localhost>",
    "",
    "--eaf25c01-7ae9-4ab3-9a53-6d1b4c8d3e10--",
    "",
  ])
}

/** A mail that somebody wrote, and no report. */
export const ordinaryMail = lines([
  "From: Ada Example <ada@example.org>",
  "To: no-reply@localhost",
  "Subject: Re: Registered: A session",
  "Message-ID: <8f2c@example.org>",
  "Content-Type: text/plain; charset=utf-8",
  "",
  "Dear organisers, I can come. Action: failed is a strange name for a session.",
  "",
])
