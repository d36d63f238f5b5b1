#!/usr/bin/env bash
# A Slurm cluster of one node on loopback, for tests (Debian or Ubuntu, as root; nothing is installed into the system).
#
#   cluster/slurm.sh start DIR    fetch and unpack Slurm and munge into DIR (once) and start them
#   cluster/slurm.sh stop DIR     stop what `start` started
#   . DIR/env.sh                  sbatch, squeue, scancel ... of this cluster
#
# Packages come from the system's own apt sources (`apt-get update` first); 6 MB.
set -euo pipefail

usage() { sed -n '2,9p' "$0" | sed 's/^# \{0,1\}//'; exit 2; }
[ $# = 2 ] || usage
mkdir -p "$2"
dir=$(cd "$2" && pwd)
root=$dir/root
run=$dir/run
arch=$(uname -m)-linux-gnu

fetch() {
  [ -x "$root/usr/sbin/slurmctld-wlm" ] || [ -x "$root/usr/sbin/slurmctld" ] && return
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || { echo "needs apt-get and dpkg" >&2; exit 1; }
  mkdir -p "$dir/debs" "$root"
  # Slurm's own packages always, libraries only if the system has none.
  local own="munge libmunge2 slurm-wlm-basic-plugins slurm-client slurmctld slurmd" all
  all=$({ tr ' ' '\n' <<<"$own"; apt-get install -s --no-install-recommends $own | awk '/^Inst/ {print $2}'; } | sort -u)
  (cd "$dir/debs" && apt-get download -q $all)
  for deb in "$dir"/debs/*.deb; do dpkg -x "$deb" "$root"; done
}

program() { # name: Debian's name or the plain one
  local p
  for p in "$root"/usr/sbin/"$1"-wlm "$root"/usr/sbin/"$1"; do [ -x "$p" ] && { echo "$p"; return; }; done
  echo "no $1 in $root" >&2; exit 1
}

free_port() { # from: the first port nobody listens on
  local p=$1
  while (exec 3<>/dev/tcp/127.0.0.1/"$p") 2>/dev/null; do p=$((p + 1)); done
  echo "$p"
}

configure() {
  rm -rf "$run"; mkdir -p "$run"/{munge,ctld,slurmd,log}; chmod 755 "$run" "$run/munge"
  (umask 077; head -c 1024 /dev/urandom >"$run/munge/key")
  local cpus control node
  cpus=$(nproc); control=$(free_port 26817); node=$(free_port $((control + 1)))
  cat >"$run/slurm.conf" <<CONF
ClusterName=local
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$run/munge/socket
CredType=cred/munge
SlurmctldPort=$control
SlurmdPort=$node
StateSaveLocation=$run/ctld
SlurmdSpoolDir=$run/slurmd
SlurmctldPidFile=$run/slurmctld.pid
SlurmdPidFile=$run/slurmd.pid
SlurmctldLogFile=$run/log/slurmctld.log
SlurmdLogFile=$run/log/slurmd.log
PluginDir=$root/usr/lib/$arch/slurm-wlm
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,batch_sched_delay=0,bf_interval=1,sched_min_interval=1000
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
NodeName=loop NodeAddr=127.0.0.1 CPUs=$cpus Sockets=1 CoresPerSocket=$cpus ThreadsPerCore=1 RealMemory=1000 State=UNKNOWN
PartitionName=main Nodes=loop Default=YES MaxTime=INFINITE State=UP
CONF
  cat >"$dir/env.sh" <<ENV
export SLURM_CONF='$run/slurm.conf' PATH='$root/usr/bin':"\$PATH"
export LD_LIBRARY_PATH='$root/usr/lib/$arch:$root/usr/lib/$arch/slurm-wlm:$root/lib/$arch'
ENV
}

start() {
  [ "$(id -u)" = 0 ] || { echo "needs root" >&2; exit 1; }
  stop
  fetch
  configure
  . "$dir/env.sh"
  "$root/usr/sbin/munged" --force --key-file="$run/munge/key" --socket="$run/munge/socket" \
    --pid-file="$run/munge/pid" --log-file="$run/log/munged.log" --seed-file="$run/munge/seed" >"$run/log/start.log" 2>&1
  "$(program slurmctld)" -f "$run/slurm.conf" >>"$run/log/start.log" 2>&1
  "$(program slurmd)" -f "$run/slurm.conf" -N loop -d "$(program slurmstepd)" >>"$run/log/start.log" 2>&1
  for _ in $(seq 20); do
    case $(timeout 3 sinfo -h -o %T 2>/dev/null) in idle) echo "Slurm is up; . $dir/env.sh"; return;; esac
    sleep 1
  done
  tail -n 20 "$run"/log/*.log >&2; stop
  echo "Slurm did not come up" >&2; exit 1
}

stop() { # only what we started: by the ids in our own files
  local f pid
  for f in "$run/slurmd.pid" "$run/slurmctld.pid" "$run/munge/pid"; do
    [ -f "$f" ] || continue
    pid=$(cat "$f")
    if [ -r "/proc/$pid/cmdline" ] && tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q "$run"; then
      kill "$pid" || true
      for _ in $(seq 20); do [ -d "/proc/$pid" ] || break; sleep 0.5; done
      [ ! -d "/proc/$pid" ] || kill -9 "$pid" || true
    fi
    rm -f "$f"
  done
}

case $1 in start) start;; stop) stop;; *) usage;; esac
