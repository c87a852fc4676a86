package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.Version;
import org.lotusguild.lotus.base.config.ConfigDump;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.base.config.HostPort;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.stack.doctor.BackupCheckup;
import org.lotusguild.lotus.stack.doctor.Bundle;
import org.lotusguild.lotus.stack.doctor.CertificateCheckup;
import org.lotusguild.lotus.stack.doctor.Checkup;
import org.lotusguild.lotus.stack.doctor.ClockCheckup;
import org.lotusguild.lotus.stack.doctor.DiskCheckup;
import org.lotusguild.lotus.stack.doctor.Line;
import org.lotusguild.lotus.stack.doctor.LoadCheckup;
import org.lotusguild.lotus.stack.doctor.Page;
import org.lotusguild.lotus.stack.doctor.QueueCheckup;
import org.lotusguild.lotus.stack.doctor.RolesCheckup;
import org.lotusguild.lotus.stack.doctor.UpgradeCheckup;
import org.lotusguild.lotus.stack.plan.Plan;
import org.lotusguild.lotus.stack.plan.Role;
import org.lotusguild.lotus.stack.plan.Service;
import org.lotusguild.lotus.stack.upgrade.Advice;

/** Gathers what the doctor looks at. */
final class DoctorDesk {
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration CONNECTION = Duration.ofSeconds(2);
    private static final int LOG_LINES = 500;

    private final ShelfOptions shelf;
    private final Home home;
    private final World world;

    DoctorDesk(ShelfOptions shelf, World world) {
        this.shelf = shelf;
        this.home = shelf.home();
        this.world = world;
    }

    Page page() {
        LotusConfig config;
        try {
            config = home.config();
        } catch (ConfigException e) {
            return new Page(e.problems().stream()
                    .map(problem -> Line.bad("lotus.yaml", problem.toString(), "Correct it: lotus check"))
                    .toList());
        }
        Path backups = shelf.shelf().folder();
        return Page.of(List.of(
                this::parts,
                () -> new UpgradeCheckup(versions(config)).lines(),
                () -> new ClockCheckup("homeserver", ahead(config)).lines(),
                new DiskCheckup(List.of(home.folder(), backups)),
                new CertificateCheckup(chains(config), world.clock()),
                new BackupCheckup(backups, home.folder(), world.clock()),
                () -> new QueueCheckup(text("http://" + config.http().internal() + "/metrics")).lines(),
                () -> plan(config).map(this::servers).orElse(List.of()),
                audit(config)));
    }

    /** Where the guild has no servers of its own beside the homeserver, the others on the machine are somebody else's. */
    private Advice versions(LotusConfig config) {
        Versions versions = new Versions(home, Optional.empty());
        LocalDate today = LocalDate.now(world.clock());
        return config.stack().isPresent() ? versions.advice(Optional.empty(), today) : versions.ofHomeserver(today);
    }

    /** Of a machine that has servers of the guild; a trial's machine is somebody's own. */
    private Checkup audit(LotusConfig config) {
        return config.stack().isPresent() ? new AuditCheckup(home, world.clock()) : List::of;
    }

    private List<Line> parts() {
        Optional<Status> status = Control.of(home).ours();
        if (status.isEmpty()) {
            return List.of(Line.bad(
                    "Lotus", Version.text() + " does not run on " + home.folder(), "lotus up --home " + home.folder()));
        }
        List<Line> lines =
                new ArrayList<>(List.of(Line.well("Lotus", status.get().version() + " runs")));
        status.get().parts().forEach((name, part) -> lines.add(part(name, part)));
        return lines;
    }

    private Line part(String name, Status.Part part) {
        String text = part.state().name().toLowerCase(java.util.Locale.ROOT)
                + (part.detail().isEmpty() ? "" : ": " + part.detail());
        return switch (part.state()) {
            case READY -> Line.well(name, text);
            case STARTING, DEGRADED -> Line.note(name, text, "lotus status");
            case FAILED -> Line.bad(name, text, "See " + home.logs());
        };
    }

