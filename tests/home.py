"""Loaded before Django's settings are read: tests have a home of their own, thrown away after."""

import os
import shutil
import tempfile

HOME = tempfile.mkdtemp(prefix="acquis-tests-")
os.environ["ACQUIS_HOME"] = HOME


def pytest_unconfigure(config):
    shutil.rmtree(HOME, ignore_errors=True)
