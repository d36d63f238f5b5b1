#!/usr/bin/env python3
"""Opens a trace with pandas, polars, pyarrow and DuckDB, none of our code, and counts.

    python3 src/test/python/read_trace.py TRACE

Prints row programs and pulses as each of them sees them, to be held against `spindrift trace info TRACE`; ends with 1 if they differ.
Needs pandas, polars, pyarrow and duckdb; which is missing is said and left out.
"""
import sys


def pulses(lists):
    return sum(1 for widths in lists for w in widths if w > 0)


def with_pandas(path):
    import pandas

    rows = pandas.read_feather(path).query("event == 'row-program'")
    return pandas.__version__, len(rows), pulses(rows.push_steps) + pulses(rows.pull_steps)


def with_polars(path):
    import polars

    rows = polars.read_ipc(path, memory_map=False).filter(polars.col("event") == "row-program")
    wide = (polars.element() > 0).cast(polars.Int64)
    count = lambda column: int(rows[column].list.eval(wide).list.sum().sum())
    return polars.__version__, rows.height, count("push_steps") + count("pull_steps")


def with_pyarrow(path):
    import pyarrow
    import pyarrow.compute as compute
    import pyarrow.feather as feather

    table = feather.read_table(path)
    rows = table.filter(compute.equal(table["event"].cast(pyarrow.string()), "row-program"))
    count = lambda column: compute.sum(compute.greater(compute.list_flatten(rows[column]), 0)).as_py()
    return pyarrow.__version__, rows.num_rows, count("push_steps") + count("pull_steps")


def with_duckdb(path):
    import duckdb
    import pyarrow.feather as feather

    trace = feather.read_table(path)  # DuckDB finds it by the variable's name
    n, p = duckdb.sql(
        "select count(*), sum(len(list_filter(push_steps, w -> w > 0)) + len(list_filter(pull_steps, w -> w > 0)))"
        " from trace where event = 'row-program'"
    ).fetchone()
    return duckdb.__version__, n, int(p)


def main(path):
    seen = set()
    for name, count in [
        ("pandas", with_pandas),
        ("polars", with_polars),
        ("pyarrow", with_pyarrow),
        ("duckdb", with_duckdb),
    ]:
        try:
            version, rows, n = count(path)
        except ImportError as e:
            print(f"{name}: not installed ({e})")
            continue
        print(f"{name} {version}: {rows} row programs, {n} pulses")
        seen.add((rows, n))
    return 0 if len(seen) == 1 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
