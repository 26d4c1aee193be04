/** Who wrote something, and on which machine: the login name and the host name. */
export interface Author {
  /** The login name. */
  user: string
  /** The name of the machine. */
  host: string
}
