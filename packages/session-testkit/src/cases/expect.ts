import { chai, type ExpectStatic, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from "@vitest/expect"

chai.use(JestExtend)
chai.use(JestChaiExpect)
chai.use(JestAsymmetricMatchers)

/** Vitest's `expect`, without the rest of Vitest: it works in any process. */
export const expect = chai.expect as ExpectStatic // The plugins add what the type has.
