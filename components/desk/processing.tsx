import { Table } from "@/components/ui/table"
import type { Processed } from "@/lib/retention/processing"
import { plainDate } from "@/lib/time"

const untilThatDay = "Until the event's day of deletion, below"

/** By what it is: why it is kept, who sees it, and for how long. */
const kept: Record<string, [why: string, who: string, long: string]> = {
  "Name, email and organisation of whoever registers": ["To hold the session and send the way in", "Its organisers; viewers see names alone", untilThatDay],
  "Answers to an event's questions": ["What the organisers asked for the session", "Its organisers", untilThatDay],
  "Notes of organisers about a person": ["To hold the session", "Its organisers, and the person", untilThatDay],
  "Letters, with address and the mail server's answer": ["To prove what was sent, and send it once", "Its organisers, and the person", untilThatDay],
  "When somebody pressed Join": ["To tell who came", "Its organisers, and the person", untilThatDay],
  "Addresses asked for, and lost links": ["To reach the right mailbox", "Nobody, or its organisers", `${untilThatDay}; a lost link is forgotten in seconds`],
  "What was typed into a form that was refused": ["To give it back", "Whoever typed it", "15 minutes"],
  "Lists that were uploaded": ["To look at them before anybody is registered", "Its organisers", "One day"],
  "Network addresses, as counters of the doors": [
    "To keep floods out",
    "Nobody",
    "Until their count ends, ten minutes as a rule, and an hour at most after it",
  ],
  "The team: address, role, sessions, and what they did": [
    "To run the site, and to tell who did what",
    "The team",
    "As long as they are on it; the record stays",
  ],
  "Numbers of what was deleted": ["To prove what was sent and deleted", "Its organisers", "As long as the event"],
}

/** What is kept on this site, whatever the event. */
export function WhatIsKept() {
  return (
    <section>
      <h2>What is kept, and why</h2>
      <Table
        label="What is kept, and why"
        columns={["What", "Why", "Who sees it", "How long"]}
        rows={Object.entries(kept).map(([what, [why, who, long]]) => ({ key: what, cells: { What: what, Why: why, "Who sees it": who, "How long": long } }))}
      />
      <p className="note mt-4 max-w-2xl">
        Letters go through the mail server of this installation; whoever presses Join goes on to the service that holds the session. Nothing is given to anybody
        else. Backups hold what was there when they were made: keep them no longer than the shortest of the days below. Not in this record: your legal basis,
        and the address of your data protection officer.
      </p>
    </section>
  )
}

/** Each event with its own day. */
export function ProcessedEvents({ events }: { events: Processed[] }) {
  return (
    <section>
      <h2>By event</h2>
      <Table
        label="By event"
        columns={["Event", "Held by", "People", "Questions", "Day of deletion", "Deleted"]}
        rows={events.map((event) => ({
          key: event.id,
          cells: {
            Event: <a href={`/admin/events/${event.id}/deletion`}>{event.title}</a>,
            "Held by": event.host || "not said",
            People: event.people.toLocaleString("en-GB"),
            Questions: event.questions.toLocaleString("en-GB"),
            "Day of deletion": `${plainDate(event.deletedOn, event.timeZone)}, ${event.retentionDays} days after the end`,
            Deleted: event.deletedAt
              ? `${event.deletedPeople.toLocaleString("en-GB")} on ${plainDate(event.deletedAt, event.timeZone)}`
              : event.people === 0
                ? "nothing to delete"
                : "not yet",
          },
        }))}
      />
    </section>
  )
}
