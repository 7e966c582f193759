import pino from "pino"

/** The log: JSON lines on standard error. What is personal or secret is never handed to it; the redaction is the second lock. */
export const log = pino(
  { redact: ["*.email", "*.recipient", "*.name", "*.token", "*.passcode", "*.joinUrl", "email", "recipient", "token", "passcode", "joinUrl"], base: null },
  pino.destination(2),
)
