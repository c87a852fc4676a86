package org.lotusguild.lotus.crypto.machine;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.RequestId;
import org.lotusguild.lotus.store.Tx;
import tools.jackson.databind.node.ObjectNode;

/** The requests that are not answered yet. They survive a restart with the same id and the same bytes. */
final class Requests {
    private static final Comparator<Request> SENDING_ORDER =
            Comparator.comparing(Request::kind).thenComparingLong(Request::number);

    private final Surroundings at;
    private final RequestStore store;
    private final Map<RequestId, Request> pending = new LinkedHashMap<>();
    private long lastNumber;

    private Requests(Surroundings at) {
        this.at = at;
        this.store = new RequestStore(at.account());
    }

    static Requests load(Tx tx, Surroundings at) {
        Requests requests = new Requests(at);
        for (Request request : requests.store.all(tx)) {
            requests.pending.put(request.id(), request);
            requests.lastNumber = Math.max(requests.lastNumber, request.number());
        }
        return requests;
    }

    Request add(Tx tx, Request.Kind kind, ObjectNode body, ObjectNode context) {
        return add(tx, kind, "", body, context);
    }

    Request toDevice(Tx tx, String eventType, ObjectNode messages, ObjectNode context) {
        ObjectNode body = Json.object();
        body.set("messages", messages);
        return add(tx, Request.Kind.TO_DEVICE, eventType, body, context);
    }

    private Request add(Tx tx, Request.Kind kind, String eventType, ObjectNode body, ObjectNode context) {
        Request request = new Request(newId(), ++lastNumber, kind, eventType, body, context);
        store.insert(tx, request, at.now());
        pending.put(request.id(), request);
        return request;
    }

    boolean isPending(Request.Kind kind) {
        return pending.values().stream().anyMatch(request -> request.kind() == kind);
    }

    List<Request> ofKind(Request.Kind kind) {
        return pending.values().stream()
                .filter(request -> request.kind() == kind)
                .toList();
    }

    List<Request> inSendingOrder() {
        return pending.values().stream().sorted(SENDING_ORDER).toList();
    }

    Optional<Request> find(RequestId id) {
        return Optional.ofNullable(pending.get(id));
    }

    /** Takes the request out for good. */
    void remove(Tx tx, RequestId id) {
        store.delete(tx, id);
        pending.remove(id);
    }

    private RequestId newId() {
        byte[] bytes = new byte[16];
        at.random().nextBytes(bytes);
        return new RequestId(HexFormat.of().formatHex(bytes));
    }
}
