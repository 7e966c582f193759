// What an SMTP answer means for a row of the ledger (RFC 5321, section 4.2.1).

export type Failure = {
  /** Who is the matter with: the recipient, the content, the sender's set-up, the connection before or after the final dot. */
  stage: "recipient" | "content" | "sender" | "connection" | "afterDot"
  code: number | null
  reply: string
}
export type SmtpError = {
  code?: string | undefined
  command?: string | undefined
  responseCode?: number | undefined
  response?: string | undefined
  message: string
}

const slowDown = new Set([421, 431, 432, 442, 447])

/** Places an error of nodemailer: which step it came at, and the server's own words. */
export function failureOf(error: SmtpError, progress: "envelope" | "body" | "afterDot"): Failure {
  const code = error.responseCode ?? null
  const said = { code, reply: error.response ?? error.message }
  // nodemailer itself refused the address or the message: no server is at fault, so the row uses up its tries.
  if (code === null && (error.code === "EENVELOPE" || error.code === "EMESSAGE")) return { stage: "content", ...said }
  if (code === null || slowDown.has(code)) return { stage: progress === "afterDot" && code === null ? "afterDot" : "connection", ...said }
  if (error.command === "RCPT TO") return { stage: "recipient", ...said }
  if (progress !== "envelope") return { stage: "content", ...said }
  return { stage: "sender", ...said }
}

export type Verdict = {
  state: "queued" | "failed" | "data"
  /** Seconds until the next try. */
  wait: number
  usesTry: boolean
  bounced: boolean
}

const mostTries = 12
/** Five minutes, then twice as long each time, and never so long that the twelfth try is more than 24 hours after the first. */
const later = (tries: number, random: number) => Math.min(5 * 60 * 2 ** tries, 2.75 * 3600) * (0.75 + random / 2)

/** What becomes of the row. `tries` are those used before; `random` is from 0 to 1. */
export function verdict(failure: Failure, tries: number, random: number): Verdict {
  const failed = { state: "failed", wait: 0, usesTry: true } as const
  if (failure.stage === "connection") return { state: "queued", wait: 5 + 10 * random, usesTry: false, bounced: false }
  // The server may have taken it: only the end of the lease decides, so that the second copy is counted.
  if (failure.stage === "afterDot") return { state: "data", wait: 0, usesTry: false, bounced: false }
  if (failure.stage === "sender") return { state: "queued", wait: 60, usesTry: false, bounced: false }
  const isFinal = (failure.code ?? 0) >= 500
  if (isFinal) return { ...failed, bounced: failure.stage === "recipient" }
  if (tries + 1 >= mostTries) return { ...failed, bounced: false }
  return { state: "queued", wait: later(tries, random), usesTry: true, bounced: false }
}
