"""A real mail server (aiosmtpd) that receives letters in tests, or refuses, delays, goes away."""

import email
import email.policy
import socket
import time
from threading import Lock

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class MailServer(Controller):
    """Takes every letter, unless told otherwise about the next ones.

    `sender_answers` and `answers` are given to the next senders and recipients, one each: "550 No
    such person", "451 Later". `verdicts` are those on the next letters: "552 Too big". `slowness`
    is how long it thinks before it takes a letter. `hang_ups` are the points at which it goes away
    without a word, one a conversation: "EHLO", "RCPT", "DATA" (once the letter has begun), "TAKEN"
    (it keeps the letter and does not say so), "QUIT".
    """

    def __init__(self):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.letters, self.answers, self.verdicts, self.hang_ups = [], [], [], []
        self.sender_answers, self.slowness, self.lock = [], 0.0, Lock()
        super().__init__(self, hostname="127.0.0.1", port=self._socket.getsockname()[1])

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        self.stop()

    def factory(self):
        return Conversation(self.handler)

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self._socket)

    def next_of(self, prepared, otherwise):
        with self.lock:
            return prepared.pop(0) if prepared else otherwise

    # -- what aiosmtpd asks of a handler ----------------------------------------------------

    async def handle_MAIL(self, server, session, envelope, address, options):
        answer = self.next_of(self.sender_answers, "250 ok")
        if answer.startswith("2"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.next_of(self.answers, "250 ok")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        verdict = self.next_of(self.verdicts, "250 taken")
        time.sleep(self.slowness)
        if verdict.startswith("2"):
            letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
            [letter.recipient] = envelope.rcpt_tos
            with self.lock:
                self.letters.append(letter)
        server.perhaps_go("TAKEN")
        return verdict


class Conversation(SMTP):
    """One client at the door of the server, who may be left standing there."""

    def connection_made(self, transport):
        super().connection_made(transport)
        # The controller greets itself once, to see that the server is up: that is no client.
        self.goes_at = None

    def perhaps_go(self, point):
        if self.goes_at is None:
            self.goes_at = self.event_handler.next_of(self.event_handler.hang_ups, "")
        if self.goes_at == point:
            self.transport.abort()
            raise ConnectionResetError

    async def smtp_EHLO(self, hostname):
        self.perhaps_go("EHLO")
        await super().smtp_EHLO(hostname)

    async def smtp_RCPT(self, arg):
        self.perhaps_go("RCPT")
        await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg):
        if self.goes_at == "DATA":
            await self.push("354 go on")
        self.perhaps_go("DATA")
        await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg):
        self.perhaps_go("QUIT")
        await super().smtp_QUIT(arg)
