#!/usr/bin/env python3
"""An AWS on loopback for the tests: S3 and EC2, and instances that really run.

moto answers (answers that we did not write); in front of it, in the same process, stand the things that moto does not
do: client tokens, refusals of capacity, quotas, throttling, rights, lost answers, expiring URLs, and above all
machines: an instance is a process that runs the launch template's user data (machines.py).

One JSON line with the address is printed, then it serves until its standard input closes, so it cannot outlive a test.
A test steers it with POST and GET under /_rig/ (see `Rig.control`).
"""

import argparse
import json
import os
import re
import shutil
import signal
import socket
import sys
import tempfile
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

os.environ.setdefault("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")  # old images of others; ours is registered below
os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")

from moto.moto_server.werkzeug_app import (  # noqa: E402
    DomainDispatcherApplication,
    create_backend_app,
)

from ec2_front import Ec2Front  # noqa: E402
from machines import Machines  # noqa: E402
from s3_front import S3Front  # noqa: E402
from wire import Answer, Cut, Request, json_answer  # noqa: E402

# Whose credentials a request carries, by the beginning of the access key.
RIG_KEY = "RIGITSELF"
WORKER_KEY = "ASIAWORKER"

FAULTS = {
    # EC2. A pool is "type/zone/market", each part may be "*"; the value is how many instances it has left.
    "capacity": {},
    "quota": {"spot": 1024, "on-demand": 1024},  # vCPUs; also what Service Quotas answers
    "throttle": {},  # action, or "*": the next n calls answer RequestLimitExceeded
    "denied": [],  # "ec2:CreateFleet", "s3:PutObject", …
    "lost_answers": {},  # action: the next n calls take effect and answer HTTP 500
    "cut_answers": {},  # action: the next n calls take effect and the connection is closed
    "describe_lag_s": 0.0,  # DescribeInstances does not see instances that are younger
    "boot_s": 0.0,  # from the launch to the first line of user data
    "notice_s": 2.0,  # from the spot notice to the end; 120 on EC2
    "minute_s": 60.0,  # how long the minutes of `shutdown -P +N` are
    "guest_env": {},  # more environment for new instances
    # Credentials: "" (fine), "expired", "invalid".
    "credentials": "",
    # S3, per thousand requests.
    "s3_busy": 0,  # 503 SlowDown, no effect
    "s3_lost": 0,  # takes effect, then HTTP 500 or a closed connection
    "s3_truncated": 0,  # half of the body, then a closed connection
    "s3_latency_ms": 0,
    "s3_seed": 1,
    "url_age_s": 0,  # presigned URLs are taken to be this much older
}


