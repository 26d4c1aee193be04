/** A column of a result, as the server describes it. */
export interface ResultColumn {
  name: string
  /** The number of its type. */
  dataTypeID: number
}
