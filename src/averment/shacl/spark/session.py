"""A session of Spark: started quietly, with nothing left behind, and with words for what goes wrong."""

from __future__ import annotations

import logging
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from averment.errors import AvermentError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["LOCAL", "PATIENCE", "REQUIRED", "STUCK", "SparkProcess", "is_local"]

LOCAL = "local[*]"
"""Spark in a process of this machine, on all its cores."""

JAVA = 17
"""The oldest Java that Spark runs on."""

PATIENCE = 120.0
"""Seconds within which Spark has to start, and a master to give it executors."""

REQUIRED = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.variable.substitute": "false",
    "spark.sql.caseSensitive": "false",
    # fails with rows kept by `localCheckpoint` in a union, and takes long where there are many expressions
    "spark.sql.constraintPropagation.enabled": "false",
}
"""What a session has to be set to for statements to run, and to mean the same as on DuckDB."""

STUCK = 10.0
"""Seconds after which what has been cancelled and still runs is killed."""

_CONNECTING = 10.0
_MASTERS = re.compile(r"spark://(.+)")
_MASTER = re.compile(r"local(\[.*\])?|spark://.+|yarn|k8s://.+|mesos://.+")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT])i?B?", re.IGNORECASE)
_LOGGING = """status = off
rootLogger.level = error
rootLogger.appenderRef.file.ref = file
appender.file.type = Console
appender.file.name = file
appender.file.target = SYSTEM_ERR
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %m%n%ex
"""


def is_local(master: str) -> bool:
    """Return whether Spark runs in a process of this machine."""
    return master.startswith("local")


class SparkProcess:
    """Spark's process on this machine, which in local mode is all of Spark, and a session of it.

    It is started when it is made, and ended at the end of a `with` statement.

    Args:
        master: where Spark runs, as `local[*]`, `local[2]` or `spark://host:7077`.
        memory: how much the process on this machine may hold, which in local mode is all there is.
        small: whether the data are few, so that starting fast counts for more than running fast.
        options: more settings of Spark, which go before those made here.

    Raises:
        AvermentError: pyspark or Java is missing, or Spark can't be started.
    """

    def __init__(
        self,
        master: str = LOCAL,
        *,
        memory: str = "2GB",
        small: bool = False,
        options: Mapping[str, str] | None = None,
    ) -> None:
        _import()
        if _MASTER.fullmatch(master) is None:
            raise AvermentError(f"'{master}' is no master of Spark; write local[*] or spark://host:7077, say")
        self._master, self._memory, self._small = master, memory, small
        self._options = dict(options or {})
        self._java = _java()
        self._begin()

    @property
    def session(self) -> SparkSession:
        """The session; if the process has been killed or has ended, that of another one.

        Raises:
            AvermentError: Spark can't be started again.
        """
        if self._is_killed or self.has_ended():
            self.close()
            self._begin()
        return self._session

    def has_ended(self, within: float = 0) -> bool:
        """Return whether the process is no longer there, or will not be in some seconds."""
        try:
            self._gateway.proc.wait(timeout=within)
        except subprocess.TimeoutExpired:
            return False
        return True

    def __enter__(self) -> SparkProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def kill(self) -> None:
        """End the process at once, whatever it does; what waits for it fails."""
        self._is_killed = True
        self._gateway.proc.kill()

    def _begin(self) -> None:
        from pyspark import SparkConf
        from pyspark.java_gateway import launch_gateway

        _reach(self._master)
        _detach(if_dead=True)
        self._is_killed = False
        logging.getLogger().addFilter(_is_told)
        self._gateway: Any = None
        self._context: Any = None
        self._folder = Path(tempfile.mkdtemp(prefix="averment-spark-"))
        try:
            conf = SparkConf(loadDefaults=False)
            made = _settings(self._master, self._memory, self._folder, small=self._small)
            for name, value in (made | self._options | REQUIRED).items():
                conf.set(name, value)
            (self._folder / "log4j2.properties").write_text(_LOGGING, encoding="utf-8")
            with (self._folder / "log").open("wb") as log, _environment(self._master):
                self._gateway = launch_gateway(conf, {"stdout": log, "stderr": log})
            self._connect(conf)
        except Exception as error:
            said = self._last_words()
            self.close()
            if isinstance(error, AvermentError):
                raise
            raise AvermentError(_why(error, said, self._java, self._master)) from error
        except BaseException:
            self.close()
            raise

    def _connect(self, conf: Any) -> None:
        """Start a session, unless that takes too long.

        Raises:
            AvermentError: it does.
            Exception: Spark can't be started.
        """
        from pyspark import SparkContext
        from pyspark.sql import SparkSession

        failed: list[BaseException] = []

        def work() -> None:
            # in a thread of its own, where pyspark does not take over what an interrupt of the terminal does
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    self._context = SparkContext(conf=conf, gateway=self._gateway)
                    # it would print that Spark has ended, which is told otherwise
                    self._context._accumulatorServer.handle_error = lambda *_: None
                    self._session = SparkSession(self._context)
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(PATIENCE)
        if thread.is_alive():
            raise AvermentError(
                f"Spark has not started within {PATIENCE:.0f} seconds; is '{self._master}' at work?"
            )
        if failed:
            raise failed[0]

    def _last_words(self) -> str:
        with suppress(OSError):
            return (self._folder / "log").read_text(errors="replace")[-20_000:]
        return ""

    def close(self) -> None:
        """End it, and remove what it has written."""
        from pyspark import SparkContext

        process = getattr(self._gateway, "proc", None)
        if self._context is not None and process is not None and process.poll() is None:
            stopping = threading.Thread(target=self._stop, daemon=True)
            stopping.start()
            stopping.join(15)
        if self._gateway is not None:
            with suppress(Exception):
                self._gateway.shutdown()
        if process is not None:
            with suppress(OSError):
                process.stdin.close()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if SparkContext._gateway is self._gateway:
            _detach()
        logging.getLogger().removeFilter(_is_told)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _stop(self) -> None:
        with suppress(Exception):
            self._context.stop()


