import fc from "fast-check"
import { expect, test } from "vitest"
import { problemsOf } from "@/lib/problems"
import { registrationSchemaOf, suggestionFor, withTaken } from "@/lib/registrations/form"
import { common, likelyDomain } from "@/lib/registrations/typo"

/** Domains that people have, from large and small providers, universities and houses of many countries. */
const real =
  `gmail.com googlemail.com gmx.de gmx.net gmx.at gmx.ch gmx.com gmx.fr gmx.us web.de t-online.de freenet.de arcor.de posteo.de mailbox.org mail.de email.de
  1und1.de online.de ymail.com rocketmail.com mail.com email.com me.com mac.com icloud.com live.com live.nl live.fr live.de live.it live.se live.no live.dk live.ie
  live.co.uk live.com.au live.ca live.cn live.jp love.com hotmail.com hotmail.co.uk hotmail.de hotmail.fr hotmail.it hotmail.es hotmail.nl hotmail.se hotmail.no
  hotmail.dk hotmail.ca hotmail.be hotmail.ch hotmail.gr hotmail.com.au outlook.com outlook.de outlook.fr outlook.es outlook.it outlook.ie outlook.at outlook.dk
  outlook.pt outlook.jp outlook.com.br msn.com yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.in yahoo.ie yahoo.ca yahoo.se yahoo.gr yahoo.no
  yahoo.ro yahoo.com.au yahoo.com.br yahoo.com.mx yahoo.co.in yahoo.co.jp yahoo.co.id yahoo.co.nz yahoo.co.za yahoo.co.kr yahoo-inc.com aol.com aim.com aol.de aol.fr
  protonmail.com protonmail.ch proton.me pm.me tutanota.com tuta.io tuta.com fastmail.com fastmail.fm hey.com zoho.com yandex.ru yandex.com yandex.by yandex.kz
  yandex.ua ya.ru mail.ru inbox.ru list.ru bk.ru rambler.ru qq.com vip.qq.com 163.com 126.com yeah.net sina.com foxmail.com naver.com daum.net hanmail.net
  btinternet.com sky.com virginmedia.com ntlworld.com talktalk.net tiscali.co.uk blueyonder.co.uk orange.fr orange.es orange.com wanadoo.fr free.fr laposte.net sfr.fr
  neuf.fr bbox.fr libero.it virgilio.it tiscali.it alice.it tin.it pec.it fastwebnet.it ziggo.nl kpnmail.nl planet.nl xs4all.nl hetnet.nl home.nl upcmail.nl casema.nl
  chello.nl chello.at bluewin.ch hispeed.ch sunrise.ch telenet.be skynet.be proximus.be telia.com bredband.net comhem.se online.no tele2.nl comcast.net verizon.net
  att.net att.com sbcglobal.net bellsouth.net cox.net charter.net earthlink.net optonline.net juno.com rogers.com shaw.ca sympatico.ca telus.net bigpond.com
  bigpond.net.au optusnet.com.au xtra.co.nz uol.com.br bol.com.br terra.com.br ig.com.br globo.com wp.pl o2.pl onet.pl interia.pl op.pl seznam.cz centrum.cz email.cz
  post.cz azet.sk centrum.sk zoznam.sk freemail.hu citromail.hu abv.bg mail.bg mail.ee mail.lt inbox.lv hot.ee walla.co.il walla.com rediffmail.com hushmail.com
  runbox.com riseup.net disroot.org duck.com pobox.com usa.net lycos.com excite.com netscape.net inbox.com cloud.com google.com apple.com microsoft.com windowslive.com
  ucl.ac.uk kcl.ac.uk lse.ac.uk cam.ac.uk ox.ac.uk ed.ac.uk gla.ac.uk qmul.ac.uk lboro.ac.uk york.ac.uk exeter.ac.uk hull.ac.uk bath.ac.uk essex.ac.uk leeds.ac.uk
  sussex.ac.uk roehampton.ac.uk strath.ac.uk uni-koeln.de uni-bonn.de uni-mainz.de uni-trier.de uni-graz.at uni-jena.de tum.de lmu.de ethz.ch uzh.ch unil.ch unibe.ch
  uva.nl student.uva.nl vu.nl uu.nl rug.nl tue.nl kuleuven.be ugent.be ulb.be vub.be ku.dk au.dk uio.no uib.no su.se kth.se lu.se oulu.fi mit.edu nyu.edu cmu.edu
  ucla.edu gmu.edu cuny.edu harvard.edu yale.edu mail.utoronto.ca gov.uk parliament.uk bund.de ec.europa.eu nhs.net tavi-port.nhs.uk acas.org.uk tuc.org.uk
  unison.co.uk unitetheunion.org rcn.org.uk bbc.co.uk bps.org.uk bacp.co.uk example.org example.com mail.example.org gmail.example.org gmail.example out.com
  xn--bcher-kva.example xn--gmil-6na.com xn--e1afmkfd.xn--p1ai yahoo.xn--p1ai company.co company.cm company.om`.split(/\s+/)

