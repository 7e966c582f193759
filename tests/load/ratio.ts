import autocannon from "autocannon"

export type Load = { url: string; method?: "GET" | "POST" /** `[<id>]` becomes another text in each request. */; body?: string; expect: number }

const connections = 50

/** Requests a second over some seconds. Throws when any answer has another status than expected. */
export async function requestsPerSecond({ url, method = "GET", body, expect }: Load, seconds = 6): Promise<number> {
  const headers = body ? { "content-type": "application/x-www-form-urlencoded" } : {}
  const result = await autocannon({ url, method, headers, connections, duration: seconds, idReplacement: true, ...(body && { body }) })
  const answered = new Map(Object.entries(result.statusCodeStats ?? {}).map(([status, { count = 0 }]) => [Number(status), count]))
  const others = [...answered].filter(([status]) => status !== expect)
  if (others.length > 0 || result.errors > 0)
    throw new Error(`${url} answered ${others.map(([status, count]) => `${count} times ${status}`).join(", ")} and failed ${result.errors} times`)
  return result["2xx"] ? result.requests.average : (answered.get(expect) ?? 0) / result.duration
}

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

/** Runs a measure and its baseline in turn, after a warm-up of each. Prints the ratio. */
export async function ratio(name: string, target: number, measure: Load, baseline: Load, rounds = 3): Promise<void> {
  await requestsPerSecond(measure, 3)
  await requestsPerSecond(baseline, 3)
  const [measured, based]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    measured.push(await requestsPerSecond(measure))
    based.push(await requestsPerSecond(baseline))
  }
  printRatio(name, target, measured, based, "req/s")
}

/** Prints the ratio of the medians in the form that all measures share. */
export function printRatio(name: string, target: number, measured: number[], based: number[], unit: string): void {
  const words = (count: number) => (count < 20 ? count.toFixed(2) : Math.round(count).toLocaleString("en-GB"))
  const [ours, theirs] = [median(measured), median(based)]
  console.log(`ratio ${name} ${(ours / theirs).toFixed(2)} target ${target.toFixed(2)} (${words(ours)} of ${words(theirs)} ${unit})`)
}
