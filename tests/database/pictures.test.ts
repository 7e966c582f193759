import sharp, { type Sharp } from "sharp"
import { beforeEach, describe, expect, test } from "vitest"
import type { Organiser } from "@/lib/auth/organiser"
import { query } from "@/lib/db/client"
import { duplicateEvent } from "@/lib/events/making"
import { getPublicEvent } from "@/lib/events/queries"
import { removePicture, setPicture } from "@/lib/pictures/mutations"
import { getPictureBytes } from "@/lib/pictures/queries"
import { cropAround, widthsFor } from "@/lib/pictures/rules"
import { kindOf, writePicture } from "@/lib/pictures/write"
import { removeSpeaker } from "@/lib/speakers/mutations"
import { listSpeakers } from "@/lib/speakers/queries"
import { makeOrganiser } from "../support/organiser"
import { type Event, inItsOwnDatabase, makeEvent, startAfresh } from "../support/people"

// Pictures that organisers upload: what is kept of them, and what is not.

inItsOwnDatabase()
let organiser: Organiser
beforeEach(async () => {
  await startAfresh()
  await query(`delete from "Picture"`)
  organiser = await makeOrganiser()
})

const middle = { focusX: 50, focusY: 50 }
/** A picture whose left half is red and whose right half is blue. */
async function redAndBlue(width: number, height: number): Promise<Sharp> {
  const red = await sharp({ create: { width: Math.round(width / 2), height, channels: 3, background: "#f00" } })
    .png()
    .toBuffer()
  return sharp({ create: { width, height, channels: 3, background: "#00f" } }).composite([{ input: red, left: 0, top: 0 }])
}
async function colourAt(bytes: Buffer, left: number, top: number): Promise<"red" | "blue"> {
  const { data } = await sharp(bytes).extract({ left, top, width: 1, height: 1 }).raw().toBuffer({ resolveWithObject: true })
  return (data[0] ?? 0) > (data[2] ?? 0) ? "red" : "blue"
}
const coverOf = (event: Pick<Event, "id">) => ({ use: "cover" as const, eventId: event.id, id: event.id })
const pictures = async () => (await query<{ count: number }>(`select count(*) as count from "Picture"`))[0]?.count

describe("the crop", () => {
  test.each([
    [{ width: 1000, height: 1000 }, 2.5, middle, { left: 0, top: 300, width: 1000, height: 400 }],
    [{ width: 1000, height: 1000 }, 2.5, { focusX: 50, focusY: 0 }, { left: 0, top: 0, width: 1000, height: 400 }],
    [{ width: 1000, height: 1000 }, 2.5, { focusX: 50, focusY: 100 }, { left: 0, top: 600, width: 1000, height: 400 }],
    [{ width: 900, height: 300 }, 1, { focusX: 10, focusY: 50 }, { left: 0, top: 0, width: 300, height: 300 }],
    [{ width: 900, height: 300 }, 1, { focusX: 60, focusY: 50 }, { left: 390, top: 0, width: 300, height: 300 }],
    [{ width: 1, height: 900 }, 2.5, middle, { left: 0, top: 450, width: 1, height: 1 }],
  ])("of %o to the shape %d around %o", (size, ratio, focus, expected) => {
    expect(cropAround(size, ratio, focus)).toEqual(expected)
  })

  test("is never made larger than it is", () => {
    expect([widthsFor(2000, [640, 1280, 1920]), widthsFor(700, [640, 1280, 1920]), widthsFor(50, [96, 192])]).toEqual([[640, 1280, 1920], [640], [50]])
  })
})

