# SPDX-License-Identifier: Apache-2.0
"""Linux guests of other Debian releases, with four virtual CPUs, beside one of the usual kernel.

Spool files go between the two with vmur; every driver for z/VM that Debian has is loaded and used; CPUs go off and on;
the guest loads itself again from its reader; both end as their kernels end them. A kernel that was not fetched is
skipped, and that is said: make guest KERNEL=6.12 fetches it.
"""

import contextlib
import gzip
import re
import stat

import mkinitramfs
import pytest

from harness.system import BOOT_LIMIT, GUEST
from harness.wait import Failed

KERNELS = ("6.12", "5.10")
USUAL = ""  # its files are in the folder itself
FIRST, SECOND = "LINUX1", "LINUX3"  # one virtual CPU; four
# In an order in which all that they need is there.
DRIVERS = (
    "appldata_mem appldata_os appldata_net_sum smsgiucv_app chsc_sch eadm_sch dcssblk vmlogrdr monwriter monreader "
    "hmcdrv diag288_wdt af_iucv netiucv tape_34xx fs3270"
).split()

# What a guest may ask of CP, each done for its own sake: that it fails is no harm, an oops is.
USES = [
    "for m in $(cat /drv/order); do insmod /drv/$m.ko; done",
    "mount -t debugfs none /sys/kernel/debug; mount -t s390_hypfs none /mnt; find /mnt -type f -perm -4 -exec cat {} +",
    "cat /sys/kernel/debug/s390_hypfs/* /sys/kernel/debug/diag_stat | head -c 2000 | md5sum",
    "cat /proc/sysinfo /proc/service_levels | grep -c z/VM",
    "cd /proc/sys/appldata; echo 1 > timer; for f in mem os net_sum; do echo 1 > $f; echo 0 > $f; done; echo 0 > timer",
    "echo 0123456789abcdef0123456789abcdef > /dev/monwriter; head -c 1 /dev/monreader",
    "echo NOSUCH > /sys/devices/dcssblk/add",
    "cd /sys/bus/ccw/devices; for d in *; do [ $d = 0.0.0009 ] || for v in 1 0 1; do echo $v > $d/online; done; done",
    "cat /sys/bus/css/devices/*/* 2>&1 | wc -l",
    "echo add 0.0.1000-0.0.2000 > /proc/cio_ignore; echo free all > /proc/cio_ignore; echo 1 > /proc/cio_settle",
    "echo 2000 > /proc/sys/vm/cmm_pages; sleep 1; echo 0 > /proc/sys/vm/cmm_pages",
    "cat /sys/firmware/ipl/* /sys/firmware/reipl/* /sys/firmware/reipl/ccw/* /sys/firmware/shutdown_actions/* | wc -l",
    "echo 1 > /sys/devices/system/cpu/rescan; cat /sys/devices/system/memory/*/state",
    "for k in m w; do echo $k > /proc/sysrq-trigger; done",
]


class Linux:
    """A guest with a shell on its console."""

    def __init__(self, system, userid, folder=GUEST, more_files=b""):
        self.number = 0
        self.userid = userid
        self.terminal = system.logon(userid)
        system.feed_guest(userid, folder=folder, more_files=more_files)

    def ipl(self):
        """Begin, with the files kept for the next time."""
        self.terminal.ask("CHANGE READER ALL KEEP", r"0003 FILES +CHANGED")
        self.terminal.new_lines()
        self.terminal.enter("IPL 00C CLEAR")

    def up(self):
        """Wait until init and its shell are up; return the line that it says."""
        line = self.terminal.collect("INIT-UP", BOOT_LIMIT)[-1]
        self.good("true")
        return line

    def run(self, command, seconds=60):
        """Run a command; return its output. The rows of the screen are put together where lines are longer."""
        self.number += 1
        self.terminal.key("CLEAR")  # an empty page: what is typed does not meet MORE...
        marker = f"echo END=$(({self.number} * 1000))=$?"
        lines = self.terminal.ask(f"{command}; {marker}", rf"END={self.number}000=\d", seconds)
        begin = next(i for i, line in enumerate(lines) if "END=$((" in "".join(lines[: i + 1]))
        return "\n".join(lines[begin + 1 :])

    def good(self, command, seconds=60):
        """Run a command that must succeed."""
        output = self.run(command, seconds)
        assert output.endswith("000=0"), output
        return output

    def close(self):
        """Hang up; the machine goes."""
        with contextlib.suppress(Failed):
            self.terminal.enter("#CP LOGOFF")
        self.terminal.close()


