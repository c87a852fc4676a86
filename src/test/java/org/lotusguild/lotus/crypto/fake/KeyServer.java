package org.lotusguild.lotus.crypto.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.CanonicalJson;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.SyncChanges;
import org.lotusguild.lotus.crypto.identity.SignedJson;
import org.lotusguild.lotus.crypto.primitive.Ed25519Key;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The homeserver as far as encryption sees it, with Synapse's habits: other keys under a one-time key's id are refused, the
 * same again are not; a fallback key is given when the others are used up, and stays; to-device with a repeated
 * transaction id is delivered once; all users see each other's changes.
 */
public final class KeyServer {
    private final Map<UserId, Map<DeviceId, Box>> users = new LinkedHashMap<>();
    private final Map<String, ObjectNode> signingKeys = new HashMap<>();
    private final List<UserId> changes = new ArrayList<>();
    private final Set<String> transactions = new HashSet<>();
    private final Set<UserId> unreachable = new HashSet<>();
    private final BackupServer backups = new BackupServer();

    private static final class Box {
        private final TreeMap<String, JsonNode> oneTimeKeys = new TreeMap<>();
        private final Map<String, JsonNode> givenKeys = new HashMap<>();
        private final List<ObjectNode> toDevice = new ArrayList<>();
        private Optional<ObjectNode> keys = Optional.empty();
        private Optional<Map.Entry<String, JsonNode>> fallback = Optional.empty();
        private boolean fallbackUsed;
        private int seenChanges;
    }

    /** The backups of room keys. */
    public BackupServer backups() {
        return backups;
    }

    /** A login: the device exists and may be written to. */
    public void login(UserId user, DeviceId device) {
        users.computeIfAbsent(user, key -> new LinkedHashMap<>()).putIfAbsent(device, new Box());
    }

    public void logout(UserId user, DeviceId device) {
        box(user, device);
        users.getOrDefault(user, new LinkedHashMap<>()).remove(device);
        changes.add(user);
    }

    /** Questions about this user bring nothing, as when a remote server is down. */
    public void unreachable(UserId user, boolean yes) {
        if (yes) {
            unreachable.add(user);
        } else {
            unreachable.remove(user);
        }
    }

    /** Tells everybody that the user's list changed. */
    public void announce(UserId user) {
        changes.add(user);
    }

    /** {@code POST /keys/upload}. */
    public Answer upload(UserId user, DeviceId device, ObjectNode body) {
        Box box = box(user, device);
        for (Map.Entry<String, JsonNode> key :
                Json.objectAt(body, "one_time_keys").properties()) {
            JsonNode before = box.oneTimeKeys.getOrDefault(key.getKey(), box.givenKeys.get(key.getKey()));
            if (before != null && !before.equals(key.getValue())) {
                return error(400, "M_UNKNOWN", "One time key " + key.getKey() + " already exists.");
            }
        }
        if (body.get("device_keys") instanceof ObjectNode keys) {
            box.keys = Optional.of(keys.deepCopy());
            changes.add(user);
        }
        Json.objectAt(body, "one_time_keys").properties().stream()
                .filter(key -> !box.givenKeys.containsKey(key.getKey()))
                .forEach(key -> box.oneTimeKeys.put(key.getKey(), key.getValue()));
        Json.objectAt(body, "fallback_keys").properties().forEach(key -> {
            box.fallback = Optional.of(Map.entry(key.getKey(), key.getValue()));
            box.fallbackUsed = false;
        });
        ObjectNode answer = Json.object();
        answer.set("one_time_key_counts", Json.object().put("signed_curve25519", box.oneTimeKeys.size()));
        return new Answer(200, answer);
    }

    /** {@code POST /keys/query}. */
    public Answer query(UserId asking, ObjectNode body) {
        ObjectNode answer = Json.object();
        ObjectNode devices = answer.putObject("device_keys");
        for (String name : Json.objectAt(body, "device_keys").propertyNames()) {
            UserId user = new UserId(name);
            if (unreachable.contains(user)) {
                answer.withObjectProperty("failures").putObject(user.server());
                continue;
            }
            ObjectNode shown = devices.putObject(name);
            users.getOrDefault(user, Map.of())
                    .forEach((device, box) -> box.keys.ifPresent(keys -> shown.set(device.value(), keys.deepCopy())));
            show(answer, "master_keys", user, "master_key");
            show(answer, "self_signing_keys", user, "self_signing_key");
            if (user.equals(asking)) {
                show(answer, "user_signing_keys", user, "user_signing_key");
            }
        }
        return new Answer(200, answer);
    }