class Rig:
    """All state, and the way of a request."""

    def __init__(self, folder, verbose):
        self.folder = folder
        self.verbose = verbose
        self.lock = threading.RLock()
        self.faults = json.loads(json.dumps(FAULTS))
        self.counts = {}
        self.moto_app = DomainDispatcherApplication(create_backend_app)
        self.address = None
        self.machines = Machines(self)
        self.ec2 = Ec2Front(self)
        self.s3 = S3Front(self)

    def begin(self, address):
        self.address = address
        self.ec2.furnish()
        self.machines.begin()

    def end(self):
        self.machines.end()

    @property
    def endpoint(self):
        return f"http://{self.address[0]}:{self.address[1]}"

    def take(self, fault, name):
        """Uses up one of a counted fault."""
        with self.lock:
            for key in (name, "*"):
                left = self.faults[fault].get(key, 0)
                if left > 0:
                    self.faults[fault][key] = left - 1
                    return True
        return False

    def count(self, who, group, name, by=1):
        if who == "rig":
            return
        with self.lock:
            for key in (group, f"{group}:{who}"):
                table = self.counts.setdefault(key, {})
                table[name] = table.get(name, 0) + by

    def moto(self, request):
        """moto's answer to a request."""
        status, headers = None, None

        def start_response(given_status, given_headers, exc_info=None):
            nonlocal status, headers
            status, headers = given_status, given_headers
            return lambda data: None

        chunks = self.moto_app(request.environ(), start_response)
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        return Answer(int(status.split()[0]), headers, body)

    def answer(self, request):
        """The answer to any request."""
        if request.path.startswith("/_rig/"):
            return self.control(request)
        self.identify(request)
        if request.service == "ec2":
            return self.ec2.answer(request)
        if request.service == "sts":
            return self.ec2.sts(request)
        if request.service == "servicequotas":
            return self.ec2.quotas(request)
        if request.service == "s3":
            return self.s3.answer(request)
        return Answer(400, [], f"the rig has no service {request.service}".encode())

    @staticmethod
    def identify(request):
        """Service, region and caller, from the signature."""
        auth = request.headers.get("authorization", "")
        found = re.search(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/aws4_request", auth)
        if found:
            key, request.region, request.service = found.groups()
        else:
            credential = request.query.get("X-Amz-Credential", "//eu-central-1/s3/").split("/")
            key, request.region, request.service = credential[0], credential[2], credential[3]
            request.presigned = "X-Amz-Signature" in request.query
        if key.startswith(RIG_KEY):
            request.who = "rig"
        elif key.startswith(WORKER_KEY):
            request.who = "worker"
        else:
            request.who = "coordinator" if key else "nobody"

    # -- what tests ask of the rig itself --

    def control(self, request):
        what = request.path[len("/_rig/") :]
        given = json.loads(request.body) if request.body else {}
        if what == "faults":
            unknown = set(given) - set(self.faults)
            if unknown:
                return json_answer({"error": f"no such fault: {sorted(unknown)}"}, 400)
            with self.lock:
                self.faults.update(given)
                if "s3_seed" in given:
                    self.s3.reseed()
            return json_answer(self.faults)
        if what == "instances":
            return json_answer(self.machines.table())
        if what in ("interrupt", "kill", "pause", "resume"):
            known = getattr(self.machines, what)(given["id"])
            return json_answer({"ok": known}, 200 if known else 404)
        if what == "counters":
            with self.lock:
                counts = json.loads(json.dumps(self.counts))
                if given.get("reset"):
                    self.counts.clear()
            return json_answer(counts)
        if what == "bucket":
            return json_answer(self.s3.make_bucket(**given))
        if what == "objects":
            return json_answer(self.s3.objects(given["bucket"]))
        if what == "templates":
            return json_answer(self.ec2.templates())
        return json_answer({"error": f"no such control: {what}"}, 404)


class Handler(BaseHTTPRequestHandler):
    """HTTP/1.1 with connections that are kept, which moto's own server does not have."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def body(self):
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            parts = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def serve(self):
        rig = self.server.rig
        request = Request(self.command, self.path, self.headers, self.body())
        try:
            answer = rig.answer(request)
        except Cut as cut:
            if cut.answer is not None:  # a part of the answer, then silence
                half = cut.answer.body[: len(cut.answer.body) // 2]
                self.send(cut.answer, half)
            self.close_connection = True
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        except Exception as error:
            answer = Answer(500, [], f"the rig stumbled: {error!r}".encode())
            sys.stderr.write(traceback.format_exc())
        if rig.verbose:
            sys.stderr.write(f"{request.who} {self.command} {self.path} {answer.status}\n")
        self.send(answer, answer.body)

    def send(self, answer, body):
        self.send_response(answer.status)
        names = set()
        for name, value in answer.headers:
            names.add(name.lower())
            if name.lower() not in ("connection", "content-length", "date", "server", "transfer-encoding"):
                self.send_header(name, value)
        length = len(answer.body)
        if self.command == "HEAD":  # of the object, not of this answer
            length = next((v for n, v in answer.headers if n.lower() == "content-length"), length)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def handle_expect_100(self):
        self.send_response_only(100)
        self.end_headers()
        self.wfile.flush()
        return True

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = serve

    def log_message(self, format, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, client_address):
        error = sys.exc_info()[1]
        if not isinstance(error, (ConnectionError, BrokenPipeError, TimeoutError)):
            super().handle_error(request, client_address)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="keep the instances' folders")
    parser.add_argument("--verbose", action="store_true", help="name every request on standard error")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="aws-rig-")
    rig = Rig(folder, options.verbose)
    server = Server(("127.0.0.1", 0), Handler)
    server.rig = rig
    threading.Thread(target=server.serve_forever, daemon=True).start()
    rig.begin(server.server_address)

    def leave(*_):
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    try:
        print(json.dumps({"endpoint": rig.endpoint, "folder": folder}), flush=True)
        while os.read(0, 4096):  # until the test is gone
            pass
    finally:
        server.shutdown()
        rig.end()
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
