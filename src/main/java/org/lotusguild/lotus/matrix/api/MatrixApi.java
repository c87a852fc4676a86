package org.lotusguild.lotus.matrix.api;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.lotusguild.lotus.base.Pause;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.http.HttpFailure;
import tools.jackson.databind.node.ObjectNode;

/**
 * The client-server API of one homeserver, in one account's name. Blocking. Waits and repeats by the table of errors; what
 * is left is a {@link MatrixException} (the homeserver said no) or an {@link HttpFailure} (no answer came).
 */
public final class MatrixApi {
    private static final Duration MARGIN = Duration.ofSeconds(15);
    private static final long SYNC_CAP = 32L << 20;
    private static final long FIRST_SYNC_CAP = 256L << 20;

    private final Wire wire;

    private MatrixApi(Wire wire) {
        this.wire = wire;
    }

    public static MatrixApi of(
            HttpCaller http,
            URI homeserver,
            Credentials who,
            InstantSource clock,
            Pause pause,
            RandomGenerator random) {
        return new MatrixApi(new Wire(http, homeserver, who, clock, Optional.of(new Retrier(pause, random))));
    }

    /** The same homeserver in another's name. */
    public MatrixApi as(Credentials other) {
        return new MatrixApi(wire.as(other));
    }

    /** The same without waiting and repeating: for callers that have their own queue and back-off. */
    public MatrixApi once() {
        return new MatrixApi(wire.once());
    }

    public RoomsApi rooms() {
        return new RoomsApi(wire);
    }

    public KeysApi keys() {
        return new KeysApi(wire);
    }

    public BackupApi backup() {
        return new BackupApi(wire);
    }

    public MediaApi media() {
        return new MediaApi(wire);
    }

    /** {@code GET /versions} and {@code GET /capabilities}. */
    public ServerFeatures features() {
        ObjectNode versions = wire.json(Request.get("/versions").withoutDevice());
        return ServerFeatures.of(
                versions, wire.json(Request.get("/v3/capabilities").withoutDevice()));
    }

    /** {@code GET /account/whoami}. */
    public Whoami whoami() {
        ObjectNode answer = wire.json(Request.get("/v3/account/whoami"));
        return new Whoami(
                UserId.parse(text(answer, "user_id")),
                Json.string(answer, "device_id").map(DeviceId::parse));
    }

    public record Whoami(UserId user, Optional<DeviceId> device) {}

    /** {@code POST /login} by password. Without {@code device} the homeserver chooses one. */
    public LoggedIn login(String user, Secret password, Optional<DeviceId> device, String deviceName) {
        ObjectNode body = Json.object();
        body.put("type", "m.login.password");
        body.putObject("identifier").put("type", "m.id.user").put("user", user);
        body.put("password", password.value());
        body.put("initial_device_display_name", deviceName);
        device.ifPresent(d -> body.put("device_id", d.value()));
        ObjectNode answer = wire.json(Request.post("/v3/login").json(body));
        return new LoggedIn(
                UserId.parse(text(answer, "user_id")),
                DeviceId.parse(text(answer, "device_id")),
                new Secret(text(answer, "access_token")));
    }

    public record LoggedIn(UserId user, DeviceId device, Secret token) {}

    /** {@code POST /logout}: ends the login and removes its device. */
    public void logout() {
        wire.json(Request.post("/v3/logout").json(Json.object()));
    }

    /** Registers a user of the application service; one that exists is success. No login is made (MSC4190). */
    public void registerAppserviceUser(String localpart) {
        ObjectNode body = Json.object();
        body.put("type", "m.login.application_service");
        body.put("username", localpart);
        body.put("inhibit_login", true);
        try {
            wire.json(Request.post("/v3/register").withoutDevice().mayRepeat().json(body));
        } catch (MatrixException e) {
            if (!e.errcode().equals("M_USER_IN_USE")) {
                throw e;
            }
        }
    }

    /** {@code PUT /devices/{id}}: makes the device (application services, MSC4190) or names it. */
    public void putDevice(DeviceId device, String name) {
        wire.json(Request.put("/v3/devices/{}", device)
                .withoutDevice()
                .json(Json.object().put("display_name", name)));
    }

