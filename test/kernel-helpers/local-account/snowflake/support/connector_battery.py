"""Operations of Snowflake's Python connector on a fresh local account, each with the value that it must return.

Usage: connector_battery.py FOLDER, with the account's environment; FOLDER is for files of PUT and GET.
Prints one JSON document: the connector's version, and for every operation its name and what went wrong (null: nothing).
"""

import datetime as dt
import json
import os
import sys
import time
from decimal import Decimal
from urllib.parse import urlsplit

import boto3
import pandas
import snowflake.connector
from snowflake.connector import DictCursor, ProgrammingError
from snowflake.connector.pandas_tools import write_pandas

UTC = dt.timezone.utc
TWO_HOURS = dt.timezone(dt.timedelta(hours=2))
FOLDER = sys.argv[1]
OPERATIONS = []


def operation(name):
    def register(function):
        OPERATIONS.append((name, function))
        return function

    return register


def equal(found, wanted):
    if found != wanted or type(found) is not type(wanted):
        raise AssertionError(f"{found!r} in place of {wanted!r}")


def fails(call, kind, number):
    try:
        call()
    except kind as error:
        equal(error.errno, number)
    else:
        raise AssertionError(f"no error, in place of {kind.__name__} {number}")


def login():
    secret = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SECRET_ID"])
    credentials = json.loads(secret["SecretString"])
    address = urlsplit(os.environ["SF_ACCESS_URL"])
    return {
        "account": os.environ["SF_ACCOUNT"],
        "user": credentials["username"],
        "password": credentials["password"],
        "host": address.hostname,
        "port": address.port,
        "protocol": address.scheme,
        "warehouse": os.environ["SF_WAREHOUSE"],
        "database": os.environ["SF_DATABASE"],
        "schema": os.environ["SF_SCHEMA"],
    }


LOGIN = login()


def connect(**options):
    return snowflake.connector.connect(**{**LOGIN, **options})


snowflake.connector.paramstyle = "qmark"
CONNECTION = connect()
STARTED = dt.datetime.now(UTC)


def rows(sql, params=None, connection=None):
    return (connection or CONNECTION).cursor().execute(sql, params).fetchall()


def value(sql, params=None):
    [[found]] = rows(sql, params)
    return found


def recent(found):
    """SHOW prints when an object was made, which must be a moment ago."""
    if not isinstance(found, dt.datetime) or abs((found - STARTED).total_seconds()) > 600:
        raise AssertionError(f"{found!r} in place of about {STARTED!r}")


# What a fresh account has ------------------------------------------------------------------------------------------------

for what in ("warehouse", "database", "schema"):
    operation(f"current_{what}() is the one of the environment")(
        lambda what=what: equal(value(f"select current_{what}()"), os.environ[f"SF_{what.upper()}"])
    )
    operation(f"the connection knows its {what}")(
        lambda what=what: equal(getattr(CONNECTION, what), os.environ[f"SF_{what.upper()}"])
    )
    operation(f"show {what}s names it, made a moment ago")(lambda what=what: shown(f"{what}s", os.environ[f"SF_{what.upper()}"]))

for what in ("warehouse", "database", "schema"):
    operation(f"use {what}")(lambda what=what: rows(f"use {what} {os.environ[f'SF_{what.upper()}']}"))


def shown(kind, name):
    cursor = CONNECTION.cursor(DictCursor).execute(f"show {kind} like '{name}'")
    [row] = cursor.fetchall()
    equal(row["name"], name)
    recent(row["created_on"])


@operation("current_role(), current_user() and current_account()")
def _():
    equal(rows("select current_role(), current_user(), current_account()"), [("ACCOUNTADMIN", LOGIN["user"], "LOCAL")])


@operation("use role")
def _():
    rows("use role sysadmin")
    equal(value("select current_role()"), "SYSADMIN")
    rows("use role accountadmin")


@operation("a login without warehouse, database and schema has none")
def _():
    with connect(warehouse=None, database=None, schema=None) as other:
        equal(rows("select current_warehouse(), current_database()", connection=other), [(None, None)])


