import { beforeEach, expect, test } from "vitest"
import { provide } from "@/lib/env"
import { attendToken, idInToken, sealFits } from "@/lib/registrations/token"

const older = "the secret of last year with 32 letters or more"
const newer = "the secret of this year with 32 letters or more"
const ada = { id: "0f8fad5b-d9cb-469f-a165-70867728950e", tokenVersion: 1 }
const eve = { id: "7c9e6679-7425-40de-944b-e07fc1f90ae7", tokenVersion: 1 }

beforeEach(() => provide({ AUTH_SECRET: older }))

test("a personal link leads back to its registration, and holds nothing that a mail program breaks", () => {
  const token = attendToken(ada)
  expect(token).toMatch(/^[A-Za-z0-9_-]{44}$/)
  expect(idInToken(token)).toBe(ada.id)
  expect(sealFits(token, ada)).toBe(true)
})

test("the same registration always has the same link, so that every letter carries it", () => {
  expect(attendToken(ada)).toBe(attendToken({ ...ada }))
})

test("raising the version revokes the links before", () => {
  const token = attendToken(ada)
  expect(sealFits(token, { ...ada, tokenVersion: 2 })).toBe(false)
  expect(sealFits(attendToken({ ...ada, tokenVersion: 2 }), { ...ada, tokenVersion: 2 })).toBe(true)
})

test("links mailed with an older secret still open while it follows the newest, and no longer than that", () => {
  const token = attendToken(ada)
  provide({ AUTH_SECRET: `${newer},${older}` })
  expect(sealFits(token, ada)).toBe(true)
  expect(attendToken(ada)).not.toBe(token)
  provide({ AUTH_SECRET: newer })
  expect(sealFits(token, ada)).toBe(false)
})

test("one person's seal does not open another's page", () => {
  const forged = attendToken(eve).slice(0, 22) + attendToken(ada).slice(22)
  expect(idInToken(forged)).toBe(eve.id)
  expect(sealFits(forged, eve)).toBe(false)
})

test("a seal with any one letter changed does not fit", () => {
  const token = attendToken(ada)
  for (let place = 22; place < 44; place += 1) {
    const letter = token[place] === "A" ? "B" : "A"
    expect(sealFits(token.slice(0, place) + letter + token.slice(place + 1), ada)).toBe(false)
  }
})

test("what has not the shape of a token names no registration", () => {
  const token = attendToken(ada)
  const wrong = ["", "sample", token.slice(1), `${token}A`, `${token}\n`, `${token.slice(0, 43)}=`, `${token.slice(0, 43)}é`, token.replace(/^./, "/")]
  for (const text of wrong) expect(idInToken(text)).toBeNull()
})

test("a seal of the wrong length is refused without a fault", () => {
  expect(sealFits("", ada)).toBe(false)
  expect(sealFits(attendToken(ada).slice(0, 43), ada)).toBe(false)
  expect(sealFits(`${attendToken(ada).slice(0, 43)}é`, ada)).toBe(false)
})