    private void show(ObjectNode answer, String group, UserId user, String name) {
        ObjectNode key = signingKeys.get(user + " " + name);
        if (key != null) {
            answer.withObjectProperty(group).set(user.value(), key.deepCopy());
        }
    }

    /** {@code POST /keys/claim}. */
    public Answer claim(ObjectNode body) {
        ObjectNode answer = Json.object();
        ObjectNode keys = answer.putObject("one_time_keys");
        for (Map.Entry<String, JsonNode> user :
                Json.objectAt(body, "one_time_keys").properties()) {
            for (String device : user.getValue().propertyNames()) {
                take(new UserId(user.getKey()), new DeviceId(device))
                        .ifPresent(key -> keys.withObjectProperty(user.getKey())
                                .withObjectProperty(device)
                                .set(key.getKey(), key.getValue()));
            }
        }
        return new Answer(200, answer);
    }

    private Optional<Map.Entry<String, JsonNode>> take(UserId user, DeviceId device) {
        Box box = users.getOrDefault(user, Map.of()).get(device);
        if (box == null) {
            return Optional.empty();
        }
        Map.Entry<String, JsonNode> key = box.oneTimeKeys.pollFirstEntry();
        if (key != null) {
            box.givenKeys.put(key.getKey(), key.getValue());
            return Optional.of(key);
        }
        box.fallbackUsed = box.fallback.isPresent();
        return box.fallback;
    }

    /** {@code PUT /sendToDevice/{type}/{transaction}}. */
    public Answer sendToDevice(UserId sender, String type, String transaction, ObjectNode body) {
        if (!transactions.add(sender + " " + transaction)) {
            return new Answer(200, Json.object());
        }
        for (Map.Entry<String, JsonNode> user : Json.objectAt(body, "messages").properties()) {
            for (Map.Entry<String, JsonNode> device : user.getValue().properties()) {
                Box box =
                        users.getOrDefault(new UserId(user.getKey()), Map.of()).get(new DeviceId(device.getKey()));
                if (box != null) {
                    ObjectNode event = Json.object().put("type", type).put("sender", sender.value());
                    event.set("content", device.getValue().deepCopy());
                    box.toDevice.add(event);
                }
            }
        }
        return new Answer(200, Json.object());
    }

    /** {@code POST /keys/device_signing/upload}; replacing asks for a password, as Synapse does. */
    public Answer uploadSigningKeys(UserId user, ObjectNode body) {
        ObjectNode before = signingKeys.get(user + " master_key");
        if (before != null && !before.get("keys").equals(body.get("master_key").get("keys"))) {
            return error(401, "M_FORBIDDEN", "password needed");
        }
        for (String name : List.of("master_key", "self_signing_key", "user_signing_key")) {
            signingKeys.put(user + " " + name, ((ObjectNode) body.get(name)).deepCopy());
        }
        changes.add(user);
        return new Answer(200, Json.object());
    }

    /** {@code POST /keys/signatures/upload}: what cannot be verified is named in {@code failures}, with status 200. */
    public Answer uploadSignatures(UserId signer, ObjectNode body) {
        ObjectNode failures = Json.object();
        for (Map.Entry<String, JsonNode> user : body.properties()) {
            for (Map.Entry<String, JsonNode> signed : user.getValue().properties()) {
                if (!merge(signer, new UserId(user.getKey()), signed.getKey(), (ObjectNode) signed.getValue())) {
                    failures.withObjectProperty(user.getKey())
                            .putObject(signed.getKey())
                            .put("errcode", "M_INVALID_SIGNATURE");
                }
            }
            changes.add(new UserId(user.getKey()));
        }
        ObjectNode answer = Json.object();
        answer.set("failures", failures);
        return new Answer(200, answer);
    }

