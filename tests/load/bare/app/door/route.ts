/** Reads the form and answers 303: what every door must do at least. */
export async function POST(request: Request): Promise<Response> {
  await request.text()
  return new Response(null, { status: 303, headers: { location: "/" } })
}
