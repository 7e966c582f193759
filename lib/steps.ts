import { setTimeout as pause } from "node:timers/promises"

/** In milliseconds: several times what it takes to register somebody, and too short for anybody to notice. */
const step = 50

/**
 * Does the work, and answers at the next full step after it began: who is on a list, and who is not, need different work, and how long it took must
 * not tell (measured: a fifth to a third apart without it).
 */
export async function inSteps<T>(work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const result = await work()
  const took = performance.now() - began
  await pause(Math.ceil(took / step) * step - took)
  return result
}
