# shellcheck shell=bash
command_up() {
  local port=5080
  while (($#)); do
    case $1 in
      --port) need_value "$1" "${2:-}"; port=$2; shift 2 ;;
      --port=*) port=${1#*=}; shift ;;
      *) die "up does not know $1 (up [--port P])." ;;
    esac
  done
  if ! [[ $port =~ ^[0-9]{1,5}$ ]] || ((port > 65535)); then die '--port takes a number from 0 (any free port) to 65535.'; fi
  take_lock || die "The service is already running${DATA:+ on $(cat "$DATA/run/url" 2>/dev/null || echo "the data in $DATA")}."
  stop_on_exit
  ensure_service
  ((port != 0)) || port=$(free_port)
  if port_is_taken "$port"; then die "Port $port is taken; choose another one with --port, or 0 for any."; fi
  start_azurite
  start_host "$port"
  say "TransVox is ready: $URL   (Ctrl-C stops it)"
  local code=0
  wait "${CHILDREN[-1]##*:}" || code=$?
  tail -n 15 "$LOGS/host.log" | sed 's/^/    /' >&2
  die "The service ended with exit code $code; see $LOGS/host.log"
}
