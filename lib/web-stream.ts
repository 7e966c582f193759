import type { Readable } from "node:stream"

/** A Node stream as the web's kind, after `head`. A reader that leaves ends it. (`Readable.toWeb` has a type that `Response` does not take.) */
export function webStream(source: Readable, head = ""): ReadableStream {
  const chunks = source[Symbol.asyncIterator]()
  return new ReadableStream({
    start: (controller) => (head ? controller.enqueue(Buffer.from(head)) : undefined),
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: () => void source.destroy(),
  })
}
