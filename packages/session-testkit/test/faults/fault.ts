import {
  type Batch,
  type Capabilities,
  type Change,
  type SessionProvider,
  SessionStorageError,
} from "@opencode/session-core/provider"
import type { DefinitionUnderTest, StoreUnderTest } from "../../src/provider-under-test.ts"

/** Something that is wrong with a provider, and the cases that are there to say so. */
export interface Fault {
  name: string
  /** Cases whose names fit: one of them must fail. */
  caughtBy: RegExp
  /** Where it is planted: what needs a file or damaged rows, in SQLite. */
  into?: "memory" | "sqlite"
  /** What its suite claims that the right provider does not, or the other way round. */
  claims?: Partial<Capabilities>
  /** Hooks that its cases need, and what is wrong with them where the fault is planted. */
  hooks?(planted: boolean, right: StoreUnderTest): Partial<StoreUnderTest>
  /** What the package exports, and what is wrong with it where the fault is planted. */
  defines?(planted: boolean): DefinitionUnderTest
  /** The members that are wrong. The others are those of the right provider. */
  plant(right: SessionProvider): Partial<SessionProvider>
}

/** Writes that are changed on their way. */
export const writing =
  (change: (each: Change) => Change) =>
  (right: SessionProvider): Partial<SessionProvider> => ({
    apply: (batch) => right.apply({ ...batch, changes: batch.changes.map(change) }),
  })

/** Texts of parts that are changed on their way. */
export const writingText = (change: (text: string) => string) =>
  writing((each) => {
    if (each.type !== "part.put" || typeof each.part.data.text !== "string") return each
    return { ...each, part: { ...each.part, data: { ...each.part.data, text: change(each.part.data.text) } } }
  })

/** The same changes as another batch. */
export const otherwise = ({ expectedRevision: _expected, ...batch }: Batch, changes = batch.changes): Batch => ({
  ...batch,
  id: `fault-${Math.random()}`,
  changes,
})

/** What a provider throws at a cursor that it did not give for the query. */
export const isInvalidCursor = (error: unknown): boolean => SessionStorageError.isInstance(error, "invalid_cursor")
