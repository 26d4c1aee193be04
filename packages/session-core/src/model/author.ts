/** Who wrote something, and on which machine: the login name and the host name. */
export interface Author {
  user: string
  host: string
}
