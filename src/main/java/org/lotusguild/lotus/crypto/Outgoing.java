package org.lotusguild.lotus.crypto;

import tools.jackson.databind.node.ObjectNode;

/**
 * A request that the machine wants sent. Its body is stored with its id: a retry sends the same bytes. Its effect exists
 * only after {@link Step#sent}.
 */
public sealed interface Outgoing {
    RequestId id();

    /** {@code POST /keys/upload}. */
    record KeysUpload(RequestId id, ObjectNode body) implements Outgoing {}

    /** {@code POST /keys/query}. */
    record KeysQuery(RequestId id, ObjectNode body) implements Outgoing {}

    /** {@code POST /keys/claim}. */
    record KeysClaim(RequestId id, ObjectNode body) implements Outgoing {}

    /** {@code PUT /sendToDevice/{eventType}/{id}}; the body is {@code {"messages": …}}. */
    record ToDevice(RequestId id, String eventType, ObjectNode body) implements Outgoing {}

    /** {@code POST /keys/device_signing/upload}. */
    record SigningKeysUpload(RequestId id, ObjectNode body) implements Outgoing {}

    /** {@code POST /keys/signatures/upload}; read {@code failures} of the answer. */
    record SignatureUpload(RequestId id, ObjectNode body) implements Outgoing {}

    /** {@code GET /room_keys/version}; where there is none the answer is {@code {}}. */
    record BackupVersion(RequestId id) implements Outgoing {}

    /** {@code POST /room_keys/version}. */
    record BackupCreation(RequestId id, ObjectNode body) implements Outgoing {}

    /** {@code PUT /room_keys/keys?version=…}. Never in {@link Step#outgoing}: see {@link KeyBackup#nextUpload}. */
    record BackupUpload(RequestId id, String version, ObjectNode body) implements Outgoing {}
}
