"""A city's sign-in for tests: an OpenID provider of a few lines, on this machine, over HTTP, with a real signature."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

CLIENT, SECRET = "stadtgespraech", "geheim"


@dataclass
class City:
    """`claims` is what it says of whoever signs in; `signing` can be another key than the one it publishes."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAPrivateKey = field(default_factory=lambda: generate_private_key(65537, 2048))
    signing: RSAPrivateKey | None = None
    broken: bool = False
    challenges: dict[str, str] = field(default_factory=dict)  # code → what PKCE asked for

    def sign_in(self, address: str) -> str:
        """Somebody signs in: where they are sent back to, from the address that the site sent them to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
        assert set(asked["scope"].split()) == {"openid", "email"}
        self.challenges[f"code{len(self.challenges)}"] = asked["code_challenge"]
        code = f"code{len(self.challenges) - 1}"
        return f"{urlsplit(asked['redirect_uri']).path}?code={code}&state={asked['state']}"

    def answer(self, path: str, body: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if path.endswith("/openid-configuration"):
            return 200, {
                "issuer": self.address, "authorization_endpoint": f"{self.address}/auth",
                "token_endpoint": f"{self.address}/token", "jwks_uri": f"{self.address}/keys",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }  # fmt: skip
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, {"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]}
        if path == "/token" and not self.broken:
            return self.token(body)
        return 500, {}

    def token(self, body: dict[str, str]) -> tuple[int, dict[str, Any]]:
        proof = base64.urlsafe_b64encode(hashlib.sha256(body.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        right = self.challenges.pop(body.get("code", ""), None) == proof.decode()
        if not right or (body.get("client_id"), body.get("client_secret")) != (CLIENT, SECRET):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, "sub": "person-1", **self.claims}
        token = jwt.encode(claims, self.signing or self.key, "RS256", headers={"kid": "k1"})
        return 200, {"access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": token}


@contextmanager
def running() -> Iterator[City]:
    """The city, until the test is over."""
    city = City()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            body = {name: values[0] for name, values in parse_qs(raw).items()}
            status, answer = city.answer(urlsplit(self.path).path, body)
            sent = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    city.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield city
    server.shutdown()
    server.server_close()
    thread.join()
