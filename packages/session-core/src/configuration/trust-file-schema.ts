import * as z from "zod"

/** The file that remembers which configuration files the user trusts. */
export const trustFileSchema = z.object({
  version: z.literal(1),
  trusted: z.array(z.object({ path: z.string(), sha256: z.string(), trustedAt: z.number() })),
})
