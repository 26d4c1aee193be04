import { signal } from "@preact/signals"

type Theme = "light" | "dark"

/** The colours in use. `theme.js` has set them before the first paint: the chosen ones, else the system's. */
export const theme = signal<Theme>(document.documentElement.dataset.theme === "dark" ? "dark" : "light")

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ({ matches }) => {
  if (storedTheme() === null) use(matches ? "dark" : "light")
})

export function toggleTheme(): void {
  const next = theme.value === "dark" ? "light" : "dark"
  use(next)
  try {
    localStorage.setItem("theme", next)
  } catch {
    // Then it holds until the page is closed.
  }
}

function use(next: Theme): void {
  document.documentElement.dataset.theme = next
  theme.value = next
}

function storedTheme(): string | null {
  try {
    return localStorage.getItem("theme")
  } catch {
    return null
  }
}
