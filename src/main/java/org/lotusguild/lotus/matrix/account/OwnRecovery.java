package org.lotusguild.lotus.matrix.account;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.crypto.BackupReport;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.KeyBackup.Missing;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.SyncOutcome.Released;
import org.lotusguild.lotus.crypto.recovery.BackupKey;
import org.lotusguild.lotus.crypto.recovery.KeyFile;
import org.lotusguild.lotus.crypto.recovery.RecoveryKey;
import org.lotusguild.lotus.crypto.recovery.SharedSession;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.matrix.Recovery;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import org.lotusguild.lotus.matrix.sync.KeyCourier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Recovery over an account's own machine, secret storage and backup. */
final class OwnRecovery implements Recovery {
    private static final List<String> IDENTITY =
            List.of("m.cross_signing.master", "m.cross_signing.self_signing", "m.cross_signing.user_signing");
    private static final int PAGE = 500;

    private final CryptoMachine machine;
    private final MatrixApi api;
    private final Requests requests;
    private final Consumer<Function<Step, List<Released>>> deliver;
    private final SecureRandom random;

    /**
     * What the account does on the way.
     *
     * @param courier sends the machine's requests
     * @param signer has the device signed
     * @param backups is told that there may be something for the backup
     */
    record Requests(KeyCourier courier, Signer signer, Runnable backups) {}

    /** Has the device signed by the account's identity. */
    @FunctionalInterface
    interface Signer {
        CrossSigningStatus sign() throws InterruptedException;
    }

    /** @param deliver runs the lambda in a step and delivers the events that it released */
    OwnRecovery(
            CryptoMachine machine,
            MatrixApi api,
            Requests requests,
            Consumer<Function<Step, List<Released>>> deliver,
            SecureRandom random) {
        this.machine = machine;
        this.api = api;
        this.requests = requests;
        this.deliver = deliver;
        this.random = random;
    }

    @Override
    public Outcome store(RecoveryKey key) {
        if (machine.step(Step::crossSigning) != CrossSigningStatus.SIGNED) {
            return new Outcome.Refused("the account's identity is not ours, or not published yet: see lotus status");
        }
        Optional<SecretShelf> shelf = SecretShelf.of(api, machine.user(), key, random);
        if (shelf.isEmpty()) {
            return new Outcome.Refused("the account has secret storage under another recovery key already");
        }
        beginBackup(shelf.get());
        Map<String, Secret> secrets = new HashMap<>(machine.step(Step::identitySecrets));
        backupKey().ifPresent(backup -> secrets.put(BackupKey.SECRET, backup.secret()));
        shelf.get().describe();
        secrets.forEach(shelf.get()::put);
        shelf.get().makeDefault();
        return new Outcome.Stored();
    }

    /** The key that the account's owner keeps goes before one that we made. */
    private void beginBackup(SecretShelf shelf) {
        Optional<BackupKey> kept =
                shelf.fresh() ? Optional.empty() : shelf.find(BackupKey.SECRET).flatMap(BackupKey::parse);
        machine.step(step -> {
            kept.ifPresentOrElse(step.backup()::adopt, step.backup()::start);
            return true;
        });
        flush();
        requests.backups().run();
    }

    private Optional<BackupKey> backupKey() {
        return machine.step(step -> step.backup().key());
    }

    @Override
    public Outcome restore(RecoveryKey key) {
        Optional<SecretShelf> shelf = SecretShelf.of(api, machine.user(), key, random);
        if (shelf.isEmpty()) {
            return new Outcome.Refused("this is not the recovery key of the account's secret storage");
        }
        if (shelf.get().fresh()) {
            return new Outcome.Refused("the account has no secret storage on the homeserver: nothing can be restored");
        }
        if (machine.step(Step::crossSigning) != CrossSigningStatus.SIGNED && !adoptIdentity(shelf.get())) {
            return new Outcome.Refused(
                    "secret storage does not hold the identity that the homeserver shows for the account");
        }
        beginBackup(shelf.get());
        BackupReport report = backup();
        Optional<BackupKey> backup = backupKey();
        return report.version().isPresent() && backup.isPresent()
                ? read(report.version().get(), backup.get())
                : new Outcome.Restored(0, 0, 0);
    }

    private boolean adoptIdentity(SecretShelf shelf) {
        Map<String, Secret> secrets = new HashMap<>();
        IDENTITY.forEach(name -> shelf.find(name).ifPresent(secret -> secrets.put(name, secret)));
        if (!machine.step(step -> step.adoptIdentity(secrets))) {
            return false;
        }
        try {
            return requests.signer().sign() == CrossSigningStatus.SIGNED;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Outcome read(String version, BackupKey key) {
        BackupReader reader = new BackupReader(deliver, Optional.of(version));
        api.backup().sessions(version, (room, session, entry) -> reader.closed(key, room, session, entry));
        return reader.done();
    }

    @Override
    public BackupReport startBackup() {
        machine.step(step -> {
            step.backup().start();
            return true;
        });
        flush();
        requests.backups().run();
        return backup();
    }

    @Override
    public BackupReport backup() {
        return machine.step(step -> step.backup().report());
    }

    @Override
    public int exportKeys(OutputStream out, Secret passphrase) throws IOException {
        ArrayNode all = Json.array();
        Optional<Missing> last = Optional.empty();
        while (true) {
            Optional<Missing> after = last;
            List<SharedSession> page = machine.step(step -> step.backup().page(after, PAGE));
            if (page.isEmpty()) {
                break;
            }
            page.forEach(session -> all.add(session.forFile()));
            last = Optional.of(new Missing(page.getLast().room(), page.getLast().sessionId()));
        }
        KeyFile.write(out, Json.bytes(all), passphrase, random);
        return all.size();
    }

    @Override
    public Outcome importKeys(byte[] file, Secret passphrase) {
        Optional<byte[]> json = KeyFile.read(file, passphrase);
        if (json.isEmpty()) {
            return new Outcome.Refused("this is no file of room keys, or the passphrase is another one");
        }
        BackupReader reader = new BackupReader(deliver, Optional.empty());
        try {
            for (JsonNode entry : Json.parse(new String(json.get(), StandardCharsets.UTF_8))) {
                reader.add(entry instanceof ObjectNode session ? SharedSession.read(session) : Optional.empty());
            }
        } catch (MalformedJson e) {
            return new Outcome.Refused("the file opens, but it holds no room keys");
        }
        Outcome done = reader.done();
        requests.backups().run();
        return done;
    }

    private void flush() {
        try {
            requests.courier().flush();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static HttpFailure interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new HttpFailure(HttpFailure.Kind.INTERRUPTED, "asked to stop", e);
    }
}
