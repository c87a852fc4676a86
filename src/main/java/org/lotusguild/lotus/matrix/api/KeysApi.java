package org.lotusguild.lotus.matrix.api;

import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;
import tools.jackson.databind.node.ObjectNode;

/** Requests about keys. Bodies and answers are the crypto machine's business and go through as they are. */
public final class KeysApi {
    private final Wire wire;

    KeysApi(Wire wire) {
        this.wire = wire;
    }

    /** {@code POST /keys/upload}. The identical keys again are success, so it is repeated. {@code {}} asks for the counts. */
    public ObjectNode upload(ObjectNode body) {
        return wire.json(Request.post("/v3/keys/upload").mayRepeat().json(body));
    }

    /** {@code POST /keys/query}. */
    public ObjectNode query(ObjectNode body) {
        return wire.json(Request.post("/v3/keys/query").mayRepeat().json(body));
    }

    /** {@code POST /keys/claim}. Not repeated: a claimed key is gone. */
    public ObjectNode claim(ObjectNode body) {
        return wire.json(Request.post("/v3/keys/claim").json(body));
    }

    /** {@code PUT /sendToDevice}. The same transaction id again delivers nothing twice. */
    public ObjectNode sendToDevice(String eventType, String txn, ObjectNode body) {
        return wire.json(Request.put("/v3/sendToDevice/{}/{}", eventType, txn).json(body));
    }

    /** {@code POST /keys/signatures/upload}. Read {@code failures} of the answer. */
    public ObjectNode uploadSignatures(ObjectNode body) {
        return wire.json(Request.post("/v3/keys/signatures/upload").mayRepeat().json(body));
    }

    /** {@code POST /keys/device_signing/upload}, where the homeserver asks for no authentication. */
    public ObjectNode uploadSigningKeys(ObjectNode body) {
        return wire.json(
                Request.post("/v3/keys/device_signing/upload").mayRepeat().json(body));
    }

    /** As {@link #uploadSigningKeys(ObjectNode)}; if the homeserver asks, the password answers. */
    public ObjectNode uploadSigningKeys(ObjectNode body, UserId user, Secret password) {
        return PasswordProof.ifAsked(body, user, password, this::uploadSigningKeys);
    }
}
