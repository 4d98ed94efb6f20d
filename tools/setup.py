"""Install what Stadtgespräch needs into this checkout: `python3 tools/setup.py [--tests] [--all]`.

Needs Python 3.11 and nothing else, neither pip nor venv: uv comes as a wheel whose address and SHA-256 stand in
uv.lock, and uv installs the locked packages into .venv. What is there already is left alone, so a second run takes
a moment. Debian packages (only with --tests or --all) are installed where this runs as root; elsewhere it says what to
install.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import platform
import shutil
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = ROOT / "build" / "tools"
DICTIONARY = ROOT / "src" / "stadtgespraech" / "ingest" / "dictionary"
LOCALE = ROOT / "src" / "stadtgespraech" / "web" / "locale"
FONTS = ROOT / "src" / "stadtgespraech" / "publish" / "fonts"
PAGES = ROOT / "src" / "stadtgespraech" / "web" / "static" / "web"
MACHINES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}
MINIMUM = (3, 11)


class SetupError(Exception):
    """What could not be set up, and what to do: one message for the person at the terminal."""


def say(text: str) -> None:
    print(f"setup: {text}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tests", action="store_true", help="also what `make test` needs (Chromium, test tools)")
    parser.add_argument("--all", action="store_true", help="also what `make test-all` and `make bench` need")
    options = parser.parse_args()
    try:
        set_up(tests=options.tests or options.all, everything=options.all)
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"setup: this step failed ({error.returncode}): {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    return 0


def set_up(*, tests: bool, everything: bool) -> None:
    """Do each step whose result is missing or older than what it is made from."""
    if sys.version_info < MINIMUM:
        raise SetupError(f"Python 3.11 or newer is needed; this is {platform.python_version()}. Install python3.11.")
    groups = (["dev"] if tests else []) + (["bench"] if everything else [])
    install_packages(groups)
    install_npm(tests)
    build_resources()
    if tests:
        install_debian({"chromium": ["chromium"], "pdftoppm": ["poppler-utils"]}, "`make test` skips the tests of it")
        install_debian({"pg_virtualenv": ["postgresql"]}, "`make test` tests the site on SQLite only")
    if everything:
        install_debian({"soffice": ["libreoffice-writer"]}, "`make test-all` skips the round trip")
        install_debian({"pango-view": ["pango1.0-tools"]}, "`make bench` cannot time WeasyPrint")


def install_packages(groups: list[str]) -> None:
    """The locked Python packages in .venv. uv is quick enough to ask every time, but not without need."""
    stamp = VENV / "stadtgespraech-setup"
    wanted = "\n".join([digest(ROOT / "uv.lock"), digest(ROOT / "pyproject.toml"), str(ROOT), *sorted(groups)])
    installed = stamp.read_text().splitlines() if stamp.is_file() else []
    if installed[:3] == wanted.splitlines()[:3] and set(groups) <= set(installed[3:]):
        return
    groups = sorted(set(groups) | set(installed[3:]))
    say("installing the locked Python packages into .venv")
    uv("sync", "--frozen", "--extra", "web", "--no-default-groups", *flags(groups))
    stamp.write_text("\n".join([*wanted.splitlines()[:3], *groups]))


def flags(groups: list[str]) -> list[str]:
    return [part for group in groups for part in ("--group", group)]


def uv(*arguments: str) -> None:
    """Run uv on this checkout's environment with this Python, never one it downloads."""
    environment = {
        **os.environ,
        "UV_PROJECT_ENVIRONMENT": str(VENV),
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "" if sys.stderr.isatty() else "1",
    }
    environment.pop("VIRTUAL_ENV", None)
    subprocess.run([find_uv(), *arguments], cwd=ROOT, env=environment, check=True)


def find_uv() -> str:
    """The locked uv, fetched once into build/tools and checked against the hash in uv.lock."""
    address, sha256 = locked_uv()
    target = TOOLS / sha256[:16] / "uv"
    if not target.is_file():
        say("fetching uv (about 20 MB)")
        wheel = fetch(address)
        if hashlib.sha256(wheel).hexdigest() != sha256:
            raise SetupError("what came for uv is not what uv.lock names (SHA-256 differs); nothing was installed")
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
            name = next(name for name in archive.namelist() if name.endswith("/scripts/uv"))
            partial = target.with_suffix(".part")
            partial.write_bytes(archive.read(name))
        partial.chmod(0o755)
        partial.replace(target)
    return str(target)


