import { Field } from "@/components/ui/field"
import { Tick } from "@/components/ui/tick"
import { placeOfZone } from "@/lib/time"
import type { Group } from "./event-form"

/** How many may come, who waits, and when the form is open. */
export function Places({ values, problems, taken, zone }: Group & { taken: number; zone: string }) {
  const clocks = `As the clocks of ${placeOfZone(zone)} show it.`
  return (
    <>
      <Field
        name="capacity"
        label="Places"
        hint={`Taken: ${taken.toLocaleString("en-GB")}.`}
        inputMode="numeric"
        required
        maxLength={7}
        defaultValue={values.capacity}
        error={problems.capacity}
      />
      <Tick name="waitingList" label="Keep a waiting list when all places are taken" defaultChecked={values.waitingList !== undefined} />
      <Field
        name="offerHours"
        label="Hours for which a free place is kept for whoever is next in line"
        hint="Near the start it is less: a quarter of the time that is left. In the last hour before the start nobody is asked: whoever is next has the place at once."
        inputMode="numeric"
        required
        maxLength={3}
        defaultValue={values.offerHours}
        error={problems.offerHours}
      />
      <Field
        name="registrationOpens"
        label="Registration opens"
        hint={`${clocks} Empty: as soon as the event is published.`}
        type="datetime-local"
        defaultValue={values.registrationOpens}
        error={problems.registrationOpens}
      />
      <Field
        name="registrationCloses"
        label="Registration closes"
        hint={`${clocks} Empty: at the end of the event.`}
        type="datetime-local"
        defaultValue={values.registrationCloses}
        error={problems.registrationCloses}
      />
    </>
  )
}
