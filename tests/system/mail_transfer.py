"""What hands mail to Switchroom in the tests: a real Postfix of its own folder and ports, and certificates made for the occasion.

Postfix comes unpacked from its Debian package (`.tools/postfix`), as installing it would start a mail server on this machine. Its master
process has to be root; it runs with a queue of its own, and delivers every mail by LMTP."""

import os
import shutil
import smtplib
import subprocess
from pathlib import Path

from servers import TOOLS, Process, eventually, free_port

UNPACKED = TOOLS / "postfix"
DAEMONS = UNPACKED / "usr/lib/postfix/sbin"
# Postfix wants a user and a group that nobody else uses at the time: these two Debian has from the beginning.
OWNER, GROUP = "uucp", "games"
QUEUES = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "maildrop", "pid", "private", "public", "saved", "trace")
MAIN = """compatibility_level = 3.6
command_directory = {unpacked}/usr/sbin
daemon_directory = {daemons}
shlib_directory = {unpacked}/usr/lib/postfix
meta_directory = {folder}/conf
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
import_environment = MAIL_CONFIG LANG=C POSTLOG_SERVICE POSTLOG_HOSTNAME LD_LIBRARY_PATH
mail_owner = {owner}
setgid_group = {group}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mta.example
mydestination =
mynetworks = 127.0.0.0/8
relay_domains = shop.example, returns.shop.example
transport_maps = inline:{{ {{ shop.example = lmtp:inet:127.0.0.1:{lmtp} }}, {{ returns.shop.example = lmtp:inet:127.0.0.1:{lmtp} }} }}
alias_maps =
alias_database =
local_recipient_maps =
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_dns_support_level = disabled
smtp_host_lookup = native
lmtp_tls_security_level = may
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 1s
"""
MASTER = """127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
smtp unix - - n - - smtp
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix(Process):
    """Takes mail by SMTP on `port` and delivers it by LMTP to `lmtp_port`; what is not taken it tries again every second."""

    def __init__(self, folder: Path, lmtp_port: int):
        super().__init__(folder, "mail.log")
        assert (DAEMONS / "master").exists(), "./test unpacks Postfix into .tools/postfix"
        assert os.geteuid() == 0, "Postfix's master process has to be root: run ./test as root or by sudo"
        self.port = free_port()
        self.settings = folder / "conf"
        names = {"unpacked": UNPACKED, "daemons": DAEMONS, "folder": folder, "owner": OWNER, "group": GROUP, "lmtp": lmtp_port, "port": self.port}
        self.settings.mkdir()
        for name, text in (("main.cf", MAIN), ("master.cf", MASTER)):
            (self.settings / name).write_text(text.format(**names))
        for directory in (folder / "data", *(folder / "queue" / name for name in QUEUES)):
            directory.mkdir(parents=True)
            if directory.name != "pid":
                shutil.chown(directory, OWNER)
        for directory in (folder, *folder.parents):  # its daemons are no root
            if directory.is_relative_to("/tmp") and directory != Path("/tmp"):
                directory.chmod(directory.stat().st_mode | 0o011)

    def start(self):
        self.launch(["setsid", "--wait", str(DAEMONS / "master"), "-c", str(self.settings), "-d"],
                    {"LD_LIBRARY_PATH": str(UNPACKED / "usr/lib/postfix"), "MAIL_CONFIG": str(self.settings)})
        eventually("Postfix answers", self.answers, 30)
        return self

    def answers(self) -> bool:
        assert self.running(), self.last_words()
        with smtplib.SMTP("127.0.0.1", self.port, timeout=5) as client:
            return client.noop()[0] == 250

    def send(self, sender: str, recipients: list[str], mail: str):
        with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as client:
            assert client.sendmail(sender, recipients, mail) == {}

    def close(self):
        """TERM to the group: master, which is its first, and all its daemons."""
        pid = self.folder / "queue/pid/master.pid"
        if self.running() and pid.exists():
            subprocess.run(["kill", "-TERM", "--", f"-{pid.read_text().strip()}"], check=False)
            self.child.wait(20)
        self.kill()


def make_certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for `name` that signs itself, and its key."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", f"/CN={name}",
                    "-addext", f"subjectAltName=DNS:{name}", "-out", str(certificate), "-keyout", str(key)], check=True, capture_output=True)
    return certificate, key
