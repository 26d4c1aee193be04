import { mask } from "./mask.ts"

/** `user:password@tcp(host)/database?…` becomes `***@tcp(host)/database`; what has another form is masked whole. */
export const maskAddress = (address: string): string => {
  const url = /^([a-z][a-z0-9+.-]*:\/\/)(?:.*@)?([\w.:[\]-]*(?:\/[\w.-]*)?)(?:\?[^@]*)?$/is.exec(address)
  if (url) return `${url[1]}${address.includes("@") ? `${mask}@` : ""}${url[2]}`
  // The Go driver's rule: the last `/`, then the last `@` before it, because a password may hold both.
  const beforeParameters = address.slice(0, address.lastIndexOf("/"))
  const at = beforeParameters.lastIndexOf("@")
  const server = /^(?:\w+(?:\([^()@]*\))?)?\/[\w.$%-]*(?=\?|$)/.exec(address.slice(at + 1))
  return server ? `${at < 0 ? "" : `${mask}@`}${server[0]}` : mask
}
