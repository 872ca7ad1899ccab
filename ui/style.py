"""How the page looks: one style sheet over Streamlit's theme (ui/.streamlit/config.toml)."""

from __future__ import annotations

_FONTS = (
    "'Hiragino Kaku Gothic ProN', 'Hiragino Sans', 'Noto Sans JP', 'Noto Sans CJK JP', 'Yu Gothic', "
    "Meiryo, IPAPGothic, IPAGothic, sans-serif"
)
_INK, _QUIET, _NAVY, _LINE, _PALE, _MARK = "#1c2733", "#4a5a69", "#1f4e79", "#d5dde5", "#f3f6f9", "#fff0a8"

_FRAME = f"""
html, body, .stApp, .stApp button, .stApp input, .stApp textarea {{ font-family: {_FONTS}; }}
.stApp {{ line-height: 1.75; color: {_INK}; }}
[data-testid="stAppDeployButton"], [data-testid="stMainMenu"], [data-testid="stStatusWidget"],
[data-testid="stToolbarActions"], [data-testid="InputInstructions"] {{ display: none; }}
[data-testid="stMainBlockContainer"] {{ padding: 4.25rem 2.5rem 1rem; max-width: 118rem; }}
[data-testid="stBottomBlockContainer"] {{ padding: 0.5rem 2.5rem 1rem; max-width: 118rem; }}
.stApp strong, .stApp b {{ font-weight: 700; }}
.stApp [data-testid="stCaptionContainer"], .stApp [data-testid="stCaptionContainer"] * {{
  color: {_QUIET}; opacity: 1; }}
[data-testid="stSidebarUserContent"] {{ padding-top: 0; }}
[data-testid="stSidebar"] [data-testid="stVerticalBlock"] {{ gap: 0.6rem; }}
.stApp [data-testid="stHeadingWithActionElements"] a {{ display: none; }}
.stApp a:focus-visible, .stApp summary:focus-visible, .stApp article:focus-visible {{
  outline: 3px solid {_NAVY}; outline-offset: 2px; }}
.brand-name {{ font-size: 1.5rem; font-weight: 700; color: {_NAVY}; margin: 0; letter-spacing: 0.02em; }}
.brand-line {{ font-size: 0.8125rem; color: {_QUIET}; margin: 0; line-height: 1.5; }}
.panel-title {{ font-size: 1rem; font-weight: 700; color: {_NAVY}; margin: 0 0 0.25rem; padding: 0; }}
.st-key-talks button[data-testid="stBaseButton-tertiary"], .st-key-talks button[data-testid="stBaseButton-tertiary"] > div {{
  justify-content: flex-start; text-align: left; }}
.st-key-talks button[data-testid="stBaseButton-tertiary"] {{ font-size: 0.875rem; padding: 0.15rem 0.25rem; min-height: 1.75rem; }}
.st-key-welcome {{ max-width: 52rem; margin: 3vh auto 0; }}
.st-key-welcome button {{ min-height: 2.9rem; }}
.st-key-welcome button, .st-key-welcome button > div {{ justify-content: flex-start; text-align: left; }}
.st-key-welcome h1 {{ color: {_NAVY}; font-size: 2.25rem; }}
"""

