"""AWS on this machine: moto's server for the holder of one key, with its data kept in a folder.

`start-aws.ts` starts it as `python moto-server.py FOLDER PORT required|wanted`, with key and secret in the environment,
and with policies of its callers, if it shall judge and record their calls.
Port 0 is any free port; when a port that is only wanted is taken, the server takes any other. It prints one JSON line
when it is ready, and ends when its standard input closes, so that it never outlives the local account. moto itself
keeps everything in memory: here each service's state is pickled to `FOLDER/<service>.pickle` within a second of a
request that may change it.
"""

import copyreg
import errno
import json
import logging
import os
import pickle
import re
import signal
import socket
import sys
import threading
import time

from callers import ARNS, callers_of
from ecr_login import giving_passwords
from front_door import for_key_holders, for_this_machine
from moto import __version__ as moto_version
from moto.backends import get_backend
from moto.core.base_backend import BackendDict
from moto.server import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from needed_actions import Need
from werkzeug.serving import make_server

SAVE_INTERVAL_SECONDS = 1.0
RETRY_INTERVAL_SECONDS = 5.0
MOST_TRIES = 20
SAVING_PATH = "/local-account/saving"
JUDGING_PATH = "/local-account/judging"
EXIT_UNSAVED = 3
READ_ONLY_TARGET = re.compile(r"\.(Get|List|Describe|BatchGet|Filter)")

# ECR's backend holds a lock, which cannot be pickled; a new lock does the same after a restart.
copyreg.pickle(type(threading.RLock()), lambda lock: (threading.RLock, ()))


class Keeper:
    """Loads the services' states once, and saves those that changed."""

    def __init__(self, folder):
        self.folder = folder
        self.changed = threading.Event()
        self.saved = {}
        self.saving = threading.Lock()
        self.problem = None

    def load(self):
        for name in sorted(os.listdir(self.folder)):
            if not name.endswith(".pickle"):
                continue
            with open(os.path.join(self.folder, name), "rb") as file:
                state = pickle.load(file)
            for account, region, attributes in state["backends"]:
                get_backend(state["service"])[account][region].__dict__.update(attributes)

    def save(self):
        with self.saving:
            for service in list(BackendDict._instances):
                backends = [(account, region, backend.__dict__) for account, region, backend in service.iter_backends()]
                state = {"service": service.service_name, "moto": moto_version, "backends": backends}
                self._write(service.service_name, pickle.dumps(state, protocol=pickle.HIGHEST_PROTOCOL))

    def _write(self, service, content):
        if self.saved.get(service) == hash(content):
            return
        path = os.path.join(self.folder, f"{service}.pickle")
        with open(f"{path}.new", "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(f"{path}.new", path)
        self.saved[service] = hash(content)

    def try_to_save(self):
        """Saves, and returns the problem (such as a full disk) or None. Unsaved changes are tried again later."""
        for _ in range(MOST_TRIES):
            try:
                self.save()
                self.problem = None
                return None
            except RuntimeError as error:  # "dictionary changed size during iteration": a request came in between
                problem = str(error)
                time.sleep(0.05)
            except Exception as error:
                problem = str(error)
                break
        if self.problem is None:
            logging.error("the data cannot be saved: %s", problem)
        self.problem = problem
        self.changed.set()
        return problem

    def save_when_changed(self):
        while True:
            self.changed.wait()
            self.changed.clear()
            self.try_to_save()
            time.sleep(SAVE_INTERVAL_SECONDS if self.problem is None else RETRY_INTERVAL_SECONDS)


def noting_changes(application, keeper):
    """Marks the data as changed after every request, except for requests that only read."""

    def call(environ, start_response):
        try:
            return application(environ, start_response)
        finally:
            reads = environ["REQUEST_METHOD"] in ("GET", "HEAD") or READ_ONLY_TARGET.search(environ.get("HTTP_X_AMZ_TARGET", ""))
            if not reads:
                keeper.changed.set()

    return call


def telling_of_saving(application, keeper):
    """GET says why the data cannot be saved; POST tries to save them now and then says the same."""

    def call(environ, start_response):
        if environ.get("PATH_INFO") != SAVING_PATH:
            return application(environ, start_response)
        problem = keeper.try_to_save() if environ["REQUEST_METHOD"] == "POST" else keeper.problem
        return answer_json(start_response, {"problem": problem})

    return call


def judging_calls(application, judge):
    """POST says whether a policy refuses a call of another service, which the local SageMaker got."""

    def call(environ, start_response):
        if environ.get("PATH_INFO") != JUDGING_PATH or judge is None:
            return application(environ, start_response)
        asked = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        needs = [Need(**need) for need in asked["needs"]]
        refusal = judge.refusal(asked["caller"], asked["service"], asked["operation"], needs)
        return answer_json(start_response, {"refusal": refusal})

    return call


def answer_json(start_response, value):
    content = json.dumps(value).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(content)))])
    return [content]


def judge_of(text):
    """None unless the calls shall be judged or recorded."""
    if not text:
        return None
    # It loads much of moto, and few accounts need it.
    from policies import Judge

    options = json.loads(text)
    return Judge(ARNS, options.get("policies", {}), options.get("recordTo"))


def listening_socket(port, is_required):
    """Listens here instead of in werkzeug, which ends the process when the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        if is_required:
            sys.exit(f"Port {port} is in use by another program.")
        listener.bind(("127.0.0.1", 0))
    listener.listen()
    return listener


def main():
    folder, port, is_required = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "required"
    os.umask(0o077)
    os.makedirs(folder, exist_ok=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    keeper = Keeper(folder)
    keeper.load()
    application = noting_changes(DomainDispatcherApplication(create_backend_app), keeper)
    key, secret = os.environ["LOCAL_ACCOUNT_ACCESS_KEY_ID"], os.environ["LOCAL_ACCOUNT_SECRET_ACCESS_KEY"]
    judge = judge_of(os.environ.get("LOCAL_ACCOUNT_JUDGING"))
    callers = callers_of(key, secret)
    application = for_key_holders(giving_passwords(application, callers, answer_json), callers, judge)
    application = for_this_machine(judging_calls(telling_of_saving(application, keeper), judge))
    with listening_socket(port, is_required) as listener:
        # The server works on a duplicate of the socket.
        server = make_server(
            *listener.getsockname(), application, threaded=True, request_handler=MotoRequestHandler, fd=listener.fileno()
        )
    for name in (signal.SIGTERM, signal.SIGINT):
        # `shutdown` waits for the loop that this thread itself runs, so another thread has to call it.
        signal.signal(name, lambda *_: threading.Thread(target=server.shutdown).start())
    threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
    threading.Thread(target=keeper.save_when_changed, daemon=True).start()
    print(json.dumps({"port": server.port}), flush=True)
    server.serve_forever()
    problem = keeper.try_to_save()
    os._exit(0 if problem is None else EXIT_UNSAVED)  # Requests that still run must not hold up the end.


if __name__ == "__main__":
    main()
