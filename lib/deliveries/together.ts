/**
 * Makes one statement of what many letters ask for in the same moment: what is asked while a batch is under way forms the next one.
 * `run` gets the items in order and returns a result for each. When it throws, everybody in the batch is told.
 */
export function together<Item, Result>(run: (items: Item[]) => Promise<Result[]>): (item: Item) => Promise<Result> {
  type Asked = { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }
  let asked: Asked[] = []
  let running = false

  async function work(): Promise<void> {
    running = true
    while (asked.length > 0) {
      const batch = asked
      asked = []
      await run(batch.map(({ item }) => item)).then(
        (results) => {
          for (const [index, result] of results.entries()) batch[index]?.resolve(result)
        },
        (error) => {
          for (const { reject } of batch) reject(error)
        },
      )
    }
    running = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      asked.push({ item, resolve, reject })
      // At the end of this turn of the loop, so that those who ask together are together.
      if (!running) setImmediate(() => running || work())
    })
}
