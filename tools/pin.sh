#!/usr/bin/env bash
# Writes the exact versions of everything we install, with hashes and without any address, into requirements/.
#   tools/pin.sh             keep the versions that still fit pyproject.toml
#   tools/pin.sh --upgrade   take the newest that fit
# uv.lock and pylock.toml hold the registry's address: never commit one.
set -euo pipefail
cd "$(dirname "$0")/.."

uv=.venv/bin/uv
if [ ! -x "$uv" ]; then
    room=$(mktemp -d)
    trap 'rm -rf "$room"' EXIT
    python3 -m venv "$room"
    "$room/bin/pip" install --quiet uv
    uv=$room/bin/uv
fi

pin() {  # pin OUTPUT ARGUMENT…
    local output=requirements/$1.txt
    shift
    "$uv" pip compile --quiet --python-version 3.11 --universal --no-header --no-annotate --generate-hashes \
        "$@" --output-file "$output"
}

mkdir -p requirements
pin run pyproject.toml "$@"
pin test pyproject.toml --group test --constraint requirements/run.txt "$@"
pin demo --group demo --no-deps "$@"
pin assets --group assets "$@"

if grep -nE 'https?:|file:|find-links|index-url|@ ' requirements/*.txt; then
    echo 'An address got into requirements/: take it out before you commit.' >&2
    exit 1
fi
