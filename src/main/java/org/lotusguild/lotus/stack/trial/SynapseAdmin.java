package org.lotusguild.lotus.stack.trial;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.lotusguild.lotus.base.Secret;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.base.json.MalformedJson;
import org.lotusguild.lotus.http.HttpAnswer;
import org.lotusguild.lotus.http.HttpBody;
import org.lotusguild.lotus.http.HttpCall;
import org.lotusguild.lotus.http.HttpCaller;
import org.lotusguild.lotus.http.HttpFailure;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes accounts on a Synapse that shares a registration secret with us.
 *
 * <p>Source: Synapse admin API, "Shared-Secret Registration".
 */
public final class SynapseAdmin {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final URI register;
    private final Secret shared;
    private final HttpCaller http;

    SynapseAdmin(URI homeserver, Secret shared, HttpCaller http) {
        this.register = homeserver.resolve("/_synapse/admin/v1/register");
        this.shared = shared;
        this.http = http;
    }

    /** What came of a registration. */
    public enum Registration {
        CREATED,
        /** The name is taken; its password and its rights stay as they are. */
        EXISTS
    }

    /**
     * @param localpart of the new user, as the homeserver allows it
     * @throws TrialException if the homeserver does not answer or does not like the name
     */
    public Registration register(String localpart, Secret password, boolean admin) {
        String nonce = Json.string(body(call(HttpCall.of("GET", register))), "nonce")
                .orElseThrow(() -> refused(localpart, "it answered without a nonce"));
        ObjectNode wish = Json.object();
        wish.put("nonce", nonce);
        wish.put("username", localpart);
        wish.put("password", password.value());
        wish.put("admin", admin);
        wish.put("mac", mac(String.join("\0", nonce, localpart, password.value(), admin ? "admin" : "notadmin")));
        HttpAnswer answer = call(HttpCall.of("POST", register).body(HttpBody.json(wish)));
        if (answer.ok()) {
            return Registration.CREATED;
        }
        ObjectNode error = body(answer);
        if (Json.string(error, "errcode").filter("M_USER_IN_USE"::equals).isPresent()) {
            return Registration.EXISTS;
        }
        throw refused(localpart, Json.string(error, "error").orElse("status " + answer.status()));
    }

    private HttpAnswer call(HttpCall call) {
        try {
            return http.send(call.timeout(LIMIT));
        } catch (HttpFailure e) {
            throw new TrialException(
                    "The homeserver does not answer: " + e.getMessage(), "See synapse/synapse.log in the home", e);
        }
    }

    private static ObjectNode body(HttpAnswer answer) {
        try {
            return Json.parseObject(answer.body());
        } catch (MalformedJson e) {
            return Json.object();
        }
    }

    private static TrialException refused(String localpart, String why) {
        return new TrialException(
                "The homeserver did not make the account " + localpart + ": "
                        + (why.endsWith(".") ? why.substring(0, why.length() - 1) : why),
                "Choose another name");
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(shared.value().getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA1", e);
        }
    }
}
