from pathlib import Path

import pytest
from flask import Flask
from lxml import html

import sidelight.api.reading_page as module
from sidelight.api.reading_page import reading_page

SAMPLES = Path(module.__file__).parent / "samples"
SLUGS = sorted(file.stem for file in SAMPLES.glob("*.html"))


@pytest.fixture
def client():
    app = Flask("sidelight", static_folder=None)
    app.register_blueprint(reading_page())
    return app.test_client()


def page(response):
    return html.fromstring(response.get_data(as_text=True))


def test_shows_the_peace_summit_first(client):
    response = client.get("/")
    assert response.status_code == 200
    article = page(response).get_element_by_id("article")
    assert article.tag == "article"
    assert "peace summit" in article.findtext("h1")
    assert article.find(".//time").get("datetime") == "2024-10-12"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_sample_is_offered_and_shown(client, slug):
    document = page(client.get(f"/?article={slug}"))
    (current,) = document.xpath("//nav//a[@aria-current]")
    assert current.get("href") == f"/?article={slug}"
    assert document.get_element_by_id("article").find_class("sample-label")


@pytest.mark.parametrize("slug", ["nothing", "", "../reading", "%00", "<script>"])
def test_an_unknown_article_is_one_sentence_and_404(client, slug):
    response = client.get("/", query_string={"article": slug})
    assert response.status_code == 404
    assert "There is no article of that name here." in response.text
    assert page(response).get_element_by_id("article").text_content() == ""
    assert "<script>" not in response.text


def test_has_what_the_page_script_looks_for(client):
    document = page(client.get("/"))
    form = document.get_element_by_id("read")
    assert form.get_element_by_id("text").tag == "textarea"
    assert form.get_element_by_id("published").get("type") == "date"
    assert form.xpath(".//button[@type='submit']")
    assert document.get_element_by_id("reading-status").get("role") == "status"


def test_every_field_has_a_label_and_no_name_that_could_reach_an_address(client):
    form = page(client.get("/")).get_element_by_id("read")
    for field in form.xpath(".//textarea | .//input"):
        assert form.xpath(f".//label[@for='{field.get('id')}']")
        assert field.get("name") is None


def test_says_when_the_script_is_not_built(client, monkeypatch):
    monkeypatch.setattr(module, "_SCRIPT", "built/absent.js")
    document = page(client.get("/"))
    assert document.get_element_by_id("reading-status").text == "The page script is not built: run make build"
    assert not document.xpath("//script")


def test_loads_the_script_when_it_is_built(client, monkeypatch):
    monkeypatch.setattr(module, "_SCRIPT", "reading.css")  # a file that is always there
    document = page(client.get("/"))
    assert document.xpath("//script/@src") == ["/static/reading.css"]
    assert not document.get_element_by_id("reading-status").text


def test_the_page_may_load_its_own_files_only(client):
    headers = client.get("/").headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_nothing_on_the_page_needs_more_than_that(client):
    document = page(client.get("/"))
    assert not document.xpath("//@style | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]")
    stylesheet = document.xpath("//link[@rel='stylesheet']/@href")[0]
    assert client.get(stylesheet).mimetype == "text/css"
