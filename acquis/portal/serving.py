"""gunicorn, in a demonstration: the worker of letters lives as long as the server."""

import subprocess
import sys

threads = 4
timeout = 120
loglevel = "warning"
control_socket_disable = True


def on_starting(server):
    server.letters = subprocess.Popen([sys.executable, "-m", "acquis", "work"])


def on_exit(server):
    server.letters.terminate()
    server.letters.wait()