def drivers(folder):
    """A cpio archive with the drivers as /drv/NAME.ko, their order in /drv/order, and USES in /drv/use0 ..."""
    cpio = mkinitramfs.Cpio()
    modules = mkinitramfs.modules(folder / "packages" / "root", DRIVERS)
    for name, data in modules.items():
        cpio.add(f"drv/{name}.ko", stat.S_IFREG | 0o644, data)
    cpio.add("drv/order", stat.S_IFREG | 0o644, "\n".join(modules).encode())
    for number, use in enumerate(USES):
        cpio.add(f"drv/use{number}", stat.S_IFREG | 0o644, use.encode() + b"\n")
    return gzip.compress(cpio.finish(), mtime=0)


def is_here(kernel):
    """Has make guest KERNEL= been there?"""
    return (GUEST / kernel / "initramfs").exists()


@pytest.mark.parametrize("kernel", KERNELS)
def test_kernel_is_here(kernel):
    """Says so when it is not; the other tests leave it out."""
    if not is_here(kernel):
        pytest.skip(f"NOT TESTED: Debian's kernel {kernel} is not here; make guest KERNEL={kernel}")


@pytest.fixture(scope="module", params=[kernel for kernel in KERNELS if is_here(kernel)] or [USUAL])
def pair(system, request):
    """Two guests that are up: the usual kernel, and one of another release, or the usual one where there is no other."""
    folder = GUEST / request.param
    first, second = Linux(system, FIRST), Linux(system, SECOND, folder, drivers(folder))
    try:
        first.ipl()
        second.ipl()
        assert " 1 CPU " in first.up()
        assert re.search(rf"Linux {re.escape(request.param)}.* 4 CPU ", second.up())
        yield first, second
    finally:
        first.close()
        second.close()


def test_vmcp_gives_commands(pair):
    """The status is CP's return code."""
    for guest in pair:
        assert f"{guest.userid} AT" in " ".join(guest.good("vmcp query userid").split())
        assert re.search(r"=1$", guest.run("vmcp query nobody"))
        assert re.search(r"=2$", guest.run("vmcp -b 4k help query; vmcp -b4096 query nobody >&-; false || (exit 2)"))


def spoolid(output):
    """The number in what vmur says about a file that it made."""
    return int(re.search(r"spoolid (\d{4}) created", output)[1])


def send(pair, words):
    """Punch from the first guest to the second one, and wait until its console has told; the file's number there."""
    first, second = pair
    number = spoolid(first.good(f"vmur punch -r -u {SECOND} {words}"))
    second.terminal.collect(f"RDR FILE {number:04} SENT")
    return number


def test_vmur_sends_text_to_the_other_guest(pair):
    """Lines come back as they were."""
    first, second = pair
    first.good(r"printf 'one\n\ntwo words\n' > /tmp/some.text")
    number = send(pair, "-t /tmp/some.text")
    assert f"{FIRST}   {number:04} A PUN 00000003" in second.good("vmur list")
    second.good(f"cd /tmp; vmur receive -t {number}")
    assert "one\n\ntwo words\nEND" in second.good("cat SOME.TEXT")
    assert "NO RDR FILES" not in second.good("vmur list")  # those of IPL are kept
    assert f" {number:04} A" not in second.good("vmur list")


def test_vmur_sends_bytes_to_the_other_guest(pair):
    """And CP counts the cards; the last one is filled up."""
    first, second = pair
    first.good("head -c 100001 /bin/busybox > /tmp/data")
    digest = re.search(r"[0-9a-f]{32}", first.good("md5sum < /tmp/data"))[0]
    number = send(pair, "-C X /tmp/data")
    assert f"{number:04} X PUN 00001251" in second.good(f"vmur li {number}")
    second.good(f"vmur re -H {number} /tmp/data; vmur re -f {number} /tmp/data")
    assert digest in second.good("head -c 100001 /tmp/data | md5sum")
    assert " CL A " in first.good("vmcp query virtual 00d")  # as it was before


