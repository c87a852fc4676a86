package org.lotusguild.lotus.launch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.http.server.Handler;
import org.lotusguild.lotus.http.server.InternalRoutes;
import org.lotusguild.lotus.http.server.Request;
import org.lotusguild.lotus.http.server.Response;
import org.lotusguild.lotus.http.server.Routes;
import org.lotusguild.lotus.stack.trial.TrialException;
import tools.jackson.databind.node.ObjectNode;

/** The internal listener: metrics, health, and what the other commands ask of the running program. */
final class ControlRoutes {
    private static final int SMALL = 16 << 10;

    private final Secret token;
    private final StatusBoard board;
    private final Runnable stop;
    private final Optional<UserMaker> users;
    private final EncryptionControl encryption;
    private final HookControl hooks;

    ControlRoutes(
            Secret token,
            StatusBoard board,
            Runnable stop,
            Optional<UserMaker> users,
            EncryptionControl encryption,
            HookControl hooks) {
        this.token = token;
        this.board = board;
        this.stop = stop;
        this.users = users;
        this.encryption = encryption;
        this.hooks = hooks;
    }

    Routes routes(World world) {
        Routes routes = InternalRoutes.of(() -> world.metrics().text(), this::waitingFor);
        routes.on("GET", "/control/status", guarded(request -> Response.json(200, board.now())));
        routes.on("POST", "/control/stop", guarded(request -> stopping()));
        routes.on("POST", "/control/users", guarded(this::user));
        routes.on("POST", "/control/verification", guarded(new VerificationDesk(board)::answer));
        routes.on("POST", "/control/encryption", guarded(encryption::store));
        routes.on("POST", "/control/encryption/restore", guarded(encryption::restore));
        routes.on("POST", "/control/encryption/backup", guarded(encryption::backup));
        routes.on("POST", "/control/encryption/export", guarded(encryption::exportKeys));
        routes.on("POST", "/control/encryption/import", guarded(encryption::importKeys));
        routes.on("POST", "/control/hooks/{verb}", guarded(hooks::answer));
        return routes;
    }

    private Handler guarded(Handler handler) {
        return Handler.guarded(token, handler);
    }

    private List<String> waitingFor() {
        Map<String, Status.Part> parts = board.now().parts();
        return parts.entrySet().stream()
                .filter(part -> !part.getValue().state().serves())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The answer goes out first: the stop waits for requests at work. */
    private Response stopping() {
        Thread.ofVirtual().name("stop").start(stop);
        return Response.json(202, Map.of("stopping", true));
    }

    private Response user(Request request) {
        if (users.isEmpty()) {
            return Response.error(
                    409,
                    "M_FORBIDDEN",
                    "this homeserver is not a trial's: make accounts with its own tools, for example"
                            + " register_new_matrix_user");
        }
        ObjectNode wish = request.json(SMALL);
        try {
            return Response.json(
                    200,
                    users.get()
                            .add(
                                    Json.string(wish, "name").orElse(""),
                                    wish.path("admin").asBoolean(false)));
        } catch (TrialException e) {
            String why = Refusals.sentence(String.valueOf(e.getMessage()));
            return Response.error(400, "M_INVALID_PARAM", why + " " + Refusals.sentence(e.remedy()));
        }
    }
}
