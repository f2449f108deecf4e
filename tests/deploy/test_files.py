"""What the files of deploy/ name is there: settings, paths, commands, ports; what reads them takes them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from typer.main import get_command

from assistant.commands.app import app
from assistant.page.draining import longest_s
from assistant.page.guard.health import READINESS
from assistant.settings import Settings, read_settings

REPOSITORY: Final = Path(__file__).resolve().parents[2]
DEPLOY: Final = REPOSITORY / "deploy"
FILES: Final = [path for path in DEPLOY.rglob("*") if path.is_file()]
UNIT: Final = DEPLOY / "assistant@.service"
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def instructions(name: str) -> list[str]:
    """Return the instructions of the container file: what follows each ``name``."""
    text = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    return re.findall(rf"^{name} (.*)", text, re.MULTILINE)


def assigned(text: str) -> dict[str, str]:
    """Return the settings that a text gives values, by name."""
    return dict(re.findall(r"(ASSISTANT_\w+)[=:] ?(\S+)", text))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_setting_that_a_file_names_is_one_and_has_a_value_that_can_be_used(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = path.read_text(encoding="utf-8")
    known = {f"ASSISTANT_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"ASSISTANT_[A-Z_]+", text)) <= known
    for name, value in assigned(text).items():
        monkeypatch.setenv(name, value.rstrip(","))
    assert read_settings()


def test_the_unit_starts_a_command_that_there_is() -> None:
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(UNIT)
    program, command, option, port = unit["Service"]["ExecStart"].split()
    assert (program, port) == ("/opt/assistant/.venv/bin/assistant", "%i")
    made: Any = get_command(app)
    assert option in [name for one in made.commands[command].params for name in one.opts]
    settings = assigned((DEPLOY / "settings").read_text())
    assert settings["ASSISTANT_DATA"] == f"/var/lib/{unit['Service']['StateDirectory']}"
    assert float(unit["Service"]["TimeoutStopSec"]) > longest_s(Settings(chat_model="a:b"))


@pytest.mark.parametrize("line", ["", "ProtectSystem=sometimes", "ProtectSytem=strict"])
def test_systemd_takes_the_unit_where_it_is_there(tmp_path: Path, line: str) -> None:
    """And finds what is wrong in one that is not; elsewhere its lines are at least of its form."""
    unit = tmp_path / UNIT.name
    text = UNIT.read_text().replace("[Install]", f"{line}\n[Install]")
    unit.write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", text))
    verifier = shutil.which("systemd-analyze")
    if verifier is None:
        assert re.fullmatch(r"((#.*|\[\w+\]|\w+=.*|)\n)+", text)
        return
    told = subprocess.run(
        [verifier, "verify", str(unit)], capture_output=True, text=True, check=False
    )
    assert (UNIT.name in told.stderr) is bool(line), told.stderr


def test_the_container_is_made_of_what_there_is_and_runs_for_nobody_special() -> None:
    copied = [one.split()[:-1] for one in instructions("COPY") if not one.startswith("--from")]
    for name in (name for names in copied for name in names):
        assert (REPOSITORY / name).exists(), name
    packages = {path.name for path in REPOSITORY.iterdir() if (path / "__init__.py").exists()}
    assert packages - {"tests"} <= {name for names in copied for name in names}
    extras = re.search(r"'\.\[(.*)\]'", " ".join(instructions("RUN")))
    project = (REPOSITORY / "pyproject.toml").read_text()
    assert extras is not None
    assert all(f"\n{name} = [" in project for name in extras[1].split(","))
    assert instructions("USER") == ["10001"]
    assert instructions("EXPOSE") == [str(Settings().port)]
    assert f"http://127.0.0.1:{Settings().port}{READINESS}'" in " ".join(
        instructions("HEALTHCHECK")
    )
    assert instructions("ENTRYPOINT") == ['["assistant"]']
    made: Any = get_command(app)
    assert instructions("CMD") == ['["chat"]']
    assert {"chat", COMPOSE["services"]["index"]["command"]} <= set(made.commands)


@pytest.mark.parametrize("line", ["", "RUN cd /data && apt-get install curl"])
def test_a_linter_finds_nothing_in_the_container_file(tmp_path: Path, line: str) -> None:
    """And finds what is wrong in one that is not as it should be."""
    changed = tmp_path / "Containerfile"
    changed.write_text((DEPLOY / "Containerfile").read_text() + f"{line}\n")
    told = checked("hadolint", "--no-color", str(changed))
    assert (told.returncode != 0) is bool(line), told.stdout


@pytest.mark.parametrize("line", ["", "    reads_only: true"])
def test_compose_is_of_its_form(tmp_path: Path, line: str) -> None:
    changed = tmp_path / "compose.yaml"
    text = (DEPLOY / "compose.yaml").read_text()
    changed.write_text(text.replace("  page:\n", f"  page:\n{line}\n"))
    told = checked("check-jsonschema", "--builtin-schema", "vendor.compose-spec", str(changed))
    assert (told.returncode != 0) is bool(line), told.stdout


def checked(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program that came with the packages for tests."""
    command = [Path(sys.executable).with_name(program), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_compose_starts_a_chroma_server_where_it_is_wanted_as_its_command_takes_it() -> None:
    chroma = COMPOSE["services"]["chroma"]
    assert chroma["profiles"] == ["chroma"]
    program = Path(sys.executable).with_name(chroma["entrypoint"])
    command, *options = chroma["command"].split()
    told = subprocess.run([program, command, "--help"], capture_output=True, text=True, check=True)
    given = dict(zip(options[::2], options[1::2], strict=True))
    assert all(f"{option} <" in told.stdout for option in given)
    assert given["--path"].startswith(chroma["environment"]["ASSISTANT_DATA"] + "/")
    named = re.findall(r"http://(\w+):8000", (DEPLOY / "settings").read_text())
    assert named == [next(one for one in COMPOSE["services"] if one == "chroma")]
    assert f":{given['--port']}/api/v2/heartbeat" in chroma["healthcheck"]["test"][-1]
    needed = COMPOSE["services"]["index"]["depends_on"]["chroma"]
    assert needed == {"condition": "service_healthy", "required": False}


def test_compose_starts_processes_at_the_ports_that_nginx_knows() -> None:
    services = COMPOSE["services"]
    ports = [one for service in services.values() for one in service.get("ports", ())]
    inside = str(Settings().port)
    nginx = (DEPLOY / "nginx" / "processes.conf").read_text()
    assert [one.rpartition(":")[2] for one in ports] == [inside, inside]
    assert {one.rpartition(":")[0] for one in ports} == set(re.findall(r"server ([\d.:]+) ", nginx))
    (network,) = COMPOSE["networks"]["default"]["ipam"]["config"]
    for service in services.values():
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert (DEPLOY / service["env_file"]).is_file()
        assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
        assert service["environment"]["ASSISTANT_TRUSTED_PROXIES"] == network["gateway"]
        volumes = dict(one.split(":")[:2] for one in service["volumes"])
        assert volumes["data"] == service["environment"]["ASSISTANT_DATA"]
        settings = assigned((DEPLOY / "settings").read_text())
        assert volumes["./accounts"] == settings["ASSISTANT_PASSWORDS"]
        if "stop_grace_period" in service:
            grace_s = float(service["stop_grace_period"].removesuffix("s"))
            assert grace_s > longest_s(Settings(chat_model="a:b"))
