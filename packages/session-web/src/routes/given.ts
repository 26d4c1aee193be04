/** The properties that are there: an option that is undefined is not the same as one that is not given. */
export function given<Options extends object>(
  options: Options,
): { [Key in keyof Options]?: Exclude<Options[Key], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  // The same keys, without those whose value is undefined.
  return Object.fromEntries(entries) as { [Key in keyof Options]?: Exclude<Options[Key], undefined> }
}
