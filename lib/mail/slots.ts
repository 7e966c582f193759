import { randomBytes } from "node:crypto"
import { escapeHtml } from "@/lib/text"

// What differs from person to person stands as a slot in a letter that is rendered once, and is filled in for each of them.

/** Drawn anew in each process, so that no text that anybody types can be taken for a slot. */
const seal = randomBytes(9).toString("hex")
const slotPattern = new RegExp(`${seal}x(\\w+)x${seal}`, "g")

export type Personal = { name: string; attendUrl: string; mailUrl: string }

/** The slots as the letters' components get them: in place of each value its mark. */
export const slots: Personal = { name: mark("name"), attendUrl: mark("attendUrl"), mailUrl: mark("mailUrl") }

function mark(name: keyof Personal): string {
  return `${seal}x${name}x${seal}`
}

export type Written = { subject: string; html: string; text: string }

/** The letter of one person. Each slot is filled once: what a value says is never looked at again. */
export function fill({ subject, html, text }: Written, personal: Personal): Written {
  const values = new Map<string, string>(Object.entries(personal))
  const plain = (_: string, name: string) => values.get(name) ?? ""
  const escaped = (_: string, name: string) => escapeHtml(values.get(name) ?? "")
  return { subject: subject.replace(slotPattern, plain), text: text.replace(slotPattern, plain), html: html.replace(slotPattern, escaped) }
}
