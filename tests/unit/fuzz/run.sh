#!/bin/sh
# run.sh FOLDER SECONDS SEED PROGRAM...: runs each fuzzer, shows what the failing ones found, ends with one line of counts.
# As many run at a time as there are CPUs.
if [ "$1" = --one ]; then
	folder=$2 seconds=$3 seed=$4 program=$5
	name=$(basename "$program")
	corpus=$folder/corpus/$name dict=tests/unit/fuzz/$name.dict log=$folder/$name.log
	mkdir -p "$corpus"
	[ -f "$dict" ] && dict=-dict=$dict || dict=
	seeds=tests/unit/fuzz/seeds/$name
	[ -d "$seeds" ] || seeds=
	if timeout -k 10 $((seconds + 120)) "$program" -seed="$seed" -max_total_time="$seconds" -timeout=25 -rss_limit_mb=1024 \
		-artifact_prefix="$folder/$name-" $dict "$corpus" $seeds >"$log" 2>&1 </dev/null; then
		echo "$name: seed $seed, $(grep -a '^Done' "$log" || echo 'ended')"
		echo passed >>"$folder/results"
	else
		{ echo "FAILED: $name: seed $seed"; tail -n 40 "$log"; } >"$log.said"
		cat "$log.said"
		echo failed >>"$folder/results"
	fi
	exit
fi
folder=$1 seconds=$2 seed=$3
shift 3
rm -f "$folder/results"
for program; do
	echo "$program"
done | xargs -n 1 -P "$(nproc)" sh "$0" --one "$folder" "$seconds" "$seed"
passed=$(grep -c passed "$folder/results") failed=$(grep -c failed "$folder/results")
echo "fuzz: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" = $# ]
