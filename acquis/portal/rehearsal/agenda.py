"""The accelerated clock: acts sorted by moment, each played with the clock standing at its own."""

import heapq
from itertools import count

from acquis.base import clock


class Agenda:
    """Acts to come. An act may add later ones; two at the same moment keep their order."""

    def __init__(self):
        self._acts = []
        self._order = count()
        self.now = None

    def at(self, moment, act, *args):
        """Plan `act(*args)` for a moment; one already past is played at once, in its turn."""
        if self.now is not None:
            moment = max(moment, self.now)
        heapq.heappush(self._acts, (moment, next(self._order), act, args))

    def play(self, until=None):
        """Play every act planned before `until` (all of them without it), in order."""
        while self._acts and (until is None or self._acts[0][0] < until):
            self.now, _, act, args = heapq.heappop(self._acts)
            clock.travel_to(self.now, freeze=True)
            act(*args)
