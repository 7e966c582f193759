import { AsyncLocalStorage } from "node:async_hooks"
import { randomInt } from "node:crypto"

// A short word for every request: in each log line that comes of it, and on the page of an answer that went wrong, so that a person can read it out.

declare global {
  // Kept outside the module: the server and the pages are two builds of this file in one process.
  var foyerRequests: AsyncLocalStorage<string> | undefined
}

globalThis.foyerRequests ??= new AsyncLocalStorage<string>()
const requests = globalThis.foyerRequests

/** No letter that is taken for another, and no vowel, so that it spells nothing. */
const letters = "bcdfghjkmnpqrstvwxz23456789"

/** A new one, such as "k7m2xwq4hd". */
export const newReference = (): string => Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join("")

/** Runs what answers a request. Everything that it starts has the reference too. */
export const withReference = <T>(reference: string, work: () => T): T => requests.run(reference, work)

/** The reference of the request in hand. null: there is none, as in the mailer. */
export const currentReference = (): string | null => requests.getStore() ?? null
