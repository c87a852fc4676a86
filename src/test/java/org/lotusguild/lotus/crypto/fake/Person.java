package org.lotusguild.lotus.crypto.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.RoomId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.CrossSigningStatus;
import org.lotusguild.lotus.crypto.CryptoMachine;
import org.lotusguild.lotus.crypto.Decrypted;
import org.lotusguild.lotus.crypto.EncryptResult;
import org.lotusguild.lotus.crypto.Failure;
import org.lotusguild.lotus.crypto.Outgoing;
import org.lotusguild.lotus.crypto.RoomPolicy;
import org.lotusguild.lotus.crypto.Step;
import org.lotusguild.lotus.crypto.SyncChanges;
import org.lotusguild.lotus.crypto.SyncOutcome;
import tools.jackson.databind.node.ObjectNode;

/** A user with a machine, and the loop around it that a Matrix client would be. */
public final class Person {
    private static final int ROUNDS = 100;
    private int events;

    private final KeyServer server;
    private final CryptoMachine machine;
    private final List<Outgoing> wire = new ArrayList<>();

    public Person(KeyServer server, CryptoMachine machine) {
        this.server = server;
        this.machine = machine;
        server.login(machine.user(), machine.device());
    }

    public CryptoMachine machine() {
        return machine;
    }

    public UserId user() {
        return machine.user();
    }

    public DeviceId device() {
        return machine.device();
    }

    /** Everything that was sent. */
    public List<Outgoing> wire() {
        return wire;
    }

    /** One sync and all requests that follow of it. */
    public SyncOutcome sync() {
        SyncChanges changes = server.sync(user(), device());
        SyncOutcome outcome = machine.step(step -> step.receive(changes));
        flush();
        return outcome;
    }

    /** One sync answer with these to-device events and nothing else. */
    public SyncOutcome deliver(ObjectNode... events) {
        SyncChanges changes = new SyncChanges(List.of(events), Set.of(), Set.of(), Map.of(), Optional.empty());
        return machine.step(step -> step.receive(changes));
    }

    /** Sends requests until there are none. */
    public void flush() {
        for (int round = 0; round < ROUNDS; round++) {
            List<Outgoing> requests = outgoing();
            if (requests.isEmpty()) {
                return;
            }
            requests.forEach(this::send);
        }
        throw new AssertionError("requests without end: " + outgoing());
    }

    /** Sends one request and hands the answer in. */
    public void send(Outgoing request) {
        Answer answer = perform(request);
        machine.step(step -> {
            if (answer.ok()) {
                step.sent(request.id(), answer.body());
            } else {
                step.failed(request.id(), new Failure.Refused(answer.status(), answer.body()));
            }
            return true;
        });
    }

    /** Sends one request; the machine does not learn the answer. */
    public Answer perform(Outgoing request) {
        wire.add(request);
        return switch (request) {
            case Outgoing.KeysUpload upload -> server.upload(user(), device(), upload.body());
            case Outgoing.KeysQuery query -> server.query(user(), query.body());
            case Outgoing.KeysClaim claim -> server.claim(claim.body());
            case Outgoing.ToDevice message ->
                server.sendToDevice(user(), message.eventType(), message.id().value(), message.body());
            case Outgoing.SigningKeysUpload upload -> server.uploadSigningKeys(user(), upload.body());
            case Outgoing.SignatureUpload upload -> server.uploadSignatures(user(), upload.body());
            case Outgoing.BackupVersion ask -> server.backups().version(user());
            case Outgoing.BackupCreation creation -> server.backups().create(user(), creation.body());
            case Outgoing.BackupUpload upload -> server.backups().put(user(), upload.version(), upload.body());
        };
    }

    /** Sends room keys to the backup until it has them all. */
    public void backUp() {
        flush();
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Outgoing> next = machine.step(step -> step.backup().nextUpload());
            if (next.isEmpty()) {
                return;
            }
            send(next.get());
            flush();
        }
        throw new AssertionError("backups without end");
    }

    public List<Outgoing> outgoing() {
        return machine.step(Step::outgoing);
    }

    public Optional<Outgoing> missing(Set<UserId> users) {
        return machine.step(step -> step.missingSessions(users));
    }

    public List<Outgoing> share(RoomId room, RoomPolicy policy) {
        return machine.step(step -> step.share(room, policy));
    }

    public CrossSigningStatus crossSigning() {
        return machine.step(Step::crossSigning);
    }

    /** All that comes before an encryption: lists, sessions, keys. */
    public void prepare(RoomId room, RoomPolicy policy) {
        machine.step(step -> {
            step.track(policy.recipients());
            return true;
        });
        flush();
        claim(policy.recipients());
        share(room, policy).forEach(this::send);
    }

    public void claim(Set<UserId> users) {
        for (int round = 0; round < ROUNDS; round++) {
            Optional<Outgoing> claim = missing(users);
            if (claim.isEmpty()) {
                return;
            }
            send(claim.get());
        }
        throw new AssertionError("claims without end");
    }

    /** The whole way of sending a text; the answer is the event as the homeserver would deliver it. */
    public ObjectNode say(RoomId room, RoomPolicy policy, String text) {
        prepare(room, policy);
        return event(encrypt(room, policy, text));
    }

    public ObjectNode encrypt(RoomId room, RoomPolicy policy, String text) {
        ObjectNode content = Json.object().put("msgtype", "m.text").put("body", text);
        EncryptResult result = machine.step(step -> step.encrypt(room, policy, "m.room.message", content));
        if (result instanceof EncryptResult.Encrypted(ObjectNode encrypted)) {
            return encrypted;
        }
        throw new AssertionError("not encrypted: " + result);
    }

    public ObjectNode event(ObjectNode content) {
        ObjectNode event = Json.object()
                .put("type", "m.room.encrypted")
                .put("event_id", "$" + user().localpart() + (++events))
                .put("sender", user().value())
                .put("origin_server_ts", 1_700_000_000_000L);
        event.set("content", content);
        return event;
    }

    public Decrypted read(RoomId room, ObjectNode event) {
        return machine.step(step -> step.decrypt(room, event));
    }
}
