import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from "@tanstack/virtual-core"
import { useLayoutEffect, useReducer, useState } from "preact/hooks"

type Options = Pick<
  VirtualizerOptions<HTMLDivElement, HTMLDivElement>,
  "count" | "getScrollElement" | "estimateSize" | "getItemKey" | "paddingStart" | "paddingEnd" | "followOnAppend"
>

/** A list of which only what is in sight is on the page; it does not jump when it grows. */
export function useVirtualizer(options: Options): Virtualizer<HTMLDivElement, HTMLDivElement> {
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const complete = {
    ...options,
    overscan: 4,
    anchorTo: "end" as const,
    scrollEndThreshold: 80,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => redraw(undefined),
  }
  const [virtualizer] = useState(() => new Virtualizer<HTMLDivElement, HTMLDivElement>(complete))
  virtualizer.setOptions(complete)
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer])
  useLayoutEffect(() => virtualizer._willUpdate())
  return virtualizer
}