@operation("a login that names a role has it")
def _():
    with connect(role="PUBLIC") as other:
        equal(rows("select current_role()", connection=other), [("PUBLIC",)])


@operation("suspend and resume the warehouse")
def _():
    name = os.environ["SF_WAREHOUSE"]
    rows(f"alter warehouse {name} suspend")
    rows(f"alter warehouse {name} resume")
    rows(f"alter warehouse {name} resume if suspended")


@operation("create, use and drop another warehouse")
def _():
    rows("create warehouse other_wh warehouse_size = 'SMALL' auto_suspend = 60")
    shown("warehouses", "OTHER_WH")
    rows(f"use warehouse {os.environ['SF_WAREHOUSE']}")
    rows("drop warehouse other_wh")


@operation("a wrong password is refused")
def _():
    try:
        connect(password="wrong")
    except snowflake.connector.Error as error:
        if "Incorrect username or password" not in str(error):
            raise AssertionError(str(error))
    else:
        raise AssertionError("logged in")


# Results: what is asked for, and the Python value -----------------------------------------------------------------------

EPOCH = dt.datetime(1970, 1, 1)
VALUES = [
    ("1", 1),
    ("-99999999999999999999999999999999999999::number(38,0)", -99999999999999999999999999999999999999),
    ("12.50::number(10,2)", Decimal("12.50")),
    ("-0.001::number(10,3)", Decimal("-0.001")),
    ("12345678901234567890.12::number(38,2)", Decimal("12345678901234567890.12")),
    ("1.5::float", 1.5),
    ("-1e300::float", -1e300),
    ("'inf'::float", float("inf")),
    ("true", True),
    ("false", False),
    ("'a ''quote'' \" and \\\\ ü 🚀'", "a 'quote' \" and \\ ü 🚀"),
    ("''", ""),
    ("to_binary('00FF')", bytes([0, 255])),
    ("to_binary('')", b""),
    ("'2024-02-29'::date", dt.date(2024, 2, 29)),
    ("'1969-12-31'::date", dt.date(1969, 12, 31)),
    ("'0001-01-01'::date", dt.date(1, 1, 1)),
    ("'9999-12-31'::date", dt.date(9999, 12, 31)),
    ("'01:02:03'::time", dt.time(1, 2, 3)),
    ("'23:59:59.123456'::time", dt.time(23, 59, 59, 123456)),
    ("'01:02:03.5'::time(1)", dt.time(1, 2, 3, 500000)),
    ("'01:02:03'::time(0)", dt.time(1, 2, 3)),
    ("'2024-03-31 02:30:00'::timestamp_ntz", dt.datetime(2024, 3, 31, 2, 30)),
    ("'2024-03-31 02:30:00.123456'::timestamp_ntz", dt.datetime(2024, 3, 31, 2, 30, 0, 123456)),
    ("'2024-03-31 02:30:00.123456'::timestamp_ntz(6)", dt.datetime(2024, 3, 31, 2, 30, 0, 123456)),
    ("'1969-12-31 23:59:59.5'::timestamp_ntz", dt.datetime(1969, 12, 31, 23, 59, 59, 500000)),
    ("'1969-12-31 23:59:59.5'::timestamp_ntz(3)", dt.datetime(1969, 12, 31, 23, 59, 59, 500000)),
    ("'1900-01-01 00:00:00.25'::timestamp_ntz(2)", dt.datetime(1900, 1, 1, 0, 0, 0, 250000)),
    ("'9999-12-31 23:59:59'::timestamp_ntz", dt.datetime(9999, 12, 31, 23, 59, 59)),
    ("'0001-01-01 00:00:00'::timestamp_ntz", dt.datetime(1, 1, 1)),
    ("'2024-03-31 02:30:00 +0200'::timestamp_ltz", dt.datetime(2024, 3, 31, 0, 30, tzinfo=UTC)),
    ("'2024-03-31 02:30:00.125 +0200'::timestamp_ltz(3)", dt.datetime(2024, 3, 31, 0, 30, 0, 125000, tzinfo=UTC)),
    ("'2024-03-31 02:30:00.125 +0000'::timestamp_tz(3)", dt.datetime(2024, 3, 31, 2, 30, 0, 125000, tzinfo=UTC)),
]


