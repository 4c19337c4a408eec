# SPDX-License-Identifier: Apache-2.0
"""Mass guests: a few of them side by side, each proved live; what a person can do on the console of one.

The kernel is built by "make mass", which check-system does first; where that can't be, this is skipped and said.
"""

import argparse
import re
import sys
import time

import mkconfig
import pytest

from harness import TOP

sys.path.insert(0, str(TOP / "tests" / "scale"))

import questions  # noqa: E402
import scale  # noqa: E402

from harness.hercules import DISABLED_WAIT  # noqa: E402
from harness.wait import until  # noqa: E402

GUESTS = 8
RECEIVERS = 4  # with 500 clones each of them gets more answers than find room on his console at once
CLONES = range(GUESTS, GUESTS + 500)
SIBLINGS = range(CLONES.stop, CLONES.stop + 5)
SIBLING_KB = 600  # so much a guest of a saved system, packed, that others have
CLONE_KB = 9  # so much, and what blocks and slabs lose by being half empty, a clone costs that does nothing
SETTLED_WITHIN = 60  # seconds until all of them are put away, on a machine that others use as well
STABLE = 4  # seconds without a change after which it is over
ENDED_WITHIN = 60  # seconds from SHUTDOWN to the end
SLEEPER = "M999999"  # sleeps as long as its origin
QUIET = 5  # seconds in which a guest that nobody asks executes nothing

pytestmark = pytest.mark.skipif(not (scale.MASS / "kernel").exists(), reason="the mass guest is not built: make mass")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """CP, a collector, and guests that are up."""
    folder = tmp_path_factory.mktemp("mass")
    args = argparse.Namespace(folder=folder, guests=GUESTS, how="ipl", samples=GUESTS, window=QUIET, receivers=RECEIVERS)
    with scale.MassSystem(folder / "system") as system:
        system.ipl(mkconfig.Machine(mainsize=1024))
        running = scale.Scale(system, args)
        running.start_collector()
        running.start(GUESTS, running.start_all_by_ipl)
        yield running


def test_every_guest_answers_a_nonce_with_its_own_name(run):
    """Digests are checked with hashlib; a second nonce gives another answer."""
    everybody = [scale.userid_of(number) for number in range(GUESTS)]
    run.ask(everybody)
    run.ask(everybody)
    assert run.questions.asked == 2 * GUESTS
    assert run.questions.wrong == []


def test_a_wrong_answer_is_noticed(run):
    """The check is no formality: another name, another nonce, another digest."""
    nonce, good = "0123", questions.digest("0123", "M000001", "abcd", "77")
    for sender, named, asked, said, right in (
        ("M000001", "M000001", nonce, good, True),
        ("M000002", "M000001", nonce, good, False),
        ("M000001", "M000001", "4567", good, False),
        ("M000001", "M000001", nonce, good[::-1], False),
    ):
        assert questions.is_right(asked, (sender, named, "abcd", "77", said)) == right


def test_a_guest_that_nobody_asks_executes_nothing(run):
    """No guest enters SIE for some seconds."""
    assert run.silence()[1] == 0


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("cp query userid", r"M000003 : M000003 +AT "),
        ("cp nonsense", r"HCPCMD001E(?s:.*?)M000003 : CP 1$"),
        ("vmcp query userid", r"M000003 : M000003 +AT "),
        ("ls /bin/busybox; false", r"M000003 : /bin/busybox\n(?s:.*?)M000003 : status 1$"),
        ("release", r"M000003 : released pages [1-9]\d+$"),
        ("batch", r"M000003 : BATCH commands 0 refused 0 error \d+$"),
    ],
)
def test_lines_on_the_console(run, line, answer):
    """CP commands from inside, busybox, and an empty reader."""
    run.system.ask(f"SEND M000003 {line}", answer.replace("M000003 :", "M000003 +:"), questions.ANSWER_LIMIT)


def put_away(run):
    """How many guests are put away, pages of theirs that are packed, KB of these, KB of all guests beside what they share."""
    found = run.system.ask("QUERY SETTLE", rf"GUESTS PUT AWAY=(\d+) PAGES=(\d+) PACKED=(\d+)K{scale.END}")
    frames = run.frames()
    return *(int(number) for number in found.groups()), sum(frames[kind] for kind in scale.PRIVATE) * scale.FRAME_KB


def all_put_away(run, least):
    """The same when it does not change any more, and at least so many are."""
    run.system.ask("SET SETTLE 1", "CP$")
    seen = [put_away(run)]

    def is_over():
        seen.append(put_away(run))
        return seen[-1] == seen[-2] and seen[-1][0] >= least

    assert until(is_over, SETTLED_WITHIN, STABLE), seen
    run.system.ask("SET SETTLE 5", "CP$")
    return seen[-1]


def test_guests_of_a_saved_system_are_kept_as_what_differs(run):
    """One alone would be 1,107 KB, packed; all are right when they come back."""
    siblings = [scale.userid_of(number) for number in SIBLINGS]
    try:
        run.start_all_by_nss(SIBLINGS)
        run.has_origin = False  # that was another one than the clones will have
        run.ask(siblings)
        _, pages, packed_kb, _ = all_put_away(run, len(SIBLINGS))
        assert pages and packed_kb / len(SIBLINGS) < SIBLING_KB
        run.ask(siblings)
        assert run.questions.wrong == []
    finally:  # clones will have their names
        for userid in siblings:
            run.system.ask(f"FORCE {userid} NOW", f"LOGOFF AS +{userid} ")