_CONVERSATION = f"""
.question {{ border-left: 4px solid {_NAVY}; background: {_PALE}; padding: 0.6rem 1rem; font-weight: 700;
  font-size: 1.0625rem; border-radius: 0 6px 6px 0; scroll-margin-top: 4.5rem; overflow-wrap: anywhere;
  white-space: pre-wrap; }}
.question .who {{ font-weight: 400; display: inline-block; font-size: 0.75rem; color: {_QUIET};
  margin-right: 0.75rem; }}
[class*="st-key-turn_"] {{ padding-bottom: 1.5rem; }}
[class*="st-key-turn_"] [data-testid="stMarkdownContainer"] blockquote {{ margin: 0.25rem 0; color: {_INK};
  border-left: 3px solid {_LINE}; padding: 0 0 0 0.9rem; opacity: 1; }}
[class*="st-key-turn_"] a[href^="#source-"] {{ text-decoration: none; font-weight: 600;
  white-space: nowrap; }}
.chips {{ margin: 0; display: flex; flex-wrap: wrap; gap: 0.35rem; align-items: center;
  font-size: 0.8125rem; }}
.chips-label {{ color: {_QUIET}; }}
.chip {{ background: #e7eef6; color: {_NAVY}; border-radius: 999px; padding: 0.05rem 0.7rem; }}
.chip.missing {{ background: #fbeed5; color: #6b4700; }}
[class*="st-key-not_found_"] {{ background: #f6f4ee; border: 1px solid #e0d9c8; border-radius: 6px;
  padding: 1rem 1.25rem; }}
.remark {{ font-size: 0.8125rem; color: {_QUIET}; border-left: 3px solid {_LINE}; padding-left: 0.6rem;
  margin: 0; }}
.not-found-title {{ font-weight: 700; margin: 0; color: #5b4a1f; }}
[class*="st-key-rate_"] button {{ font-size: 0.8125rem; min-height: 2rem; padding: 0.1rem 0.7rem; }}
"""

_SOURCES = f"""
[data-testid="stColumn"]:has(> div .st-key-sources) {{ align-self: flex-start; position: sticky; top: 4rem; }}
.st-key-sources {{ max-height: calc(100vh - 11rem); overflow-y: auto; padding: 0 0.5rem 0 0; }}
.card .label, .holding .label {{ font-weight: 700; margin: 0; line-height: 1.6; overflow-wrap: anywhere; }}
.card .mark {{ display: inline-block; line-height: 1.5; color: #fff; background: {_NAVY}; border-radius: 4px;
  padding: 0 0.4rem; font-size: 0.8125rem; }}
.card blockquote {{ margin: 0.5rem 0; padding: 0.5rem 0.9rem; background: {_PALE};
  border-left: 3px solid {_NAVY}; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.9375rem; }}
.card .about, .holding .about {{ font-size: 0.8125rem; color: {_QUIET}; margin: 0; }}
.card .note {{ font-size: 0.8125rem; background: #fbeed5; color: #5b3d00; padding: 0.2rem 0.6rem;
  border-radius: 4px; margin: 0.25rem 0; }}
.card:target .label {{ background: {_MARK}; }}
.card {{ scroll-margin-top: 0.5rem; }}
.card dl {{ margin: 0; padding: 0; font-size: 0.875rem; }}
.card dt {{ color: {_QUIET}; font-size: 0.8125rem; }}
.card dd {{ margin: 0 0 0.4rem; padding: 0; overflow-wrap: anywhere; }}
"""

