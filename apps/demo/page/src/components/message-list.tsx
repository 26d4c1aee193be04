import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import type { Conversation } from "../state/conversation.ts"
import { Icon } from "./icon.tsx"
import { MessageItem } from "./message-item.tsx"
import { useVirtualizer } from "./use-virtualizer.ts"

interface MessageListProps {
  conversation: Conversation
  /** The message to begin at; the newest when null. */
  target: string | null
}

/** Older messages are fetched when so many are left above. */
const fetchAhead = 15

/** The messages, the newest at the bottom. Only what is in sight is on the page. */
export function MessageList({ conversation, target }: MessageListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const order = conversation.order.value
  const virtualizer = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 120,
    getItemKey: (index) => order[index] ?? index,
    paddingStart: 24,
    paddingEnd: 24,
  })
  const items = virtualizer.getVirtualItems()
  const [searching, setSearching] = useState(target !== null)

  useLayoutEffect(() => {
    if (target === null) virtualizer.scrollToEnd()
  }, [virtualizer])

  useEffect(() => {
    if (target === null) return
    let current = true
    void conversation.loadUntil(target).then((found) => {
      if (!current) return
      const index = conversation.order.peek().indexOf(target)
      // After the list has taken in what was loaded.
      requestAnimationFrame(() => {
        if (found) virtualizer.scrollToIndex(index, { align: "center" })
        else virtualizer.scrollToEnd()
        setSearching(false)
      })
    })
    return () => {
      current = false
    }
  }, [target, conversation, virtualizer])

  const first = items[0]?.index ?? 0
  const wantsOlder = !searching && items.length > 0 && first < fetchAhead && conversation.hasOlder.value
  useEffect(() => {
    if (wantsOlder && conversation.problem.peek() === null) void conversation.loadOlder()
  }, [wantsOlder, order.length, conversation])

  return (
    <div class="message-list-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <div class="message-list" ref={scroller} role="log" aria-label="Messages" aria-live="off" tabIndex={0}>
        <div class="message-list-sizer" style={{ height: `${virtualizer.getTotalSize()}px` }}>
          {items.map(({ key, index, start }) => {
            const id = order[index] ?? ""
            const message = conversation.message(id)
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
      {conversation.loadingOlder.value && (
        <p class="loading-older" role="status">
          Loading older messages…
        </p>
      )}
      {virtualizer.scrollElement !== null && !virtualizer.isAtEnd(200) && (
        <button type="button" class="to-end" onClick={() => virtualizer.scrollToEnd()}>
          <Icon name="send" /> To the newest
        </button>
      )}
    </div>
  )
}