    private boolean merge(UserId signer, UserId owner, String keyId, ObjectNode signed) {
        Optional<ObjectNode> target = target(owner, keyId);
        if (target.isEmpty() || !sameBody(target.get(), signed)) {
            return false;
        }
        ObjectNode signatures = Json.objectAt(signed, "signatures", signer.value());
        for (Map.Entry<String, JsonNode> signature : signatures.properties()) {
            Optional<Ed25519Key> key = signingKey(signer, signature.getKey().substring("ed25519:".length()));
            if (key.isEmpty()
                    || !SignedJson.verifies(
                            signed, signer, signature.getKey().substring("ed25519:".length()), key.get())) {
                return false;
            }
            target.get()
                    .withObjectProperty("signatures")
                    .withObjectProperty(signer.value())
                    .set(signature.getKey(), signature.getValue());
        }
        return true;
    }

    private Optional<ObjectNode> target(UserId owner, String keyId) {
        Box box = users.getOrDefault(owner, Map.of()).get(new DeviceId(keyId));
        if (box != null) {
            return box.keys;
        }
        return Optional.ofNullable(signingKeys.get(owner + " master_key"))
                .filter(key -> Json.objectAt(key, "keys").has("ed25519:" + keyId));
    }

    private Optional<Ed25519Key> signingKey(UserId user, String keyId) {
        Box box = users.getOrDefault(user, Map.of()).get(new DeviceId(keyId));
        if (box != null) {
            return box.keys
                    .flatMap(keys -> Json.string(keys, "keys", "ed25519:" + keyId))
                    .map(Ed25519Key::new);
        }
        return List.of("master_key", "self_signing_key", "user_signing_key").stream()
                .map(name -> signingKeys.get(user + " " + name))
                .filter(key -> key != null && Json.objectAt(key, "keys").has("ed25519:" + keyId))
                .map(key -> new Ed25519Key(keyId))
                .findFirst();
    }

    private static boolean sameBody(ObjectNode a, ObjectNode b) {
        return withoutSignatures(a).equals(withoutSignatures(b));
    }

    private static String withoutSignatures(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        copy.remove("signatures");
        copy.remove("unsigned");
        return CanonicalJson.of(copy);
    }

    /** One sync answer: what came since the last one. */
    public SyncChanges sync(UserId user, DeviceId device) {
        Box box = box(user, device);
        List<ObjectNode> toDevice = List.copyOf(box.toDevice);
        box.toDevice.clear();
        Set<UserId> changed = new HashSet<>(changes.subList(box.seenChanges, changes.size()));
        box.seenChanges = changes.size();
        boolean unused = box.fallback.isPresent() && !box.fallbackUsed;
        return new SyncChanges(
                toDevice,
                changed,
                Set.of(),
                Map.of("signed_curve25519", box.oneTimeKeys.size()),
                Optional.of(unused ? Set.of("signed_curve25519") : Set.of()));
    }

    /** What is in the device's box and not yet synced. */
    public List<ObjectNode> waitingFor(UserId user, DeviceId device) {
        return box(user, device).toDevice;
    }

    public int oneTimeKeys(UserId user, DeviceId device) {
        return box(user, device).oneTimeKeys.size();
    }

    /** The device keys as uploaded and signed; change them to play a false server. */
    public ObjectNode deviceKeys(UserId user, DeviceId device) {
        return box(user, device).keys.orElseThrow();
    }

    /** A key of {@code device_signing/upload}, for example {@code master_key}. */
    public Optional<ObjectNode> signingKeys(UserId user, String name) {
        return Optional.ofNullable(signingKeys.get(user + " " + name));
    }

    /** The server forgets the user's identity. */
    public void forgetIdentity(UserId user) {
        signingKeys.keySet().removeIf(key -> key.startsWith(user + " "));
        changes.add(user);
    }

    private Box box(UserId user, DeviceId device) {
        Box box = users.getOrDefault(user, Map.of()).get(device);
        if (box == null) {
            throw new IllegalStateException("no such login: " + user + " " + device);
        }
        return box;
    }

    private static Answer error(int status, String code, String text) {
        return new Answer(status, Json.object().put("errcode", code).put("error", text));
    }
}