    /** {@code PUT /pushrules/…/.m.rule.master/enabled}: from now on no event notifies the account. */
    public void muteNotifications() {
        wire.json(Request.put("/v3/pushrules/global/override/.m.rule.master/enabled")
                .json(Json.object().put("enabled", true)));
    }

    /**
     * {@code DELETE /devices/{id}}; one that is gone already is success.
     *
     * @param password answers if the homeserver asks for proof; it asks ordinary logins, not application services
     */
    public void deleteDevice(DeviceId device, UserId user, Optional<Secret> password) {
        Request request = Request.delete("/v3/devices/{}", device);
        try {
            if (password.isPresent()) {
                PasswordProof.ifAsked(Json.object(), user, password.get(), body -> wire.json(request.json(body)));
            } else {
                wire.json(request.json(Json.object()));
            }
        } catch (MatrixException e) {
            if (e.status() != 404 || e.byAProxy()) {
                throw e;
            }
        }
    }

    /** {@code POST /user/{id}/filter}: the filter's id. */
    public String uploadFilter(UserId user, ObjectNode filter) {
        return text(
                wire.json(Request.post("/v3/user/{}/filter", user).mayRepeat().json(filter)), "filter_id");
    }

    /** Where the answer to {@code /sync} may be large. */
    private static final Set<List<String>> ROOMS =
            Set.of(List.of("rooms", "join"), List.of("rooms", "invite"), List.of("rooms", "leave"));

    /**
     * {@code GET /sync}. Never repeated here: the sync loop has its own back-off.
     *
     * @param rooms gets the rooms one by one while the answer comes in, which may still break off; the answer lacks them
     */
    public ObjectNode sync(SyncRequest ask, Json.Members rooms) {
        Request request = Request.get("/v3/sync")
                .with("timeout", Long.toString(ask.timeout().toMillis()))
                .with("filter", ask.filter())
                .with("set_presence", "offline")
                .with("org.matrix.msc4222.use_state_after", "true")
                .with("use_state_after", "true")
                .timeout(ask.timeout().plus(MARGIN))
                .cap(ask.since().isPresent() ? SYNC_CAP : FIRST_SYNC_CAP);
        Request whole = ask.since().map(s -> request.with("since", s)).orElse(request);
        return wire.once().stream(whole, in -> {
            try {
                return Json.parseStrangers(in, ROOMS, rooms);
            } catch (MalformedJson e) {
                throw new HttpFailure(HttpFailure.Kind.BROKEN, "the sync answer is no whole JSON object", e);
            }
        });
    }

    /**
     * @param since empty for a first sync
     * @param filter id of an uploaded filter, or the filter itself as JSON
     * @param timeout how long the homeserver may hold the request
     */
    public record SyncRequest(Optional<String> since, String filter, Duration timeout) {}

    /** {@code GET /user/{id}/account_data/{type}}; empty if there is none. */
    public Optional<ObjectNode> accountData(UserId user, String type) {
        return found(Request.get("/v3/user/{}/account_data/{}", user, type));
    }

    public void putAccountData(UserId user, String type, ObjectNode content) {
        wire.json(Request.put("/v3/user/{}/account_data/{}", user, type).json(content));
    }

    /** {@code GET /profile/{id}}: all fields; empty if the user has no profile. */
    public Optional<ObjectNode> profile(UserId user) {
        return found(Request.get("/v3/profile/{}", user));
    }

    /** {@code PUT /profile/{id}/{field}}, for example {@code displayname} or {@code avatar_url}. */
    public void putProfile(UserId user, String field, String value) {
        wire.json(
                Request.put("/v3/profile/{}/{}", user, field).json(Json.object().put(field, value)));
    }

    private Optional<ObjectNode> found(Request request) {
        return orNotFound(wire, request);
    }

    static Optional<ObjectNode> orNotFound(Wire wire, Request request) {
        try {
            return Optional.of(wire.json(request));
        } catch (MatrixException e) {
            if (e.status() == 404 && !e.byAProxy()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A field without which the answer is of no use. */
    static String text(ObjectNode answer, String field) {
        return Json.string(answer, field)
                .orElseThrow(
                        () -> new HttpFailure(HttpFailure.Kind.BROKEN, "the homeserver's answer lacks " + field, null));
    }
}
