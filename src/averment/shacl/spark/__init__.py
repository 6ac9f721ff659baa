"""Validation of columns on Apache Spark: the statements that DuckDB runs, on as many machines as a master has."""

from __future__ import annotations

from averment.shacl.spark.session import LOCAL, spark_session
from averment.shacl.spark.validating import validate_on_spark

__all__ = ["LOCAL", "spark_session", "validate_on_spark"]
