// What the server sends and takes, inferred from the schemas of its routes. Types only: none of its code is in the page.
export type * from "../../../src/schemas/index.ts"
