// Light or dark: what the system prefers, until the reader chooses otherwise.
"use strict";
(() => {
  const key = "averment-theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    try {
      return window.localStorage.getItem(key);
    } catch {
      return null; // some browsers keep nothing for a file
    }
  };
  let chosen = stored();
  const isDark = () => (chosen === null ? system.matches : chosen === "dark");

  const apply = () => {
    document.documentElement.dataset.theme = isDark() ? "dark" : "light";
    const button = document.querySelector("button.theme");
    if (button !== null) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(isDark()));
    }
    document.dispatchEvent(new CustomEvent("themechange"));
  };

  apply();
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector("button.theme").addEventListener("click", () => {
      chosen = isDark() ? "light" : "dark";
      try {
        window.localStorage.setItem(key, chosen);
      } catch {
        // it holds for this page
      }
      apply();
    });
    apply();
  });
})();
