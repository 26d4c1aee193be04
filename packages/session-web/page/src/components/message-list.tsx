import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import type { Conversation } from "../state/conversation/conversation.ts"
import { route } from "../state/route.ts"
import { Icon } from "./icon.tsx"
import { MessageItem } from "./message-item.tsx"
import { useVirtualizer } from "./use-virtualizer.ts"

interface MessageListProps {
  conversation: Conversation
  /** The message to begin at; the newest when null. */
  target: string | null
}

/** More messages are fetched when so many are left above or below. */
const fetchAhead = 15

/** A stretch of the messages, the newest at the bottom. Only what is in sight is on the page. */
export function MessageList({ conversation, target }: MessageListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const { messages, place } = conversation
  const { hasOlder, hasNewer } = messages
  const order = messages.order.value
  // As it was before what is drawn now: messages that were read later are not news, and the reader's scroll position stays.
  const wasAtNewest = useRef(false)
  const virtualizer = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 120,
    getItemKey: (index) => order[index] ?? index,
    paddingStart: 24,
    paddingEnd: 24,
    followOnAppend: wasAtNewest.current,
  })
  const items = virtualizer.getVirtualItems()

  useEffect(() => {
    wasAtNewest.current = !hasNewer.value
  })

  // Each visit is a route of its own: opening the same hit again leads there again.
  const visit = route.value
  useEffect(() => {
    if (target !== null) void conversation.show(target)
  }, [visit, target, conversation])

  // Until the list is where it has to be, what is above and below says nothing of what the reader wants to see.
  const jump = place.value
  const [arrived, setArrived] = useState<typeof jump | null>(null)
  useLayoutEffect(() => {
    if (jump.messageId === null) virtualizer.scrollToEnd()
    // After the list has taken in what was loaded.
    const frame = requestAnimationFrame(() => {
      const index = jump.messageId === null ? -1 : conversation.messages.order.peek().indexOf(jump.messageId)
      if (index !== -1) return virtualizer.scrollToIndex(index, { align: "center" })
      virtualizer.scrollToEnd()
      setArrived(jump)
    })
    return () => cancelAnimationFrame(frame)
  }, [jump, virtualizer, conversation])
  const isInSight = jump.messageId !== null && items.some(({ key }) => key === jump.messageId)
  useEffect(() => {
    if (isInSight) setArrived(jump)
  }, [isInSight, jump])

  const isThere = arrived === jump && items.length > 0
  const wantsOlder = isThere && (items[0]?.index ?? 0) < fetchAhead && hasOlder.value
  const wantsNewer = isThere && order.length - 1 - (items.at(-1)?.index ?? 0) < fetchAhead && hasNewer.value
  useEffect(() => {
    if (wantsOlder && conversation.problem.peek() === null) void conversation.loadMore("older")
  }, [wantsOlder, order.length, conversation])
  useEffect(() => {
    if (wantsNewer && conversation.problem.peek() === null) void conversation.loadMore("newer")
  }, [wantsNewer, order.length, conversation])

  return (
    <div class="message-list-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <div class="message-list" ref={scroller} role="log" aria-label="Messages" aria-live="off" tabIndex={0}>
        <div class="message-list-sizer" style={{ height: `${virtualizer.getTotalSize()}px` }}>
          {items.map(({ key, index, start }) => {
            const id = order[index] ?? ""
            const message = messages.message(id)
            if (message === undefined) return null
            return (
              <div
                class="message-list-row"
                key={key}
                data-index={index}
                data-message={id}
                ref={virtualizer.measureElement}
                style={{ transform: `translateY(${start}px)` }}
              >
                <MessageItem message={message} conversation={conversation} marked={id === target} />
              </div>
            )
          })}
        </div>
      </div>
      {conversation.loadingMore.value && (
        <p class="loading-more" role="status">
          Loading more messages…
        </p>
      )}
      {virtualizer.scrollElement !== null && (hasNewer.value || !virtualizer.isAtEnd(200)) && (
        <button type="button" class="to-end" onClick={() => void conversation.show(null)}>
          <Icon name="send" /> To the newest
        </button>
      )}
    </div>
  )
}
