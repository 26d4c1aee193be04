/** How to start a browser. */
export interface BrowserProgram {
  executablePath: string
  /** Variables that the browser needs besides those of this process. */
  environment: Record<string, string>
}
