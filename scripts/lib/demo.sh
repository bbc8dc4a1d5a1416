# shellcheck shell=bash
command_demo() {
  local video='' to=es from=en out=$ROOT/out profile='' url
  while (($#)); do
    case $1 in
      --to) need_value "$1" "${2:-}"; to=$2; shift 2 ;;
      --from) need_value "$1" "${2:-}"; from=$2; shift 2 ;;
      --profile) need_value "$1" "${2:-}"; profile=$2; shift 2 ;;
      --out) need_value "$1" "${2:-}"; out=$2; shift 2 ;;
      --) video=${2:-}; break ;;
      -*) die "demo does not know $1 (demo [VIDEO] [--to LANG] [--from LANG] [--out DIR] [--profile NAME])." ;;
      *) [[ -z $video ]] || die 'demo takes one video.'; video=$1; shift ;;
    esac
  done
  video=${video:-$ROOT/samples/hello-en.mp4}
  [[ -f $video ]] || die "There is no file $video."
  # An absolute path cannot be mistaken for an option.
  video=$(realpath -- "$video")

  if take_lock; then
    stop_on_exit
    ensure_service
    start_azurite
    # Whoever waits for a demo needs the whole machine, and no second dub of the same video.
    export sample__enabled=false
    if [[ -n $profile ]]; then export engines__profile=$profile; fi
    if [[ $profile == openai-local ]]; then start_model_server; fi
    start_host "$(free_port)"
  elif [[ -n $profile ]]; then
    die "A service runs already, with the profile that it was started with. Stop it, or leave --profile out."
  elif url=$(running_url); then
    URL=$url
    note "Using the service that runs on $URL."
    ensure_client
  else
    die "Another start is under way with the data in $DATA; try again when it is ready."
  fi

  say "Dubbing $(basename -- "$video") from $from to $to"
  TRANSVOX_URL=$URL foreground dotnet "$CLIENT" submit "$video" --to "$to" --from "$from" --watch --out "$out"
}
