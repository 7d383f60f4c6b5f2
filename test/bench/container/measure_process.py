"""Runs a program to its end and prints its exit code, wall seconds, CPU seconds and peak memory as JSON."""
import json, os, sys, time

out = int(sys.argv[1])
begun = time.perf_counter()
pid = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(pid, 0)
wall = time.perf_counter() - begun
# Linux counts kilobytes, macOS bytes (getrusage's manual pages).
megabytes = usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
facts = {
    "exitCode": os.waitstatus_to_exitcode(status),
    "seconds": wall,
    "cpuSeconds": usage.ru_utime + usage.ru_stime,
    "megabytes": megabytes,
}
os.write(out, json.dumps(facts).encode())
