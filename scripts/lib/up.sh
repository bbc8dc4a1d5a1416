# shellcheck shell=bash

# Starts after a crash before it is left to a person; as many again after an hour without one.
readonly MOST_RESTARTS=${TRANSVOX_RESTARTS:-5}

command_up() {
  local port=5080 service='' observe=''
  while (($#)); do
    case $1 in
      --port) need_value "$1" "${2:-}"; port=$2; shift 2 ;;
      --port=*) port=${1#*=}; shift ;;
      --service) service=1; shift ;;
      --observe) observe=1; shift ;;
      *) die "up does not know $1 (up [--port P] [--observe] [--service])." ;;
    esac
  done
  if ! [[ $port =~ ^[0-9]{1,5}$ ]] || ((port > 65535)); then die '--port takes a number from 0 (any free port) to 65535.'; fi
  if [[ $service ]]; then
    write_unit "$port" "$observe"
    return
  fi
  take_lock || die "The service is already running${DATA:+ on $(cat "$DATA/run/url" 2>/dev/null || echo "the data in $DATA")}."
  stop_on_exit
  ensure_service
  ((port != 0)) || port=$(free_port)
  if port_is_taken "$port"; then die "Port $port is taken; choose another one with --port, or 0 for any."; fi
  start_azurite
  # Before the host, which is the last child while it is kept running.
  if [[ $observe ]]; then start_prometheus; fi
  start_host "$port"
  say "TransVox is ready: $URL   (Ctrl-C stops it)"
  keep_running "$port"
}

# keep_running PORT: until the host ends by itself, or crashes too often. Jobs go on where they stood.
keep_running() {
  local code begun restarts=0
  while true; do
    begun=$SECONDS code=0
    # Without bash's own words about how it ended.
    { wait "${CHILDREN[-1]##*:}"; } 2>/dev/null || code=$?
    end_child
    if ((code == 0)); then
      note 'The service was stopped.'
      return
    fi
    if ((SECONDS - begun >= 3600)); then restarts=0; fi
    tail -n 15 "$LOGS/host.log" | sed 's/^/    /' >&2
    ((restarts < MOST_RESTARTS)) || die "The service ended with exit code $code, after $restarts restarts; see $LOGS/host.log"
    restarts=$((restarts + 1))
    printf 'transvox: The service ended with exit code %s; it is started again (%s of %s). Its log until then: %s\n' \
      "$code" "$restarts" "$MOST_RESTARTS" "$LOGS/host.$restarts.log" >&2
    mv -f -- "$LOGS/host.log" "$LOGS/host.$restarts.log"
    sleep "$restarts"
    start_host "$1"
    say "TransVox is ready again: $URL"
  done
}

# write_unit PORT [OBSERVE]: a unit for systemd, the system's for root and else the user's.
write_unit() {
  local folder=${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user wanted=default.target systemctl='systemctl --user'
  if ((EUID == 0)); then folder=/etc/systemd/system wanted=multi-user.target systemctl=systemctl; fi
  folder=${TRANSVOX_UNITS:-$folder}
  mkdir -p -- "$folder"
  cat >"$folder/transvox.service" <<UNIT
[Unit]
Description=TransVox, a video dubbing service
After=network-online.target
Wants=network-online.target

[Service]
ExecStart="$(unit_text "$ROOT")/transvox" up --port $1${2:+ --observe}
Environment="PATH=$(unit_text "$PATH")" "TRANSVOX_DATA=$(unit_text "$(realpath -m -- "$DATA")")"
Restart=on-failure
RestartSec=10
TimeoutStartSec=30min
TimeoutStopSec=60
KillMode=mixed

[Install]
WantedBy=$wanted
UNIT
  printf 'Written: %s\nStart it, now and whenever the machine starts: %s daemon-reload && %s enable --now transvox\n' \
    "$folder/transvox.service" "$systemctl" "$systemctl"
}

# unit_text TEXT: as it stands between double quotes in a unit.
unit_text() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  printf '%s' "${text//%/%%}"
}
