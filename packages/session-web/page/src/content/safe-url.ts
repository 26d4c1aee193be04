const imageData = /^data:image\/(png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=\s]+$/i

/** An image that carries itself: nothing is fetched for it, and no format among them can hold a program. */
export const isSafeImage = (url: string): boolean => imageData.test(url)

/** An address that a click may open, in another tab. */
export const isSafeLink = (url: string): boolean => /^(https?:\/\/|mailto:)/i.test(url.trim())
