# shellcheck shell=bash
# Azurite and the host as child processes: each in a session of its own, ended with the launcher however that ends.

# The well-known account of the storage emulator; not a secret.
readonly EMULATOR_ACCOUNT=devstoreaccount1
readonly EMULATOR_KEY='Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

# start NAME COMMAND…: its output goes to a log. setpriv ends it even when this script is killed with -9.
start() {
  local name=$1
  shift
  mkdir -p "$LOGS"
  setsid setpriv --pdeathsig TERM -- "$@" >"$LOGS/$name.log" 2>&1 </dev/null 9>&- &
  CHILDREN+=("$name:$!")
}

# stop_services: the last started first; 15 s to end by themselves, then the whole session is killed.
stop_services() {
  local entry pid tries
  while ((${#CHILDREN[@]} > 0)); do
    entry=${CHILDREN[-1]} pid=${CHILDREN[-1]##*:}
    kill -TERM "$pid" 2>/dev/null || true
    for ((tries = 0; tries < 150; tries++)); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    if kill -0 "$pid" 2>/dev/null; then printf 'transvox: %s did not stop in 15 s; killed.\n' "${entry%%:*}" >&2; fi
    end_child
  done
  if [[ ${HOLDS_LOCK:-} ]]; then rm -f "$DATA/run/url" "$DATA/run/storage"; fi
}

# end_child: the last started, with programs that it left behind (one that a stage had started) in its process group or its session.
end_child() {
  local pid=${CHILDREN[-1]##*:}
  kill -KILL -- "-$pid" 2>/dev/null || true
  pkill -KILL -s "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  unset 'CHILDREN[-1]'
}

stop_on_exit() {
  trap stop_services EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# foreground COMMAND…: like running it, except that a signal to this script ends the wait at once.
foreground() {
  local code=0
  "$@" <&0 &
  CHILDREN+=("$1:$!")
  wait "$!" || code=$?
  unset 'CHILDREN[-1]'
  return "$code"
}

# wait_until SECONDS PID COMMAND…: polls; fails when the time is up or the process has ended.
wait_until() {
  local seconds=$1 pid=$2 deadline
  shift 2
  deadline=$((SECONDS + seconds))
  until "$@"; do
    kill -0 "$pid" 2>/dev/null || return 1
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

is_ready() { curl -fsS -o /dev/null --max-time 5 "$1/health/ready" 2>/dev/null; }

# running_url: of the service that "up" started from this folder, if it answers.
running_url() {
  local url
  [[ -f $DATA/run/url ]] || return 1
  url=$(<"$DATA/run/url")
  is_ready "$url" || return 1
  printf '%s' "$url"
}

# take_lock: one service per data folder.
take_lock() {
  mkdir -p "$DATA/run"
  exec 9>"$DATA/run/lock"
  flock -n 9 || return 1
  HOLDS_LOCK=1
}

start_azurite() {
  if [[ -n ${AzureWebJobsStorage:-} ]]; then
    row '✓' 'storage' 'as AzureWebJobsStorage says'
    return
  fi
  local port pid
  port=$(free_port)
  mkdir -p "$DATA/azurite" "$DATA/run"
  start azurite node "$ROOT/node_modules/azurite/dist/src/blob/main.js" --blobHost 127.0.0.1 --blobPort "$port" \
    --location "$DATA/azurite" --skipApiVersionCheck --disableTelemetry --silent
  pid=${CHILDREN[-1]##*:}
  wait_until 60 "$pid" port_is_taken "$port" || die "Azurite did not start; see $LOGS/azurite.log"
  AzureWebJobsStorage="DefaultEndpointsProtocol=http;AccountName=$EMULATOR_ACCOUNT;AccountKey=$EMULATOR_KEY;BlobEndpoint=http://127.0.0.1:$port/$EMULATOR_ACCOUNT;"
  export AzureWebJobsStorage
  # For "backup"; the key is everybody's.
  printf '%s' "$AzureWebJobsStorage" >"$DATA/run/storage"
  row '✓' 'storage' "Azurite on 127.0.0.1:$port"
}

# start_prometheus: it collects what the host measures, and draws it. Grafana is in no package here; infra/grafana.json is for one that is there.
start_prometheus() {
  local folder=$DATA/prometheus port=9090 pid metrics
  ensure_package prometheus prometheus
  if port_is_taken "$port"; then port=$(free_port); fi
  metrics=$(free_port)
  export local_host__prometheus=http://localhost:$metrics/
  mkdir -p "$folder"
  cat >"$folder/prometheus.yml" <<YAML
global: { scrape_interval: 15s }
rule_files: ['$ROOT/infra/alerts.yml']
scrape_configs:
  - job_name: transvox
    static_configs: [{ targets: ['localhost:$metrics'] }]
YAML
  start prometheus prometheus --config.file="$folder/prometheus.yml" --storage.tsdb.path="$folder/data" --storage.tsdb.retention.time=15d \
    --web.listen-address="127.0.0.1:$port"
  pid=${CHILDREN[-1]##*:}
  wait_until 60 "$pid" port_is_taken "$port" || die "Prometheus did not start; see $LOGS/prometheus.log"
  row '✓' 'Prometheus' "http://127.0.0.1:$port/graph"
}

# start_model_server: the test suite's, for the profile openai-local.
start_model_server() {
  local port pid
  QUIET='' build model-server tests/ModelServer/TransVox.ModelServer.csproj tests/ModelServer src/Pipeline
  port=$(free_port)
  start model-server dotnet "$ROOT/tests/ModelServer/bin/Release/net10.0/model-server.dll" --port "$port"
  pid=${CHILDREN[-1]##*:}
  wait_until 60 "$pid" port_is_taken "$port" || die "The model server did not start; see $LOGS/model-server.log"
  export engines__settings__server=http://127.0.0.1:$port/v1
  row '✓' 'model server' "$engines__settings__server"
}

# start_host PORT: sets URL.
start_host() {
  local pid
  URL=http://127.0.0.1:$1
  TRANSVOX_DATA=$DATA ASPNETCORE_URLS=$URL start host dotnet "$HOST"
  pid=${CHILDREN[-1]##*:}
  if ! wait_until 90 "$pid" is_ready "$URL"; then
    printf 'The end of %s:\n' "$LOGS/host.log" >&2
    tail -n 25 "$LOGS/host.log" | sed 's/^/    /' >&2
    curl -sS --max-time 5 "$URL/health/ready" >&2 2>/dev/null || true
    die 'The service did not become ready.'
  fi
  printf '%s' "$URL" >"$DATA/run/url"
  row '✓' 'service' "$URL"
}
