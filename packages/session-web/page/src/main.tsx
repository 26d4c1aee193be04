import { render } from "preact"
import { Page } from "./components/page.tsx"
import { listenToKeyboard } from "./keyboard.ts"
import { startPage } from "./state/open-conversation.ts"
import "./styles/page.css"

const place = document.getElementById("page")
if (place !== null) render(<Page />, place)
listenToKeyboard()
startPage()
