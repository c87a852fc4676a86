package org.lotusguild.lotus.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.recovery.RecoveryKey;
import org.lotusguild.lotus.http.HttpFailure;
import org.lotusguild.lotus.http.server.Request;
import org.lotusguild.lotus.http.server.Response;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.Recovery;
import org.lotusguild.lotus.matrix.Recovery.Outcome;
import org.lotusguild.lotus.matrix.api.MatrixException;
import tools.jackson.databind.node.ObjectNode;

/** What {@code lotus account} asks of the running program about recovery key, backup and key files. */
final class EncryptionControl {
    private static final int SMALL = 16 << 10;
    private static final long LARGEST_FILE = 16L << 20;

    private final EncryptionSetup setup;
    private final Supplier<Optional<MatrixAccount>> account;

    EncryptionControl(EncryptionSetup setup, Supplier<Optional<MatrixAccount>> account) {
        this.setup = setup;
        this.account = account;
    }

    Response store(Request request) {
        return with(open -> {
            EncryptionSetup.Done done = setup.run(open);
            return done.outcome() instanceof Outcome.Stored
                    ? Response.json(
                            200,
                            Map.of(
                                    "made",
                                    done.made(),
                                    "backup",
                                    Status.Backup.of(open.recovery().backup())))
                    : answer(done.outcome());
        });
    }

    Response restore(Request request) {
        Secret text = text(request.json(SMALL), "recovery_key");
        Optional<RecoveryKey> key = RecoveryKey.parse(text);
        return key.isEmpty()
                ? refused("this is no recovery key: look for a slip of the pen")
                : with(open -> answer(open.recovery().restore(key.get())));
    }

    Response backup(Request request) {
        return with(open -> Response.json(200, Status.Backup.of(open.recovery().startBackup())));
    }

    Response exportKeys(Request request) {
        ObjectNode wish = request.json(SMALL);
        Path file = Path.of(text(wish, "file").value());
        return with(open -> write(open.recovery(), file, text(wish, "passphrase")));
    }

    private static Response write(Recovery recovery, Path file, Secret passphrase) {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            Files.createFile(file, ownerOnly);
            try (OutputStream out = Files.newOutputStream(file)) {
                return Response.json(200, Map.of("keys", recovery.exportKeys(out, passphrase)));
            } catch (IOException | RuntimeException e) {
                Files.delete(file); // a part of the keys is of no use to anybody
                throw e;
            }
        } catch (IOException e) {
            return refused(String.valueOf(Failure.ofFile(file, e).getMessage()));
        }
    }

    Response importKeys(Request request) {
        ObjectNode wish = request.json(SMALL);
        Path file = Path.of(text(wish, "file").value());
        return with(open -> {
            try {
                return Files.size(file) > LARGEST_FILE
                        ? refused(file + " is larger than 16 MiB, which is more than fits into memory: restore"
                                + " from the backup instead, or export fewer rooms")
                        : answer(open.recovery().importKeys(Files.readAllBytes(file), text(wish, "passphrase")));
            } catch (IOException e) {
                return refused(String.valueOf(Failure.ofFile(file, e).getMessage()));
            }
        });
    }

    private static Secret text(ObjectNode wish, String field) {
        return new Secret(Json.string(wish, field).orElse(""));
    }

    private static Response answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Stored() -> Response.json(200, Map.of());
            case Outcome.Restored(int added, int known, int unusable) ->
                Response.json(200, Map.of("added", added, "known", known, "unusable", unusable));
            case Outcome.Refused(String why) -> refused(why);
        };
    }

    private static Response refused(String why) {
        return Response.error(409, "M_FORBIDDEN", why);
    }

    private Response with(Function<MatrixAccount, Response> work) {
        Optional<MatrixAccount> open = account.get();
        if (open.isEmpty()) {
            return refused("the bot's account is not open yet");
        }
        try {
            return work.apply(open.get());
        } catch (MatrixException | HttpFailure e) {
            return Response.error(502, "M_UNKNOWN", "the homeserver did not take it: " + e.getMessage());
        } catch (Failure e) {
            return refused(String.valueOf(e.getMessage()));
        }
    }
}
