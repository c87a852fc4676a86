"""Runs a program as a child of Lotus: Ctrl-C reaches Lotus alone, and the program never outlives Lotus.

Made by `lotus up`. Arguments: the signal that ends the program in order, the program and its own arguments.
"""

import os
import signal
import subprocess
import sys
import threading
import time

GRACE = 10
AGAIN = 1  # some programs wait for their guests until they are told twice


def end(*_):
    program.send_signal(ending)


def end_surely():
    end()
    for _ in range(GRACE):
        time.sleep(AGAIN)
        end()
    program.kill()


def end_when_told():
    os.read(told, 1)
    end_surely()


def end_with_lotus():
    """Lotus holds the other end of our standard input; it closes however Lotus ends."""
    while os.read(0, 4096):
        pass
    end_surely()


told, tell = os.pipe()
signal.signal(signal.SIGTERM, lambda *_: os.write(tell, b"."))  # heard from now on, heeded as soon as there is a program
os.setsid()  # a session of its own: the terminal's signals go to Lotus, which stops things in order
ending = getattr(signal, sys.argv[1])
program = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL)
threading.Thread(target=end_when_told, daemon=True).start()
threading.Thread(target=end_with_lotus, daemon=True).start()
code = program.wait()
sys.exit(code if code >= 0 else 128 - code)
