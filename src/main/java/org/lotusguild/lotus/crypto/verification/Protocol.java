package org.lotusguild.lotus.crypto.verification;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.crypto.primitive.CryptoException;
import org.lotusguild.lotus.crypto.primitive.Curve25519Key;
import org.lotusguild.lotus.crypto.verification.Phase.Asked;
import org.lotusguild.lotus.crypto.verification.Phase.Bound;
import org.lotusguild.lotus.crypto.verification.Phase.Cancelled;
import org.lotusguild.lotus.crypto.verification.Phase.Committed;
import org.lotusguild.lotus.crypto.verification.Phase.Comparing;
import org.lotusguild.lotus.crypto.verification.Phase.Done;
import org.lotusguild.lotus.crypto.verification.Phase.Proof;
import org.lotusguild.lotus.crypto.verification.Phase.Ready;
import org.lotusguild.lotus.crypto.verification.Phase.Requested;
import org.lotusguild.lotus.crypto.verification.Phase.Started;
import tools.jackson.databind.node.ObjectNode;

/**
 * The moves of an exchange. What arrives twice changes nothing; what does not fit ends the exchange with the code that the
 * specification has for it. Whoever asked starts.
 */
public final class Protocol {
    /** In our own request in a room: which exchange it belongs to. */
    public static final String OUR_ID = "org.lotusguild.lotus.exchange";

    private static final int LONGEST_REASON = 200;

    private final Function<DeviceId, Optional<Peer>> peers;

    /** @param peers the other user's devices as the homeserver shows them now */
    public Protocol(Function<DeviceId, Optional<Peer>> peers) {
        this.peers = peers;
    }

    /** Asks the devices of the flow, or in the room. */
    public static Turn ask(String id, Flow flow, Own us, UserId them, Instant now) {
        Exchange x = new Exchange(id, flow, us, them, true, now, new Asked());
        return Turn.quiet(x)
                .then(
                        switch (flow) {
                            case Flow.ToDevice to -> Words.request(x);
                            case Flow.InRoom in -> Words.requestInRoom(x);
                        });
    }

    /** Our request in a room has its event id now. */
    public static Turn named(Exchange x) {
        return x.phase() instanceof Cancelled(String code, String reason, boolean byUs)
                ? Turn.quiet(x).then(Words.cancel(x, CancelCode.USER, reason))
                : Turn.quiet(x);
    }

    /** The other asks from this device. */
    public static Turn requested(Exchange x, ObjectNode request) {
        return Words.speaksOurMethod(request)
                ? Turn.quiet(x)
                : end(x, CancelCode.UNKNOWN_METHOD, "only emoji or numbers can be compared");
    }

    /** Our human wants to. */
    public Turn accept(Exchange x) {
        if (!(x.phase() instanceof Requested(DeviceId device))) {
            return Turn.quiet(x);
        }
        Optional<Peer> peer = peers.apply(device);
        return peer.isEmpty()
                ? unknownDevice(x)
                : Turn.quiet(x.at(new Ready(peer.get()))).then(Words.ready(x));
    }

    /** Our human says that both sides show the same. */
    public Turn agree(Exchange x) {
        if (!(x.phase() instanceof Comparing at) || at.agreed()) {
            return Turn.quiet(x);
        }
        if (!showsTheSame(at.peer())) {
            return changedKeys(x);
        }
        Turn said = Turn.quiet(x.at(at.agreedTo())).then(Words.say(x, "mac", new Macs(x, at).ours(x.us())));
        return at.proof().isPresent() ? finish(said, at, at.proof().get()) : said;
    }

    /** Our human says that they differ. */
    public Turn differ(Exchange x) {
        return x.phase() instanceof Comparing
                ? end(x, CancelCode.MISMATCHED_SAS, "the emoji are not the same")
                : Turn.quiet(x);
    }

    public static Turn end(Exchange x, CancelCode code, String reason) {
        return x.over()
                ? Turn.quiet(x)
                : Turn.quiet(x.at(new Cancelled(code.wire(), reason, true))).then(Words.cancel(x, code, reason));
    }

