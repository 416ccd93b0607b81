"""A mail server of a few lines, so that letters are really sent in tests."""

import email
import email.policy
import socketserver
import threading
import time


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks enough SMTP to receive letters, or to refuse the next ones.

    `answers` are given to the next recipients, one each: "550 No such person", "451 Later".
    `slowness` is how long it thinks before it takes a letter.
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.letters, self.answers, self.slowness = [], [], 0.0
        self.lock = threading.Lock()

    @property
    def port(self):
        return self.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}).start()
        return self

    def __exit__(self, *exception):
        self.shutdown()
        self.server_close()


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 post.example ready")
        verb = b""
        while verb != b"QUIT" and (line := self.rfile.readline()):
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self.receive()
            elif verb == b"RCPT":
                self.recipient = line.decode().split(":", 1)[1].strip().strip("<>")
                with self.server.lock:
                    self.say(self.server.answers.pop(0) if self.server.answers else "250 ok")
            else:
                self.say("250 ok")

    def receive(self):
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        time.sleep(self.server.slowness)
        letter = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        letter.recipient = self.recipient
        with self.server.lock:
            self.server.letters.append(letter)
        self.say("250 taken")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())