def same(found, wanted):
    """Equal, and of the same kind; times with a zone are compared as instants. Connector 5 gives bytes as a bytearray."""
    found = bytes(found) if isinstance(found, bytearray) else found
    if found != wanted or not isinstance(found, type(wanted)):
        raise AssertionError(f"{found!r} in place of {wanted!r}")


for sql, wanted in VALUES:
    operation(f"select {sql}")(lambda sql=sql, wanted=wanted: same(value(f"select {sql}"), wanted))

DOCUMENTS = [
    ("parse_json('{\"a\": [1, \"x\", null]}')", {"a": [1, "x", None]}),
    ("array_construct(1, 2)", [1, 2]),
    ("object_construct('a', 1)", {"a": 1}),
]
for sql, wanted in DOCUMENTS:
    operation(f"select {sql}")(lambda sql=sql, wanted=wanted: equal(json.loads(value(f"select {sql}")), wanted))

TYPES = ["number(10,2)", "float", "varchar", "boolean", "binary", "date", "time", "timestamp_ntz", "timestamp_ltz", "timestamp_tz", "variant"]
for name in TYPES:
    operation(f"select null::{name}")(lambda name=name: equal(value(f"select null::{name}"), None))

DIGITS = range(0, 10)
for kind in ("time", "timestamp_ntz", "timestamp_ltz", "timestamp_tz"):

    @operation(f"columns of {kind}(0) to {kind}(9) keep what they can")
    def _(kind=kind):
        zone = "" if kind in ("time", "timestamp_ntz") else "+00:00"
        text = ("" if kind == "time" else "2024-05-06 ") + "07:08:09.123456" + zone
        columns = ", ".join(f"c{digits} {kind}({digits})" for digits in DIGITS)
        rows(f"create or replace table digits ({columns})")
        rows(f"insert into digits values ({', '.join([repr(text)] * 10)})")
        [row] = rows("select * from digits")
        micros = [found.microsecond for found in row]
        equal(micros, [0, 100000, 120000, 123000, 123400, 123450, 123456, 123456, 123456, 123456])
        equal({(found.hour, found.minute, found.second) for found in row}, {(7, 8, 9)})


@operation("the description of a result tells name, type, precision, scale and nullability")
def _():
    rows("create or replace table described (n number(10,2) not null, v varchar(20), t timestamp_ntz(3), b binary(8))")
    cursor = CONNECTION.cursor().execute("select * from described")
    equal(
        [(c.name, c.type_code, c.precision, c.scale, c.is_nullable) for c in cursor.description],
        [("N", 0, 10, 2, False), ("V", 2, None, None, True), ("T", 8, 0, 3, True), ("B", 11, None, None, True)],
    )


@operation("describe() tells the columns and runs nothing")
def _():
    equal([c.name for c in CONNECTION.cursor().describe("select 1 as a, 'x' as b")], ["A", "B"])


# SHOW and DESCRIBE --------------------------------------------------------------------------------------------------------


@operation("show tables")
def _():
    rows("create or replace table shown_table (a int)")
    rows("insert into shown_table values (1), (2)")
    shown("tables", "SHOWN_TABLE")
    [row] = CONNECTION.cursor(DictCursor).execute("show tables like 'SHOWN_TABLE'").fetchall()
    equal((row["rows"], row["kind"], row["database_name"]), (2, "TABLE", os.environ["SF_DATABASE"]))


@operation("show terse tables")
def _():
    [row] = CONNECTION.cursor(DictCursor).execute("show terse tables like 'SHOWN_TABLE'").fetchall()
    equal(sorted(row), ["created_on", "database_name", "kind", "name", "schema_name"])
    recent(row["created_on"])


@operation("show stages")
def _():
    rows("create or replace stage shown_stage")
    shown("stages", "SHOWN_STAGE")


@operation("describe schema, database and warehouse tell when their objects were made")
def _():
    for statement in ("schema", "database", "warehouse"):
        for row in rows(f"describe {statement} {os.environ[f'SF_{statement.upper()}']}"):
            recent(row[0])


