package org.lotusguild.lotus.matrix.fake;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.Verification;
import org.lotusguild.lotus.crypto.Verifications;

/** Nobody verifies anybody. */
record NoVerifications() implements Verifications {
    @Override
    public List<Verification> all() {
        return List.of();
    }

    @Override
    public Optional<Verification> ask(UserId user, Optional<RoomId> room) {
        return Optional.empty();
    }

    @Override
    public void accept(String id) {}

    @Override
    public void agree(String id) {}

    @Override
    public void differ(String id) {}

    @Override
    public void cancel(String id, String why) {}

    @Override
    public void tidy() {}

    @Override
    public void receive(RoomEvent event) {}

    @Override
    public List<RoomMessage> takeRoomMessages() {
        return List.of();
    }
}
