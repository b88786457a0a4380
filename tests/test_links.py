"""External links, notices and citations, requested from a real host on this machine."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest

from generator import pipeline
from generator.authoring import csl
from generator.authoring.formatter import canonical
from generator.cli.main import main
from generator.derived import atlas
from generator.derived.atlas import Atlas
from generator.errors import InvalidData
from generator.online import citation, link_extraction, linkcheck, reports, ssrf_guard, suppressions
from generator.online.http_client import FetchResult, HttpClient, RateLimiter
from generator.online.limits import RequestLimits
from generator.online.link_extraction import Link, external_links
from generator.online.linkcheck import Result, Settings, concurrently, follow
from generator.online.verdicts import Finding, RunVerdict, Verdict, classify
from generator.site import chapters, export, pages
from generator.yamlio import parser

from . import webhost
from .conftest import ROOT, Records
from .webhost import Host

HERE = frozenset([ssrf_guard.LOOPBACK])  # the host is this machine
FAST = RequestLimits(pause=0.0, backoff=0.01, max_retry_after=1.0, allowed_hosts=HERE)
SHORT_TIMEOUT = replace(FAST, read_timeout=0.3)  # for hosts that never respond; others get time on a slow machine
TODAY = date(2026, 11, 23)


@pytest.fixture
def host() -> Iterator[Host]:
    with webhost.running() as running:
        yield running


@pytest.fixture
def client(tmp_path: Path) -> Iterator[HttpClient]:
    with HttpClient(tmp_path / "kept", FAST) as session:
        yield session


def no_progress(what: str, done: int, of: int) -> None:
    """Print nothing."""


def probe(client: HttpClient, url: str, *, persistent: bool = False) -> tuple[Verdict, str]:
    finding = classify(Link(url, ("x.yml:1",), persistent), client.probe(url))
    return finding.verdict, finding.to or finding.why


RESPONSES = {
    "a page": ("/status/200", Verdict.GOOD, "status 200"),
    "a permanent redirect": ("/moved/status/200", Verdict.MOVED, "/status/200"),
    "two permanent redirects": ("/moved/moved/status/200", Verdict.MOVED, "/status/200"),
    "a temporary redirect": ("/found/status/200", Verdict.GOOD, "from"),
    "a redirect to a missing page": ("/moved/status/404", Verdict.DEAD, "status 404 from"),
    "a redirect to an invalid URL": ("/invalid/half", Verdict.UNKNOWN, "the request failed"),
    "a redirect to a file": ("/invalid/file", Verdict.UNKNOWN, "the request failed"),
    "a page that refuses programs": ("/status/403", Verdict.BLOCKED, "status 403"),
    "a page behind a login": ("/status/401", Verdict.BLOCKED, "status 401"),
    "a challenge for browsers": ("/status/503/cf_mitigated/challenge", Verdict.BLOCKED, "status 503"),
    "a page that is not found": ("/status/404", Verdict.DEAD, "status 404"),
    "a page that is gone": ("/status/410", Verdict.DEAD, "status 410"),
    "a short Retry-After": ("/status/429/Retry-After/1/1/200", Verdict.GOOD, "status 200"),
    "a long Retry-After": ("/status/429/Retry-After/3600", Verdict.BLOCKED, "status 429"),
    "a Retry-After without end": ("/status/429/Retry-After/0", Verdict.BLOCKED, "status 429"),
    "a server error that ends": ("/status/503/X-Try/again/2/200", Verdict.GOOD, "status 200"),
    "a lasting server error": ("/status/503", Verdict.UNKNOWN, "status 503"),
    "a host that drops the connection": ("/drop", Verdict.UNKNOWN, "the connection was refused or dropped"),
    "a body of a terabyte": ("/endless", Verdict.GOOD, "status 200"),
    "a Retry-After that is no number": ("/status/429/Retry-After/1s/2/200", Verdict.GOOD, "status 200"),
    "a Retry-After of many digits": (f"/status/429/Retry-After/{'9' * 5000}/2/200", Verdict.GOOD, "status 200"),
    "a redirect without an address": ("/status/302", Verdict.UNKNOWN, "status 302 without the address"),
    "a host that drops HEAD alone": ("/get/drop", Verdict.GOOD, "status 200"),
}  # fmt: skip


@pytest.mark.parametrize("what", RESPONSES)
def test_every_kind_of_response_gets_its_verdict(client: HttpClient, host: Host, what: str) -> None:
    path, verdict, text = RESPONSES[what]
    found, why = probe(client, host.address + path)
    assert found is verdict
    assert text in why


def test_a_host_that_hangs_gets_one_get_request_more_than_head(tmp_path: Path, host: Host) -> None:
    with HttpClient(tmp_path, SHORT_TIMEOUT) as client:
        assert probe(client, f"{host.address}/hang") == (Verdict.UNKNOWN, "no response in time")
    assert (host.requests["HEAD /hang"], host.requests["GET /hang"]) == (1, 2)


def test_a_host_that_hangs_on_head_alone_is_good(tmp_path: Path, host: Host) -> None:
    with HttpClient(tmp_path, SHORT_TIMEOUT) as client:
        assert probe(client, f"{host.address}/get/hang") == (Verdict.GOOD, "status 200")


@pytest.mark.parametrize("path", ["/drip/headers", "/drip/body"])
def test_a_response_that_comes_byte_by_byte_ends_at_the_deadline(tmp_path: Path, host: Host, path: str) -> None:
    with HttpClient(tmp_path, replace(SHORT_TIMEOUT, connection_retries=0)) as client:
        fetched = client.get_json(host.address + path)
    assert (fetched.status, fetched.error) == (None, "no response in time")


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("http://127.0.0.1:1/", "refused or dropped"),
        ("http://no-such-host.invalid/", "cannot be resolved, or this machine is offline"),
        ("http://[half/", "the request failed"),
    ],
)
def test_a_link_that_cannot_be_requested_is_unknown_with_a_reason(client: HttpClient, url: str, text: str) -> None:
    verdict, why = probe(client, url)
    assert verdict is Verdict.UNKNOWN
    assert text in why


def test_a_host_name_that_cannot_be_resolved_is_tried_once(tmp_path: Path, host: Host) -> None:
    with HttpClient(tmp_path, RequestLimits(pause=30.0)) as client:  # a second request would wait its turn
        found = [probe(client, f"http://no-such-host.invalid/{number}") for number in range(3)]
    assert len(set(found)) == 1
    assert found[0][0] is Verdict.UNKNOWN


def test_a_redirect_loop_is_unknown(client: HttpClient, host: Host) -> None:
    client.probe(f"{host.address}/status/200")
    verdict, why = probe(client, f"{host.address}/{'found/' * 40}status/200")
    assert (verdict, why) == (Verdict.UNKNOWN, "too many redirects")


def test_a_doi_that_redirects_has_not_moved(client: HttpClient, host: Host) -> None:
    url = f"{host.address}/moved/status/200"
    assert probe(client, url, persistent=True)[0] is Verdict.GOOD
    assert probe(client, url)[0] is Verdict.MOVED


def test_retry_after_is_obeyed(client: HttpClient, host: Host) -> None:
    before = time.monotonic()
    probe(client, f"{host.address}/status/429/Retry-After/1/1/200")
    assert host.times("/status/429/Retry-After/1/1/200") == 2
    assert time.monotonic() - before >= 1.0  # never too early; a slow machine is late, which is no fault


def test_a_retry_after_beyond_the_limit_is_not_waited_for(client: HttpClient, host: Host) -> None:
    probe(client, f"{host.address}/status/429/Retry-After/3600")
    assert host.requests.total() == 1


def test_concurrent_requests_to_one_host_are_limited(tmp_path: Path, host: Host) -> None:
    pages = [Link(f"{host.address}/slow/{number}", ()) for number in range(12)]
    with HttpClient(tmp_path, replace(FAST, per_host=2, workers=8)) as client:
        found = follow(pages, client, lambda done, of: None)
    assert [finding.verdict for finding in found] == [Verdict.GOOD] * 12
    assert host.max_concurrent <= 2


def test_requests_to_one_host_are_spaced_and_other_hosts_do_not_wait() -> None:
    limiter = RateLimiter(RequestLimits(pause=1000.0))
    assert [round(limiter.reserve("a.test"), -2) for _ in range(3)] == [0, 1000, 2000]
    assert limiter.reserve("b.test") == 0


def test_the_user_agent_names_the_program_and_a_contact(tmp_path: Path, host: Host) -> None:
    with HttpClient(tmp_path, RequestLimits(contact="links@atlas.test", allowed_hosts=HERE)) as client:
        client.probe(f"{host.address}/status/200")
    (agent,) = host.agents
    assert agent.startswith("EntropyAtlas/")
    assert "mailto:links@atlas.test" in agent


@pytest.mark.parametrize("path", ["/status/200", "/moved/status/200", "/status/403", "/endless"])
def test_a_response_is_cached_and_not_requested_again(tmp_path: Path, host: Host, path: str) -> None:
    verdicts, counts = [], []
    for _ in range(2):
        with HttpClient(tmp_path, FAST) as client:
            verdicts.append(probe(client, host.address + path))
        counts.append(host.requests.total())
    assert verdicts[0] == verdicts[1]
    assert counts[0] == counts[1]


@pytest.mark.parametrize("path", ["/status/404", "/status/503", "/hang", "/drop"])
def test_dead_and_unknown_links_are_requested_again(tmp_path: Path, host: Host, path: str) -> None:
    counts = []
    for _ in range(2):
        with HttpClient(tmp_path, SHORT_TIMEOUT) as client:
            probe(client, host.address + path)
        counts.append(host.requests.total())
    assert counts[1] == 2 * counts[0]


def test_an_expired_response_is_requested_again(tmp_path: Path, host: Host) -> None:
    url = f"{host.address}/status/200"
    for _ in range(2):
        with HttpClient(tmp_path, RequestLimits(pause=0.0, cache_days=0.0, allowed_hosts=HERE)) as client:
            probe(client, url)
    assert host.times("/status/200") == 2


# What is never requested, sent or read


@pytest.fixture
def public_client(tmp_path: Path) -> Iterator[HttpClient]:
    """Send requests to public addresses only, as the command does by default."""
    with HttpClient(tmp_path / "kept", replace(FAST, allowed_hosts=frozenset())) as session:
        yield session


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"])
def test_a_private_address_is_never_requested(public_client: HttpClient, host: Host, name: str) -> None:
    assert probe(public_client, host.address.replace("127.0.0.1", name)) == (Verdict.UNKNOWN, ssrf_guard.PRIVATE)
    assert host.requests.total() == 0


def test_a_public_host_cannot_redirect_to_a_private_address(
    public_client: HttpClient, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The host stands for the public one too, as a proxy."""
    here = host.address.removeprefix("http://")
    monkeypatch.setenv("http_proxy", host.address)
    assert probe(public_client, f"http://public.test/away/{here}/status/200") == (Verdict.UNKNOWN, ssrf_guard.PRIVATE)
    assert list(host.requests) == [f"HEAD http://public.test/away/{here}/status/200"]
    assert probe(public_client, "http://public.test/status/200")[0] is Verdict.GOOD


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_host_name_is_checked_by_its_peer_address(host: Host, scheme: str) -> None:
    pool = ssrf_guard.guarded_pools(frozenset())[scheme]("localhost", int(host.address.rpartition(":")[2]))
    with pytest.raises(ssrf_guard.RequestRefused, match="private address"):
        pool.request("GET", "/status/200")
    assert host.requests.total() == 0


