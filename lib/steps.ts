import { setTimeout as pause } from "node:timers/promises"

/** In milliseconds: several times what it takes to register somebody, and too short for anybody to notice. */
const soonest = 50
/** Where the work takes longer than that, most of it is waiting for others: what one registration needs more than another is less than this. */
const step = 10

/**
 * Does the work, and answers 50 ms after it began, or at the next full 10 ms where a busy site needs longer: who is on a list, and who is not, need
 * different work, and how long it took must not tell (measured: a fifth to a third apart without it).
 */
export async function inSteps<T>(work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const result = await work()
  const took = performance.now() - began
  await pause(Math.max(soonest, Math.ceil(took / step) * step) - took)
  return result
}
