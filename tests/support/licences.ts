import type { Copy } from "./lock"

// The licences that the packages of the site may have. An "or" needs one of them, an "and" all.

export const allowed: Record<string, string> = {
  MIT: "use and pass on, with its notice",
  "MIT-0": "MIT without the notice",
  ISC: "as MIT",
  "0BSD": "use and pass on, without conditions",
  "BSD-2-Clause": "use and pass on, with its notice",
  "BSD-3-Clause": "use and pass on, with its notice; no advertising with the authors' names",
  "Apache-2.0": "use and pass on, with its notice; patents are granted",
  "BlueOak-1.0.0": "as MIT, in plain words",
  Unlicense: "given to everybody",
  "CC-BY-4.0": "data about browsers, used by the build and named by it; no program",
  "OFL-1.1": "the typeface: may be served with the pages, not sold by itself",
  "MPL-2.0": "lightningcss, as it is: only a changed file of it would have to be published",
  "LGPL-3.0-or-later": "libvips under sharp, a library of its own that anybody can replace",
  "EPL-2.0": "elkjs, which comes with Prisma's own browser and is not used by the site; as it is",
}

/** What these forget to say in their package.json. Their LICENSE files are the MIT licence. */
const forgotten: Record<string, string> = { "seq-queue": "MIT", "xmlhttprequest-ssl": "MIT" }

export const licenceOf = ({ name, license }: Copy): string => forgotten[name] ?? (typeof license === "string" ? license : "none")

const fits = (licence: string): boolean =>
  licence
    .replace(/^\(|\)$/g, "")
    .split(/ and /i)
    .every((all) => all.split(/ or /i).some((one) => one.replace(/[()+]/g, "") in allowed))

/** The packages whose licence is not on the list, a line each. */
export const listUnknown = (all: Copy[]): string[] => all.flatMap((copy) => (fits(licenceOf(copy)) ? [] : [`${copy.name}: ${licenceOf(copy)}`]))
