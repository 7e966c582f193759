import { once } from "node:events"
import { type AddressInfo, createServer, type Socket } from "node:net"

// The far end of SMTP, line by line (RFC 5321), for tests about the wire itself: it answers at each step what a test wants, as slowly as it wants,
// or drops the connection, or stops reading; and it counts connections.

export type Step = "greeting" | "EHLO" | "AUTH" | "MAIL" | "RCPT" | "DATA" | "body" | "dot"
/** A line, a connection that drops, or nothing said: the step is answered as usual. */
export type Answer = string | "drop" | undefined
export type Session = {
  number: number
  socket: Socket
  to: string
  mailAt: number
  bodyAt: number
}
/** A letter whose final dot arrived. `acceptedAt` is null until it was answered with yes. Times as of performance.now(). */
export type Taken = {
  messageId: string
  to: string
  subject: string
  session: number
  mailAt: number
  bodyAt: number
  takenAt: number
  acceptedAt: number | null
}
export type FarEnd = Awaited<ReturnType<typeof startFarEnd>>

const usual: Record<Step, string> = {
  greeting: "220 far.end.example",
  EHLO: "250-far.end.example\r\n250-PIPELINING\r\n250 AUTH PLAIN",
  AUTH: "235 welcome",
  MAIL: "250 sender fine",
  RCPT: "250 recipient fine",
  DATA: "354 go on",
  body: "",
  dot: "250 taken",
}
const endOfBody = "\r\n.\r\n"
const kept = 32_768

