# SPDX-License-Identifier: Apache-2.0
"""Nonces for many guests at once, and their answers, so that the emulator's CPUs always have something to do.

    a deck of cards SEND guest answer nonce receiver --> COLLECT, a guest that gives them to CP
    guest --> MESSAGE receiver ANSWER ... --> receiver's line terminal, one of many --> the check

A console keeps some lines until its terminal has shown them, and throws away what comes then, as any console does. So a
receiver has no more questions open than his console can keep answers: nothing is ever lost.
"""

import collections
import concurrent.futures
import hashlib
import re
import secrets
import select
import time

from harness.telnet3215 import Telnet3215
from harness.wait import Failed, until

import deck  # found through harness

WINDOW = 30  # questions that a receiver may have open: so many answers find room on his console
REFILL = 4  # that part of all windows must be free before the next deck, which costs something, too
DECK_MAX = 600  # cards: a file that COLLECT has done with soon, so that others get the next ones meanwhile
ANSWER_LIMIT = 60  # seconds for a guest to answer, on a machine that others use as well
ATTEMPTS = 3  # so often those are asked again that do not answer
LOST_LIMIT = 15  # seconds without any answer for a receiver: what is still missing is asked again; it may come all the same
LOGON_AT_ONCE = 8  # receivers
POLL = 0.02  # seconds to wait for an answer
COLLECTOR, PASSWORD = "COLLECT", "RECEIVE"  # who asks them for us; of those who get the answers
ANSWER = re.compile(r"MSG FROM (\w+) +: ANSWER (\w+) (\S+) (\d+) ([0-9a-f]{64})")
# Linux's driver of the 3215 begins a new line wherever its buffer of 64 KB begins again.
CUT = rf"\n{COLLECTOR} +: "


def parted(text):
    """The pattern of a text that may be cut anywhere."""
    return "".join(rf"{re.escape(character)}(?:{CUT})?" for character in text)


NUMBER = rf"((?:\d(?:{CUT})?)+)"
BATCH_DONE = parted("BATCH commands ") + NUMBER + parted(" refused ") + NUMBER + parted(" error ") + r"(\d+)"


def digest(nonce, userid, boot_id, uptime):
    """What a guest must answer."""
    return hashlib.sha256(f"{nonce} {userid} {boot_id} {uptime}".encode()).hexdigest()


def is_right(nonce, found):
    """Is this, the groups of ANSWER, the answer of its sender to the nonce?"""
    sender, named, boot_id, uptime, said = found
    return named == sender and said == digest(nonce, sender, boot_id, uptime)


def connect(system):
    """A line terminal, or None: a busy emulator listens some time after its CPUs run."""
    try:
        return Telnet3215(system.port("console"))
    except Failed:
        return None


class Receiver:
    """A user on a line terminal, and the guests whose answers are still to come there."""

    def __init__(self, system, number):
        self.userid = f"R{number:05d}"
        self.asked = {}  # userid: the nonces that it was given, the last one first
        self.last = 0  # when he was last asked for, or got, something
        self.terminal = until(lambda: connect(system), ANSWER_LIMIT)
        if not self.terminal:
            raise system.failed("the emulator takes no terminals")
        self.terminal.wait("ONLINE", ANSWER_LIMIT)

    def logon(self):
        """So that he gets messages."""
        self.terminal.ask(f"LOGON {self.userid} {PASSWORD}", "LOGON AT", ANSWER_LIMIT)

    def take(self):
        """Answers that came. Something is there to be read."""
        return [found.groups() for line in self.terminal.lines() for found in ANSWER.finditer(line)]


class Questions:
    """Receivers, and how often something went wrong."""

    def __init__(self, system, nr_receivers):
        self.system = system
        self.asked = 0  # answers that came
        self.wrong = []  # userids whose answer was not right, or did not come
        self.lost = 0  # guests that had to be asked again
        self.receivers = [Receiver(system, number) for number in range(nr_receivers)]  # the emulator lets one in at a time
        with concurrent.futures.ThreadPoolExecutor(LOGON_AT_ONCE) as pool:
            list(pool.map(Receiver.logon, self.receivers))

    def close(self):
        """Hang up."""
        for receiver in self.receivers:
            receiver.terminal.close()

    def check(self, asked, found):
        """Check an answer; if its sender was asked he is taken out of asked, userid: nonces. Returns whether he was."""
        nonces = asked.pop(found[0], None)
        if nonces:
            self.asked += 1
            if not any(is_right(nonce, found) for nonce in nonces):
                self.wrong.append(found[0])
        return bool(nonces)

    def room(self):
        """How many more questions can be open."""
        return sum(WINDOW - len(receiver.asked) for receiver in self.receivers)

    def fill(self, waiting):
        """Give the receivers more guests, out of waiting: (userid, its nonces so far). Returns the cards."""
        cards = []
        for receiver in self.receivers:
            while waiting and len(receiver.asked) < WINDOW and len(cards) < DECK_MAX:
                userid, nonces = waiting.popleft()
                receiver.asked[userid] = [secrets.token_hex(8), *nonces]
                receiver.last = time.monotonic()
                cards.append(f"SEND {userid} answer {receiver.asked[userid][0]} {receiver.userid}")
        return cards

    def give(self, cards):
        """Let COLLECT give CP the commands."""
        self.system.feed(COLLECTOR, "NONCES", "".join(card.ljust(deck.CARD) for card in cards).encode())
        self.system.wait(rf"{COLLECTOR} +: RDR FILE", ANSWER_LIMIT, "the questions to arrive")
        self.system.type(f"SEND {COLLECTOR} batch")
        done = self.system.wait(BATCH_DONE, ANSWER_LIMIT, "the questions to be asked")
        if [int(re.sub(CUT, "", number)) for number in done.groups()] != [len(cards), 0, 0]:
            self.system.ask(f"QUERY READER {COLLECTOR} ALL", "^CP$")  # for the log
            raise self.system.failed(f"{COLLECTOR} could not ask: {done[0]}")

    def take(self):
        """Check what has come, or comes within a moment."""
        sockets = {receiver.terminal.socket: receiver for receiver in self.receivers}
        for receiver in (sockets[socket] for socket in select.select(list(sockets), [], [], POLL)[0]):
            for found in receiver.take():
                if self.check(receiver.asked, found):
                    receiver.last = time.monotonic()

    def take_back(self, waiting):
        """Whose receivers have seen nothing for too long are to be asked again, or are wrong."""
        for receiver in self.receivers:
            if not receiver.asked or time.monotonic() - receiver.last < LOST_LIMIT:
                continue
            for userid, nonces in receiver.asked.items():
                if len(nonces) > ATTEMPTS:
                    self.wrong.append(userid)
                else:
                    self.lost += len(nonces) == 1
                    waiting.append((userid, nonces))
            receiver.asked.clear()

    def ask(self, userids, all_of_them=True):
        """
        Give each of these guests a nonce that it did not know before, and check the answers of all; or return when all
        have their nonce: the answers that are open then are checked by the next call.
        """
        waiting = collections.deque((userid, []) for userid in userids)
        while waiting or (all_of_them and any(receiver.asked for receiver in self.receivers)):
            if waiting and self.room() >= min(len(waiting), WINDOW * len(self.receivers) // REFILL):
                self.give(self.fill(waiting))
            self.take()
            self.take_back(waiting)
            if not self.system.is_running():
                raise self.system.failed("Hercules ended")
