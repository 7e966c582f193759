import { parseConnectionUrl } from "nodemailer/lib/shared"
import SMTPConnection from "nodemailer/lib/smtp-connection"
import { settings } from "@/lib/env"

// nodemailer's own SMTP connection, without its pool: the ledger must know the moment at which a body leaves, and a pool hides it.

// A socket that is closed is closed at once: what waits in it must not leave after another worker has the letter.
const timeouts = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000, socketCloseTimeout: 0 }
/** However slowly a server speaks, in this time it has let us in, in milliseconds. */
const mostTimeToOpen = 30_000
/** How long a server may take to say goodbye. */
const mostTimeToQuit = 1000
const mailsAConnection = 100

export type Connection = {
  smtp: SMTPConnection
  sent: number
  broken: boolean
  /** Resolves when its socket is closed. */
  closed: Promise<void>
  /** Whether the worker may still finish a letter: not when it stood still for so long that others take what it holds. */
  mayFinish: () => boolean
}
export type Connections = ReturnType<typeof holdConnections>

/** The connections of one worker to the mail server: kept open between letters, a hundred letters each. */
export function holdConnections(mayFinish: () => boolean = () => true) {
  const idle: Connection[] = []
  const busy = new Set<Connection>()
  let knocking: Promise<Connection> | null = null
  let opening = 0

  async function openOne(): Promise<Connection> {
    opening += 1
    try {
      return hold(busy, await open(mayFinish))
    } finally {
      opening -= 1
    }
  }

  /** While no connection is open, one knocks, and the others wait to hear what the server says. */
  async function next(): Promise<Connection> {
    if (idle.length + busy.size > 0) return openOne()
    if (knocking) {
      await knocking
      return openOne()
    }
    knocking = openOne().finally(() => {
      knocking = null
    })
    return knocking
  }

  return {
    mayFinish,
    /** One that is free, or a new one. Throws nodemailer's error when the server does not let us in. */
    async take(): Promise<Connection> {
      for (let connection = idle.pop(); connection; connection = idle.pop()) if (!isSpent(connection)) return hold(busy, connection)
      return next()
    },
    /** Closes idle ones until there are `most` in all, and resolves when they are closed. */
    async trim(most: number): Promise<void> {
      await Promise.all(idle.splice(0, Math.max(0, idle.length + busy.size + opening - most)).map(quit))
    },
    /** Keeps it for the next letter. When it is spent it is closed first, so that there is never one more of them than is allowed. */
    async giveBack(connection: Connection): Promise<void> {
      if (isSpent(connection)) await quit(connection)
      else idle.push(connection)
      busy.delete(connection)
    },
    /** Cuts off what is being sent at this moment. */
    cutBusy(): void {
      for (const connection of busy) cut(connection)
    },
    async quitIdle(): Promise<void> {
      await Promise.all(idle.splice(0).map(quit))
    },
  }
}

/** Marks a connection as not to be used again, and closes it at once. After a refusal it can be in any state. */
export function cut(connection: Connection): void {
  connection.broken = true
  connection.smtp.close()
}

/** Knocks, for `most` milliseconds at the longest. Throws nodemailer's error when the server does not let us in. */
export async function open(mayFinish: () => boolean, most = mostTimeToOpen): Promise<Connection> {
  const { auth, ...options } = parseConnectionUrl(settings().SMTP_URL)
  const smtp = new SMTPConnection({ ...options, ...timeouts })
  const closed = new Promise<void>((resolve) => void smtp.once("end", resolve))
  const connection: Connection = { smtp, sent: 0, broken: false, closed, mayFinish }
  const lost = () => {
    connection.broken = true
  }
  smtp.on("error", lost).on("end", lost)
  await new Promise<void>((resolve, reject) => {
    const tooLong = setTimeout(() => reject(new Error(`It did not answer within ${most / 1000} seconds.`)), most)
    const decide = (error?: Error | null) => {
      clearTimeout(tooLong)
      if (error) reject(error)
      else resolve()
    }
    smtp.once("error", decide)
    smtp.connect((error) => (error || !auth ? decide(error) : smtp.login(auth, decide)))
  }).catch((error) => {
    smtp.close()
    throw error
  })
  return connection
}

function hold(busy: Set<Connection>, connection: Connection): Connection {
  busy.add(connection)
  return connection
}

const isSpent = ({ broken, sent }: Connection) => broken || sent >= mailsAConnection

/** Takes leave, and resolves when the socket is closed. */
export async function quit(connection: Connection): Promise<void> {
  if (!connection.broken) connection.smtp.quit()
  connection.broken = true
  const tooLong = setTimeout(() => connection.smtp.close(), mostTimeToQuit)
  await connection.closed
  clearTimeout(tooLong)
}