_REGISTERS = f"""
.page-title {{ font-size: 1.5rem; color: {_NAVY}; margin: 0; padding: 0; }}
.lead {{ font-size: 0.875rem; color: {_QUIET}; margin: 0.25rem 0 0; }}
.st-key-register_head .count {{ font-weight: 700; margin: 0; }}
.st-key-register_head .about {{ font-size: 0.8125rem; color: {_QUIET}; margin: 0; }}
.st-key-register_head button {{ min-height: 2.25rem; font-size: 0.875rem; }}
.entry {{ display: grid; gap: 0 0.9rem; font-size: 0.9375rem; line-height: 1.7; overflow-wrap: anywhere; }}
.entry.measure {{ grid-template-columns: 7rem minmax(16rem, 1fr) 9.5rem 5rem 8rem; }}
.entry.precedent {{ grid-template-columns: 7rem minmax(12rem, 1fr) minmax(11rem, 0.9fr) minmax(12rem, 1fr); }}
.entry-head {{ font-size: 0.8125rem; font-weight: 700; color: {_NAVY}; border-bottom: 2px solid {_NAVY};
  padding-bottom: 0.25rem; }}
.entry .about, .compared .about {{ font-size: 0.8125rem; color: {_QUIET}; margin: 0.15rem 0 0; line-height: 1.5; }}
.entry .words, .compared .words {{ margin: 0; white-space: pre-wrap; }}
.entry .words + .words, .compared .words + .words {{ margin-top: 0.4rem; }}
.entry summary {{ cursor: pointer; color: {_NAVY}; font-weight: 600; font-size: 0.875rem; }}
.entry details .words {{ border-left: 3px solid {_LINE}; padding-left: 0.6rem; margin-top: 0.3rem; }}
.entry .chips {{ align-content: flex-start; }}
.entry .chip {{ font-size: 0.8125rem; border-radius: 10px; line-height: 1.5; display: inline-block; }}
.stApp .source {{ color: #1a5a96; font-size: 0.8125rem; white-space: nowrap; }}
.strength {{ display: inline-block; border-radius: 4px; padding: 0 0.45rem; font-size: 0.8125rem;
  font-weight: 700; border: 1px solid {_NAVY}; color: {_NAVY}; background: #fff; white-space: nowrap; }}
.strength.required {{ background: {_NAVY}; color: #fff; }}
.strength.suggested {{ border-style: dashed; font-weight: 400; }}
[class*="st-key-measure_"], [class*="st-key-precedent_"] {{ border-bottom: 1px solid {_LINE};
  padding-bottom: 0.6rem; }}
[class*="st-key-measure_"] [data-testid="stVerticalBlock"],
[class*="st-key-precedent_"] [data-testid="stVerticalBlock"] {{ gap: 0.4rem; }}
[class*="st-key-measure_"] button, [class*="st-key-precedent_"] button {{ font-size: 0.875rem; }}
.compared {{ width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 0.9375rem;
  line-height: 1.7; }}
.compared caption {{ text-align: left; caption-side: top; padding: 0 0 0.5rem; color: {_INK};
  font-size: 0.875rem; }}
.compared th, .compared td {{ text-align: left; vertical-align: top; padding: 0.5rem 0.8rem;
  border: 1px solid {_LINE}; overflow-wrap: anywhere; }}
.compared thead th {{ background: {_PALE}; color: {_NAVY}; }}
.compared thead th span {{ display: block; }}
.compared .heading {{ font-weight: 400; color: {_INK}; font-size: 0.875rem; line-height: 1.5; }}
.compared .status {{ width: 7.5rem; text-align: center; }}
.compared .group th {{ background: #e7eef6; color: {_NAVY}; padding: 0.2rem 0.8rem; }}
[class^="compared-"] {{ display: inline-block; border-radius: 4px; padding: 0 0.5rem; font-weight: 700;
  font-size: 0.8125rem; border: 1px solid; }}
.compared-same {{ color: {_QUIET}; }}
.compared-changed {{ color: #6b4700; background: #fbeed5; }}
.compared-new {{ color: #14532d; background: #e2f2e6; }}
.compared-gone {{ color: #7a1f1f; background: #f8e4e4; }}
.compared .field th {{ font-weight: 600; color: {_QUIET}; font-size: 0.875rem; border-bottom: 0; padding-bottom: 0; }}
.compared mark {{ background: {_MARK}; color: {_INK}; }}
.counts {{ display: grid; grid-template-columns: 1fr 1fr; gap: 0 2.5rem; }}
.counts .legend {{ grid-column: 1 / -1; display: flex; gap: 1.25rem; margin: 0; font-size: 0.8125rem; }}
.counts figure {{ margin: 0.25rem 0 0.5rem; }}
.counts figcaption {{ font-weight: 700; font-size: 0.875rem; color: {_NAVY}; }}
.counts dl {{ display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 0.75rem; margin: 0;
  font-size: 0.8125rem; align-items: center; }}
.counts dt {{ font-weight: 400; margin: 0; }}
.counts dd {{ display: flex; gap: 0.5rem; align-items: center; margin: 0; }}
.counts .bars {{ display: flex; flex: 1; height: 0.85rem; }}
.counts .required {{ background: {_NAVY}; }}
.counts .requested {{ background: #6f9bc4; }}
.counts .suggested {{ background: #c3d3e2; }}
.counts .key {{ display: inline-block; width: 0.85rem; height: 0.85rem; vertical-align: -0.1rem; }}
.counts .figure {{ min-width: 1.5rem; text-align: right; }}
@media (max-width: 1250px) {{
  :is([class*="st-key-measure_"], [class*="st-key-precedent_"]) [data-testid="stHorizontalBlock"] {{
    flex-direction: column; }}
  :is([class*="st-key-measure_"], [class*="st-key-precedent_"]) [data-testid="stColumn"],
  [data-testid="stHorizontalBlock"]:has(.entry-head) > :first-child {{ width: 100%; min-width: 100%; flex: none; }}
  [data-testid="stHorizontalBlock"]:has(.entry-head) > :last-child {{ display: none; }}
  :is([class*="st-key-measure_"], [class*="st-key-precedent_"]) [data-testid="stColumn"]:last-child
    [data-testid="stVerticalBlock"] {{ flex-direction: row; flex-wrap: wrap; }}
  :is([class*="st-key-measure_"], [class*="st-key-precedent_"]) [data-testid="stColumn"]:last-child
    [data-testid="stElementContainer"] {{ width: auto; }}
  .entry.measure {{ grid-template-columns: 7rem minmax(0, 1fr) 9rem;
    grid-template-rows: auto auto auto 1fr; }}
  .entry.measure:not(.entry-head) > :nth-child(-n+2) {{ grid-row: 1 / span 4; }}
  .entry.measure > :nth-child(n+3) {{ grid-column: 3; }}
  .entry-head.measure > :nth-child(n+4), .entry-head.precedent > :nth-child(3) {{ display: none; }}
  .entry.precedent {{ grid-template-columns: 7rem minmax(0, 1fr) minmax(0, 1fr);
    grid-template-rows: auto 1fr; }}
  .entry.precedent:not(.entry-head) > :first-child {{ grid-row: 1 / span 2; }}
  .entry.precedent:not(.entry-head) > :nth-child(3) {{ grid-column: 2; }}
  .entry.precedent > :nth-child(4) {{ grid-column: 3; grid-row: 1 / span 2; }}
  .counts {{ grid-template-columns: 1fr; }}
}}
@media (max-width: 900px) {{ .entry.measure, .entry.precedent {{ grid-template-columns: 1fr; }}
  .entry > * {{ grid-column: 1 !important; grid-row: auto !important; }} }}
"""