    /** By the head line {@code Date} of an answer, which tells whole seconds. */
    private Optional<Duration> ahead(LotusConfig config) {
        HttpCall call = HttpCall.of("GET", config.homeserver().url().resolve("/_matrix/client/versions"))
                .timeout(SHORT);
        try {
            Instant asked = world.clock().instant();
            HttpAnswer answer = world.http().send(call);
            Instant answered = world.clock().instant();
            return answer.header("date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
                    .map(date -> ClockCheckup.ahead(asked, answered, date.toInstant()));
        } catch (HttpFailure | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private Optional<Plan> plan(LotusConfig config) {
        return config.stack()
                .map(stack ->
                        Plan.of(stack, config.client(), Version.text(), "lotus.yaml", LocalDate.now(world.clock())));
    }

    /** Those that Lotus configures: where they are, only the plan knows. */
    private List<Line> servers(Plan plan) {
        HostPort figures = new HostPort(
                plan.address(plan.the(Role.LOTUS), plan.the(Role.SYNAPSE), Service.SYNAPSE_METRICS),
                plan.port(Service.SYNAPSE_METRICS));
        List<Line> lines = new ArrayList<>(new RolesCheckup(plan, DoctorDesk::answers).lines());
        lines.addAll(new LoadCheckup(
                        text("http://" + figures + "/_synapse/metrics"),
                        plan.stack().size(),
                        world.clock())
                .lines());
        return lines;
    }

    private static boolean answers(HostPort place) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(place.host(), place.port()), (int) CONNECTION.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<String> text(String address) {
        HttpCall call = HttpCall.of("GET", URI.create(address)).timeout(SHORT);
        try {
            return Optional.of(new String(world.http().send(call).body(), java.nio.charset.StandardCharsets.UTF_8));
        } catch (HttpFailure e) {
            return Optional.empty();
        }
    }

    /** Those of certbot, and those that the block {@code stack} names, as far as they lie on this machine. */
    private static List<Path> chains(LotusConfig config) {
        Stream<Path> planned = config.stack().stream().flatMap(CertificateJobs::chains);
        return Stream.concat(certbot().stream(), planned).distinct().toList();
    }

    private static List<Path> certbot() {
        Path live = Path.of("/etc/letsencrypt/live");
        if (!Files.isReadable(live)) {
            return List.of();
        }
        try (Stream<Path> names = Files.list(live)) {
            return names.map(name -> name.resolve("fullchain.pem"))
                    .filter(Files::isReadable)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    // ---- for others

    byte[] bundle(Page page) {
        Bundle bundle = new Bundle(secrets());
        bundle.add("page.txt", String.join("\n", page.text()) + "\n");
        bundle.add("versions.txt", "Lotus " + Version.text() + "\nJava " + Runtime.version() + "\n");
        if (home.configured()) {
            bundle.add("lotus.yaml", configuration());
            Control.of(home).ours().ifPresent(status -> bundle.add("status.json", Json.text(status) + "\n"));
        }
        bundle.add("lotus.log", log());
        return bundle.tar();
    }

    private String configuration() {
        try {
            return ConfigDump.text(home.config());
        } catch (ConfigException e) {
            return e.problems() + "\n";
        }
    }

    private String log() {
        Path file = home.logs().resolve("lotus.log");
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())) + "\n";
        } catch (IOException e) {
            return "not readable: " + e + "\n";
        }
    }

    /** Every file of the folder {@code secrets}, and the values of the registrations. */
    private List<Secret> secrets() {
        List<Secret> secrets = new ArrayList<>();
        try (Stream<Path> own = Files.isDirectory(home.secrets()) ? Files.list(home.secrets()) : Stream.empty();
                Stream<Path> around = Files.isDirectory(home.folder()) ? Files.list(home.folder()) : Stream.empty()) {
            for (Path file : own.filter(Files::isRegularFile).toList()) {
                secrets.add(new Secret(Files.readString(file)));
            }
            for (Path file : around.filter(f -> f.getFileName().toString().contains("registration"))
                    .toList()) {
                Files.readString(file)
                        .lines()
                        .filter(line -> line.matches("\\s*(?:as|hs)_token:.*"))
                        .map(line -> line.replaceFirst("^[^:]*:\\s*[\"']?([^\"'\\s]*).*$", "$1"))
                        .forEach(value -> secrets.add(new Secret(value)));
            }
            return secrets;
        } catch (IOException e) {
            throw Failure.ofFile(home.secrets(), e);
        }
    }
}
