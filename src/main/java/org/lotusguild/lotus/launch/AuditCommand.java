package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.lotusguild.lotus.base.Environment;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.audit.Audit;
import org.lotusguild.lotus.stack.audit.Ignore;
import org.lotusguild.lotus.stack.audit.Report;
import org.lotusguild.lotus.stack.audit.Selection;
import org.lotusguild.lotus.stack.check.Severity;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.KeyLists;
import org.lotusguild.lotus.stack.facts.Origin;
import org.lotusguild.lotus.stack.facts.Reads;
import org.lotusguild.lotus.stack.facts.Told;
import org.lotusguild.lotus.stack.facts.Unread;
import org.lotusguild.lotus.stack.read.Inventory;
import org.lotusguild.lotus.stack.read.NameLists;
import org.lotusguild.lotus.stack.read.Paths;
import org.lotusguild.lotus.stack.read.Reading;
import org.lotusguild.lotus.stack.read.ToldFile;
import org.lotusguild.lotus.stack.report.JsonReport;
import org.lotusguild.lotus.stack.report.SarifReport;
import org.lotusguild.lotus.stack.report.Scrubber;
import org.lotusguild.lotus.stack.report.TableReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "audit",
        description = {
            "Reads the configuration of the servers around Lotus and says what is wrong, with the line that proves it.",
            "Changes nothing, unless --fix --write is given."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lotus audit",
            "  lotus audit /etc/matrix-synapse /etc/nginx --facts facts.yaml",
            "  lotus audit --only coturn,SYN-032 --format json --output audit.json",
            "  lotus audit --explain SYN-032",
            "  lotus audit /etc/coturn --fix                  (shows a patch; --write applies it, with backups)",
            "",
            "Exit codes: 0 nothing at or above --fail-on, 1 such a finding, 2 wrong arguments or files of the audit itself,",
            "3 nothing failed but something could not be read."
        })
final class AuditCommand implements Callable<Integer> {
    private static final int USUAL_WIDTH = 120;

    private final Console console;

    @Mixin
    HomeOption at = new HomeOption();

    @Parameters(
            paramLabel = "TARGET",
            description =
                    "Files and folders (default: the usual places below /etc and /opt, and what lotus.yaml names).")
    List<Path> targets = new ArrayList<>();

    @Option(
            names = "--facts",
            paramLabel = "FILE",
            description = "What files cannot tell: hosts, versions, ports, backups.")
    Optional<Path> facts = Optional.empty();

    @Option(names = "--only", split = ",", paramLabel = "ID|COMPONENT", description = "Only these checks.")
    List<String> only = new ArrayList<>();

