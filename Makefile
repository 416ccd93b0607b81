# The commands of Acquis. `make demo` and `make test` need nothing but Python 3.11+ and git.
PY := .venv/bin/python

.PHONY: demo test lint lock bench pictures translations

demo: .venv/.ready
	@$(PY) -m acquis demo $(if $(STAGE),--stage $(STAGE)) $(if $(PORT),--port $(PORT))

test: .venv/.ready
	@$(PY) -m tests.run $(ARGS)

lint: .venv/.ready
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports
	@$(PY) -m acquis makemigrations --check --dry-run

bench: .venv/.ready
	@$(PY) -m bench

pictures: .venv/.ready
	@$(PY) -m tests.pictures $(ARGS)

translations: .venv/.ready
	@cd acquis && ../$(PY) -m acquis makemessages -l fr -l en --no-location --no-wrap
	@$(PY) -m acquis compile_translations

lock: .venv/.ready
	@.venv/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/run.txt
	@.venv/bin/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/dev.txt

.venv/.ready: requirements/dev.txt requirements/bootstrap.txt bin/bootstrap
	@bin/bootstrap
