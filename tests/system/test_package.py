"""The Debian package holds the program, its unit and its settings, needs the libraries it links, and runs from where it lies."""

import configparser
import os
import re
import subprocess
from pathlib import Path

import pytest

from servers import ROOT

HARDENED = {"DynamicUser": "yes", "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateDevices": "yes",
            "PrivateUsers": "yes", "CapabilityBoundingSet": "", "MemoryDenyWriteExecute": "yes", "RestrictNamespaces": "yes",
            "SystemCallArchitectures": "native", "LimitCORE": "0", "UMask": "0077"}


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    done = subprocess.run(["cpack", "-G", "DEB", "-B", str(folder)], cwd=os.environ["SWITCHROOM_BUILD"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    [package] = folder.glob("*.deb")
    return package


@pytest.fixture(scope="module")
def unpacked(package, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("root")
    output("dpkg-deb", "-x", str(package), str(folder))
    return folder


def test_the_package_names_what_it_needs(package):
    fields = output("dpkg-deb", "-f", str(package))
    assert "Package: switchroom" in fields
    depends = re.search(r"^Depends: (.*)$", fields, re.MULTILINE)[1]
    for library in ("librdkafka1", "libhiredis", "libfyaml0", "libssl3", "libicu72", "tzdata"):
        assert library in depends, depends


def test_settings_survive_an_upgrade(package, tmp_path):
    output("dpkg-deb", "-e", str(package), str(tmp_path / "control"))
    assert (tmp_path / "control/conffiles").read_text().split() == ["/etc/switchroom/switchroom.yaml"]
    for script in ("postinst", "prerm"):
        assert os.access(tmp_path / "control" / script, os.X_OK)
        output("sh", "-n", str(tmp_path / "control" / script))


def test_the_packed_program_runs_and_takes_its_packed_settings(unpacked):
    program = str(unpacked / "usr/bin/switchroom")
    assert "serve" in output(program, "--help")
    output(program, "check", str(unpacked / "etc/switchroom/switchroom.yaml"))
    output(program, "check", str(unpacked / "usr/share/doc/switchroom/examples/workspace.yaml"))


def test_the_unit_starts_what_the_package_holds_in_a_sandbox(unpacked):
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read(unpacked / "lib/systemd/system/switchroom.service")
    service = dict(unit["Service"])
    program, *arguments = service["ExecStart"].split()
    assert (unpacked / program.lstrip("/")).exists() and (unpacked / arguments[-1].lstrip("/")).exists()
    assert {name: service.get(name) for name in HARDENED} == HARDENED


def test_nothing_in_the_package_belongs_to_anybody_else_or_can_be_written_by_all(package):
    for line in output("dpkg-deb", "-c", str(package)).splitlines():
        mode, owner = line.split()[:2]
        assert owner == "root/root" and mode[8] != "w" and "s" not in mode, line


def test_the_version_is_the_projects(package):
    version = re.search(r"project\(switchroom VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text())[1]
    assert output("dpkg-deb", "-f", str(package), "Version").startswith(version)