_DOCUMENT = f"""
.document-title {{ font-size: 1.3125rem; line-height: 1.5; padding: 0; margin: 0; }}
.document {{ height: calc(100vh - 11rem); min-height: 24rem; position: relative; overflow-y: auto;
  border: 1px solid {_LINE}; border-radius: 6px; padding: 0.5rem 1.5rem 3rem; background: #fff; }}
.document section {{ scroll-margin-top: 1rem; }}
.document section section {{ padding-left: 1rem; }}
.document h2, .document h3, .document h4, .document h5, .document h6 {{ padding: 0; line-height: 1.6;
  white-space: pre-wrap; overflow-wrap: anywhere; font-weight: 700; }}
.document h2 {{ font-size: 1.125rem; color: {_NAVY}; margin: 1.6rem 0 0.4rem;
  border-bottom: 1px solid {_LINE}; }}
.document h3 {{ font-size: 1rem; margin: 1.2rem 0 0.3rem; }}
.document h4, .document h5, .document h6 {{ font-size: 0.9375rem; margin: 0.9rem 0 0.2rem; color: {_QUIET}; }}
.document .leaf {{ position: relative; padding: 0.15rem 2rem 0.15rem 0.6rem; margin: 0.2rem 0;
  scroll-margin-top: 1rem; }}
.document .text {{ white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 2; }}
.document .is-field .text {{ tab-size: 4; }}
.document .cited {{ outline: 2px solid {_NAVY}; outline-offset: 2px; border-radius: 4px;
  background: #f4f8fc; }}
.document mark {{ background: {_MARK}; color: {_INK}; padding: 0.1em 0; }}
.document .pin {{ position: absolute; right: 0.4rem; top: 0.15rem; opacity: 0; text-decoration: none;
  color: {_NAVY}; padding: 0 0.4rem; }}
.document .leaf:hover .pin, .document .pin:focus-visible {{ opacity: 1; }}
.document .gap {{ color: {_QUIET}; text-align: center; margin: 0.5rem 0; }}
.document .is-withheld .text {{ color: {_QUIET}; }}
.sheet-frame {{ height: calc(100vh - 15rem); min-height: 24rem; overflow-y: auto; border: 1px solid {_LINE};
  border-radius: 6px; background: #e9eef3; padding: 1rem; }}
.sheet {{ position: relative; max-width: 60rem; margin: 0 auto; background: #fff;
  box-shadow: 0 1px 4px rgba(28, 39, 51, 0.25); }}
.sheet img {{ display: block; width: 100%; height: auto; }}
.word-box {{ position: absolute; outline: 2px solid {_NAVY}; outline-offset: 1px;
  background: rgba(255, 214, 51, 0.28); border-radius: 1px; mix-blend-mode: multiply; }}
.st-key-taking {{ max-height: calc(100vh - 11rem); overflow-y: auto; padding-right: 0.5rem; }}
.contents {{ font-size: 0.875rem; }}
.contents ul {{ list-style: none; margin: 0; padding: 0 0 0 0.7rem; }}
.contents > ul {{ padding: 0; }}
.contents li {{ margin: 0.15rem 0; padding: 0; line-height: 1.5; overflow-wrap: anywhere; }}
.contents a {{ color: {_INK}; text-decoration: none; }}
.contents a:hover {{ color: {_NAVY}; text-decoration: underline; }}
.contents a[aria-current] {{ font-weight: 700; color: {_NAVY}; }}
.contents summary {{ cursor: pointer; }}
"""

