#!/usr/bin/env python3
"""Opens an exploration's table.parquet with pandas, polars and DuckDB, none of our code, and says what they see.

    python3 src/test/python/read_exploration.py FOLDER [COLUMN]

Prints rows, columns of numbers and of text, and the mean of a column (the first of numbers) over the configurations that ran, as each of them
sees it, and holds it against table.csv, read with Python's own csv; ends with 1 if they differ. Needs pandas with pyarrow, polars and duckdb;
which is missing is said and left out.
"""
import csv
import math
import sys


def with_csv(folder, column):
    rows = list(csv.DictReader(open(f"{folder}/table.csv", newline="")))
    values = [float(r[column]) for r in rows if r["status"] == "done" and r[column]]
    return "", len(rows), len(rows[0]), sum(values) / len(values)


def with_pandas(folder, column):
    import pandas

    table = pandas.read_parquet(f"{folder}/table.parquet")
    done = table[table.status == "done"]
    return pandas.__version__, len(table), len(table.columns), done[column].mean()


def with_polars(folder, column):
    import polars

    table = polars.read_parquet(f"{folder}/table.parquet")
    done = table.filter(polars.col("status") == "done")
    return polars.__version__, table.height, table.width, done[column].mean()


def with_duckdb(folder, column):
    import duckdb

    table = f"read_parquet('{folder}/table.parquet')"
    n, mean = duckdb.sql(
        f"""select count(*), avg("{column}") filter (where status = 'done') from {table}"""
    ).fetchone()
    width = len(duckdb.sql(f"select * from {table} limit 0").columns)
    return duckdb.__version__, n, width, mean


def units(folder):
    import json

    import pyarrow.parquet

    metadata = pyarrow.parquet.read_schema(f"{folder}/table.parquet").metadata
    return json.loads(metadata[b"units"])


def main(folder, column=None):
    if column is None:
        head, first = list(csv.reader(open(f"{folder}/table.csv", newline="")))[:2]
        column = next(h for h, v in zip(head, first) if v.replace(".", "").replace("E-", "").isdigit())
    seen = []
    for name, read in [("csv", with_csv), ("pandas", with_pandas), ("polars", with_polars), ("duckdb", with_duckdb)]:
        try:
            version, rows, width, mean = read(folder, column)
        except ImportError as e:
            print(f"{name}: not installed ({e})")
            continue
        print(f"{name} {version}: {rows} configurations, {width} columns, mean of {column} {mean:.6g}")
        seen.append((rows, width, mean))
    try:
        print("units:", units(folder))
    except ImportError as e:
        print(f"pyarrow: not installed ({e})")
    same = all(s[:2] == seen[0][:2] and math.isclose(s[2], seen[0][2], rel_tol=1e-12) for s in seen)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
