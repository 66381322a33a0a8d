# Shared by the scripts that run the program against the replay exchange. Source it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
shared=${CANDLECAST_SHARED:-$root/../shared}
configuration=${CONFIGURATION:-release}
candlecast=${CANDLECAST:-$root/.build/$configuration/candlecast}
export SWIFT_BACKTRACE=enable=no
work=$(mktemp -d)
replay_pid=

need() { # need FILE WHAT
    [ -e "$1" ] || { echo "$0: $2 is missing: $1" >&2; exit 66; }
}

finish() {
    [ -n "$replay_pid" ] && kill "$replay_pid" 2>/dev/null
    [ -n "${KEEP:-}" ] && echo "kept: $work" >&2 || rm -rf "$work"
}
trap finish EXIT

# start_replay OPTIONS...: starts a replay exchange on a free port; sets $url, $stream and $replay_pid.
start_replay() {
    : >"$work/replay.log"
    "$candlecast" replay --port 0 "$@" >"$work/replay.log" 2>&1 &
    replay_pid=$!
    for _ in $(seq 1 600); do
        port=$(sed -n 's#.*http://127\.0\.0\.1:\([0-9]*\).*#\1#p' "$work/replay.log" | head -n 1)
        [ -n "$port" ] && break
        kill -0 "$replay_pid" 2>/dev/null || { cat "$work/replay.log" >&2; exit 1; }
        sleep 0.1
    done
    [ -n "$port" ] || { echo "the replay exchange did not start" >&2; exit 1; }
    url=http://127.0.0.1:$port
    stream=ws://127.0.0.1:$port
}

stop_replay() {
    kill "$replay_pid" 2>/dev/null || true
    wait "$replay_pid" 2>/dev/null || true
    replay_pid=
}
