import { parseConnectionUrl } from "nodemailer/lib/shared"
import SMTPConnection from "nodemailer/lib/smtp-connection"
import { settings } from "@/lib/env"

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

async function open(): Promise<Connection> {
  const { auth, ...options } = parseConnectionUrl(settings().SMTP_URL)
  const smtp = new SMTPConnection({ ...options, ...timeouts })
  const connection: Connection = { smtp, sent: 0, broken: false }
  const lost = () => {
    connection.broken = true
  }
  smtp.on("error", lost).on("end", lost)
  try {
    await new Promise<void>((resolve, reject) => {
      smtp.once("error", reject)
      smtp.connect((error) => (error ? reject(error) : resolve()))
    })
    if (auth) await new Promise<void>((resolve, reject) => smtp.login(auth, (error) => (error ? reject(error) : resolve())))
  } catch (error) {
    smtp.close()
    throw error
  }
  return connection
}

function hold(busy: Set<Connection>, connection: Connection): Connection {
  busy.add(connection)
  return connection
}

const isSpent = ({ broken, sent }: Connection) => broken || sent >= mailsAConnection

function quit(connection: Connection): void {
  if (!connection.broken) connection.smtp.quit()
  connection.broken = true
}
