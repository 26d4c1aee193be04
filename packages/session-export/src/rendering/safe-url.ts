const imageType = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,/i

/** An image that carries itself: nothing is fetched for it, and no format among them can hold a program. */
export function isSafeImage(url: string): boolean {
  const head = imageType.exec(url.slice(0, 40))
  // Of many megabytes: looked through once, for what does not belong there.
  return head !== null && url.length > head[0].length && !/[^A-Za-z0-9+/=\s]/.test(url.slice(head[0].length))
}

/** An address that a click may open, in another tab. */
export const isSafeLink = (url: string): boolean => /^(https?:\/\/|mailto:)/i.test(url.trim())
