import { expect, it } from "vitest"
import { importsOf } from "./imports-of.ts"

it("finds every way to name another file, and nothing that only looks like one", () => {
  const text = `
    import first from "./first.ts"
    import type { Second } from "./second.ts"
    import { type Third } from "./third.ts"
    import "./fourth.ts"
    export { fifth } from "./fifth.ts"
    export * from "./sixth.ts"
    export type { Seventh } from "./seventh.ts"
    const eighth = await import("./eighth.ts")
    type Ninth = import("./ninth.ts").Ninth
    // import "./comment.ts"
    const text = 'import "./text.ts"'
    await import(text)
  `
  expect(importsOf("file.ts", text)).toEqual(
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"].map(
      (name) => `./${name}.ts`,
    ),
  )
})