def test_vmur_orders_transfers_and_purges(pair):
    """What is left in the end are the files of IPL."""
    first, second = pair
    first.good("echo x > /tmp/x")
    numbers = [spoolid(first.good(f"vmur punch -r -t -N f{i} /tmp/x")) for i in range(2)]
    listed = first.good(f"vmur order {numbers[1]}; vmur list")
    assert 0 < listed.index(" F1 ") < listed.index(" F0 ")
    answer = first.good(f"vmcp transfer reader {numbers[1]} to {SECOND} reader")
    there = int(re.search(r"RDR AS +(\d{4})", answer)[1])
    second.terminal.collect(f"RDR FILE {there:04} SENT")
    assert " F1 " in second.good("vmur list")
    first.good(f"vmur purge -f {numbers[0]}")
    second.good(f"vmur purge -f {there}")
    for guest in pair:
        assert not re.search(r" F[01] ", guest.good("vmur list"))


def test_vmur_refuses_and_leaves_nothing(pair):
    """Users that don't exist, files that don't, names that make no spool file."""
    first, _ = pair
    first.good("echo x > /tmp/x; echo y > /tmp/name_that_is_too_long")
    for command, why in [
        ("punch -r -u NOSUCH /tmp/x", "NOSUCH not in"),
        ("punch -u LINUX3 /tmp/x", "--user is only for"),
        ("punch /tmp/name_that_is_too_long", "has 1 to 8 characters"),
        ("receive 9999 /tmp/y", "9999 does not exist"),
        ("receive -c 1", "dumps can't be converted"),
        ("punch -n NODE -r -u X /tmp/x", "other nodes"),
        ("list -q abc", "not 'abc'"),
        ("order", "usage: vmur"),
    ]:
        output = first.run(f"vmur {command}")
        assert why in output.replace("\n", ""), output
        assert output.endswith("=1"), output
    assert "NO PUN FILES" in first.good("vmur list -q pun")


def test_no_driver_brings_the_kernel_down(pair):
    """Modules, files in /sys and /proc, device nodes: everything that asks CP for something."""
    _, second = pair
    for number, _ in enumerate(USES):
        second.run(f"sh /drv/use{number} > /tmp/out 2>&1")
    found = second.good("dmesg | grep -iE 'exception: 00|oops|\\bBUG\\b|WARNING|lockup|stall' || true")
    assert not re.search(r"exception: 00|Oops|BUG|WARNING|lockup|stall", found.split("|| true")[-1]), found
    assert "diag288_wdt" in second.good("lsmod")


def test_cpus_go_off_and_on(pair):
    """By SIGP STOP, INITIAL CPU RESET and RESTART; what is left goes on."""
    _, second = pair
    second.good("cd /sys/devices/system/cpu; for c in 1 2 3; do echo 0 > cpu$c/online || exit; done")
    assert "\n0\n" in "\n" + second.good("cat online")
    second.good("for c in 3 1 2; do echo 1 > cpu$c/online || exit; done; cd /")
    assert "0-3\n" in second.good("cat /sys/devices/system/cpu/online")


def test_reboot_loads_it_again_from_the_reader(pair):
    """DIAGNOSE X'308': the files were kept."""
    _, second = pair
    kernel = re.search(r"^\d+\.\S+", second.good("touch /tmp/mark; uname -r"), re.MULTILINE)[0]
    second.terminal.new_lines()
    second.terminal.enter("reboot")
    assert kernel in second.up()
    assert re.search(r"=1$", second.run("test -e /tmp/mark"))
    assert "0-3\n" in second.good("cat /sys/devices/system/cpu/online")


def test_signal_shutdown_ends_it(pair, system):
    """The kernel is told, init shuts down, CP is told."""
    system.type(f"SIGNAL SHUTDOWN USER {SECOND} WITHIN 60")
    system.wait(rf"HCPSIG2113I.*{SECOND}|LOGOFF AS +{SECOND}", 90)


def test_poweroff_logs_off(pair, system):
    """By the command that the parameter file gives the kernel."""
    first, _ = pair
    first.terminal.enter("poweroff")
    system.wait(rf"LOGOFF AS +{FIRST}", 60)
