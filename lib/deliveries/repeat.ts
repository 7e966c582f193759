import { log, wordsOf } from "@/lib/log"

export type Repeated = { stop: () => Promise<void> }

/** Does `work` now and again after each pause, one at a time. What it throws is logged, and the next turn comes. `stop` waits for the turn in hand. */
export function repeat(ms: number | (() => number), work: () => Promise<unknown>): Repeated {
  let isOver = false
  let cut: () => void = () => undefined
  const stopped = new Promise<void>((resolve) => {
    cut = resolve
  })
  const loop = (async () => {
    while (!isOver) {
      await work().catch((error) => log.error({ error: wordsOf(error) }, "a turn was missed"))
      await Promise.race([new Promise((resolve) => setTimeout(resolve, typeof ms === "number" ? ms : ms())), stopped])
    }
  })()
  return {
    stop: () => {
      isOver = true
      cut()
      return loop
    },
  }
}
