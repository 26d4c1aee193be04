import { inspect } from "node:util"
import {
  type JsonObject,
  type JsonValue,
  type ProviderContext,
  type ProviderTarget,
  SessionStorageError,
  specificationVersion,
} from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import type { DefinitionUnderTest } from "../provider-under-test.ts"
import type { KitContext } from "../support/kit-context.ts"

/** No program has it by chance. Without a character that a URL or a DSN would write in another way. */
const secret = "kit-password-7d20b5c1"

const surroundings: ProviderContext = { dataDirectory: "/home/ann/.opencode", environment: {} }

/** In these core masks the credentials, and shows the rest. */
const isAddress = (name: string): boolean => /(?:dsn|url|uri)$/i.test(name)

/**
 * What the package exports as `provider`, which core asks before anything is opened.
 *
 * What a user loses: the password of the team's database on a screen that others see; or a misspelt option that is ignored, so
 * that the sessions go elsewhere.
 */
export function describeDefinition(context: KitContext): void {
  const { definition } = context.suite
  if (definition === undefined) {
    describe.skipIf(true, 'the suite has no "definition"')("definition", () => {
      it("options are checked, and say where they lead", async () => {})
    })
    return
  }
  describe("definition", () => describeOptions(definition))
}

function describeOptions({ provider, options }: DefinitionUnderTest): void {
  const hasSecret = (value: unknown): boolean => JSON.stringify(value).includes(secret)
  /** Every option of every way to configure it. */
  const given = options(secret).flatMap((all) => Object.entries(all).map(([name, value]) => ({ all, name, value })))

  function refusalOf(wrong: JsonObject): SessionStorageError | undefined {
    try {
      provider.parseOptions(wrong, surroundings)
      return undefined
    } catch (error) {
      if (SessionStorageError.isInstance(error)) return error
      throw new Error("Was to be typed:", { cause: error })
    }
  }

  const targetOf = (right: JsonObject): ProviderTarget => provider.target(provider.parseOptions(right, surroundings))

  it("it speaks this version of the contract, and has a name", async () => {
    expect(provider).toMatchObject({ specificationVersion, name: expect.stringMatching(/./) })
  })

  it("options that are right are accepted, and say where they lead, each time the same", async () => {
    for (const right of options(secret)) {
      const target = targetOf(right)
      expect(target).toMatchObject({ description: expect.stringMatching(/./), remote: expect.any(Boolean) })
      expect(targetOf(right)).toEqual(target)
    }
  })

  it("an option that is misspelt is refused by its name, instead of being ignored", async () => {
    for (const right of options(secret)) {
      const error = refusalOf({ ...right, kitOptoin: "x" })
      expect(error).toMatchObject({ code: "invalid_configuration", message: expect.stringContaining("kitOptoin") })
      expect(error?.hint, "it says what would be right").toEqual(expect.stringMatching(/./))
    }
  })

  it("an option of an impossible type is refused by its name, and not taken for another value", async () => {
    const impossible: JsonValue[] = [[], ["x"], true, 0.5]
    for (const { all, name, value } of given) {
      // Some options are lists, switches or numbers.
      for (const wrong of impossible.filter((each) => typeof each !== typeof value)) {
        const error = refusalOf({ ...all, [name]: wrong })
        const found = { code: error?.code, named: error?.message.includes(name) ?? false }
        expect(found, `${name}: ${JSON.stringify(wrong)}`).toEqual({ code: "invalid_configuration", named: true })
      }
    }
  })

  it("invariant 15: neither where they lead nor the errors of options show a password", async () => {
    const said: unknown[] = options(secret).map(targetOf)
    for (const right of options(secret)) said.push(refusalOf({ ...right, passwrod: secret }))
    for (const { all, name, value } of given) {
      if (hasSecret(value)) said.push(refusalOf({ ...all, [name]: [value ?? null] }))
    }
    const shown = said.filter((each) => inspect(each, { depth: 9, showHidden: true }).includes(secret))
    expect(shown.length, "texts with the password").toBe(0)
  })

  it("invariant 15: the options whose values anybody may see are none that has a password", async () => {
    const shown = given.filter(
      ({ name, value }) => hasSecret(value) && !isAddress(name) && provider.publicOptions?.includes(name),
    )
    expect(shown.map(({ name }) => name)).toEqual([])
  })
}
