"""The files of deploy/, and the programs that read them where this machine has those."""

from __future__ import annotations

import sys
from pathlib import Path

# The tests are imported one by one (--import-mode=importlib), so what they share is not found.
for beside in ("page", "index"):
    sys.path.insert(0, str(Path(__file__).parents[1] / beside))
