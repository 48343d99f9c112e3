# Completion of dgx-music-monitor for fish.
set -l commands @DB_COMMANDS@
complete -c dgx-music-monitor -n __fish_use_subcommand -a db -d 'work without a window'
complete -c dgx-music-monitor -f -n "__fish_seen_subcommand_from db; and not __fish_seen_subcommand_from $commands" -a "$commands"
complete -c dgx-music-monitor -n '__fish_seen_subcommand_from db' -l url -r -d 'the library'
complete -c dgx-music-monitor -n '__fish_seen_subcommand_from db' -l json -d 'one JSON value'
complete -c dgx-music-monitor -n __fish_use_subcommand -l library -r -d 'the library'
complete -c dgx-music-monitor -n __fish_use_subcommand -l demo -d 'open the sample library'
complete -c dgx-music-monitor -n __fish_use_subcommand -l screenshot -r -d 'write a picture and quit'
complete -c dgx-music-monitor -n __fish_use_subcommand -l verbose -d 'write the log to standard error, too'
complete -c dgx-music-monitor -n __fish_use_subcommand -l version -d 'print the version'
complete -c dgx-music-monitor -n __fish_use_subcommand -l help -d 'print a short help'