def test_five_hundred_clones_answer_are_silent_and_are_put_away(run):
    """All made of one guest by one command; each answers a nonce that it did not know before, then executes nothing, and costs little."""
    asked = run.questions.asked
    run.start(CLONES.start + 2, run.start_all_by_clone)
    run.ask([scale.userid_of(CLONES[1])])
    *_, before = all_put_away(run, 1)
    run.start(CLONES.stop, run.start_all_by_clone)
    run.system.ask(f"QUERY INTERCEPTS {scale.userid_of(CLONES.stop - 1)}", r"SIE=0 INTERCEPTS=0 ")
    run.ask([scale.userid_of(number) for number in CLONES if number != CLONES[1]])
    assert run.questions.wrong == []
    assert run.questions.asked >= asked + len(CLONES)
    assert run.questions.lost == 0
    assert run.silence()[1] == 0
    *_, after = all_put_away(run, len(CLONES))
    assert (after - before) / (len(CLONES) - 2) < CLONE_KB


def test_what_was_put_away_answers_again_and_is_freed_by_logoff(run):
    """Woken ones are right; of those that end nothing is kept."""
    some = [scale.userid_of(number) for number in CLONES[:: len(CLONES) // 20]]
    run.ask(some)
    assert run.questions.wrong == []
    guests, pages, packed_kb, _ = all_put_away(run, len(CLONES))
    for userid in some:
        run.system.ask(f"FORCE {userid} NOW", f"LOGOFF AS +{userid} ")
    left, left_pages, left_kb, _ = put_away(run)
    assert left == guests - len(some)
    assert left_pages <= pages - 20 * len(some)
    assert left_kb <= packed_kb - len(some)


def stores_into_shared(run, number):
    """How often a guest left SIE because it stored into a page that it shared."""
    asked = f"QUERY INTERCEPTS {scale.userid_of(number)}"
    return int(run.system.ask(asked, rf"INTERCEPTS=(?s:.*?)UNSHARE +(\d+){scale.END}")[1])


def test_pages_that_clones_change_are_copied_ahead_for_later_ones(run):
    """One that is made when five hundred have been seen stores into few shared pages; the first one did into all."""
    run.start(CLONES.stop + 1, run.start_all_by_clone)
    run.ask([scale.userid_of(CLONES.stop)])
    assert run.questions.wrong == []
    assert stores_into_shared(run, CLONES.stop) < stores_into_shared(run, CLONES[1]) / 2


def sie_entries(run, userid):
    """How often a guest ran."""
    return int(run.system.ask(f"QUERY INTERCEPTS {userid}", rf"SIE=(\d+){scale.END}")[1])


def clone_of_a_sleeper(run, seconds):
    """Make ORIGIN sleep and clone it. Returns the log's mark before; None: it woke before that was done."""
    before, mark = sie_entries(run, scale.ORIGIN), run.system.mark
    run.system.type(f"SEND {scale.ORIGIN} sleep {seconds}; vmcp MESSAGE OPERATOR AWAKE")
    seen = [before]

    def is_asleep():
        seen.append(sie_entries(run, scale.ORIGIN))
        return seen[-1] == seen[-2] != before

    assert until(is_asleep, questions.ANSWER_LIMIT), seen
    run.system.ask(f"CLONE {scale.ORIGIN} AS {SLEEPER}", "CLONES=0*1 ")
    return None if re.search("MSG FROM .*AWAKE", run.system.log(mark)) else mark


def test_a_clone_of_a_guest_that_sleeps_wakes_with_it(run):
    """Its clock is set though it has executed nothing."""
    for seconds in (8, 80):  # the longer one for a machine that is too busy
        mark = clone_of_a_sleeper(run, seconds)
        if mark:
            break
        run.system.ask(f"FORCE {SLEEPER} NOW", f"LOGOFF AS +{SLEEPER} ")
    assert mark
    for userid in (scale.ORIGIN, SLEEPER):
        run.system.mark = mark
        run.system.wait(rf"MSG FROM {userid} *: AWAKE", seconds + questions.ANSWER_LIMIT, f"{userid} to wake")
    run.system.ask(f"FORCE {SLEEPER} NOW", f"LOGOFF AS +{SLEEPER} ")


def test_after_half_a_day_its_time_is_right(run):
    """The emulator's clock runs 10,000 times as fast for some seconds; a guest that slept meanwhile is asked."""
    run.system.command("toddrag 0.0001")
    time.sleep(4)
    run.system.command("toddrag 1.0")
    run.ask([scale.userid_of(3)])
    assert run.questions.wrong == []
    run.system.type("SEND M000003 vmcp msg operator AT $(date +%H:%M:%S)")
    hour, minute, second = map(int, run.system.wait(r"MSG FROM M000003 +: AT (\d+):(\d+):(\d+)", questions.ANSWER_LIMIT, "the time").groups())
    now = run.system.ask("QUERY TIME", r"TIME IS (\d+):(\d+):(\d+)").groups()
    ahead = (int(now[0]) * 60 + int(now[1])) * 60 + int(now[2]) - (hour * 60 + minute) * 60 - second
    assert 0 <= ahead % 86400 <= questions.ANSWER_LIMIT


def test_the_system_ends_with_hundreds_logged_on(run):
    """The last test of the module. Many are put away, and nobody is waited for."""
    users = len(re.findall(r"\bM0\d{5}\b", run.system.ask("QUERY NAMES", scale.END)[0]))
    assert users > len(CLONES) - 50
    run.system.type("SHUTDOWN IMMEDIATE")
    run.system.wait(DISABLED_WAIT, ENDED_WITHIN, "CP to end in a disabled wait")
