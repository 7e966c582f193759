import { ErrorSummary } from "@/components/ui/error-summary"
import { type FileRefusal, fileRefusals, mostLines, mostMegabytes } from "@/lib/imports/schema"

const isRefusal = (word: string | undefined): word is FileRefusal => word !== undefined && Object.hasOwn(fileRefusals, word)

/** Takes a list of people. Nothing happens to anybody before the next page has shown what would. */
export function ImportForm({ eventId, refused }: { eventId: string; refused: string | undefined }) {
  const error = isRefusal(refused) ? fileRefusals[refused] : null
  return (
    <form className="mt-6 max-w-2xl" method="post" action={`/admin/events/${eventId}/registrants/import/upload`} encType="multipart/form-data">
      <ErrorSummary problems={error ? { file: error } : {}} />
      <p>
        A spreadsheet saved as CSV, with the names of its columns in the first line: <b>name</b> (or first name and last name), <b>email</b> and, if you like,{" "}
        <b>organisation</b>. Other columns are left alone.
      </p>
      <div className={error ? "error mt-4" : "mt-4"}>
        <label htmlFor="file">List</label>
        <p className="hint" id="file-hint">
          CSV, {mostMegabytes} MB and {mostLines.toLocaleString("en-GB")} lines at most. The next page shows what would happen to each line; nobody is
          registered or mailed before that.
        </p>
        {error && (
          <p className="message" id="file-error">
            {error}
          </p>
        )}
        <input
          type="file"
          id="file"
          name="file"
          className="max-w-full"
          accept=".csv,text/csv,text/plain"
          required
          aria-describedby={error ? "file-hint file-error" : "file-hint"}
          aria-invalid={error ? true : undefined}
        />
      </div>
      <button type="submit" className="button mt-6">
        Look at the list
      </button>
    </form>
  )
}
