import { ProgressBar } from "@/components/desk/progress"
import type { Numbers } from "@/lib/numbers/queries"
import { barsOfDays, barsOfMinutes, type Count, type Slot } from "@/lib/numbers/rules"
import { people } from "@/lib/registrations/rules"
import { clockTime, howLong, placeOfZone, plainDate, stamp } from "@/lib/time"
import { Columns } from "./columns"
import { Figure } from "./figure"
import { Rows } from "./rows"

// The numbers of one event, a picture each.

const minute = 60_000
const day = 1440 * minute
const sum = (rows: { people: number }[]) => rows.reduce((total, row) => total + row.people, 0)

export function RegistrationsOverTime({ days, zone }: { days: Slot[]; zone: string }) {
  const { step, bars } = barsOfDays(days)
  // The database has counted the days of the event's zone: from here on they are only numbers.
  const rows = bars.map(({ slot, people }) => ({ words: plainDate(new Date(slot * day), "UTC"), people }))
  const width = step === 1 ? "Each column is a day" : `Each column is ${step} days from the one that is named`
  return (
    <Figure title="Registrations over time" note={`${width}, in ${placeOfZone(zone)}.`} of={step === 1 ? "Day" : "From"} rows={rows}>
      <Columns summary={`${people(sum(bars))} registered, from ${rows[0]?.words} to ${rows.at(-1)?.words}.`} bars={rows} />
    </Figure>
  )
}

const sourceWords = ({ words }: Count) => words ?? "all others"

export function Sources({ sources, address }: { sources: Count[]; address: string }) {
  const rows = sources.map((source) => ({ words: source.words === "" ? "nothing was said" : sourceWords(source), people: source.people }))
  const how = `Give each place where you announce it a word of its own, like ${address}?ref=newsletter.`
  if (sources.every(({ words }) => words === ""))
    return (
      <section>
        <h2>Where people came from</h2>
        <p>Nothing is known yet. {how}</p>
      </section>
    )
  return (
    <Figure title="Where people came from" note={`The word after ?ref= of the page that they registered on. ${how}`} of="Source" rows={rows}>
      <Rows rows={rows} whole={sum(sources)} />
    </Figure>
  )
}

export function JoiningDetails({ progress }: Pick<Numbers, "progress">) {
  if (!progress)
    return (
      <section>
        <h2>Joining details</h2>
        <p>They are not released yet.</p>
      </section>
    )
  const rows = [
    { words: "sent", people: progress.sent },
    { words: "waiting", people: progress.queued + progress.sending + progress.beingPrepared },
    { words: "failed", people: progress.failed },
    { words: "withheld", people: progress.withheld },
  ]
  return (
    <Figure title="Joining details" note="Where link and passcode are, of everyone who is registered." of="State" rows={rows}>
      <ProgressBar progress={progress} />
    </Figure>
  )
}

export function JoinedOverTime({ minutes, zone }: { minutes: Slot[]; zone: string }) {
  const { step, bars } = barsOfMinutes(minutes)
  if (minutes.length === 0)
    return (
      <section>
        <h2>Joined</h2>
        <p>Nobody has joined yet.</p>
      </section>
    )
  const instants = bars.map(({ slot }) => new Date(slot * minute))
  const isOneDay = new Set(instants.map((at) => plainDate(at, zone))).size === 1
  const rows = bars.map(({ slot, people }) => ({ words: (isOneDay ? clockTime : stamp)(new Date(slot * minute), zone), people }))
  const width = step === 1 ? "Each column is a minute" : `Each column is ${howLong(step * minute)}`
  const note = `${width}, as the clocks of ${placeOfZone(zone)} show it: when people first pressed “Join now”.`
  return (
    <Figure title="Joined, by the minute" note={note} of={step === 1 ? "Minute" : "From"} rows={rows}>
      <Columns summary={`${people(sum(bars))} joined, from ${rows[0]?.words} to ${rows.at(-1)?.words}.`} bars={rows} />
    </Figure>
  )
}
