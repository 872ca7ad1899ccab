"""Syncing with e-Gov and the Commission's site, played by a local server; what came is ingested."""

from __future__ import annotations

import datetime as dt
import json
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from corpus.catalog import Catalog
from ingest.manifest import load_manifest
from ingest.sources.downloads import Downloads, SyncStatus
from ingest.sources.egov import sync_egov
from ingest.sources.fetching import Fetcher, Manners
from ingest.sources.ppc import Material, sync_ppc

_SITE = runpy.run_path(str(Path(__file__).with_name("local_site.py")))
Answer: Any = _SITE["Answer"]
LAW = "415AC0000000057"
OLD, NEW = f"{LAW}_20250601_504AC0000000068", f"{LAW}_20260624_508AC0000000046"
READER = frozenset({"public"})


@pytest.fixture
def site() -> Iterator[Any]:
    with _SITE["serving"]() as running:
        yield running


@pytest.fixture
def polite(site: Any) -> Iterator[Fetcher]:
    manners = Manners("Senrei/test", interval=0, timeout=30, attempts=2)
    with Fetcher(manners, frozenset({site.host}), setting="SENREI_X", sleep=lambda _: None) as fetcher:
        yield fetcher


def law_xml(state: str, text: str) -> bytes:
    return (
        f"<law_data_response><law_info><law_id>{LAW}</law_id></law_info><revision_info><law_revision_id>{state}"
        "</law_revision_id></revision_info><law_full_text><Law><LawBody><LawTitle>見本法</LawTitle><MainProvision>"
        "<Article Num='1'><ArticleTitle>第一条</ArticleTitle><Paragraph Num='1'><ParagraphSentence><Sentence>"
        f"{text}</Sentence></ParagraphSentence></Paragraph></Article></MainProvision></LawBody></Law>"
        "</law_full_text></law_data_response>"
    ).encode()


def listed(
    state: str, updated: str = "2026-06-24T00:00:00+09:00", title: str = "見本法"
) -> dict[str, object]:
    info = {"law_revision_id": state, "law_title": title, "updated": updated}
    return {"law_info": {"law_id": LAW}, "revision_info": info, "current_revision_info": info}


def laws(*found: dict[str, object]) -> Any:
    return Answer(json.dumps({"total_count": len(found), "count": len(found), "laws": found}).encode())


def data_path(state: str) -> str:
    return f"/api/2/law_data/{state}?law_full_text_format=xml&response_format=xml"


def list_path(key: str = "law_id", value: str = LAW, as_of: str | None = None) -> str:
    return f"/api/2/laws?{key}={value}&response_format=json" + (f"&asof={as_of}" if as_of else "")


@pytest.fixture
def api(site: Any) -> Any:
    site.set(list_path(), laws(listed(NEW)))
    site.set(
        list_path(as_of="2025-09-24"),
        laws({**listed(OLD), "current_revision_info": listed(NEW)["revision_info"]}),
    )
    site.set(data_path(NEW), Answer(law_xml(NEW, "新しい規定")))
    site.set(data_path(OLD), Answer(law_xml(OLD, "古い規定")))
    return site


def test_both_states_of_a_law_are_fetched_once_and_noted(api: Any, polite: Fetcher, tmp_path: Path) -> None:
    folder, base = tmp_path / "egov", f"{api.url}/api/2"
    for _ in range(2):
        now = sync_egov([LAW], Downloads(folder), polite, base=base)
        then = sync_egov([LAW], Downloads(folder), polite, base=base, as_of=dt.date(2025, 9, 24))
    assert [one.status for report in (now, then) for one in report.files] == [SyncStatus.UNCHANGED] * 2
    assert api.paths().count(data_path(NEW)) == 1
    entries = {entry.file: entry for entry in load_manifest(folder / "manifest.yaml").documents}
    assert set(entries) == {f"{OLD}.xml", f"{NEW}.xml"}
    noted = entries[f"{NEW}.xml"]
    assert noted.origin == api.url + data_path(NEW)
    assert noted.fetched is not None
    assert noted.sha256 is not None


def test_a_state_whose_text_was_mended_is_fetched_again(api: Any, polite: Fetcher, tmp_path: Path) -> None:
    base = f"{api.url}/api/2"
    sync_egov([LAW], Downloads(tmp_path), polite, base=base)
    api.set(list_path(), laws(listed(NEW, updated="2026-07-01T00:00:00+09:00")))
    api.set(data_path(NEW), Answer(law_xml(NEW, "正誤のあった規定")))
    report = sync_egov([LAW], Downloads(tmp_path), polite, base=base)
    assert [one.status for one in report.files] == [SyncStatus.CHANGED]
    assert "正誤" in (tmp_path / f"{NEW}.xml").read_text("utf-8")


