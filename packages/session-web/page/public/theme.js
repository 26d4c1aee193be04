// The theme that was chosen with the page's button; without one, the system's. Before the first paint.
const systemTheme = matchMedia("(prefers-color-scheme: dark)")
let chosenTheme = null
try {
  chosenTheme = localStorage.getItem("theme")
} catch {
  // A browser that keeps nothing follows the system.
}
if (chosenTheme !== "light" && chosenTheme !== "dark") chosenTheme = systemTheme.matches ? "dark" : "light"
document.documentElement.dataset.theme = chosenTheme
