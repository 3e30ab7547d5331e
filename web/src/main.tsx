import { render } from "preact";
import { findSound } from "./alerts/sound.ts";
import { App } from "./app.tsx";
import { findLanguage } from "./text/locale.ts";
import { findTheme } from "./theme.ts";
import "./style.css";
import "./charts.css";
import "./search.css";
import "./layout.css";
import "./decide.css";

findLanguage();
findSound();
findTheme();
const root = document.getElementById("app");
if (root !== null) {
  render(<App />, root);
}
