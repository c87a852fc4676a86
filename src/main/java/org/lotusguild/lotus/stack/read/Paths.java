package org.lotusguild.lotus.stack.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lotusguild.lotus.base.yaml.YamlNode;
import org.lotusguild.lotus.base.yaml.YamlScalar;
import org.lotusguild.lotus.stack.facts.Access;
import org.lotusguild.lotus.stack.facts.CoturnFile;
import org.lotusguild.lotus.stack.facts.Document;
import org.lotusguild.lotus.stack.facts.HbaFile;
import org.lotusguild.lotus.stack.facts.IniFile;
import org.lotusguild.lotus.stack.facts.NamedPath;
import org.lotusguild.lotus.stack.facts.NginxFile;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.SettingsFile;
import org.lotusguild.lotus.stack.facts.SqlFile;
import org.lotusguild.lotus.stack.facts.TextFile;
import org.lotusguild.lotus.stack.facts.YamlFile;

/** Looks up what documents name, without opening it. */
public final class Paths {
    private static final int MOST = 2_000;
    private static final Pattern WHOLE = Pattern.compile("/[^\\s*?$%{}<>|;\"']{2,400}");

    private Paths() {}

    /** Every whole path that stands in one of the documents as a value. */
    public static Map<String, NamedPath> named(List<Document> documents) {
        Map<String, NamedPath> found = new HashMap<>();
        documents.stream()
                .flatMap(Paths::values)
                .filter(value -> WHOLE.matcher(value).matches())
                .distinct()
                .limit(MOST)
                .forEach(value -> found.put(value, look(value)));
        return found;
    }

    private static Stream<String> values(Document document) {
        return switch (document) {
            case YamlFile yaml ->
                yaml.root().walk().filter(YamlScalar.class::isInstance).map(Paths::text);
            case CoturnFile coturn -> coturn.settings().stream().map(Setting::value);
            case SettingsFile settings -> settings.settings().stream().map(Setting::value);
            case NginxFile nginx -> nginx.directives().stream().flatMap(Paths::arguments);
            case IniFile ini ->
                ini.sections().stream()
                        .flatMap(section -> section.entries().stream())
                        .flatMap(entry -> entry.lines().stream())
                        .map(IniFile.Part::text);
            case HbaFile hba -> Stream.empty();
            case SqlFile sql -> Stream.empty();
            case TextFile text -> Stream.empty();
        };
    }

    private static String text(YamlNode node) {
        return node instanceof YamlScalar scalar ? scalar.text() : "";
    }

    private static Stream<String> arguments(NginxFile.Directive directive) {
        return Stream.concat(
                directive.args().stream(), directive.block().stream().flatMap(Paths::arguments));
    }

    private static NamedPath look(String value) {
        try {
            Path path = Path.of(value);
            PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
            return new NamedPath(true, true, attributes.isDirectory(), Optional.of(access(attributes)));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return new NamedPath(true, false, false, Optional.empty());
        } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
            return new NamedPath(false, false, false, Optional.empty());
        }
    }

    /** Empty where the file system has no owners. */
    static Optional<Access> access(Path path) {
        try {
            return Optional.of(access(Files.readAttributes(path, PosixFileAttributes.class)));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static Access access(PosixFileAttributes attributes) {
        int mode = 0;
        Set<PosixFilePermission> permissions = attributes.permissions();
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            mode = mode << 1 | (permissions.contains(permission) ? 1 : 0);
        }
        return new Access(mode, attributes.owner().getName(), attributes.group().getName());
    }

    static boolean inGit(Path path) {
        for (Path at = path.toAbsolutePath().getParent(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }
}
