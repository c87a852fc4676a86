package org.lotusguild.lotus.matrix.direct;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.AccountData;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import tools.jackson.databind.node.ObjectNode;

/** {@link AccountData} from what sync brought, and what we have written since and sync has not shown yet. */
public final class SyncedAccountData implements AccountData {

    /** @param before what sync showed when we wrote {@code after}; while it still does, the echo has not come */
    private record Written(Optional<ObjectNode> before, ObjectNode after) {}

    private final UserId user;
    private final MatrixApi api;
    private final LastSynced synced;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Map<String, Written> written = new ConcurrentHashMap<>();

    public SyncedAccountData(UserId user, MatrixApi api, LastSynced synced) {
        this.user = user;
        this.api = api;
        this.synced = synced;
    }

    @Override
    public Optional<ObjectNode> get(String type) {
        return current(type, synced.of(type)).map(ObjectNode::deepCopy);
    }

    @Override
    public ObjectNode change(String type, UnaryOperator<ObjectNode> change) {
        ReentrantLock lock = locks.computeIfAbsent(type, t -> new ReentrantLock());
        lock.lock();
        try {
            Optional<ObjectNode> shown = synced.of(type);
            Optional<ObjectNode> now = current(type, shown);
            ObjectNode changed = change.apply(now.map(ObjectNode::deepCopy).orElseGet(Json::object));
            // As it will be when sync brings it: a number written as a long is the same as one read as an int.
            ObjectNode wanted = Json.parseObject(Json.text(changed));
            if (now.filter(wanted::equals).isEmpty()) {
                api.putAccountData(user, type, wanted);
                written.put(type, new Written(shown, wanted.deepCopy()));
            }
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    private Optional<ObjectNode> current(String type, Optional<ObjectNode> shown) {
        Optional<ObjectNode> ours = Optional.ofNullable(written.get(type))
                .filter(last -> last.before().equals(shown))
                .map(Written::after);
        return ours.or(() -> shown);
    }
}
