# The commands of Acquis. `make demo` and `make test` need nothing but Python 3.11+ and git.
PY := .venv/bin/python
WORDS := $(wildcard acquis/*/locale/*/LC_MESSAGES/django.po)

.PHONY: demo test lint lock bench pictures reports translations

demo: .venv/.words
	@$(PY) -m acquis demo $(if $(STAGE),--stage $(STAGE)) $(if $(PORT),--port $(PORT))

test: .venv/.words
	@$(PY) -m tests.run $(ARGS)

lint: .venv/.words
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports
	@$(PY) -m acquis makemigrations --check --dry-run

bench: .venv/.words
	@$(PY) -m bench

pictures: .venv/.words
	@$(PY) -m tests.pictures $(ARGS)

reports: .venv/.words
	@$(PY) -m tests.reports $(ARGS)

translations: .venv/.ready
	@cd acquis && ../$(PY) -m acquis makemessages -l fr -l en --no-location --no-wrap
	@$(PY) -m acquis compile_translations

lock: .venv/.ready
	@.venv/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/run.txt
	@.venv/bin/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/dev.txt

# Compiled again whenever a translation changed: a pull never leaves half a page in English.
.venv/.words: .venv/.ready $(WORDS)
	@$(PY) -m acquis compile_translations
	@touch $@

.venv/.ready: requirements/dev.txt requirements/bootstrap.txt bin/bootstrap
	@bin/bootstrap
