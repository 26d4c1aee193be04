import * as z from "zod"

/** The file that remembers which configuration files, and which folders of other people, the user trusts. */
export const trustFileSchema = z.object({
  version: z.literal(1),
  trusted: z.array(
    z.object({
      path: z.string(),
      sha256: z.string(),
      trustedAt: z.number(),
      code: z.array(z.object({ path: z.string(), sha256: z.string() })).default([]),
    }),
  ),
  locations: z.array(z.object({ path: z.string(), owner: z.number(), trustedAt: z.number() })).default([]),
})
