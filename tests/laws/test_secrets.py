"""Nothing that git keeps names a password, a key, a path of somebody's machine or a host that is not public knowledge."""

import re

from tests.laws.source import kept_files, name_of

TEXTS = {".py", ".html", ".md", ".txt", ".toml", ".cfg", ".sh", ".js", ".css", ".json", ".svg", ".po", ".ini", ".tsv", ".mako", ""}
HOSTS = {
    "127.0.0.1", "localhost", "www.w3.org", "example.com",
    "schemas.openxmlformats.org",  # names of XML formats, never fetched
    "purl.oclc.org",
}  # fmt: skip
RESERVED = (".invalid", ".example", ".test")
FORBIDDEN = {
    "a path of somebody's machine": re.compile(r"(?<![\w./{<])/(?:home|root|Users|work|farm)/\w"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "an access token": re.compile(r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{30,}|xox[abp]-\w{10,}|sk-[A-Za-z0-9]{20,})\b"),
    "a password": re.compile(r"(?i)\b(?:password|passwd|secret|token|api_?key)\b['\"]?\s*[:=]\s*['\"](?=[^'\"]*[A-Za-z])[^'\"{}\s$<]{8,}['\"]"),
    "a password in an address": re.compile(r"://[^/\s:@{}$]+:[^/\s@{}$]+@"),
}
_HOST = re.compile(r"\bhttps?://([A-Za-z0-9.-]+)")


def texts() -> list[tuple[str, str]]:
    files = [path for path in kept_files() if path.suffix in TEXTS and "vendor" not in path.parts]
    return [(name_of(path), path.read_text(errors="replace")) for path in files]


def test_no_kept_file_holds_a_secret_or_a_path_of_a_machine() -> None:
    found = [
        f"{name}: {what}: {match.group(0)[:60]}"
        for name, text in texts()
        if not name.endswith(("test_secrets.py", "package-lock.json"))
        for what, pattern in FORBIDDEN.items()
        if not (what == "a password" and name.startswith("tests/"))  # those are made up
        for match in pattern.finditer(text)
    ]
    assert found == []


def test_no_kept_file_names_a_host_beyond_the_few_that_everybody_knows() -> None:
    files = [(name, text) for name, text in texts() if name != "package-lock.json"]  # it names whom to fund
    found = {(name, host) for name, text in files for host in _HOST.findall(text)}
    found = {(name, host) for name, host in found if host not in HOSTS and not host.endswith(RESERVED)}
    assert found == set()


def test_the_lists_of_packages_name_no_registry() -> None:
    lists = [(name, text) for name, text in texts() if name.startswith("requirements/") or name == "package-lock.json"]
    assert len(lists) >= 4
    for name, text in lists:
        assert not re.search(r'"resolved"|^--|(?<!"url": ")https?:|file:|index-url|find-links', text, re.M), name