@operation("show columns")
def _():
    [row] = CONNECTION.cursor(DictCursor).execute("show columns in table shown_table").fetchall()
    equal(json.loads(row["data_type"])["type"], "FIXED")


@operation("describe table")
def _():
    [row] = CONNECTION.cursor(DictCursor).execute("describe table shown_table").fetchall()
    equal((row["name"], row["type"], row["null?"]), ("A", "NUMBER(38,0)", "Y"))


@operation("show parameters")
def _():
    if ("TIMEZONE", "UTC") not in [row[:2] for row in rows("show parameters")]:
        raise AssertionError("no TIMEZONE")


@operation("result_scan of show")
def _():
    rows("show tables like 'SHOWN_TABLE'")
    cursor = CONNECTION.cursor(DictCursor).execute("select * from table(result_scan(last_query_id()))")
    [row] = cursor.fetchall()
    equal(row["name"], "SHOWN_TABLE")
    recent(row["created_on"])


# Binds ----------------------------------------------------------------------------------------------------------------------

BINDS = [
    ("int", "number(38,0)", 7, 7),
    ("large int", "number(38,0)", 12345678901234567890123456789012345678, 12345678901234567890123456789012345678),
    ("negative decimal", "number(10,2)", Decimal("-12.50"), Decimal("-12.50")),
    ("decimal in scientific notation", "number(38,0)", Decimal("1E+3"), 1000),
    ("float", "float", 0.1, 0.1),
    ("tiny float", "float", 1e-300, 1e-300),
    ("infinite float", "float", float("-inf"), float("-inf")),
    ("text", "varchar", "it's \\ ü 🚀 ? :1", "it's \\ ü 🚀 ? :1"),
    ("empty text", "varchar", "", ""),
    ("text with line ends", "varchar", "a\nb\r\nc\td", "a\nb\r\nc\td"),
    ("bool", "boolean", True, True),
    ("false", "boolean", False, False),
    ("null", "varchar", None, None),
    ("bytes", "binary", bytes(range(256)), bytes(range(256))),
    ("no bytes", "binary", b"", b""),
    ("bytearray", "binary", bytearray(b"\x00A'\\"), b"\x00A'\\"),
    ("date", "date", dt.date(2024, 2, 29), dt.date(2024, 2, 29)),
    ("early date", "date", dt.date(1, 1, 1), dt.date(1, 1, 1)),
    ("late date", "date", dt.date(9999, 12, 31), dt.date(9999, 12, 31)),
    ("time", "time", dt.time(23, 59, 59, 123456), dt.time(23, 59, 59, 123456)),
    ("timedelta", "time", dt.timedelta(hours=1, seconds=2), dt.time(1, 0, 2)),
    ("datetime", "timestamp_ntz", dt.datetime(2024, 3, 31, 2, 30, 0, 123456), dt.datetime(2024, 3, 31, 2, 30, 0, 123456)),
    ("early datetime", "timestamp_ntz", dt.datetime(1969, 12, 31, 23, 59, 59, 500000), dt.datetime(1969, 12, 31, 23, 59, 59, 500000)),
    ("ltz datetime", "timestamp_ltz", ("TIMESTAMP_LTZ", dt.datetime(2024, 3, 31, 2, 30, tzinfo=TWO_HOURS)), dt.datetime(2024, 3, 31, 0, 30, tzinfo=UTC)),
    ("tz datetime", "timestamp_tz", ("TIMESTAMP_TZ", dt.datetime(2024, 3, 31, 2, 30, tzinfo=TWO_HOURS)), dt.datetime(2024, 3, 31, 0, 30, tzinfo=UTC)),
    ("text for a date", "date", "2024-02-29", dt.date(2024, 2, 29)),
    ("text for a number", "number(10,2)", "12.5", Decimal("12.50")),
]


def bind_single(column, sent, wanted):
    same(value(f"select ?::{column}", (sent,)), wanted)


def bind_insert(column, sent, wanted):
    rows(f"create or replace table bound (v {column})")
    rows("insert into bound values (?)", (sent,))
    same(value("select v from bound"), wanted)


