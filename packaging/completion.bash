# Completion of dgx-music-monitor for bash.
_dgx_music_monitor() {
  local word=${COMP_WORDS[COMP_CWORD]}
  local commands='@DB_COMMANDS@'
  if [ "${COMP_WORDS[1]}" = db ] && [ "$COMP_CWORD" -gt 1 ]; then
    if [ "$COMP_CWORD" = 2 ]; then
      mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$word")
    else
      mapfile -t COMPREPLY < <(compgen -W '--url --json' -- "$word"; compgen -f -- "$word")
    fi
    return
  fi
  mapfile -t COMPREPLY < <(
    [ "$COMP_CWORD" = 1 ] && compgen -W 'db' -- "$word"
    compgen -W '--library --demo --screenshot --verbose --version --help' -- "$word"
    compgen -f -- "$word"
  )
}
complete -o filenames -F _dgx_music_monitor dgx-music-monitor