def test_a_law_is_named_by_its_whole_title_too(api: Any, polite: Fetcher, tmp_path: Path) -> None:
    from urllib.parse import quote

    found = (listed(OLD, title="見本法施行令"), listed(NEW))
    api.set(list_path("law_title", quote("見本法")), laws(*found))
    api.set(list_path("law_title", quote("見本")), laws(*found))
    base = f"{api.url}/api/2"
    whole, part, gone = sync_egov(
        ["見本法", "見本", "無い法律"], Downloads(tmp_path), polite, base=base
    ).files
    assert (whole.status, whole.file) == (SyncStatus.NEW, f"{NEW}.xml")
    assert "見本法施行令、見本法" in part.message
    assert gone.status is SyncStatus.FAILED


@pytest.mark.parametrize("text", [b"<html>maintenance</html>", b"<law_data_response><law_full_text><Law>"])
def test_what_is_no_whole_law_is_not_kept(api: Any, polite: Fetcher, tmp_path: Path, text: bytes) -> None:
    api.set(data_path(NEW), Answer(text))
    report = sync_egov([LAW], Downloads(tmp_path), polite, base=f"{api.url}/api/2")
    assert not report.ok
    assert list(tmp_path.iterdir()) == []


def test_the_command_fetches_and_takes_in_and_the_next_time_does_neither(api: Any, tmp_path: Path) -> None:
    words = [
        "sync",
        "egov",
        "--law",
        LAW,
        "--base",
        f"{api.url}/api/2",
        "--data",
        str(tmp_path / "d"),
        "--json",
    ]
    environment = {"SENREI_SYNC_PAUSE": "0"}
    replies = [CliRunner().invoke(app, words, env=environment) for _ in range(2)]
    first, second = (json.loads(reply.stdout) for reply in replies)
    assert [first["files"][0]["status"], second["files"][0]["status"]] == ["new", "unchanged"]
    outcomes = [reply["ingested"]["files"][0]["outcome"] for reply in (first, second)]
    assert outcomes == ["added", "unchanged"]
    with Catalog.open(tmp_path / "d") as catalog:
        assert "新しい規定" in catalog.clause(f"law-{LAW.lower()}.a1", READER).text


def test_a_dry_run_fetches_no_law(api: Any, tmp_path: Path) -> None:
    words = [
        "sync",
        "egov",
        "--law",
        LAW,
        "--base",
        f"{api.url}/api/2",
        "--data",
        str(tmp_path / "d"),
        "--dry-run",
    ]
    reply = CliRunner().invoke(app, words, env={"SENREI_SYNC_PAUSE": "0"})
    assert reply.exit_code == 0
    assert f"planned    {NEW}.xml" in reply.stdout
    assert not (tmp_path / "d").exists()
    assert data_path(NEW) not in api.paths()


@pytest.mark.parametrize("command", ["egov", "ppc"])
def test_without_a_network_the_command_says_what_to_do(command: str, tmp_path: Path) -> None:
    with _SITE["serving"]() as closed:
        address = closed.url
    words = ["sync", command, "--base", f"{address}/x/", "--data", str(tmp_path / "d")]
    words += ["--law", LAW] if command == "egov" else []
    reply = CliRunner().invoke(app, words, env={"SENREI_SYNC_PAUSE": "0"})
    assert reply.exit_code == 1
    assert "closed network" in reply.stderr
    assert f"SENREI_{command.upper()}" in reply.stderr


def page(title: str, *links: tuple[str, str], aside: str = "") -> Any:
    anchors = "".join(f"<li><a href='{href}'>{text}</a></li>" for href, text in links)
    return Answer(
        f"<html><head><title>{title}</title></head><body>{aside}<ul>{anchors}</ul></body></html>".encode()
    )


MINUTES = (
    "第{number}回個人情報保護委員会\n\n1. 日時：令和8年{month}月{day}日（水）10:00～\n2. 場所：委員会室\n"
    "3. 出席者：見本委員長、試験委員\n4. 議事の内容\n\n○見本委員長　それでは、第{number}回委員会を開会します。\n"
    "○事務局　資料1について御説明申し上げます。\n○試験委員　異議はございません。\n○見本委員長　閉会します。\n"
)


@pytest.fixture
def commission(site: Any) -> Any:
    base = "/aboutus/minutes/"
    site.set(base, page("会議", ("2026/", "令和8年"), ("2024/", "令和6年"), ("/files/pdf/panf.pdf", "案内")))
    site.set(
        base + "2026/",
        page(
            "令和8年",
            ("20260916/", "第３６９回個人情報保護委員会"),
            ("20260107/", "第350回個人情報保護委員会"),
        ),
    )
    site.set(base + "2024/", page("令和6年", ("20240911/", "第300回個人情報保護委員会")))
    site.set(
        base + "2026/20260916/",
        page(
            "第369回個人情報保護委員会",
            ("/files/pdf/260916_gijiroku.txt", "議事録（TXT：2KB）"),
            ("/files/pdf/260916_shiryou-1.txt", "資料１－１　安全管理措置の見直し（PDF : 120KB）"),
            ("/aboutus/minutes/2026/", "一覧に戻る"),
            aside="<footer><a href='/files/pdf/banner.pdf'>広報</a></footer>",
        ),
    )
    site.set(
        "/files/pdf/260916_gijiroku.txt",
        Answer(MINUTES.format(number=369, month=9, day=16).encode(), headers={"ETag": '"m"'}),
    )
    site.set(
        "/files/pdf/260916_shiryou-1.txt",
        Answer("資料１－１\n\n１ 趣旨\n\n(1) 見直しを検討する。\n".encode(), headers={"ETag": '"s"'}),
    )
    return site


