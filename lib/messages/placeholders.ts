// The few words in braces that an organiser may write into a message.

export const placeholders = {
  name: "the person's name",
  title: "the title of the event",
  when: "day and time, as Thu 8 Oct, 10:00 London",
  page: "the link to the person's own page",
} as const
export type Placeholder = keyof typeof placeholders

const pattern = /\{([^{}\n]*)\}/g
const isPlaceholder = (word: string): word is Placeholder => Object.hasOwn(placeholders, word)

/** The words in braces that mean nothing here, each once. */
export function unknownPlaceholders(text: string): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, word = ""]) => word.trim()).filter((word) => !isPlaceholder(word)))]
}

/** The text with each placeholder replaced, in one pass: braces inside a value stay as they are. Unknown ones stay too. */
export function expand(text: string, values: Record<Placeholder, string>): string {
  return text.replace(pattern, (whole, word: string) => {
    const name = word.trim()
    return isPlaceholder(name) ? values[name] : whole
  })
}
