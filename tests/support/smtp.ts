import type { AddressInfo, Socket } from "node:net"
import { type ParsedMail, simpleParser } from "mailparser"
import { SMTPServer, type SMTPServerSession } from "smtp-server"
import { pause } from "./until"

// The far end of SMTP: a real server that takes every mail, unless a test says what an address is to meet.

export type Received = { from: string; to: string[]; raw: string; mail: ParsedMail }
/** A refusal at one of the three steps that are answered, or a connection that drops. */
export type Misfortune =
  | { at: "sender" | "recipient" | "content"; code: number; words: string }
  | { at: "after DATA" | "in the body" | "after the final dot"; code?: never; words?: never }
export type Smtp = Awaited<ReturnType<typeof startSmtp>>

type Answer = (error?: Error | null) => void
const everybody = ""
const refusal = ({ code, words }: { code: number; words: string }) => Object.assign(new Error(words), { responseCode: code })

/** Starts a server on a free port of this machine. */
export async function startSmtp() {
  const messages: Received[] = []
  const attempts: string[] = []
  const ahead = new Map<string, Misfortune[]>()
  const sockets = new Set<Socket>()
  const behaviour = { delay: 0 }

  const cut = (session: SMTPServerSession) => {
    for (const socket of sockets) if (socket.remotePort === session.remotePort) socket.destroy()
  }
  /** Answers with what was laid ready for this step, or with yes. A refusal is used up. */
  function answer(address: string, at: Misfortune["at"], say: Answer): void {
    const [next] = ahead.get(address) ?? []
    const meets = next?.code !== undefined && next.at === at
    if (meets) ahead.get(address)?.shift()
    say(meets ? refusal(next) : null)
  }
  /** True when the connection is to drop at this step. */
  function drops(address: string, at: Misfortune["at"]): boolean {
    if (ahead.get(address)?.[0]?.at !== at) return false
    ahead.get(address)?.shift()
    return true
  }

  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    onMailFrom: (_address, _session, say) => answer(everybody, "sender", say),
    onRcptTo: ({ address }, _session, say) => {
      attempts.push(address)
      answer(address, "recipient", say)
    },
    onData: (stream, session, say) => {
      const { mailFrom, rcptTo } = session.envelope
      const to = rcptTo.map(({ address }) => address)
      const [first = ""] = to
      if (drops(first, "after DATA")) return cut(session)
      const chunks: Buffer[] = []
      stream.on("data", (chunk: Buffer) => {
        chunks.push(chunk)
        if (drops(first, "in the body")) cut(session)
      })
      stream.once("end", async () => {
        if (drops(first, "after the final dot")) return cut(session)
        await pause(behaviour.delay)
        const raw = Buffer.concat(chunks)
        const mail = await simpleParser(raw)
        answer(first, "content", (error) => {
          if (!error) messages.push({ from: mailFrom ? mailFrom.address : "", to, raw: raw.toString(), mail })
          say(error)
        })
      })
    },
  })
  // A test cuts connections on purpose.
  server.on("error", () => undefined)
  server.server.on("connection", (socket) => {
    sockets.add(socket)
    socket.once("close", () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.server.address() as AddressInfo

  return {
    url: `smtp://127.0.0.1:${port}`,
    /** What was accepted, in order. */
    messages,
    /** Every address that was asked for, refused ones included. */
    attempts,
    /** `delay`: milliseconds between the final dot and its answer. */
    behaviour,
    to: (address: string) => messages.filter(({ to }) => to.includes(address)),
    /** The next mails to this address meet these, one each; those after them are taken. */
    meets: (address: string, ...misfortunes: Misfortune[]) => ahead.set(address, misfortunes),
    /** The same for whoever comes next, at MAIL. */
    refusesSender: (code: number, words: string) => ahead.set(everybody, [{ at: "sender", code, words }]),
    forget() {
      messages.length = 0
      attempts.length = 0
      ahead.clear()
      behaviour.delay = 0
    },
    stop: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise<void>((resolve) => server.close(resolve))
    },
  }
}
