using System.Collections.Frozen;
using System.Collections.Immutable;

namespace MakeDevice.Routing.Issues;

/// <summary>
/// Every code there is, with its gravity and its sentence (see <see cref="IssueSentence"/>). <c>docs/issues.md</c> tells of each what it means and what
/// to do; a test holds source, table and document together.
/// </summary>
internal static class IssueTable
{
    private static readonly ImmutableArray<Row> Rows =
    [
        // The project.
        new("PROJECT_INVALID", Severity.Error, "The project cannot be used: {path} {error}."),
        new("PROJECT_UNREADABLE", Severity.Error, "The project file {file} cannot be read: {error}."),
        new("OUTLINE_TOO_MANY_NODES", Severity.Error, "The outline has {nodes} nodes, at most {max} are allowed."),
        new("OUTLINE_TOO_FEW_NODES", Severity.Error, "The outline has {nodes} nodes, it needs {min}."),
        new("OUTLINE_NODE_REPEATED", Severity.Error, "The outline cannot be used at node {node}: {error}."),
        new("OUTLINE_TOO_COMPLEX", Severity.Error, "The outline is too complex: {error}."),
        new("OUTLINE_TOO_SMALL", Severity.Error, "The outline is {widthMm} x {heightMm} mm, the least side is {minMm} mm."),
        new("OUTLINE_TOO_LARGE", Severity.Error, "The outline is {widthMm} x {heightMm} mm, the greatest side is {maxMm} mm."),
        new("OUTLINE_CROSSING", Severity.Error, "The outline crosses or touches itself[: {error}]."),
        new("OUTLINE_FILLET_REDUCED", Severity.Info, "The fillet of {askedMm} mm at node {node} of the outline does not fit its edges; {usedMm} mm is taken."),
        new("OUTLINE_REPLACES", Severity.Info, "The free outline makes {properties} void: {error}."),
        new("RULES_INVALID", Severity.Error, "The design rules cannot be used: {path} {error}."),
        new("RULES_UNREADABLE", Severity.Error, "The rules file {file} cannot be read: {error}."),
        new("FABRICATION_HOUSE_UNKNOWN", Severity.Warning, "There is no profile of the fabrication house {fabricationHouse}; the strictest rules of all known houses are used."),
        new("ROTATION_OFFSETS_INVALID", Severity.Error, "The rotation offsets cannot be used: {path} {error}."),
        new("ROTATION_OFFSETS_UNREADABLE", Severity.Error, "The file of rotation offsets {file} cannot be read: {error}."),
        new("PROJECT_PROPERTY_MISSPELT", Severity.Warning, "The project has a property {path} that nothing reads; {meant} may be meant."),
        new("PROJECT_PROPERTY_MISPLACED", Severity.Warning, "The project has a property {path} that nothing reads; it has its effect as {meant}."),
        new("PROJECT_PROPERTY_UNSUPPORTED", Severity.Warning, "The project has a property {path} that no board of this service can follow: the board is made without it."),
        new("PROJECT_PROPERTY_UNUSED", Severity.Info, "The project has a property {path} that nothing reads."),
        new("PROJECT_CORNER_RADIUS_REDUCED", Severity.Warning, "The corner radius of {askedMm} mm does not fit the board; {usedMm} mm is taken."),
        new("PREVIOUS_INVALID", Severity.Error, "The earlier routing {file} cannot be used: {error}."),
        new("PREVIOUS_UNREADABLE", Severity.Error, "The earlier routing {file} cannot be read: {error}."),

        // Modules and where they stand.
        new("MODULE_NOT_FOUND", Severity.Error, "There is no module {moduleName} of version {moduleVersion} in the library."),
        new("MODULE_PACKAGE_INVALID", Severity.Error, "The module package {module} cannot be used[, file {file}][, line {line}]: {error}."),
        new("MODULE_FILE_UNUSED", Severity.Warning, "Of the module package {module} the file {file} is not on the board: {error}."),
        new("MODULE_FILE_NOT_NEEDED", Severity.Info, "Of the module package {module} the file {file} is not used: it is {error}."),
        new("MODULE_FILE_DOUBTFUL", Severity.Warning, "Of the module package {module} the file {file} may be meant otherwise: {error}."),
        new("MODULE_OUTLINE_IGNORED", Severity.Warning, "The outline of the module package {module} is no part of the board, as its file's name has no \"connector\", and may be meant to be: {error}."),
        new("MODULE_CUTOUT_IGNORED", Severity.Warning, "The outline of the module package {module} has {cutouts} inner cut-outs that the board does not get, the first at x {xMm} mm, y {yMm} mm of the module."),
        new("MODULE_PACKAGE_CHANGED", Severity.Error, "A module package was changed while the job ran."),
        new("GERBER_INVALID", Severity.Error, "The Gerber file {file} cannot be read, line {line}: {error}."),
        new("EXCELLON_INVALID", Severity.Error, "The drill file {file} cannot be read, line {line}: {error}."),
        new("MODULES_FOLDER_NOT_FOUND", Severity.Error, "There is no folder of module packages."),
        new("MODULE_OVERLAPPING_OTHER_MODULE", Severity.Error, "The modules {moduleNames} ({moduleIdShort}) overlap."),
        new("MODULE_TOO_CLOSE_TO_OTHER_MODULE", Severity.Warning, "The modules {moduleNames} ({moduleIdShort}) are closer than the clearance."),
        new("MODULE_OVERHANGING_BOARD_EDGE", Severity.Error, "The module {moduleName} ({moduleIdShort}) reaches over the edge of the board."),
        new("MODULE_TOO_CLOSE_TO_BOARD_EDGE", Severity.Warning, "The module {moduleName} ({moduleIdShort}) is too close to the edge of the board."),
        new("MODULE_COPPER_TOO_CLOSE_TO_BOARD_EDGE", Severity.Error, "Copper of the module {moduleName} ({moduleIdShort}) is {distanceMm} mm from the edge of the board, {wantedMm} mm are wanted."),
        new("MODULE_NOT_AT_BOARD_EDGE", Severity.Error, "The connector {moduleName} ({moduleIdShort}) does not stand at the edge of the board, it is {distanceMm} mm away."),
        new("MODULE_OUTLINE_LEFT_OUT", Severity.Warning, "The outline of the connector {moduleName} ({moduleIdShort}) is left out: a free outline has no openings of its own."),
        new("MODULE_CUTOUT_UNDER_SOCKETS", Severity.Error, "The outline of the connector {moduleName} ({moduleIdShort}) is closed and would cut away the board under the sockets {sockets}."),
        new("MODULE_OVERLAPPING_BUS_ZONE", Severity.Error, "The module {moduleName} ({moduleIdShort}) stands in the zone of the buses at the {busSide} edge."),
        new("MODULE_OVERLAPPING_MOUNTING_HOLE", Severity.Error, "The module {moduleName} ({moduleIdShort}) stands in the keep-out of the mounting hole {hole}."),
        new("MOUNTING_HOLES_DO_NOT_FIT", Severity.Error, "The mounting holes do not fit the board: {error}."),
        new("PLACEMENT_NO_KEEP_OUT_ZONES", Severity.Error, "None of the modules {moduleIdsAllShort} says where its keep-out zone is."),

        // Parts.
        new("PART_ROW_IGNORED", Severity.Info, "Line {line} of {file} in {module} {reason}; it is left out."),
        new("PART_COLUMNS_UNUSED", Severity.Info, "Nothing reads these columns of {file} in {module}: {reason}."),
        new("PART_COLUMN_MISSING", Severity.Warning, "{file} in {module} has {reason}."),
        new("PART_IN_DOUBT", Severity.Warning, "{module}, {references}: {reason}[ ({file}, line {line})]."),
        new("PART_NOT_FITTED", Severity.Info, "{module}, {references}: not mounted, {reason}."),
        new("PART_WITHOUT_POSITION", Severity.Warning, "{module}, {references}: not mounted and not ordered, as they are {reason}."),
        new("PART_WITHOUT_BOM_LINE", Severity.Warning, "{module}, {references}: not mounted and not ordered, as they are {reason}."),
        new("PART_WITHOUT_NUMBER", Severity.Warning, "{module}, {references}: {reason}; the fabrication house will ask."),
        new("PART_SUBSTITUTED", Severity.Warning, "{references}: {ordered} is ordered instead of {asked}, for the same value {value} and package {package}."),
        new("PART_ROTATION_OFFSET", Severity.Info, "{references}: turned by {degrees} degrees in the CPL, as the part library of {house} has {part}."),

        // Nets and copper.
        new("ROUTING_LAYER_MISSING_GERBERSOCKETS", Severity.Error, "None of the modules {moduleIdsAllShort} has a GerberSockets layer."),
        new("ROUTING_NO_SOCKETS_FOUND", Severity.Error, "None of the modules {moduleIdsAllShort} has a socket to route."),
        new("ROUTING_UNPAIRED_TRANSMITTER", Severity.Warning, "The socket {socketName} of {moduleName} ({moduleIdShort}) has no receiver on any programmer and stays unconnected."),
        new("ROUTING_UNCONNECTED_SOCKETS", Severity.Error, "{failedSockets} of {totalSockets} sockets could not be connected."),
        new("ROUTING_BLOCKED", Severity.Error, "The socket {socket} of {moduleName} ({moduleIdShort}) cannot be joined to {net}: it is {reason} at x {xMm} mm, y {yMm} mm."),
        new("GRID_COARSER", Severity.Warning, "The board is routed on a grid of {usedMm} mm instead of {gridMm} mm, which would take {neededMb} MB of {availableMb}."),
        new("BOARD_TOO_LARGE", Severity.Error, "The board cannot be routed: even its coarsest grid takes {neededMb} MB of {availableMb}."),
        new("BOARD_TOO_DETAILED", Severity.Error, "The board cannot be made: the drawings of its modules take {neededMb} MB of {availableMb}, those of {module} alone {moduleMb}."),
        new("POUR_NET_UNKNOWN", Severity.Warning, "There is no net {net} with two sockets to pour copper of."),
        new("POUR_ADDED", Severity.Info, "Both sides are filled with {net}: without that it lost {dropMv} mV of the {limitMv} mV that are allowed, and {loadPercent} % of what its tightest place may carry flowed there; now it loses {dropNowMv} mV, and it is {loadNowPercent} %."),
        new("ELECTRICAL_DROP", Severity.Warning, "The net {net} loses {dropMv} mV on the way to {moduleName} ({moduleIdShort}), at most {limitMv} mV are allowed, where all modules together draw {currentMa} mA."),
        new("ELECTRICAL_NECK", Severity.Warning, "The net {net} carries {currentMa} mA at x {xMm} mm, y {yMm} mm, where {widthMm} mm of copper may carry {limitMa} mA."),
        new("ELECTRICAL_I2C_CAPACITANCE", Severity.Warning, "The bus {net} has about {capacitancePf} pF ({copperPf} pF of copper and {devices} modules), I2C allows {limitPf} pF."),
        new("HOUSE_CANNOT_MAKE", Severity.Error, "{house} cannot make this board: {kind} of {foundMm} mm ({count} places[, first at x {xMm} mm, y {yMm} mm]), its limit is {limitMm} mm."),
        new("HOUSE_LIMIT", Severity.Warning, "{house} publishes a limit of {limitMm} mm for {kind}: {count} places are beyond it, the worst with {foundMm} mm[ at x {xMm} mm, y {yMm} mm]."),
        new("HOUSE_COPPER_UNCHECKED", Severity.Warning, "The limits of {house} are known for copper of {checkedMm} mm: for {copperMm} mm it may ask for wider tracks and gaps, and more money."),
        new("HOUSE_PRICE", Severity.Info, "{house} charges more for {kind} of {foundMm} mm ({count} places) than for {limitMm} mm: {what}."),
        new("VERIFICATION_FAILED", Severity.Error, "The check of the final copper found {count} of {kind}, first at {first}."),

        // Packages and routes from elsewhere.
        new("ROUTE_INVALID", Severity.Error, "The route cannot be used: {path} {error}."),
        new("ROUTE_PROPERTY_UNUSED", Severity.Info, "The route's property {path} has no effect ({count} times)."),
        new("ROUTE_WITHOUT_POUR", Severity.Warning, "The rules ask for a pour of {net}, which a board gets only where it is routed here."),
        new("ROUTE_UNREADABLE", Severity.Error, "The route {file} cannot be read: {error}."),
        new("PACKAGE_INVALID", Severity.Error, "The package cannot be checked[, file {file}][, line {line}]: {error}."),
        new("PACKAGE_UNREADABLE", Severity.Error, "The package {file} cannot be read: {error}."),
        new("PACKAGE_LAYER_MISSING", Severity.Error, "The package cannot be checked, it has no {layer}."),

        // Panels and uploads.
        new("PANEL_INVALID", Severity.Error, "The panel cannot be made: {path} {error}."),
        new("PANEL_SPEC_UNREADABLE", Severity.Error, "The panel's specification {file} cannot be read: {error}."),
        new("PANEL_BOARD_UNREADABLE", Severity.Error, "The board's package {file} cannot be read: {error}."),
        new("PANEL_ZIP_INVALID", Severity.Error, "The board's package cannot be used: {error}."),
        new("PANEL_FILE_INVALID", Severity.Error, "The file {file} cannot be used: {error}."),
        new("PANEL_LAYER_UNKNOWN", Severity.Error, "The layer of {file} is not known: {error}."),
        new("PANEL_LAYER_DOUBLED", Severity.Error, "The file {file} is doubled: {error}."),
        new("PANEL_DRILLS_AMBIGUOUS", Severity.Error, "The drills of {file} are in doubt: {error}."),
        new("PANEL_ASSEMBLY_MISSING", Severity.Error, "The panel's parts need both files: BOM {bom}, placement {placement}."),
        new("PANEL_FILE_UNUSED", Severity.Warning, "The file {file} of the board is not in the panel: {error}."),
        new("PANEL_FILE_DOUBTFUL", Severity.Warning, "The file {file} of the board may be meant otherwise: {error}."),
        new("PANEL_BOARD_WITHOUT_OUTLINE", Severity.Error, "The board has no outline: {error}."),
        new("PANEL_NO_TAB_PLACE", Severity.Error, "There is no place for tabs: {error}."),
        new("PANEL_TOO_LARGE", Severity.Error, "The panel is {widthMm} x {heightMm} mm, at most {mostMm} mm a side can be made."),
        new("PANEL_TOO_COMPLEX", Severity.Error, "The panel is too complex[, file {file}]: {error}."),
        new("PANEL_OUTLINE_OPEN", Severity.Error, "The panel's outline is open at x {xMm} mm, y {yMm} mm."),
        new("PANEL_COPIES_OVERLAP", Severity.Error, "The copies overlap at a step of {stepXmm} x {stepYmm} mm."),
        new("PANEL_COPY_OUTSIDE", Severity.Error, "A copy lies outside the panel at x {xMm} mm, y {yMm} mm."),
        new("PANEL_HOLE_OUTSIDE", Severity.Error, "A hole lies outside the panel at x {xMm} mm, y {yMm} mm."),
        new("PANEL_GRAPHICS_OUTSIDE", Severity.Error, "Graphics of {file} lie outside the panel at x {xMm} mm, y {yMm} mm."),
        new("PANEL_DRILL_SIZE", Severity.Error, "A drill of {diameterMm} mm cannot be made, drills are {leastMm} to {mostMm} mm."),
        new("PANEL_BITE_OFF_EDGE", Severity.Error, "A mouse bite touches no edge at x {xMm} mm, y {yMm} mm."),
        new("PANEL_BITE_IN_COPPER", Severity.Error, "A mouse bite lies in copper at x {xMm} mm, y {yMm} mm."),
        new("PANEL_HOLE_NEAR_EDGE", Severity.Error, "A hole is closer than {leastMm} mm to the edge at x {xMm} mm, y {yMm} mm."),
        new("PANEL_HOLES_TOO_CLOSE", Severity.Error, "Two holes are closer than {leastMm} mm at x {xMm} mm, y {yMm} mm."),
        new("PANEL_CUT_NOT_STRAIGHT", Severity.Error, "A V-cut cannot be made: {error}."),
        new("PANEL_CUT_SHORT", Severity.Error, "A V-cut ends within the panel, at x {xMm} mm, y {yMm} mm."),
        new("PANEL_PAD_WITHOUT_COPPER", Severity.Error, "A pad has no copper at x {xMm} mm, y {yMm} mm."),
        new("FABRICATION_UPLOAD_FAILED", Severity.Warning, "The upload to {house} failed: {error}."),

        // Graphics and firmware.
        new("GRAPHICS_INVALID", Severity.Error, "The graphics cannot be read: {error}."),
        new("GRAPHICS_TOO_COMPLEX", Severity.Error, "The graphics are too complex: {limit}."),
        new("GRAPHICS_ELEMENT_IGNORED", Severity.Warning, "The graphics hold {count} of {element}, which is not printed[: {error}]."),
        new("GRAPHICS_TEXT_DRAWN", Severity.Info, "{count} texts of the graphics are drawn in the built-in font: convert them to paths to keep your own."),
        new("GRAPHICS_CHARACTERS_MISSING", Severity.Warning, "The built-in font has no {characters}: boxes are printed instead."),
        new("GRAPHICS_PROPERTY_IGNORED", Severity.Warning, "The graphics use {property} ({count} times), which the silkscreen does not show as drawn."),
        new("GRAPHICS_OFF_BOARD", Severity.Warning, "Of the graphics {shapes} shapes lie off the board and {cut} are cut at its edge."),
        new("GRAPHICS_COVERS_BOARD", Severity.Warning, "The graphics cover {percent} % of the board."),
        new("GRAPHICS_WHITE_PRINTED", Severity.Info, "The graphics are all white: white is printed."),
        new("FIRMWARE_GENERATION_FAILED", Severity.Warning, "The firmware could not be made, the board comes without: {error}."),
        new("FIRMWARE_FOLDER_NOT_FOUND", Severity.Error, "There is no folder {folder} of base images."),

        // Jobs.
        new("JOB_CANCELLED", Severity.Error, "The job was cancelled."),
        new("JOB_TERMINATED", Severity.Error, "The job was ended from outside the service."),
        new("JOB_TIMED_OUT", Severity.Error, "The job took longer than it may."),
        new("JOB_PURGED", Severity.Error, "The job was removed while it ran."),
        new("JOB_RECORD_DAMAGED", Severity.Error, "What the service had noted of the job was damaged and is set aside; start the job again."),
        new("JOB_VERSION_UNKNOWN", Severity.Error, "The job was started by another version of the service ({version})."),
        new("CANCELLED", Severity.Error, "The command was cancelled."),
        new("USAGE", Severity.Error, "The command was called wrongly: {error}"),
        new("INFRASTRUCTURE_FAILURE", Severity.Error, "The service failed at the stage {stage}; start the job again."),
        new("INTERNAL_ERROR", Severity.Error, "The service has a fault[ at the stage {stage}][: {error}]."),
        new("STORAGE_UNAVAILABLE", Severity.Error, "The storage is full or does not answer[: {error}]."),
        new("STORAGE_UNWRITABLE", Severity.Error, "The folder {path} cannot be written: {error}."),
        new("STORE_VERSION_UNSUPPORTED", Severity.Error, "What the storage account holds in {path} is of format {found}, this program reads {supported}."),
        new("HUB_DAMAGED", Severity.Error, "The file of jobs {path} is damaged[: {error}]."),
        new("HUB_IN_USE", Severity.Error, "Another host runs on the storage folder {path}[: {error}]."),
        new("HUB_STORAGE_INVALID", Severity.Error, "The storage {host} cannot hold jobs: {error}."),
        new("HUB_VERSION_UNSUPPORTED", Severity.Error, "The file of jobs {path} is of version {found}, this program reads {supported}."),
        new("OUTPUT_UNWRITABLE", Severity.Error, "The result cannot be written to {file}: {error}."),
        new("OUTPUT_EXISTS", Severity.Error, "The file {file} is there already."),

        // Requests and hosts.
        new("ARTIFACT_NOT_FOUND", Severity.Error, "The job has no artifact of that name."),
        new("BODY_NOT_JSON", Severity.Error, "The body of the request is no JSON."),
        new("BODY_TOO_LARGE", Severity.Error, "The body of the request is too large."),
        new("FABRICATION_UPLOAD_UNAVAILABLE", Severity.Warning, "Nothing was uploaded: {error}."),
        new("HOST_NOT_ALLOWED", Severity.Error, "The host does not answer to the name that was asked for."),
        new("HOST_UNREACHABLE", Severity.Error, "The host at port {port} does not answer: {error}."),
        new("IDEMPOTENCY_KEY_INVALID", Severity.Error, "The Idempotency-Key is not valid."),
        new("IDEMPOTENCY_KEY_REUSED", Severity.Error, "The Idempotency-Key has started another job."),
        new("JOB_ENDED", Severity.Error, "The job has already ended."),
        new("JOB_NOT_FOUND", Severity.Error, "There is no job of that id."),
        new("JOB_RUNNING", Severity.Error, "The job is still running."),
        new("KEY_REQUIRED", Severity.Error, "This endpoint needs a key."),
        new("METHOD_NOT_ALLOWED", Severity.Error, "That path does not take this method."),
        new("NOT_FOUND", Severity.Error, "There is nothing at that path."),
        new("ORIGIN_NOT_ALLOWED", Severity.Error, "Pages of that origin may not do this."),
        new("PREVIEW_NOT_FOUND", Severity.Error, "There is no picture of that name."),
        new("PREVIEW_NOT_READY", Severity.Error, "There is no picture of this job yet."),
        new("PREVIOUS_JOB_INVALID", Severity.Error, "The earlier job must be named by its id."),
        new("REQUEST_INVALID", Severity.Error, "The request is malformed."),
        new("SERVE_FAILED", Severity.Error, "The host could not start: {error}."),
        new("SERVE_NOT_HERE", Severity.Error, "This command routes boards and has no server; that is in the whole tool: dotnet run -c Release --project {project} -- serve, or the .NET tool {package}."),
        new("SETTINGS_INVALID", Severity.Error, "The settings {path} cannot be read: {error}."),
        new("TOO_MANY_JOBS", Severity.Error, "There are too many jobs at work; try again later."),
        new("TOO_MANY_REQUESTS", Severity.Error, "There were too many requests from this address."),
        new("UNSUPPORTED_MEDIA_TYPE", Severity.Error, "The body must be application/json."),
    ];

    private static readonly FrozenDictionary<string, Row> ByCode = Rows.ToFrozenDictionary(row => row.Code, StringComparer.Ordinal);

    /// <summary>All codes, in the table's order.</summary>
    public static IEnumerable<(string Code, Severity Severity)> All => Rows.Select(row => (row.Code, row.Severity));

    internal static Severity SeverityOf(string code) => ByCode.GetValueOrDefault(code)?.Severity ?? Severity.Error;

    /// <summary>The issue as a sentence; a code that is not in the table stands for itself.</summary>
    internal static string SentenceOf(Issue issue) =>
        ByCode.GetValueOrDefault(issue.Code) is { } row ? IssueSentence.Fill(row.Sentence, issue.Fields) : issue.ToString();

    private sealed record Row(string Code, Severity Severity, string Sentence);
}
