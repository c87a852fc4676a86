package org.lotusguild.lotus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.stack.check.Claims;
import org.lotusguild.lotus.stack.check.Claims.Claim;
import org.lotusguild.lotus.stack.check.Claims.Word;

/** Of every sample of which a check says that Synapse does not start, or takes it in silence: Synapse itself is asked. */
@Timeout(180)
final class SynapseAgreesIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    /** Of this one the database is missing. */
    private static final String WITHOUT_DATABASE = "SYN-024";

    /** What every configuration needs beside what a sample shows. */
    private static final String BASE = """
            server_name: example.org
            report_stats: false
            signing_key_path: "@DIR@/signing.key"
            media_store_path: "@DIR@/media"
            macaroon_secret_key: "fake-macaroon-secret-of-this-test"
            form_secret: "fake-form-secret-of-this-test"
            registration_shared_secret: "fake-registration-secret-of-this-test"
            listeners: []
            trusted_key_servers: []
            """;

    /** Loads each configuration of a list, in one process: a line of arguments → "takes", or "refuses" and why. */
    private static final String LOAD = """
            import contextlib, io, sys
            from synapse.config.homeserver import HomeServerConfig
            for line in open(sys.argv[1]):
                try:
                    with contextlib.redirect_stderr(io.StringIO()):
                        HomeServerConfig.load_config("", line.split())
                    print("takes")
                except BaseException as e:
                    print("refuses", type(e).__name__, " ".join(str(e).split()))
            """;

    @TempDir
    private Path folder;

    @Test
    void synapseStartsOrNotAsTheChecksSay() throws IOException {
        List<Claim> claims = Claims.ofSynapse();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            lines.add(arguments(folder.resolve("claim-" + i), claims.get(i)));
        }
        Files.writeString(folder.resolve("database.yaml"), "database: {name: sqlite3, args: {database: \":memory:\"}}\n");
        Files.writeString(folder.resolve("base.yaml"), BASE.replace("@DIR@", folder.toString()));
        Files.writeString(folder.resolve("signing.key"), "ed25519 a_test " + "A".repeat(43) + "\n");
        Files.write(folder.resolve("list"), lines);
        Path script = Files.writeString(folder.resolve("load.py"), LOAD);
        Ran ran = Ran.of(
                folder,
                LIMIT,
                List.of(Tools.wholeSynapsePython().toString(), "-I", script.toString(), folder.resolve("list").toString()));
        List<String> answers = ran.output().lines().filter(line -> line.startsWith("takes") || line.startsWith("refuses ")).toList();
        assertThat(answers).as(ran.output()).hasSameSizeAs(claims);
        List<String> otherwise = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            boolean refuses = claim.word() == Word.REFUSES;
            if (refuses == answers.get(i).equals("takes")) {
                otherwise.add(claim.sample() + "\n  " + claim.said() + "\n  Synapse " + answers.get(i));
            }
        }
        assertThat(otherwise).isEmpty();
        assertThat(ids(claims, Word.REFUSES)).contains("SYN-002", "SYN-010", "SYN-013", "SYN-014", "SYN-041", "SYN-048");
        assertThat(ids(claims, Word.TAKES)).contains("SYN-001", "SYN-028", "SYN-047", "SYN-054", "SYN-056");
    }

    private static Set<String> ids(List<Claim> claims, Word word) {
        return claims.stream().filter(claim -> claim.word() == word).map(Claim::id).collect(Collectors.toSet());
    }

    private String arguments(Path place, Claim claim) throws IOException {
        StringBuilder arguments = new StringBuilder("-c " + folder.resolve("base.yaml"));
        if (!claim.id().equals(WITHOUT_DATABASE)) {
            arguments.append(" -c ").append(folder.resolve("database.yaml"));
        }
        for (Map.Entry<String, String> file : claim.files().entrySet()) {
            Path at = place.resolve(file.getKey());
            Files.createDirectories(at.getParent());
            Files.writeString(at, file.getValue());
            arguments.append(" -c ").append(at);
        }
        return arguments.toString();
    }
}
