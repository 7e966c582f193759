/** "1 person", "1,204 people". */
export const people = (count: number): string => `${count.toLocaleString("en-GB")} ${count === 1 ? "person" : "people"}`
