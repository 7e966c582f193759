const newline = 10
const mark = Buffer.from("\\.\n")
const markAfterRow = Buffer.from("\n\\.\n")
const longestHeader = 1 << 20

/** Where the line `\.` begins in text that begins with a line, or -1. */
function findMark(text: Buffer): number {
  if (text.subarray(0, mark.length).equals(mark)) return 0
  const before = text.indexOf(markAfterRow)
  return before < 0 ? -1 : before + 1
}

/** Reads text that comes in pieces of any size: a first line, then sections that each end with a line `\.`. Everything throws when the text ends too early. */
export function readSections(text: AsyncIterable<Buffer>) {
  const pieces = text[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)

  async function readOn(): Promise<void> {
    const { done, value } = await pieces.next()
    if (done) throw new Error("it ends too early")
    rest = Buffer.concat([rest, value])
  }
  function take(length: number): Buffer {
    const taken = rest.subarray(0, length)
    rest = rest.subarray(length)
    return taken
  }

  return {
    async firstLine(): Promise<string> {
      while (!rest.includes(newline)) {
        if (rest.length > longestHeader) throw new Error("its first line is too long")
        await readOn()
      }
      return take(rest.indexOf(newline) + 1).toString()
    },

    /** The next section, in pieces of whole lines, without the line that ends it. */
    async *rows(): AsyncGenerator<Buffer> {
      for (let end = findMark(rest); ; end = findMark(rest)) {
        const whole = end < 0 ? rest.lastIndexOf(newline) + 1 : end
        if (whole > 0) yield take(whole)
        if (end >= 0) return void take(mark.length)
        await readOn()
      }
    },

    /** Reads to the end, where gzip compares its checksum. */
    async expectEnd(): Promise<void> {
      const { done } = await pieces.next()
      if (!done || rest.length > 0) throw new Error("it goes on after its last table")
    },
  }
}