def _detach(*, if_dead: bool = False) -> None:
    """Have pyspark forget the process that it knows, so that another can be started.

    Args:
        if_dead: whether to do so only if that has ended.
    """
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    process = getattr(SparkContext._gateway, "proc", None)
    if not if_dead or (process is not None and process.poll() is not None):
        SparkContext._gateway = SparkContext._jvm = SparkContext._active_spark_context = None
        SparkSession._instantiatedSession = None


def _is_told(record: logging.LogRecord) -> bool:
    """Return whether a record is not one of py4j's, which logs each failure that it also raises."""
    return record.module not in ("java_gateway", "clientserver")


def _import() -> None:
    """Import pyspark.

    Raises:
        AvermentError: it is missing.
    """
    logging.getLogger("SQLQueryContextLogger").disabled = True  # prints each failure that is also raised
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about versions of pandas, which is not used
            from pyspark import SparkConf  # noqa: F401
            from pyspark.java_gateway import launch_gateway  # noqa: F401
            from pyspark.sql import SparkSession  # noqa: F401 - imports the rest
    except ImportError as error:
        raise AvermentError(
            f"checking on Spark needs '{error.name}', which is not installed: pip install 'averment[spark]'"
        ) from error


# --- settings ---------------------------------------------------------------------------------


def _settings(master: str, memory: str, folder: Path, *, small: bool) -> dict[str, str]:
    java = [
        f"-Dlog4j2.configurationFile={(folder / 'log4j2.properties').as_uri()}",
        f"-Djava.io.tmpdir={folder}",
        f"-Dderby.system.home={folder}",
        "-Xss16m",  # for statements that are nested deeply
        "-XX:+ExitOnOutOfMemoryError",
    ]
    settings = {
        "spark.master": master,
        "spark.app.name": "averment",
        "spark.driver.memory": _mebibytes(memory),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": (folder / "warehouse").as_uri(),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.scheduler.mode": "FAIR",
        # ends an executor whose task does not end when it is to; here, `SparkProcess.restart` does so
        "spark.task.reaper.enabled": "true",
        "spark.task.reaper.killTimeout": f"{STUCK:.0f}s",
        "spark.buffer.pageSize": "512k" if small else "4m",  # each operator of each task takes one at least
        # each join holds a table that is smaller, which are many at the same time, and larger than their files
        "spark.sql.autoBroadcastJoinThreshold": "2m",
        "spark.sql.maxPlanStringLength": "100",
        "spark.sql.ui.retainedExecutions": "1",
    }
    if is_local(master):
        settings |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
        }
    if small:
        java.append("-XX:TieredStopAtLevel=1")
        settings |= {
            "spark.sql.adaptive.enabled": "false",
            "spark.sql.shuffle.partitions": "1",
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        }
    return {**settings, "spark.driver.extraJavaOptions": " ".join(java)}


