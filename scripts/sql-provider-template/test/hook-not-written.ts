/** Fails the case of a hook that is to be written for the database. This file goes when the last hook is there. */
export function hookNotWritten(name: string, what: string): never {
  throw new Error(`The hook ${name} of test/suite.ts is not written yet: ${what}.`)
}
