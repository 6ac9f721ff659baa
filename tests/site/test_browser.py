"""Sites in a browser: what readers do with them, that they ask nobody for anything, that axe finds no grave fault.

One browser and two sites serve all tests. Where there is no Chromium they are skipped, except in continuous
integration.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait
from tools.browser import browser, find_chromium, logged, requested, show_as

from ..cli.running import ROOT, run
from .made import HOSTILE

pytestmark = pytest.mark.slow

AXE = ROOT / "tests" / "node" / "node_modules" / "axe-core" / "axe.min.js"
INSIDE = ("about:", "blob:", "data:")
"""What a browser asks nobody for, such as its own pictures of the parts of forms."""
QUESTION = "question/law--ru-stateless-enlistment-law--enlistment--introduction.html"
KINDS = (
    "index.html",
    "laws.html",
    "questions.html",
    "articles.html",
    "search.html?q=law",
    "agreement.html",
    "network.html",
    "law/ru-extradition-ban.html",
    "law/ru-stateless-enlistment-law--enlistment.html",
    QUESTION,
    "actor/tass.html",
    "article/creavibe.html",
    "group/served-and-fought.html",
)


def missing(what: str) -> None:
    """Skip a test that needs something; where everything has to be there, fail."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the site of the shipped graph."""
    folder = tmp_path_factory.mktemp("shipped") / "site"
    done = run("site", "graph", "-o", str(folder), "--today", "2026-11-01", cwd=ROOT)
    assert (done.code, done.err) == (0, "")
    return folder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the site of a graph that wants to break it."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "graph.yaml").write_text(HOSTILE, encoding="utf-8")
    done = run("site", "graph.yaml", "-o", "site", "--title", "<b>x</b>", cwd=folder)
    assert (done.code, done.err) == (0, "")
    return folder / "site"


@pytest.fixture(scope="module")
def started() -> Iterator[WebDriver]:
    if find_chromium() is None:
        missing("chromium")
    with browser() as driver:
        yield driver


@pytest.fixture
def driver(started: WebDriver) -> WebDriver:
    """Give the browser as a new reader has it."""
    show_as(started)
    started.get("about:blank")
    logged(started, "browser")
    requested(started)
    return started


def go(driver: WebDriver, site: Path, page: str) -> None:
    driver.get(f"{site.as_uri()}/{page}")


def one(driver: WebDriver, css: str) -> WebElement:
    return driver.find_element(By.CSS_SELECTOR, css)


def seen(driver: WebDriver, css: str) -> list[WebElement]:
    return [found for found in driver.find_elements(By.CSS_SELECTOR, css) if found.is_displayed()]


def wait(driver: WebDriver, what: Any) -> Any:
    return WebDriverWait(driver, 10).until(lambda _: what())


def console(driver: WebDriver) -> list[str]:
    """Return what the console was told; WebGL made of software tells of its own slowness."""
    return [message for message in logged(driver, "browser") if "GPU stall" not in message]


def test_a_search_finds_a_page(driver: WebDriver, shipped: Path) -> None:
    go(driver, shipped, "law/ru-extradition-ban.html")
    one(driver, "#q").send_keys("moscow times" + Keys.ENTER)
    wait(driver, lambda: driver.current_url.endswith("search.html?q=moscow+times"))
    results = wait(driver, lambda: seen(driver, "#results a"))
    assert results[0].text == "The Moscow Times"
    one(driver, "#q").clear()
    one(driver, "#q").send_keys("запросах на выдачу")
    wait(driver, lambda: "выдачу" in one(driver, "#found").text)
    seen(driver, "#results a")[0].click()
    assert driver.current_url.endswith("law/ru-extradition-ban.html")


def test_findings_are_filtered(driver: WebDriver, shipped: Path) -> None:
    go(driver, shipped, "index.html")
    everything = len(driver.find_elements(By.CSS_SELECTOR, ".finding"))
    assert one(driver, ".filter output").text == f"{everything} in all"
    Select(one(driver, "[name=family]")).select_by_value("drift")
    drifted = seen(driver, ".finding")
    assert 0 < len(drifted) < everything
    assert {found.get_dom_attribute("data-family") for found in drifted} == {"drift"}
    assert one(driver, ".filter output").text == f"{len(drifted)} of {everything}"
    Select(one(driver, "[name=severity]")).select_by_value("warning")
    one(driver, "[name=text]").send_keys("pawns")
    assert [found.text.count("pawns") > 1 for found in seen(driver, ".finding")] == [True]
    one(driver, "[name=text]").send_keys("nowhere to be found")
    assert seen(driver, ".finding") == []
    assert one(driver, ".nothing").is_displayed()


