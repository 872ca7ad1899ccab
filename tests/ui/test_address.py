"""The address holds what was chosen, though choices come faster than the browser takes the address over."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from ui import address

    with address.settled("" if st.query_params.get("at") != "other" else "other"):
        for name in ("left", "right"):
            key = f"box_{name}"
            st.session_state[key] = st.query_params.get(name, "")
            st.text_input(
                name, key=key, on_change=lambda n=name: address.put(n, st.session_state[f"box_{n}"])
            )
        st.checkbox("other", key="other", on_change=address.keep)
        st.text(f"{st.query_params.get('left', '')}|{st.query_params.get('right', '')}")


def opened() -> AppTest:
    return AppTest.from_function(_page, default_timeout=60).run()


def sends(at: AppTest, /, **address: str) -> None:
    """What the browser sends as its address with the next choice."""
    at.query_params.clear()
    for name, value in address.items():
        at.query_params[name] = value


def chosen(at: AppTest) -> str:
    return str(at.text[0].value)


def test_two_choices_with_one_address_are_both_kept() -> None:
    at = opened()
    at.text_input(key="box_left").set_value("a").run()
    sends(at)
    at.text_input(key="box_right").set_value("b").run()
    assert chosen(at) == "a|b"
    sends(at, left="a")
    at.checkbox(key="other").check().run()
    assert chosen(at) == "a|b"


def test_of_two_choices_in_one_box_the_last_stands_whatever_the_browser_still_sends() -> None:
    at = opened()
    for value in ("a", "b", ""):
        sends(at)
        at.text_input(key="box_left").set_value(value).run()
    sends(at, left="a")
    at.checkbox(key="other").check().run()
    assert chosen(at) == "|"


def test_a_reader_who_goes_back_gets_what_was_there() -> None:
    at = opened()
    at.text_input(key="box_left").set_value("a").run()
    sends(at)
    at.run()
    assert chosen(at) == "|"
    at.text_input(key="box_right").set_value("b").run()
    assert chosen(at) == "|b"


def test_another_page_begins_with_its_own_address() -> None:
    at = opened()
    at.text_input(key="box_left").set_value("a").run()
    sends(at, at="other")
    at.checkbox(key="other").check().run()
    assert chosen(at) == "|"
