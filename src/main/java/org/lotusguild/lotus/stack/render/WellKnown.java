package org.lotusguild.lotus.stack.render;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lotusguild.lotus.base.json.Json;
import org.lotusguild.lotus.stack.plan.Contact;
import org.lotusguild.lotus.stack.plan.Plan;

/**
 * The documents under {@code /.well-known/matrix/}: JSON of one line, the same wherever they are served.
 *
 * <p>Source: client-server API, "Server discovery"; server-server API, "Server discovery"; MSC4143 for the media server.
 */
public final class WellKnown {
    private WellKnown() {}

    /** Where clients connect. */
    public static String client(Plan plan) {
        Map<String, Object> document = new TreeMap<>();
        document.put(
                "m.homeserver", Map.of("base_url", "https://" + plan.stack().publicName()));
        if (plan.stack().calls()) {
            Map<String, Object> focus = new TreeMap<>();
            focus.put("type", "livekit");
            focus.put("livekit_service_url", SynapseCalls.authorization(plan));
            document.put("org.matrix.msc4143.rtc_foci", List.of(focus));
        }
        return Json.text(document);
    }

    /** Where other servers connect. */
    public static String server(Plan plan) {
        return Json.text(Map.of("m.server", plan.stack().publicName() + ":443"));
    }

    /** Who can be asked; empty if nobody is named. */
    public static Optional<String> support(Plan plan) {
        Map<String, Object> document = new TreeMap<>();
        if (!plan.stack().contacts().isEmpty()) {
            document.put(
                    "contacts",
                    plan.stack().contacts().stream().map(WellKnown::contact).toList());
        }
        plan.stack().supportPage().ifPresent(page -> document.put("support_page", page.toString()));
        return document.isEmpty() ? Optional.empty() : Optional.of(Json.text(document));
    }

    private static Map<String, Object> contact(Contact contact) {
        Map<String, Object> written = new TreeMap<>();
        written.put("role", "m.role." + contact.role().name().toLowerCase(Locale.ROOT));
        contact.user().ifPresent(user -> written.put("matrix_id", user.value()));
        contact.email().ifPresent(email -> written.put("email_address", email));
        return written;
    }
}