test("nobody with a domain of their own is asked", () => {
  console.log(`${real.length} real domains`)
  expect(real.flatMap((domain) => (likelyDomain(domain) ? [`${domain} ${likelyDomain(domain)}`] : []))).toEqual([])
  expect(common.filter((domain) => likelyDomain(domain))).toEqual([])
})

const meant: Record<string, string> = {
  "gmail.com": `gmial.com gmai.com gmaill.com gnail.com gmail.con gmail.co gmail.cm gmail.comm gmail.cmo gmil.com gamil.com gmal.com gmail.om hmail.com gmial.con gmail.co.uk
    gmail.de gmail.fr gmail.org gmail.net gmaul.com gmsil.com ggmail.com`,
  "googlemail.com": "googlemial.com gogglemail.com goglemail.com",
  "hotmail.com": "hotmial.com hotmal.com hotmil.com hotmaill.com hotmail.con hotmail.co hotmali.com hormail.com hotmai.com",
  "hotmail.co.uk": "hotmial.co.uk hotmail.co.u hotmail.cou.k hotmail.couk hotmai.co.uk",
  "outlook.com": "outlok.com outloook.com outlook.con outllok.com outlook.cm outloo.com",
  "yahoo.com": "yaho.com yahooo.com yhoo.com yahoo.con yaoo.com tahoo.com",
  "yahoo.co.uk": "yahoo.co.u yaho.co.uk yahoo.couk",
  "icloud.com": "iclould.com iclod.com icloud.con",
  "protonmail.com": "protonmial.com protonmai.com",
  "btinternet.com": "btinernet.com btintermet.com",
  "virginmedia.com": "virgimedia.com virginmeda.com",
  "company.com": "company.con company.cmo",
  "kcl.org": "kcl.ogr",
}
test.each(Object.entries(meant))("slips of %s are asked about", (domain, typos) => {
  const all = typos.split(/\s+/)
  expect(all.map((typo) => `${typo} ${likelyDomain(typo)}`)).toEqual(all.map((typo) => `${typo} ${domain}`))
})

test("what stands before the @ is never corrected, and capitals, spaces and another spelling of the domain are understood", () => {
  const local = fc.stringMatching(/^[a-zA-Z0-9_+-]([a-zA-Z0-9'_+.-]{0,20}[a-zA-Z0-9_+-])?$/).filter((text) => !text.includes(".."))
  fc.assert(fc.property(local, (text) => suggestionFor({ email: `${text}@gmial.com` }) === `${text}@gmail.com`))
  fc.assert(fc.property(local, fc.constantFrom(...real), (text, domain) => suggestionFor({ email: `${text}@${domain}` }) === null))
  expect(suggestionFor({ email: " Ada+gmial.con@GMIAL.com " })).toBe("Ada+gmial.con@gmail.com")
  expect(suggestionFor({ email: "ada@ｇｍｉａｌ.com" })).toBe("ada@gmail.com")
  expect(suggestionFor({ email: "ada@bücher.con" })).toBe("ada@xn--bcher-kva.com")
})

test("an address is asked about once: the same one passes the next time in any spelling, and another slip is asked about anew", () => {
  const problems = (fields: Record<string, string>) => problemsOf(registrationSchemaOf([]), { name: "Ada", ...fields })
  const question = { email: "Did you mean ada@gmail.com?" }
  expect(problems({ email: "ada@gmial.com" })).toEqual(question)
  expect(problems({ email: "Ada@gmial.com", asked: "ada@GMIAL.com " })).toEqual({})
  expect(problems({ email: "ada@gmil.com", asked: "ada@gmial.com" })).toEqual(question)
  expect(problems({ email: "ada@gmial.com", asked: "nonsense" })).toEqual(question)
  expect(problems({ name: "", email: "ada@gmial.com" })).toEqual({ name: "Enter your full name", ...question })
})

test("the button with the suggestion stands for typing it, and what it brings is checked like what is typed", () => {
  const fields = { name: "Ada", email: "ada@gmial.com", asked: "ada@gmial.com", take: "ada@gmail.com" }
  expect(registrationSchemaOf([]).parse(fields).email).toEqual({ email: "ada@gmail.com", emailKey: "ada@gmail.com" })
  expect(withTaken(fields)).toEqual({ name: "Ada", email: "ada@gmail.com", asked: "ada@gmial.com" })
  expect(Object.keys(problemsOf(registrationSchemaOf([]), { ...fields, take: "nonsense" }))).toEqual(["email"])
})
