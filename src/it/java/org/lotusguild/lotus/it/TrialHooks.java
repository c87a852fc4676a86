package org.lotusguild.lotus.it;

import java.util.Map;

/** The hooks that the trial of the tests has besides those of every trial. Nobody's posts are limited. */
final class TrialHooks {
    /** Whatever is posted there becomes a message of its own in a clear room, and nothing is left out. */
    static final String CLEAR = "all-clear";
    /** As {@link #CLEAR}, in an encrypted room, for who has {@link #BEARER} or signs with {@link #HMAC}. */
    static final String SECRET = "all-secret";
    /** The usual hook, into an encrypted room. */
    static final String ALERTS = "alerts";
    /** One with a script, into the same room. */
    static final String SCRIPTED = "scripted";

    /** Dumps what it does not know, takes GET and answers after delivery, as a hook of matrix-hookshot may. */
    static final String PLAIN = "like-hookshot";
    /** As {@link #PLAIN}, each with a script. */
    static final String V1 = "like-v1";

    static final String UNSET = "like-unset";
    static final String V2 = "like-v2";
    /** By hook. */
    static final Map<String, String> SCRIPTS = Map.of(
            PLAIN, "",
            V1, "result = `*Counter* is ${data.counter}`;",
            UNSET, "var result = 'nobody sees this';",
            V2, """
                    result = {
                      version: HookshotApiVersion,
                      plain: `**${data.word}**`,
                      html: data.html,
                      msgtype: data.type,
                      webhookResponse: { body: `said ${data.word}`, contentType: "text/plain", statusCode: 201 },
                    };""");

    static final String BEARER = "bearer-of-all-secret";
    /** Of the signature in {@code X-Signature}. */
    static final String HMAC = "hmac-key-of-all-secret";

    private static final String EACH = "lifecycle: \"off\", images: \"off\", rooms: [{room: %s, events: {\"*\": true}}]";
    private static final String SCRIPT = """
            result = {
              version: "lotus/1",
              title: { emoji: "🌡️", subject: data.where, happened: data.now },
              level: "error",
              key: data.where,
              state: data.state,
            };
            """;

    private TrialHooks() {}

    static void into(Home home) {
        home.webhooks("limits: {per-hook: off, per-address: off}");
        home.hook(CLEAR, EACH.formatted("spam"));
        home.secret("all-bearer", BEARER);
        home.secret("all-hmac", HMAC);
        home.hook(
                SECRET,
                "auth: [{kind: bearer, secret: {file: secrets/all-bearer}}, {kind: hmac, secret: {file: secrets/all-hmac},"
                        + " header: X-Signature, prefix: \"sha256=\"}], " + EACH.formatted("commands"));
        home.hook(ALERTS, "rooms: [{room: general}]");
        home.write(home.directory().resolve("cellar.js"), SCRIPT);
        SCRIPTS.forEach((hook, script) -> likeHookshot(home, hook, script));
        home.hook(SCRIPTED, "transform: {file: cellar.js}, rooms: [{room: general}]");
    }

    private static void likeHookshot(Home home, String hook, String script) {
        String settings = "dump: true, get: true, wait: true, lifecycle: \"off\", rooms: [{room: spam}]";
        if (!script.isEmpty()) {
            home.write(home.directory().resolve(hook + ".js"), script);
            settings += ", transform: {file: " + hook + ".js}";
        }
        home.hook(hook, settings);
    }
}
