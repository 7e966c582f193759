import pino from "pino"
import { currentReference } from "@/lib/reference"
import { inSources } from "@/lib/source-maps"

/** All that a line may say. There is no field for anything personal or secret, so none can be handed over; what an error or a server said is scrubbed. */
type Line = {
  /** Where in the code. */
  at?: string[]
  code?: string | undefined
  kind?: string
  digest?: string | undefined
  event?: string | null
  delivery?: string
  /** In another program's words. */
  error?: string
  reason?: string
  /** Of a report of a browser. */
  page?: string
  directive?: string
  blocked?: string
  sending?: number
  data?: number
}
type Level = "info" | "warn" | "error"

/** JSON lines on standard error, each with the reference of its request. */
const lines = pino({ base: null, mixin: () => ({ ...(currentReference() && { request: currentReference() }) }) }, pino.destination(2))
const write = (level: Level) => (line: Line, words: string) =>
  lines[level]({ ...line, ...(line.error && { error: scrub(line.error) }), ...(line.reason && { reason: scrub(line.reason) }) }, words)

/** The log. */
export const log = { info: write("info"), warn: write("warn"), error: write("error") }

/** The words of an error or of another program without addresses, tokens, secrets in links and values that a database quotes. 500 characters at most. */
export const scrub = (text: string): string =>
  text
    .replace(/\b(?:https?|smtps?|postgres(?:ql)?):\/\/\S+/gi, "[link]")
    .replace(/[^\s<>"'(),;:=]+@[^\s<>"'(),;]+/g, "[address]")
    .replace(/[\w-]{40,}/g, "[token]")
    .replace(/: ?(["'`])[^\n]*\1/g, ": [value]")
    .replace(/(["'`])[^\n]*\1(\.{0,3} is not valid JSON)/g, "[value]$2")
    .replace(/=\([^\n]*\)/g, "=([value])")
    .slice(0, 500)

/** What an error says, for a log line, which scrubs it. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Where an error came from, without what it says: a database's message can quote a person's row. */
export function placeOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const { stack = "", message } = error
  // The stack begins with the message, and lines of that can look like places.
  const places = stack.includes(message) ? stack.slice(stack.indexOf(message) + message.length) : stack
  return places
    .split("\n")
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
    .slice(0, 8)
    .map((line) => inSources(line.trim()))
}

/** What may be known of an error: its kind, its code, its place, and the number that Next.js shows for it. */
export const factsOf = (error: unknown): Line => ({
  kind: error instanceof Error ? error.name : typeof error,
  code: error instanceof Error && "code" in error ? String(error.code) : undefined,
  digest: error instanceof Error && "digest" in error ? String(error.digest) : undefined,
  at: placeOf(error),
})
