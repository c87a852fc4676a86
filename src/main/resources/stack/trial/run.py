"""Runs Synapse as a child of Lotus: Ctrl-C reaches Lotus alone, and Synapse never outlives Lotus.

Made by `lotus up`. Arguments: the module to run, then Synapse's own.
"""

import os
import runpy
import signal
import sys
import threading
import time


def end_with_lotus():
    """Lotus holds the other end of our standard input; it closes however Lotus ends."""
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(10)
    os.kill(os.getpid(), signal.SIGKILL)


os.setsid()  # a session of its own: the terminal's signals go to Lotus, which stops things in order
threading.Thread(target=end_with_lotus, daemon=True).start()
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
