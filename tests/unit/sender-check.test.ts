import { Resolver } from "node:dns/promises"
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { checkSender } from "@/lib/mail/sender-check"
import { type Dns, startDns } from "../support/dns"
import { inTime } from "../support/until"

let dns: Dns
const good = "v=spf1 include:_spf.example.net -all"
const policy = "v=DMARC1; p=none; rua=mailto:d@example.org"

beforeAll(async () => {
  dns = await startDns()
})
beforeEach(() => dns.forget())
afterAll(() => dns.stop())

/** "ok SPF: …": what the check finds, asked of the server of this test. */
async function check(mailFrom = "Our Journal <events@example.org>") {
  const resolver = new Resolver({ timeout: 300, tries: 1 })
  resolver.setServers([dns.address])
  return (await checkSender(mailFrom, resolver)).map(({ level, words }) => `${level} ${words}`)
}

test("a domain with both records is in order, and they are shown", async () => {
  Object.assign(dns.zone, { "example.org": { txt: ["something else", good] }, "_dmarc.example.org": { txt: [policy] } })
  expect(await check()).toEqual([expect.stringMatching(`^ok SPF: .*${good}`), expect.stringMatching(`^ok DMARC: example.org .*${policy}`)])
})

test("a record in several pieces is one record", async () => {
  const long = `v=spf1 ${Array.from({ length: 40 }, (_, number) => `ip4:192.0.2.${number}`).join(" ")} -all`
  Object.assign(dns.zone, { "example.org": { txt: [long] } })
  expect((await check())[0]).toContain(long)
})

test("no records are worth a look", async () => {
  Object.assign(dns.zone, { "example.org": {} })
  expect(await check()).toEqual([
    expect.stringMatching(/^look SPF: example.org has no record/),
    expect.stringMatching(/^look DMARC: example.org has no record/),
  ])
  expect(dns.asked).toEqual(["TXT example.org", "TXT _dmarc.example.org"])
})

test.each([
  [[good, "v=spf1 mx ~all"], /^no SPF: example.org has 2 records/],
  [["v=spf1 -all"], /^no SPF: example.org says that it never sends mail/],
  [["v=spf1 mx +all"], /^look SPF: example.org lets every server in the world/],
  [["v=spf1 all"], /^look SPF: example.org lets every server in the world/],
  [["v=spf10 mx", "x v=spf1 mx"], /^look SPF: example.org has no record/],
  [["V=SPF1 redirect=_spf.example.net"], /^ok SPF/],
])("the records %j are read as RFC 7208 says", async (txt, words) => {
  Object.assign(dns.zone, { "example.org": { txt } })
  expect((await check())[0]).toMatch(words)
})

test("the policy of the domain above counts too, and two policies count as none", async () => {
  Object.assign(dns.zone, { "events.uni.ac.example": { txt: [good] }, "_dmarc.uni.ac.example": { txt: [policy] } })
  expect((await check("events@events.uni.ac.example"))[1]).toMatch(/^ok DMARC: uni.ac.example says/)
  Object.assign(dns.zone, { "_dmarc.uni.ac.example": { txt: [policy, policy] } })
  expect((await check("events@events.uni.ac.example"))[1]).toMatch(/^no DMARC: _dmarc.uni.ac.example has 2 records/)
})

test("a domain in another alphabet is asked for as the mail system spells it", async () => {
  Object.assign(dns.zone, { "xn--mnchen-3ya.example": { txt: [good] } })
  expect((await check("events@münchen.example"))[0]).toMatch(/^ok SPF/)
})

test("a domain that does not exist must be mended", async () => {
  Object.assign(dns.zone, { org: { ns: ["a0.org.afilias-nst.info"] } })
  expect(await check()).toEqual([expect.stringMatching(/^no The DNS knows no domain example.org/)])
})

const unchecked = "look DNS did not answer from this machine, so this could not be checked."

test.each([
  ["does not answer", { "example.org": { silent: true } }],
  ["fails", { "example.org": { broken: true } }],
  ["does not see the public DNS", {}],
])("a DNS that %s is said plainly, and soon", async (_what, zone) => {
  Object.assign(dns.zone, zone)
  expect(await inTime(1500, check())).toEqual([unchecked])
})

test("a DNS that falls silent at the second question leaves the first answer standing", async () => {
  Object.assign(dns.zone, { "example.org": { txt: [good] }, "_dmarc.example.org": { silent: true } })
  expect(await check()).toEqual([expect.stringMatching(/^ok SPF/), unchecked.replace("look ", "look DMARC: ")])
})

test.each(["Foyer <no-reply@localhost>", "no-reply@foyer.localhost", "a@[::1]"])("%s reaches the local mailbox only", async (mailFrom) => {
  expect(await check(mailFrom)).toEqual([expect.stringMatching(/^look MAIL_FROM is .* Only the local mailbox/)])
  expect(dns.asked).toEqual([])
})
