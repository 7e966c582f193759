import { Readable } from "node:stream"
import addressparser from "nodemailer/lib/addressparser"
import { settings } from "@/lib/env"
import { plainLine } from "@/lib/text"
import { type Failure, failureOf, type SmtpError } from "./replies"
import { type Connection, cut } from "./transport"

type Accepted = { accepted: true; code: number; reply: string }
export type Sent = Accepted | ({ accepted: false } & Failure) | { accepted: false; stage: "stopped" }

const isFailedWrite = (error: object) => "syscall" in error && error.syscall === "write"

/** The last byte waits a millisecond and two turns of the loop: a connection that drops in the body is noticed before the final dot could have left. */
const afterABreath = (work: () => void) => setTimeout(() => setImmediate(() => setImmediate(work)), 1)

/** However slowly a server answers, a letter takes no longer than this, in milliseconds: then the connection is cut. */
const mostTime = 5 * 60_000

/**
 * Sends one message to one address. `mayLeave` is asked after the server is ready for the body and before its first byte;
 * when it says no, the connection is dropped and nothing was sent ("stopped"). What it throws is thrown, and nothing was sent either.
 */
export function transmit(connection: Connection, to: string, message: Buffer, mayLeave: () => Promise<boolean>): Promise<Sent> {
  const from = addressparser(settings().MAIL_FROM)[0]?.address ?? ""
  let stage: "envelope" | "stopped" | "body" | "afterDot" = "envelope"
  let unasked: unknown
  const stop = (reason: Error) => {
    stage = "stopped"
    body.destroy(reason)
  }
  const body = new Readable({
    read() {
      if (stage === "body") return void afterABreath(sendEnd)
      if (stage !== "envelope") return
      mayLeave().then(
        (allowed) => {
          if (!allowed) return stop(new Error("withheld at the last moment"))
          stage = "body"
          body.push(message.subarray(0, -1))
        },
        (error) => {
          unasked = error
          stop(new Error("nobody could be asked"))
        },
      )
    },
  })
  const sendEnd = () => {
    // A process that stood still wakes up in the middle of a body, before any of its clocks has rung.
    if (!connection.mayFinish()) return cut(connection)
    body.push(message.subarray(-1))
    body.push(null)
  }
  body.once("end", () => {
    stage = "afterDot"
  })
  return new Promise((resolve, reject) => {
    const tooLong = setTimeout(() => cut(connection), mostTime)
    // A connection that we close ourselves tells nobody what became of the letter. The server's own last words come first.
    const closed = () => setImmediate(() => settle(new Error("The connection was cut off.")))
    connection.smtp.once("end", closed)
    let isSettled = false
    const settle = (error: SmtpError | null, response = "") => {
      if (isSettled) return
      isSettled = true
      clearTimeout(tooLong)
      connection.smtp.off("end", closed)
      connection.sent += 1
      if (!error) return resolve({ accepted: true, code: Number(response.slice(0, 3)), reply: plainLine(response) })
      cut(connection)
      if (unasked) return reject(unasked)
      if (stage === "stopped") return resolve({ accepted: false, stage })
      // The final dot is the last thing written: when a write failed, it has not left.
      resolve({ accepted: false, ...failureOf(error, stage === "afterDot" && isFailedWrite(error) ? "body" : stage) })
    }
    connection.smtp.send({ from, to: [to] }, body, (error, info) => settle(error, info?.response))
  })
}
