import { beforeEach, expect, test } from "vitest"
import { getSignInEmail, requestSignIn, signInUrl } from "@/lib/auth/sign-in-link"
import { db, query } from "@/lib/db/client"
import { provide } from "@/lib/env"
import { invite, inviteAgain, removePerson, setEventRole, setRole, signOutEverywhere, signOutPerson } from "@/lib/team/mutations"
import { inviteSchema } from "@/lib/team/schema"
import { makeOwner, makePerson, makeViewer, Organiser, Owner, Viewer } from "../support/organiser"
import { day, inItsOwnDatabase, makeEvent, postRound, startAfresh, timePasses } from "../support/people"
import { startSmtp } from "../support/smtp"

inItsOwnDatabase()
let owner: Awaited<ReturnType<typeof makeOwner>>
beforeEach(async () => {
  await startAfresh()
  await query(`truncate "VerificationToken", "AuditEntry"`)
  owner = await makeOwner()
})

const form = (fields: Record<string, string>) => inviteSchema.parse({ email: "Ada@Example.org", everywhere: "organiser", ...fields })
const find = (email: string) => db().user.findUnique({ where: { email }, include: { eventRoles: true } })
const acts = async () => (await db().auditEntry.findMany({ orderBy: { at: "asc" } })).map(({ act }) => act)
const linkOf = async (kind: string) => {
  const [letter] = await db().delivery.findMany({ where: { kind }, orderBy: { createdAt: "desc" }, take: 1 })
  return (
    signInUrl(letter?.key ?? "")
      .split("/")
      .at(-1) ?? ""
  )
}
const word = (found: object | string) => (typeof found === "string" ? found : "let in")

test("whoever is invited gets a letter whose link is theirs, for seven days", async () => {
  expect(await invite(owner, form({}))).toBe("invited")
  const token = await linkOf("invitation")
  expect(await getSignInEmail(token)).toBe("ada@example.org")
  await timePasses(6.9 * day)
  expect(await getSignInEmail(token)).toBe("ada@example.org")
  await timePasses(0.2 * day)
  expect(await getSignInEmail(token)).toBeNull()
})

test("the invitation arrives in words of its own; one that waited for too long is withheld", async () => {
  const smtp = await startSmtp()
  provide({ SMTP_URL: smtp.url })
  await invite(owner, form({}))
  await postRound()
  const [arrived] = smtp.to("ada@example.org")
  expect(arrived?.mail.subject).toBe("You are invited to the organisers' desk of localhost:3000")
  expect(arrived?.mail.text).toContain("/admin/sign-in/link/")
  expect(arrived?.mail.text).toContain("within 7 days")
  await invite(owner, form({ email: "grace@example.org" }))
  await timePasses(8 * day)
  await postRound()
  expect(smtp.to("grace@example.org")).toEqual([])
  expect((await db().delivery.findMany({ where: { reason: "link expired" } })).length).toBe(1)
  await smtp.stop()
})

test("a role for one event alone, and nothing else", async () => {
  const event = await makeEvent()
  await invite(owner, form({ everywhere: "none", event: event.id, eventRole: "viewer" }))
  const ada = await find("ada@example.org")
  expect([ada?.role, ada?.eventRoles.map(({ eventId, role }) => [eventId, role])]).toEqual([null, [[event.id, "viewer"]]])
  expect([word(await Viewer.find(ada?.id, event.id)), word(await Organiser.find(ada?.id, event.id))]).toEqual(["let in", "forbidden"])
})

test.each([
  [{ email: "nonsense" }, "email"],
  [{ everywhere: "king" }, "everywhere"],
  [{ everywhere: "none" }, "everywhere"],
  [{ everywhere: "none", event: "nonsense" }, "event"],
  [{ everywhere: "organiser", event: "00000000-0000-4000-8000-000000000000" }, "event"],
  [{ eventRole: "owner" }, "eventRole"],
])("%j is no invitation", (fields, field) => {
  const { error } = inviteSchema.safeParse({ email: "ada@example.org", everywhere: "organiser", ...fields })
  expect(error?.issues.map(({ path }) => path[0])).toEqual([field])
})

test("somebody is invited once, however the address is written, and not to an event that never was", async () => {
  expect([await invite(owner, form({})), await invite(owner, form({ email: " ADA@example.org" }))]).toEqual(["invited", "known"])
  expect(await invite(owner, form({ email: "grace@example.org", everywhere: "none", event: "00000000-0000-4000-8000-000000000000" }))).toBeNull()
  expect([await db().user.count(), await db().delivery.count()]).toEqual([2, 1])
})

