# shellcheck shell=bash disable=SC2154	# variables of the script that reads it
# What private mail servers have in common: ports on the loopback, a sink, processes by their pid.
# Read by postfix.sh, exim.sh and sendmail.sh, with the folders $work and $here.

port () { sed -n "s/^$1 //p" "$work/ports"; }
alive () { [ -s "$work/$1.pid" ] && kill -0 "$(cat "$work/$1.pid")" 2>/dev/null; }
answers () { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
wait_for () { # seconds command...
	for _ in $(seq $(($1 * 20))); do "${@:2}" && return; sleep .05; done
	return 1
}
end () { # name
	if alive "$1"; then kill "$(cat "$work/$1.pid")"; fi
	rm -f "$work/$1.pid"
}

choose_ports () {
	local base=$((20000 + RANDOM % 2000 * 10))
	while answers $base || answers $((base + 1)) || answers $((base + 2)) || answers $((base + 3)); do base=$((base + 10)); done
	printf 'smtp %s\nlogin %s\nsink %s\nown %s\n' $base $((base + 1)) $((base + 2)) $((base + 3)) >"$work/ports"
}

# Postfix's smtp-sink, for every mail server: what it gets lies in WORK/sink.
start_sink () {
	if ! alive sink; then
		MTA=postfix MTA_NS='' MTA_ETC='' "$here/unpacked.sh" "${MTA_ROOT:-$here/../../build/mta}" \
			smtp-sink -u postfix -d "$work/sink/%s." "127.0.0.1:$(port sink)" 100 \
			>"$work/sink.log" 2>&1 </dev/null &
		echo $! >"$work/sink.pid"
	fi
	wait_for 20 answers "$(port sink)"
}
