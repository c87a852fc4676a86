package org.lotusguild.lotus.launch;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.lotusguild.lotus.base.id.DeviceId;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.crypto.Verification;
import org.lotusguild.lotus.http.server.Request;
import org.lotusguild.lotus.http.server.Response;
import org.lotusguild.lotus.matrix.MatrixAccount;
import org.lotusguild.lotus.matrix.Verifier;
import tools.jackson.databind.node.ObjectNode;

/** What {@code lotus account verify} asks of the running program. */
record VerificationDesk(StatusBoard board) {
    private static final int SMALL = 4 << 10;

    Response answer(Request request) {
        ObjectNode wish = request.json(SMALL);
        Optional<MatrixAccount> account = board.account();
        if (account.isEmpty()) {
            return Response.error(409, "M_FORBIDDEN", "the bot's account is not open yet");
        }
        Verifier verifier = account.get().verifier();
        return switch (Json.string(wish, "do").orElse("")) {
            case "begin" -> begin(verifier, Json.string(wish, "user"));
            case "look" -> Response.json(200, shown(verifier.look()));
            case "same" -> decided(() -> verifier.answer(true));
            case "different" -> decided(() -> verifier.answer(false));
            case "end" -> decided(() -> verifier.end(Json.string(wish, "why").orElse("ended at the console")));
            default -> Response.error(400, "M_INVALID_PARAM", "do: begin, look, same, different or end");
        };
    }

    private static Response begin(Verifier verifier, Optional<String> name) {
        Optional<UserId> user;
        try {
            user = name.map(UserId::parse);
        } catch (IllegalArgumentException e) {
            return Response.error(400, "M_INVALID_PARAM", "\"" + name.orElse("") + "\" is no user id");
        }
        return verifier.begin(user)
                ? Response.json(200, Map.of())
                : Response.error(
                        404,
                        "M_NOT_FOUND",
                        "the homeserver shows no device of "
                                + user.map(UserId::value).orElse("") + " with encryption");
    }

    private static Response decided(Runnable decision) {
        decision.run();
        return Response.json(200, Map.of());
    }

    private static Map<String, Object> shown(Optional<Verification> found) {
        Map<String, Object> shown = new LinkedHashMap<>();
        found.ifPresent(one -> {
            shown.put("stage", one.stage().name().toLowerCase(Locale.ROOT));
            shown.put("user", one.with().value());
            shown.put("device", one.device().map(DeviceId::value).orElse(""));
            shown.put("emoji", one.emoji());
            shown.put("decimals", one.decimals());
            shown.put("why", one.why());
        });
        return shown;
    }
}