def test_only_the_port_of_an_allowed_host_is_requested_also_after_a_redirect(tmp_path: Path, host: Host) -> None:
    here = host.address.removeprefix("http://")
    with webhost.running() as other, HttpClient(tmp_path, replace(FAST, allowed_hosts=frozenset([here]))) as client:
        there = other.address.removeprefix("http://")
        assert probe(client, f"{host.address}/status/200")[0] is Verdict.GOOD
        for url in (f"{other.address}/status/200", f"{host.address}/away/{there}/status/200"):
            assert probe(client, url) == (Verdict.UNKNOWN, ssrf_guard.PRIVATE)
        assert other.requests.total() == 0


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "::ffff:0:a9fe:a9fe"])
def test_a_link_local_address_is_never_requested(address: str) -> None:
    assert not ssrf_guard.may_be_requested(address, "a.test:80", frozenset(["a.test:80", ssrf_guard.LOOPBACK]))


@pytest.mark.parametrize("text", ["127.0.0.1", "http://a.test:80", "me@a.test:80", ""])
def test_an_allowed_host_is_a_name_and_a_port(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["cite", "10.1234/x", "--allow-host", text])
    assert "expected a host and port, such as 127.0.0.1:8000" in capsys.readouterr().err


@pytest.mark.parametrize(("option", "text"), [("--timeout", "nan"), ("--pause", "1e400"), ("--pause", "-1")])
def test_times_that_are_none_are_refused(capsys: pytest.CaptureFixture[str], option: str, text: str) -> None:
    with pytest.raises(SystemExit):
        main(["links", f"{option}={text}"])
    assert f"found '{text}', expected seconds from 0 to 3600" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["links"], ["cite", "10.1234/x"]])
