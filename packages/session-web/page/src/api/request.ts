import { RequestProblem } from "./problem.ts"

type Query = Record<string, string | number | null | undefined>

interface RequestOptions {
  method?: "GET" | "POST" | "PATCH" | "DELETE"
  query?: Query
  body?: unknown
  signal?: AbortSignal
}

/** Asks the page's own server. Rejects with a `RequestProblem` when it cannot be reached or refuses. */
export async function request<Body>(path: string, options: RequestOptions = {}): Promise<Body> {
  const { method = "GET", query = {}, body, signal } = options
  const response = await send(address(path, query), {
    method,
    ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  })
  if (!response.ok) throw await refusal(response)
  // The server checks what it sends against the schemas that the types were made from.
  return (response.status === 204 ? undefined : await response.json()) as Body
}

/** The address of a route, with the values of a session or a file encoded. */
export function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) parameters.set(name, String(value))
  }
  return parameters.size === 0 ? path : `${path}?${parameters}`
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (problem) {
    if (init.signal?.aborted) throw problem
    throw new RequestProblem("The server does not answer.", "offline", "Is it still running?")
  }
}

async function refusal(response: Response): Promise<RequestProblem> {
  const fallback = new RequestProblem(`The server answered ${response.status}.`, "unexpected", null)
  try {
    // Whatever they are: each is looked at.
    const { title, detail, code, hint } = (await response.json()) as Record<string, unknown>
    const message = [detail, title].find((text) => typeof text === "string" && text !== "")
    if (typeof message !== "string") return fallback
    return new RequestProblem(message, String(code), typeof hint === "string" ? hint : null)
  } catch {
    return fallback
  }
}
