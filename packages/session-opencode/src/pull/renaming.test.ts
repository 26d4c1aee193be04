import { expect, test } from "vitest"
import { asItIs, forkSuffix, idRenaming, pathRenaming, renamedMessage } from "./renaming.ts"

test.each([
  ["/home/a/app/src/x.ts", "/home/b/work/src/x.ts"],
  ["file:///home/a/app/x", "file:///home/b/work/x"],
  ["cd /home/a/app && ls", "cd /home/b/work && ls"],
  ["(/home/a/app)", "(/home/b/work)"],
  // Other folders, whose names begin alike.
  ["/home/a/app-2/x /home/a/apple /home/a/app.old", "/home/a/app-2/x /home/a/apple /home/a/app.old"],
])("paths in %s", (text, expected) => {
  expect(pathRenaming("/home/a/app", "/home/b/work")(text)).toBe(expected)
})

test("a folder's name is no pattern, neither the old nor the new one", () => {
  expect(pathRenaming("/a/(x)+[y]", "/b/$&$1")("/a/(x)+[y]/z /a/xx")).toBe("/b/$&$1/z /a/xx")
})

test("where the other folder is not known, or is all of the disk, nothing is renamed", () => {
  for (const from of ["", "/", "/same"]) expect(pathRenaming(from, "/same")).toBe(asItIs)
})

test("the messages of a fork have ids of their own, in the order of the old ones and the same ones in every pull, and name each other by them", () => {
  const author = { user: "bob", host: "desk" }
  const suffix = forkSuffix("ses_1", author, 1)
  expect(suffix).toBe(forkSuffix("ses_1", author, 1))
  expect(suffix).not.toBe(forkSuffix("ses_1", { ...author, host: "laptop" }, 1))
  expect(suffix).not.toBe(forkSuffix("ses_1", author, 2))
  const rename = idRenaming(new Set(["ses_1", "msg_1", "msg_2", "prt_1"]), suffix)
  const times = { createdAt: 1, updatedAt: 2 }
  const text = "Of msg_1 nothing is said here, and msg_1 is a word of a sentence."
  const message = {
    content: { id: "msg_2", parentID: "msg_1", sessionID: "ses_1" },
    ...times,
    parts: [{ content: { id: "prt_1", type: "text", messageID: "msg_2", text, child: "ses_2" }, ...times }],
  }
  expect(renamedMessage(message, rename)).toEqual({
    content: { id: `msg_2${suffix}`, parentID: `msg_1${suffix}`, sessionID: `ses_1${suffix}` },
    ...times,
    parts: [
      { content: { id: `prt_1${suffix}`, type: "text", messageID: `msg_2${suffix}`, text, child: "ses_2" }, ...times },
    ],
  })
})