def bind_array(column, sent, wanted, others=()):
    rows(f"create or replace table bound (i int, v {column})")
    cursor = CONNECTION.cursor()
    sent_rows = list(enumerate((sent, *others, sent)))
    cursor.executemany("insert into bound values (?, ?)", sent_rows)
    equal(cursor.rowcount, len(sent_rows))
    found = rows("select v from bound order by i")
    for row, expected in zip(found, (wanted, *others, wanted), strict=True):
        same(row[0], expected)


def bind_array_with_null(column, sent, wanted):
    """Connector 4 calls such an array TEXT; a count of nanoseconds within a day is then ambiguous, on the service as well."""
    if column != "time" and not str(wanted).startswith(("1969", "0001", "9999")):
        bind_array(column, sent, wanted, others=(None,))


for name, column, sent, wanted in BINDS:
    for form, check in (("alone", bind_single), ("inserted", bind_insert), ("in an array", bind_array), ("in an array with a null", bind_array_with_null)):
        operation(f"bind {name}, {form}")(
            lambda check=check, column=column, sent=sent, wanted=wanted: check(column, sent, wanted)
        )


@operation("bytes by qmark are their bytes, also without a cast")
def _():
    same(value("select ?", (b"\x00\xff",)), b"\x00\xff")
    equal(value("select hex_encode(?)", (b"AZ",)), "415A")


@operation("a NUL in a bound text is kept or refused in words")
def _():
    for text in ("a\0b", "\0"):
        try:
            equal(value("select ?", (text,)), text)
        except ProgrammingError as error:
            if "NUL" not in str(error):
                raise


@operation("a NUL in an array of bound texts is kept or refused in words")
def _():
    rows("create or replace table bound (v varchar)")
    try:
        CONNECTION.cursor().executemany("insert into bound values (?)", [("a\0b",), ("c",)])
        equal(rows("select v from bound"), [("a\0b",), ("c",)])
    except ProgrammingError as error:
        if "NUL" not in str(error):
            raise


@operation("numeric places: :1 and :2")
def _():
    equal(rows("select :2, :1", ("a", "b")), [("b", "a")])


@operation("a place without a value is refused")
def _():
    fails(lambda: rows("select ?, ?", (1,)), ProgrammingError, 2049)


@operation("pyformat places")
def _():
    snowflake.connector.paramstyle = "pyformat"
    try:
        with connect() as other:
            equal(rows("select %s, %s", (1, "it's"), other), [(1, "it's")])
            equal(rows("select %(a)s", {"a": dt.date(2024, 2, 29)}, other), [("2024-02-29",)])
            same(rows("select %s::binary", (b"\x00\xff",), other)[0][0], b"\x00\xff")
    finally:
        snowflake.connector.paramstyle = "qmark"


# The cursor -----------------------------------------------------------------------------------------------------------------


@operation("fetchone, fetchmany and fetchall share one position")
def _():
    cursor = CONNECTION.cursor().execute("select seq4() from table(generator(rowcount => 10)) order by 1")
    equal((cursor.fetchone(), cursor.fetchmany(3), len(cursor.fetchall())), ((0,), [(1,), (2,), (3,)], 6))


@operation("a result in chunks comes whole and in order")
def _():
    cursor = CONNECTION.cursor().execute("select seq8() as i, repeat('x', 100) from table(generator(rowcount => 40000)) order by i")
    equal(cursor.rowcount, 40000)
    equal([row[0] for row in cursor], list(range(40000)))


@operation("DictCursor")
def _():
    equal(CONNECTION.cursor(DictCursor).execute("select 1 as a, 'x' as \"b\"").fetchall(), [{"A": 1, "b": "x"}])


@operation("rowcount of insert, update and delete")
def _():
    rows("create or replace table counted (a int)")
    counts = [CONNECTION.cursor().execute(sql).rowcount for sql in
              ("insert into counted values (1), (2), (3)", "update counted set a = 9 where a > 1", "delete from counted where a = 9")]
    equal(counts, [3, 2, 2])


