#!/usr/bin/env bash
# Everything that is checked, with one line at the end that says how it went.
#   tools/test.sh         lint, types, imports, then the tests on SQLite and on PostgreSQL
#   tools/test.sh check   lint, types and imports only
# `make test` and `make check` see to .venv first.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=$PWD/.venv/bin
failed=()
left_out=()

loud() { printf '\n!!! %s\n' "$*"; }

# Four at most: each has a database and perhaps a browser of its own.
workers=$(($(nproc) > 4 ? 4 : $(nproc) > 2 ? $(nproc) : 2))

step() {  # step NAME COMMAND…: runs it and remembers a failure, so that one run tells them all
    local name=$1 began=$SECONDS
    shift
    printf '\n== %s\n' "$name"
    if "$@"; then printf '   %s: fine, %d s\n' "$name" $((SECONDS - began)); else failed+=("$name"); fi
}

has_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null
has_chinese_font() { [ -n "$(fc-list :lang=zh 2>/dev/null)" ]; }
has_libatomic() { compgen -G '/usr/lib/*/libatomic.so.1'; } >/dev/null
has_postgres() { command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb'; } >/dev/null

install_what_the_tests_drive() {
    local missing=()
    has_chromium || missing+=(chromium)
    has_chinese_font || missing+=(fontconfig fonts-noto-cjk)  # without it pages show boxes for characters
    has_libatomic || missing+=(libatomic1)  # playwright's driver is linked to it
    has_postgres || missing+=(postgresql)
    if [ ${#missing[@]} = 0 ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then return; fi
    printf '\n== installing %s\n' "${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    {
        timeout 300 apt-get -qq -o DPkg::Lock::Timeout=120 update &&
            timeout 1200 apt-get -qq -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "${missing[@]}"
    } </dev/null >/dev/null || loud "apt-get could not install ${missing[*]}."
}

test_on_sqlite() {
    local what='not postgres'
    if ! has_chromium; then
        left_out+=('the browser tests, as there is no chromium')
        what+=' and not browser'
    fi
    step 'pytest on SQLite' env -u TAIZHANG_TEST_POSTGRES "$bin/pytest" -n "$workers" -m "$what"
}

test_on_postgres() {
    if ! has_postgres; then
        left_out+=('the tests on PostgreSQL, as there is no PostgreSQL server')
        return
    fi
    # Rooms without a database, the house as a whole (which starts processes on SQLite), and laws that read words and
    # sources have been seen above; so have the doors and the junk of every register, whose answers come from code that
    # knows no database (each page, list, filter and export of every register is asked on PostgreSQL by tests/laws).
    # The same holds for the pages of admin_views and for the walk of whoever keeps away: they ask operations that are tested below.
    local ignored=(tests/domain tests/permissions tests/house tests/doors tests/admin_views tests/web/test_{junk,texts,kept_away}.py)
    ignored+=(tests/laws/test_{coverage,imports,routes,secrets,sizes,templates,words,workflows}.py)
    step 'pytest on PostgreSQL' tools/postgres.sh "$bin/pytest" -n "$workers" -m 'not browser and not sqlite and not once' "${ignored[@]/#/--ignore=}"
}

step 'ruff (lint)' "$bin/ruff" check .
step 'mypy (types)' "$bin/mypy"
step 'import-linter (rooms)' "$bin/lint-imports" --no-logo
if [ "${1:-}" != check ]; then
    install_what_the_tests_drive
    test_on_sqlite
    test_on_postgres
fi

for what in "${left_out[@]}"; do loud "LEFT OUT: $what"; done
if [ ${#failed[@]} -gt 0 ]; then
    printf '\nTaizhang: FAILED after %d s:' "$SECONDS"
    printf ' [%s]' "${failed[@]}"
    printf '\n'
    exit 1
fi
printf '\nTaizhang: all that ran is well after %d s, %d left out\n' "$SECONDS" ${#left_out[@]}
