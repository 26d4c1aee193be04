import type { SessionProvider } from "../provider/session-provider.ts"
import { checkSpecificationVersion } from "./check-specification-version.ts"

/**
 * Checks that an open provider speaks this version of the contract, whoever brings it: what was compiled against another
 * version, or is plain JavaScript, no type has checked. Fails with `provider_incompatible`.
 */
export function checkProvider({ name, specificationVersion }: SessionProvider): void {
  checkSpecificationVersion(specificationVersion, {
    what: `The provider "${name}"`,
    origin: `the package that it comes from`,
  })
}
