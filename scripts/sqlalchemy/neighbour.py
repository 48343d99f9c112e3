"""What a neighbour with SQLAlchemy and Alembic does to a library. Each command is one run of theirs.

    python3 neighbour.py autogenerate URL   prints what `alembic revision --autogenerate` would do, as JSON
    python3 neighbour.py apply URL          writes that revision and upgrades to it
    python3 neighbour.py upgrade URL        adds a nullable column in revision 002
    python3 neighbour.py rebuild URL        rebuilds both tables, as batch mode does
    python3 neighbour.py downgrade URL      takes revision 002 back, in batch mode
    python3 neighbour.py recreate URL       drop_all, then create_all
"""
import json
import sys
import warnings

from alembic.autogenerate import compare_metadata, produce_migrations
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Text, create_engine
from sqlalchemy.exc import SAWarning

from models import Base


def differences(connection):
    found = []
    for options in ({}, {"compare_type": True, "render_as_batch": True}):
        context = MigrationContext.configure(connection, opts=options)
        for difference in compare_metadata(context, Base.metadata):
            found.append(repr(difference))
    return found


def apply(connection):
    context = MigrationContext.configure(connection)
    script = produce_migrations(context, Base.metadata)
    operations = Operations(context)
    stack = [script.upgrade_ops]
    while stack:
        one = stack.pop(0)
        if hasattr(one, "ops"):
            stack[:0] = one.ops
        else:
            operations.invoke(one)


def rebuild(operations):
    for table in ("generations", "prompts"):
        with operations.batch_alter_table(table, recreate="always"):
            pass


def main(command, url):
    # Indexes that it cannot describe it leaves alone, with a warning.
    warnings.simplefilter("ignore", SAWarning)
    engine = create_engine(url)
    with engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        if command == "autogenerate":
            print(json.dumps(differences(connection)))
        elif command == "apply":
            apply(connection)
        elif command == "upgrade":
            operations.add_column("generations", Column("seed_note", Text))
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '002'")
        elif command == "rebuild":
            rebuild(operations)
        elif command == "downgrade":
            with operations.batch_alter_table("generations") as batch:
                batch.drop_column("seed_note")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '001'")
        elif command == "recreate":
            Base.metadata.drop_all(connection)
            Base.metadata.create_all(connection)
        else:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