describe("a picture that is uploaded", () => {
  test("is written again as WebP in its widths, cut around the focus", async () => {
    const files = await writePicture(await (await redAndBlue(3000, 1000)).jpeg().toBuffer(), "portrait", { focusX: 90, focusY: 50 })
    expect(files?.map(({ width, height }) => [width, height])).toEqual([
      [96, 96],
      [192, 192],
      [384, 384],
    ])
    for (const { bytes, width } of files ?? []) {
      expect([(await sharp(bytes).metadata()).format, await colourAt(bytes, Math.floor(width / 2), Math.floor(width / 2))]).toEqual(["webp", "blue"])
    }
  })

  test("stands upright, and says nothing of the camera or the place any more", async () => {
    // Turned by a quarter: what is on the left in the file belongs on top.
    const file = await (await redAndBlue(1000, 1000))
      .withMetadata({ orientation: 6 })
      .withExif({ IFD0: { Copyright: "Somebody" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "51/1 30/1 0/1" } })
      .jpeg()
      .toBuffer()
    expect((await sharp(file).metadata()).exif?.includes("Somebody")).toBe(true)
    const [written] = (await writePicture(file, "portrait", middle)) ?? []
    const { exif, xmp, iptc, orientation } = await sharp(written?.bytes).metadata()
    expect({ exif, xmp, iptc, orientation }).toEqual({ exif: undefined, xmp: undefined, iptc: undefined, orientation: undefined })
    expect([await colourAt(written?.bytes ?? Buffer.of(), 48, 4), await colourAt(written?.bytes ?? Buffer.of(), 48, 90)]).toEqual(["red", "blue"])
  })

  test("is known by its first bytes alone, and an SVG is none", async () => {
    const picture = await redAndBlue(10, 10)
    expect(kindOf(await picture.clone().jpeg().toBuffer())).toBe("jpeg")
    expect(kindOf(await picture.clone().png().toBuffer())).toBe("png")
    expect(kindOf(await picture.clone().webp().toBuffer())).toBe("webp")
    const others = [
      await picture.clone().gif().toBuffer(),
      await picture.clone().tiff().toBuffer(),
      Buffer.from("<svg onload='alert(1)'/>"),
      Buffer.from("%PDF-1.7"),
      Buffer.of(),
    ]
    expect(others.map(kindOf)).toEqual([null, null, null, null, null])
  })

  test("that is a page or an archive too is written again without it, and one that only begins like a picture is refused", async () => {
    const event = await makeEvent()
    const tail = Buffer.from(`<script>alert("polyglot")</script><?php system($_GET[0]) ?>PK\u0003\u0004`)
    const picture = await redAndBlue(600, 600)
    for (const format of ["jpeg", "png", "webp"] as const) {
      const file = Buffer.concat([await picture.clone().toFormat(format).toBuffer(), tail])
      expect([format, kindOf(file)]).toEqual([format, format])
      const written = (await writePicture(file, "portrait", middle)) ?? []
      expect([format, written.length, written.filter(({ bytes }) => bytes.includes("polyglot") || bytes.includes("PK\u0003\u0004")).length]).toEqual([
        format,
        3,
        0,
      ])
    }
    const commented = await picture
      .clone()
      .withExif({ IFD0: { ImageDescription: tail.toString() } })
      .jpeg()
      .toBuffer()
    expect(commented.includes("polyglot")).toBe(true)
    expect((await writePicture(commented, "portrait", middle))?.some(({ bytes }) => bytes.includes("polyglot"))).toBe(false)
    const heads = [
      Buffer.of(0xff, 0xd8, 0xff, 0xe0),
      Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
      Buffer.from("RIFF\u0010\u0000\u0000\u0000WEBP"),
    ]
    const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600"><image href="file:///etc/passwd"/></svg>`)
    for (const head of heads) expect(await setPicture(organiser, coverOf(event), Buffer.concat([head, svg]), { alt: "", ...middle })).toBe("broken")
    expect(await pictures()).toBe(0)
  })

  test("that is cut off, or has too many pixels, is refused and leaves nothing behind", async () => {
    const event = await makeEvent()
    const half = (await (await redAndBlue(600, 600)).png().toBuffer()).subarray(0, 400)
    const bomb = await sharp({ create: { width: 8000, height: 8000, channels: 3, background: "#000" } })
      .png()
      .toBuffer()
    expect(bomb.length).toBeLessThan(1_000_000)
    for (const file of [half, bomb]) expect(await setPicture(organiser, coverOf(event), file, { alt: "", ...middle })).toBe("broken")
    expect(await pictures()).toBe(0)
  })
})

test("a cover is shown in place of the one before, which is gone; a duplicate that shows it keeps it", async () => {
  const event = await makeEvent()
  const upload = async (alt: string, width: number) =>
    setPicture(organiser, coverOf(event), await (await redAndBlue(width, 800)).png().toBuffer(), { alt, ...middle })
  expect(await upload("Red and blue", 2000)).toBe("saved")
  const cover = (await getPublicEvent(event.slug))?.cover
  expect(cover).toMatchObject({ alt: "Red and blue", files: [{ width: 640 }, { width: 1280 }, { width: 1920 }] })
  expect((await sharp((await getPictureBytes(cover?.files[1]?.hash ?? "")) ?? undefined).metadata()).width).toBe(1280)
  expect(await upload("Another", 700)).toBe("saved")
  expect(await pictures()).toBe(1)
  const times = { startsAt: new Date("2027-03-04T10:00:00Z"), endsAt: new Date("2027-03-04T12:00:00Z") }
  await duplicateEvent(organiser, event.id, { title: "Again", ...times })
  await removePicture(organiser, coverOf(event))
  expect([(await getPublicEvent(event.slug))?.cover, await pictures()]).toEqual([null, 1])
  const foreign = { use: "portrait" as const, eventId: event.id, id: await otherSpeaker() }
  expect(await setPicture(organiser, foreign, await (await redAndBlue(9, 9)).png().toBuffer(), { alt: "", ...middle })).toBeNull()
  expect(await pictures()).toBe(1)
})

test("a portrait goes with the speaker who is removed", async () => {
  const event = await makeEvent({ speakers: { create: { position: 1, name: "Ada Example", role: "Chair" } } })
  const [{ id } = { id: "" }] = await listSpeakers(organiser, event.id)
  const file = await (await redAndBlue(300, 300)).png().toBuffer()
  expect(await setPicture(organiser, { use: "portrait", eventId: event.id, id }, file, { alt: "", ...middle })).toBe("saved")
  await removeSpeaker(organiser, event.id, id)
  expect(await pictures()).toBe(0)
})

async function otherSpeaker(): Promise<string> {
  const other = await makeEvent({ speakers: { create: { position: 1, name: "Ada Example", role: "Chair" } } })
  return (await listSpeakers(organiser, other.id))[0]?.id ?? ""
}
