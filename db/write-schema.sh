#!/bin/sh
# Writes schema.sql from the migrations of SQL Server; the test that checks its freshness does the writing.
set -eu
cd "$(dirname "$0")/.."
CONSOLE_WRITE_SCHEMA=1 dotnet test tests/CommerceEventConsole.Storage.Tests --nologo --filter "FullyQualifiedName~SchemaScriptTests"
