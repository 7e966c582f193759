import { z } from "zod"

/** What PostgreSQL can keep: no NUL, no half of a surrogate pair. */
const storable = (text: string) => !text.includes("\0") && text.isWellFormed()

const hasSomethingToSee = (text: string) => /[^\p{C}\p{Z}]/u.test(text)

/** One line of at most `most` characters, trimmed; line breaks and other controls become spaces. One with nothing to see in it gets `missing`. */
export const line = (most: number, missing: string) => optionalLine(most).refine(hasSomethingToSee, missing)

export const optionalLine = (most: number) =>
  z
    .string()
    .refine(storable, "Remove the characters that cannot be shown")
    .transform((text) =>
      text
        .replace(/[\s\p{Cc}]+/gu, " ")
        .trim()
        .normalize("NFC"),
    )
    .refine((text) => [...text].length <= most, `Use ${most} characters at most`)

/** "newsletter", "poster_2": what may stand in an address as a word of somebody's own. */
export const isPlainWord = (text: string): boolean => /^[A-Za-z0-9._-]{1,40}$/.test(text)

/** Several lines of at most `most` characters; line breaks as \n. */
export const block = (most: number) =>
  z
    .string()
    .refine(storable, "Remove the characters that cannot be shown")
    .transform((text) => text.replace(/\r\n?/g, "\n").trim())
    .refine((text) => [...text].length <= most, `Use ${most.toLocaleString("en-GB")} characters at most`)

/** A tick box: present or not. */
export const tick = z
  .string()
  .optional()
  .transform((value) => value !== undefined)

/** What somebody else's program said, as one line of at most 500 characters that PostgreSQL can keep. */
export const plainLine = (text: string): string =>
  [
    ...text
      .toWellFormed()
      .replace(/[\s\p{Cc}]+/gu, " ")
      .trim(),
  ]
    .slice(0, 500)
    .join("")

/** The text with what HTML gives a meaning escaped. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
