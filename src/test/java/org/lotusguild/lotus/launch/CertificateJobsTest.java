package org.lotusguild.lotus.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lotusguild.lotus.base.config.ConfigReader;
import org.lotusguild.lotus.stack.plan.StackBlock;

/** Which certificates this machine's servers need, and where its backups are. */
class CertificateJobsTest {
    @TempDir
    Path root;

    private StackBlock stack() throws IOException {
        return stack("");
    }

    private StackBlock stack(String more) throws IOException {
        Path file = Files.writeString(root.resolve("lotus.yaml"), """
                homeserver: {url: "https://example.org", server-name: example.org, registration: r.yaml}
                encryption: {key: "${KEY}"}
                stack:
                  server-name: example.org
                  public-name: matrix.example.org
                  hosts: {one: {address: 10.20.0.29, memory: 8GiB, roles: [synapse, postgres, proxy, turn, web, lotus]}}
                  names: {turn: turn.example.org, client: chat.example.org}
                  backups: {path: /srv/backups, keep: {daily: 3}, off-site: /bin/copy-away}
                """ + more);
        return new ConfigReader(name -> Optional.of("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="))
                .read(file, LotusConfig.class)
                .stack()
                .orElseThrow();
    }

    private void lay(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void areThoseOfTheServersThatAreHere() throws IOException {
        assertThat(CertificateJobs.here(stack(), root)).isEmpty();
        lay("etc/turnserver.conf", "cert=/etc/coturn/a.pem\npkey=/etc/coturn/b.pem\n");
        lay("etc/nginx/nginx.conf", "");
        lay("etc/letsencrypt/live/matrix.example.org/fullchain.pem", "");
        assertThat(CertificateJobs.here(stack(), root))
                .extracting(CertificateJobs.Job::name, job -> job.source().key().toString())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "turn.example.org", "/etc/letsencrypt/live/turn.example.org/privkey.pem"),
                        org.assertj.core.groups.Tuple.tuple(
                                "matrix.example.org", "/etc/letsencrypt/live/matrix.example.org/privkey.pem"));
    }

    @Test
    void looksAtThePortOfNginxThatTheFileNames() throws IOException {
        lay("etc/nginx/nginx.conf", "");
        lay("etc/letsencrypt/live/matrix.example.org/fullchain.pem", "");
        assertThat(shown(stack())).isEqualTo(443);
        assertThat(shown(stack("  ports: {https: 8443}\n"))).isEqualTo(8443);
    }

    private int shown(StackBlock stack) {
        return CertificateJobs.here(stack, root)
                .getFirst()
                .to()
                .get()
                .shown()
                .orElseThrow()
                .port();
    }

    @Test
    void theDoctorLooksAtThoseOfEveryName() throws IOException {
        assertThat(CertificateJobs.chains(stack()).map(Path::toString))
                .containsExactly(
                        "/etc/letsencrypt/live/example.org/fullchain.pem",
                        "/etc/letsencrypt/live/matrix.example.org/fullchain.pem",
                        "/etc/letsencrypt/live/chat.example.org/fullchain.pem",
                        "/etc/letsencrypt/live/turn.example.org/fullchain.pem",
                        "/etc/coturn/certs/fullchain.pem");
    }

    @Test
    void backupsAreWhereTheStackSays() throws IOException {
        Home home = new Home(root);
        assertThat(BackupPlace.of(home, Optional.of(stack())))
                .isEqualTo(new BackupPlace(
                        Path.of("/srv/backups"),
                        new org.lotusguild.lotus.stack.backup.Keep(3, 4, 6),
                        Optional.of("/bin/copy-away")));
        assertThat(BackupPlace.of(home, Optional.empty()).folder()).isEqualTo(root.resolve("backups"));
    }
}