    /** @param type without {@code m.key.verification.} */
    public Turn receive(Exchange x, String type, ObjectNode content) {
        if (x.over()) {
            return Turn.quiet(x);
        }
        try {
            return switch (type) {
                case "ready" -> ready(x, content);
                case "start" -> start(x, content);
                case "accept" -> accepted(x, content);
                case "key" -> key(x, content);
                case "mac" -> mac(x, content);
                case "cancel" -> cancelled(x, content);
                default -> Turn.quiet(x); // done comes after our own end, if at all
            };
        } catch (CryptoException | MalformedJson | IllegalArgumentException e) {
            return end(x, CancelCode.INVALID_MESSAGE, "a message is not as it should be");
        }
    }

    private Turn ready(Exchange x, ObjectNode content) {
        if (!(x.phase() instanceof Asked)) {
            return Turn.quiet(x);
        }
        if (!Words.speaksOurMethod(content)) {
            return end(x, CancelCode.UNKNOWN_METHOD, "only emoji or numbers can be compared");
        }
        Optional<Peer> peer = peers.apply(device(content));
        if (peer.isEmpty()) {
            return unknownDevice(x);
        }
        Exchange chosen = x.in(only(x.flow(), peer.get().device()));
        ObjectNode start = Words.start(chosen);
        Phase next = new Started(peer.get(), new ThrowAway(), Words.canonical(start));
        Turn turn = Turn.quiet(chosen.at(next)).then(new Turn.Saying(Words.PREFIX + "start", start, devices(chosen)));
        return othersAreFree(turn, x, peer.get().device());
    }

    /** The other devices that rang may stop. */
    private static Turn othersAreFree(Turn turn, Exchange before, DeviceId chosen) {
        if (!(before.flow() instanceof Flow.ToDevice(String transaction, Set<DeviceId> devices))
                || devices.size() < 2) {
            return turn;
        }
        Set<DeviceId> others = new HashSet<>(devices);
        others.remove(chosen);
        ObjectNode content = before.flow().mark(Words.cancellation(CancelCode.ACCEPTED, "another device took it"));
        return turn.then(new Turn.Saying(Words.PREFIX + "cancel", content, others));
    }

    private Turn start(Exchange x, ObjectNode content) {
        return switch (x.phase()) {
            case Ready(Peer peer) -> commit(x, peer, content);
            case Started(Peer peer, var key, var start) ->
                theyGoFirst(x, peer) && isOf(peer, content) ? commit(x, peer, content) : Turn.quiet(x);
            case Committed(var peer, var key, String start) -> again(x, start, content);
            case Comparing at -> at.weStarted() ? Turn.quiet(x) : again(x, at.start(), content);
            case Bound _, Phase.Over _ -> Turn.quiet(x); // ours won
            case Asked _, Requested _ -> unexpected(x);
        };
    }

    /** Of two starts at once the one of the lower user id counts, then of the lower device id. */
    private static boolean theyGoFirst(Exchange x, Peer peer) {
        int users = x.them().value().compareTo(x.us().user().value());
        return users < 0
                || users == 0 && peer.device().value().compareTo(x.us().device().value()) < 0;
    }

    private Turn commit(Exchange x, Peer peer, ObjectNode content) {
        if (!isOf(peer, content)) {
            return unexpected(x);
        }
        if (!Json.string(content, "method").orElse("").equals(Words.METHOD) || !Words.offersEnough(content)) {
            return end(x, CancelCode.UNKNOWN_METHOD, "only emoji or numbers can be compared");
        }
        String start = Words.canonical(content);
        ThrowAway key = new ThrowAway();
        String commitment = Words.commitment(key.publicKey().base64(), start);
        return Turn.quiet(x.at(new Committed(peer, key, start))).then(Words.accept(x, content, commitment));
    }

    private Turn accepted(Exchange x, ObjectNode content) {
        if (x.phase() instanceof Bound bound) {
            return again(x, bound.accepted(), content);
        }
        if (!(x.phase() instanceof Started(Peer peer, ThrowAway key, String start))) {
            return x.phase() instanceof Comparing at && at.weStarted() ? Turn.quiet(x) : unexpected(x);
        }
        if (!Words.choseOurs(content)) {
            return end(x, CancelCode.UNKNOWN_METHOD, "what was chosen was not offered");
        }
        Optional<String> commitment = Json.string(content, "commitment");
        if (commitment.isEmpty()) {
            return end(x, CancelCode.INVALID_MESSAGE, "there is no commitment");
        }
        Phase next = new Bound(peer, key, start, Words.canonical(content), commitment.get());
        return Turn.quiet(x.at(next)).then(Words.key(x, key));
    }

