import fc from "fast-check"
import { expect, test } from "vitest"
import { readSections } from "@/lib/start/backup-sections"

/** Text as a file gives it: in pieces of any size, cut anywhere, also within a character. */
async function* inPieces(text: string, size: number) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function joined(pieces: AsyncIterable<Buffer>): Promise<string> {
  const read: Buffer[] = []
  for await (const piece of pieces) {
    expect(piece.at(-1)).toBe(10)
    read.push(piece)
  }
  return Buffer.concat(read).toString()
}

const row = fc.stringMatching(/^[a\\.é\u2028\t]{0,6}$/).filter((text) => text !== "\\.")
const section = fc.array(row, { maxLength: 6 }).map((rows) => rows.map((text) => `${text}\n`).join(""))

test("sections come back whole, however the text is cut", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(section, { maxLength: 5 }), fc.integer({ min: 1, max: 9 }), async (sections, size) => {
      const { firstLine, rows, expectEnd } = readSections(inPieces(`{"first"}\n${sections.map((text) => `${text}\\.\n`).join("")}`, size))
      expect(await firstLine()).toBe('{"first"}\n')
      for (const text of sections) expect(await joined(rows())).toBe(text)
      await expectEnd()
    }),
  )
})

test("text that ends too early, or goes on after its end, is refused", async () => {
  await expect(readSections(inPieces("no line", 3)).firstLine()).rejects.toThrow("it ends too early")
  await expect(joined(readSections(inPieces("one\ntwo\n", 3)).rows())).rejects.toThrow("it ends too early")
  await expect(joined(readSections(inPieces("one\n\\.", 3)).rows())).rejects.toThrow("it ends too early")
  const { rows, expectEnd } = readSections(inPieces("one\n\\.\ntwo\n", 20))
  expect(await joined(rows())).toBe("one\n")
  await expect(expectEnd()).rejects.toThrow("it goes on after its last table")
})
