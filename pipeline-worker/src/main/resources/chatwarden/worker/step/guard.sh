# Runs a command in a process group of its own, and kills the group when the command ends, when standard input ends, as it
# does with the worker, or when the deadline passes that the last line of standard input has: a worker that hangs sends none.
# Arguments: the first deadline in seconds since 1970, the command. Ends with the command's status.
deadline=$1
shift
trap : INT TERM
# Bash reports the end of a job on its own standard error, which is therefore not the command's.
exec 3<&0 4>&2 2>/dev/null
set -m
"$@" </dev/null 2>&4 3<&- 4>&- &
child=$!
exec 4>&-
watch_worker() {
  while left=$((deadline - $(date +%s))) && [ "$left" -gt 0 ] && read -r -t "$left" -u 3 deadline; do :; done
  kill -KILL -- "-$child"
}
watch_worker </dev/null >/dev/null 2>&1 &
watch=$!
exec 3<&-
while :; do
  wait "$child"
  status=$?
  kill -0 "$child" || break
done
kill -KILL -- "-$watch" "-$child"
exit "$status"
