import pino from "pino"

/** The log: JSON lines on standard error. What is personal or secret is never handed to it; the redaction is the second lock. */
export const log = pino(
  { redact: ["*.email", "*.recipient", "*.name", "*.token", "*.passcode", "*.joinUrl", "email", "recipient", "token", "passcode", "joinUrl"], base: null },
  pino.destination(2),
)

/** What an error says, for a log line. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Where an error came from, without what it says: a database's message can quote a person's row. */
export const placeOf = (error: unknown): string[] =>
  error instanceof Error
    ? (error.stack ?? "")
        .split("\n")
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 8)
        .map((line) => line.trim())
    : []
