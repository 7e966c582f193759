import { parseConnectionUrl } from "nodemailer/lib/shared"
import SMTPConnection from "nodemailer/lib/smtp-connection"
import { settings } from "@/lib/env"
import { refusalOf } from "./replies"

// nodemailer's own SMTP connection, without its pool: the ledger must know the moment at which a body leaves, and a pool hides it.

const timeouts = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 }
const mailsAConnection = 100

export type Connection = { smtp: SMTPConnection; sent: number; broken: boolean }
export type Connections = ReturnType<typeof holdConnections>

/** The connections of one worker to the mail server: kept open between letters, a hundred letters each. */
export function holdConnections() {
  const idle: Connection[] = []
  const busy = new Set<Connection>()
  let knocking: Promise<Connection> | null = null

  /** While no connection is open, one knocks, and the others wait to hear what the server says. */
  async function next(): Promise<Connection> {
    if (idle.length + busy.size > 0) return open()
    if (knocking) {
      await knocking
      return open()
    }
    knocking = open().finally(() => {
      knocking = null
    })
    return knocking
  }

  return {
    /** One that is free, or a new one. Throws nodemailer's error when the server does not let us in. */
    async take(): Promise<Connection> {
      for (let connection = idle.pop(); connection; connection = idle.pop()) if (!isSpent(connection)) return hold(busy, connection)
      return hold(busy, await next())
    },
    /** Closes idle ones until there are `most` in all. */
    trim(most: number): void {
      for (const connection of idle.splice(0, Math.max(0, idle.length + busy.size - most))) quit(connection)
    },
    giveBack(connection: Connection): void {
      busy.delete(connection)
      if (isSpent(connection)) quit(connection)
      else idle.push(connection)
    },
    /** Cuts off what is being sent at this moment. */
    cutBusy(): void {
      for (const connection of busy) cut(connection)
    },
    quitIdle(): void {
      for (const connection of idle.splice(0)) quit(connection)
    },
  }
}

/** Marks a connection as not to be used again, and closes it at once. After a refusal it can be in any state. */
export function cut(connection: Connection): void {
  connection.broken = true
  connection.smtp.close()
}

export type Greeting = {
  letsUsIn: boolean
  /** "mail.example.org:587" */
  server: string
  /** The server's own words, or what kept us out. */
  words: string
}

/** Knocks at the mail server once: connects, says EHLO, signs in where that is configured, and takes leave. Never throws; gives up after so many milliseconds. */
export async function greet(most = 5000): Promise<Greeting> {
  const { host = "localhost", secure, port = secure ? 465 : 587 } = parseConnectionUrl(settings().SMTP_URL)
  const server = `${host}:${port}`
  try {
    const connection = await open(most)
    const [words = ""] = String(connection.smtp.lastServerResponse || "").split(/\r?\n/)
    quit(connection)
    return { letsUsIn: true, server, words: words.replace(/^(\d{3})-/, "$1 ") }
  } catch (error) {
    const { reply } = refusalOf(error instanceof Error ? error : { message: String(error) })
    return { letsUsIn: false, server, words: reply }
  }
}

/** Knocking as long as nodemailer's own limits let it, or `most` milliseconds. */
async function open(most?: number): Promise<Connection> {
  const { auth, ...options } = parseConnectionUrl(settings().SMTP_URL)
  const smtp = new SMTPConnection({ ...options, ...timeouts })
  const connection: Connection = { smtp, sent: 0, broken: false }
  const lost = () => {
    connection.broken = true
  }
  smtp.on("error", lost).on("end", lost)
  try {
    await (most ? Promise.race([enter(smtp, auth), givesUp(most)]) : enter(smtp, auth))
  } catch (error) {
    smtp.close()
    throw error
  }
  return connection
}

async function enter(smtp: SMTPConnection, auth: SMTPConnection.Credentials | undefined): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    smtp.once("error", reject)
    smtp.connect((error) => (error ? reject(error) : resolve()))
  })
  if (auth) await new Promise<void>((resolve, reject) => smtp.login(auth, (error) => (error ? reject(error) : resolve())))
}

const givesUp = (milliseconds: number) =>
  new Promise<never>((_, reject) => setTimeout(() => reject(new Error(`It did not answer within ${milliseconds / 1000} seconds.`)), milliseconds).unref())

function hold(busy: Set<Connection>, connection: Connection): Connection {
  busy.add(connection)
  return connection
}

const isSpent = ({ broken, sent }: Connection) => broken || sent >= mailsAConnection

function quit(connection: Connection): void {
  if (!connection.broken) connection.smtp.quit()
  connection.broken = true
}
