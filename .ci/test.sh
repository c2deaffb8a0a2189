# Sourced by ./steffi: builds the solution, runs every test project and the checks that are tests of their own, and adds it all up.
# Expects: repo, out, and the functions say, errors, need_tools, test_projects.

passed=0 failed=0 skipped=0 failures=() skips=()
logs=$out/test

seconds_since() { echo $(($(date +%s) - $1)); }
passes() { passed=$((passed + 1)); printf '  %-34s ok (%s s)\n' "$1" "$2"; }
fails() { failed=$((failed + 1)); failures+=("$1: $2"); printf '  %-34s FAILED: %s\n' "$1" "$2"; }

# check NAME SECONDS COMMAND…: a check that counts as one test.
check() {
  local name=$1 limit=$2 start log code; shift 2
  start=$(date +%s) log=$logs/${name// /-}.log
  timeout -k 5 "$limit" bash -c '"$@"' _ "$@" </dev/null >"$log" 2>&1; code=$?
  case $code in
    0) passes "$name" "$(seconds_since "$start")" ;;
    124 | 137) fails "$name" "not done after $limit s" ;;
    *) fails "$name" "exit code $code ($log)"; errors "$log" 20 | sed 's/^/      /' ;;
  esac
}

build_all() {
  dotnet build "$repo/Steffi.sln" -c Release -v q -nologo -clp:NoSummary -warnaserror -nodeReuse:false
}

locks() { find "$repo" -name packages.lock.json -not -path '*/bin/*' -not -path '*/obj/*' -print0 | sort -z | xargs -0 -r cksum; }

lock_files() {
  local changed; changed=$(diff <(echo "$1") <(locks) | sed -n 's/^> .* //p')
  [ -z "$changed" ] && return
  printf 'error : restoring changed lock files; commit them: %s\n' "$changed"
  return 1
}

# A project that nobody builds would pass by being forgotten.
in_solution() {
  local project missing=0
  while read -r project; do
    grep -qF "\"${project//\//\\}\"" "$repo/Steffi.sln" || { echo "error : $project is not in Steffi.sln"; missing=1; }
  done < <(cd "$repo" && find src plugins samples tests benchmarks -name '*.csproj' -not -path '*/bin/*' -not -path '*/obj/*' -not -path '*/Fixtures/*' 2>/dev/null)
  return $missing
}

export repo
export -f build_all in_solution locks lock_files   # check runs them in a child that timeout can end

# run_project NAME: runs one test project and adds its counts.
run_project() {
  local name=$1 start code report=$logs/$1.xml log=$logs/$1.log total=0 ok=0 bad=0 skip=0 line
  local dll=$repo/tests/$name/bin/Release/net10.0/$name.dll
  if [ ! -e "$dll" ]; then fails "$name" "was not built"; return; fi
  rm -f "$report"; start=$(date +%s)
  (cd "$repo" && timeout -k 5 "${STEFFI_TEST_LIMIT:-300}" dotnet exec "$dll" -result-xml "$report" -noColor -noLogo </dev/null >"$log" 2>&1)
  code=$?
  if [ -s "$report" ]; then
    awk -f "$repo/.ci/report.awk" "$report" >"$logs/$name.txt"
    read -r _ total ok bad skip <"$logs/$name.txt"
  fi
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
  printf '  %-34s %d passed, %d failed, %d skipped (%s s)\n' "$name" "$ok" "$bad" "$skip" "$(seconds_since "$start")"
  if [ "$total" -gt 0 ]; then
    while IFS= read -r line; do failures+=("$line"); done < <(sed -n 's/^  FAILED  //p' "$logs/$name.txt")
    while IFS= read -r line; do skips+=("$line"); done < <(sed -n 's/^  skipped //p' "$logs/$name.txt")
    grep -v -e '^counts' -e '^  skipped ' "$logs/$name.txt"
  fi
  case $code in
    124 | 137) fails "$name" "not done after ${STEFFI_TEST_LIMIT:-300} s" ;;
    *) if [ $((ok + bad + skip)) -eq 0 ]; then
         fails "$name" "ran no test (exit code $code, $log)"; tail -n 15 "$log" | sed 's/^/      /'
       elif [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then
         fails "$name" "ended with exit code $code though no test failed ($log)"; tail -n 15 "$log" | sed 's/^/      /'
       fi ;;
  esac
}

run_projects() {
  local name word wanted
  echo "Testing"
  for name in $(test_projects); do
    wanted=1
    for word; do wanted=0; case ${name,,} in *"${word,,}"*) wanted=1; break ;; esac; done
    if [ "$wanted" -eq 1 ]; then run_project "$name"; fi
  done
}

run_tests() {
  local start before only=("$@")
  start=$(date +%s)
  rm -rf "$logs"; mkdir -p "$logs"
  need_tools ip:iproute2 bridge:iproute2 ethtool:ethtool unshare:util-linux nsenter:util-linux setpriv:util-linux ps:procps ping:iputils-ping sysctl:procps ss:iproute2 \
    libbpf.so.1:libbpf1 clang:clang llvm-strip:llvm bpf/bpf_helpers.h:libbpf-dev bpftool:bpftool iptables:iptables ovsdb-server:openvswitch-common python3:python3-minimal iperf3:iperf3 libpcap.so.0.8:libpcap0.8 \
    runc:runc busybox:busybox-static dockerd:docker.io ovs-vswitchd:openvswitch-switch neutron-openvswitch-agent:neutron-openvswitch-agent
  before=$(locks)
  echo "Building"
  touch "$out/build.starting"
  check "build without warnings" 600 build_all
  # The host is built with the rest: ./steffi run need not do it again.
  [ "$failed" -eq 0 ] && mv "$out/build.starting" "$out/build.started" && touch "$out/build.ended"
  # After a failed build only binaries of older sources could be run.
  [ "$failed" -eq 0 ] && run_projects "${only[@]}"
  if [ ${#only[@]} -eq 0 ]; then
    echo "Checking"
    check "projects are in the solution" 60 in_solution
    check "lock files are up to date" 60 lock_files "$before"
    [ -x "$repo/src/Steffi.Gremlin/Grammar/generate" ] && check "generated grammar is up to date" 120 "$repo/src/Steffi.Gremlin/Grammar/generate" --check
    command -v clang llvm-strip >/dev/null && check "BPF objects are what their sources give" 60 "$repo/plugins/Steffi.Bpf/Programs/build" --check
    check "code is formatted" 480 dotnet format "$repo/Steffi.sln" --verify-no-changes --no-restore -v q
  fi
  if [ ${#skips[@]} -gt 0 ]; then echo; echo "Skipped:"; printf '  %s\n' "${skips[@]}"; fi
  if [ ${#failures[@]} -gt 0 ]; then echo; echo "Failed:"; printf '  %s\n' "${failures[@]}"; fi
  echo
  printf '%d skipped, %s s\n' "$skipped" "$(seconds_since "$start")"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
