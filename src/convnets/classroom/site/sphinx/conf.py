"""How Sphinx makes the pages of `convnets site` into HTML. Nothing is asked of any other host: no fonts, no scripts, no MathJax."""

from pathlib import Path

project = "convnets"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "convnets.classroom.site.mathml"]
exclude_patterns = []

# Markdown and notebooks: executed already, shown as they are
nb_execution_mode = "off"
nb_mime_priority_overrides = [  # an explorer's still rather than its widget, which no page can keep alive
    ("html", "image/png", 0),
    ("html", "text/html", 10),
]
nb_ipywidgets_js = {}
nb_merge_streams = True
nb_code_prompt_show = "Show the check"
nb_code_prompt_hide = "Hide the check"
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence"]
myst_disable_syntax = ["myst_line_comment", "myst_block_break", "myst_target"]  # a line of prose may begin with "%"
myst_heading_anchors = 3
myst_links_external_new_tab = False
highlight_language = "text"  # what a fence without a language holds is typed, or printed, on a terminal
html_math_renderer = "mathml"

# the library
default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
add_module_names = False
toc_object_entries_show_parents = "hide"

# the look
html_theme = "furo"
html_title = "convnets"
pygments_dark_style = "github-dark"
html_static_path = [str(Path(__file__).parent / "static")]
html_css_files = ["site.css"]
html_favicon = str(Path(__file__).parent / "static" / "favicon.svg")
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_theme_options = {
    "light_css_variables": {
        "font-stack": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans KR', 'Apple SD Gothic Neo', sans-serif",
        "color-brand-primary": "#0062a3",
        "color-brand-content": "#0062a3",
    },
    "dark_css_variables": {"color-brand-primary": "#6cbcf0", "color-brand-content": "#6cbcf0"},
}
suppress_warnings = ["mystnb.unknown_mime_type", "myst.header"]


def setup(app):
    """Napoleon reads "word: sentence" under a constant as a type; here it is a sentence."""
    kept = {}

    def keep(app, what, name, obj, options, lines):
        kept[name] = list(lines)

    def restore(app, what, name, obj, options, lines):
        if what in ("data", "attribute"):
            lines[:] = kept[name]

    app.connect("autodoc-process-docstring", keep, priority=100)
    app.connect("autodoc-process-docstring", restore, priority=900)
