import { Readable } from "node:stream"
import addressparser from "nodemailer/lib/addressparser"
import { settings } from "@/lib/env"
import { type Failure, failureOf } from "./replies"
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
 * when it says no, the connection is dropped and nothing was sent ("stopped").
 */
export function transmit(connection: Connection, to: string, message: Buffer, mayLeave: () => Promise<boolean>): Promise<Sent> {
  const from = addressparser(settings().MAIL_FROM)[0]?.address ?? ""
  let stage: "envelope" | "stopped" | "body" | "afterDot" = "envelope"
  const body = new Readable({
    read() {
      if (stage === "body") return void afterABreath(sendEnd)
      if (stage !== "envelope") return
      mayLeave().then(
        (allowed) => {
          if (!allowed) {
            stage = "stopped"
            return body.destroy(new Error("withheld at the last moment"))
          }
          stage = "body"
          body.push(message.subarray(0, -1))
        },
        (error) => body.destroy(error),
      )
    },
  })
  const sendEnd = () => {
    body.push(message.subarray(-1))
    body.push(null)
  }
  body.once("end", () => {
    stage = "afterDot"
  })
  return new Promise((resolve) => {
    const tooLong = setTimeout(() => cut(connection), mostTime)
    connection.smtp.send({ from, to: [to] }, body, (error, info) => {
      clearTimeout(tooLong)
      connection.sent += 1
      if (!error) return resolve({ accepted: true, code: Number(info?.response.slice(0, 3)), reply: info?.response ?? "" })
      cut(connection)
      if (stage === "stopped") return resolve({ accepted: false, stage })
      // The final dot is the last thing written: when a write failed, it has not left.
      resolve({ accepted: false, ...failureOf(error, stage === "afterDot" && isFailedWrite(error) ? "body" : stage) })
    })
  })
}
