"""The page: complete, self-contained, and safe whatever a document holds."""

from __future__ import annotations

from html.parser import HTMLParser

from evals.compare import Change, Comparison
from evals.figures import SetResult
from evals.gold import GoldSet
from evals.report import page
from evals.scoring import ItemResult, Scorer

VOID = {"meta", "br", "input", "option", "li", "td", "th", "tr"}


class Reader(HTMLParser):
    """The page's text, its tags as they open and close, and the tags with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.marked: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "mark":
            self.marked.append(data)


def results(world, *items: ItemResult) -> list[SetResult]:
    gold = GoldSet(name="tune", digest="d", items=tuple(one.item for one in items))
    return [SetResult(gold=gold, results=items)]


def test_each_question_has_its_answer_hits_and_what_was_missed(world) -> None:
    target = world.told(world.answer(("再委託先の管理を求めた", world.who)), [world.other, world.who])
    scored = Scorer(target).score(
        world.item(["再委託先"], ["暗号化"], question="再委託は？", history=["前の質問"])
    )
    text = page(results(world, scored), "試験")
    read = Reader(text)
    assert read.open == []
    assert read.marked == ["再委託先", "再委託先"]  # in the quotation and in the hit
    for expected in (
        "再委託は？",
        "前の質問",
        "第300回 清水委員",
        "会議は13時に始まった。",
        "0.400",
        "0.300",
        "cited 0.50",
    ):
        assert expected in text
    items = [held for tag, held in read.tags if tag == "details"]
    assert [(one["class"], one["data-kind"]) for one in items] == [("item short", "lookup")]


def test_the_page_fetches_nothing(world) -> None:
    scored = Scorer(world.told(world.answer(), [world.who])).score(world.item(["再委託先"]))
    read = Reader(page(results(world, scored), "試験"))
    assert not [held for _, held in read.tags if {"src", "href"} & held.keys()]
    assert "link" not in {tag for tag, _ in read.tags}


def test_markup_in_a_document_or_question_stays_text(world) -> None:
    evil = world.clause("p9", "<script>alert(1)</script> 再委託先 <b>", "<i>題</i>")
    target = world.told(world.answer(("再委託先", evil)), [evil])
    scored = Scorer(target).score(world.item(["再委託先"], question="<img src=x>", kind="a'b<c"))
    read = Reader(page(results(world, scored), "<u>"))
    assert read.open == []
    assert [tag for tag, _ in read.tags].count("script") == 1
    assert {"b", "i", "u", "img"}.isdisjoint(tag for tag, _ in read.tags)


def test_a_question_that_failed_says_why(world) -> None:
    failed = ItemResult(item=world.item(["甲"]), figures={"error": 1.0}, problem="HTTP 500 <理由>")
    assert "HTTP 500 &lt;理由&gt;" in page(results(world, failed), "試験")


def test_drops_and_rises_stand_at_the_head(world) -> None:
    scored = Scorer(world.told(world.answer())).score(world.item())
    change = Change(gold="tune", kind="ALL", figure="cited", before=0.9, now=0.5, real=True)
    text = page(results(world, scored), "試験", Comparison(changes=(change,), notes=("注記",)))
    assert "<li class=bad>tune ALL cited: 0.900 -&gt; 0.500</li>" in text
    assert "注記" in text
    assert "no real change" in page(results(world, scored), "試験", Comparison(changes=(), notes=()))