def test_a_finding_leads_to_both_claims(driver: WebDriver, shipped: Path) -> None:
    for number, (page, words) in enumerate(
        [("article/mt-mar9.html", "July 2024"), ("article/khabr-rt.html", "July 2023")]
    ):
        go(driver, shipped, "index.html")
        one(driver, "[name=text]").send_keys("Introduction of serving in the forces khabr")
        (finding, *_) = [found for found in seen(driver, ".finding") if "No day satisfies" in found.text]
        link = finding.find_element(By.LINK_TEXT, ("The Moscow Times", "khabr.news")[number])
        link.click()
        assert f"/{page}#" in driver.current_url
        claim = driver.find_element(By.ID, driver.current_url.partition("#")[2])
        assert words in claim.text
        assert "at odds" in claim.text
        assert claim.value_of_css_property("background-color") != "rgba(0, 0, 0, 0)", "it is marked"


def test_dark_follows_the_system_until_the_reader_chooses(driver: WebDriver, shipped: Path) -> None:
    def ground() -> str:
        return one(driver, "body").value_of_css_property("background-color")

    go(driver, shipped, "index.html")
    light = ground()
    show_as(driver, is_dark=True)
    go(driver, shipped, "index.html")
    dark = ground()
    assert dark != light
    button = one(driver, "button.theme")
    assert button.get_dom_attribute("aria-pressed") == "true"
    button.click()
    assert ground() == light
    go(driver, shipped, "laws.html")
    assert ground() == light, "the choice holds on the next page"
    one(driver, "button.theme").click()
    driver.execute_script("localStorage.clear()")


def test_the_network_is_searched_and_filtered_and_leads_to_pages(driver: WebDriver, shipped: Path) -> None:
    def counts() -> tuple[int, int]:
        words = one(driver, "#network output").text.split()
        return int(words[0]), int(words[4])

    go(driver, shipped, "network.html")
    wait(driver, lambda: one(driver, "#network output").text)
    assert len(seen(driver, ".canvas canvas")) > 1
    assert not one(driver, "#still").is_displayed()
    things, ties = counts()
    driver.find_elements(By.CSS_SELECTOR, "[name=node]")[0].click()
    assert counts()[0] < things
    assert counts()[1] < ties
    one(driver, "[name=all]").click()
    assert counts() == (things, ties)
    driver.execute_script(
        "const to = document.querySelector('[name=to]'); to.value = to.min;"
        "to.dispatchEvent(new Event('change', {bubbles: true}))"
    )
    assert counts()[1] < ties
    one(driver, "[name=all]").click()
    one(driver, "[name=find]").send_keys("The Moscow Times" + Keys.ENTER)
    about = one(driver, ".about")
    assert "The Moscow Times" in about.text
    about.find_elements(By.CSS_SELECTOR, "li button")[0].click()
    assert "The Moscow Times" not in one(driver, ".about h2").text
    assert "The Moscow Times" in one(driver, ".about ul").text
    one(driver, "[name=find]").clear()
    one(driver, "[name=find]").send_keys("The Moscow Times" + Keys.ENTER)
    one(driver, ".about").find_element(By.LINK_TEXT, "Open its page").click()
    assert driver.current_url.endswith("/actor/moscow-times.html")


def test_nothing_is_asked_of_anybody_and_nothing_is_wrong(driver: WebDriver, shipped: Path) -> None:
    for page in KINDS:
        go(driver, shipped, page)
        wait(driver, lambda: driver.execute_script("return document.readyState") == "complete")
    addresses = requested(driver)
    assert len(addresses) > len(KINDS)
    assert [one for one in addresses if not one.startswith((shipped.as_uri(), *INSIDE))] == []
    assert console(driver) == []


