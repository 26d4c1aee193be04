import type { ConfigurationOrigin } from "@opencode/session-core/configuration"

/** Where a value comes from, in words. */
export function describeOrigin(origin: ConfigurationOrigin): string {
  switch (origin.kind) {
    case "default":
      return "default"
    case "environment":
      return origin.variable
    case "file":
      return origin.path
  }
}