_BRIEFING = f"""
.briefing {{ max-width: 62rem; }}
.stApp .briefing a, .stApp .references a, .stApp .card a {{ color: #1a5a96; }}
.briefing h1 {{ font-size: 1.5rem; color: {_NAVY}; margin: 0.5rem 0 0; padding: 0; }}
.briefing h2 {{ font-size: 1.1875rem; color: {_NAVY}; margin: 2rem 0 0.5rem; padding: 0 0 0.2rem;
  border-bottom: 2px solid {_NAVY}; }}
.briefing h3 {{ font-size: 1rem; margin: 1.1rem 0 0.3rem; padding: 0; line-height: 1.6; }}
.briefing h4 {{ font-size: 0.875rem; color: {_QUIET}; margin: 0.6rem 0 0.1rem; padding: 0; }}
.briefing section, .brief-sources li {{ scroll-margin-top: 4.5rem; }}
.briefing ul {{ margin: 0; padding-left: 1.25rem; }}
.briefing li {{ margin: 0.35rem 0; padding: 0; overflow-wrap: anywhere; }}
.briefing li.reply {{ margin-left: 1.5rem; }}
.briefing .place {{ color: {_QUIET}; font-size: 0.875rem; }}
.briefing .words {{ white-space: pre-line; }}
.briefing .about {{ color: {_QUIET}; font-size: 0.875rem; margin: 0; }}
.briefing .note {{ background: #fbeed5; color: #5b3d00; padding: 0.2rem 0.6rem; border-radius: 4px; }}
.briefing a.mark {{ font-size: 0.8125rem; margin-left: 0.2rem; text-decoration: none; white-space: nowrap; }}
.brief-table {{ border-collapse: collapse; width: 100%; font-size: 0.9375rem; line-height: 1.65; }}
.brief-table th, .brief-table td {{ border: 1px solid {_LINE}; padding: 0.4rem 0.7rem; text-align: left;
  vertical-align: top; }}
.brief-table th {{ background: {_PALE}; color: {_NAVY}; white-space: nowrap; }}
.brief-table td:first-child {{ white-space: nowrap; }}
.briefing .brief-sources {{ list-style: none; margin: 0; padding: 0; font-size: 0.875rem; }}
.brief-sources li:target {{ background: {_MARK}; }}
"""

