import { createSocket } from "node:dgram"
import { decode, encode, type RecordType } from "dns-packet"

/** The records of a name: TXT or NS. A name that is not here is said not to exist. */
export type Zone = Record<string, { txt?: string[]; ns?: string[]; silent?: boolean; broken?: boolean }>
export type Dns = Awaited<ReturnType<typeof startDns>>

const noSuchName = 3
const serverFailure = 2

/** A real DNS server over UDP on a free port of this machine, which knows what `zone` says. */
export async function startDns() {
  const zone: Zone = {}
  const asked: string[] = []
  const socket = createSocket("udp4")
  socket.on("message", (packet, { port, address }) => {
    const { id, questions = [] } = decode(packet)
    const [question] = questions
    if (!question) return
    const { name, type } = question
    asked.push(`${type} ${name}`)
    const known = zone[name.toLowerCase()]
    if (known?.silent) return
    const code = known?.broken ? serverFailure : known ? 0 : noSuchName
    socket.send(encode({ type: "response", id, flags: 0x8180 | code, questions, answers: answersOf(name, type, known) }), port, address)
  })
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve))
  return {
    address: `127.0.0.1:${socket.address().port}`,
    zone,
    /** "TXT example.org": what was asked, in order. */
    asked,
    forget() {
      asked.length = 0
      for (const name of Object.keys(zone)) delete zone[name]
    },
    stop: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  }
}

function answersOf(name: string, type: RecordType, known: Zone[string] | undefined) {
  // A long record stands in pieces of 255 characters.
  if (type === "TXT") return (known?.txt ?? []).map((text) => ({ type: "TXT" as const, name, ttl: 60, data: text.match(/.{1,255}/g) ?? [] }))
  if (type === "NS") return (known?.ns ?? []).map((data) => ({ type: "NS" as const, name, ttl: 60, data }))
  return []
}