    private Turn key(Exchange x, ObjectNode content) {
        String shown = Json.string(content, "key").orElse("");
        return switch (x.phase()) {
            case Committed(Peer peer, ThrowAway key, String start) ->
                compare(x, new Comparing(peer, key, Curve25519Key.parse(shown), start, false, Optional.empty(), false))
                        .then(Words.key(x, key));
            case Bound bound -> {
                String commitment = bound.commitment().replace("=", "");
                yield commitment.equals(Words.commitment(shown, bound.start()))
                        ? compare(x, comparing(bound, Curve25519Key.parse(shown)))
                        : end(x, CancelCode.MISMATCHED_COMMITMENT, "the key is not the one that was promised");
            }
            case Comparing at -> at.theirs().equals(Curve25519Key.parse(shown)) ? Turn.quiet(x) : unexpected(x);
            case Asked _, Requested _, Ready _, Started _, Phase.Over _ -> unexpected(x);
        };
    }

    private static Comparing comparing(Bound bound, Curve25519Key theirs) {
        return new Comparing(bound.peer(), bound.key(), theirs, bound.start(), true, Optional.empty(), false);
    }

    /** Agrees at once: a weak key is found out here. */
    private static Turn compare(Exchange x, Comparing at) {
        at.key().agree(at.theirs());
        return Turn.quiet(x.at(at));
    }

    private Turn mac(Exchange x, ObjectNode content) {
        if (!(x.phase() instanceof Comparing at)) {
            return unexpected(x);
        }
        if (at.proof().isPresent()) {
            return again(x, at.proof().get().macs(), content);
        }
        if (!showsTheSame(at.peer())) {
            return changedKeys(x);
        }
        Optional<Proof> proof = new Macs(x, at).check(content, at.peer());
        if (proof.isEmpty()) {
            return end(x, CancelCode.KEY_MISMATCH, "the keys are not those that the homeserver shows");
        }
        Turn noted = Turn.quiet(x.at(at.proven(proof.get())));
        return at.agreed() ? finish(noted, at, proof.get()) : noted;
    }

    /** What is proven counts for the keys that were noted, and for no others that are there by now. */
    private boolean showsTheSame(Peer noted) {
        return peers.apply(noted.device()).equals(Optional.of(noted));
    }

    private static Turn changedKeys(Exchange x) {
        return end(x, CancelCode.KEY_MISMATCH, "the keys of the other side changed meanwhile");
    }

    private static Turn finish(Turn soFar, Comparing at, Proof proof) {
        Exchange x = soFar.next();
        return new Turn(x.at(new Done(at.peer(), proof)), soFar.sayings()).then(Words.done(x));
    }

    private static Turn cancelled(Exchange x, ObjectNode content) {
        String code = cut(Json.string(content, "code").orElse("m.unknown"));
        String reason = cut(Json.string(content, "reason").orElse(""));
        return Turn.quiet(x.at(new Cancelled(code, reason, false)));
    }

    private static String cut(String text) {
        return text.substring(
                0, text.offsetByCodePoints(0, Math.min(LONGEST_REASON, text.codePointCount(0, text.length()))));
    }

    /** The same once more is a repetition; anything else a contradiction. */
    private static Turn again(Exchange x, String before, ObjectNode content) {
        return before.equals(Words.canonical(content)) ? Turn.quiet(x) : unexpected(x);
    }

    private static Turn unexpected(Exchange x) {
        return end(x, CancelCode.UNEXPECTED_MESSAGE, "a message came out of turn");
    }

    private static Turn unknownDevice(Exchange x) {
        return end(x, CancelCode.KEY_MISMATCH, "the homeserver shows no such device");
    }

    private static boolean isOf(Peer peer, ObjectNode content) {
        return Json.string(content, "from_device")
                .orElse("")
                .equals(peer.device().value());
    }

    private static DeviceId device(ObjectNode content) {
        return DeviceId.parse(Json.string(content, "from_device").orElse(""));
    }

    private static Flow only(Flow flow, DeviceId device) {
        return switch (flow) {
            case Flow.ToDevice(String transaction, var devices) -> new Flow.ToDevice(transaction, Set.of(device));
            case Flow.InRoom room -> room;
        };
    }

    private static Set<DeviceId> devices(Exchange x) {
        return x.flow() instanceof Flow.ToDevice(String transaction, Set<DeviceId> devices) ? devices : Set.of();
    }
}
