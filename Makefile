# make install   .venv, pinned dependencies, embedding model, index
# make chat      the chat page on http://127.0.0.1:7860
# make test      every test, style and types; what CI runs
# make check     the quick half of the tests, style and types; in little more than a minute
# make lint      style and types only
# make eval      the evaluation run on the question set
# make bill      a bill of materials (CycloneDX) of what is installed: var/bill-of-materials.json

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin

# Two processes, each with a core and a browser of its own; a file of tests stays in one of them. What
# Python has compiled is kept, also where the environment says otherwise: tests start many processes.
TESTS := OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE= $(RUN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: install chat test check lint eval bill browser office tesseract nginx postgresql

install: $(VENV)/installed
	$(RUN)/assistant index

$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; set PYTHON, as in: make PYTHON=python3.12 install"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(RUN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

chat: install
	$(RUN)/assistant chat

test: install browser office tesseract nginx postgresql lint
	$(TESTS)

# Needs no model, index, browser or LibreOffice; what is left out is named in tests/conftest.py.
check: lint
	$(TESTS) --quick

lint: $(VENV)/installed
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy

eval: install
	$(RUN)/assistant eval run

# In an environment of its own: beside it, chromadb takes seconds longer to load.
bill: $(VENV)/installed
	$(PYTHON) -m venv var/bill
	var/bill/bin/pip install --quiet --disable-pip-version-check --constraint constraints.txt cyclonedx-bom
	var/bill/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-file var/bill-of-materials.json $(VENV)

# The tests of the page drive Chromium, from the system's packages.
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; \
		else \
			echo "The tests of the chat page need Chromium. Install it (Debian: apt-get install chromium) and try again."; exit 1; \
		fi; }

# The tests of course material open every file in LibreOffice.
office:
	@command -v soffice >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-writer-nogui libreoffice-impress-nogui; \
		else \
			echo "The tests of course material need LibreOffice. Install it (Debian: apt-get install libreoffice-writer-nogui libreoffice-impress-nogui) and try again."; exit 1; \
		fi; }

# The tests of reading have scans read.
tesseract:
	@tesseract --list-langs 2>/dev/null | grep -qx nld || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends tesseract-ocr tesseract-ocr-nld tesseract-ocr-eng; \
		else \
			echo "The tests of scans need tesseract, with Dutch. Install it (Debian: apt-get install tesseract-ocr tesseract-ocr-nld tesseract-ocr-eng) and try again."; exit 1; \
		fi; }

# The tests of deployment run nginx. It is unpacked here and not installed, so that it does not start.
nginx:
	@command -v nginx >/dev/null || [ -x var/nginx/usr/sbin/nginx ] || { \
		mkdir -p var/nginx && cd var/nginx \
		&& apt-get download -qq nginx 2>/dev/null && dpkg-deb --extract nginx_*.deb . && rm nginx_*.deb \
		|| echo "There is no nginx here, so its configuration is read by the tests and not tried."; }

# The tests of the database run a server of their own.
postgresql:
	@command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; \
		else \
			echo "The tests of the database need PostgreSQL. Install it (Debian: apt-get install postgresql) and try again."; exit 1; \
		fi; }
