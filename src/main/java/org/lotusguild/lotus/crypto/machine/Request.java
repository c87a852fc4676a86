package org.lotusguild.lotus.crypto.machine;

import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RequestId;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stored outgoing request.
 *
 * @param number grows with each request: the order of sending within a kind
 * @param eventType of a to-device request, else empty
 * @param context what we must remember to understand the answer
 */
record Request(RequestId id, long number, Kind kind, String eventType, ObjectNode body, ObjectNode context) {

    /** In the order of sending. */
    enum Kind {
        KEYS_UPLOAD,
        SIGNING_KEYS_UPLOAD,
        SIGNATURE_UPLOAD,
        KEYS_QUERY,
        KEYS_CLAIM,
        TO_DEVICE,
        BACKUP_VERSION,
        BACKUP_CREATION,
        BACKUP_UPLOAD
    }

    Outgoing outgoing() {
        return switch (kind) {
            case KEYS_UPLOAD -> new Outgoing.KeysUpload(id, body);
            case SIGNING_KEYS_UPLOAD -> new Outgoing.SigningKeysUpload(id, body);
            case SIGNATURE_UPLOAD -> new Outgoing.SignatureUpload(id, body);
            case KEYS_QUERY -> new Outgoing.KeysQuery(id, body);
            case KEYS_CLAIM -> new Outgoing.KeysClaim(id, body);
            case TO_DEVICE -> new Outgoing.ToDevice(id, eventType, body);
            case BACKUP_VERSION -> new Outgoing.BackupVersion(id);
            case BACKUP_CREATION -> new Outgoing.BackupCreation(id, body);
            case BACKUP_UPLOAD ->
                new Outgoing.BackupUpload(id, Json.string(context, "version").orElseThrow(), body);
        };
    }
}
