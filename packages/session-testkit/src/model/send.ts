import { type Batch, ConflictError, type SessionProvider, SessionStorageError } from "@opencode/session-core/provider"
import type fc from "fast-check"
import { expect } from "../cases/expect.ts"
import { everything } from "../support/samples.ts"
import type { Operation } from "./operations.ts"

/** The memory provider, and the batches that were sent. */
export interface Model {
  provider: SessionProvider
  sent: Batch[]
}

export interface Real {
  handles: [SessionProvider, SessionProvider]
}

/** Does an operation to the model and to the provider, and compares what they return. */
export class Send implements fc.AsyncCommand<Model, Real> {
  readonly #operation: Operation

  constructor(operation: Operation) {
    this.#operation = operation
  }

  check(): boolean {
    return true
  }

  async run(model: Model, { handles }: Real): Promise<void> {
    const run = await this.#prepare(model)
    const expected = await outcomeOf(() => run(model.provider))
    const actual = await outcomeOf(() => run(handles[this.#operation.handle]))
    expect(actual).toEqual(expected)
  }

  async #prepare({ provider, sent }: Model): Promise<(provider: SessionProvider) => Promise<unknown>> {
    const operation = this.#operation
    switch (operation.type) {
      case "apply": {
        const { sessionId, projectId, changes, at, expected } = operation
        // A store of one project creates sessions in that project only.
        const [first] = changes
        const creates = first?.type === "session.create" || first?.type === "session.put"
        const scope = projectId === null ? everything : { projectId: creates ? first.session.projectId : projectId }
        const session = await provider.getSession({ scope, sessionId, includeDeleted: true })
        const expectedRevision = Math.max(0, (session?.revision ?? 0) + (expected ?? 0))
        const batch: Batch = {
          id: `b${sent.length}`,
          scope,
          sessionId,
          at,
          changes,
          ...(expected === null ? {} : { expectedRevision }),
        }
        sent.push(batch)
        return (each) => each.apply(batch)
      }
      case "again": {
        const batch = sent[operation.which]
        return async (each) => (batch === undefined ? null : each.apply(batch))
      }
      case "prune":
        return async (each) => {
          const { sessions } = await each.prune(operation.query)
          return sessions.sort()
        }
      case "project": {
        const { id, name, aliases, takeOver } = operation
        return (each) => each.putProject({ id, name, aliases, createdAt: 1, takeOver })
      }
    }
  }

  toString(): string {
    return JSON.stringify(this.#operation)
  }
}

/** What was returned, or what kind of failure it was. */
async function outcomeOf(run: () => Promise<unknown>): Promise<unknown> {
  try {
    return { answer: (await run()) ?? null }
  } catch (error) {
    if (!SessionStorageError.isInstance(error)) throw error
    const { code } = error
    return ConflictError.isInstance(error)
      ? { code, expected: error.expectedRevision, actual: error.actualRevision }
      : { code }
  }
}