_INTAKE = f"""
.figures h3 {{ font-size: 1rem; margin: 1rem 0 0; padding: 0; }}
.figures .about, .figure-table .about {{ color: {_QUIET}; font-size: 0.8125rem; }}
.figures dl {{ display: flex; gap: 0.25rem 1.5rem; flex-wrap: wrap; margin: 0 0 0.5rem; }}
.figures dt {{ color: {_QUIET}; font-size: 0.8125rem; }}
.figures dd {{ margin: 0; font-size: 0.875rem; }}
.figures .state {{ font-weight: 700; margin: 0 0 0.25rem; }}
.figures .state.unsettled, .figure-table .failed {{ color: #7a1f1f; }}
.figure-table {{ border-collapse: collapse; width: 100%; font-size: 0.875rem; line-height: 1.55; margin: 0.3rem 0; }}
.figure-frame {{ overflow-x: auto; }}
.figure-frame .figure-table :is(th, td) {{ overflow-wrap: normal; word-break: keep-all; }}
.figure-table.narrow {{ width: auto; min-width: 24rem; }}
.figure-table th, .figure-table td {{ border: 1px solid {_LINE}; padding: 0.3rem 0.6rem; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }}
.figure-table thead th {{ background: {_PALE}; color: {_NAVY}; }}
.figure-table .label {{ font-weight: 700; }}
.figure-table .all th, .figure-table .all .figure {{ font-weight: 700; }}
.figure-table .bar {{ display: block; height: 0.3rem; background: {_NAVY}; border-radius: 2px; }}
.figure-table summary {{ cursor: pointer; color: {_NAVY}; }}
.figure-table ul {{ margin: 0.2rem 0; padding-left: 1.1rem; }}
.stApp .figure-table a {{ color: #1a5a96; }}
.meter {{ display: block; height: 0.35rem; background: {_LINE}; border-radius: 2px; margin-top: 0.25rem; }}
.meter span {{ display: block; height: 100%; background: {_NAVY}; border-radius: 2px; }}
"""

# On paper: what is read, without what is clicked; sources after their answer, each in one piece.
_PRINT = """
@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stBottom"], [data-testid="stToolbar"],
  .contents, .lead, .stButton, .stDownloadButton, .stLinkButton, .stForm, [data-testid="stExpander"],
  [data-testid="stPopover"], [data-testid^="stBidiComponent"], [data-testid="stButtonGroup"],
  [class*="st-key-rate_"], .st-key-heading button, .card .about:empty, .pin, .stFileUploader { display: none !important; }
  @page { margin: 16mm 14mm; }
  html, body, .stApp { font-size: 10.5pt; line-height: 1.6; }
  [data-testid="stMainBlockContainer"] { padding: 0 !important; max-width: none; }
  [data-testid="stMain"], [data-testid="stAppViewContainer"] { overflow: visible !important; position: static; }
  .st-key-conversation [data-testid="stHorizontalBlock"] { display: block; }
  .st-key-conversation [data-testid="stColumn"] { width: 100% !important; position: static !important; }
  .document, .st-key-sources, .st-key-taking, .sheet-frame { height: auto; max-height: none; overflow: visible;
    border: 0; padding: 0; }
  [class*="st-key-card_"], [class*="st-key-near_"], .entry, .brief-table tr, .compared tr, .briefing li {
    break-inside: avoid; }
  [class*="st-key-card_"] { padding: 0.3rem 0; border: 0; border-top: 1px solid #d5dde5; border-radius: 0; }
  h1, h2, h3, h4, .label { break-after: avoid; }
  .card blockquote, .question, .word-box, .strength, mark, .bars span, .bar { print-color-adjust: exact; }
  a[href] { color: inherit !important; text-decoration: none; }
}
"""

CSS = _FRAME + _CONVERSATION + _SOURCES + _REGISTERS + _DOCUMENT + _BRIEFING + _INTAKE + _PRINT
