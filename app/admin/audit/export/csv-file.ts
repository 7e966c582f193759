/** A stream of CSV as a file to save. */
export const csvFile = (csv: ReadableStream, name: string): Response =>
  new Response(csv, {
    headers: { "content-type": "text/csv; charset=utf-8", "content-disposition": `attachment; filename="${name}.csv"`, "cache-control": "no-store" },
  })
