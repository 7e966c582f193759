import { SMTPServer } from "smtp-server"

// The far end for the measures, in a process of its own: takes every mail and tells how many, and when the first and the last came. node sink.ts DELAY

const delay = Number(process.argv[2] ?? 0)
let [count, first, last] = [0, 0, 0]
let letter = ""
const later = (answer: () => void) => (delay ? setTimeout(answer, delay) : answer())

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS", "AUTH"],
  disableReverseLookup: true,
  onMailFrom: (_address, _session, done) => later(done),
  onRcptTo: (_address, _session, done) => later(done),
  onData(stream, _session, done) {
    const chunks: Buffer[] | null = letter ? null : []
    stream.on("data", (chunk: Buffer) => chunks?.push(chunk))
    stream.on("end", () => {
      if (chunks) letter = Buffer.concat(chunks).toString()
      later(() => {
        count += 1
        last = performance.now()
        first ||= last
        done()
      })
    })
  },
})
server.on("error", () => undefined)
server.listen(0, "127.0.0.1", () => {
  const address = server.server.address()
  process.send?.({ port: typeof address === "object" ? address?.port : 0 })
})
process.on("message", (word) => {
  if (word === "reset") [count, first, last] = [0, 0, 0]
  process.send?.({ count, first, last, letter })
})
