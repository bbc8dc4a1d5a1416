# shellcheck shell=bash
# Prints what bash sources to complete ./transvox. What fits is said by the client, through System.CommandLine's directive "suggest".
command_completion() {
  [[ ${1:-} == bash ]] || die 'completion knows bash: source <(./transvox completion bash)'
  printf '_transvox_launcher=%q\n' "$ROOT/transvox"
  cat <<'TEXT'
_transvox() {
  local line=${COMP_LINE#* } IFS=$'\n' found
  found=$("$_transvox_launcher" "[suggest:$((COMP_POINT - ${#COMP_LINE} + ${#line}))]" "$line" 2>/dev/null)
  if ((COMP_CWORD == 1)); then found+=$'\ndemo\nup\ntest\nbench\nfuzz\nmodels\nbackup\nrestore\ndoctor\ncompletion\nhelp'; fi
  mapfile -t COMPREPLY < <(compgen -W "$found" -- "$2")
}
complete -o default -F _transvox transvox ./transvox
TEXT
}
