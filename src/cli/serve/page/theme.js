// Light or dark: the system's, until the person takes the other.

import { byId, icon } from "./dom.js";

export function startTheme() {
  const toggle = byId("theme");
  toggle.replaceChildren(icon("theme"));
  toggle.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset["theme"] ? root.dataset["theme"] === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset["theme"] = dark ? "light" : "dark";
  });
}