/** Starts one on a free port of this machine. */
export async function startFarEnd() {
  const taken: Taken[] = []
  const sessions = new Set<Session>()
  const counts = { connections: 0, open: 0, mostOpen: 0 }
  const behaviour = {
    /** What the step is answered with. A promise holds the answer back, and nothing more is read until then. */
    answer: (_step: Step, _session: Session): Answer | Promise<Answer> => undefined,
    /** Milliseconds between two bytes of an answer. */
    pace: 0,
  }

  function countOpen(): void {
    const open = [...sessions].filter(({ socket }) => !socket.readableEnded && !socket.destroyed).length
    counts.mostOpen = Math.max(counts.mostOpen, open)
  }

  async function say(socket: Socket, text: string): Promise<void> {
    const bytes = `${text}\r\n`
    if (behaviour.pace === 0) return void socket.write(bytes)
    for (const byte of bytes) {
      await new Promise((resolve) => setTimeout(resolve, behaviour.pace))
      socket.write(byte)
    }
  }

  /** Answers a step. Returns the line, or throws when the connection is to drop. */
  async function answer(step: Step, session: Session): Promise<string> {
    const chosen = await behaviour.answer(step, session)
    if (chosen === "drop") throw new Error("dropped on purpose")
    const line = chosen ?? usual[step]
    if (line) await say(session.socket, line)
    if (line.startsWith("421")) session.socket.end()
    return line
  }

  async function converse(session: Session): Promise<void> {
    const { socket } = session
    let rest = Buffer.alloc(0)
    let head = ""
    let inBody = false
    let isSenderFine = false
    let isRecipientFine = false

    async function takeLine(line: string): Promise<void> {
      const [verb = ""] = line.toUpperCase().split(/[\s:]/)
      if (verb === "EHLO" || verb === "AUTH") return void (await answer(verb, session))
      if (verb === "MAIL") {
        session.mailAt = performance.now()
        isSenderFine = (await answer("MAIL", session)).startsWith("2")
        isRecipientFine = false
        return
      }
      if (verb === "RCPT") {
        session.to = /<([^>]*)>/.exec(line)?.[1] ?? ""
        if (!isSenderFine) return say(socket, "503 no sender")
        isRecipientFine = (await answer("RCPT", session)).startsWith("2")
        return
      }
      if (verb === "DATA") {
        if (!isRecipientFine) return say(socket, "503 no recipient")
        inBody = (await answer("DATA", session)).startsWith("3")
        head = ""
        session.bodyAt = 0
        return
      }
      if (verb !== "QUIT") return say(socket, "502 not here")
      await say(socket, "221 bye")
      socket.end()
    }

    /** Takes what is there of the body. True when its end is reached. */
    async function takeBody(): Promise<boolean> {
      if (session.bodyAt === 0) {
        session.bodyAt = performance.now()
        await answer("body", session)
      }
      const end = rest.indexOf(endOfBody)
      const until = end < 0 ? Math.max(0, rest.length - endOfBody.length + 1) : end
      if (head.length < kept) head += rest.toString("latin1", 0, until)
      rest = rest.subarray(end < 0 ? until : end + endOfBody.length)
      if (end < 0) return false
      inBody = false
      const header = (name: string) => new RegExp(`^${name}: *(.*)`, "im").exec(head)?.[1]?.trim() ?? ""
      const { number, to, mailAt, bodyAt } = session
      const letter: Taken = {
        messageId: header("Message-ID"),
        to,
        subject: header("Subject"),
        session: number,
        mailAt,
        bodyAt,
        takenAt: performance.now(),
        acceptedAt: null,
      }
      taken.push(letter)
      if ((await answer("dot", session)).startsWith("2") && session.socket.writable) letter.acceptedAt = performance.now()
      return true
    }

    await answer("greeting", session)
    for await (const chunk of socket) {
      rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      for (;;) {
        if (inBody) {
          if (await takeBody()) continue
          break
        }
        const end = rest.indexOf("\r\n")
        if (end < 0) break
        const line = rest.toString("latin1", 0, end)
        rest = rest.subarray(end + 2)
        await takeLine(line)
      }
    }
  }

  const server = createServer({ noDelay: true }, (socket) => {
    counts.connections += 1
    counts.open += 1
    const session: Session = { number: counts.connections, socket, to: "", mailAt: 0, bodyAt: 0 }
    sessions.add(session)
    socket.once("close", () => {
      counts.open -= 1
      sessions.delete(session)
    })
    // One that was closed before this one came may still wait to be read: the goodbyes of this turn of the loop are heard before anybody is counted.
    setImmediate(() => setImmediate(countOpen))
    // A sender that is killed leaves its connection broken, and a test drops others on purpose.
    socket.on("error", () => undefined)
    converse(session).catch(() => socket.destroy())
  })
  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1")
    await once(server, "listening")
  }
  await listen(0)
  const { port } = server.address() as AddressInfo
  const close = async () => {
    for (const { socket } of sessions) socket.destroy()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  }

  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    /** Letters whose final dot arrived, in order. */
    taken,
    /** The connections that are open now. */
    sessions,
    counts,
    behaviour,
    accepted: () => taken.filter(({ acceptedAt }) => acceptedAt !== null),
    to: (address: string) => taken.filter((letter) => letter.to === address && letter.acceptedAt !== null),
    /** Nobody listens any more: whoever connects is refused. */
    close,
    /** Listens again, on the same port. */
    reopen: () => listen(port),
    forget() {
      taken.length = 0
      Object.assign(counts, { connections: counts.open, mostOpen: counts.open })
      Object.assign(behaviour, { answer: () => undefined, pace: 0 })
    },
  }
}

/** A promise that a test keeps open: `gate.passed` resolves when `open` is called. */
export function makeGate<T = void>(): { passed: Promise<T>; open: (value: T) => void } {
  let open: (value: T) => void = () => undefined
  const passed = new Promise<T>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

/** The most of these times, in milliseconds, that any span of a second saw. */
export function busiestSecond(times: number[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  let first = 0
  let most = 0
  for (const [index, time] of sorted.entries()) {
    while ((sorted[first] ?? time) <= time - 1000) first += 1
    most = Math.max(most, index - first + 1)
  }
  return most
}
