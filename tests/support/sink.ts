import type { AddressInfo } from "node:net"
import { simpleParser } from "mailparser"
import { SMTPServer } from "smtp-server"
import { pause } from "./until"

export type Received = { messageId: string; to: string; subject: string; text: string }

/** The far end of SMTP: takes every mail and keeps what it took, in order. `delay` is how long it thinks about a body, in milliseconds. */
export async function openSink(delay = 0): Promise<{ url: string; received: Received[]; close: () => Promise<void> }> {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    // The site outlives it and keeps its connections.
    closeTimeout: 100,
    onData(stream, session, done) {
      simpleParser(stream).then(async ({ messageId = "", subject = "", text = "" }) => {
        await pause(delay)
        received.push({ messageId, subject, text, to: session.envelope.rcptTo[0]?.address ?? "" })
        done()
      }, done)
    },
  })
  // A sender that is killed leaves its connection broken: that is what these tests are about.
  server.on("error", () => undefined)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.server.address() as AddressInfo
  return { url: `smtp://127.0.0.1:${port}`, received, close: () => new Promise((resolve) => server.close(() => resolve())) }
}
