"""The query page in a browser: a saved question runs, labels stay text, and nobody else is asked for anything."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from selenium.common.exceptions import ElementClickInterceptedException
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait
from tools.browser import browser, find_chromium, logged, requested

from ..site.test_browser import INSIDE, missing
from .served import HOSTILE, running
from .test_limits import wait_until_ready

pytestmark = pytest.mark.slow

LABEL = "SELECT ?label WHERE { <https://w3id.org/averment/id/law/zz-hostile> rdfs:label ?label }"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("browser")) as started:
        wait_until_ready(started)
        yield started


@pytest.fixture(scope="module")
def driver() -> Iterator[WebDriver]:
    if find_chromium() is None:
        missing("chromium, or chromedriver,")
    with browser() as started:
        started.get("about:blank")
        requested(started)
        yield started


def run_query(driver: WebDriver) -> str:
    """Run the query of the tab that is shown; return the text of its answer."""
    button = next(
        one for one in driver.find_elements(By.CSS_SELECTOR, "button.yasqe_queryButton") if one.is_displayed()
    )
    button.click()

    def answered(_: WebDriver) -> str:
        cells = driver.find_elements(
            By.CSS_SELECTOR, ".tabPanel.active .yasr_results td, .tabPanel.active .errorHeader"
        )
        return " ".join(cell.text for cell in cells)

    return WebDriverWait(driver, 10).until(answered)


def clicked(link: WebElement) -> bool:
    """Click a link, and return that it was not covered; otherwise selenium raises an error."""
    link.click()
    return True


def test_a_saved_question_is_run(driver: WebDriver, address: str) -> None:
    driver.get(f"{address}sparql")
    WebDriverWait(driver, 10).until(lambda _: driver.find_element(By.ID, "example").is_enabled())
    Select(driver.find_element(By.ID, "example")).select_by_value("claims")
    assert "av:Claim" in driver.execute_script(
        "return document.querySelector('.tabPanel.active .CodeMirror').CodeMirror.getValue()"
    )
    assert "article:" in run_query(driver)
    link = driver.find_element(By.CSS_SELECTOR, ".tabPanel.active .yasr_results td a[href*='/id/article/']")
    driver.execute_script("arguments[0].addEventListener('click', (event) => event.preventDefault())", link)
    # the table is still being laid out, so that its head may stand for a moment where the link is going to be
    waiting = WebDriverWait(driver, 10, ignored_exceptions=[ElementClickInterceptedException])
    waiting.until(lambda _: clicked(link))
    assert str(link.get_attribute("href")).startswith(f"{address}id/article/")
    assert logged(driver, "browser") == []
    elsewhere = [one for one in requested(driver) if not one.startswith((address, *INSIDE, "chrome:"))]
    assert elsewhere == []


def test_a_label_in_an_answer_stays_text(driver: WebDriver, address: str) -> None:
    driver.get(f"{address}sparql?{urlencode({'query': LABEL})}")
    WebDriverWait(driver, 10).until(lambda _: driver.find_element(By.ID, "example").is_enabled())
    assert HOSTILE in run_query(driver)
    assert driver.title != "stolen"
    assert driver.find_elements(By.CSS_SELECTOR, ".yasr_results img[src=x]") == []
    # the editor looks at the label as markup where none of it acts, of which the browser tells
    said = [one for one in logged(driver, "browser") if "inline event handler violates" not in one]
    assert said == []
    assert [one for one in requested(driver) if one.endswith("/x")] == []


@pytest.mark.parametrize("path", ["questions", "questions/claims", "id/law/zz-hostile"])
def test_plain_pages_have_no_errors(driver: WebDriver, address: str, path: str) -> None:
    driver.get(f"{address}{path}")
    assert driver.find_elements(By.CSS_SELECTOR, "table.list tbody tr")
    assert driver.find_elements(By.CSS_SELECTOR, "img[src=x]") == []
    assert logged(driver, "browser") == []
