"""Instances that run: each is a process group started from its user data, with metadata of its own."""

import base64
import json
import os
import signal
import stat
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# EC2's states and their codes.
STATES = {"pending": 0, "running": 16, "shutting-down": 32, "terminated": 48, "stopping": 64, "stopped": 80}
ENDED = ("terminated", "stopped")

# What ends or would end a machine leaves word for the rig. `systemctl` must not reach the system that runs the tests.
POWER = """#!/bin/sh
echo "{name} $*" >>'{word}'
"""
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Machine:
    """One instance. `view` is moto's instance, which DescribeInstances shows."""

    def __init__(self, rig, view, template, market):
        self.rig, self.view, self.template, self.market = rig, view, template, market
        self.id, self.type, self.zone = view.id, view.instance_type, view.placement.zone
        self.born = time.monotonic()
        self.folder = os.path.join(rig.folder, self.id)
        self.process, self.metadata = None, None
        self.notice, self.take_back_at, self.power_off_at = None, None, None
        self.word_read = 0
        self.reason = ""
        profile = template.get("IamInstanceProfile") or {}
        self.profile = profile.get("Name") or (profile.get("Arn") or "").rsplit("/", 1)[-1]
        self.ends_by_shutdown = template.get("InstanceInitiatedShutdownBehavior", "stop")
        self.token_required = (template.get("MetadataOptions") or {}).get("HttpTokens") == "required"
        self.user_data = base64.b64decode(str(template.get("UserData") or ""))
        self.set_state("pending")

    @property
    def state(self):
        return self.view._state.name

    def set_state(self, name):
        self.view._state.name, self.view._state.code = name, STATES[name]

    @property
    def console(self):
        return os.path.join(self.folder, "console")

    @property
    def word(self):
        return os.path.join(self.folder, "power")

    def boot(self):
        programs = os.path.join(self.folder, "bin")
        os.makedirs(programs)
        os.makedirs(os.path.join(self.folder, "tmp"))
        for name in ("shutdown", "poweroff", "halt", "reboot", "systemctl"):
            path = os.path.join(programs, name)
            with open(path, "w") as file:
                file.write(POWER.format(name=name, word=self.word))
            os.chmod(path, 0o755)
        script = os.path.join(self.folder, "user-data")
        with open(script, "wb") as file:
            file.write(self.user_data)
        os.chmod(script, stat.S_IRWXU)
        self.metadata = serve_metadata(self)
        environment = {
            "PATH": f"{programs}:{SYSTEM_PATH}",
            "HOME": self.folder,
            "TMPDIR": os.path.join(self.folder, "tmp"),
            "AWS_ENDPOINT_URL": self.rig.endpoint,
            "AWS_REGION": self.zone[:-1],
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://%s:%d" % self.metadata.server_address[:2],
            "RIG_INSTANCE": self.id,
            **self.rig.faults["guest_env"],
        }
        self.set_state("running")
        with open(self.console, "wb") as console:
            if not self.user_data.startswith(b"#!"):
                console.write(b"rig: the user data is no script, so nothing runs\n")
                return
            self.process = subprocess.Popen(
                ["/bin/sh", script],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def signal_all(self, number):
        """To every process of the machine, also to those that began a group or session of their own."""
        if self.process is None:
            return
        mark = f"RIG_INSTANCE={self.id}\0".encode()
        for entry in os.listdir("/proc"):
            if not entry.isdigit() or int(entry) == os.getpid():
                continue
            try:
                is_ours = os.getsid(int(entry)) == self.process.pid
                if not is_ours:
                    with open(f"/proc/{entry}/environ", "rb") as file:
                        is_ours = mark in file.read() + b"\0"
                if is_ours:
                    os.kill(int(entry), number)
            except OSError:
                continue

    def end(self, state, reason):
        """The power is gone. Returns whether it was still there."""
        if self.state in ENDED:
            return False
        self.set_state("shutting-down" if state == "terminated" else "stopping")
        self.reason = reason
        if self.process is not None:
            for _ in range(3):  # what was started while the others were being killed
                self.signal_all(signal.SIGKILL)
            self.process.wait()
        if self.metadata is not None:
            threading.Thread(target=self.metadata.shutdown, daemon=True).start()
        self.set_state(state)
        return True

    def heed(self, now):
        """What is due: spot capacity taken back, words of `shutdown`, the power-off timer."""
        if self.take_back_at is not None and now >= self.take_back_at:
            self.end("terminated", "Server.SpotInstanceTermination")
        if self.state != "running":
            return
        for line in self.new_words():
            name, *rest = line.split()
            if name == "reboot" or (name == "systemctl" and not {"poweroff", "halt"} & set(rest)):
                continue
            timer = next((word for word in rest if word.startswith("+")), None)
            if "-c" in rest:
                self.power_off_at = None
            elif name == "shutdown" and timer is not None:
                self.power_off_at = now + int(timer[1:]) * self.rig.faults["minute_s"]
            elif name == "shutdown" and not {"now", "+0"} & set(rest):
                self.power_off_at = now + self.rig.faults["minute_s"]  # shutdown(8): one minute when none is given
            else:
                self.power_off_at = now
        if self.power_off_at is not None and now >= self.power_off_at:
            state = "terminated" if self.ends_by_shutdown == "terminate" else "stopped"
            self.end(state, "Client.InstanceInitiatedShutdown")

    def new_words(self):
        try:
            with open(self.word, "rb") as file:
                file.seek(self.word_read)
                words = file.read()
        except OSError:
            return []
        whole = words[: words.rfind(b"\n") + 1]
        self.word_read += len(whole)
        return whole.decode().splitlines()

    def row(self):
        return {
            "id": self.id,
            "state": self.state,
            "reason": self.reason,
            "pid": self.process.pid if self.process else None,
            "exit": self.process.poll() if self.process else None,
            "market": self.market,
            "type": self.type,
            "zone": self.zone,
            "profile": self.profile,
            "console": self.console,
            "power_off_armed": self.power_off_at is not None,
            "tags": {tag["key"]: tag["value"] for tag in self.view.get_tags()},
            "template": {name: value for name, value in self.template.items() if name != "UserData"},
            "user_data_bytes": len(self.user_data),
        }


class Machines:
    """All instances, and the thread that boots and ends them."""

    def __init__(self, rig):
        self.rig = rig
        self.all = {}
        self.lock = threading.RLock()
        self.leaving = False

    def begin(self):
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self):
        while not self.leaving:
            now = time.monotonic()
            with self.lock:
                for machine in list(self.all.values()):
                    if machine.state == "pending" and now >= machine.born + self.rig.faults["boot_s"]:
                        machine.boot()
                    if machine.state not in ENDED:
                        machine.heed(now)
                    if machine.process is not None:
                        machine.process.poll()
            time.sleep(0.02)

    def add(self, view, template, market):
        with self.lock:
            self.all[view.id] = Machine(self.rig, view, template, market)

    def end(self):
        self.leaving = True
        with self.lock:
            for machine in self.all.values():
                machine.end("terminated", "the rig ends")

    def stop(self, name, state, reason):
        with self.lock:
            if machine := self.all.get(name):
                machine.end(state, reason)

    def is_too_young(self, name):
        machine = self.all.get(name)
        return machine is not None and time.monotonic() < machine.born + self.rig.faults["describe_lag_s"]

    def vcpus_in_use(self, market, vcpus_of):
        with self.lock:
            return sum(vcpus_of(m.type) for m in self.all.values() if m.market == market and m.state not in ENDED)

    def table(self):
        with self.lock:
            return [machine.row() for machine in self.all.values()]

    # -- what tests do to a machine --

    def interrupt(self, name):
        with self.lock:
            machine = self.all.get(name)
            if machine is None or machine.state in ENDED:
                return False
            seconds = self.rig.faults["notice_s"]
            when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))
            machine.notice = {"action": "terminate", "time": when}
            machine.take_back_at = time.monotonic() + seconds
            return True

    def kill(self, name):
        with self.lock:
            machine = self.all.get(name)
            return machine is not None and machine.end("terminated", "Server.InternalError")

    def pause(self, name):
        return self.send(name, signal.SIGSTOP)

    def resume(self, name):
        return self.send(name, signal.SIGCONT)

    def send(self, name, number):
        with self.lock:
            machine = self.all.get(name)
            if machine is None or machine.process is None or machine.state in ENDED:
                return False
            machine.signal_all(number)
            return True


