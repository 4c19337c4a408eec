# SPDX-License-Identifier: Apache-2.0
"""The volumes of the sample directory: with the root that guests start from, what CMS users have, and spool space."""

import re
import subprocess

from . import BUILD
from .system import DIRECTORY, DIRECTORY_SOURCE, GUEST
from .wait import Failed, until

VOLID = "SWULNX"
CYLINDERS = 100
BOOT_FILES = {"--kernel": "kernel", "--parm": "parm.disk", "--initrd": "initramfs.disk"}
ROOT = "root.ext4"


def tool(name, *words):
    """Run a host tool; return what it says."""
    command = [str(word) for word in (BUILD / "bin" / name, *words)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    if ended.returncode:
        raise Failed(f"{' '.join(command)}: {ended.stderr.strip() or ended.stdout.strip()}")
    return ended.stdout


def boot_options(folder=GUEST):
    """The options of cpimage put that make a disk of Linux one that IPL can start from."""
    return [word for option, name in BOOT_FILES.items() for word in (option, folder / name)]


def put_root(image, extent="ROOT/0200", directory=DIRECTORY):
    """Put the root on a minidisk."""
    tool("cpimage", "put", "--directory", directory, *boot_options(), image, extent, GUEST / ROOT)


def linux_volume(folder):
    """The volume's image in a folder: made when it is not there; its root is put there again when that is newer."""
    folder.mkdir(parents=True, exist_ok=True)
    image = folder / f"{VOLID}.3390"
    files = [GUEST / name for name in (*BOOT_FILES.values(), ROOT)]
    if not image.exists():
        tool("cpfmt", "create", "--nucleus=0", "--alloc=", image, f"3390:{CYLINDERS}", VOLID)
    elif all(file.stat().st_mtime < image.stat().st_mtime for file in files):
        return image
    put_root(image)
    return image


def page_volume(image, volid, cylinders):
    """Make a volume with so many cylinders of paging space."""
    tool("cpfmt", "create", "--nucleus=0", f"--alloc=PAGE={cylinders}", image, f"3390:{cylinders + 1}", volid)
    return image


CMS_VOLID = "SWUCMS"
CMS_CYLINDERS = 100
CMS_DISK = BUILD / "cms190.img"


def cms_volume(folder):
    """The volume's image in a folder: made when it is not there; CMS is put there again when that is newer.

    What users have on it stays. Their 191s are made empty, MAINT's with the sample directory as USER DIRECT.
    """
    folder.mkdir(parents=True, exist_ok=True)
    image, stamp = folder / f"{CMS_VOLID}.3390", folder / f"{CMS_VOLID}.put"
    if not image.exists():
        tool("cpfmt", "create", "--nucleus=0", "--alloc=", image, f"3390:{CMS_CYLINDERS}", CMS_VOLID)
        where = ("--directory", DIRECTORY, image)
        for userid, label in (("MAINT", "MNT191"), ("CMS1", "CMS1"), ("CMS2", "CMS2")):
            tool("edf", "format", "--label", label, *where, f"{userid}/0191")
        tool("edf", "put", "--recfm", "F", *where, "MAINT/0191", DIRECTORY_SOURCE, "USER", "DIRECT")
    elif stamp.exists() and CMS_DISK.stat().st_mtime < stamp.stat().st_mtime:
        return image
    tool("cpimage", "put", "--raw", "--directory", DIRECTORY, image, "MAINT/0190", CMS_DISK)
    stamp.touch()
    return image


DEFSYS_CMS = "DEFSYS CMS 0-1F EW F00-FFF SR MINSIZE=17M"


def save_cms(system, folder=None):
    """MAINT, whom nobody uses yet, saves CMS, unless the one that is on the volume in the folder was saved before.

    Failed when that cannot be: the directory may be another one by now.
    """
    put, saved = (folder / f"{CMS_VOLID}.{what}" for what in ("put", "saved")) if folder else (None, None)
    is_there = system.ask("QUERY NSS CMS MAP", r"\bCMS +NSS .* A +\d|NO NSS FILES|^CP$")[0].startswith("CMS")
    if is_there and folder and saved.exists() and saved.stat().st_mtime >= put.stat().st_mtime:
        return
    defined = system.ask(DEFSYS_CMS, r"HCPNSD(?:440I|7270E).* fileid (\d+)")[1]  # or it was begun before
    begun = system.ask("XAUTOLOG MAINT IPL 190 PARM SAVESYS CMS", r"AUTO LOGON .*MAINT|^HCP.*|^CP$")[0]
    if not begun.startswith("AUTO"):
        system.ask(f"PURGE NSS {defined}", "PURGED|^CP$")
        raise Failed(f"CMS is not saved: {begun}")
    skeleton = r"^\d+ CMS +NSS .* S +\d"
    if not until(lambda: not re.search(skeleton, system.ask("QUERY NSS CMS MAP", r"(?s:.*?)^CP$")[0], re.MULTILINE), 60):
        raise system.failed("MAINT does not save CMS")
    system.ask("FORCE MAINT", "LOGOFF AS +MAINT")
    if folder:
        saved.touch()


SPOOL_VOLID = "SWUSPL"
SPOOL_CYLINDERS = 200


def spool_volume(folder):
    """The volume's image in a folder, with space for spool files and saved systems: made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    image = folder / f"{SPOOL_VOLID}.3390"
    if not image.exists():
        spool = f"--alloc=SPOL={SPOOL_CYLINDERS - 1}"
        tool("cpfmt", "create", "--nucleus=0", spool, image, f"3390:{SPOOL_CYLINDERS}", SPOOL_VOLID)
    return image


def sample_volumes(folder):
    """All of them."""
    return [cms_volume(folder), linux_volume(folder), spool_volume(folder)]