def run(commission: Any, polite: Fetcher, folder: Path, **options: Any) -> list[tuple[str, str]]:
    since = options.pop("since", dt.date(2026, 8, 1))
    base = f"{commission.url}/aboutus/minutes/"
    report = sync_ppc(
        Downloads(folder), Downloads(folder / ".pages"), polite, since=since, base=base, **options
    )
    return [(one.status.value, one.file) for one in report.files]


MATERIALS = ["2026/20260916/260916_gijiroku.txt", "2026/20260916/260916_shiryou-1.txt"]


def test_the_list_of_meetings_leads_to_their_files(commission: Any, polite: Fetcher, tmp_path: Path) -> None:
    assert run(commission, polite, tmp_path) == [("new", name) for name in MATERIALS]
    assert not any("2024" in path or "banner" in path or "20260107" in path for path in commission.paths())
    minutes, paper = load_manifest(tmp_path / "manifest.yaml").documents
    assert (minutes.kind, minutes.meeting, minutes.date) == ("minutes", 369, dt.date(2026, 9, 16))
    assert (paper.id, paper.title) == ("ppc-20260916-shiryou-1", "資料1-1 安全管理措置の見直し")
    assert minutes.url == f"{commission.url}/files/pdf/260916_gijiroku.txt"


def test_only_the_kinds_asked_for_are_fetched(commission: Any, polite: Fetcher, tmp_path: Path) -> None:
    found = run(commission, polite, tmp_path, kinds=frozenset({Material.MINUTES}))
    assert found == [("new", MATERIALS[0])]


def test_a_second_run_is_sent_nothing_that_is_here(commission: Any, polite: Fetcher, tmp_path: Path) -> None:
    run(commission, polite, tmp_path)
    before = (tmp_path / "manifest.yaml").read_bytes()
    assert run(commission, polite, tmp_path) == [("unchanged", name) for name in MATERIALS]
    assert (tmp_path / "manifest.yaml").read_bytes() == before


def test_a_changed_file_is_fetched_anew_and_what_a_person_noted_stays(
    commission: Any, polite: Fetcher, tmp_path: Path
) -> None:
    run(commission, polite, tmp_path)
    manifest = tmp_path / "manifest.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("安全管理措置の見直し", "私の題名"), "utf-8")
    commission.set(
        "/files/pdf/260916_shiryou-1.txt",
        Answer("資料１－１\n\n１ 新しい趣旨\n".encode(), headers={"ETag": '"t"'}),
    )
    assert run(commission, polite, tmp_path) == [("unchanged", MATERIALS[0]), ("changed", MATERIALS[1])]
    paper = load_manifest(manifest).documents[1]
    assert (paper.title, paper.etag) == ("資料1-1 私の題名", '"t"')


def test_an_interrupted_run_goes_on_where_it_ended(commission: Any, polite: Fetcher, tmp_path: Path) -> None:
    def stop(progress: Any) -> None:
        if progress.done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(commission, polite, tmp_path, progress=stop)
    (tmp_path / MATERIALS[0]).with_name(".fetching-x").write_bytes(b"half")
    assert run(commission, polite, tmp_path) == [("unchanged", MATERIALS[0]), ("new", MATERIALS[1])]


def test_a_file_that_was_spoilt_here_is_fetched_again(
    commission: Any, polite: Fetcher, tmp_path: Path
) -> None:
    run(commission, polite, tmp_path)
    (tmp_path / MATERIALS[0]).write_bytes(b"spoilt")
    assert run(commission, polite, tmp_path)[0] == ("changed", MATERIALS[0])


def test_one_file_that_cannot_be_had_stops_no_other(commission: Any, polite: Fetcher, tmp_path: Path) -> None:
    commission.set("/files/pdf/260916_gijiroku.txt", Answer(status=410))
    assert run(commission, polite, tmp_path) == [("failed", MATERIALS[0]), ("new", MATERIALS[1])]


def test_what_was_fetched_is_taken_in_as_what_it_is(commission: Any, tmp_path: Path) -> None:
    words = ["sync", "ppc", "--since", "2026-08-01", "--base", f"{commission.url}/aboutus/minutes/"]
    words += ["--data", str(tmp_path / "d"), "--json"]
    reply = CliRunner().invoke(app, words, env={"SENREI_SYNC_PAUSE": "0"})
    assert reply.exit_code == 0, reply.output
    with Catalog.open(tmp_path / "d") as catalog:
        held = {document.id: document for document in catalog.documents(READER)}
    assert set(held) == {"minutes-369", "ppc-20260916-shiryou-1"}
    assert held["minutes-369"].cite == "第369回個人情報保護委員会 議事録（令和8年9月16日）"