def locked_uv() -> tuple[str, str]:
    """Address and SHA-256 of uv's wheel for this machine, from uv.lock."""
    import tomllib

    machine = MACHINES.get(platform.machine().lower())
    libc = "musllinux" if platform.libc_ver()[0] != "glibc" else "manylinux"
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    package = next(package for package in lock["package"] if package["name"] == "uv")
    for wheel in package["wheels"]:
        if machine and machine in wheel["url"] and libc in wheel["url"] and "linux" in wheel["url"]:
            return wheel["url"], wheel["hash"].removeprefix("sha256:")
    raise SetupError(f"no locked uv for this machine ({platform.machine()}); Linux on x86_64 or aarch64 is supported")


def fetch(address: str) -> bytes:
    for name in ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE"):
        if os.environ.get(name):
            context = ssl.create_default_context(cafile=os.environ[name])
            break
    else:
        context = ssl.create_default_context()
    try:
        with urllib.request.urlopen(address, context=context, timeout=120) as answer:
            return bytes(answer.read())
    except (urllib.error.URLError, OSError) as error:
        raise SetupError(
            f"could not fetch a package ({error}). Is there a network, and does a proxy need HTTPS_PROXY or "
            "SSL_CERT_FILE to be set? Then run the same command again."
        ) from None


def install_npm(tests: bool) -> None:
    """Fonts and the German dictionary (and axe-core for tests) from the npm registry, as package-lock.json says."""
    stamp = ROOT / "node_modules" / ".stadtgespraech-setup"
    wanted = digest(ROOT / "package-lock.json") + (" tests" if tests else "")
    if stamp.is_file() and stamp.read_text() in (wanted, wanted + " tests"):
        return
    say("installing fonts and the German dictionary from the npm registry")
    npm, environment = find_npm()
    omit = [] if tests else ["--omit=dev"]
    subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--no-update-notifier", *omit],
        cwd=ROOT,
        env=environment,
        check=True,
    )
    stamp.write_text(wanted)


def find_npm() -> tuple[str, dict[str, str]]:
    """npm of this machine, or Node from PyPI where there is none."""
    environment = dict(os.environ)
    if shutil.which("node") and shutil.which("npm"):
        return str(shutil.which("npm")), environment
    if not (VENV / "bin" / "npm").exists():
        say("no Node here: installing Node from PyPI")
        groups = (VENV / "stadtgespraech-setup").read_text().splitlines()[3:]
        uv(
            "sync",
            "--frozen",
            "--extra",
            "web",
            "--no-default-groups",
            *flags([*groups, "node"]),
        )
    environment["PATH"] = f"{VENV / 'bin'}{os.pathsep}{environment['PATH']}"
    environment["NODE_OPTIONS"] = (environment.get("NODE_OPTIONS", "") + " --use-system-ca").strip()
    return str(VENV / "bin" / "npm"), environment


def build_resources() -> None:
    """Copy the dictionary, turn the fonts into TTF, and cut stylesheet and fonts for the site, where the rooms that
    use them look for them."""
    modules = ROOT / "node_modules"
    if not (DICTIONARY / "index.dic").is_file():
        DICTIONARY.mkdir(parents=True, exist_ok=True)
        for name in ("index.aff", "index.dic", "license"):
            shutil.copyfile(modules / "dictionary-de" / name, DICTIONARY / name)
    if not any(FONTS.glob("*.ttf")):
        say("building fonts")
        subprocess.run([VENV / "bin" / "python", ROOT / "tools" / "fonts.py"], cwd=ROOT, check=True)
    made, sources = PAGES / "kern.css", [PAGES / "site.css", ROOT / "tools" / "assets.py", ROOT / "package-lock.json"]
    if not made.is_file() or made.stat().st_mtime < max(path.stat().st_mtime for path in sources):
        subprocess.run([VENV / "bin" / "python", ROOT / "tools" / "assets.py"], cwd=ROOT, check=True)
    catalogues = list(LOCALE.glob("*/LC_MESSAGES/django.po"))
    if any(is_older(path.with_suffix(".mo"), path) for path in catalogues):
        subprocess.run([VENV / "bin" / "python", ROOT / "tools" / "messages.py", "compile"], cwd=ROOT, check=True)


def is_older(made: Path, source: Path) -> bool:
    """Whether what is made from `source` is missing, or older than it."""
    return not made.is_file() or made.stat().st_mtime < source.stat().st_mtime


def install_debian(commands: dict[str, list[str]], otherwise: str) -> None:
    """Install the Debian packages of commands that are missing; say what to install where this may not."""
    packages = [name for command, names in commands.items() if not shutil.which(command) for name in names]
    if not packages:
        return
    call = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say(f"missing: {', '.join(packages)}. Install with: sudo {call}; until then {otherwise}.")
        return
    say(f"installing Debian packages: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = subprocess.DEVNULL
    subprocess.run(["apt-get", "update", "-q"], env=environment, check=True, stdout=quiet)
    subprocess.run(["sh", "-c", call], env=environment, check=True, stdout=quiet)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