def serve_metadata(machine):
    """The instance metadata service, version 2."""
    token = base64.urlsafe_b64encode(os.urandom(24)).decode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self, status, text="", headers=()):
            body = text.encode()
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_PUT(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            seconds = self.headers.get("X-aws-ec2-metadata-token-ttl-seconds")
            if self.path != "/latest/api/token" or not seconds:
                return self.answer(400)
            self.answer(200, token, [("X-aws-ec2-metadata-token-ttl-seconds", seconds)])

        def do_GET(self):
            given = self.headers.get("X-aws-ec2-metadata-token")
            if given != token and (given is not None or machine.token_required):
                return self.answer(401)
            text = self.value(self.path.rstrip("/"))
            self.answer(404) if text is None else self.answer(200, text)

        @staticmethod
        def value(path):
            region = machine.zone[:-1]
            credentials = "/latest/meta-data/iam/security-credentials"
            if path == credentials:
                return machine.profile or None
            if machine.profile and path == f"{credentials}/{machine.profile}":
                moment = "%Y-%m-%dT%H:%M:%SZ"
                return json.dumps(
                    {
                        "Code": "Success",
                        "Type": "AWS-HMAC",
                        "AccessKeyId": "ASIAWORKER" + machine.id[-6:].upper(),
                        "SecretAccessKey": "of-" + machine.id,
                        "Token": "session-of-" + machine.id,
                        "LastUpdated": time.strftime(moment, time.gmtime()),
                        "Expiration": time.strftime(moment, time.gmtime(time.time() + 6 * 3600)),
                    }
                )
            return {
                "/latest/meta-data/instance-id": machine.id,
                "/latest/meta-data/instance-type": machine.type,
                "/latest/meta-data/placement/region": region,
                "/latest/meta-data/placement/availability-zone": machine.zone,
                "/latest/meta-data/instance-life-cycle": machine.market,
                "/latest/meta-data/spot/instance-action": json.dumps(machine.notice) if machine.notice else None,
                "/latest/user-data": machine.user_data.decode(errors="replace"),
                "/latest/dynamic/instance-identity/document": json.dumps(
                    {"instanceId": machine.id, "region": region, "availabilityZone": machine.zone}
                ),
            }.get(path)

        def log_message(self, format, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server
