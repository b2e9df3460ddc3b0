"""Which addresses need no sign-in; every other endpoint is closed to strangers, and a law lists them all."""

PUBLIC = frozenset({
    "static", "sign_in.sign_in", "language.choose", "health.alive", "health.ready",
    # Complaining without an account; each works for an outsider only (operations.complaints.public_acting).
    "public.complain", "public.received", "public.track", "public.case", "public.write", "public.withdraw", "public.leave",
    "public.judge", "public.opinion", "public.thanks",
})  # fmt: skip
PUBLIC_PREFIXES = (".static",)
READS_FIRST = frozenset({"jobs.cancel"})
"""Endpoints that change something beside the database, and must not wait for whoever holds it locked for writing."""
SIGNED_IN = frozenset({"sign_in.sign_out", "me.overview", "me.password", "me.operation_password", "me.report_leak", "me.end_session"})
"""Endpoints for everybody who is signed in, whatever his roles."""