def _mebibytes(memory: str) -> str:
    match = _AMOUNT.fullmatch(memory.strip())
    if match is None:
        raise AvermentError(f"'{memory}' is no amount of memory; write 3GB or 800MB, for instance")
    size = float(match[1]) * 1024 ** ("KMGT".index(match[2].upper()) - 1)
    if size < 512:
        raise AvermentError(f"'{memory}' is too little memory for Spark; give it 512MB or more")
    return f"{int(size)}m"


@contextmanager
def _environment(master: str) -> Iterator[None]:
    """Set what Spark takes from the environment alone, for as long as it starts."""
    wanted = {"SPARK_LOCAL_IP": "127.0.0.1"} if is_local(master) else {}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


# --- what goes wrong --------------------------------------------------------------------------


def _java() -> str:
    """Return the path of Java.

    Raises:
        AvermentError: there is none.
    """
    cure = (
        f"install Java {JAVA} or later (on Debian and Ubuntu: apt-get install openjdk-17-jre-headless), "
        "or set JAVA_HOME to where it is"
    )
    home = os.environ.get("JAVA_HOME")
    if home:
        java = Path(home) / "bin" / "java"
        if not java.is_file():
            raise AvermentError(f"Spark runs on Java, and JAVA_HOME ('{home}') holds none; {cure}")
        return str(java)
    found = shutil.which("java")
    if found is None:
        raise AvermentError(f"Spark runs on Java, which is not installed; {cure}")
    return found


def _reach(master: str) -> None:
    """Look whether a stand-alone master is there, for Spark itself tries for minutes.

    Raises:
        AvermentError: it is not.
    """
    match = _MASTERS.fullmatch(master)
    if match is None:
        return
    problems = []
    for place in match[1].split(","):
        host, _, port = place.rpartition(":")
        try:
            with socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECTING):
                return
        except ValueError:
            raise AvermentError(f"'{master}' names no host and port; write spark://host:7077, say") from None
        except OSError as error:
            problems.append(f"{place}: {error.strerror or error}")
    raise AvermentError(
        f"no Spark master answers at '{master}' ({'; '.join(problems)}); start it, or correct the address"
    )


def _why(error: Exception, said: str, java: str, master: str) -> str:
    if "UnsupportedClassVersionError" in said:
        return f"'{java}' is too old for Spark; install Java {JAVA} or later, or set JAVA_HOME to where it is"
    if "Could not reserve enough space" in said or "Invalid maximum heap size" in said:
        return "there is not as much memory as Spark is to have; give it less"
    lines = [line for line in said.splitlines() if re.match(r"(Caused by: )?[\w.]*(Exception|Error)\b", line)]
    reason = lines[-1] if lines else str(error).strip().split("\n")[0]
    return f"Spark could not be started on '{master}': {reason}"
