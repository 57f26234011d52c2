"""The bookkeeper at the review page: what a person would type and press there, sent as the page sends it."""

import http.client
import json
import re
import socket
import subprocess
import time


class Desk:
    """A running `dizzy review`."""

    def __init__(self, dizzy, cwd, out):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.program = subprocess.Popen([dizzy, "review", "--out", out, "--no-browser", "--ui-lang", "en", "--port", str(self.port)], cwd=cwd,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        token, heard = None, []
        while token is None:
            said = self.program.stdout.readline()
            heard.append(said)
            if not said:
                raise RuntimeError(f"dizzy review did not start: {''.join(heard)}")
            found = re.search(r"token=(\w+)", said)
            token = found and found.group(1)
        self.cookie = f"dizzy{self.port}={token}"
        self.documents, self.refused = {}, []
        body = self.ask("GET", "/").decode()
        data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', body, re.S).group(1))
        for document in data["documents"]:
            self.documents[document["id"]] = document

    def ask(self, method, path, body=None):
        for attempt in range(5):
            try:
                link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
                link.request(method, path, body=body, headers={"Cookie": self.cookie, "Content-Type": "application/json", "Origin": f"http://127.0.0.1:{self.port}"})
                answer = link.getresponse()
                read = answer.read()
                link.close()
                if answer.status >= 500 and attempt < 4:
                    raise ConnectionError(answer.status)
                return read
            except (ConnectionError, http.client.HTTPException):
                if attempt == 4:
                    raise
                time.sleep(0.2 * (attempt + 1))
        return b""

    def correct(self, document, field, value):
        """Sends one field; the document as it is after that, or None when it was refused."""
        sent = {"id": document["id"], "field": field, "value": value, "seen": document.get("seen")}
        read = self.ask("POST", "/correct", json.dumps(sent))
        try:
            answer = json.loads(read)
        except ValueError:
            answer = {"error": read.decode(errors="replace")}
        for name, documents in (answer.get("documents") or {}).items():
            for known in [key for key in self.documents if key.startswith(f"{name}-")]:
                del self.documents[known]
            for one in documents:
                self.documents[one["id"]] = one
        if answer.get("error"):
            self.refused.append((document["source"]["path"], field, value, answer["error"]))
            return None
        return self.documents.get(document["id"]) or next((d for d in self.documents.values() if d["source"]["path"] == document["source"]["path"]), None)

    def of(self, path, pages=None):
        same = [d for d in self.documents.values() if d["source"]["path"] == path]
        return next((d for d in same if pages and d["source"].get("pages") == pages), same[0] if len(same) == 1 else None)

    def close(self):
        self.program.terminate()
        try:
            self.program.wait(20)
        except subprocess.TimeoutExpired:
            self.program.kill()
            self.program.wait()
        self.program.stdout.close()
