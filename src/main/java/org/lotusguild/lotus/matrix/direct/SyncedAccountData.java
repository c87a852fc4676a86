package org.lotusguild.lotus.matrix.direct;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.matrix.AccountData;
import org.lotusguild.lotus.matrix.api.MatrixApi;
import tools.jackson.databind.node.ObjectNode;

/** {@link AccountData} from what sync brought, and what we have written since and sync has not shown yet. */
public final class SyncedAccountData implements AccountData {

    /** Of one type, before the first of them is echoed. */
    private static final int MOST_UNSEEN = 8;

    /**
     * @param before what sync showed when we wrote {@code after}, and what we wrote between: while it shows one of these, the
     *     echo of {@code after} has not come
     */
    private record Written(List<Optional<ObjectNode>> before, ObjectNode after) {}

    /** A list of direct chats is long, and looked at with each message: it is read once. */
    private record Shown(String text, ObjectNode content) {}

    private final UserId user;
    private final MatrixApi api;
    private final LastSynced synced;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Map<String, Written> written = new ConcurrentHashMap<>();
    private final Map<String, Shown> read = new ConcurrentHashMap<>();

    public SyncedAccountData(UserId user, MatrixApi api, LastSynced synced) {
        this.user = user;
        this.api = api;
        this.synced = synced;
    }

    @Override
    public Optional<ObjectNode> get(String type) {
        return current(type, shown(type)).map(ObjectNode::deepCopy);
    }

    @Override
    public ObjectNode change(String type, UnaryOperator<ObjectNode> change) {
        ReentrantLock lock = locks.computeIfAbsent(type, t -> new ReentrantLock());
        lock.lock();
        try {
            Optional<ObjectNode> shown = shown(type);
            Optional<ObjectNode> now = current(type, shown);
            ObjectNode changed = change.apply(now.map(ObjectNode::deepCopy).orElseGet(Json::object));
            // As it will be when sync brings it: a number written as a long is the same as one read as an int.
            ObjectNode wanted = Json.parseObject(Json.text(changed));
            if (now.filter(wanted::equals).isEmpty()) {
                api.putAccountData(user, type, wanted);
                written.put(type, new Written(before(type, shown), wanted.deepCopy()));
            }
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    /** What sync shows now comes first, then what we wrote last. */
    private List<Optional<ObjectNode>> before(String type, Optional<ObjectNode> shown) {
        Stream<Optional<ObjectNode>> unseen = unseen(type, shown).stream()
                .flatMap(last -> Stream.concat(
                        Stream.of(Optional.of(last.after())),
                        last.before().stream().filter(content -> !content.equals(shown))));
        return Stream.concat(Stream.of(shown), unseen).limit(MOST_UNSEEN).toList();
    }

    private Optional<ObjectNode> shown(String type) {
        return synced.of(type)
                .map(text ->
                        read.compute(type, (t, last) -> reading(text, last)).content());
    }

    private static Shown reading(String text, @Nullable Shown last) {
        return last != null && last.text().equals(text) ? last : new Shown(text, Json.parseObject(text));
    }

    private Optional<ObjectNode> current(String type, Optional<ObjectNode> shown) {
        return unseen(type, shown).map(Written::after).or(() -> shown);
    }

    private Optional<Written> unseen(String type, Optional<ObjectNode> shown) {
        return Optional.ofNullable(written.get(type))
                .filter(last -> last.before().contains(shown));
    }
}
