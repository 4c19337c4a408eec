#!/bin/sh
# run.sh FOLDER SECONDS SEED PROGRAM...: runs each fuzzer, shows what the failing ones found, ends with one line of counts.
folder=$1 seconds=$2 seed=$3
shift 3
passed=0 failed=0
for program; do
	name=$(basename "$program")
	corpus=$folder/corpus/$name dict=tests/unit/fuzz/$name.dict log=$folder/$name.log
	mkdir -p "$corpus"
	[ -f "$dict" ] && dict=-dict=$dict || dict=
	seeds=tests/unit/fuzz/seeds/$name
	[ -d "$seeds" ] || seeds=
	if timeout -k 10 $((seconds + 120)) "$program" -seed="$seed" -max_total_time="$seconds" -timeout=25 -rss_limit_mb=1024 \
		-artifact_prefix="$folder/$name-" $dict "$corpus" $seeds >"$log" 2>&1 </dev/null; then
		passed=$((passed + 1))
		echo "$name: seed $seed, $(grep -a '^Done' "$log" || echo 'ended')"
	else
		failed=$((failed + 1))
		echo "FAILED: $name: seed $seed"
		tail -n 40 "$log"
	fi
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
