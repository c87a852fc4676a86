package org.lotusguild.lotus.crypto.machine;

import java.util.List;
import java.util.Optional;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.crypto.Verification;
import org.lotusguild.lotus.crypto.Verification.Stage;
import org.lotusguild.lotus.crypto.Verifications;
import org.lotusguild.lotus.crypto.verification.CancelCode;
import org.lotusguild.lotus.crypto.verification.Exchange;
import org.lotusguild.lotus.crypto.verification.Flow;
import org.lotusguild.lotus.crypto.verification.Peer;
import org.lotusguild.lotus.crypto.verification.Phase;
import org.lotusguild.lotus.crypto.verification.Protocol;
import org.lotusguild.lotus.store.Tx;

/** The verifications inside of one step, as others see them. */
record VerificationStep(Tx tx, Verifying verifying) implements Verifications {

    @Override
    public List<Verification> all() {
        return verifying.all().stream().map(VerificationStep::shown).toList();
    }

    @Override
    public Optional<Verification> ask(UserId user, Optional<RoomId> room) {
        return verifying.ask(tx, user, room).map(VerificationStep::shown);
    }

    @Override
    public void accept(String id) {
        verifying.decide(tx, id, protocol -> protocol::accept);
    }

    @Override
    public void agree(String id) {
        verifying.decide(tx, id, protocol -> protocol::agree);
    }

    @Override
    public void differ(String id) {
        verifying.decide(tx, id, protocol -> protocol::differ);
    }

    @Override
    public void cancel(String id, String why) {
        verifying.decide(tx, id, protocol -> x -> Protocol.end(x, CancelCode.USER, why));
    }

    @Override
    public void tidy() {
        verifying.tidy(tx);
    }

    @Override
    public void receive(RoomEvent event) {
        verifying.receive(tx, event);
    }

    @Override
    public List<RoomMessage> takeRoomMessages() {
        return verifying.takeRoomMessages();
    }

    private static Verification shown(Exchange x) {
        return new Verification(
                x.id(),
                x.them(),
                x.peer().map(Peer::device),
                x.flow() instanceof Flow.InRoom(RoomId room, var request) ? Optional.of(room) : Optional.empty(),
                stage(x.phase()),
                x.emoji().stream()
                        .map(sign -> new Verification.Sign(sign.symbol(), sign.name()))
                        .toList(),
                x.decimals(),
                why(x.phase()));
    }

    private static Stage stage(Phase phase) {
        return switch (phase) {
            case Phase.Requested _ -> Stage.REQUESTED;
            case Phase.Asked _, Phase.Ready _, Phase.Started _, Phase.Bound _, Phase.Committed _ -> Stage.WAITING;
            case Phase.Comparing at -> at.agreed() ? Stage.AGREED : Stage.COMPARE;
            case Phase.Done _ -> Stage.DONE;
            case Phase.Cancelled _ -> Stage.CANCELLED;
        };
    }

    private static String why(Phase phase) {
        return phase instanceof Phase.Cancelled(String code, String reason, boolean byUs)
                ? code + (reason.isEmpty() ? "" : ": " + reason)
                : "";
    }
}
