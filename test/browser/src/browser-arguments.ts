/** This takes the place of Playwright's own list, so what of it matters on loopback is here again. */
const disabledFeatures = [
  // Chromium keeps a page of its own ready for the address bar of every window, although nobody sees one here: it costs as much
  // processor time as our page.
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "SpareRendererForSitePerProcess",
  // Nothing is asked of anybody in the network.
  "AimEnabled",
  "PreconnectToSearch",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "MediaRouter",
  "PaintHolding",
]

/** Command-line arguments for every browser that the tests start. */
export const browserArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--disable-features=${disabledFeatures.join(",")}`,
]
