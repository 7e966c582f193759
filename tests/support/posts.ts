/** Posts a form as a browser without JavaScript does, and does not follow the answer. */
export function post(url: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: "POST", body: new URLSearchParams(fields), headers, redirect: "manual" })
}

/** Runs `work` for each number from 0, at most `width` at a time. */
export async function inParallel<T>(count: number, width: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  let next = 0
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < count) {
        const index = next
        next += 1
        results[index] = await work(index)
      }
    }),
  )
  return results
}
