/** How a connection is encrypted. */
export type TlsMode = "off" | "preferred" | "skip-verify" | "verify-ca" | "verify"

/** TLS as it was asked for. Files are read when the store is opened. */
export interface TlsOptions {
  /** Whether TLS is wanted or required, and what of the server's certificate is checked. */
  mode: TlsMode
  /** A file with the certificates that may have signed the server's, PEM. The system's by default. */
  caFile?: string
  /** The client's own certificate and its key, PEM. */
  certificateFile?: string
  /** The key of that certificate, PEM. */
  keyFile?: string
}
