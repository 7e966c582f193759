import { plainLine } from "@/lib/text"

// What an SMTP answer means for a row of the ledger (RFC 5321, section 4.2.1).

export type Failure = {
  /**
   * What is the matter: the recipient, the content, or the sender's set-up was refused; the server is `away` (it does not let anybody in now);
   * the connection `dropped` before the final dot, or after it.
   */
  stage: "recipient" | "content" | "sender" | "away" | "dropped" | "afterDot"
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
const isFinal = (code: number) => code >= 500

const saidBy = (error: SmtpError) => ({ code: error.responseCode ?? null, reply: plainLine(error.response ?? error.message) })

/** Places an error that came while a letter was handed over: which step it came at, and the server's own words. */
export function failureOf(error: SmtpError, progress: "envelope" | "body" | "afterDot"): Failure {
  const said = saidBy(error)
  if (said.code === null) {
    // nodemailer itself refused the address or the message: no server is at fault, so the row uses up its tries.
    if (error.code === "EENVELOPE" || error.code === "EMESSAGE") return { stage: "content", ...said }
    return { stage: progress === "afterDot" ? "afterDot" : "dropped", ...said }
  }
  if (slowDown.has(said.code)) return { stage: "away", ...said }
  if (error.command === "RCPT TO") return { stage: "recipient", ...said }
  if (progress !== "envelope") return { stage: "content", ...said }
  return { stage: isFinal(said.code) ? "sender" : "away", ...said }
}

/** Places an error that came before a letter could be handed over: no connection, no greeting, a refused sign-in. */
export function refusalOf(error: SmtpError): Failure {
  const said = saidBy(error)
  const isRefused = (said.code !== null && isFinal(said.code) && !slowDown.has(said.code)) || (error.code === "EAUTH" && said.code === null)
  return { stage: isRefused ? "sender" : "away", ...said }
}

export type Verdict = {
  state: "queued" | "failed" | "data"
  /** Seconds until the next try. */
  wait: number
  usesTry: boolean
  /** The connection broke off over this letter: the second time, while others go, it is the letter's own fault. */
  setback: boolean
  reason: string | null
  bounced: boolean
}

const mostTries = 12
/** Five minutes, then twice as long each time, and never so long that the twelfth try is more than 24 hours after the first. */
const later = (tries: number, random: number) => Math.min(5 * 60 * 2 ** tries, 2.75 * 3600) * (0.75 + random / 2)

const again = { state: "queued", usesTry: false, setback: false, reason: null, bounced: false } as const

/** What becomes of the row. `tries` are those used before; `random` is from 0 to 1; a stubborn row has broken a connection before, and others have gone since. */
export function verdict({ stage, code }: Failure, { tries, isStubborn }: { tries: number; isStubborn: boolean }, random: number): Verdict {
  if (stage === "sender") return { ...again, wait: 5 + 10 * random }
  // The server may have taken it: only the end of the lease decides, so that the second copy is counted.
  const isUnsure = stage === "afterDot"
  const isBroken = stage === "away" || stage === "dropped" || isUnsure
  if (isBroken && !isStubborn) return isUnsure ? { ...again, state: "data", wait: 0, setback: true } : { ...again, wait: 5 + 10 * random, setback: true }
  if (!isBroken && isFinal(code ?? 0)) {
    const isBounced = stage === "recipient"
    return { state: "failed", wait: 0, usesTry: true, setback: false, reason: isBounced ? "address refused" : "content refused", bounced: isBounced }
  }
  if (tries + 1 >= mostTries) return { state: "failed", wait: 0, usesTry: true, setback: false, reason: "out of tries", bounced: false }
  // Uses a try after the final dot too, or one person would get a copy each half minute for ever.
  return { ...again, state: isUnsure ? "data" : "queued", wait: later(tries, random), usesTry: true, setback: isBroken }
}
