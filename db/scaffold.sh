#!/bin/sh
# Makes the one initial migration of each provider anew from the model, and schema.sql from the migrations of SQL Server.
# For as long as nothing is released; later a change of the model is a migration of its own: dotnet ef migrations add <Name> -o Migrations.
set -eu
cd "$(dirname "$0")/.."
dotnet tool restore >/dev/null
for provider in Sqlite SqlServer; do
    project="db/CommerceEventConsole.Db.$provider"
    rm -rf "$project/Migrations"
    (cd "$project" && dotnet ef migrations add Initial -o Migrations)
done
sh db/write-schema.sh
