package org.lotusguild.lotus.crypto.identity;

import java.util.Optional;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import tools.jackson.databind.node.ObjectNode;

/**
 * The cross-signing identity of a user, checked: strong keys of the right usage, the lower ones signed by the master key.
 *
 * @param userSigning shown by the homeserver only to its owner
 * @param masterJson the master key as it came, with all signatures
 */
public record Identity(
        UserId user,
        Ed25519Key master,
        Ed25519Key selfSigning,
        Optional<Ed25519Key> userSigning,
        ObjectNode masterJson) {

    public Identity {
        masterJson = masterJson.deepCopy();
    }

    /** What {@code /keys/query} says about a user's identity. */
    public sealed interface Result {
        record Known(Identity identity) implements Result {}

        /** The user has no cross-signing identity. */
        record Absent() implements Result {}

        /** There is one, and it is false or broken: the user counts as having none. */
        record Unusable(Refused reason) implements Result {}
    }

    /** @param answer the whole answer of {@code POST /keys/query} */
    public static Result read(UserId user, ObjectNode answer) {
        if (Json.at(answer, "master_keys", user.value()).isMissingNode()) {
            return new Result.Absent();
        }
        ObjectNode masterJson = Json.objectAt(answer, "master_keys", user.value());
        return switch (KeyUsage.MASTER.read(user, masterJson)) {
            case KeyUsage.Reading.Bad(Refused reason) -> new Result.Unusable(reason);
            case KeyUsage.Reading.Key(Ed25519Key master) -> underMaster(user, answer, master, masterJson);
        };
    }

    private static Result underMaster(UserId user, ObjectNode answer, Ed25519Key master, ObjectNode masterJson) {
        ObjectNode self = Json.objectAt(answer, "self_signing_keys", user.value());
        return switch (signedByMaster(KeyUsage.SELF_SIGNING, user, self, master)) {
            case KeyUsage.Reading.Bad(Refused reason) -> new Result.Unusable(reason);
            case KeyUsage.Reading.Key(Ed25519Key selfSigning) -> {
                if (Json.at(answer, "user_signing_keys", user.value()).isMissingNode()) {
                    yield new Result.Known(new Identity(user, master, selfSigning, Optional.empty(), masterJson));
                }
                yield withUserSigning(
                        new Identity(user, master, selfSigning, Optional.empty(), masterJson),
                        Json.objectAt(answer, "user_signing_keys", user.value()));
            }
        };
    }

    private static Result withUserSigning(Identity so, ObjectNode json) {
        return switch (signedByMaster(KeyUsage.USER_SIGNING, so.user, json, so.master)) {
            case KeyUsage.Reading.Bad(Refused reason) -> new Result.Unusable(reason);
            case KeyUsage.Reading.Key(Ed25519Key key) ->
                new Result.Known(new Identity(so.user, so.master, so.selfSigning, Optional.of(key), so.masterJson));
        };
    }

    private static KeyUsage.Reading signedByMaster(KeyUsage usage, UserId user, ObjectNode json, Ed25519Key master) {
        KeyUsage.Reading reading = usage.read(user, json);
        return reading instanceof KeyUsage.Reading.Key && !SignedJson.verifies(json, user, master.base64(), master)
                ? new KeyUsage.Reading.Bad(Refused.BAD_SIGNATURE)
                : reading;
    }
}
