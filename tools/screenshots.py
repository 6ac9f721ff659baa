"""Take the pictures of the README: python -m tools.screenshots.

Writes the site of the shipped graph to a temporary folder, opens it in headless Chromium, and puts small PNGs into
docs/images/. The pictures depend on the fonts of the machine, so no check compares them.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from averment.building import build
from averment.checking import check
from averment.site import MARK, files_of_site, write_folder
from tools.browser import browser, show_as

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
QUESTION = "question/law--ru-stateless-enlistment-law--enlistment--introduction.html"
PICTURES = (
    ("overview", "index.html", 1200, 800, False),
    ("question", QUESTION, 1200, 1000, False),
    ("network", "network.html", 1200, 1150, True),
)
"""Name, page, width and height of the window, and whether it is dark."""


def main(arguments: list[str]) -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=IMAGES, help="the folder to write to")
    to: Path = parser.parse_args(arguments).to
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browser() as driver:
        with contextlib.chdir(ROOT):  # the places of claims are told from there
            built = build([Path("graph")])
        site = Path(folder) / "site"
        write_folder(files_of_site(built, check(built)), site, MARK, "a site of averment")
        for name, page, width, height, is_dark in PICTURES:
            show_as(driver, width=width, height=height, is_dark=is_dark)
            driver.get(f"{site.as_uri()}/{page}")
            time.sleep(2)  # the network is drawn by then
            _save(driver, to / f"{name}.png")
        _take_query(driver, to / "query.png")
    return 0


def _take_query(driver: WebDriver, file: Path) -> None:
    """Take the picture of the page for queries, with an answer, from a server that ends with it."""
    command = [
        sys.executable,
        "-c",
        "from averment.cli import main; main()",
        "serve",
        "--port",
        "0",
        "--no-site",
    ]
    with subprocess.Popen([*command, "--quiet"], cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None  # noqa: S101
            show_as(driver, width=1200, height=1000)
            driver.get(server.stdout.readline().strip())
            examples = driver.find_element(By.ID, "example")
            WebDriverWait(driver, 10).until(lambda _: examples.is_enabled())
            Select(examples).select_by_value("disagreements")
            shown = driver.find_elements(By.CSS_SELECTOR, "button.yasqe_queryButton")
            next(button for button in shown if button.is_displayed()).click()
            WebDriverWait(driver, 10).until(
                lambda _: driver.find_elements(By.CSS_SELECTOR, ".yasr_results td")
            )
            _save(driver, file)
        finally:
            server.terminate()


def _save(driver: WebDriver, file: Path) -> None:
    """Save what the window shows with 128 colours, which is a third of the bytes and looks the same."""
    picture = Image.open(io.BytesIO(driver.get_screenshot_as_png())).convert("RGB")
    picture.quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file.name}: {file.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
