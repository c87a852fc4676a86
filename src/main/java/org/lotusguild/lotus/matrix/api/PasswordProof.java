package org.lotusguild.lotus.matrix.api;

import java.util.function.Function;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.id.UserId;
import org.lotusguild.lotus.base.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers the homeserver's user-interactive authentication with the password, if it asks for that and nothing else. */
final class PasswordProof {
    private static final String PASSWORD = "m.login.password";

    private PasswordProof() {}

    static ObjectNode ifAsked(ObjectNode body, UserId user, Secret password, Function<ObjectNode, ObjectNode> request) {
        try {
            return request.apply(body);
        } catch (MatrixException e) {
            if (!e.wantsAuthentication() || !offersPassword(e.body())) {
                throw e;
            }
            ObjectNode proven = body.deepCopy();
            proven.set("auth", answer(e.body(), user, password));
            return request.apply(proven);
        }
    }

    private static boolean offersPassword(JsonNode refusal) {
        for (JsonNode flow : refusal.path("flows")) {
            JsonNode stages = flow.path("stages");
            if (stages.size() == 1 && PASSWORD.equals(stages.path(0).asString(""))) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode answer(ObjectNode refusal, UserId user, Secret password) {
        ObjectNode auth = Json.object().put("type", PASSWORD).put("password", password.value());
        auth.putObject("identifier").put("type", "m.id.user").put("user", user.value());
        Json.string(refusal, "session").ifPresent(s -> auth.put("session", s));
        return auth;
    }
}
