# Sourced by ./run and ./test, which set $root and `set -euo pipefail`: packages, Kafka's jars, and the two servers.
# Everything that is fetched stays in $tools; whoever starts a server owns it and stops it with `stop_child`.

tools=$root/.tools
packaging=$root/config/packaging
redis_server=$tools/redis-server
kafka_lib=$tools/kafka-4.4.0
# Measured: 150 MB and one second to start, against 300 MB and four with Java's own choice.
java_small=(-Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1)

say() { printf '%s\n' "$*" >&2; }
fail() { say "$(basename "$0"): $*"; exit 1; }
as_root() { if ((EUID == 0)); then "$@"; else sudo "$@"; fi; }

# listed_packages SECTION...: the packages of these sections of packages.txt.
listed_packages() {
  local section
  for section; do
    awk -v wanted="[$section]" '/^\[/ { inside = $1 == wanted; next } inside && NF && !/^#/ { print $1 }' "$packaging/packages.txt"
  done
}

# missing_packages NAME...: those that are not installed.
missing_packages() {
  comm -23 <(printf '%s\n' "$@" | sort) \
    <(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | awk '$2 == "installed" { print $1 }' | sort -u)
}

# Turns apt's status lines into one line that moves on a terminal, and into a line every 25 % elsewhere.
show_apt_progress() {
  local terminal=0
  [[ -t 2 ]] && terminal=1
  awk -F: -v terminal=$terminal '
    $1 !~ /^(dl|pm)status$/ { next }
    { words = $1 == "dlstatus" ? "fetching" : "installing"; step = words " " int($3 / 25) }
    terminal { printf "\r  %-10s %3d %%", words, $3; fflush() }
    !terminal && step != last { printf "  %s %d %%\n", words, $3; fflush(); last = step }
    END { if (terminal && NR) printf "\n" }' >&2
}

