"""The page for the first installation, run as it stands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from pki import needs

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "first-installation.md"


def test_the_page_leads_from_nothing_to_the_first_accepted_set(tmp_path):
    needs("openssl", "bash", "install")
    home = tmp_path / "srv"
    blocks = re.findall(r"```\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    command = f"{sys.executable} -m batch"
    script = "\n".join(blocks).replace("/srv/onem-batch", str(home)).replace("onem-batch --home", f"{command} --home")
    script = re.sub(r"^( *)onem-batch ", rf"\1{command} ", script, flags=re.MULTILINE)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "fault" not in done.stdout
    assert re.search(r"TWCT\.234567\.[0-9]{8}\.00001\.R +accepted", done.stdout), done.stdout
    assert re.search(r"FS\.ACRF\.999999", done.stdout)
