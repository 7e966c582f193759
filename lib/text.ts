import { z } from "zod"

/** What PostgreSQL can keep: no NUL, no half of a surrogate pair. */
const storable = (text: string) => !text.includes("\0") && text.isWellFormed()

/** One line of at most `most` characters, trimmed; line breaks and tabs become spaces. An empty one gets `missing`. */
export const line = (most: number, missing: string) => optionalLine(most).refine((text) => text.length > 0, missing)

export const optionalLine = (most: number) =>
  z
    .string()
    .refine(storable, "Remove the characters that cannot be shown")
    .transform((text) => text.replace(/\s+/g, " ").trim().normalize("NFC"))
    .refine((text) => [...text].length <= most, `Use ${most} characters at most`)

/** Several lines of at most `most` characters; line breaks as \n. */
export const block = (most: number) =>
  z
    .string()
    .refine(storable, "Remove the characters that cannot be shown")
    .transform((text) => text.replace(/\r\n?/g, "\n").trim())
    .refine((text) => text.length <= most, `Use ${most.toLocaleString("en-GB")} characters at most`)

/** A tick box: present or not. */
export const tick = z
  .string()
  .optional()
  .transform((value) => value !== undefined)

/** The text with what HTML gives a meaning escaped. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
