import type {
  ChangesPage,
  FileList,
  FilePage,
  MessagePage,
  Problem,
  ProjectList,
  SearchPage,
  Session,
  SessionPage,
  Statistics,
  Status,
} from "../../src/schemas/index.ts"

type Fetch = (request: Request) => Response | Promise<Response>

/** What the server said is wrong. */
class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** Uses the API without a connection. Each response is checked. */
export class WebClient {
  readonly #fetch: Fetch
  readonly #check: (request: Request, response: Response) => Promise<void>

  constructor(fetch: Fetch, check: (request: Request, response: Response) => Promise<void>) {
    this.#fetch = fetch
    this.#check = check
  }

  status = () => this.get<Status>("/api/status")
  projects = () => this.get<ProjectList>("/api/projects")
  statistics = (query = "") => this.get<Statistics>(`/api/statistics${query}`)
  sessions = (query = "") => this.get<SessionPage>(`/api/sessions${query}`)
  session = (id: string) => this.get<Session>(`/api/sessions/${id}`)
  messages = (id: string, query = "") => this.get<MessagePage>(`/api/sessions/${id}/messages${query}`)
  changes = (id: string, query = "") => this.get<ChangesPage>(`/api/sessions/${id}/changes${query}`)
  files = (id: string) => this.get<FileList>(`/api/sessions/${id}/files`)
  fileVersions = (id: string, path: string) =>
    this.get<FilePage>(`/api/sessions/${id}/files/versions?path=${encodeURIComponent(path)}`)
  search = (text: string) => this.get<SearchPage>(`/api/search?text=${encodeURIComponent(text)}`)

  get<Body>(path: string): Promise<Body> {
    return this.send<Body>("GET", path)
  }

  /** Sends JSON, and throws what the server says is wrong. */
  async send<Body>(method: string, path: string, body?: object): Promise<Body> {
    const json =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }
    const response = await this.request(path, { method, ...json })
    if (response.status >= 400) throw new ProblemError((await response.json()) as Problem) // Of such a status.
    // It was checked against the schema that the type is inferred from; 204 has none.
    return (response.status === 204 ? null : await response.json()) as Body
  }

  /** Sends a request as it is. */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const request = new Request(new URL(path, "http://127.0.0.1:4747"), init)
    request.headers.set("Host", "127.0.0.1:4747")
    const response = await this.#fetch(request)
    await this.#check(request, response)
    return response
  }
}
