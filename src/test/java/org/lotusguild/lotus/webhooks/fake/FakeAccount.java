package org.lotusguild.lotus.webhooks.fake;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.MxcUri;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.CryptoReport;
import org.lotusguild.lotus.matrix.AccountData;
import org.lotusguild.lotus.matrix.AccountHealth;
import org.lotusguild.lotus.matrix.AttachedFile;
import org.lotusguild.lotus.matrix.Attachments;
import org.lotusguild.lotus.matrix.DirectChats;
import org.lotusguild.lotus.matrix.History;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.Media;
import org.lotusguild.lotus.matrix.Recovery;
import org.lotusguild.lotus.matrix.RoomFile;
import org.lotusguild.lotus.matrix.RoomSender;
import org.lotusguild.lotus.matrix.Rooms;
import org.lotusguild.lotus.matrix.Verifier;
import org.lotusguild.lotus.matrix.send.SendQueue;
import org.lotusguild.lotus.store.Database;
import tools.jackson.databind.node.ObjectNode;

/** An account of rooms that a test made up and of a real send queue. It keeps how it is shown, and every upload. */
public final class FakeAccount implements MatrixAccount {
    private final UserId user;
    private final Rooms rooms;
    private final Optional<SendQueue> queue;
    private final AtomicInteger uploads = new AtomicInteger();
    public final List<String> shown = new CopyOnWriteArrayList<>();

    public FakeAccount(UserId user, Rooms rooms, SendQueue queue) {
        this(user, rooms, Optional.of(queue));
    }

    /** One that sends nothing. */
    public FakeAccount(UserId user, Rooms rooms) {
        this(user, rooms, Optional.empty());
    }

    private FakeAccount(UserId user, Rooms rooms, Optional<SendQueue> queue) {
        this.user = user;
        this.rooms = rooms;
        this.queue = queue;
    }

    public int uploads() {
        return uploads.get();
    }

    @Override
    public UserId user() {
        return user;
    }

    @Override
    public DeviceId device() {
        return DeviceId.parse("DEVICE");
    }

    @Override
    public Rooms rooms() {
        return rooms;
    }

    @Override
    public RoomSender sender() {
        return queue.orElseThrow();
    }

    @Override
    public Media media() {
        return new Media() {
            @Override
            public MxcUri upload(java.nio.file.Path file, String contentType, String name) {
                return MxcUri.parse("mxc://example.org/up" + uploads.incrementAndGet());
            }

            @Override
            public String download(MxcUri uri, java.nio.file.Path target, long cap) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Override
    public Attachments attachments() {
        return new Attachments() {
            @Override
            public ObjectNode upload(RoomId room, RoomFile file) {
                uploads.incrementAndGet();
                return Json.object().put("msgtype", "m.file").put("body", file.name());
            }

            @Override
            public Fetched fetch(AttachedFile file, java.nio.file.Path target) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Override
    public boolean showAs(String displayName) {
        return changed(displayName);
    }

    @Override
    public boolean showAvatar(MxcUri picture) {
        return changed(picture.toString());
    }

    private boolean changed(String text) {
        boolean differs = !shown.contains(text);
        if (differs) {
            shown.add(text);
        }
        return differs;
    }

    @Override
    public Database database() {
        throw new UnsupportedOperationException();
    }

    @Override
    public AccountHealth health() {
        Optional<String> stopped = queue.flatMap(SendQueue::stopped);
        return new AccountHealth(
                stopped.isPresent() ? AccountHealth.State.RED : AccountHealth.State.GREEN,
                stopped.orElse(""),
                "",
                CrossSigningStatus.SIGNED);
    }

    @Override
    public void start() {
        queue.ifPresent(SendQueue::start);
    }

    @Override
    public void hold() {}

    @Override
    public void close() {
        queue.ifPresent(SendQueue::close);
    }

    @Override
    public History history() {
        throw new UnsupportedOperationException();
    }

    @Override
    public AccountData accountData() {
        throw new UnsupportedOperationException();
    }

    @Override
    public DirectChats directChats() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Verifier verifier() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Recovery recovery() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CryptoReport encryption() {
        throw new UnsupportedOperationException();
    }
}
