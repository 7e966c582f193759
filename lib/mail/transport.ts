import { parseConnectionUrl } from "nodemailer/lib/shared"
import SMTPConnection from "nodemailer/lib/smtp-connection"
import { settings } from "@/lib/env"

// nodemailer's own SMTP connection, without its pool: the ledger must know the moment at which a body leaves, and a pool hides it.

const timeouts = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 }
const mailsAConnection = 100

export type Line = { connection: SMTPConnection; sent: number; broken: boolean }

/** Opens a connection, signed in when SMTP_URL holds a user. Throws nodemailer's error. */
export async function openLine(): Promise<Line> {
  const { auth, ...options } = parseConnectionUrl(settings().SMTP_URL)
  const connection = new SMTPConnection({ ...options, ...timeouts })
  const line: Line = { connection, sent: 0, broken: false }
  connection.on("error", () => {
    line.broken = true
  })
  connection.on("end", () => {
    line.broken = true
  })
  await new Promise<void>((resolve, reject) => {
    connection.once("error", reject)
    connection.connect((error) => (error ? reject(error) : resolve()))
  })
  if (auth) await new Promise<void>((resolve, reject) => connection.login(auth, (error) => (error ? reject(error) : resolve())))
  return line
}

export const isSpent = (line: Line): boolean => line.broken || line.sent >= mailsAConnection

export function closeLine(line: Line): void {
  line.broken = true
  line.connection.close()
}

/** Says goodbye before it closes, for a line with nothing in flight. */
export function quitLine(line: Line): void {
  if (!line.broken) line.connection.quit()
  line.broken = true
}
