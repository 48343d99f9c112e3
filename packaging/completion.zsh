#compdef dgx-music-monitor
# Completion of dgx-music-monitor for zsh.
if ((CURRENT > 2)) && [[ ${words[2]} == db ]]; then
  if ((CURRENT == 3)); then
    compadd -- @DB_COMMANDS@
  else
    _arguments '--url[the library]:library:_files' '--json[one JSON value]' '*:file:_files'
  fi
else
  ((CURRENT == 2)) && compadd -- db
  _arguments \
    '--library[the library]:library:_files' \
    '--demo[open the sample library]' \
    '--screenshot[write a picture and quit]:file:_files' \
    '--verbose[write the log to standard error, too]' \
    '--version[print the version]' \
    '--help[print a short help]' \
    '*:library:_files'
fi
