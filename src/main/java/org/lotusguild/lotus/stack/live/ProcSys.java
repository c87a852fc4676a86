package org.lotusguild.lotus.stack.live;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.stack.facts.Facts;
import org.lotusguild.lotus.stack.facts.Kind;
import org.lotusguild.lotus.stack.facts.LiveAnswers.KernelValue;
import org.lotusguild.lotus.stack.facts.Setting;
import org.lotusguild.lotus.stack.facts.SettingsFile;

/** What the kernel of this machine has of what its files ask for. Reads {@code /proc/sys}, and only the names in those files. */
public final class ProcSys {
    private static final int LONGEST = 4096;
    private static final List<String> FOLDERS =
            List.of("etc/sysctl.d", "run/sysctl.d", "usr/local/lib/sysctl.d", "usr/lib/sysctl.d", "lib/sysctl.d");
    private static final String LAST = "sysctl.conf";

    private final Path root;

    /** @param root of this machine; a test has its own */
    public ProcSys(Path root) {
        this.root = root;
    }

    /** One value for each name, where it is asked for last: files of other machines among the targets are left out. */
    public List<KernelValue> values(Facts facts) {
        Map<String, KernelValue> values = new LinkedHashMap<>();
        facts.settings(Kind.SYSCTL).stream()
                .filter(this::ofThisMachine)
                .sorted(Comparator.comparing(ProcSys::turn))
                .forEach(file -> file.settings().stream()
                        .filter(setting -> name(setting).matches("[a-z0-9_-]+(\\.[A-Za-z0-9_-]+)+"))
                        .forEach(setting -> values.put(name(setting), value(file, setting))));
        return List.copyOf(values.values());
    }

    private boolean ofThisMachine(SettingsFile file) {
        Path path = Path.of(file.origin().path());
        return path.equals(root.resolve("etc").resolve(LAST))
                || FOLDERS.stream().map(root::resolve).anyMatch(path::startsWith);
    }

    /** By their names without folders, sysctl.conf after all of them. */
    private static String turn(SettingsFile file) {
        String name = String.valueOf(Path.of(file.origin().path()).getFileName());
        return (name.equals(LAST) ? "1" : "0") + name;
    }

    /** {@code net/ipv4/x} is another way to write {@code net.ipv4.x}; a dash before it only silences errors. */
    private static String name(Setting setting) {
        return setting.key().replaceFirst("^-", "").replace('/', '.');
    }

    private KernelValue value(SettingsFile file, Setting setting) {
        Path at = root.resolve("proc/sys").resolve(name(setting).replace('.', '/'));
        try (InputStream in = Files.newInputStream(at)) {
            String has = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
            return value(file, setting, Optional.of(has), "");
        } catch (NoSuchFileException e) {
            return value(file, setting, Optional.empty(), "");
        } catch (IOException e) {
            return value(file, setting, Optional.empty(), at + " cannot be read");
        }
    }

    private static KernelValue value(SettingsFile file, Setting setting, Optional<String> has, String because) {
        return new KernelValue(file.file(), setting.line(), name(setting), setting.value(), has, because);
    }
}
