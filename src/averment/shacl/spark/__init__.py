"""Validation of columns on Apache Spark: the statements that DuckDB runs, on as many machines as a master has."""

from __future__ import annotations

from averment.shacl.spark.session import LOCAL, SparkProcess
from averment.shacl.spark.validating import validate_on_spark

__all__ = ["LOCAL", "SparkProcess", "validate_on_spark"]
