import { z } from "zod"
import { block, line, optionalLine, tick } from "@/lib/text"
import { isTimeZone } from "@/lib/time"
import { originsSchema } from "./embed-rules"

const count = (least: number, most: number, words: string) =>
  z
    .string({ error: words })
    .trim()
    .regex(/^\d{1,7}$/, words)
    .transform(Number)
    .refine((value) => value >= least && value <= most, words)

const day = z.iso.date("Enter a day, like 2027-03-04")
const time = (what: string, like: string) => z.iso.time({ error: `Enter the time when it ${what}, like ${like}`, precision: -1 })
const moment = z.union([z.literal(""), z.iso.datetime({ local: true, precision: -1, error: "Enter a day and a time, like 2027-03-04 10:00" })]).default("")

const title = z.string({ error: "Enter a title" }).pipe(line(200, "Enter a title"))

/** The part of an event's address that is its own. */
const slug = z
  .string({ error: "Enter an address" })
  .trim()
  .max(80, "Use 80 characters at most")
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Use small letters, digits and single hyphens, like spring-seminar")

/** The desk's form for what the public reads. Whether slug and places are free only the tables know. Moments are as the clocks of the event's zone show them. */
export const eventSchema = z
  .object({
    /** The edition that the form was made from. */
    edition: z.coerce.number().int().positive(),
    slug,
    title,
    host: optionalLine(200).default(""),
    summary: optionalLine(300).default(""),
    about: block(20_000).default(""),
    programme: block(10_000).default(""),
    notice: block(500).default(""),
    privacyNotice: block(20_000).default(""),
    capacity: count(1, 1_000_000, "Enter a number of places from 1 to 1,000,000"),
    waitingList: tick,
    offerHours: count(1, 720, "Enter a number of hours from 1 to 720"),
    doorsOpenMinutes: count(0, 1440, "Enter a number of minutes from 0 to 1,440"),
    /** The button that publishes what it saves. */
    publish: tick,
    registrationOpens: moment,
    registrationCloses: moment,
    retentionDays: count(1, 3650, "Enter a number of days from 1 to 3,650"),
    embedOrigins: originsSchema,
    replyTo: z
      .union([
        z.literal(""),
        z
          .string()
          .regex(/^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/, "Enter an email address in the correct format, like name@example.com")
          .max(254),
      ])
      .default(""),
  })
  .refine(({ registrationOpens, registrationCloses }) => !registrationOpens || !registrationCloses || registrationOpens < registrationCloses, {
    path: ["registrationCloses"],
    error: "Enter a moment that is later than the one at which registration opens",
  })
export type EventInput = z.output<typeof eventSchema>

/** A link must open in a browser and be encrypted. */
const webAddress = (missing: string) =>
  z
    .string({ error: missing })
    .trim()
    .min(1, missing)
    .max(2000, "The link is longer than 2,000 characters")
    .refine((text) => URL.canParse(text) && new URL(text).protocol === "https:", "Enter a link that begins with https://")

export const joinDetailsSchema = z.object({
  /** The version that the form was made from. Without one it counts as made before the first, so that somebody looks at the difference. */
  version: count(0, 1_000_000, "Open this page again").default(0),
  joinUrl: webAddress("Enter the link that attendees join with"),
  passcode: optionalLine(100).default(""),
  joinInstructions: block(2000).default(""),
  /** Something looked wrong, and the organiser has said that it is right. */
  sure: tick,
})
export type JoinDetailsInput = z.output<typeof joinDetailsSchema>

/** What "Send to N people" releases: the version that the page showed. */
export const releaseSchema = z.object({ version: count(1, 1_000_000, "Open the sending page again") })

/** What "Mark as sent by hand" is about: the letters of the people on the list that was shown. */
export const byHandSchema = z.object({
  letters: z
    .string()
    .transform((text) => text.split(" "))
    .pipe(z.array(z.guid()).min(1).max(1000)),
})

/** Another time for an event, as the clocks of its zone show it. Which instants that are, the zone tells. */
const times = { day, from: time("begins", "10:00"), to: time("ends", "11:30"), endDay: z.union([z.literal(""), day]).default("") }
type Times = z.output<z.ZodObject<typeof times>>
const endsAfterStart = ({ day, from, to, endDay }: Times) => `${endDay || day} ${to}` > `${day} ${from}`
const wrongEnd = { path: ["to"], error: "Enter an end that is later than the start" }

export const moveSchema = z.object({ ...times, sure: z.literal("yes", "Tick the box: people will be mailed") }).refine(endsAfterStart, wrongEnd)

/** What a new event begins with. It is a draft until somebody publishes it. */
export const newEventSchema = z
  .object({
    title,
    ...times,
    timeZone: z.string().refine(isTimeZone, "Choose a time zone from the list, like Europe/London"),
    capacity: count(1, 1_000_000, "Enter a number of places from 1 to 1,000,000"),
  })
  .refine(endsAfterStart, wrongEnd)
export type NewEventInput = z.output<typeof newEventSchema>

/** Places that are added for those who wait. */
export const placesSchema = z.object({ places: count(1, 1000, "Enter a number of places from 1 to 1,000") })

/** Another event with the same content at another time. */
export const duplicateSchema = z.object({ title, ...times }).refine(endsAfterStart, wrongEnd)

export const recordingSchema = z.object({ recordingUrl: webAddress("Enter the link to the recording") })
