"""A provider that lies, on a port of this machine: what no real one can be made to answer."""

import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ONE = {"kid": "one", "use": "sig", "alg": "RS256"}


def public(key):
    return json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())) | ONE


class Forger:
    """What it answers can be changed; as it stands, each answer is a good one."""

    def __init__(self, address):
        self.nonce = None  # of the way out, read from its address
        self.described = {
            "issuer": address,
            "authorization_endpoint": f"{address}/authorize?tenant=1",
            "token_endpoint": f"{address}/token",
            "jwks_uri": f"{address}/keys",
            "userinfo_endpoint": f"{address}/me",
        }
        self.keys = {"keys": [public(KEY)]}
        self.me = {"sub": "cexemple@orleans"}
        self.claims = {"iss": address, "aud": "acquis", "sub": "cexemple@orleans"}
        self.signed_with = {"key": KEY, "algorithm": "RS256", "headers": {"kid": "one"}}
        self.without = ()
        self.token = None

    def answer(self, path):
        if path == "/token":
            return {"access_token": "x", "id_token": self.token or self._token()}
        answers = {"/keys": self.keys, "/me": self.me}
        return answers.get(path, self.described)

    def _token(self):
        now = int(time.time())
        claims = {"nonce": self.nonce, "iat": now, "exp": now + 300, **self.claims}
        kept = {name: value for name, value in claims.items() if name not in self.without}
        return jwt.encode(kept, **self.signed_with)


@contextmanager
def forging():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            answer = self.server.forger.answer(self.path)
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.forger = Forger(f"http://127.0.0.1:{server.server_port}")
        Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        yield server.forger
        server.shutdown()
