# The embedded host as a container: `makedevice serve` with the sample module packages, as a user without rights, on an image without
# a shell. Build: docker build -t makedevice .   Run: docker run --read-only --tmpfs /tmp -p 127.0.0.1:7071:7071 -v makedevice-data:/data makedevice
# syntax is plain Dockerfile; no BuildKit feature is needed.

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source
# Restored first, so that a change of code does not download the packages again.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/Directory.Build.props src/
COPY src/Routing/Routing.csproj src/Routing/packages.lock.json src/Routing/
COPY src/Command/Command.csproj src/Command/packages.lock.json src/Command/
COPY src/Functions/Functions.csproj src/Functions/packages.lock.json src/Functions/
COPY src/Hub/Hub.csproj src/Hub/packages.lock.json src/Hub/
COPY src/Local/Local.csproj src/Local/packages.lock.json src/Local/
COPY build/ build/
# In locked mode: exactly the packages, by version and hash, that the repository lists. What the second restore then takes for this kind of system is among them.
RUN dotnet restore src/Local/Local.csproj --locked-mode \
 && dotnet restore src/Local/Local.csproj --use-current-runtime \
 && dotnet restore build/ReadyToRunCompiler/ReadyToRunCompiler.proj
COPY src/ src/
COPY docs/project.schema.json docs/
RUN dotnet publish src/Local/Local.csproj --configuration Release --use-current-runtime --no-self-contained --no-restore \
      -p:RequireReadyToRun=true --output /app \
 && mkdir -p /empty
COPY samples/ samples/

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app ./
COPY --from=build /source/samples/modules /modules
COPY --from=build /source/samples/firmware /firmware
# The only folder that is written. 1654 is the image's own user, APP_UID.
COPY --from=build --chown=1654:1654 /empty /data
ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_gcServer=0
USER 1654
VOLUME /data
EXPOSE 7071
# No shell and no curl in this image: the app asks itself.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["/app/makedevice", "health", "--port", "7071"]
ENTRYPOINT ["/app/makedevice"]
CMD ["serve", "--host", "0.0.0.0", "--port", "7071", "--storage", "/data", "--modules", "/modules"]
