import { expect, test } from "vitest"
import { mayBePlanted } from "./resolve-destination.ts"

const alice = 1000
const mallory = 1001

test.each([
  { owner: mallory, folder: { mode: 0o41777, uid: 0 }, planted: true, what: "another user's in /tmp" },
  {
    owner: mallory,
    folder: { mode: 0o40777, uid: alice },
    planted: true,
    what: "another user's in an open folder of one's own",
  },
  { owner: alice, folder: { mode: 0o41777, uid: 0 }, planted: false, what: "one's own in /tmp" },
  { owner: 0, folder: { mode: 0o41777, uid: 0 }, planted: false, what: "root's in root's folder" },
  {
    owner: mallory,
    folder: { mode: 0o40755, uid: mallory },
    planted: false,
    what: "a colleague's in the colleague's folder",
  },
])(
  "a link or pipe is followed unless somebody may have put it there for others: $what",
  ({ owner, folder, planted }) => {
    expect(mayBePlanted(alice, owner, folder)).toBe(planted)
  },
)
