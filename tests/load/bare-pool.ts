import { createTransport } from "nodemailer"

// The baseline of the mail measures: nodemailer's own pool, fed as fast as it takes. node bare-pool.ts, told by message what to send.

type Order = { port: number; connections: number; count: number; mail: { subject: string; html: string; text: string; ics: string } }

process.once("message", async ({ port, connections, count, mail }: Order) => {
  const pool = createTransport({ pool: true, host: "127.0.0.1", port, maxConnections: connections, maxMessages: Number.POSITIVE_INFINITY, ignoreTLS: true })
  let next = 0
  const feed = async () => {
    while (next < count) {
      const number = next
      next += 1
      await pool.sendMail({
        from: "Foyer <no-reply@localhost>",
        to: { name: `Person ${number}`, address: `person-${number}@example.org` },
        subject: mail.subject,
        html: mail.html,
        text: mail.text,
        headers: { "Auto-Submitted": "auto-generated" },
        icalEvent: { method: "REQUEST", filename: "event.ics", content: mail.ics },
      })
    }
  }
  // As many as there are connections and as many again, so that none is ever without work.
  await Promise.all(Array.from({ length: 2 * connections }, feed))
  pool.close()
  process.exit(0)
})
