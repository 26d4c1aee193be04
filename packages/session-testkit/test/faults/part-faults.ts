import { encodeCursor, partPageKey } from "@opencode/session-core/provider"
import { everything } from "../../src/support/samples.ts"
import type { Fault } from "./fault.ts"

/** What is wrong with the parts of a page: how many there are, and how large they are. */
export const partFaults: Fault[] = [
  {
    name: "parts left out without a mark",
    caughtBy: /a message that is too large for any page is one, with its largest parts marked/,
    plant: (right) => ({
      async listMessages(query) {
        const page = await right.listMessages(query)
        const messages = page.messages.map((each) => ({
          ...each,
          parts: each.parts.map(({ unloaded: _unloaded, ...part }) => part),
        }))
        return { ...page, messages }
      },
    }),
  },
  {
    name: "large parts that are gone instead of not loaded",
    caughtBy: /a message that is too large for any page is one, with its largest parts marked/,
    plant: (right) => ({
      async listMessages(query) {
        const page = await right.listMessages(query)
        const messages = page.messages.map((each) => ({
          ...each,
          parts: each.parts.filter(({ unloaded }) => unloaded === undefined),
        }))
        return { ...page, messages }
      },
    }),
  },
  {
    name: "the first parts of a large message loaded instead of the smallest",
    caughtBy: /a message that is too large for any page is one, with its largest parts marked/,
    plant: (right) => ({
      async listMessages({ bytes = Number.MAX_SAFE_INTEGER, ...query }) {
        const page = await right.listMessages({ ...query, bytes })
        for (const { sessionId, id: messageId, parts } of page.messages) {
          let left = bytes
          for (const [index, each] of parts.entries()) {
            left -= each.unloaded?.bytes ?? JSON.stringify(each.data).length
            const whole = await right.getPart({ scope: query.scope, sessionId, messageId, partId: each.id })
            if (whole !== null) parts[index] = left >= 0 ? whole : { ...whole, data: {}, unloaded: { bytes: 1 } }
          }
        }
        return page
      },
    }),
  },
  {
    name: "a part of another project read by its id",
    caughtBy: /a part that was not loaded is read by itself/,
    plant: (right) => ({ getPart: (query) => right.getPart({ ...query, scope: everything }) }),
  },
  {
    name: "a bound in parts ignored",
    caughtBy: /a message of many parts comes with the first ones/,
    plant: (right) => ({ listMessages: ({ parts: _parts, ...query }) => right.listMessages(query) }),
  },
  {
    name: "parts beyond the bound gone without a cursor",
    caughtBy: /a message of many parts comes with the first ones/,
    plant: (right) => ({
      async listMessages(query) {
        const page = await right.listMessages(query)
        return { ...page, messages: page.messages.map(({ partsCursor: _cursor, ...each }) => each) }
      },
    }),
  },
  {
    name: "a message that counts with the parts that its page does not list",
    caughtBy: /a message counts with the parts that its page lists/,
    plant: (right) => ({
      async listMessages({ parts = Number.MAX_SAFE_INTEGER, ...query }) {
        const page = await right.listMessages(query)
        for (const each of page.messages) {
          const last = each.parts[parts - 1]
          if (last === undefined || each.parts.length === parts) continue
          each.parts.splice(parts)
          each.partsCursor = encodeCursor(partPageKey({ sessionId: query.sessionId, messageId: each.id }), [
            last.position,
          ])
        }
        return page
      },
    }),
  },
  {
    name: "pages of parts by their ids",
    caughtBy: /a message of many parts comes with the first ones/,
    plant: (right) => ({
      async listParts(query) {
        const page = await right.listParts(query)
        return { ...page, parts: page.parts.sort((left, right) => (left.id < right.id ? -1 : 1)) }
      },
    }),
  },
  {
    name: "a bound in bytes ignored for parts",
    caughtBy: /pages of parts are bounded in bytes/,
    plant: (right) => ({ listParts: ({ bytes: _bytes, ...query }) => right.listParts(query) }),
  },
  {
    name: "parts of another project read by their message's id",
    caughtBy: /parts are read with the cursor of their own message/,
    plant: (right) => ({ listParts: (query) => right.listParts({ ...query, scope: everything }) }),
  },
]
