"""The tables of a new site."""

from __future__ import annotations

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def make_tables() -> bool:
    """Make all tables in an empty database from the models, and note every migration as done: the same tables that the
    migrations give (tests/web/test_database.py), in a tenth of the time. False, and nothing is done, where there is one
    already; then migrations bring it up to date."""
    if connection.introspection.table_names():
        return False
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
    executor = MigrationExecutor(connection)
    executor.recorder.ensure_schema()
    for app, name in executor.loader.disk_migrations:
        executor.recorder.record_applied(app, name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    return True
