import { Counter, Gauge, Histogram, Registry } from "prom-client"
import { type Census, getCensus } from "./queries"

// The numbers of this process, and those that the tables tell: the latter are the same whichever process is asked. No name, address or title is a label.

const registry = new Registry()
const registers = [registry]

const doorAnswers = new Counter({ name: "foyer_door_answers_total", help: "Answers of doors to posts, by status.", labelNames: ["status"], registers })
const letterSeconds = new Histogram({
  name: "foyer_smtp_seconds",
  help: "From handing a letter to the mail server to its answer, in this process.",
  labelNames: ["outcome"],
  buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100],
  registers,
})
const registrations = new Gauge({
  name: "foyer_registrations",
  help: "Registrations by their status and the state of their event.",
  labelNames: ["event", "status"],
  registers,
})
const events = new Gauge({ name: "foyer_events", help: "Events by state.", labelNames: ["event"], registers })
const deliveries = new Gauge({ name: "foyer_deliveries", help: "Letters by state.", labelNames: ["state"], registers })
const oldest = new Gauge({ name: "foyer_oldest_waiting_seconds", help: "How long the letter that is due longest has waited.", registers })
const mailers = new Gauge({ name: "foyer_mailers", help: "Mailers with a heartbeat in the last 30 seconds.", registers })

/** Counts the answer of a door. */
export const countDoorAnswer = (status: number): void => doorAnswers.inc({ status })

/** Notes how long the mail server took for a letter, in seconds. */
export const noteLetter = (outcome: "accepted" | "refused", seconds: number): void => letterSeconds.observe({ outcome }, seconds)

/** All numbers in Prometheus' text format. Throws when the database does not answer. */
export async function readMetrics(): Promise<string> {
  fill(await getCensus())
  return registry.metrics()
}

function fill(census: Census): void {
  for (const gauge of [registrations, events, deliveries]) gauge.reset()
  for (const { event, status, count } of census.registrations) registrations.set({ event, status }, count)
  for (const { event, count } of census.events) events.set({ event }, count)
  for (const { state, count } of census.deliveries) deliveries.set({ state }, count)
  oldest.set(census.oldestWaiting)
  mailers.set(census.mailers)
}
