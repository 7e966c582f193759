import { randomBytes } from "node:crypto"
import { escapeHtml } from "@/lib/text"

// What differs from person to person stands as a slot in a letter that is rendered once, and is filled in for each of them.

export type Personal = { name: string; attendUrl: string; mailUrl: string }

/** Drawn anew in each process, so that no text that anybody types can be taken for a slot. */
const seal = randomBytes(9).toString("hex")
const mark = (name: keyof Personal) => `${seal}x${name}x${seal}`

/** The slots as the letters' components get them: in place of each value its mark. */
export const slots: Personal = { name: mark("name"), attendUrl: mark("attendUrl"), mailUrl: mark("mailUrl") }

/** The slot that each mark stands for. */
export const slotNames: ReadonlyMap<string, keyof Personal> = new Map([
  [slots.name, "name"],
  [slots.attendUrl, "attendUrl"],
  [slots.mailUrl, "mailUrl"],
])

/** Finds a mark; its first group is the name of the slot. */
export const markPattern = new RegExp(`${seal}x(name|attendUrl|mailUrl)x${seal}`, "g")

export type Written = { subject: string; html: string; text: string }

/** The letter of one person. Each slot is filled once: what a value says is never looked at again. */
export function fill({ subject, html, text }: Written, personal: Personal): Written {
  const plain = (_: string, name: keyof Personal) => personal[name]
  const escaped = (_: string, name: keyof Personal) => escapeHtml(personal[name])
  return { subject: subject.replace(markPattern, plain), text: text.replace(markPattern, plain), html: html.replace(markPattern, escaped) }
}
