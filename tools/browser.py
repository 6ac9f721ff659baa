"""A headless Chromium, for the tests of pages and for screenshots of them."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.chrome.webdriver import WebDriver

__all__ = ["browser", "find_chromium", "logged", "requested", "show_as"]

_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--lang=en-GB",
    "--window-size=1280,900",
)


def find_chromium() -> tuple[str, str] | None:
    """Return the browser and its driver, or None if either is missing."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    return (chromium, driver) if chromium and driver else None


@contextmanager
def browser() -> Iterator[WebDriver]:
    """Start a browser with an empty profile; it keeps logs of its console and of its requests."""
    found = find_chromium()
    if found is None:
        raise FileNotFoundError("there is no chromium, or no chromedriver; install both")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = Options()
        options.binary_location = found[0]
        for flag in (*_FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(found[1]))
        try:
            yield driver
        finally:
            driver.quit()


def show_as(driver: WebDriver, *, width: int = 1280, height: int = 900, is_dark: bool = False) -> None:
    """Make the browser as large as a screen, and let its system prefer light or dark."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    scheme = {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}
    still = {"name": "prefers-reduced-motion", "value": "reduce"}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme, still]})


def logged(driver: WebDriver, log: str) -> list[str]:
    """Return what a log was told since the last call."""
    entries: list[dict[str, str]] = driver.get_log(log)  # type: ignore[no-untyped-call]
    return [entry["message"] for entry in entries]


def requested(driver: WebDriver) -> list[str]:
    """Return the addresses that were asked for since the last call."""
    messages = (json.loads(text)["message"] for text in logged(driver, "performance"))
    return [
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    ]
