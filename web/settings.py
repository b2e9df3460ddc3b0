"""What the environment decides; everything has a value for local use, and production must say what matters."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from operations.smtp import Post

NO_KEY = (
    "生产环境必须设置 TAIZHANG_SECRET_KEY，至少 32 个随机字符。\n"
    "TAIZHANG_SECRET_KEY must be set to at least 32 random characters in production."
)
NO_MAIL_FROM = (
    "设置了 TAIZHANG_SMTP_URL，还须设置 TAIZHANG_MAIL_FROM（发件地址）和 TAIZHANG_PUBLIC_URL（本系统的网址）。\n"
    "With TAIZHANG_SMTP_URL, TAIZHANG_MAIL_FROM and TAIZHANG_PUBLIC_URL must be set too."
)
BAD_SMTP = (
    "TAIZHANG_SMTP_URL 应形如 smtp://主机:端口 或 smtps://主机（用户和密码写在主机前）\n"
    "TAIZHANG_SMTP_URL must look like smtp://host:port or smtps://host, user and password before the host"
)
NO_PORT = "PORT 必须是数字。\nPORT must be a number."


class BadSettings(click.ClickException):
    """The environment is not fit to start with; says which variable and what to do, on a terminal without a traceback."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where data lies, which database, which key; see README for the table of variables."""

    data_dir: Path
    database_url: str
    secret_key: str
    port: int
    production: bool
    mail: Post | None = None
    """Outgoing mail; off unless the environment says how to send it."""
    public_url: str = ""
    """Where the panel is to be found, for the links in mails."""

    @classmethod
    def from_environment(cls, environ: dict[str, str] | None = None) -> "Settings":
        """Read ``TAIZHANG_*`` and ``PORT``; raises BadSettings."""
        env = dict(os.environ) if environ is None else environ
        production = env.get("TAIZHANG_ENV", "local") == "production"
        data_dir = Path(env.get("TAIZHANG_DATA_DIR", "var")).resolve()
        data_dir.mkdir(parents=True, exist_ok=True)
        url = env.get("TAIZHANG_DATABASE_URL") or f"sqlite:///{data_dir / 'taizhang.db'}"
        if url.startswith(("postgres://", "postgresql://")):
            url = "postgresql+psycopg://" + url.split("://", 1)[1]
        key = env.get("TAIZHANG_SECRET_KEY", "")
        if production and len(key) < 32:
            raise BadSettings(NO_KEY)
        try:
            port = int(env.get("PORT", "8000"))
        except ValueError as error:
            raise BadSettings(NO_PORT) from error
        mail, public_url = _mail(env)
        return cls(data_dir, url, key or _local_key(data_dir), port, production, mail, public_url)


def _mail(env: Mapping[str, str]) -> tuple[Post | None, str]:
    """How mail is sent; nothing without TAIZHANG_SMTP_URL."""
    url, sender, public = (env.get(f"TAIZHANG_{name}", "").strip() for name in ("SMTP_URL", "MAIL_FROM", "PUBLIC_URL"))
    if not url:
        return None, public
    if not url.startswith(("smtp://", "smtps://")):
        raise BadSettings(BAD_SMTP)
    if "@" not in sender or not public.startswith(("http://", "https://")):
        raise BadSettings(NO_MAIL_FROM)
    return Post(url, sender), public


def _local_key(data_dir: Path) -> str:
    """A key made once and kept beside the data, readable by the owner only."""
    path = data_dir / "secret_key"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()
