"""Requests and answers."""

import io
import json
import re
from urllib.parse import parse_qsl, unquote, urlsplit

EC2_NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/"


class Request:
    """A request as it came; `service`, `region` and `who` are filled in from its signature."""

    def __init__(self, method, target, headers, body):
        self.method = method
        self.target = target
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.body = body
        parts = urlsplit(target)
        self.path = unquote(parts.path)
        self.query_string = parts.query
        self.query = dict(parse_qsl(parts.query, keep_blank_values=True))
        self.service, self.region, self.who, self.presigned = "s3", "", "nobody", False

    def form(self):
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    def with_body(self, body):
        other = Request(self.method, self.target, self.headers, body)
        other.service, other.region, other.who = self.service, self.region, self.who
        return other

    def environ(self):
        """As WSGI wants it."""
        environ = {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": self.path.encode().decode("latin-1"),
            "QUERY_STRING": self.query_string,
            "RAW_URI": self.target,
            "REQUEST_URI": self.target,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": self.headers.get("content-type", ""),
            "CONTENT_LENGTH": str(len(self.body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(self.body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in self.headers.items():
            if name not in ("content-type", "content-length", "transfer-encoding", "expect"):
                environ["HTTP_" + name.upper().replace("-", "_")] = value
        return environ


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body


class Cut(Exception):
    """The connection is closed: after half of an answer, or without any."""

    def __init__(self, answer=None):
        super().__init__()
        self.answer = answer


def json_answer(value, status=200):
    return Answer(status, [("Content-Type", "application/json")], json.dumps(value).encode())


def escape(text):
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def ec2_error(code, message, status=400):
    body = (
        f"<?xml version='1.0'?><Response><Errors><Error><Code>{code}</Code><Message>{escape(message)}</Message>"
        "</Error></Errors><RequestID>rig</RequestID></Response>"
    )
    return Answer(status, [("Content-Type", "text/xml")], body.encode())


def query_error(code, message, status=400):
    """As STS says it."""
    body = (
        "<ErrorResponse xmlns='https://sts.amazonaws.com/doc/2011-06-15/'><Error><Type>Sender</Type>"
        f"<Code>{code}</Code><Message>{escape(message)}</Message></Error><RequestId>rig</RequestId></ErrorResponse>"
    )
    return Answer(status, [("Content-Type", "text/xml")], body.encode())


def s3_error(code, message, status, headers=()):
    body = (
        f"<?xml version='1.0' encoding='UTF-8'?><Error><Code>{code}</Code><Message>{escape(message)}</Message>"
        "<RequestId>rig</RequestId></Error>"
    )
    return Answer(status, [("Content-Type", "application/xml"), *headers], body.encode())


def json_error(code, message, status=400):
    body = json.dumps({"__type": code, "message": message}).encode()
    return Answer(status, [("Content-Type", "application/x-amz-json-1.1")], body)


def pick(form, pattern):
    """The values of a form whose names fit, in the order of their numbers."""
    found = []
    for name, value in form.items():
        if match := re.fullmatch(pattern, name):
            found.append((tuple(int(part) for part in match.groups() if part.isdigit()), value))
    return [value for _, value in sorted(found, key=lambda item: item[0])]
