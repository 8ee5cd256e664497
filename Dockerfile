# syntax=docker/dockerfile:1

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# Restored before the sources are there: as long as no project and no version changes, this layer comes from the cache.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY build/ build/
COPY src/CommerceEventConsole/CommerceEventConsole.csproj src/CommerceEventConsole/
COPY src/CommerceEventConsole.Engine/CommerceEventConsole.Engine.csproj src/CommerceEventConsole.Engine/
COPY src/CommerceEventConsole.Sandbox/CommerceEventConsole.Sandbox.csproj src/CommerceEventConsole.Sandbox/
COPY db/CommerceEventConsole.Db.Sqlite/CommerceEventConsole.Db.Sqlite.csproj db/CommerceEventConsole.Db.Sqlite/
COPY db/CommerceEventConsole.Db.SqlServer/CommerceEventConsole.Db.SqlServer.csproj db/CommerceEventConsole.Db.SqlServer/
COPY db/CommerceEventConsole.Db.SqlServer.StandIn/CommerceEventConsole.Db.SqlServer.StandIn.csproj db/CommerceEventConsole.Db.SqlServer.StandIn/
RUN dotnet restore src/CommerceEventConsole
COPY . .
RUN dotnet publish src/CommerceEventConsole --configuration Release --no-restore --output /publish -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS final
WORKDIR /app
COPY --from=build /publish .
# The embedded database lives here; with SQL Server the folder stays empty.
RUN install --directory --owner="$APP_UID" --group="$APP_UID" --mode=0750 data
USER $APP_UID
ENV ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
VOLUME /app/data
# The image holds no curl: the program asks itself.
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["dotnet", "CommerceEventConsole.dll", "--health-check"]
ENTRYPOINT ["dotnet", "CommerceEventConsole.dll"]
