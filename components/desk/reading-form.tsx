import { ErrorSummary } from "@/components/ui/error-summary"
import { Field } from "@/components/ui/field"
import type { Problems } from "@/lib/problems"

type Props = { action: string; values: Record<string, string>; problems: Problems }

export function ReadingForm({ action, values, problems }: Props) {
  return (
    <form className="sheet mt-8 max-w-3xl" method="post" action={action}>
      <ErrorSummary problems={problems} />
      <Field name="title" label="Title" required maxLength={300} defaultValue={values.title} error={problems.title} />
      <Field name="author" label="Author" required maxLength={300} defaultValue={values.author} error={problems.author} />
      <Field name="source" label="Where it appeared" maxLength={500} defaultValue={values.source} error={problems.source} />
      <Field
        name="body"
        label="Text"
        hint="In Markdown. A note: [^1] in the text, and “[^1]: what it says” on a line of its own at the end."
        rows={16}
        maxLength={200_000}
        defaultValue={values.body}
        error={problems.body}
      />
      <Field
        name="url"
        label="Or a link to it"
        hint="When the text is not to stand here."
        type="url"
        maxLength={2000}
        spellCheck={false}
        defaultValue={values.url}
        error={problems.url}
      />
      <Field name="citation" label="How to cite it" hint="In Markdown." rows={3} maxLength={2000} defaultValue={values.citation} error={problems.citation} />
      <button type="submit" className="button mt-6">
        Save the reading
      </button>
    </form>
  )
}