def test_it_works_from_a_server(driver: WebDriver, shipped: Path) -> None:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(shipped))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        home = f"http://127.0.0.1:{server.server_port}/"
        try:
            driver.get(home)
            assert one(driver, ".filter output").text.endswith("in all")
            driver.get(f"{home}network.html")
            wait(driver, lambda: one(driver, "#network output").text)
            assert [one for one in requested(driver) if not one.startswith((home, *INSIDE))] == []
            assert console(driver) == []
            driver.get("about:blank")
        finally:
            server.shutdown()
            thread.join()


def test_labels_stay_text(driver: WebDriver, hostile: Path) -> None:
    for page in sorted(set(hostile.rglob("*.html")) - set(hostile.glob("network-*"))):
        name = page.relative_to(hostile).as_posix()
        go(driver, hostile, quote(name))
        assert "broken" not in driver.title.replace("document.title='broken'", ""), name
        assert (
            driver.find_elements(By.CSS_SELECTOR, "img[src=x], [onerror], [onload], [onmouseover]") == []
        ), name
    go(driver, hostile, "actor/quill.html")
    assert "<img src=x onerror=" in one(driver, "h1").text
    go(driver, hostile, "search.html?q=" + quote("<img src=x onerror=alert(1)>"))
    assert "<img src=x" in one(driver, "#found").text
    assert console(driver) == []
    assert [one for one in requested(driver) if not one.startswith((hostile.as_uri(), *INSIDE))] == []


def test_no_page_is_wider_than_a_small_window(driver: WebDriver, shipped: Path, hostile: Path) -> None:
    width = 320
    show_as(driver, width=width, height=800)
    for site, page in [
        *((shipped, page) for page in KINDS),
        *((hostile, page) for page in ("index.html", "law/zz-kites.html", "network.html", "actor/long.html")),
    ]:
        go(driver, site, page)
        wide = driver.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width, f"{page} is {wide} wide"


def test_without_webgl_and_without_scripts_the_pages_still_tell(driver: WebDriver, shipped: Path) -> None:
    made = driver.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument",
        {"source": "HTMLCanvasElement.prototype.getContext = () => null"},
    )
    try:
        go(driver, shipped, "network.html")
        assert one(driver, "#still img").is_displayed()
        assert not one(driver, "#network").is_displayed()
    finally:
        driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", made)
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        go(driver, shipped, "network.html")
        assert one(driver, "#still img").is_displayed()
        assert seen(driver, "#network") == []
        one(driver, "details.table summary").click()
        assert len(seen(driver, "details.table[open] tbody a")) > 100
        go(driver, shipped, "index.html")
        assert len(seen(driver, ".finding")) > 30
        assert seen(driver, ".filter") == []
    finally:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_the_keyboard_reaches_the_content_first(driver: WebDriver, shipped: Path) -> None:
    go(driver, shipped, QUESTION)
    one(driver, "body").send_keys(Keys.TAB)
    link = driver.switch_to.active_element
    assert link.text == "Skip to the content"
    link.send_keys(Keys.ENTER)
    assert driver.switch_to.active_element.tag_name == "main"
    driver.switch_to.active_element.send_keys(Keys.TAB)
    assert driver.execute_script("return document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_grave_fault(driver: WebDriver, shipped: Path, hostile: Path, is_dark: bool) -> None:
    if not AXE.is_file():
        missing("axe (npm ci --prefix tests/node)")
    axe = AXE.read_text(encoding="utf-8")
    show_as(driver, width=390 if is_dark else 1280, is_dark=is_dark)
    rules = "runOnly: ['color-contrast']," if is_dark else ""  # the others do not see colours
    for site, page in [*((shipped, page) for page in KINDS), (hostile, "law/zz-kites.html")]:
        go(driver, site, page)
        driver.execute_script(axe)
        found = driver.execute_async_script(
            "const done = arguments[0];"
            f"axe.run(document, {{{rules} resultTypes: ['violations']}}).then((result) => done(result.violations))"
        )
        grave = {
            fault["id"]: [node["html"][:120] for node in fault["nodes"][:3]]
            for fault in found
            if fault["impact"] in ("serious", "critical")
        }
        assert grave == {}, page