@operation("fetch_pandas_all")
def _():
    cursor = CONNECTION.cursor().execute("select 1 as a, 'x' as b")
    frame = cursor.fetch_pandas_all()
    equal(frame.values.tolist(), [[1, "x"]])


@operation("execute_string runs several statements")
def _():
    equal([cursor.fetchall() for cursor in CONNECTION.execute_string("select 1; select 2")], [[(1,)], [(2,)]])


@operation("a result can be asked for again by its id")
def _():
    cursor = CONNECTION.cursor().execute("select 42")
    again = CONNECTION.cursor()
    again.get_results_from_sfqid(cursor.sfqid)
    equal(again.fetchall(), [(42,)])


EVERY_TYPE = """
    select iff(i % 7 = 0, null, i - 9000) as small, (i * 70368744177664)::number(20, 0) as large,
        (i * 12345678901234567::number(38, 0) * 1234567890123)::number(38, 4) as exact, i / 8::float as ratio,
        i % 3 = 0 as flag, iff(i % 5 = 0, null, 'house ' || i) as name, to_binary(hex_encode('b' || i)) as raw,
        dateadd(day, i * 90, '0001-03-01'::date) as day, dateadd(second, i, '01:00:00'::time) as at,
        dateadd(second, -i * 100000, '2024-05-06 07:08:09.123456'::timestamp_ntz) as ntz,
        iff(i % 2 = 0, null, '2024-05-06 07:08:09.5+00:00'::timestamp_ltz) as ltz,
        '1969-12-31 23:59:59.25+00:00'::timestamp_tz(3) as tz, array_construct(i, 'x') as list
    from (select seq4() as i from table(generator(rowcount => 20000)))"""


@operation("rows of every type are the same from Arrow and from JSON")
def _():
    found = rows(EVERY_TYPE)
    with connect(session_parameters={"PYTHON_CONNECTOR_QUERY_RESULT_FORMAT": "JSON"}) as other:
        wanted = rows(EVERY_TYPE, connection=other)
    equal(len(found), 20000)
    for one, another in zip(found, wanted):
        equal([normal(cell) for cell in one], [normal(cell) for cell in another])


def normal(cell):
    """Arrow's times have the session's zone as another object, and connector 5 gives bytes as a bytearray."""
    if isinstance(cell, dt.datetime) and cell.tzinfo is not None:
        return cell.astimezone(UTC)
    return bytes(cell) if isinstance(cell, bytearray) else cell


@operation("result_scan of a bound id")
def _():
    cursor = CONNECTION.cursor().execute("select 42 as x")
    equal(rows(f"select * from table(result_scan('{cursor.sfqid}'))"), [(42,)])


# Statements that take their time --------------------------------------------------------------------------------------------


def wait_until_done(query_id, deadline=30):
    until = time.monotonic() + deadline
    while CONNECTION.is_still_running(CONNECTION.get_query_status(query_id)):
        if time.monotonic() > until:
            raise AssertionError("still running")
        time.sleep(0.05)


@operation("execute_async: status, then result")
def _():
    cursor = CONNECTION.cursor()
    cursor.execute_async("select count(*) from table(generator(rowcount => 1000))")
    wait_until_done(cursor.sfqid)
    cursor.get_results_from_sfqid(cursor.sfqid)
    equal(cursor.fetchall(), [(1000,)])


@operation("execute_async: the status of a statement that runs")
def _():
    with connect() as other:
        cursor = other.cursor()
        cursor.execute_async("call system$wait(1)")
        equal(other.get_query_status(cursor.sfqid).name, "RUNNING")
        cursor.get_results_from_sfqid(cursor.sfqid)
        equal(len(cursor.fetchall()), 1)
        equal(other.get_query_status(cursor.sfqid).name, "SUCCESS")


@operation("execute_async: a failing statement tells its error")
def _():
    cursor = CONNECTION.cursor()
    cursor.execute_async("select * from no_such_table")
    wait_until_done(cursor.sfqid)
    fails(lambda: CONNECTION.get_query_status_throw_if_error(cursor.sfqid), ProgrammingError, 2003)


