#!/bin/sh
# Starts DGX Music Monitor @VERSION@. What needs no window is answered without one.
set -eu
here=$(dirname "$(readlink -f "$0")")
program=$here/dgx-music-monitor-app

case ${1-} in
--version)
  echo 'DGX Music Monitor @VERSION@'
  exit 0
  ;;
--help | -h)
  cat "$here/help.txt"
  exit 0
  ;;
db)
  shift
  # No page is opened here, so there is nothing to put into a sandbox, which root could not have.
  exec "$program" --no-sandbox --no-zygote --ozone-platform=headless --disable-gpu --log-level=3 --db -- "$@"
  ;;
esac

if [ "$(id -u)" = 0 ]; then
  echo 'dgx-music-monitor: the window does not open for root, whom Chromium gives no sandbox. Start it as an ordinary user; "dgx-music-monitor db" works for root, too.' >&2
  exit 1
fi
if [ -z "${DISPLAY-}${WAYLAND_DISPLAY-}" ]; then
  echo 'dgx-music-monitor: there is no display to open a window on. "dgx-music-monitor db help" lists what works without one.' >&2
  exit 1
fi
# Ubuntu 23.10 and newer keep the sandbox's user namespaces from programs without a profile.
restriction=/proc/sys/kernel/apparmor_restrict_unprivileged_userns
if [ "$(cat $restriction 2>/dev/null || echo 0)" = 1 ] &&
  [ ! -e /etc/apparmor.d/dgx-music-monitor ] && [ ! -u "$here/chrome-sandbox" ]; then
  echo "dgx-music-monitor: this system allows no sandbox to a program that is not installed. Install the .deb, or run: sudo chown root:root '$here/chrome-sandbox' && sudo chmod 4755 '$here/chrome-sandbox'" >&2
  exit 1
fi
exec "$program" "$@"
