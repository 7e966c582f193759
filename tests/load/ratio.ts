import autocannon from "autocannon"
import { factsOf, type Measure } from "./measures"

export type Load = {
  url: string
  method?: "GET" | "POST"
  /** `[<id>]` becomes another text in each request. */
  body?: string
  connections?: number
  expect: number
}

export const isQuick = process.argv.includes("--quick")
const [warmUp, seconds] = isQuick ? [2, 4] : [3, 6]
export const rounds = isQuick ? 2 : 3
/** What was measured, in order. */
export const results: { measure: Measure; ratio: number; counts: string }[] = []

/** Requests a second over some seconds. Throws when any answer has another status than expected. */
async function requestsPerSecond({ url, method = "GET", body, connections = 50, expect }: Load, duration: number): Promise<number> {
  const headers = body ? { "content-type": "application/x-www-form-urlencoded" } : {}
  const result = await autocannon({ url, method, headers, connections, duration, idReplacement: true, ...(body && { body }) })
  const answered = new Map(Object.entries(result.statusCodeStats ?? {}).map(([status, { count = 0 }]) => [Number(status), count]))
  const others = [...answered].filter(([status]) => status !== expect)
  if (others.length > 0 || result.errors > 0)
    throw new Error(`${url} answered ${others.map(([status, count]) => `${count} times ${status}`).join(", ")} and failed ${result.errors} times`)
  return result["2xx"] ? result.requests.average : (answered.get(expect) ?? 0) / result.duration
}

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

/** Runs a measure and its baseline in turn, after a warm-up of each. */
export async function compareLoads(measure: Measure, load: Load, baseline: Load, ceiling = ""): Promise<void> {
  await requestsPerSecond(load, warmUp)
  await requestsPerSecond(baseline, warmUp)
  const [measured, based]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round += 1) {
    measured.push(await requestsPerSecond(load, seconds))
    based.push(await requestsPerSecond(baseline, seconds))
  }
  report(measure, measured, based, `req/s${ceiling}`)
}

/** Notes the ratio of the medians, and prints it in the form that all measures share. */
export function report(measure: Measure, measured: number[], based: number[], unit: string): void {
  const words = (count: number) => (count < 20 ? count.toFixed(2) : Math.round(count).toLocaleString("en-GB"))
  const [ours, theirs] = [median(measured), median(based)]
  const counts = `${words(ours)} of ${words(theirs)} ${unit}`
  results.push({ measure, ratio: ours / theirs, counts })
  console.log(`ratio ${measure} ${(ours / theirs).toFixed(2)} target ${factsOf(measure).target.toFixed(2)} (${counts})`)
}