@operation("a status of an unknown id")
def _():
    try:
        equal(CONNECTION.get_query_status("01b00000-0000-0000-0000-000000000000").name, "NO_DATA")
    except snowflake.connector.Error as error:
        if "404" in str(error):
            raise


@operation("a statement is cancelled by its id")
def _():
    with connect() as other:
        cursor = other.cursor()
        cursor.execute_async("call system$wait(60)")
        equal(cursor.abort_query(cursor.sfqid), True)
        wait_until_done(cursor.sfqid)


@operation("statement_timeout_in_seconds ends a statement")
def _():
    with connect(session_parameters={"STATEMENT_TIMEOUT_IN_SECONDS": 1}) as other:
        fails(lambda: rows("call system$wait(60)", connection=other), ProgrammingError, 630)


# Transactions, errors, files ------------------------------------------------------------------------------------------------


@operation("rollback and commit")
def _():
    rows("create or replace table kept (a int)")
    with connect(autocommit=False) as other:
        rows("insert into kept values (1)", connection=other)
        other.rollback()
        rows("insert into kept values (2)", connection=other)
        other.commit()
    equal(rows("select a from kept"), [(2,)])


@operation("autocommit(False) and autocommit(True)")
def _():
    with connect() as other:
        other.autocommit(False)
        rows("insert into kept values (3)", connection=other)
        other.rollback()
        other.autocommit(True)
        rows("insert into kept values (4)", connection=other)
    equal(rows("select a from kept order by a"), [(2,), (4,)])


@operation("a missing table is error 2003 with SQL state 42S02")
def _():
    try:
        rows("select * from no_such_table")
    except ProgrammingError as error:
        equal((error.errno, error.sqlstate, len(error.sfqid) > 0), (2003, "42S02", True))


@operation("a syntax error is error 1003")
def _():
    fails(lambda: rows("selectt 1"), ProgrammingError, 1003)


@operation("alter session, query_tag and unset")
def _():
    rows("alter session set query_tag = 'battery'")
    rows("alter session unset query_tag")


@operation("a closed connection says so")
def _():
    other = connect()
    other.close()
    equal(other.is_closed(), True)
    try:
        other.cursor().execute("select 1")
    except snowflake.connector.Error:
        return
    raise AssertionError("ran")


@operation("put, list and remove a file")
def _():
    content = bytes(range(256)) * 100
    path = os.path.join(FOLDER, "a file.bin")
    with open(path, "wb") as file:
        file.write(content)
    rows("create or replace stage files")
    [uploaded] = rows(f"put 'file://{path}' @files auto_compress = false")
    equal(uploaded[6], "UPLOADED")
    equal([row[1] for row in rows("list @files")], [len(content)])
    rows("remove @files")
    equal(rows("list @files"), [])


@operation("put compresses by default, and copy into reads what it made")
def _():
    path = os.path.join(FOLDER, "numbers.csv")
    with open(path, "w") as file:
        file.write("1,a\n2,b\n")
    rows("create or replace table numbers (n int, s varchar)")
    rows(f"put 'file://{path}' @files")
    rows("copy into numbers from @files/numbers.csv.gz file_format = (type = csv)")
    equal(rows("select * from numbers order by n"), [(1, "a"), (2, "b")])


@operation("write_pandas loads a frame")
def _():
    frame = pandas.DataFrame({"A": [1, 2], "B": ["x", None], "C": [0.5, 1.5]})
    rows("create or replace table from_pandas (a int, b varchar, c float)")
    success, chunks, count, _output = write_pandas(CONNECTION, frame, "FROM_PANDAS")
    equal((bool(success), count), (True, 2))
    equal(rows("select a, b, c from from_pandas order by a"), [(1, "x", 0.5), (2, None, 1.5)])


def run():
    results = []
    for name, function in OPERATIONS:
        try:
            function()
            results.append({"name": name, "problem": None})
        except Exception as error:  # Any error is the operation's result.
            results.append({"name": name, "problem": f"{type(error).__name__}: {error}"[:500]})
    CONNECTION.close()
    return {"version": snowflake.connector.__version__, "operations": results}


if __name__ == "__main__":
    print(json.dumps(run()))