# need_packages SECTION...: installs what is missing of them. Debian only; asks sudo if it has to.
need_packages() {
  local missing
  command -v apt-get >/dev/null || fail "Debian's apt-get is missing; install what config/packaging/packages.txt names and build with CMake (CONTRIBUTING.md)"
  mapfile -t missing < <(missing_packages $(listed_packages "$@"))
  ((${#missing[@]})) || return 0
  say "Installing ${#missing[@]} Debian packages (log: .tools/apt.log) ..."
  mkdir -p "$tools"
  as_root apt-get -q update >"$tools/apt.log" 2>&1 || { tail -n 5 "$tools/apt.log" >&2; fail "apt-get update failed"; }
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends -o APT::Status-Fd=3 \
    "${missing[@]}" 3> >(show_apt_progress) >>"$tools/apt.log" 2>&1 ||
    { tail -n 15 "$tools/apt.log" >&2; fail "apt-get install failed"; }
}

# need_unpacked_packages: the packages of [unpacked] as folders .tools/NAME.
need_unpacked_packages() {
  local package fresh
  for package in $(listed_packages unpacked); do
    [[ -d $tools/$package ]] && continue
    fresh=$tools/$package-new.$$
    mkdir -p "$fresh"
    (cd "$fresh" && apt-get -q download "$package") >>"$tools/apt.log" 2>&1 || { tail -n 5 "$tools/apt.log" >&2; rm -rf "$fresh"; fail "apt-get could not fetch $package"; }
    dpkg -x "$fresh/$package"_*.deb "$fresh/unpacked"
    mv -T "$fresh/unpacked" "$tools/$package" 2>/dev/null || true  # another run was first
    rm -rf "$fresh"
  done
}

# The server's own binary is in redis-tools under another name; what it does depends on the name it is called by.
need_redis_server() {
  [[ -x $redis_server ]] && return
  mkdir -p "$tools"
  ln -sfn "$(command -v redis-check-rdb)" "$redis_server"
}

# Fetches Kafka's jars from Maven Central, once.
need_kafka_jars() {
  [[ -d $kafka_lib ]] && return
  say "Fetching Apache Kafka 4.4.0 from Maven Central (log: .tools/maven.log) ..."
  local fresh=$tools/kafka-new.$$
  mkdir -p "$fresh"
  mvn -B -C -f "$packaging/kafka-pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies \
    -DoutputDirectory="$fresh" >"$tools/maven.log" 2>&1 || { tail -n 15 "$tools/maven.log" >&2; rm -rf "$fresh"; fail "Maven could not fetch Kafka"; }
  mv -T "$fresh" "$kafka_lib" 2>/dev/null || rm -rf "$fresh"  # another run was first
}

# Java's class archive halves Kafka's start. It is made by one short life of a broker and fits this Java only.
class_archive() { printf '%s/kafka-classes-%s.jsa' "$tools" "$(dpkg-query -W -f='${Version}' openjdk-17-jre-headless | tr -c 'A-Za-z0-9.\n' _)"; }

need_class_archive() {
  local archive folder port
  archive=$(class_archive)
  [[ -e $archive ]] && return
  folder=$(mktemp -d "$tools/archive.XXXXXX")
  port=$(free_port 21000)
  start_kafka "$folder" "$port" -XX:ArchiveClassesAtExit="$folder/classes.jsa"
  wait_until 60 kafka_answers "$port" || { tail -n 20 "$folder/kafka.log" >&2; fail "Kafka does not start"; }
  stop_child "$kafka_pid" 60
  [[ -e $folder/classes.jsa ]] && mv "$folder/classes.jsa" "$archive"
  rm -rf "$folder"
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port FROM: the first port from FROM on, below the ephemeral ones, on which and behind which nobody listens.
free_port() {
  local port
  for ((port = $1; port < 32000; port += 2)); do
    if port_is_free "$port" && port_is_free $((port + 1)); then echo "$port"; return; fi
  done
  fail "no free port between $1 and 32000"
}

# wait_until SECONDS COMMAND...: asks until the command succeeds; 1 if it never does.
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.05
  done
}

# Children get their own session, so Ctrl-C reaches this script alone, which then stops them in order; and they get
# SIGTERM should the script die.
as_child=(setsid setpriv --pdeathsig TERM --)

# stop_child PID SECONDS: SIGTERM, and SIGKILL if it has not ended by then.
stop_child() {
  local pid=$1 deadline=$((SECONDS + $2))
  kill -TERM "$pid" 2>/dev/null || return 0
  while kill -0 "$pid" 2>/dev/null; do
    if ((SECONDS >= deadline)); then say "process $pid does not stop; killing it"; kill -KILL "$pid" 2>/dev/null; break; fi
    sleep 0.05
  done
  wait "$pid" 2>/dev/null || true
}

# start_redis DIR: a durable redis-server on DIR/redis.sock. Sets $redis_pid.
start_redis() {
  mkdir -p "$1"
  "${as_child[@]}" "$redis_server" --port 0 --unixsocket redis.sock --unixsocketperm 700 --dir "$1" --save '' \
    --appendonly yes --appendfsync always --no-appendfsync-on-rewrite no --maxmemory-policy noeviction >"$1/redis.log" 2>&1 &
  redis_pid=$!
}

redis_answers() { [[ $(redis-cli -s "$1/redis.sock" ping 2>/dev/null) == PONG ]]; }

# start_kafka DIR PORT [JAVA-OPTION...]: a broker on 127.0.0.1:PORT (and PORT + 1) that keeps its data in DIR. Sets $kafka_pid.
start_kafka() {
  local dir=$1 port=$2 java
  java=(java "${java_small[@]}" -cp "$kafka_lib/*" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn)
  [[ -e $(class_archive) ]] && java+=(-XX:SharedArchiveFile="$(class_archive)")
  mkdir -p "$dir"
  sed "s|@PORT@|$port|; s|@CONTROLLER_PORT@|$((port + 1))|; s|@DATA@|$dir/data|" "$packaging/kafka.properties" >"$dir/kafka.properties"
  (
    if [[ ! -e $dir/data/meta.properties ]]; then
      "${java[@]}" kafka.tools.StorageTool format -t "$(cluster_id)" -c "$dir/kafka.properties"
    fi
    exec "${as_child[@]}" "${java[@]}" "${@:3}" kafka.Kafka "$dir/kafka.properties"
  ) >"$dir/kafka.log" 2>&1 &
  kafka_pid=$!
}

# 22 characters of base64url, as Kafka wants it. None may start with a dash.
cluster_id() { printf 'A%s' "$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | cut -c1-21)"; }

# Kafka listens before it serves: it serves once its metadata log exists and the port takes connections.
kafka_answers() { ! port_is_free "$1"; }
