#!/usr/bin/env bash
# Runs a command beside a PostgreSQL of its own, made for it and removed after it:
#   tools/postgres.sh .venv/bin/pytest -m "not browser"
# The command finds the address of an empty database in TAIZHANG_TEST_POSTGRES; its user may create more of them.
# Returns what the command returned, or 77 if this machine has no PostgreSQL server.
set -euo pipefail
[ $# -gt 0 ] || { sed -n '2,5s/^# //p' "$0"; exit 2; }

# Debian keeps the server's programs out of PATH, one folder for each version: the newest comes last.
bin=''
for folder in "$(dirname "$(command -v initdb || echo /)")" /usr/lib/postgresql/*/bin; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then bin=$folder; fi
done
[ -n "$bin" ] || { echo 'There is no PostgreSQL server on this machine (Debian: apt-get install postgresql).' >&2; exit 77; }

# PostgreSQL refuses to run as root.
as_server=()
if [ "$(id -u)" = 0 ]; then
    server_user=$(id -un postgres 2>/dev/null || id -un nobody)
    as_server=(runuser -u "$server_user" --)
fi

home=$(mktemp -d "${TMPDIR:-/tmp}/taizhang-postgres.XXXXXX")
stop() {
    (cd "$home" && "${as_server[@]}" "$bin/pg_ctl" stop --pgdata=data --mode=immediate --silent) >/dev/null 2>&1 || true
    rm -rf "$home"
}
trap stop EXIT
trap 'exit 129' HUP; trap 'exit 130' INT; trap 'exit 143' TERM

# A password, because the port is open to every user of this machine and our user may do anything.
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '%s\n' "$password" >"$home/password"
chmod 600 "$home/password"
if [ ${#as_server[@]} -gt 0 ]; then chown -R "$server_user" "$home"; fi

quietly() {  # shows what a command said only if it fails
    "$@" >>"$home/output" 2>&1 || { cat "$home/output" >&2; return 1; }
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start() {
    port=$(free_port)
    cat >>data/postgresql.conf <<END  # of two lines for one setting the later one counts
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
fsync = off                # after a crash this cluster is thrown away, not recovered
synchronous_commit = off
full_page_writes = off
END
    "${as_server[@]}" "$bin/pg_ctl" start --pgdata=data --wait --silent --log="$home/log"
}

here=$PWD
cd "$home"  # the server's user may not be able to read the folder we came from
quietly "${as_server[@]}" "$bin/initdb" --pgdata=data --username=taizhang --pwfile=password --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync
# Another program can take the port between our look and the server's start, so try again.
quietly start || quietly start || { cat "$home/log" >&2; exit 1; }
cd "$here"

# The database "postgres" is the one that is always there.
export TAIZHANG_TEST_POSTGRES="postgresql+psycopg://taizhang:$password@127.0.0.1:$port/postgres"
status=0
"$@" || status=$?
exit "$status"
