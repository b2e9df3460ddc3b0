"""Lists that installed packages ship: read where they lie, the packages themselves are never imported."""

from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from domain.errors import Missing
from domain.terms import Term

NOT_INSTALLED = Term("没有安装资料包 {package}，请先运行 make install。", "{package} is missing: run make install.")


def package_file(package: str, name: str) -> Path:
    """Where the file ``name`` of an installed ``package`` lies; raises Missing when there is none."""
    try:
        found = next((file for file in files(package) or () if file.name == name), None)
    except PackageNotFoundError:
        found = None
    if found is None:
        raise Missing(NOT_INSTALLED, package=package)
    return Path(str(found.locate()))


def package_lines(package: str, name: str) -> list[str]:
    """The lines of a text file of an installed package, without surrounding space, empty ones left out."""
    lines = package_file(package, name).read_text(encoding="utf-8-sig").splitlines()
    return [text for line in lines if (text := line.strip())]
