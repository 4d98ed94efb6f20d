# Run a command with DATABASE_URL naming a throwaway PostgreSQL server; say so where there is none.
set -eu
if ! command -v pg_virtualenv >/dev/null; then
  echo "PostgreSQL is not here, so the site is tested on SQLite only. Install with: sudo apt-get install postgresql"
  exit 0
fi
DATABASE_URL=postgres:///postgres exec pg_virtualenv -t "$@"
