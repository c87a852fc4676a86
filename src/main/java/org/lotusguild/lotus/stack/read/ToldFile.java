package org.lotusguild.lotus.stack.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.config.ConfigException;
import org.lotusguild.lotus.base.config.Problem;
import org.lotusguild.lotus.base.yaml.MalformedYaml;
import org.lotusguild.lotus.base.yaml.YamlEntry;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlReader;
import org.lotusguild.lotus.stack.facts.PortRange;
import org.lotusguild.lotus.stack.facts.Program;
import org.lotusguild.lotus.stack.facts.Release;
import org.lotusguild.lotus.stack.facts.Told;

/** The file of {@code --facts}: what people tell about their hosts. */
public final class ToldFile {
    private static final long MAX_BYTES = 1 << 20;

    private final String shown;
    private final Strict strict;

    private ToldFile(String shown, Strict strict) {
        this.shown = shown;
        this.strict = strict;
    }

    /**
     * @param shown its name as findings show it
     * @throws ConfigException with every mistake of the file
     */
    public static Told read(Path file, String shown) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(List.of(new Problem(file, 0, "is larger than 1 MiB")));
            }
            return of(file, shown, Files.readString(file));
        } catch (IOException e) {
            throw new ConfigException(List.of(new Problem(file, 0, "cannot be read; is it there, and UTF-8?")));
        }
    }

    /** @throws ConfigException as {@link #read} */
    public static Told of(Path file, String shown, String text) {
        Strict strict = new Strict(file);
        Told told;
        try {
            told = new ToldFile(shown, strict).told(YamlReader.read(text));
        } catch (MalformedYaml e) {
            throw new ConfigException(List.of(new Problem(file, e.line(), String.valueOf(e.getMessage()))));
        }
        strict.end();
        return told;
    }

    private Told told(YamlNode root) {
        Map<String, YamlEntry> keys = strict.block(
                root,
                1,
                "hosts",
                "versions",
                "binds",
                "forwarded-ports",
                "calls",
                "federation",
                "behind-nat",
                "backups",
                "sso-migration",
                "acknowledged",
                "where",
                "copy");
        return new Told(
                shown,
                strict.named(keys.get("hosts")).map(this::host).toList(),
                versions(keys.get("versions")),
                strict.named(keys.get("binds")).flatMap(this::binds).toList(),
                strict.items(keys.get("forwarded-ports")).map(this::forward).toList(),
                strict.flag(keys.get("calls")),
                strict.word(keys.get("federation"), Told.Federation.class),
                strict.flag(keys.get("behind-nat")),
                strict.one(keys.get("backups")).map(this::backups),
                strict.one(keys.get("sso-migration")).flatMap(this::migration),
                strict.words(keys.get("acknowledged"), Told.Choice.class),
                where(keys.get("where")),
                strict.flag(keys.get("copy")).orElse(false));
    }

    private Told.Host host(YamlEntry entry) {
        Map<String, YamlEntry> keys = strict.block(
                entry.value(), entry.line(), "address", "public", "kind", "memory", "cpus", "disk", "roles");
        return new Told.Host(
                entry.key(),
                entry.line(),
                strict.text(keys.get("address")),
                strict.text(keys.get("public")),
                strict.word(keys.get("kind"), Told.HostKind.class),
                strict.size(keys.get("memory")),
                strict.whole(keys.get("cpus")),
                strict.words(keys.get("roles"), Told.Role.class));
    }

    private Map<Program, Told.Version> versions(@Nullable YamlEntry entry) {
        Map<Program, Told.Version> versions = new LinkedHashMap<>();
        strict.named(entry).forEach(version -> {
            Optional<Program> program = Program.of(version.key());
            if (program.isEmpty()) {
                strict.refuse(version.line(), version.key() + ": no program that the audit knows");
            }
            Optional<Release> release = strict.parsed(version, Release::parse);
            if (program.isPresent() && release.isPresent()) {
                versions.put(program.get(), new Told.Version(version.line(), release.get()));
            }
        });
        return versions;
    }

    private Stream<Told.Bind> binds(YamlEntry host) {
        return strict.items(host).map(item -> {
            Map<String, YamlEntry> keys = strict.block(item, item.line(), "port", "address", "service", "tls");
            return new Told.Bind(
                    item.line(),
                    host.key(),
                    strict.whole(keys.get("port")).orElse(0),
                    strict.text(keys.get("address")).orElse("0.0.0.0"),
                    strict.text(keys.get("service")).orElse(""),
                    strict.flag(keys.get("tls")));
        });
    }

    private Told.Forward forward(YamlNode item) {
        Map<String, YamlEntry> keys = strict.block(item, item.line(), "to", "ports", "proto");
        Optional<PortRange> ports = strict.parsed(keys.get("ports"), PortRange::parse);
        if (!keys.containsKey("ports")) {
            strict.refuse(item.line(), "the key ports is missing");
        }
        return new Told.Forward(
                item.line(),
                strict.text(keys.get("to")).orElse(""),
                ports.orElse(new PortRange(1, 1)),
                strict.texts(keys.get("proto")));
    }

    private Told.Backups backups(YamlEntry entry) {
        Map<String, YamlEntry> keys = strict.block(
                entry.value(), entry.line(), "where", "newest", "size", "median-size", "verified", "holds", "without");
        return new Told.Backups(
                entry.line(),
                strict.text(keys.get("where")).orElse(""),
                strict.parsed(keys.get("newest"), Instant::parse),
                strict.size(keys.get("size")),
                strict.size(keys.get("median-size")),
                strict.parsed(keys.get("verified"), Instant::parse),
                strict.words(keys.get("holds"), Told.Backups.Part.class),
                strict.texts(keys.get("without")));
    }

    private Optional<Told.Migration> migration(YamlEntry entry) {
        Map<String, YamlEntry> keys = strict.block(entry.value(), entry.line(), "from", "until");
        Optional<LocalDate> from = strict.parsed(keys.get("from"), LocalDate::parse);
        Optional<LocalDate> until = strict.parsed(keys.get("until"), LocalDate::parse);
        if (keys.size() < 2) {
            strict.refuse(entry.line(), "sso-migration needs from and until");
        }
        return from.flatMap(first -> until.map(last -> new Told.Migration(entry.line(), first, last)));
    }

    /** In the order of the file: the first pattern that fits counts. */
    private Map<String, String> where(@Nullable YamlEntry entry) {
        return strict.named(entry)
                .collect(Collectors.toMap(
                        YamlEntry::key,
                        pattern -> strict.text(pattern).orElse(""),
                        (first, second) -> second,
                        LinkedHashMap::new));
    }
}
