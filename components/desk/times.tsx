import { Field } from "@/components/ui/field"
import type { Problems } from "@/lib/problems"

type Props = { values: Record<string, string | undefined>; problems: Problems }

/** When an event is, as the clocks of its zone show it. */
export function Times({ values, problems }: Props) {
  return (
    <>
      <Field name="day" label="Day" type="date" required defaultValue={values.day} error={problems.day} />
      <Field name="from" label="From" type="time" required defaultValue={values.from} error={problems.from} />
      <Field name="to" label="To" type="time" required defaultValue={values.to} error={problems.to} />
      <Field
        name="endDay"
        label="Ends on another day"
        hint="Only for a session that goes on past midnight."
        type="date"
        defaultValue={values.endDay}
        error={problems.endDay}
      />
    </>
  )
}
