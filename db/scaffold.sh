#!/bin/sh
# Adds a migration of the given name to each provider from the model, and makes schema.sql anew from the migrations of SQL Server.
# A migration that has left this machine is never changed.
set -eu
[ $# -eq 1 ] || { echo "usage: sh db/scaffold.sh <NameOfTheMigration>" >&2; exit 2; }
cd "$(dirname "$0")/.."
dotnet tool restore >/dev/null
for provider in Sqlite SqlServer; do
    (cd "db/CommerceEventConsole.Db.$provider" && dotnet ef migrations add "$1" -o Migrations)
done
sh db/write-schema.sh