    @Option(names = "--skip", split = ",", paramLabel = "ID|COMPONENT", description = "All but these checks.")
    List<String> skip = new ArrayList<>();

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            defaultValue = "high",
            description = "critical, high, medium or low: exit code 1 from here on (default: ${DEFAULT-VALUE}).")
    Severity failOn = Severity.HIGH;

    @Option(
            names = "--format",
            defaultValue = "table",
            description = "table, json or sarif (default: ${DEFAULT-VALUE}).")
    Format format = Format.TABLE;

    @Option(names = "--output", paramLabel = "FILE", description = "Write there instead of printing.")
    Optional<Path> output = Optional.empty();

    @Option(
            names = "--ignore",
            paramLabel = "FILE",
            description = "Findings to live with (default: audit-ignore.yaml in the home).")
    Optional<Path> ignore = Optional.empty();

    @Mixin
    AskOptions asking = new AskOptions();

    @Mixin
    FixOptions fixing = new FixOptions();

    @Option(names = "--explain", paramLabel = "ID", description = "Say what a check looks for and why, and end.")
    Optional<String> explain = Optional.empty();

    @Option(names = "--list", description = "List all checks with their severity, and end.")
    boolean list;

    AuditCommand(Console console) {
        this.console = console;
    }

    /** How the report is written. */
    enum Format {
        TABLE,
        JSON,
        SARIF
    }

    @Override
    public Integer call() {
        AuditPages pages = new AuditPages(console);
        if (list) {
            pages.list();
            return ExitCode.OK;
        }
        if (explain.isPresent()) {
            pages.explain(explain.get());
            return ExitCode.OK;
        }
        try {
            return audit(Clock.systemUTC());
        } catch (ConfigException e) {
            throw Failure.usage(String.valueOf(e.getMessage()), "");
        }
    }

    private int audit(Clock clock) {
        Instant begin = clock.instant();
        Selection selection = selection();
        fixing.check();
        LocalDate today = LocalDate.ofInstant(begin, ZoneOffset.UTC);
        Optional<AuditPlaces> named =
                targets.isEmpty() ? Optional.of(AuditPlaces.of(at.home(), today)) : Optional.empty();
        List<Path> places = readable(named.map(AuditPlaces::files).orElse(targets));
        Told told = facts.map(file -> ToldFile.read(file, shown(file, places)))
                .or(() -> named.map(AuditPlaces::told))
                .map(known -> LastBackup.in(known, at.folder))
                .orElse(Told.nothing());
        List<Ignore> ignores = ignores(today);
        KeyLists names = NameLists.read();
        Inventory.Found found = Inventory.of(places, told.copy());
        Function<List<Origin>, Read> bare = origins -> read(origins, found.unread(), begin, told, names);
        AskOptions.Asked asked =
                asking.ask(bare.apply(found.origins()).facts(), clock, AskOptions.Named.of(named, at.home()));
        Function<List<Origin>, Read> reading = bare.andThen(read -> read.with(asked));
        Read read = reading.apply(found.origins());
        Report report = Audit.run(read.facts(), selection, ignores, read.unrecognised() + found.unrecognised());
        if (!fixing.inPlaceOfReport() || output.isPresent()) {
            write(read.facts(), report, Duration.between(begin, clock.instant()));
            named.filter(own -> format == Format.TABLE || output.isPresent())
                    .ifPresent(own -> own.words().forEach(console::line));
        }
        if (fixing.wanted()) {
            new AuditFix(console, fixing, selection, ignores)
                    .run(
                            places,
                            found.origins(),
                            origins -> reading.apply(origins).facts(),
                            begin);
        }
        return exitCode(report);
    }

    /** What is known, and how many texts were nobody's. */
    private record Read(Facts facts, int unrecognised) {
        Read with(AskOptions.Asked asked) {
            return new Read(asked.with(facts), unrecognised);
        }
    }

    private static Read read(List<Origin> origins, List<Unread> unread, Instant now, Told told, KeyLists names) {
        Reading.Read read = Reading.read(origins, names);
        Facts known = read.facts(
                now,
                told,
                names,
                told.copy() ? Map.of() : Paths.named(read.documents()),
                EnumSet.noneOf(Reads.class),
                unread);
        return new Read(known, read.unrecognised());
    }

    private Selection selection() {
        try {
            return new Selection(only, skip);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()), "");
        }
    }

    private static List<Path> readable(List<Path> places) {
        for (Path place : places) {
            if (!Files.exists(place)) {
                throw Failure.usage(place + ": there is no such file or folder", "");
            }
            if (!Files.isReadable(place)) {
                throw Failure.usage(
                        place + " may not be read", "Run the audit as a user who may, for example with sudo.");
            }
        }
        if (places.isEmpty()) {
            throw Failure.usage(
                    "none of the usual places is on this machine", "Name the files or folders: lotus audit TARGET…");
        }
        return places;
    }

    /** As findings show the files beside it. */
    private static String shown(Path file, List<Path> places) {
        Path whole = file.toAbsolutePath().normalize();
        Path only = places.getFirst().toAbsolutePath().normalize();
        return places.size() == 1 && whole.startsWith(only)
                ? only.relativize(whole).toString()
                : file.toString();
    }

    private List<Ignore> ignores(LocalDate today) {
        Path file = ignore.orElse(at.folder.resolve(HomeAudit.IGNORE_FILE));
        return ignore.isEmpty() && !Files.exists(file) ? List.of() : HomeAudit.ignores(file, today);
    }

    private void write(Facts known, Report report, Duration took) {
        Scrubber scrubber = Scrubber.of(known);
        String text = switch (format) {
            case TABLE ->
                new TableReport(width(), output.isEmpty() && console.interactive(), scrubber).text(report, took);
            case JSON -> Json.text(new JsonReport(scrubber).tree(report, Version.text())) + "\n";
            case SARIF -> Json.text(new SarifReport(scrubber).tree(report, Version.text())) + "\n";
        };
        if (output.isEmpty()) {
            console.line(text.stripTrailing());
            return;
        }
        try {
            Files.writeString(output.get(), text);
        } catch (IOException e) {
            throw Failure.ofFile(output.get(), e);
        }
    }

    private int width() {
        return Environment.ofProcess()
                .variable("COLUMNS")
                .filter(columns -> output.isEmpty() && columns.matches("\\d{2,4}"))
                .map(Integer::valueOf)
                .orElse(USUAL_WIDTH);
    }

    private int exitCode(Report report) {
        if (report.holds(failOn)) {
            return ExitCode.FAILED;
        }
        return report.unknown() > 0 ? ExitCode.MACHINE : ExitCode.OK;
    }
}