def test_a_response_is_given_some_time(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    with pytest.raises(SystemExit):
        main([*command, "--timeout=0"])
    assert "found '0', expected more than 0 seconds" in capsys.readouterr().err


ADDRESSES = {
    "9.9.9.9": True, "2620:fe::fe": True, "127.0.0.1": False, "10.1.2.3": False, "172.16.0.1": False,
    "192.168.0.1": False, "169.254.169.254": False, "100.64.0.1": False, "0.0.0.0": False, "224.0.0.1": False,
    "255.255.255.255": False, "::": False, "::1": False, "fe80::1%eth0": False, "fd00::1": False, "ff02::1": False,
    "::ffff:10.0.0.1": False, "::ffff:0:a9fe:a9fe": False, "::ffff:0:909:909": True, "64:ff9b:1::a00:1": False,
    "fec0::1": False, "2a00::5efe:a00:1": False, "2a00::200:5efe:a00:1": False, "2a00::5efe:909:909": True,
    "3fff::1": False, "5f00::1": False,
}  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_public_and_private_addresses_are_distinguished(address: str) -> None:
    assert ssrf_guard.is_public(address) is ADDRESSES[address]


MEANT = {
    "127.0.0.1": True, "::1": True, "::ffff:127.0.0.1": True, "64:ff9b::7f00:1": True, "64:ff9b::a00:1": False,
    "2001:0:7f00:1:0:0:f5ff:fffe": False, "fd00::5efe:7f00:1": False,
}  # fmt: skip


@pytest.mark.parametrize("address", MEANT)
def test_this_machine_is_allowed_where_all_of_an_address_means_it(address: str) -> None:
    assert ssrf_guard.may_be_requested(address, "a.test:80", HERE) is MEANT[address]


@pytest.mark.parametrize("path", ["/status/200", "/away/localhost:PORT/status/200"])
def test_credentials_of_a_netrc_file_are_not_sent(
    client: HttpClient, host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    kept = tmp_path / "netrc"
    kept.write_text("machine localhost login me password hush\nmachine 127.0.0.1 login me password hush\n")
    kept.chmod(0o600)
    monkeypatch.setenv("NETRC", str(kept))
    port = host.address.rpartition(":")[2]
    assert probe(client, host.address + path.replace("PORT", port))[0] is Verdict.GOOD
    assert host.secrets == set()


@pytest.mark.parametrize("path", ["", "away/HERE/status/200"])
def test_a_url_with_credentials_is_not_requested(client: HttpClient, host: Host, path: str) -> None:
    here = host.address.replace("http://", "me:hush@")
    url = f"{host.address}/{path.replace('HERE', here)}" if path else f"http://{here}/status/200"
    assert probe(client, url) == (Verdict.UNKNOWN, ssrf_guard.CREDENTIALS)
    assert host.secrets == set()
    assert host.times("/status/200") == 0


def test_the_cache_holds_json_that_cannot_be_executed(client: HttpClient, host: Host, tmp_path: Path) -> None:
    client.probe(f"{host.address}/status/200")
    with sqlite3.connect(tmp_path / "kept/answers.sqlite") as kept:
        ((value,),) = kept.execute("SELECT value FROM responses")
    assert json.loads(value)["status_code"] == 200


def test_an_interrupt_drops_items_that_have_not_begun() -> None:
    begun: list[int] = []

    def work(item: int) -> None:
        begun.append(item)
        time.sleep(0.02)

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(concurrently(work, range(200), 1, stop))
    assert len(begun) < 200


# Which links there are


def test_links_are_found_in_records_and_pages_with_all_their_places(records: Records) -> None:
    content = records.root.parent / "content"
    content.mkdir()
    (content / "about.md").write_text("# About\n\nSee [there](https://a.test/x_(y)), https://b.test/.\n")
    (content / "more.md").write_text("<https://b.test/>\n[1]: http://c.test\n")
    records.edit("materials/beta.yml", "name: Beta", "name: Beta # https://comment.test")
    found = {link.url: link.places for link in external_links(pipeline.load(records.root).data, content)}
    assert found["https://doi.org/10.1234/test.42"] == ("data/references/doe2024.yml:9",)
    assert found["http://example.org"] == ("data/materials/alpha.yml:24",)
    assert found["https://a.test/x_(y)"] == ("content/about.md:3",)
    assert found["https://b.test/"] == ("content/about.md:3", "content/more.md:1")
    assert found["http://c.test"] == ("content/more.md:2",)
    assert "https://comment.test" not in found


TRIMMED = {
    "(see https://a.test/x)": "https://a.test/x",
    "https://a.test/x_(y_(z))": "https://a.test/x_(y_(z))",
    "[[b](https://a.test/x), c]": "https://a.test/x",
    "https://a.test/[x]], (https://": "https://a.test/[x]",
    "https://a.test/" + ")" * 200_000: "https://a.test/",
    "https://a.test/" + "()" * 50_000: "https://a.test/" + "()" * 50_000,
}


@pytest.mark.parametrize("text", TRIMMED, ids=lambda text: text[:30])
def test_a_url_ends_where_the_bracket_around_it_closes(text: str) -> None:
    assert link_extraction._in_text(text)[0] == TRIMMED[text]


HANDLES = {
    "https://hal.science/hal-01234567": True,
    "http://hdl.handle.net/11234/5-6?x=(1)#y": True,
    "https://xn--bcher-kva.example:8443/": True,
    "https://me:hush@hal.science/hal-1": False,
    "https://doi.org@evil.test/10.1234/x": False,
    "http://127.0.0.1:8000/x": False,
    "http://2130706433/": False,
    "http://0x7f.0x1/": False,
    "http://[::1]/x": False,
    "http://localhost/x": False,
    "https://hal.science/`x`": False,
    "https://hal.science/a b": False,
}


@pytest.mark.parametrize("handle", HANDLES)
def test_a_handle_must_be_a_public_url(records: Records, handle: str) -> None:
    records.edit("references/doe2024.yml", "cited_in:", f'handle: "{handle}"\ncited_in:')
    problems = [line for line in records.problems() if "handle" in line]
    assert bool(problems) is not HANDLES[handle]
    assert all("expected an address on the web such as" in line for line in problems)


@pytest.mark.data
def test_a_misprinted_doi_is_not_followed(real: Atlas) -> None:
    urls = {link.url for link in external_links(real.data, ROOT / "content")}
    printed = [reference.printed_doi for reference in real.data.references.values() if reference.printed_doi]
    assert printed
    assert not any(url.endswith(tuple(printed)) for url in urls)
    assert sum(url.startswith("https://doi.org/10.") for url in urls) > 150


@pytest.mark.data
def test_every_url_that_a_reference_shows_is_followed(real: Atlas) -> None:
    shown = {address for reference in real.data.references.values() for _, address in reference.identifiers}
    assert shown <= {link.url for link in external_links(real.data, ROOT / "content")}


# Suppressions

GOOD_ENTRY = "- url: https://a.test/\n  reason: Refuses programs.\n  on: 2026-01-31\n"
INVALID_SUPPRESSIONS = {
    "no reason": ("- url: https://a.test/\n  on: 2026-01-31\n", 'links.yml:1:3: [0].reason: found no "reason"'),
    "no date": ("\n- url: https://a.test/\n  reason: Refuses programs.\n", 'links.yml:2:3: [0].on: found no "on"'),
    "a date in words": (GOOD_ENTRY.replace("2026-01-31", "yesterday"), "expected a day such as"),
    "an impossible date": (GOOD_ENTRY.replace("01-31", "02-31"), "expected a day that the calendar has"),
    "an impossible end": (f"{GOOD_ENTRY}  until: 2026-13-01\n", "[0].until: found \"2026-13-01\""),
    "an unknown key": (f"{GOOD_ENTRY}  untill: 2026-12-01\n", 'Did you mean "until"?'),
    "no list": ("url: https://a.test/\n", "expected a list of links"),
    "no YAML": ("- [\n", "links.yml:"),
}  # fmt: skip


@pytest.mark.parametrize("case", INVALID_SUPPRESSIONS)
def test_an_invalid_suppression_is_reported_with_its_line(tmp_path: Path, case: str) -> None:
    text, message = INVALID_SUPPRESSIONS[case]
    (tmp_path / "links.yml").write_text(text)
    with pytest.raises(InvalidData) as caught:
        suppressions.read(tmp_path / "links.yml")
    assert message in str(caught.value)


def test_every_invalid_suppression_is_reported_in_one_run(tmp_path: Path) -> None:
    (tmp_path / "links.yml").write_text("- url: https://a.test/\n- reason: None.\n  on: 2026-02-31\n")
    with pytest.raises(InvalidData) as caught:
        suppressions.read(tmp_path / "links.yml")
    assert len(caught.value.problems) == 3


def test_the_suppressions_of_the_project_are_valid() -> None:
    assert suppressions.read(ROOT / "links.yml") is not None
    assert suppressions.read(ROOT / "no-such-file.yml") == []


@pytest.fixture
def project(records: Records, host: Host) -> Settings:
    """Make the records and one page link to the host alone; no other host gets a request."""
    content = records.root.parent / "content"
    content.mkdir()
    lines = [f"{host.address}{path}" for path in ("/status/200", "/status/404", "/status/403", "/moved/status/200")]
    (content / "about.md").write_text("\n\n".join(["# About", *lines]))
    records.edit("materials/alpha.yml", " [x](http://example.org)", "")
    host.works["10.1234/test.42"] = {"DOI": "10.1234/test.42"}
    return Settings(
        content, records.root.parent / "links.yml", records.root.parent / "kept", TODAY, FAST,
        resolver=f"{host.address}/doi", crossref=host.address,
    )  # fmt: skip


def check(records: Records, settings: Settings) -> Result:
    return linkcheck.run(pipeline.load(records.root).data, settings, no_progress)


def test_a_suppressed_link_is_not_requested(records: Records, project: Settings, host: Host) -> None:
    entry = "- {url: URL, reason: Gone for good., on: 2026-01-31}\n".replace("URL", f'"{host.address}/status/404"')
    project.suppressions.write_text(entry)
    result = check(records, project)
    assert result.of(Verdict.DEAD) == []
    assert [entry.rule.reason for entry in result.suppressed] == ["Gone for good."]
    assert result.stale == ()
    assert host.times("/status/404") == 0


def test_stale_suppressions_are_reported_and_expired_ones_have_no_effect(
    records: Records, project: Settings, host: Host
) -> None:
    project.suppressions.write_text(
        f'- {{url: "{host.address}/status/404", reason: Away for now., on: 2026-01-31, until: 2026-11-22}}\n'
        "- {url: https://nowhere.test/, reason: Old., on: 2026-01-31}\n"
    )
    result = check(records, project)
    assert [(entry.place, why) for entry, why in result.stale] == [
        ("links.yml:1", "it expired on 2026-11-22"),
        ("links.yml:2", "no record or page holds this address"),
    ]
    assert len(result.of(Verdict.DEAD)) == 1
    assert "no record or page holds this address" in reports.as_markdown(result)


# Reports and the command


def command(records: Records, host: Host, *more: str) -> list[str]:
    base = records.root.parent
    return ["links", "--allow-host", host.address.removeprefix("http://"), "--data", str(records.root),
            "--content", str(base / "content"), "--pause", "0",
            "--suppressions", str(base / "links.yml"), "--cache", str(base / "kept"), "--timeout", "2",
            "--resolver", f"{host.address}/doi", "--crossref", host.address, *more]  # fmt: skip


def test_a_dead_link_exits_with_one_and_is_reported_with_place_and_remedy(
    records: Records, project: Settings, host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command(records, host)) == 1
    text = capsys.readouterr()
    assert f"content/about.md:5: dead: {host.address}/status/404: status 404. Find the" in text.out
    assert "5 links followed: 1 dead, 1 moved, 1 blocked, 2 good." in text.out
    assert "5 of 5 links" in text.err
    markdown = (project.folder / "report.md").read_text(encoding="utf-8")
    assert [line for line in markdown.splitlines() if line.startswith("## ")] == [
        "## Dead",
        "## Moved",
        "## Blocked",
    ]
    assert f"<{host.address}/moved/status/200>: `permanent redirect`, to `{host.address}/status/200`" in markdown
    report = json.loads((project.folder / "report.json").read_text(encoding="utf-8"))
    assert report["counts"] == {"dead": 1, "moved": 1, "unknown": 0, "blocked": 1, "good": 2}
    assert {"url": f"{host.address}/status/404", "verdict": "dead", "why": "status 404",
            "places": ["content/about.md:5"]} in report["links"]  # fmt: skip


def test_without_a_dead_link_the_command_exits_with_zero(records: Records, project: Settings, host: Host) -> None:
    (project.content / "about.md").write_text(f"{host.address}/status/200 {host.address}/status/403\n")
    assert main(command(records, host)) == 0


RETRACTION = {
    "DOI": "10.1234/notice.1", "type": "retraction", "label": "Retraction", "source": "retraction-watch",
    "updated": {"date-parts": [[2026, 7, 26]], "date-time": "2026-07-26T00:00:00Z"}, "record-id": "20946",
}  # fmt: skip

UPDATES: dict[str, tuple[dict[str, object], int, str]] = {
    "a retraction": ({"updated-by": [RETRACTION]}, 1, "findings"),
    "a retraction without a date": ({"updated-by": [{**RETRACTION, "updated": None}]}, 1, "findings"),
    "a new version": ({"updated-by": [{**RETRACTION, "type": "new_version"}]}, 0, "good"),
    "a reinstatement": ({"updated-by": [{**RETRACTION, "type": "reinstatement"}]}, 0, "good"),
    "nothing": ({}, 0, "good"),
}


@pytest.mark.parametrize("what", UPDATES)
def test_a_notice_that_a_record_lacks_decides_exit_status_and_verdict(
    records: Records, project: Settings, host: Host, what: str
) -> None:
    work, status, verdict = UPDATES[what]
    (project.content / "about.md").write_text(f"{host.address}/status/200\n")
    host.works["10.1234/test.42"] = work
    assert main(command(records, host)) == status
    assert json.loads((project.folder / "report.json").read_text(encoding="utf-8"))["verdict"] == verdict


@pytest.mark.parametrize("what", ["a link", "the notices"])
def test_a_run_without_findings_in_which_something_did_not_respond_is_incomplete(
    records: Records, project: Settings, host: Host, what: str
) -> None:
    (project.content / "about.md").write_text(f"{host.address}/status/{503 if what == 'a link' else 200}\n")
    crossref = project.crossref if what == "a link" else f"{host.address}/drop"
    result = check(records, replace(project, crossref=crossref))
    assert result.verdict is RunVerdict.INCOMPLETE


def test_offline_every_link_is_unknown_and_the_exit_status_says_that_nothing_was_checked(
    records: Records, project: Settings, host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.content / "about.md").write_text("http://127.0.0.1:1/page\n")
    host.address = "http://127.0.0.1:1"
    assert main(command(records, host)) == 3
    assert "No host responded, so nothing was checked: is this machine online?" in capsys.readouterr().out
    report = (project.folder / "report.md").read_text(encoding="utf-8")
    assert report.endswith(
        "\n\nNo host responded, so nothing was checked: is this machine online? The next run tries again.\n"
    )
    assert "127.0.0.1" not in report


def test_invalid_suppressions_stop_the_command_before_any_request(
    records: Records, project: Settings, host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    project.suppressions.write_text("- url: https://a.test/\n")
    assert main(command(records, host)) == 1
    assert "links.yml:1:3: [0].reason: found no" in capsys.readouterr().err
    assert host.requests.total() == 0


def test_an_interrupted_run_continues(records: Records, project: Settings, host: Host) -> None:
    pages = [f"{host.address}/status/200/{number}" for number in range(8)]
    (project.content / "about.md").write_text("\n".join([*pages, f"{host.address}/hang"]))
    run = [sys.executable, "-m", "generator", *command(records, host), "--timeout", "20"]
    process = subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while sum(host.times(page.removeprefix(host.address)) for page in pages) < 8 or not host.times("/hang"):
        assert process.poll() is None, process.stderr and process.stderr.read()
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGINT)
    host.gate.set()
    _, text = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "run the command again to continue" in text
    assert "Traceback" not in text
    (project.content / "about.md").write_text("\n".join(pages))
    check(records, project)
    assert [host.times(page.removeprefix(host.address)) for page in pages] == [1] * 8


HOSTILE = "@octocat ![p](https://evil.test/p.png) [Sign in](https://evil.test/) **b** <img src=x>"
SAFE = re.compile(r"(`+).*?\1|<https?://[!-;=?-~]+>")
"""What is no running text of a report: code spans, and addresses of ours as links."""


def test_text_from_other_hosts_stays_text_in_the_report(records: Records, project: Settings, host: Host) -> None:
    here = host.address.removeprefix("http://")
    (project.content / "e`@octocat`.md").write_text(f"{host.address}/gone/x {host.address}/gone/\x01@octocat <\n")
    (project.content / "more.md").write_text(f"{host.address}/away/{here}/gone/{quote(HOSTILE)}\n")
    project.suppressions.write_text(f"- {{url: '{HOSTILE}', reason: None., on: 2026-01-31}}\n")
    source, kind = f"pub ` {HOSTILE} `", f"{HOSTILE}\n# head"
    result = check_work(records, project, host, **{"updated-by": [{**RETRACTION, "source": source}, {"type": kind}]})
    text = reports.as_markdown(result)
    assert text.count("octocat") >= 6
    assert f"status 404 from {host.address}/gone/@octocat%20![p](https://evil.test/p.png)" in text
    left = SAFE.sub("", text)
    assert not re.search(r"octocat|evil|Sign in|\*\*|[<>`]", left), left
    assert [line for line in text.splitlines() if line.startswith("# ")] == ["# Links and notices"]


def test_text_from_other_hosts_moves_no_cursor_in_the_terminal(records: Records, project: Settings, host: Host) -> None:
    (project.content / "about.md").write_text(f"{host.address}/gone/\x1b[2J\u202e\n")
    result = check_work(records, project, host, **{"updated-by": [{**RETRACTION, "source": "x \x1b[2J"}]})
    text = reports.as_text(result)
    assert text.replace("\n", "").isprintable()
    assert "\\x1b[2J" in text


def test_a_long_report_is_cut_between_lines_and_lists_what_it_omits() -> None:
    finding = classify(Link("https://a.test/`" + "x" * 200, ("content/x.md:1",)), FetchResult(404, ""))
    moved = Finding(finding.link, Verdict.MOVED, "permanent redirect", "https://b.test/")
    text = reports.as_markdown(Result((*(finding,) * 1000, moved), (), (), ()))
    assert len(text.encode()) <= reports.MAX_BYTES < 60_000
    assert "`" not in SAFE.sub("", text)
    assert re.search(r"^… and \d+ more lines, .*: Moved\.\n\Z", text, re.MULTILINE)


# Notices

CORRECTION = {"DOI": "10.1234/notice.0", "type": "erratum", "updated": {"date-parts": [[2025, 3]]}}
LINE = "{type: retraction, DOI: 10.1234/notice.1, on: 2026-07-26, source: retraction-watch}"


def check_work(records: Records, project: Settings, host: Host, **work: object) -> Result:
    host.works["10.1234/test.42"] = {"DOI": "10.1234/test.42", **work}
    return check(records, project)


def lacking(result: Result) -> list[tuple[str, str, str | None, str, str]]:
    return [
        (each.reference.id, notice.type, notice.doi, notice.on, notice.source)
        for each in result.lacking
        for notice in each.lacking
    ]


def test_notices_that_a_record_lacks_are_reported(records: Records, project: Settings, host: Host) -> None:
    result = check_work(records, project, host, **{"updated-by": [RETRACTION, CORRECTION]})
    assert lacking(result) == [
        ("doe2024", "correction", "10.1234/notice.0", "2025-03", "publisher"),
        ("doe2024", "retraction", "10.1234/notice.1", "2026-07-26", "retraction-watch"),
    ]


def test_a_notice_of_two_sources_is_reported_once_with_the_date_of_the_publisher(
    records: Records, project: Settings, host: Host
) -> None:
    own = {**RETRACTION, "source": "publisher", "updated": {"date-parts": [[2026, 7, 20]]}}
    result = check_work(records, project, host, **{"updated-by": [RETRACTION, own]})
    assert lacking(result) == [("doe2024", "retraction", "10.1234/notice.1", "2026-07-20", "publisher")]


NO_NOTICE: dict[str, dict[str, object]] = {
    "no update": {},
    "a new version": {"updated-by": [{**CORRECTION, "type": "new_version"}]},
    "an update of another paper": {"update-to": [RETRACTION]},
    "an invalid date": {"updated-by": [{**RETRACTION, "updated": {"date-parts": [[None]]}}]},
    "nonsense": {"updated-by": "retraction", "update-to": ["x", None]},
}  # fmt: skip


@pytest.mark.parametrize("what", NO_NOTICE)
def test_other_updates_and_invalid_ones_are_no_notices(
    records: Records, project: Settings, host: Host, what: str
) -> None:
    assert lacking(check_work(records, project, host, **NO_NOTICE[what])) == []


def test_a_notice_whose_doi_is_unavailable_is_reported_without_one(
    records: Records, project: Settings, host: Host
) -> None:
    result = check_work(records, project, host, **{"updated-by": [{**RETRACTION, "DOI": "unavailable"}]})
    assert lacking(result) == [("doe2024", "retraction", None, "2026-07-26", "retraction-watch")]


def test_a_change_in_place_is_a_notice(records: Records, project: Settings, host: Host) -> None:
    change = {**CORRECTION, "DOI": "10.1234/TEST.42"}
    result = check_work(records, project, host, **{"update-to": [change]})
    assert [kind for _, kind, *_ in lacking(result)] == ["correction"]


def test_an_unknown_type_of_update_is_reported(records: Records, project: Settings, host: Host) -> None:
    result = check_work(records, project, host, **{"updated-by": [{**CORRECTION, "type": "reinstatement"}]})
    assert lacking(result) == []
    assert "`doe2024` (`reinstatement`)" in reports.as_markdown(result)


def test_a_notice_that_the_record_has_is_not_reported(records: Records, project: Settings, host: Host) -> None:
    records.edit("references/doe2024.yml", "cited_in:", f"notices:\n  - {LINE}\ncited_in:")
    assert lacking(check_work(records, project, host, **{"updated-by": [RETRACTION]})) == []


FORMS = {
    "no list yet": ("", f"\nnotices:\n  - {LINE}\n"),
    "a list": ("notices:\n  # by hand\n  - {type: concern, on: 2026-01, source: publisher}\n",
               f"notices:\n  - {LINE}\n  # by hand\n  - {{type: concern, on: 2026-01, source: publisher}}\n"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_notices_are_written_on_request_and_values_and_comments_stay(
    records: Records, project: Settings, host: Host, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = FORMS[form]
    file = records.root / "references/doe2024.yml"
    old = canonical(f"# kept\n{file.read_text(encoding='utf-8')}{before}".encode(), file.as_posix())
    file.write_text(old, encoding="utf-8")
    host.works["10.1234/test.42"] = {"updated-by": [RETRACTION]}
    main(command(records, host))
    assert f"notices:\n  - {LINE}" in capsys.readouterr().out
    assert file.read_text(encoding="utf-8") == old
    main(command(records, host, "--write"))
    new = file.read_text(encoding="utf-8")
    assert after in new
    assert sorted(set(old.splitlines()) - set(new.splitlines())) == []
    assert records.problems() == []
    main(command(records, host, "--write"))
    assert file.read_text(encoding="utf-8") == new


def test_a_list_on_one_line_is_not_edited(
    records: Records, project: Settings, host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "notices: [{type: concern, on: 2026-01-02, source: publisher}]\n"
    records.edit("references/doe2024.yml", "cited_in:", f"{line}cited_in:")
    host.works["10.1234/test.42"] = {"updated-by": [RETRACTION]}
    main(command(records, host, "--write"))
    assert "doe2024: add the notices by hand" in capsys.readouterr().out
    assert line in (records.root / "references/doe2024.yml").read_text(encoding="utf-8")


NOTICE = "notices:\n  - {type: TYPE, DOI: 10.1234/notice.1, on: 2026-07-26, source: publisher}\n"


def rendered(records: Records, *types: str) -> dict[str, str]:
    """Return the pages of the small records after the primary paper got notices."""
    lines = "".join(NOTICE.replace("TYPE", kind).removeprefix("notices:\n" * bool(n)) for n, kind in enumerate(types))
    records.edit("references/doe2024.yml", "cited_in:", f"{lines}cited_in:")
    return {page.uri: page.text for page in pages.render(pipeline.load(records.root))}


STATUS = {
    "retraction": "retracted",
    "partial-retraction": "retracted in part",
    "withdrawal": "withdrawn",
    "concern": "put under an expression of concern",
    "correction": "corrected",
}


@pytest.mark.parametrize("kind", STATUS)
def test_a_notice_shows_on_the_paper_and_on_what_relies_on_it(records: Records, kind: str) -> None:
    made = rendered(records, kind)
    paper, material = made["references/doe2024.md"], made["materials/alpha.md"]
    assert 'href="https://doi.org/10.1234/notice.1"' in paper
    assert "2026-07-26" in paper
    assert f"relies on a paper that was <strong>{STATUS[kind]}</strong>" in material
    assert f'Doe et al. (2024)</a> <span class="ea-notice">{STATUS[kind]}</span>' in material


def test_every_page_that_relies_on_a_paper_says_so_and_no_other(records: Records) -> None:
    data = pipeline.load(records.root).data
    kinds = {"materials", "topics", "effects", "challenges", "strategies", "families", "elements"}
    for ident in data.references:
        relying = {f"{kind}/{owner}.md" for kind, owner in atlas.derive(data).cited_by[ident] if kind in kinds}
        records.edit(
            f"references/{ident}.yml",
            "container-title:",
            f"{NOTICE.replace('TYPE', 'retraction')}container-title:",
        )
        made = pages.render(pipeline.load(records.root))
        assert {page.uri for page in made if "This page relies on a paper" in page.text} == relying
        assert relying
        records.edit(f"references/{ident}.yml", NOTICE.replace("TYPE", "retraction"), "")


def test_every_citation_of_a_retracted_paper_is_marked(records: Records) -> None:
    for uri, text in rendered(records, "retraction").items():
        named = len(re.findall(r'<span class="ea-source"><a href="[./]*references/doe2024/">', text))
        marked = len(re.findall(r'doe2024/">[^<]*</a> <span class="ea-notice">retracted</span>', text))
        assert marked >= named, uri


def test_the_most_severe_of_several_notices_counts(records: Records) -> None:
    assert "was <strong>retracted</strong>" in rendered(records, "correction", "retraction")["materials/alpha.md"]


def test_a_paper_without_a_notice_gets_no_mark(records: Records) -> None:
    assert not any("ea-notice" in text or "ea-note--notice" in text for text in rendered(records).values())


def test_a_chapter_that_cites_a_retracted_paper_says_so(records: Records, tmp_path: Path) -> None:
    records.edit("references/doe2024.yml", "cited_in:", f"{NOTICE.replace('TYPE', 'retraction')}cited_in:")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/x.md").write_text("# X\n\nSee [[doe2024]] and [[roe2026]].\n")
    (page,) = chapters.chapters(pipeline.load(records.root), tmp_path / "pages")
    assert 'Doe et al. (2024)</a> <span class="ea-notice">retracted</span> and' in page.text
    assert page.text.count("ea-notice") == 1


def test_the_bibliography_and_the_data_carry_notices_along(records: Records) -> None:
    records.edit("references/doe2024.yml", "cited_in:", f"{NOTICE.replace('TYPE', 'retraction')}cited_in:")
    made = export.files(pipeline.load(records.root))
    assert "note = {retraction, 2026-07-26}" in made["api/v1/references.bib"]
    (notice,) = json.loads(made["api/v1/references/doe2024.json"])["notices"]
    assert notice == {
        "type": "retraction",
        "DOI": "10.1234/notice.1",
        "on": "2026-07-26",
        "source": "publisher",
    }


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ("type: TYPE", "type: retracted", 'notices[0].type: found "retracted"'),
        ("on: 2026-07-26", "on: 26.7.2026", "expected a day, month or year such as"),
        (", source: publisher", "", 'found no "source"'),
    ],
)
def test_an_invalid_notice_is_reported_with_its_remedy(records: Records, old: str, new: str, text: str) -> None:
    line = NOTICE.replace(old, new).replace("TYPE", "retraction")
    records.edit("references/doe2024.yml", "cited_in:", f"{line}cited_in:")
    (problem,) = records.problems()
    assert text in problem


# Citing

CSL = {
    "type": "article-journal", "DOI": "10.1234/new.7", "title": "High-entropy\n Na<sub>2</sub>O<sub>2</sub>: a &amp; b",
    "author": [{"family": "Müller", "given": "Änne", "affiliation": []}, {"name": "The Sodium Consortium"}],
    "container-title": "Journal of Tests", "issued": {"date-parts": [[2024, 5]]}, "volume": "010", "issue": 2,
    "page": "100-110",
}  # fmt: skip
CITED = """\
id: muller2024
title: "High-entropy Na2O2: a & b"
author:
  - {family: Müller, given: Änne}
  - {family: The Sodium Consortium}
container-title: Journal of Tests
issued: 2024
volume: "010"
issue: "2"
page: 100–110
DOI: 10.1234/new.7
seen: listing
"""


def cite_command(records: Records, address: str, doi: str = "10.1234/new.7") -> list[str]:
    return ["cite", "--allow-host", address.removeprefix("http://"), "--data", str(records.root),
            "--cache", str(records.root.parent / "kept"),
            "--timeout", "2", "--resolver", f"{address}/doi", doi]  # fmt: skip


@pytest.mark.parametrize("doi", ["10.1234/new.7", "https://doi.org/10.1234/new.7", "doi:10.1234/new.7"])
def test_citing_a_doi_adds_its_record_without_markup(
    records: Records, host: Host, doi: str, capsys: pytest.CaptureFixture[str]
) -> None:
    host.works["10.1234/new.7"] = CSL
    assert main(cite_command(records, host.address, doi)) == 0
    assert (records.root / "references/muller2024.yml").read_text(encoding="utf-8") == CITED
    assert "source: {reference: muller2024, at: …}" in capsys.readouterr().out
    records.edit(
        "materials/alpha.yml",
        "source: {reference: doe2024, via: roe2026",
        "source: {reference: muller2024, via: roe2026",
    )
    assert records.problems() == []


def test_a_cited_record_has_the_form_that_fmt_gives_it() -> None:
    assert canonical(CITED.encode(), "muller2024.yml") == CITED


def test_a_second_paper_of_an_author_and_year_gets_the_next_letter(records: Records, host: Host) -> None:
    host.works |= {
        f"10.1234/{n}": {**CSL, "DOI": f"10.1234/{n}", "author": [{"family": "Doe"}], "article-number": "7"}
        for n in "abc"
    }
    for doi in "abc":
        assert main(cite_command(records, host.address, f"10.1234/{doi}")) == 0
    names = sorted(path.stem for path in (records.root / "references").glob("doe2024*"))
    assert names == ["doe2024", "doe2024b", "doe2024c", "doe2024d"]


def test_a_doi_that_has_a_record_is_refused_without_a_request(
    records: Records, host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(cite_command(records, host.address, "10.1234/TEST.42")) == 1
    assert "has a record already" in (text := capsys.readouterr().err)
    assert "references/doe2024.yml" in text
    assert host.requests.total() == 0


FAILED_CITATIONS: dict[str, tuple[dict[str, object] | None, str]] = {
    "offline": (None, "the connection was refused or dropped"),
    "not registered": ({}, "no such DOI is registered"),
    "no description": ({"10.1234/new.7": b"<html>"}, "the response was no metadata"),
    "a list": ({"10.1234/new.7": []}, "the response was no metadata"),
}  # fmt: skip


HOSTILE_METADATA: dict[str, tuple[object, str]] = {
    "brackets without end": (b"[" * 200_000, "the response was no metadata"),
    "a body over the limit": (b'"' + b"A" * 3_000_000, "its response is larger than 2 MB"),
    "a compressed body over the limit": (gzip.compress(b"A" * 30_000_000), "its response is larger than 2 MB"),
    "an infinite year": (json.dumps(CSL).replace("2024", "1e999").encode(), "make no record: found no year"),
    "a type that moves the cursor": ({**CSL, "type": "\x1b[2J" + "A" * 1000}, "found the invisible character U+001B"),
    "a type that is none": ({**CSL, "type": ["book"]}, 'make no record: type: found "book"'),
    "more authors than a record holds": ({**CSL, "author": [{"family": "A"}] * 100_000}, "make no record: found "),
    "an endless list of problems": ({**CSL, "author": [{"family": "A" * 400}] * 100}, "and 95 more"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE_METADATA)
def test_hostile_metadata_give_a_short_printable_reason(
    records: Records, host: Host, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    host.works["10.1234/new.7"], text = HOSTILE_METADATA[what]
    assert main(cite_command(records, host.address)) == 1
    _, err = capsys.readouterr()
    assert text in err
    assert len(err) < 1500
    assert err.replace("\n", "").isprintable()


def test_a_compressed_response_is_decoded_also_from_the_cache(records: Records, host: Host) -> None:
    host.works["10.1234/new.7"] = gzip.compress(json.dumps(CSL).encode())
    for _ in range(2):
        assert main(cite_command(records, host.address)) == 0
        file = records.root / "references/muller2024.yml"
        assert file.read_text(encoding="utf-8") == CITED
        file.unlink()
    assert host.times("/doi/10.1234/new.7") == 1


@pytest.mark.parametrize("why", FAILED_CITATIONS)
def test_a_failed_citation_gives_a_reason_and_a_record_to_fill_in(
    records: Records, host: Host, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    works, text = FAILED_CITATIONS[why]
    host.works |= works or {}
    before = sorted(records.root.rglob("*.yml"))
    assert main(cite_command(records, "http://127.0.0.1:1" if works is None else host.address)) == 1
    out, err = capsys.readouterr()
    assert text in err
    assert sorted(records.root.rglob("*.yml")) == before
    assert "such as doe2025.yml" in err
    records.write("references/doe2025.yml", out.replace("# id:", "id: doe2025"))
    assert [problem.split("[")[-1] for problem in records.problems()] == ["help-left]", "reference-unused]"]
    assert all(f"\n# {key}:" in out for key in ("title", "author", "container-title", "issued"))


def updated(kind: str, doi: str) -> dict[str, object]:
    return {"update-to": [{"type": kind, "DOI": doi, "updated": {"date-parts": [[2025, 3, 1]]}}]}


REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "no author": ({"author": []}, "found no author: add `author`, and choose an `id`"),
    "no year": ({"issued": {"date-parts": [[None]]}}, "found no year: add `issued`"),
    "a name without Latin letters": ({"author": [{"family": "王", "given": "伟"}]}, '"王" has no Latin letters'),
    "a book": ({"type": "book"}, 'type: found "book"'),
    "a correction by its title": ({"title": "Correction to: A cathode"}, "is a notice about another paper"),
    "a retraction by its data": (updated("retraction", "10.1234/old"), "is a notice about 10.1234/old: cite that"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_keeps_the_metadata_that_were_found(
    records: Records, host: Host, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    more, text = REFUSED[what]
    host.works["10.1234/new.7"] = {**CSL, **more}
    assert main(cite_command(records, host.address)) == 1
    out, err = capsys.readouterr()
    assert text in err
    found = parser.read(out.encode(), "x.yml").value
    assert (found["container-title"], found["volume"], found["DOI"]) == ("Journal of Tests", "010", "10.1234/new.7")


ACCEPTED: dict[str, tuple[dict[str, object], dict[str, object], str]] = {
    "a preprint": (
        {"type": "posted-content", "container-title": [], "institution": [{"name": "ChemRxiv"}]},
        {"type": "article", "container-title": "ChemRxiv"}, "",
    ),
    "a date of posting alone": ({"issued": None, "posted": {"date-parts": [[2023]]}}, {"id": "muller2023"}, ""),
    "a suffix and a particle": (
        {"author": [{"family": "Doe", "given": "J.", "suffix": "IV", "dropping-particle": "van"}]},
        {"author": [{"family": "Doe", "given": "J. van", "suffix": "IV"}]}, "",
    ),
    "a soft hyphen": ({"author": [{"family": "D\u00adoe"}]}, {"author": [{"family": "Doe"}]}, ""),
    "a mis-encoded name": ({"author": [{"family": "DÃ³e"}]}, {"id": "doe2024b"}, 'check whether it is "Dóe"'),
    "a name with a stroke": ({"author": [{"family": "Sørby"}]}, {"id": "sorby2024"}, ""),
    "placeholders": ({"volume": "null", "issue": "ahead-of-print"}, {"volume": None, "issue": None}, ""),
    "one page twice": ({"page": "7-7"}, {"page": "7", "number": None}, ""),
    "a new version of another preprint": (updated("new_version", "10.1234/old"), {"notices": None}, ""),
    "a correction of the paper itself": (
        updated("erratum", "10.1234/NEW.7"),
        {"notices": [{"type": "correction", "DOI": "10.1234/NEW.7", "on": "2025-03-01", "source": "publisher"}]},
        "The paper has a notice: correction, 2025-03-01.",
    ),
    "a retraction that only the title states": ({"title": "RETRACTED: X"}, {"title": "RETRACTED: X"}, "was retracted"),
}  # fmt: skip


@pytest.mark.parametrize("what", ACCEPTED)
def test_metadata_as_agencies_register_them_become_a_record(
    records: Records, host: Host, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    more, expected, remark = ACCEPTED[what]
    host.works["10.1234/new.7"] = {**CSL, **more}
    before = set((records.root / "references").iterdir())
    assert main(cite_command(records, host.address)) == 0
    (file,) = set((records.root / "references").iterdir()) - before
    record = parser.parse(file.read_bytes(), file.name).value
    assert {key: record.get(key) for key in expected} == expected
    assert remark in capsys.readouterr().err


def test_an_alias_is_recorded_under_the_registered_doi_and_found_there(
    records: Records, host: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    host.works["10.1234/alias"] = CSL
    assert main(cite_command(records, host.address, "10.1234/alias")) == 0
    assert (records.root / "references/muller2024.yml").read_text(encoding="utf-8") == CITED
    assert main(cite_command(records, host.address, "10.1234/alias")) == 1
    assert "references/muller2024.yml" in capsys.readouterr().err


@pytest.mark.parametrize("doi", ["10.1234/a<1::b>.", "10.1234/a%3C1::b%3E", "doi.org/10.1234/a%3C1::b%3E,"])
def test_a_doi_may_be_percent_encoded_and_followed_by_punctuation(records: Records, host: Host, doi: str) -> None:
    host.works["10.1234/a<1::b>"] = {**CSL, "DOI": "10.1234/a<1::b>"}
    assert main(cite_command(records, host.address, doi)) == 0


@pytest.mark.parametrize("listed", [True, False])
def test_a_reference_manager_gives_the_metadata_without_a_network(
    records: Records, host: Host, tmp_path: Path, listed: bool
) -> None:
    file = tmp_path / "library.json"
    file.write_text(json.dumps([{"DOI": "10.1234/other"}, CSL] if listed else CSL), encoding="utf-8")
    assert main([*cite_command(records, host.address), "--csl", str(file)]) == 0
    assert (records.root / "references/muller2024.yml").read_text(encoding="utf-8") == CITED
    assert host.requests.total() == 0


RIS = """TY  - JOUR
AU  - Doe, Jane, Jr.
AU  - The Atlas Group
TI  - A layered oxide with six metals
JO  - Journal of Examples
PY  - 2024/05/01
VL  - 14
IS  - 2
SP  - 341
EP  - 353
DO  - https://doi.org/10.1234/NEW.7
ER  -
"""


def test_a_ris_file_gives_the_metadata_without_a_network(records: Records, host: Host, tmp_path: Path) -> None:
    (tmp_path / "x.ris").write_bytes(b"\xef\xbb\xbf" + RIS.replace("\n", "\r\n").encode())
    assert main([*cite_command(records, host.address), "--file", str(tmp_path / "x.ris")]) == 0
    (made,) = (records.root / "references").glob("doe2024?.yml")
    assert parser.parse(made.read_bytes(), "x").value == {
        "id": made.stem, "title": "A layered oxide with six metals", "container-title": "Journal of Examples",
        "author": [{"family": "Doe", "given": "Jane", "suffix": "Jr."}, {"family": "The Atlas Group"}],
        "issued": 2024, "volume": "14", "issue": "2", "page": "341–353", "DOI": "10.1234/new.7", "seen": "listing",
    }  # fmt: skip
    assert host.requests.total() == 0


@pytest.mark.parametrize("text", ["{", "[]", "5", "TY  - JOUR\nTI  - T\nER  - \n"])
def test_a_file_without_the_publication_is_refused_with_a_template(
    records: Records, tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "library.json").write_text(text, encoding="utf-8")
    command = cite_command(records, "http://127.0.0.1:1")
    assert main([*command, "--file", str(tmp_path / "library.json")]) == 1
    output = capsys.readouterr()
    assert "The file " in output.err
    assert "DOI: 10.1234/new.7" in output.out


MATH = (
    '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML">\n <mml:msub>{}<mml:mn>2</mml:mn> </mml:msub></mml:math>'
)
TITLES = {
    "of<i>Anthocephalus indicus</i>Root": "of Anthocephalus indicus Root",
    "the <jats:italic>P</jats:italic>-<em>T</em> diagram of<b>all</b>phases": "the P-T diagram of all phases",
    "Na<sub><i>x</i></sub>MnO<sub>2</sub> and Na<i>x</i>MnO2": "NaxMnO2 and NaxMnO2",
    "Co<sub>1+x\n   </sub>Mn<sub>\n2−x </sub>O<SUB>4</SUB> films": "Co1+xMn2−xO4 films",
    "10<sup>&#8722;3</sup> S&thinsp;cm<sup>-1</sup>": "10−3 S cm-1",
    f"in{MATH.format('<mml:mi>O</mml:mi>')}cathodes": "in O2 cathodes",
    f"MnO{MATH.format('<mml:mrow/>')}cathodes": "MnO2 cathodes",
    f"Na{MATH.format('<mml:mrow></mml:mrow>')}MnO": "Na2MnO",
    "a &amp;lt; b<br/>c": "a < b c",
    "dop\u00ading and\u200b more\ufeff": "doping and more",
}  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_a_title_keeps_its_words_apart_and_its_formulas_together(title: str) -> None:
    assert csl.plain_text(title) == TITLES[title]


def test_hostile_metadata_stay_text(records: Records, host: Host) -> None:
    title = '{{ 7*7 }} <script>alert(1)</script> &lt;img src=x onerror=y&gt; - "a": [b], #c\u2028d\x00'
    host.works["10.1234/new.7"] = {
        **CSL,
        "title": [title],
        "author": [{"family": "../../O’Neil: x", "given": "{a}"}],
    }
    status = main(cite_command(records, host.address))
    made = sorted({path.name for path in records.root.rglob("*.yml")} - {"alpha.yml"})
    assert status == 0 or "oneil" not in "".join(made)
    for path in (records.root / "references").glob("oneil*"):
        value = parser.parse(path.read_bytes(), path.name).value
        assert "<" not in value["title"]
        assert value["author"][0] == {"family": "../../O’Neil: x", "given": "{a}"}


@pytest.mark.parametrize("doi", ["abc", "https://example.org/10.1234/x", "10.12/x", "10.1234/"])
def test_a_text_that_is_no_doi_is_wrong_use(records: Records, doi: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["cite", doi])
    assert stop.value.code == 2
    assert "expected a DOI, such as" in capsys.readouterr().err


def test_ids_are_in_use_even_where_a_record_cannot_be_read(records: Records) -> None:
    records.write("references/poe2025.yml", "id: [poe2025\n")
    records.edit("references/roe2026.yml", "id: roe2026", "id: roe2026\nformer_ids: [roe2025]")
    taken = citation.known_dois(records.root / "references")
    assert {"poe2025", "roe2025", "roe2026", "doe2024"} <= taken.keys()
    assert taken["doe2024"] == "10.1234/test.42"
