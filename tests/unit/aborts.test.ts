import { AsyncLocalStorage } from "node:async_hooks"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { expect, test } from "vitest"
import { readStacksOfAborts } from "@/lib/start/aborts"

setFlagsFromString("--expose-gc")
const collectGarbage: () => void = runInNewContext("gc")
const requests = new AsyncLocalStorage<object>()
const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

/** A render that ends as those of React do. Returns its signal, which others may hold, and whether the request it was for is still in memory. */
async function render(): Promise<{ signal: AbortSignal; isHeld: () => boolean }> {
  const controller = new AbortController()
  let request: { body: Buffer } | null = { body: Buffer.alloc(10) }
  const held = new WeakRef(request)
  requests.run(request, () =>
    setImmediate(function end() {
      controller.abort(new Error("The render is complete."))
    }),
  )
  request = null
  for (let turn = 0; turn < 5; turn += 1) {
    await nextTurn()
    collectGarbage()
  }
  return { signal: controller.signal, isHeld: () => held.deref() !== undefined }
}

test("control: as Node has it, an aborted signal holds the request of its render", async () => {
  const { signal, isHeld } = await render()
  expect(signal.aborted).toBe(true)
  // From Node 24 on, what a request left behind is no property of what ran for it.
  if (Number(process.versions.node.split(".")[0]) < 24) expect(isHeld()).toBe(true)
})

test("once stacks are read, a request goes when its render has ended, and the reason stays as it was", async () => {
  readStacksOfAborts()
  const { signal, isHeld } = await render()
  expect(isHeld()).toBe(false)
  expect(signal.reason).toMatchObject({ message: "The render is complete." })
  expect(signal.reason.stack).toContain("aborts.test.ts")
  const plain = new AbortController()
  plain.abort()
  expect(plain.signal.reason).toMatchObject({ name: "AbortError" })
})
