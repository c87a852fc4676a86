package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.base.config.Default;
import org.lotusguild.lotus.stack.plan.StackBlock;

/** {@code config/lotus.example.yaml} is the list of everything that can be set: complete, commented, and true. */
class ExampleFileTest {
    private static final Path EXAMPLE = Path.of("config/lotus.example.yaml");
    private static final Pattern KEY_LINE = Pattern.compile("\\s*(?:# +)?([a-z][a-z0-9-]*):(?: .*)?");

    @TempDir
    private Path home;

    @BeforeEach
    void prepare() throws IOException {
        Path key = home.resolve("secrets/vault-key");
        Files.createDirectory(key.getParent());
        Files.writeString(key, "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private LotusConfig read(String yaml) throws IOException {
        Path file = Files.writeString(home.resolve("lotus.yaml"), yaml);
        return new ConfigReader(name -> Optional.empty()).read(file, LotusConfig.class);
    }

    @Test
    void isRead() throws IOException {
        LotusConfig config = read(Files.readString(EXAMPLE));
        assertThat(config.guild().orElseThrow().rooms().keySet())
                .containsExactly("general", "commands", "management", "spam");
        assertThat(config.encryption().machine().keyBytes()).asString().startsWith("0123456789");
    }

    @Test
    void isReadWithALoginInPlaceOfTheRegistration() throws IOException {
        Files.writeString(home.resolve("secrets/bot-password"), "correct horse");
        Files.setPosixFilePermissions(
                home.resolve("secrets/bot-password"), PosixFilePermissions.fromString("rw-------"));
        String login = Files.readString(EXAMPLE)
                .replace("  registration: registration.yaml\n", "")
                .replace("  # login:", "  login:")
                .replace("  #   user:", "    user:")
                .replace("  #   password:", "    password:");
        assertThat(read(login).homeserver().login().orElseThrow().user()).hasToString("@lotus:example.org");
    }

    @Test
    void isReadWithTheHooksThatItShows() throws IOException {
        for (String secret : List.of("hook-alerts", "alerts-hmac")) {
            Files.writeString(home.resolve("secrets").resolve(secret), "correct horse");
            Files.setPosixFilePermissions(
                    home.resolve("secrets").resolve(secret), PosixFilePermissions.fromString("rw-------"));
        }
        String all = Files.readString(EXAMPLE);
        int start = all.indexOf("# webhooks:");
        String shown = all.substring(start).replaceAll("(?m)^# ?", "");

        LotusConfig config = read(all.substring(0, start) + shown);

        assertThat(config.webhooks().orElseThrow().hooks())
                .singleElement()
                .satisfies(hook -> assertThat(hook.name()).isEqualTo("alerts"));
    }

    @Test
    void isReadWithTheWelcomeThatItShows() throws IOException {
        String all = Files.readString(EXAMPLE);
        int start = all.indexOf("  # welcome:");
        int end = all.indexOf("  # What differs from a command's own settings");
        String shown = all.substring(start, end).replaceAll("(?m)^  # ", "  ");
        LotusConfig config = read(all.substring(0, start) + shown + all.substring(end));
        Set<String> rooms = config.guild().orElseThrow().rooms().keySet();
        LotusConfig least = read(all.substring(0, start) + "  welcome: {}\n" + all.substring(end));
        assertThat(config.bot().orElseThrow().welcome().orElseThrow())
                .isEqualTo(least.bot().orElseThrow().welcome().orElseThrow().within(rooms));
    }

    @Test
    void isReadWithTheServersThatItShows() throws IOException {
        String all = Files.readString(EXAMPLE);
        int start = all.indexOf("# stack:");
        int end = all.indexOf("# Posts of other programs");
        String shown = all.substring(start, end).replaceAll("(?m)^# ?", "").replace("The web client that", "# The");

        LotusConfig config = read(all.substring(0, start) + shown);

        StackBlock stack = config.stack().orElseThrow();
        assertThat(stack.hosts()).containsOnlyKeys("guild");
        LotusConfig least = read("""
                homeserver: {url: "http://127.0.0.1:8008", server-name: example.org, registration: registration.yaml}
                stack:
                  server-name: example.org
                  public-name: matrix.example.org
                  hosts: {guild: {address: 10.20.0.29, memory: 8GiB, roles: [synapse, postgres, proxy, turn, sfu, sso, web, monitoring, lotus]}}
                  names: {turn: turn.example.org, auth: auth.example.org, client: chat.example.org, grafana: grafana.example.org}
                  sso: {migrate-from: 2027-01-01, migrate-until: 2027-01-31}
                  backups: {off-site: /usr/local/bin/copy-away}
                client: {featured: {spaces: ["#guild:example.org"]}}
                """);
        List<String> compared = new ArrayList<>();
        compare(".stack", stack, least.stack().orElseThrow(), compared);
        compare(".client", config.client().orElseThrow(), least.client().orElseThrow(), compared);
        assertThat(compared).contains(".stack.size", ".stack.versions.nginx", ".client.path");
    }

    @Test
    void holdsEveryKeyOfEveryRecord() throws IOException {
        List<String> shown = Files.readAllLines(EXAMPLE).stream()
                .map(KEY_LINE::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(found -> found.group(1))
                .toList();
        TreeSet<String> keys = new TreeSet<>();
        keysOf(LotusConfig.class, keys);
        assertThat(keys).hasSizeGreaterThan(30);
        assertThat(shown).containsAll(keys);
    }

    @Test
    void explainsEveryKey() throws IOException {
        List<String> lines = Files.readAllLines(EXAMPLE);
        List<String> bare = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            boolean key = KEY_LINE.matcher(lines.get(i)).matches()
                    && !lines.get(i).strip().startsWith("#");
            if (key && !lines.get(i - 1).strip().startsWith("# ")) {
                bare.add(lines.get(i));
            }
        }
        assertThat(bare).isEmpty();
    }

    @Test
    void showsTheRealDefaults() throws IOException {
        LotusConfig example = read(Files.readString(EXAMPLE));
        LotusConfig bare = read("""
                homeserver: {url: "http://127.0.0.1:8008", server-name: example.org, registration: registration.yaml}
                bot: {commands: {health: {}}}
                guild: {name: Any, rooms: {general: {name: General}}}
                """);
        List<String> compared = new ArrayList<>();
        compare("", example, bare, compared);
        assertThat(compared)
                .contains(".store.url", ".http.bind", ".encryption.shareWith", ".bot.limits.caller", ".bot.maxAge")
                .contains(".bot.commands.health.enabled", ".guild.rooms.general.join");
    }

    private static void compare(String path, @Nullable Object shown, Object real, List<String> compared) {
        if (shown instanceof Optional<?> some && real instanceof Optional<?> other && other.isPresent()) {
            compare(path, some.orElseThrow(), other.orElseThrow(), compared);
        } else if (shown instanceof Map<?, ?> some && real instanceof Map<?, ?> other) {
            other.forEach((key, value) -> compare(path + "." + key, some.get(key), value, compared));
        } else if (shown instanceof Record && shown.getClass() == real.getClass()) {
            for (RecordComponent part : shown.getClass().getRecordComponents()) {
                String name = path + "." + part.getName();
                if (part.isAnnotationPresent(Default.class)) {
                    assertThat(value(part, shown)).as(name).isEqualTo(value(part, real));
                    compared.add(name);
                }
                compare(name, value(part, shown), value(part, real), compared);
            }
        }
    }

    private static Object value(RecordComponent part, Object record) {
        try {
            part.getAccessor().setAccessible(true);
            return part.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static void keysOf(Type type, TreeSet<String> keys) {
        if (type instanceof ParameterizedType generic) {
            // The keys of a map are single values.
            Type[] inner = generic.getActualTypeArguments();
            keysOf(inner[inner.length - 1], keys);
        } else if (type instanceof Class<?> plain && plain.isRecord() && written(plain)) {
            for (RecordComponent part : plain.getRecordComponents()) {
                keys.add(part.getName()
                        .replaceAll("_$", "")
                        .replaceAll("([A-Z])", "-$1")
                        .toLowerCase(java.util.Locale.ROOT));
                keysOf(part.getGenericType(), keys);
            }
        }
    }

    /** Records that are single values in the file (ids, secrets, addresses) lie in {@code base}, or read a text. */
    private static boolean written(Class<?> type) {
        return !type.getName().startsWith("org.lotusguild.lotus.base.")
                && Arrays.stream(type.getDeclaredMethods())
                        .noneMatch(method -> method.getName().equals("parse"));
    }
}
