export type Difference = { label: string; saved: string; typed: string }

/** Where what somebody typed differs from what is saved now: each field that has a label, under that label. */
export function differencesIn(labels: Record<string, string>, saved: Record<string, string>, typed: Record<string, string>): Difference[] {
  return Object.entries(labels).flatMap(([name, label]) => {
    const difference = { label, saved: plain(saved[name]), typed: plain(typed[name]) }
    return difference.saved === difference.typed ? [] : [difference]
  })
}

const plain = (text: string | undefined) => (text ?? "").replace(/\r\n/g, "\n").trim()