test("inviting again ends the first link; whoever has come in needs none", async () => {
  await invite(owner, form({}))
  const first = await linkOf("invitation")
  const { id = "" } = (await find("ada@example.org")) ?? {}
  expect(await inviteAgain(owner, id)).toBe(true)
  const second = await linkOf("invitation")
  expect([await getSignInEmail(first), await getSignInEmail(second)]).toEqual([null, "ada@example.org"])
  await db().user.update({ where: { id }, data: { emailVerified: new Date() } })
  expect([await inviteAgain(owner, id), await inviteAgain(owner, "nobody")]).toEqual([false, false])
})

test("a change of role counts at once, also that of an event", async () => {
  const event = await makeEvent()
  const id = await makePerson("organiser")
  expect(await setRole(owner, id, "viewer")).toBe("saved")
  expect(word(await Organiser.find(id, event.id))).toBe("forbidden")
  expect(await setEventRole(owner, id, event.id, "organiser")).toBe(true)
  expect([word(await Organiser.find(id, event.id)), word(await Organiser.find(id))]).toEqual(["let in", "forbidden"])
  expect(await setEventRole(owner, id, event.id, null)).toBe(true)
  expect(await setRole(owner, id, null)).toBe("saved")
  expect(word(await Viewer.find(id, event.id))).toBe("unknown")
  expect(await acts()).toEqual(["role changed", "event role changed", "event role taken away", "role changed"])
  expect([await setRole(owner, "nobody", "viewer"), await setEventRole(owner, "nobody", event.id, "viewer"), await removePerson(owner, "nobody")]).toEqual([
    null,
    false,
    null,
  ])
})

test("whoever is removed is out at once: session, link and role; what they did stays, with their address", async () => {
  const id = await makePerson("owner")
  const other = await Owner.find(id)
  if (typeof other === "string") throw new Error(other)
  await invite(other, form({}))
  await query(`insert into "Session" ("sessionToken", "userId", expires) values ('theirs', $1, now() + interval '1 day')`, [id])
  await requestSignIn(other.email)
  const link = await linkOf("sign-in")
  expect(await getSignInEmail(link)).toBe(other.email)
  expect(await removePerson(owner, id)).toBe("removed")
  expect([await getSignInEmail(link), await db().session.count(), word(await Viewer.find(id))]).toEqual([null, 0, "signed out"])
  const entries = await db().auditEntry.findMany({ orderBy: { at: "asc" }, select: { email: true, act: true, detail: true } })
  expect(entries).toEqual([
    { email: other.email, act: "person invited", detail: { person: "ada@example.org", role: "organiser of all events" } },
    { email: owner.email, act: "person removed", detail: { person: other.email } },
  ])
  // What was mailed to them stays in the books.
  expect(await db().delivery.count({ where: { kind: "sign-in", userId: null } })).toBe(1)
})

test("signing out everywhere ends sessions and unused links, of oneself and by an owner", async () => {
  const viewer = await makeViewer()
  const open = () => query(`insert into "Session" ("sessionToken", "userId", expires) select gen_random_uuid(), id, now() + interval '1 day' from "User"`)
  await open()
  await requestSignIn(viewer.email)
  await signOutEverywhere(viewer)
  expect((await db().session.findMany()).map(({ userId }) => userId)).toEqual([owner.id])
  expect(await getSignInEmail(await linkOf("sign-in"))).toBeNull()
  await open()
  expect([await signOutPerson(owner, viewer.id), await signOutPerson(owner, "nobody")]).toEqual([true, false])
  expect((await db().session.findMany()).map(({ userId }) => userId)).toEqual([owner.id, owner.id])
  expect(await acts()).toEqual(["signed out everywhere", "person signed out"])
})

test("the last owner can neither be removed nor made less, whoever asks", async () => {
  expect([await setRole(owner, owner.id, "organiser"), await setRole(owner, owner.id, null), await removePerson(owner, owner.id)]).toEqual([
    "last",
    "last",
    "last",
  ])
  expect(await setRole(owner, owner.id, "owner")).toBe("saved")
  // Who was invited and never came in may have been mistyped, and does not count.
  await invite(owner, form({ everywhere: "owner" }))
  expect(await removePerson(owner, owner.id)).toBe("last")
  const id = await makePerson("owner")
  expect(await setRole(owner, owner.id, "organiser")).toBe("saved")
  expect(await removePerson(owner, id)).toBe("last")
  expect((await db().user.findMany({ where: { role: "owner", emailVerified: { not: null } } })).map((one) => one.id)).toEqual([id])
})
